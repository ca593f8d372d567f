"""Quotations for people and programs: JSON lines, CSV and a table."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from detente.coding.said import Said
from detente.records import Document, Party
from detente.show.console import short, shown
from detente.show.formats import safe_cell
from detente.show.records_json import Json, line, party_json

WORDS = 300  # characters of a quotation in a table; the other formats have all of it
COLUMNS = (
    *("document", "start", "end", "kind", "direct", "cue", "speaker", "speaker_actor", "speaker_text", "outlet"),
    *("words", "url", "publisher", "title"),
)

Told = tuple[Document, Sequence[Said]]


def quotation_json(document: Document, said: Said) -> Json:
    """Return the object that ``detente quotes --format jsonl`` prints."""
    quote = said.quote
    return {
        "document": document.id,
        "start": quote.content.start,
        "end": quote.content.end,
        "words": quote.content.of(document.text),
        "kind": quote.kind,
        "direct": quote.direct,
        "cue": quote.cue.of(document.text) if quote.cue else None,
        "cue_start": quote.cue.start if quote.cue else None,
        "cue_end": quote.cue.end if quote.cue else None,
        "speaker": party_json(said.speaker) if said.speaker else None,
        "outlet": party_json(said.outlet) if said.outlet else None,
        "url": document.url,
    }


def write_jsonl(told: Iterable[Told], out: TextIO) -> None:
    """Write a JSON object per quotation, document by document."""
    for document, found in told:
        out.writelines(line(quotation_json(document, said)) + "\n" for said in found)
        out.flush()


def write_csv(told: Iterable[Told], out: TextIO) -> None:
    """Write a CSV row per quotation under ``COLUMNS``."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for document, found in told:
        for said in found:
            row = _flat(document, quotation_json(document, said), said)
            writer.writerow([safe_cell(row[column]) for column in COLUMNS])
        out.flush()


def _flat(document: Document, record: Json, said: Said) -> Json:
    speaker = said.speaker
    return record | {
        "speaker": _name(speaker),
        "speaker_actor": speaker.actor if speaker else None,
        "speaker_text": speaker.text if speaker else None,
        "outlet": _name(said.outlet),
        "publisher": document.publisher,
        "title": document.title,
    }


def _name(party: Party | None) -> str | None:
    return None if party is None else party.name or party.text


def quotations_table(document: Document, found: Sequence[Said]) -> Table:
    """Return who, how and what, a row per quotation; a speaker not resolved stands in quotation marks."""
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("Speaker", ratio=3, overflow="fold")
    table.add_column("Cue", no_wrap=True)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Words", ratio=7, overflow="fold")
    for said in found:
        quote = said.quote
        kind = f"{quote.kind}\n{'direct' if quote.direct else 'indirect'}"
        cue = Text(shown(quote.cue.of(document.text)) if quote.cue else "—", style="" if quote.cue else "dim")
        table.add_row(_who(said), cue, Text(kind, style="dim"), Text(short(quote.content.of(document.text), WORDS)))
    return table


def _who(said: Said) -> Text:
    if said.speaker is None:
        return Text("nobody named", style="dim")
    name = said.speaker.name
    text = Text(shown(name), style="bold") if name else Text(f"“{short(said.speaker.text, 60)}”")
    if said.outlet is not None:
        text.append(f"\nto {shown(_name(said.outlet) or '')}", style="not bold dim")
    return text
