"""Keeps copies and happenings up to date while batches are written, and makes them for what is stored already.

A batch touches some days of some families of events. What the happenings of those days are follows from the events
within ``WINDOW`` days of them: these are loaded, their happenings made anew, and the rows that differ replaced. The
result is that of making all happenings at once, in whatever order and batches the documents came.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from detente.records import Document, Event
from detente.store.clusters import REACH, WINDOW, Happening, happenings
from detente.store.copies import first_days, update_copies
from detente.store.joins import reasons
from detente.store.rows import DOCUMENTS, EVENTS, Row, document_of, event_of
from detente.store.rulings import HAPPENING, Rulings, read_rulings
from detente.store.tables import Tables
from detente.store.traces import Trace, trace_of

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
TRACES = pa.schema(
    [
        ("event", _TEXT),
        ("document", _TEXT),
        ("run", pa.int32()),
        ("slot", pa.date32()),
        ("slot_end", pa.date32()),
        ("dated", pa.bool_()),
        ("family", _TEXT),
        ("event_type", _TEXT),
        ("mode", _TEXT),
        ("sources", _TEXTS),
        ("targets", _TEXTS),
        ("persons", _TEXTS),
        ("place", _TEXT),
        ("place_country", _TEXT),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("words", _TEXTS),
        ("names", _TEXTS),
        ("numbers", _TEXTS),
        ("published", pa.date32()),
        ("voice", _TEXT),
    ]
)
TELLINGS = pa.schema(
    [
        ("event", _TEXT),
        ("happening", _TEXT),
        ("telling", pa.int32()),
        ("day", pa.date32()),
        ("beside", _TEXT),
        ("likeness", pa.float64()),
        ("reasons", pa.list_(pa.struct([("code", _TEXT), ("value", _TEXT)]))),
    ]
)
_LISTS = ("sources", "targets", "persons", "words", "names", "numbers")
_FIELDS = [name for name in TRACES.names if name != "run"]
_COLUMNS = ", ".join(f't."{name}"' for name in _FIELDS)
_AROUND = f"""
    SELECT DISTINCT {_COLUMNS} FROM base.traces t
    JOIN (SELECT unnest($family::VARCHAR[]) AS family, unnest($slot::DATE[]) AS slot) d
      ON t.family = d.family AND t.slot BETWEEN d.slot - {WINDOW} AND d.slot + {WINDOW}"""
_RELATED = """
    SELECT * FROM base.tellings WHERE happening IN (
        SELECT happening FROM base.tellings WHERE event IN (SELECT unnest(?::VARCHAR[])))"""

Day = tuple[str, date]  # a family of events and a day of theirs
Told = tuple[Document, Sequence[Event], int]  # a document, its events and the run that found them


def merge_batch(tables: Tables, told: Sequence[Told]) -> None:
    """Take in the documents of a batch with their events, and those whose copies they change; inside a transaction."""
    changed = update_copies(tables, (document for document, *_ in told))
    others = changed - {document.id for document, *_ in told}
    take_in(tables, [*told, *stored_told(tables, others)])


def take_in(tables: Tables, told: Sequence[Told]) -> None:
    """Compare the events of documents, whose copies are known, with all others; inside a transaction."""
    names = [document.id for document, *_ in told]
    firsts = first_days(tables, names)
    gone = _forget(tables, names)
    fresh = _traces(told, firsts)
    tables.append("base.traces", [_row(trace, number) for trace, number in fresh], TRACES)
    refresh(tables, {(trace.family, trace.slot) for trace in (*gone, *(t for t, _ in fresh))}, gone=gone)


def refresh(tables: Tables, days: set[Day], *, gone: Sequence[Trace] = ()) -> None:
    """Make the happenings of some days anew; ``gone`` are events that are no longer there."""
    if not days:
        return
    rulings = read_rulings(tables, HAPPENING)
    days = days | _ruled_days(tables, days, rulings)
    traces = _around(tables, days)
    touched = {t.event for t in gone} | {t.event for t in traces if _is_touched(t, days)}
    found = {trace.event: h for h in happenings(traces, rules=rulings) for trace in h.events}
    old: dict[str, Row] = {}
    # What a changed happening loses or wins changes others, until nothing more is drawn in.
    while True:
        old = {row["event"]: row for row in tables.rows(_RELATED, [sorted(touched)])}
        drawn = touched | set(old)
        drawn |= {trace.event for name in drawn if name in found for trace in found[name].events}
        if drawn == touched:
            break
        touched = drawn
    fresh: dict[str, Row] = {}
    for happening in {found[name].events[0].event: found[name] for name in touched & found.keys()}.values():
        fresh |= {row["event"]: row for row in telling_rows(happening)}
    stale = sorted(name for name in old if old[name] != fresh.get(name))
    if stale:
        tables.run("DELETE FROM base.tellings WHERE event IN (SELECT unnest(?::VARCHAR[]))", [stale])
    tables.append("base.tellings", [row for name, row in sorted(fresh.items()) if old.get(name) != row], TELLINGS)


def telling_rows(happening: Happening) -> list[Row]:
    """Return the rows of ``base.tellings`` for a happening."""
    by_name = {trace.event: trace for trace in happening.events}
    dated = [trace.slot for trace in happening.events if trace.dated]
    day = min(dated or [trace.slot for trace in happening.events])
    found = []
    for number, trace in enumerate(happening.events, 1):
        other, alike = happening.beside[trace.event]
        why = [{"code": code, "value": value} for code, value in reasons(trace, by_name.get(other), alike)]
        row: Row = {"event": trace.event, "happening": happening.events[0].event, "telling": number, "day": day}
        found.append(row | {"beside": other, "likeness": round(alike, 4), "reasons": why})
    return found


def days_of(tables: Tables, names: Iterable[str]) -> set[Day]:
    """Return the days and families under which events are compared."""
    sql = "SELECT DISTINCT family, slot FROM base.traces WHERE event IN (SELECT unnest(?::VARCHAR[]))"
    return {(row["family"], row["slot"]) for row in tables.rows(sql, [sorted(names)])}


def _is_touched(trace: Trace, days: set[Day]) -> bool:
    return any((trace.family, trace.slot - timedelta(days=back)) in days for back in range(REACH + 1))


def _around(tables: Tables, days: set[Day]) -> list[Trace]:
    ordered = sorted(days)
    values = {"family": [family for family, _ in ordered], "slot": [slot for _, slot in ordered]}
    return [_trace(row) for row in tables.rows(_AROUND, values)]


def _ruled_days(tables: Tables, days: set[Day], rulings: Rulings) -> set[Day]:
    """Return the days of events that were ruled to be the same as one of these days."""
    if not rulings.same:
        return set()
    return days_of(tables, rulings.partners(trace.event for trace in _around(tables, days)))


def _forget(tables: Tables, documents: Sequence[str]) -> list[Trace]:
    """Take the traces of documents away and return them."""
    where = "WHERE document IN (SELECT unnest(?::VARCHAR[]))"
    gone = [_trace(row) for row in tables.rows(f"SELECT {_COLUMNS} FROM base.traces t {where}", [list(documents)])]
    if gone:
        tables.run(f"DELETE FROM base.traces {where}", [list(documents)])
    return gone


def _traces(told: Iterable[Told], firsts: Mapping[str, tuple[str, date | None]]) -> list[tuple[Trace, int]]:
    found = {}
    for document, events, run in told:
        for event in events:
            trace = trace_of(document, event, original=firsts.get(document.id))
            if trace is not None:
                found[trace.event] = (trace, run)
    return list(found.values())


def stored_told(tables: Tables, names: Iterable[str]) -> list[Told]:
    """Return stored documents with their current events and the run that found them."""
    names = sorted(names)
    if not names:
        return []
    columns = ", ".join(f'd."{name}"' for name in DOCUMENTS.names)
    sql = f"SELECT {columns} FROM base.documents d WHERE d.id IN (SELECT unnest(?::VARCHAR[])) ORDER BY d.id"
    documents = [document_of(row) for row in tables.rows(sql, [names])]
    columns = ", ".join(f'e."{name}"' for name in EVENTS.names)
    sql = (
        f"SELECT {columns} FROM base.events e JOIN current_codings USING (document, run)"
        " WHERE e.document IN (SELECT unnest(?::VARCHAR[])) ORDER BY e.document, e.run, e.position"
    )
    events: dict[str, list[tuple[Event, int]]] = {}
    for row in tables.rows(sql, [names]):
        events.setdefault(row["document"], []).append((event_of(row), row["run"]))
    held = [(document, events.get(document.id, [])) for document in documents]
    return [(d, [event for event, _ in found], found[-1][1] if found else 0) for d, found in held]


def _row(trace: Trace, run: int) -> Row:
    row: Row = {name: getattr(trace, name) for name in _FIELDS}
    return row | {"run": run, **{name: list(row[name]) for name in _LISTS}}


def _trace(row: Mapping[str, Any]) -> Trace:
    return Trace(**{**row, **{name: tuple(row[name]) for name in _LISTS}})
