"""What pages say, reckoned from the dyads themselves: what the summaries of the desk must agree with."""

from typing import Any

from detente.store import Store

Row = dict[str, Any]


def once(pair: str) -> str:
    return f"QUALIFY row_number() OVER (PARTITION BY {pair}, happening ORDER BY telling, event) = 1"


def partners(store: Store, key: str) -> list[Row]:
    sql = f"""
        SELECT other, count(*) AS events, fsum(intensity) AS net, min("date") AS first, max("date") AS last,
               count_if(quad_class = 1) AS q1, count_if(quad_class = 2) AS q2,
               count_if(quad_class = 3) AS q3, count_if(quad_class = 4) AS q4
        FROM (SELECT if(source = $key, target, source) AS other, * FROM told_dyads
              WHERE counted AND (source = $key OR target = $key) {once("other")})
        GROUP BY other ORDER BY events DESC, other LIMIT 40"""
    return store.rows(sql, {"key": key})


def matrix(store: Store, since: object, until: object, size: int) -> list[Row]:
    sql = f"""
        WITH told AS (
            SELECT source, target, intensity FROM told_dyads
            WHERE counted AND length(source) = 3 AND length(target) = 3
              AND ($since::DATE IS NULL OR "date" >= $since::DATE)
              AND ($until::DATE IS NULL OR "date" <= $until::DATE) {once("source, target")}),
        cells AS (SELECT source, target, count(*) AS events, fsum(intensity) AS net FROM told GROUP BY ALL),
        busy AS (
            SELECT key FROM (SELECT source AS key, events FROM cells UNION ALL SELECT target, events FROM cells)
            GROUP BY key ORDER BY sum(events) DESC, key LIMIT $size)
        SELECT source, target, events, net FROM cells
        WHERE source IN (SELECT key FROM busy) AND target IN (SELECT key FROM busy) ORDER BY source, target"""
    return store.rows(sql, {"since": since, "until": until, "size": size})


def actors(store: Store) -> list[Row]:
    sql = """
        SELECT key AS actor, count(DISTINCT event) AS events FROM (
            SELECT e.id AS event, unnest([party.actor, party.country]) AS key
            FROM (SELECT id, document, run, unnest(sources || targets) AS party FROM base.events) e
            JOIN current_codings USING (document, run))
        WHERE key IS NOT NULL GROUP BY key ORDER BY events DESC, actor"""
    return store.rows(sql)


def found(store: Store, condition: str, **values: object) -> list[str]:
    """Return the ids of the events of the newest coding that fit, newest first."""
    sql = f"""
        SELECT e.id FROM base.events e JOIN current_codings USING (document, run)
        WHERE {condition} ORDER BY e."date" DESC NULLS LAST, e.rowid"""
    return [row["id"] for row in store.rows(sql, values)]
