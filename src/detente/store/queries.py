"""What people and the rooms to the right ask a store: documents, events, and counts per dyad and period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import Document, Event, Period
from detente.store.rows import DOCUMENTS, EVENTS, Row, document_of, event_of
from detente.store.store import Store

READ_BATCH = 500  # documents held at once while reading everything back

_DOCUMENT_COLUMNS = ", ".join(f'd."{name}"' for name in DOCUMENTS.names)
EVENT_COLUMNS = ", ".join(f'e."{name}"' for name in EVENTS.names)
# A date that is known only by month says nothing of its week; a date known by year nothing of its month.
FINE_ENOUGH = {"day": ["day"], "week": ["day"], "month": ["day", "month"]}
BETWEEN = "((source = $a AND target = $b) OR (source = $b AND target = $a))"
_IN_RANGE = '"date" BETWEEN $since AND $until AND date_precision IN (SELECT unnest($fine::VARCHAR[]))'


@dataclass(frozen=True, slots=True)
class DyadCount:
    """Counts of one period that has events: its first day, events in all and by quad class, sum of intensity."""

    start: date
    events: int
    by_quad: tuple[int, int, int, int]
    net: float


@dataclass(frozen=True, slots=True)
class DyadEvent:
    """One counted event between two actors."""

    event: str
    date: date
    quad_class: int
    intensity: float


def stored_documents(store: Store, ids: Sequence[str]) -> dict[str, Document]:
    """Return the documents with these ids, by id."""
    sql = f"SELECT {_DOCUMENT_COLUMNS} FROM base.documents d WHERE d.id IN (SELECT unnest(?::VARCHAR[]))"
    return {row["id"]: document_of(row) for row in store.rows(sql, [list(ids)])}


def stored_events(store: Store, ids: Sequence[str]) -> dict[str, Event]:
    """Return the newest coding's events with these ids, by id."""
    sql = (
        f"SELECT {EVENT_COLUMNS} FROM base.events e JOIN current_codings USING (document, run)"
        " WHERE e.id IN (SELECT unnest(?::VARCHAR[]))"
    )
    return {row["id"]: event_of(row) for row in store.rows(sql, [list(ids)])}


def every_event(store: Store) -> Iterator[tuple[Document, tuple[Event, ...]]]:
    """Yield each coded document with the events of its newest coding, by id of the document."""
    names = [row["document"] for row in store.rows("SELECT document FROM current_codings ORDER BY document")]
    for first in range(0, len(names), READ_BATCH):
        chunk = names[first : first + READ_BATCH]
        documents = stored_documents(store, chunk)
        events = _events_by_document(store, chunk)
        for name in chunk:
            if name in documents:
                yield documents[name], tuple(events.get(name, ()))


def _events_by_document(store: Store, names: Sequence[str]) -> dict[str, list[Event]]:
    sql = (
        f"SELECT {EVENT_COLUMNS} FROM base.events e JOIN current_codings USING (document, run)"
        " WHERE e.document IN (SELECT unnest(?::VARCHAR[])) ORDER BY e.document, e.position"
    )
    found: dict[str, list[Event]] = {}
    for row in store.rows(sql, [list(names)]):
        found.setdefault(row["document"], []).append(event_of(row))
    return found


def dyad_counts(
    store: Store, a: str, b: str, *, since: date, until: date, every: Period = "month", mentions: bool = False
) -> list[DyadCount]:
    """Count what passed between two actors, in either direction, per period that has any.

    What several events tell of counts once, on the day and with the intensity that its first telling has.

    Args:
        store: An open store.
        a: A country code or an actor id, as they stand in the view ``dyads``.
        b: The other.
        since: First day.
        until: Last day, included.
        every: Calendar periods; weeks begin on Monday. Events whose date is coarser are left out.
        mentions: Count every event, whether or not another tells of the same.

    Returns:
        One row per period in order of time; an event counts once however many pairs it joins.
    """
    sql = f"""
        SELECT date_trunc($every, "date")::DATE AS start, count(*) AS events,
               count_if(quad_class = 1) AS q1, count_if(quad_class = 2) AS q2,
               count_if(quad_class = 3) AS q3, count_if(quad_class = 4) AS q4, fsum(intensity) AS net
        FROM (SELECT DISTINCT ON ({_once(mentions)}) "date", quad_class, intensity FROM {_dyads(mentions)}
              WHERE counted AND {BETWEEN} AND {_IN_RANGE} ORDER BY {_first(mentions)})
        GROUP BY 1 ORDER BY 1"""
    rows = store.rows(sql, {**_range(a, b, since, until, every), "every": every})
    return [DyadCount(r["start"], r["events"], (r["q1"], r["q2"], r["q3"], r["q4"]), r["net"]) for r in rows]


def dyad_events(
    store: Store, a: str, b: str, *, since: date, until: date, every: Period = "month", mentions: bool = False
) -> list[DyadEvent]:
    """Return the events that ``dyad_counts`` counts, by date and id: of a happening the one that told of it first."""
    sql = f"""
        SELECT * FROM (
            SELECT DISTINCT ON ({_once(mentions)}) event, "date", quad_class, intensity FROM {_dyads(mentions)}
            WHERE counted AND {BETWEEN} AND {_IN_RANGE} ORDER BY {_first(mentions)})
        ORDER BY "date", event"""
    rows = store.rows(sql, _range(a, b, since, until, every))
    return [DyadEvent(r["event"], r["date"], r["quad_class"], r["intensity"]) for r in rows]


def factuality_counts(store: Store, a: str, b: str) -> dict[tuple[str, bool, bool], int]:
    """Count all events between two actors by (factuality, whether they are counted, whether they have a date)."""
    sql = f"""
        SELECT factuality, counted, "date" IS NOT NULL AS dated, count(DISTINCT (event, document)) AS events
        FROM dyads WHERE {BETWEEN} GROUP BY ALL ORDER BY ALL"""
    rows = store.rows(sql, {"a": a, "b": b})
    return {(r["factuality"], r["counted"], r["dated"]): r["events"] for r in rows}


def coverage(store: Store, *, since: date, until: date, every: Period = "month") -> dict[date, int]:
    """Count the documents that could be read and were published in each period, by the period's first day."""
    sql = """
        SELECT date_trunc($every, published)::DATE AS start, count(*) AS documents FROM base.documents
        WHERE error IS NULL AND published BETWEEN $since AND $until GROUP BY 1"""
    rows = store.rows(sql, {"every": every, "since": since, "until": until})
    return {row["start"]: row["documents"] for row in rows}


def known_days(store: Store) -> tuple[date, date] | None:
    """Return the first and last day of publication; those of events where no document is dated; None where neither."""
    for sql in (
        "SELECT min(published) AS first, max(published) AS last FROM base.documents WHERE error IS NULL",
        'SELECT min("date") AS first, max("date") AS last FROM dyads WHERE counted',
    ):
        row = store.rows(sql)[0]
        if row["first"] is not None:
            return row["first"], row["last"]
    return None


def event_days(store: Store, a: str, b: str, *, since: date, until: date) -> tuple[date, date] | None:
    """Return the first and last day in the range on which something counted passed between two actors."""
    sql = f"""
        SELECT min("date") AS first, max("date") AS last FROM dyads
        WHERE counted AND {BETWEEN} AND "date" BETWEEN $since AND $until"""
    row = store.rows(sql, {"a": a, "b": b, "since": since, "until": until})[0]
    return None if row["first"] is None else (row["first"], row["last"])


def actor_keys(store: Store) -> set[str]:
    """Return every key that stands in a dyad."""
    return {row["key"] for row in store.rows("SELECT source AS key FROM dyads UNION SELECT target FROM dyads")}


def busy_dyads(store: Store, *, at_least: int, mentions: bool = False) -> list[tuple[str, str, int]]:
    """Return the pairs of countries with at least so many counted, dated events: (a, b, events), busiest first."""
    sql = f"""
        SELECT least(source, target) AS a, greatest(source, target) AS b, count(DISTINCT ({_once(mentions)})) AS events
        FROM {_dyads(mentions)} WHERE counted AND "date" IS NOT NULL
          AND length(source) = 3 AND length(target) = 3 GROUP BY 1, 2
        HAVING count(DISTINCT ({_once(mentions)})) >= ? ORDER BY events DESC, a, b"""
    return [(row["a"], row["b"], row["events"]) for row in store.rows(sql, [at_least])]


def _dyads(mentions: bool) -> str:
    return "dyads" if mentions else "told_dyads"


def _once(mentions: bool) -> str:
    """Return what counts once."""
    return "event, document" if mentions else "happening"


def _first(mentions: bool) -> str:
    """Return the order in which the first row of what counts once is the one to take."""
    return "event, document" if mentions else "happening, telling, event"


def _range(a: str, b: str, since: date, until: date, every: Period) -> Row:
    return {"a": a, "b": b, "since": since, "until": until, "fine": FINE_ENOUGH[every]}
