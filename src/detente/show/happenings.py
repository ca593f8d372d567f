"""Happenings for people and programs: JSON lines, CSV and a table."""

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from detente.show.console import short, shown
from detente.show.formats import write_rows
from detente.show.layouts import joined
from detente.show.records_json import Json, line, measure
from detente.store import CopyGroup, StoredHappening, Telling

WORDS = 160  # characters of the evidence in a table; the other formats have all of it
COLUMNS = (
    *("id", "day", "event_type", "mode", "quad_class", "intensity", "factuality", "sources", "targets", "place"),
    *("events", "mentions", "articles", "publishers", "speakers", "evidence"),
)


def happening_json(found: StoredHappening, tellings: Iterable[Telling] = ()) -> Json:
    """Return the object that ``detente happenings --format jsonl`` prints."""
    return {
        "id": found.id,
        "day": None if found.day is None else found.day.isoformat(),
        "event_type": found.event_type,
        "mode": found.mode,
        "quad_class": found.quad_class,
        "intensity": measure(found.intensity),
        "factuality": found.factuality,
        "sources": list(found.sources),
        "targets": list(found.targets),
        "place": found.place,
        "events": found.told.events,
        "mentions": found.told.mentions,
        "articles": found.told.articles,
        "publishers": found.told.publishers,
        "speakers": found.told.speakers,
        "evidence": found.evidence,
        "tellings": [_telling(telling) for telling in tellings],
    }


def _telling(told: Telling) -> Json:
    return {
        "event": told.event,
        "document": told.document,
        "publisher": told.publisher,
        "published": None if told.published is None else told.published.isoformat(),
        "event_type": told.event_type,
        "voice": told.voice,
        "evidence": told.evidence,
        "beside": told.beside,
        "likeness": measure(told.likeness),
        "reasons": [{"code": code, "value": value} for code, value in told.reasons],
    }


def write_jsonl(found: Iterable[tuple[StoredHappening, Iterable[Telling]]], out: TextIO) -> None:
    """Write a JSON object per happening."""
    out.writelines(line(happening_json(*item)) + "\n" for item in found)


def write_csv(found: Iterable[StoredHappening], out: TextIO) -> None:
    """Write a CSV row per happening under ``COLUMNS``."""
    records = map(happening_json, found)
    rows = [tuple(joined(record[column]) for column in COLUMNS) for record in records]
    write_rows([rows], out, columns=COLUMNS, tabs=False)


def happenings_table(found: Iterable[StoredHappening]) -> Table:
    """Return day, type, sides and counts, a row per happening, with the words of its first telling."""
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for name in ("Day", "Type", "Between"):
        table.add_column(name, no_wrap=name != "Between")
    for name in ("Events", "Publishers", "Speakers"):
        table.add_column(name, justify="right")
    table.add_column("First told", ratio=1, overflow="fold")
    for item in found:
        sides = " › ".join(filter(None, (" ".join(item.sources), " ".join(item.targets))))
        counts = (item.told.events, item.told.publishers, item.told.speakers)
        words = Text(short(item.evidence, WORDS))
        table.add_row(str(item.day or "—"), item.event_type, shown(sides), *map(str, counts), words)
    return table


def copies_table(found: Iterable[CopyGroup]) -> Table:
    """Return how many copies, the least overlap, publishers and headline, a row per group."""
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("Copies", justify="right")
    table.add_column("Overlap", justify="right")
    table.add_column("Publishers", overflow="fold")
    table.add_column("Headline of the first", ratio=1, overflow="fold")
    for group in found:
        publishers = Text(", ".join(shown(name) for name in group.publishers))
        headline = Text(short(group.title or group.original, WORDS))
        table.add_row(str(len(group.documents)), f"{group.overlap:.2f}", publishers, headline)
    return table


def copies_json(group: CopyGroup) -> Json:
    """Return the object that ``detente store copies --format jsonl`` prints."""
    return {
        "original": group.original,
        "title": group.title,
        "documents": list(group.documents),
        "publishers": list(group.publishers),
        "overlap": measure(group.overlap),
    }
