"""What the pages ask a store beyond what its own queries answer: searches, the matrix, partners, the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.records import Document, Event
from detente.show.web.asked import Filters
from detente.store import Store, stored_documents, stored_events

SNIPPET = 160  # characters around a word that a search found
EVENTS = "base.events e JOIN current_codings USING (document, run)"
_NEWEST = 'e."date" DESC NULLS LAST, e.id'
_BETWEEN = "((source = $actor AND target = $other) OR (source = $other AND target = $actor))"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search: how many there are in all, and the ids on this page."""

    total: int
    ids: tuple[str, ...]


def stamp(store: Store) -> str:
    """Return what changes whenever the store does: the newest run with its counts."""
    sql = "SELECT run, finished, documents, events, skipped, failed FROM runs ORDER BY run DESC LIMIT 1"
    rows = store.rows(sql)
    return "-".join(str(value) for value in rows[0].values()) if rows else "empty"


def overview(store: Store) -> Row:
    """Return how much the store holds: documents, failed, events, first and last day, coders."""
    sql = """
        SELECT (SELECT count(*) FROM base.documents) AS documents,
               (SELECT count(*) FROM documents WHERE error IS NOT NULL) AS failed,
               count(*) AS events, min(e."date") AS first, max(e."date") AS last,
               list_sort(list(DISTINCT e.coder)) AS coders
        FROM base.events e JOIN current_codings USING (document, run)"""
    return store.rows(sql)[0]


def find_events(store: Store, wanted: Filters, *, limit: int, offset: int = 0) -> Found:
    """Return the events that fit, newest first."""
    where, values = _conditions(wanted)
    total = store.rows(f"SELECT count(*) AS n FROM {EVENTS} WHERE {where}", values)[0]["n"]
    sql = f"SELECT e.id FROM {EVENTS} WHERE {where} ORDER BY {_NEWEST} LIMIT $limit OFFSET $offset"
    rows = store.rows(sql, values | {"limit": limit, "offset": offset}) if total else []
    return Found(total, tuple(row["id"] for row in rows))


def _conditions(wanted: Filters) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], {}
    simple = (
        ("event_type", 'e."event_type" = $event_type', wanted.event_type),
        ("factuality", "e.factuality = $factuality", wanted.factuality),
        ("quad", "e.quad_class = $quad", wanted.quad_class),
        ("confidence", "e.confidence >= $confidence", wanted.confidence),
        ("since", 'e."date" >= $since', wanted.since),
        ("until", 'e."date" <= $until', wanted.until),
        ("document", "e.document = $document", wanted.document),
        ("q", "(contains(lower(e.evidence.\"text\"), $q) OR e.document IN (SELECT id FROM base.documents WHERE"
              " contains(lower(coalesce(title, '')), $q)))", wanted.q.lower()),
    )  # fmt: skip
    for name, condition, value in simple:
        if value not in (None, ""):
            parts.append(condition)
            values[name] = value
    if wanted.counted:
        parts.append("belongs(e.event_type, e.factuality, e.date_basis)")
    parts += _actor_conditions(wanted, values)
    return " AND ".join(parts), values


def _actor_conditions(wanted: Filters, values: dict[str, Any]) -> list[str]:
    if not wanted.actor:
        return []
    values["actor"] = wanted.actor
    if wanted.other:
        values["other"] = wanted.other
        pair = "source = $actor AND target = $other" if wanted.directed else _BETWEEN
        return [f"e.id IN (SELECT event FROM dyads WHERE {pair})"]
    # Looking through the sides of every event takes seconds on large stores. Dyads are quick, and hold all events
    # but those with one side, asked here, and those within one country whose sides are not both known actors.
    alone = "len(e.targets) = 0 AND len(list_filter(e.sources, lambda p: p.actor = $actor OR p.country = $actor)) > 0"
    return [f"(e.id IN (SELECT event FROM dyads WHERE source = $actor OR target = $actor) OR ({alone}))"]


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


def events_in_order(store: Store, ids: Sequence[str]) -> list[Event]:
    """Return events in the order of their ids; those that are gone are left out."""
    found = stored_events(store, ids)
    return [found[name] for name in ids if name in found]


def events_of_document(store: Store, document: str) -> list[Event]:
    """Return the events of a document in the order of its text."""
    sql = f"SELECT e.id FROM {EVENTS} WHERE e.document = ? ORDER BY e.position"
    return events_in_order(store, [row["id"] for row in store.rows(sql, [document])])


def headings(store: Store, ids: Sequence[str]) -> dict[str, Row]:
    """Return title, publisher, day and URL of documents, by id; without their text."""
    sql = """SELECT id, title, publisher, published, url, origin FROM base.documents
             WHERE id IN (SELECT unnest(?::VARCHAR[]))"""
    return {row["id"]: row for row in store.rows(sql, [list(ids)])}


def retellings(store: Store, event: str) -> list[Row]:
    """Return the documents that tell of an imported event besides its own."""
    sql = "SELECT document, publisher, published FROM retellings WHERE event = ? ORDER BY published, document"
    return store.rows(sql, [event])


def partners(store: Store, key: str, *, limit: int = 40) -> list[Row]:
    """Return with whom an actor deals, busiest first: other, events, by quad class, net, first and last day."""
    sql = """
        SELECT other, count(*) AS events, fsum(intensity) AS net, min("date") AS first, max("date") AS last,
               count_if(quad_class = 1) AS q1, count_if(quad_class = 2) AS q2,
               count_if(quad_class = 3) AS q3, count_if(quad_class = 4) AS q4
        FROM (SELECT DISTINCT event, document, if(source = $key, target, source) AS other, intensity, quad_class, "date"
              FROM dyads WHERE counted AND (source = $key OR target = $key))
        GROUP BY other ORDER BY events DESC, other LIMIT $limit"""
    return store.rows(sql, {"key": key, "limit": limit})


def matrix(store: Store, since: date | None, until: date | None, *, size: int) -> list[Row]:
    """Return source, target, events and net of each directed pair among the busiest countries of a period."""
    sql = """
        WITH told AS (
            SELECT DISTINCT event, document, source, target, intensity FROM dyads
            WHERE counted AND length(source) = 3 AND length(target) = 3
              AND ($since::DATE IS NULL OR "date" >= $since::DATE)
              AND ($until::DATE IS NULL OR "date" <= $until::DATE)),
        busy AS (
            SELECT key FROM (SELECT source AS key FROM told UNION ALL SELECT target FROM told)
            GROUP BY key ORDER BY count(*) DESC, key LIMIT $size)
        SELECT source, target, count(*) AS events, fsum(intensity) AS net FROM told
        WHERE source IN (SELECT key FROM busy) AND target IN (SELECT key FROM busy)
        GROUP BY source, target"""
    return store.rows(sql, {"since": since, "until": until, "size": size})


def busiest_pairs(store: Store, *, limit: int) -> list[Row]:
    """Return the pairs of countries with most events: a, b, events, net, last."""
    sql = """
        SELECT a, b, count(*) AS events, fsum(intensity) AS net, max("date") AS last
        FROM (SELECT DISTINCT event, document, least(source, target) AS a, greatest(source, target) AS b, intensity,
                     "date" FROM dyads WHERE counted AND length(source) = 3 AND length(target) = 3)
        GROUP BY a, b ORDER BY events DESC, a, b LIMIT ?"""
    return store.rows(sql, [limit])


def actor_counts(store: Store, *, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """Return how many actors stand in dyads, and one page of (actor, events), busiest first."""
    sql = """
        SELECT actor, count(DISTINCT (event, document)) AS events
        FROM (SELECT source AS actor, event, document FROM dyads UNION ALL SELECT target, event, document FROM dyads)
        GROUP BY actor"""
    total = store.rows(f"SELECT count(*) AS n FROM ({sql})")[0]["n"]
    return total, store.rows(f"{sql} ORDER BY events DESC, actor LIMIT ? OFFSET ?", [limit, offset])


def review_queue(store: Store, decided: Sequence[str], *, limit: int) -> list[str]:
    """Return the events that a judgement tells most about, first: the less sure and the graver, the earlier.

    Args:
        store: An open store.
        decided: Ids that were judged already.
        limit: How many.
    """
    sql = f"""
        SELECT e.id FROM {EVENTS}
        WHERE e.evidence."text" <> '' AND e.id NOT IN (SELECT unnest($decided::VARCHAR[]))
        ORDER BY (1 - e.confidence) * abs(e.intensity) DESC, e.id LIMIT $limit"""
    return [row["id"] for row in store.rows(sql, {"decided": list(decided), "limit": limit})]


def documents_of(store: Store, events: Sequence[Event]) -> dict[str, Document]:
    """Return the documents of events, by id, with their text."""
    return stored_documents(store, list({event.document for event in events}))
