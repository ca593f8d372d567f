"""What pairs of actors did to each other, and sums of it, kept in memory so that pages need not reckon them.

- ``pr`` numbers the pairs, whichever way round;
- ``dy`` holds a row per event and directed pair, by pair and newest first. ``told`` is the day of the happening,
  ``day`` that of the event. Of the events that tell of one happening, one counts for the pair: in series by day and
  week that marked ``once``, by month ``once_month``, whatever the date ``once_any``, one way ``once_directed``;
- ``ac`` sums up, per actor, with whom it deals; ``up`` and ``dd``, per day, what two countries did, without and with
  direction.

The marks say the same as the queries of ``detente.store.queries``: what was told first counts, of what is dated
finely enough. A test compares both.
"""

from collections.abc import Sequence

import duckdb

PLACE = "memory.main"
_HOLES = 0.5  # share of rows that were taken out again, above which everything is made anew; set by judgement

_ONE = "row_number() OVER (PARTITION BY p.pair, {more}coalesce(t.happening, y.event){fine} ORDER BY {first}) = 1"
_FIRST = "coalesce(t.telling, 1), y.event, y.document, y.source"
_BELONGS = "belongs(y.event_type, y.factuality, y.date_basis)"


def _mark(precisions: str, *, more: str = "") -> str:
    """Return the SQL of a mark: counted, precise enough, and the first that told of it among those."""
    fits = f"{_BELONGS} AND y.date_precision IN ({precisions})" if precisions else _BELONGS
    return f"{fits} AND {_ONE.format(more=more, fine=f', {fits}', first=_FIRST)}"


_DY = f"""
    SELECT p.pair, y.source <= y.target AS forward, v.row, y.event, y.document, y."date" AS day,
           coalesce(t."day", y."date") AS told, y.event_type, y.factuality, y.quad_class AS quad, y.intensity,
           y.confidence, {_BELONGS} AS counted, coalesce(t.telling, 1) = 1 AS original, p.countries,
           {_mark("'day'")} AS once, {_mark("'day', 'month'")} AS once_month, {_mark("")} AS once_any,
           {_mark("", more="y.source, ")} AS once_directed
    FROM base.dyads y
    JOIN {PLACE}.ev v ON v.id = y.event AND v.document = y.document AND v.run = y.run
    JOIN {PLACE}.pr p ON p.a = least(y.source, y.target) AND p.b = greatest(y.source, y.target) {{only}}
    LEFT JOIN base.tellings t ON t.event = y.event
    ORDER BY p.pair, told DESC NULLS LAST, v.row"""
_AC = f"""
    SELECT unnest(if(p.a = p.b, [p.a], [p.a, p.b])) AS key, unnest(if(p.a = p.b, [p.a], [p.b, p.a])) AS other, s.*
    FROM (
        SELECT pair, count(*) AS events, fsum(intensity) AS net, min(told) AS first, max(told) AS last,
               count_if(quad = 1) AS q1, count_if(quad = 2) AS q2, count_if(quad = 3) AS q3, count_if(quad = 4) AS q4
        FROM {PLACE}.dy WHERE once_any {{only}} GROUP BY pair) s
    JOIN {PLACE}.pr p ON p.pair = s.pair ORDER BY key, other"""
_UP = f"""
    SELECT pair, told, count(*) AS events, fsum(intensity) AS net FROM {PLACE}.dy
    WHERE once_any AND countries {{only}} GROUP BY ALL ORDER BY told, pair"""
_DD = f"""
    SELECT pair, forward, told, count(*) AS events, fsum(intensity) AS net FROM {PLACE}.dy
    WHERE once_directed AND countries {{only}} GROUP BY ALL ORDER BY told, pair"""
_SUMS = {"ac": _AC, "up": _UP, "dd": _DD}
_PR = f"""
    SELECT (SELECT coalesce(max(pair), 0) FROM {{known}}) + row_number() OVER (ORDER BY a, b) AS pair, a, b,
           length(a) = 3 AND length(b) = 3 AS countries, 1::BIGINT AS version
    FROM (SELECT DISTINCT least(y.source, y.target) AS a, greatest(y.source, y.target) AS b
          FROM base.dyads y JOIN {PLACE}.ev v ON v.id = y.event AND v.document = y.document AND v.run = y.run
          WHERE v.row >= $first)
    ANTI JOIN {{known}} USING (a, b)"""
_TOLD = 'SELECT event, happening, telling, "day" FROM base.tellings'


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all of it, once ``ev`` is there; inside a transaction of the caller's."""
    none = "(SELECT 0 AS pair, '' AS a, '' AS b WHERE false)"
    connection.execute(f"CREATE OR REPLACE TABLE {PLACE}.pr AS {_PR.format(known=none)}", {"first": 0}).fetchall()
    for name, sql in {"dy": _DY, **_SUMS, "told": _TOLD}.items():
        connection.execute(f"CREATE OR REPLACE TABLE {PLACE}.{name} AS {sql.format(only='')}").fetchall()
    connection.execute(f"CREATE OR REPLACE TABLE {PLACE}.holes AS SELECT 0::BIGINT AS rows").fetchall()


def changed_events(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the events that tell of another happening than they did, or no longer or newly of one."""
    sql = f"""
        SELECT event FROM (FROM ({_TOLD}) EXCEPT ALL FROM {PLACE}.told)
        UNION SELECT event FROM (FROM {PLACE}.told EXCEPT ALL ({_TOLD}))"""
    return [row[0] for row in connection.execute(sql).fetchall()]


def refresh(
    connection: duckdb.DuckDBPyConnection, *, first: int, changed: Sequence[str], gone: Sequence[int], version: int
) -> None:
    """Make the pairs anew of which anything changed; inside a transaction of the caller's.

    Args:
        connection: One that looks at the newer copy; ``ev`` is up to it already.
        first: The first row that is new.
        changed: Events whose happening is another one now.
        gone: Rows that are no longer of the newest coding.
        version: What the pairs are marked with.
    """
    connection.execute(f"INSERT INTO {PLACE}.pr {_PR.format(known=f'{PLACE}.pr')}", {"first": first}).fetchall()
    pairs = _touched(connection, first, changed, gone)
    if changed:
        connection.execute(f"CREATE OR REPLACE TABLE {PLACE}.told AS {_TOLD}").fetchall()
    if not pairs:
        return
    some, values = "IN (SELECT unnest($pairs::BIGINT[]))", {"pairs": pairs}
    keys = f"(SELECT a, b FROM {PLACE}.pr WHERE pair {some})"
    _delete(connection, f"{PLACE}.ac WHERE (least(key, other), greatest(key, other)) IN {keys}", values)
    for name in ("dy", "up", "dd"):
        _delete(connection, f"{PLACE}.{name} WHERE pair {some}", values)
    connection.execute(f"INSERT INTO {PLACE}.dy {_DY.format(only=f'AND p.pair {some}')}", values).fetchall()
    for name, sql in _SUMS.items():
        connection.execute(f"INSERT INTO {PLACE}.{name} {sql.format(only=f'AND pair {some}')}", values).fetchall()
    connection.execute(
        f"UPDATE {PLACE}.pr SET version = $version WHERE pair {some}", values | {"version": version}
    ).fetchall()


def holes(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether so much was taken out that what is kept should be made anew."""
    sql = f"SELECT (SELECT sum(rows) FROM {PLACE}.holes), (SELECT count(*) FROM {PLACE}.dy)"
    gone, rows = connection.execute(sql).fetchone() or (0, 0)
    return bool(gone > _HOLES * max(rows, 10_000))


def forget(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[int]) -> None:
    """Take these rows of ``base.events`` out of a table."""
    sql = f"DELETE FROM {PLACE}.{table} WHERE row IN (SELECT unnest(?::BIGINT[]))"
    connection.execute(sql, [list(rows)]).fetchall()


def _touched(
    connection: duckdb.DuckDBPyConnection, first: int, changed: Sequence[str], gone: Sequence[int]
) -> list[int]:
    """Return the pairs of new events, of events that are gone, and of those whose happening is another one."""
    sql = f"""
        SELECT pair FROM {PLACE}.dy
        WHERE row IN (SELECT unnest($gone::BIGINT[])) OR event IN (SELECT unnest($changed::VARCHAR[]))
        UNION
        SELECT p.pair FROM base.dyads y
        JOIN {PLACE}.ev v ON v.id = y.event AND v.document = y.document AND v.run = y.run AND v.row >= $first
        JOIN {PLACE}.pr p ON p.a = least(y.source, y.target) AND p.b = greatest(y.source, y.target)"""
    values = {"gone": list(gone), "changed": list(changed), "first": first}
    return [row[0] for row in connection.execute(sql, values).fetchall()]


def _delete(connection: duckdb.DuckDBPyConnection, which: str, values: dict[str, list[int]]) -> None:
    row = connection.execute(f"DELETE FROM {which}", values).fetchone()
    if row and row[0]:
        connection.execute(f"INSERT INTO {PLACE}.holes VALUES (?)", [row[0]]).fetchall()
