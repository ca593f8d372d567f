"""What the pages ask a store beyond what its own queries answer: searches, the matrix, partners, the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import UsageError
from detente.records import Document, Event
from detente.show.web.asked import Filters
from detente.show.web.lent import Lent
from detente.store import Store, stored_documents, stored_events
from detente.store.queries import EVENT_COLUMNS
from detente.store.rows import event_of

SNIPPET = 160  # characters around a word that a search found
MOST_OF_A_DOCUMENT = 300  # events; imported "documents" are whole days

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search: how many there are in all, the rows of the page, and whether there are others beside it."""

    total: int
    rows: tuple[int, ...]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page of a search begins: after (or before) the event of a day and row; a day of None is the end."""

    day: date | None
    row: int
    backwards: bool = False


def cut_of(after: str, before: str) -> Cut | None:
    """Return the cut that an address names, as 2024-01-16.1234.

    Raises:
        UsageError: It is no such thing.
    """
    words = after or before
    if not words:
        return None
    day, _, row = words.partition(".")
    try:
        return Cut(None if day == "none" else date.fromisoformat(day), int(row), not after)
    except ValueError:
        raise UsageError("a page is named by the link that leads to it, such as after=2024-01-16.1234") from None


def find_events(store: Lent, wanted: Filters, *, limit: int, offset: int = 0, cut: Cut | None = None) -> Found:
    """Return the events that fit, newest first; a page begins after ``offset`` events or at a cut."""
    source, where, values = _asked(store, wanted)
    total = store.rows(f"SELECT count(*) AS n FROM {source} v WHERE {where}", values)[0]["n"]
    if not total:
        return Found(0, ())
    beyond, order = _order(cut, values)
    sql = f"SELECT row, day FROM {source} v WHERE {where} AND {beyond} ORDER BY {order} LIMIT $limit OFFSET $offset"
    rows = store.rows(sql, values | {"limit": limit + 1, "offset": offset})
    more, rows = len(rows) > limit, rows[:limit]
    if cut and cut.backwards:
        rows.reverse()
    newer = bool(rows) and (more if cut and cut.backwards else bool(offset or cut))
    older = bool(rows) and (True if cut and cut.backwards else more)
    return Found(
        total, tuple(row["row"] for row in rows), _name(rows[0]) if newer else "", _name(rows[-1]) if older else ""
    )


def _order(cut: Cut | None, values: dict[str, Any]) -> tuple[str, str]:
    """Return the condition that a cut sets, and the order; ``values`` gets what the condition needs."""
    if cut is None:
        return "true", "day DESC NULLS LAST, row"
    values["cut_row"] = cut.row
    if cut.day is not None:
        values["cut_day"] = cut.day
    dated = "(day {0} $cut_day OR (day = $cut_day AND row {1} $cut_row)"
    if cut.backwards:
        newer = "(day IS NOT NULL OR row < $cut_row)" if cut.day is None else dated.format(">", "<") + ")"
        return newer, "day ASC NULLS FIRST, row DESC"
    older = "(day IS NULL AND row > $cut_row)" if cut.day is None else dated.format("<", ">") + " OR day IS NULL)"
    return older, "day DESC NULLS LAST, row"


def _name(row: Row) -> str:
    return f"{row['day'] or 'none'}.{row['row']}"


def _asked(store: Lent, wanted: Filters) -> tuple[str, str, dict[str, Any]]:
    """Return what to look in, the condition, and its values: the narrowest table that holds all that is asked."""
    conditions, values = _conditions(wanted)
    if wanted.actor and wanted.other and not wanted.document:
        source, pair = _of_pair(store, wanted)
        values |= pair
    elif wanted.actor and not conditions:
        source, values["actor"] = f"(SELECT row, day FROM {store.table('pa')} WHERE key = $actor)", wanted.actor
    elif wanted.document and not wanted.actor:
        by_document = f"SELECT row FROM {store.table('by_document')} WHERE h = hash($document)"
        source = f"(SELECT * FROM {store.table('ev')} WHERE row IN ({by_document}))"
    else:
        source = store.table("ev")
        if wanted.actor:
            conditions.append(_of_actor(store, wanted))
            values |= {"actor": wanted.actor} | ({"other": wanted.other} if wanted.other else {})
    return source, " AND ".join(["true", *conditions]), values


def _conditions(wanted: Filters) -> tuple[list[str], dict[str, Any]]:
    parts, values = [], {}
    simple = (
        ("event_type", "v.event_type = $event_type", wanted.event_type),
        ("factuality", "v.factuality = $factuality", wanted.factuality),
        ("quad", "v.quad = $quad", wanted.quad_class),
        ("confidence", "v.confidence >= $confidence", wanted.confidence),
        ("since", "v.day >= $since", wanted.since),
        ("until", "v.day <= $until", wanted.until),
        ("document", "v.document = $document", wanted.document),
        ("q", "(v.row IN (SELECT rowid FROM base.events WHERE contains(lower(evidence.\"text\"), $q))"
              " OR v.document IN (SELECT id FROM base.documents WHERE contains(lower(coalesce(title, '')), $q)))",
         wanted.q.lower()),
    )  # fmt: skip
    for name, condition, value in simple:
        if value not in (None, ""):
            parts.append(condition)
            values[name] = value
    if wanted.counted:
        parts.append("v.counted AND v.id NOT IN (SELECT event FROM base.tellings WHERE telling > 1)")
    return parts, values


def _of_pair(store: Lent, wanted: Filters) -> tuple[str, dict[str, Any]]:
    """Return the events between two actors as a table, each once, and what it asks for."""
    pair = pair_of(store, wanted.actor, wanted.other)
    way = " AND forward = $forward" if wanted.directed else ""
    values: dict[str, Any] = {"pair": pair.number}
    if wanted.directed:
        values["forward"] = wanted.actor <= wanted.other
    columns = "row, day, event_type, factuality, quad, confidence, counted, document, event AS id"
    return f"(SELECT DISTINCT {columns} FROM {store.table('dy')} WHERE pair = $pair{way})", values


def _of_actor(store: Lent, wanted: Filters) -> str:
    if not wanted.other:
        return f"v.row IN (SELECT row FROM {store.table('pa')} WHERE key = $actor)"
    number = f"SELECT pair FROM {store.table('pr')} WHERE a = least($actor, $other) AND b = greatest($actor, $other)"
    way = "AND forward = ($actor <= $other)" if wanted.directed else ""
    return f"v.row IN (SELECT row FROM {store.table('dy')} WHERE pair = ({number}) {way})"


@dataclass(frozen=True, slots=True)
class Known:
    """A pair of actors as the index knows it: its number, and the version in which anything last passed between them.

    Both are 0 where nothing ever did.
    """

    number: int
    version: int


def pair_of(store: Lent, a: str, b: str) -> Known:
    """Return under which number the index keeps a pair, whichever way round."""
    sql = f"SELECT pair, version FROM {store.table('pr')} WHERE a = ? AND b = ?"
    found = store.rows(sql, sorted((a, b)))
    return Known(found[0]["pair"], found[0]["version"]) if found else Known(0, 0)


def find_documents(store: Store, q: str, *, wanted: Filters, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """Return how many documents hold the words in title or text, and one page of them, newest first."""
    conditions, values = ["true"], dict[str, Any]()
    for name, condition, value in (
        ("q", "(contains(lower(d.text), $q) OR contains(lower(coalesce(d.title, '')), $q))", q.lower()),
        ("since", "d.published >= $since", wanted.since),
        ("until", "d.published <= $until", wanted.until),
    ):
        if value:
            conditions.append(condition)
            values[name] = value
    where = " AND ".join(conditions)
    total = store.rows(f"SELECT count(*) AS n FROM base.documents d WHERE {where}", values)[0]["n"]
    place = f"greatest(1, strpos(lower(d.text), $q) - {SNIPPET // 2})" if q else "1"
    sql = f"""
        SELECT d.id, d.title, d.publisher, d.published, d.url, d.origin, d.error,
               substr(d.text, {place}, {SNIPPET}) AS snippet,
               coalesce((SELECT sum(c.events) FROM base.codings c WHERE c.document = d.id AND c.current), 0)::INTEGER
               AS events
        FROM base.documents d WHERE {where}
        ORDER BY d.published DESC NULLS LAST, d.id LIMIT $limit OFFSET $offset"""
    return total, store.rows(sql, values | {"limit": limit, "offset": offset})


def events_at(store: Lent, rows: Sequence[int]) -> list[Event]:
    """Return the events in these rows, in the same order."""
    known = store.recent.some(store.generation, rows)
    if missing := [row for row in rows if row not in known]:
        sql = f"SELECT e.rowid AS row, {EVENT_COLUMNS} FROM base.events e WHERE e.rowid IN (SELECT unnest(?::BIGINT[]))"
        found = {row["row"]: event_of(row) for row in store.rows(sql, [missing])}
        store.recent.add(store.generation, found)
        known |= found
    return [known[row] for row in rows if row in known]


def events_by_id(store: Lent, ids: Sequence[str]) -> dict[str, Event]:
    """Return events of the newest coding by id: by the index where it is ready, by a search otherwise."""
    if not ids or not store.has_index:
        return stored_events(store, ids) if ids else {}
    return {event.id: event for event in events_at(store, _rows_of(store, ids)) if event.id in ids}


def ids_held(store: Lent, ids: Sequence[str]) -> set[str]:
    """Return which of these ids are those of events of the newest coding."""
    sql = f"""
        SELECT v.id FROM {store.table("by_id")} i JOIN {store.table("ev")} v USING (row)
        WHERE i.h IN (SELECT hash(unnest($ids::VARCHAR[]))) AND v.id IN (SELECT unnest($ids::VARCHAR[]))"""
    return {row["id"] for row in store.rows(sql, {"ids": list(ids)})} if ids else set()


def _rows_of(store: Lent, ids: Sequence[str]) -> list[int]:
    """Return the rows of events with these ids, and perhaps of others that hash alike."""
    sql = f"SELECT row FROM {store.table('by_id')} WHERE h IN (SELECT hash(unnest(?::VARCHAR[])))"
    if len(ids) == 1:  # a plain comparison reads the one part of the table where it can be
        sql = f"SELECT row FROM {store.table('by_id')} WHERE h = hash(?)"
    return [row["row"] for row in store.rows(sql, [ids[0] if len(ids) == 1 else list(ids)])]


def events_in_order(store: Lent, ids: Sequence[str]) -> list[Event]:
    """Return events in the order of their ids; those that are gone are left out."""
    found = events_by_id(store, ids)
    return [found[name] for name in ids if name in found]


def events_of_document(store: Lent, document: str) -> list[Event]:
    """Return the events of a document in the order of its text, ``MOST_OF_A_DOCUMENT`` at most."""
    sql = f"SELECT row FROM {store.table('by_document')} WHERE h = hash(?) ORDER BY row LIMIT {MOST_OF_A_DOCUMENT}"
    found = events_at(store, [row["row"] for row in store.rows(sql, [document])])
    return [event for event in found if event.document == document]


def headings(store: Store, ids: Sequence[str]) -> dict[str, Row]:
    """Return title, publisher, day and URL of documents, by id; without their text."""
    sql = """SELECT id, title, publisher, published, url, origin FROM base.documents
             WHERE id IN (SELECT unnest(?::VARCHAR[]))"""
    return {row["id"]: row for row in store.rows(sql, [list(ids)])} if ids else {}


def retellings(store: Store, event: str) -> list[Row]:
    """Return the documents that tell of an imported event besides its own."""
    sql = "SELECT document, publisher, published FROM retellings WHERE event = ? ORDER BY published, document"
    return store.rows(sql, [event])


def tellings(store: Store, event: str) -> list[Row]:
    """Return the other events that tell of the same happening: event, document, telling, publisher, day, reasons."""
    if not store.rows("SELECT 1 FROM base.tellings WHERE event = ? LIMIT 1", [event]):
        return []
    sql = """
        SELECT t.event, t.telling, t.likeness, [r.code || if(r."value" = '', '', ' ' || r."value") FOR r IN t.reasons]
               AS reasons, e.document, e.evidence."text" AS words, d.publisher, d.published
        FROM base.tellings mine
        JOIN base.tellings t ON t.happening = mine.happening AND t.event <> mine.event
        JOIN base.events e ON e.id = t.event
        JOIN current_codings c ON c.document = e.document AND c.run = e.run
        JOIN base.documents d ON d.id = e.document
        WHERE mine.event = ? ORDER BY t.telling, t.event"""
    return store.rows(sql, [event])


def review_queue(store: Lent, decided: Sequence[str], *, limit: int) -> list[str]:
    """Return the events that a judgement tells most about, first; see ``worth`` in the index.

    Args:
        store: A store.
        decided: Ids that were judged already.
        limit: How many.
    """
    sql = f"""
        SELECT id FROM {store.table("ev")} WHERE worded AND id NOT IN (SELECT unnest($decided::VARCHAR[]))
        ORDER BY worth DESC, id LIMIT $limit"""
    return [row["id"] for row in store.rows(sql, {"decided": list(decided), "limit": limit})]


def documents_of(store: Store, events: Sequence[Event]) -> dict[str, Document]:
    """Return the documents of events, by id, with their text."""
    return stored_documents(store, list({event.document for event in events}))
