"""How well happenings are found: pairs of reports that tell of the same, on ``gold/merging.jsonl``."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.coding.gold_files import json_lines
from detente.coding.score import Report, Score
from detente.errors import UsageError
from detente.records import Document, Span
from detente.store.connection import open_store
from detente.store.pool import EventCoder, code_safely
from detente.store.store import Coded, Store, Tally

BATCH = 50  # reports written at once, so that happenings grow as they do in a run


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A report, the place of the word for the deed that it is about, and the happening that it belongs to."""

    document: Document
    word: int
    group: str


def score_merging(path: str | Path, coder: EventCoder, *, part: str | None = None) -> Report:
    """Return precision, recall and F1 of pairs of reports, in percent; counts are those of gold pairs.

    Level ``all`` has every report: one in which the coder finds no event is alone. Level ``coded`` leaves those
    out, and says how well the events that there are were merged. ``found`` is the share of reports that have one.

    Args:
        path: The gold file.
        coder: What finds the events.
        part: "dev" or "sealed"; both where it is not given.

    Raises:
        UsageError: A line lacks a field, or its word does not stand in its text.
    """
    mentions = gold_mentions(path, part=part)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "gold.duckdb") as store:
        write_mentions(store, mentions, coder)
        told = found_happenings(store, mentions)
    groups = [mention.group for mention in mentions]
    coded = [at for at, labels in enumerate(told) if labels]
    levels = (
        _pairs("all", groups, told),
        _pairs("coded", [groups[at] for at in coded], [told[at] for at in coded]),
        _share("found", len(coded), len(mentions)),
    )
    return Report("merging", levels, tuple(_row(m, labels) for m, labels in zip(mentions, told, strict=True)))


def gold_mentions(path: str | Path, *, part: str | None = None) -> list[GoldMention]:
    """Return the reports of a gold file in its order; raises what ``score_merging`` raises."""
    rows = json_lines(path)
    try:
        return [_mention(row) for row in rows if part in (None, row["part"])]
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: a line lacks {error}") from error


def write_mentions(store: Store, mentions: Sequence[GoldMention], coder: EventCoder) -> None:
    """Code the reports into a store, batch by batch."""
    run = store.start_run(coder.codebook, coder.version)
    documents = list({mention.document.id: mention.document for mention in mentions}.values())
    for first in range(0, len(documents), BATCH):
        batch: list[Coded] = [code_safely(coder, document) for document in documents[first : first + BATCH]]
        store.write(run, batch, pairs=lambda event: (), tally=Tally())


def found_happenings(store: Store, mentions: Sequence[GoldMention]) -> list[frozenset[str]]:
    """Return per report the happenings of the events whose words cover its word; empty where none does."""
    sql = """
        SELECT e.document, coalesce(t.happening, e.id) AS happening,
               list_prepend({'start': e.evidence."start", 'end': e.evidence."end"},
                            [{'start': m."start", 'end': m."end"} FOR m IN e.mentions]) AS spans
        FROM base.events e JOIN current_codings USING (document, run) LEFT JOIN base.tellings t ON t.event = e.id"""
    held: dict[str, list[tuple[str, list[dict[str, int]]]]] = {}
    for row in store.rows(sql):
        held.setdefault(row["document"], []).append((row["happening"], row["spans"]))
    return [
        frozenset(
            happening
            for happening, spans in held.get(mention.document.id, [])
            if any(span["start"] <= mention.word < span["end"] for span in spans)
        )
        for mention in mentions
    ]


def _mention(row: Mapping[str, Any]) -> GoldMention:
    title, body = row["title"], row["text"]
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    name, _, number = row["word"].partition("#")
    places = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", body)]
    if len(places) < int(number or 1):
        raise UsageError(f"{row['id']}: {row['word']!r} does not stand in its text")
    document = Document(
        id=row["id"],
        text=text,
        title=title,
        title_span=Span(0, len(title)),
        paragraphs=(Span(start, len(text)),),
        publisher=row["publisher"],
        published=date.fromisoformat(row["published"]),
        published_basis="metadata",
        language="en",
        origin=row["id"],
    )
    return GoldMention(document, start + places[int(number or 1) - 1], row["group"])


def _pairs(level: str, groups: Sequence[str], told: Sequence[frozenset[str]]) -> Score:
    gold = {(a, b) for a in range(len(groups)) for b in range(a) if groups[a] == groups[b]}
    found = {(a, b) for a in range(len(told)) for b in range(a) if told[a] & told[b]}
    right = len(gold & found)
    precision, recall = _percent(right, len(found)), _percent(right, len(gold))
    f1 = round(2 * precision * recall / (precision + recall), 1) if right else 0.0
    return Score(level, precision, recall, f1, len(gold))


def _share(level: str, part: int, of: int) -> Score:
    share = _percent(part, of)
    return Score(level, share, share, share, of)


def _percent(part: int, of: int) -> float:
    return round(100 * part / of, 1) if of else 0.0


def _row(mention: GoldMention, labels: Iterable[str]) -> Mapping[str, str]:
    return {"id": mention.document.id, "gold": mention.group, "predicted": ";".join(sorted(labels))}
