"""Picks events by who, what, when, how sure; and gives them back document by document, a batch at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.records import Document, Event
from detente.store.queries import EVENT_COLUMNS, stored_documents
from detente.store.rows import event_of
from detente.store.store import Store

BATCH_EVENTS = 20_000  # events held at once, unless one document has more
BATCH_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events are wanted; an empty tuple or None asks for nothing.

    ``actors`` are country codes or actor ids that stand on either side; the days are those of the event, included.
    """

    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    min_confidence: float | None = None


def selected_events(store: Store, wanted: Selection) -> Iterator[tuple[Document, tuple[Event, ...]]]:
    """Yield each document that has such events with these events, by id of the document and place in it."""
    where, values = _where(wanted)
    counts = store.rows(
        f"SELECT e.document, count(*) AS n FROM base.events e JOIN current_codings USING (document, run) {where}"
        " GROUP BY e.document ORDER BY e.document",
        values,
    )
    for names in _batches(counts):
        documents = stored_documents(store, names)
        rows = store.rows(
            f"SELECT {EVENT_COLUMNS} FROM base.events e JOIN current_codings USING (document, run)"
            f" {where} AND e.document IN (SELECT unnest($names::VARCHAR[])) ORDER BY e.document, e.run, e.position",
            {**values, "names": names},
        )
        found: dict[str, list[Event]] = {}
        for row in rows:
            found.setdefault(row["document"], []).append(event_of(row))
        for name in names:
            if name in documents:
                yield documents[name], tuple(found.get(name, ()))


def _batches(counts: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    held: list[str] = []
    events = 0
    for row in counts:
        held.append(row["document"])
        events += row["n"]
        if events >= BATCH_EVENTS or len(held) >= BATCH_DOCUMENTS:
            yield held
            held, events = [], 0
    if held:
        yield held


def _where(wanted: Selection) -> tuple[str, dict[str, Any]]:
    sides = "[p.actor FOR p IN e.sources || e.targets] || [p.country FOR p IN e.sources || e.targets]"
    tests: list[tuple[str, str, Any]] = [
        (f"list_has_any({sides}, $actors::VARCHAR[])", "actors", list(wanted.actors)),
        ("e.event_type IN (SELECT unnest($types::VARCHAR[]))", "types", list(wanted.types)),
        ("e.factuality IN (SELECT unnest($factuality::VARCHAR[]))", "factuality", list(wanted.factuality)),
        ("e.coder IN (SELECT unnest($coders::VARCHAR[]))", "coders", list(wanted.coders)),
        ('e."date" >= $since', "since", wanted.since),
        ('e."date" <= $until', "until", wanted.until),
        ("e.confidence >= $least", "least", wanted.min_confidence),
    ]
    asked = [(sql, name, value) for sql, name, value in tests if value is not None and value != []]
    return " AND ".join(["WHERE true", *(sql for sql, _, _ in asked)]), {name: value for _, name, value in asked}
