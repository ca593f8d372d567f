"""Sums over all of a store: how much it holds, who deals with whom and how; out of the desk's summaries."""

from datetime import date
from typing import Any

from detente.show.web.lent import Lent
from detente.store import Store

Row = dict[str, Any]
_IN_DAYS = "($since::DATE IS NULL OR told >= $since::DATE) AND ($until::DATE IS NULL OR told <= $until::DATE)"


def overview(store: Lent) -> Row:
    """Return how much the store holds: documents, failed, events, first and last day."""
    events = 'SELECT count(*) AS events, min("date") AS first, max("date") AS last FROM base.events e'
    events += " JOIN current_codings USING (document, run)"
    if store.has_index:
        events = f"SELECT count(*) AS events, min(day) AS first, max(day) AS last FROM {store.table('ev')}"
    sql = f"""
        SELECT (SELECT count(*) FROM base.documents) AS documents,
               (SELECT count(*) FROM documents WHERE error IS NOT NULL) AS failed, found.*
        FROM ({events}) found"""
    return store.rows(sql)[0]


def partners(store: Lent, key: str, *, limit: int = 40) -> list[Row]:
    """Return with whom an actor deals, busiest first: other, events, by quad class, net, first and last day.

    Here and below an event that several documents tell of counts once, as in series.
    """
    sql = f"""
        SELECT other, events, net, first, last, q1, q2, q3, q4 FROM {store.table("ac")}
        WHERE key = $key ORDER BY events DESC, other LIMIT $limit"""
    return store.rows(sql, {"key": key, "limit": limit})


def matrix(store: Lent, since: date | None, until: date | None, *, size: int) -> list[Row]:
    """Return source, target, events and net of each directed pair among the busiest countries of a period."""
    sql = f"""
        WITH sums AS (
            SELECT pair, forward, sum(events)::BIGINT AS events, fsum(net) AS net FROM {store.table("dd")}
            WHERE {_IN_DAYS} GROUP BY ALL),
        cells AS (
            SELECT if(forward, a, b) AS source, if(forward, b, a) AS target, events, net
            FROM sums JOIN {store.table("pr")} USING (pair)),
        busy AS (
            SELECT key FROM (SELECT source AS key, events FROM cells UNION ALL SELECT target, events FROM cells)
            GROUP BY key ORDER BY sum(events) DESC, key LIMIT $size)
        SELECT source, target, events, net FROM cells
        WHERE source IN (SELECT key FROM busy) AND target IN (SELECT key FROM busy)
        ORDER BY source, target"""
    return store.rows(sql, {"since": since, "until": until, "size": size})


def busiest_pairs(store: Lent, *, limit: int, since: date | None = None, until: date | None = None) -> list[Row]:
    """Return the pairs of countries with most events: a, b, events, net, last; also before there are summaries."""
    if not store.has_index:
        return direct_pairs(store, limit=limit, since=since, until=until)
    sql = f"""
        WITH sums AS (
            SELECT pair, sum(events)::BIGINT AS events, fsum(net) AS net, max(told) AS last FROM {store.table("up")}
            WHERE {_IN_DAYS} GROUP BY pair)
        SELECT a, b, events, net, last FROM sums JOIN {store.table("pr")} USING (pair)
        ORDER BY events DESC, a, b LIMIT $limit"""
    return store.rows(sql, {"limit": limit, "since": since, "until": until})


def direct_pairs(store: Store, *, limit: int, since: date | None = None, until: date | None = None) -> list[Row]:
    """Return what ``busiest_pairs`` does, from the dyads themselves."""
    sql = """
        SELECT a, b, count(*) AS events, fsum(intensity) AS net, max("date") AS last
        FROM (SELECT least(source, target) AS a, greatest(source, target) AS b, * FROM told_dyads
              WHERE counted AND length(source) = 3 AND length(target) = 3
                AND ($since::DATE IS NULL OR "date" >= $since::DATE)
                AND ($until::DATE IS NULL OR "date" <= $until::DATE)
              QUALIFY row_number() OVER (PARTITION BY a, b, happening ORDER BY telling, event) = 1)
        GROUP BY a, b ORDER BY events DESC, a, b LIMIT $limit"""
    return store.rows(sql, {"limit": limit, "since": since, "until": until})


def actor_counts(store: Lent, *, limit: int, offset: int = 0) -> tuple[int, list[Row]]:
    """Return how many actors and countries stand on a side, and one page of (actor, events), busiest first."""
    sql = f"SELECT key AS actor, sum(events)::BIGINT AS events FROM {store.table('seen')} GROUP BY key"
    total = store.rows(f"SELECT count(*) AS n FROM ({sql})")[0]["n"]
    return total, store.rows(f"{sql} ORDER BY events DESC, actor LIMIT ? OFFSET ?", [limit, offset])


def days_read(store: Lent) -> dict[date, int]:
    """Return how many documents that could be read were published on each day."""
    sql = """SELECT published, count(*) AS n FROM base.documents WHERE error IS NULL AND published IS NOT NULL
             GROUP BY 1 ORDER BY 1"""
    return {row["published"]: row["n"] for row in store.rows(sql)}


def known_days(store: Lent) -> tuple[date, date] | None:
    """Return the first and the last day of publication; those of events where no document is dated."""
    read = days_read(store)
    if read:
        return min(read), max(read)
    row = store.rows(f"SELECT min(day) AS first, max(day) AS last FROM {store.table('dy')} WHERE counted")[0]
    return None if row["first"] is None else (row["first"], row["last"])
