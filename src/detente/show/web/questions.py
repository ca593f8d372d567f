"""What the pages ask a store beyond what its own queries answer: searches, the matrix, partners, the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import UsageError
from detente.records import Document, Event
from detente.show.web.asked import Filters
from detente.show.web.door import Lent
from detente.store import Store, stored_documents, stored_events
from detente.store.queries import EVENT_COLUMNS
from detente.store.rows import event_of

SNIPPET = 160  # characters around a word that a search found
MOST_OF_A_DOCUMENT = 300  # events; imported "documents" are whole days
BETWEEN = "((source = $actor AND target = $other) OR (source = $other AND target = $actor))"

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


def overview(store: Store) -> Row:
    """Return how much the store holds: documents, failed, events, first and last day, coders."""
    sql = """
        SELECT (SELECT count(*) FROM base.documents) AS documents,
               (SELECT count(*) FROM documents WHERE error IS NOT NULL) AS failed,
               count(*) AS events, min(e."date") AS first, max(e."date") AS last,
               list_sort(list(DISTINCT e.coder)) AS coders
        FROM base.events e JOIN current_codings USING (document, run)"""
    return store.rows(sql)[0]


def find_events(store: Lent, wanted: Filters, *, limit: int, offset: int = 0, cut: Cut | None = None) -> Found:
    """Return the events that fit, newest first; a page begins after ``offset`` events or at a cut."""
    where, values = _conditions(store, wanted)
    ev = store.table("ev")
    total = store.rows(f"SELECT count(*) AS n FROM {ev} v WHERE {where}", values)[0]["n"]
    if not total:
        return Found(0, ())
    beyond, order = _order(cut, values)
    sql = f"SELECT row, day FROM {ev} v WHERE {where} AND {beyond} ORDER BY {order} LIMIT $limit OFFSET $offset"
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


def _conditions(store: Lent, wanted: Filters) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], {}
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
    if wanted.actor:
        values["actor"] = wanted.actor
        parts.append(_of_actor(store, wanted))
    if wanted.actor and wanted.other:
        values["other"] = wanted.other
    return " AND ".join(parts), values


def _of_actor(store: Lent, wanted: Filters) -> str:
    if not wanted.other:
        return f"v.row IN (SELECT row FROM {store.table('pa')} WHERE key = $actor)"
    pair = "source = $actor AND target = $other" if wanted.directed else BETWEEN
    return f"v.row IN (SELECT row FROM {store.table('dy')} WHERE {pair})"


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


def events_at(store: Store, rows: Sequence[int]) -> list[Event]:
    """Return the events in these rows, in the same order."""
    sql = f"SELECT e.rowid AS row, {EVENT_COLUMNS} FROM base.events e WHERE e.rowid IN (SELECT unnest(?::BIGINT[]))"
    found = {row["row"]: event_of(row) for row in store.rows(sql, [list(rows)])} if rows else {}
    return [found[row] for row in rows if row in found]


def events_by_id(store: Lent, ids: Sequence[str]) -> dict[str, Event]:
    """Return events of the newest coding by id: by the index where it is ready, by a search otherwise."""
    if not ids or not store.has_index:
        return stored_events(store, ids) if ids else {}
    sql = f"SELECT row FROM {store.table('ev')} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    return {event.id: event for event in events_at(store, [row["row"] for row in store.rows(sql, [list(ids)])])}


def ids_held(store: Lent, ids: Sequence[str]) -> set[str]:
    """Return which of these ids are those of events of the newest coding."""
    sql = f"SELECT id FROM {store.table('ev')} WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    return {row["id"] for row in store.rows(sql, [list(ids)])}


def events_in_order(store: Lent, ids: Sequence[str]) -> list[Event]:
    """Return events in the order of their ids; those that are gone are left out."""
    found = events_by_id(store, ids)
    return [found[name] for name in ids if name in found]


def events_of_document(store: Lent, document: str) -> list[Event]:
    """Return the events of a document in the order of its text, ``MOST_OF_A_DOCUMENT`` at most."""
    sql = f"SELECT row FROM {store.table('ev')} WHERE document = ? ORDER BY row LIMIT {MOST_OF_A_DOCUMENT}"
    return events_at(store, [row["row"] for row in store.rows(sql, [document])])


def headings(store: Store, ids: Sequence[str]) -> dict[str, Row]:
    """Return title, publisher, day and URL of documents, by id; without their text."""
    sql = """SELECT id, title, publisher, published, url, origin FROM base.documents
             WHERE id IN (SELECT unnest(?::VARCHAR[]))"""
    return {row["id"]: row for row in store.rows(sql, [list(ids)])} if ids else {}


def retellings(store: Store, event: str) -> list[Row]:
    """Return the documents that tell of an imported event besides its own."""
    sql = "SELECT document, publisher, published FROM retellings WHERE event = ? ORDER BY published, document"
    return store.rows(sql, [event])


def partners(store: Store, key: str, *, limit: int = 40) -> list[Row]:
    """Return with whom an actor deals, busiest first: other, events, by quad class, net, first and last day.

    Here and below an event that several documents tell of counts once, as in series.
    """
    sql = f"""
        SELECT other, count(*) AS events, fsum(intensity) AS net, min("date") AS first, max("date") AS last,
               count_if(quad_class = 1) AS q1, count_if(quad_class = 2) AS q2,
               count_if(quad_class = 3) AS q3, count_if(quad_class = 4) AS q4
        FROM (SELECT if(source = $key, target, source) AS other, * FROM told_dyads
              WHERE counted AND (source = $key OR target = $key) {_once("other")})
        GROUP BY other ORDER BY events DESC, other LIMIT $limit"""
    return store.rows(sql, {"key": key, "limit": limit})


def matrix(store: Store, since: date | None, until: date | None, *, size: int) -> list[Row]:
    """Return source, target, events and net of each directed pair among the busiest countries of a period."""
    sql = f"""
        WITH told AS (
            SELECT source, target, intensity FROM told_dyads
            WHERE counted AND length(source) = 3 AND length(target) = 3
              AND ($since::DATE IS NULL OR "date" >= $since::DATE)
              AND ($until::DATE IS NULL OR "date" <= $until::DATE) {_once("source, target")}),
        cells AS (SELECT source, target, count(*) AS events, fsum(intensity) AS net FROM told GROUP BY ALL),
        busy AS (
            SELECT key FROM (SELECT source AS key, events FROM cells UNION ALL SELECT target, events FROM cells)
            GROUP BY key ORDER BY sum(events) DESC, key LIMIT $size)
        SELECT source, target, events, net FROM cells
        WHERE source IN (SELECT key FROM busy) AND target IN (SELECT key FROM busy)"""
    return store.rows(sql, {"since": since, "until": until, "size": size})


def busiest_pairs(store: Store, *, limit: int, since: date | None = None, until: date | None = None) -> list[Row]:
    """Return the pairs of countries with most events: a, b, events, net, last."""
    sql = f"""
        SELECT a, b, count(*) AS events, fsum(intensity) AS net, max("date") AS last
        FROM (SELECT least(source, target) AS a, greatest(source, target) AS b, * FROM told_dyads
              WHERE counted AND length(source) = 3 AND length(target) = 3
                AND ($since::DATE IS NULL OR "date" >= $since::DATE)
                AND ($until::DATE IS NULL OR "date" <= $until::DATE) {_once("a, b")})
        GROUP BY a, b ORDER BY events DESC, a, b LIMIT $limit"""
    return store.rows(sql, {"limit": limit, "since": since, "until": until})


def _once(pair: str) -> str:
    return f"QUALIFY row_number() OVER (PARTITION BY {pair}, happening ORDER BY telling, event) = 1"


def tellings(store: Store, event: str) -> list[Row]:
    """Return the other events that tell of the same happening: event, document, telling, publisher, day, reasons."""
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


def actor_counts(store: Lent, *, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """Return how many actors and countries stand on a side, and one page of (actor, events), busiest first."""
    sql = f"SELECT key AS actor, count(*) AS events FROM {store.table('pa')} GROUP BY key"
    total = store.rows(f"SELECT count(*) AS n FROM ({sql})")[0]["n"]
    return total, store.rows(f"{sql} ORDER BY events DESC, actor LIMIT ? OFFSET ?", [limit, offset])


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
