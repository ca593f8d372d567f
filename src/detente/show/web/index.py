"""What the desk keeps in memory beside a store, to find events in milliseconds: three narrow tables.

``ev`` holds a row per event of the newest coding, ``pa`` one per event and actor or country that stands on a side,
``dy`` one per event and directed pair. ``row`` is DuckDB's number of the row in ``base.events``, by which an event is
fetched without a search. Rows are only ever added to that table, so that a newer copy of the same store adds to the
index; a store that was written anew gets a new one.
"""

from dataclasses import dataclass

import duckdb

_EV = """
    SELECT e.rowid AS row, e.id, e.document, e.run, e."date" AS day, e.event_type, e.factuality,
           e.quad_class AS quad, e.confidence, belongs(e.event_type, e.factuality, e.date_basis) AS counted,
           e.evidence."text" <> '' AS worded,
           -- What a judgement is worth: the less sure, the graver, and twice that where model and rules differ.
           (1 - e.confidence) * (1 + abs(e.intensity)) * if(len(list_filter(e.reasons,
               lambda r: r.code = 'model' AND split_part(r."value", ':', 1) <> e.event_type)) > 0, 2, 1) AS worth
    FROM base.events e JOIN current_codings USING (document, run)
    WHERE e.rowid >= $first
    ORDER BY day DESC NULLS LAST, row"""
_PA = """
    SELECT DISTINCT p.key, v.row, v.day
    FROM (SELECT unnest([party.actor, party.country]) AS key, row
          FROM (SELECT unnest(sources || targets) AS party, rowid AS row FROM base.events WHERE rowid >= $first)) p
    JOIN {ev} v ON v.row = p.row
    WHERE p.key IS NOT NULL
    ORDER BY p.key, v.day DESC NULLS LAST, v.row"""
_DY = """
    SELECT DISTINCT y.source, y.target, v.row, v.day
    FROM base.dyads y JOIN {ev} v ON v.id = y.event AND v.document = y.document AND v.run = y.run
    WHERE v.row >= $first
    ORDER BY y.source, y.target, v.day, v.row"""
TABLES = {"ev": _EV, "pa": _PA, "dy": _DY}


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a copy reaches: rows, the next row's number, what the last row is, and codings that are old."""

    rows: int
    following: int
    last: tuple[str, str] | None
    retired: int


class Index:
    """The index of one store, in the hub's memory; brought up to date by one thread, read by many."""

    def __init__(self) -> None:
        self._generation = 0
        self._extent: _Extent | None = None

    def update(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Bring the index up to the copy that ``connection`` looks at and return the number in its tables' names."""
        known, now = self._extent, _extent(connection)
        if known is None or not _grew(connection, known, now):
            self._extent = None
            if self._generation > 1:
                _drop(connection, self._generation - 1)  # not the last one: somebody may be looking through it
            self._generation += 1
            _fill(connection, self._generation, 0)
        elif now != known:
            if now.following > known.following:
                _fill(connection, self._generation, known.following)
            if now.retired != known.retired:
                _retire(connection, self._generation)
        self._extent = now
        return self._generation


def table_name(name: str, generation: int) -> str:
    """Return where a table of the index lies."""
    return f"memory.main.{name}_{generation}"


def _extent(connection: duckdb.DuckDBPyConnection) -> _Extent:
    sql = """SELECT count(*), coalesce(max(rowid) + 1, 0), (SELECT count(*) FROM base.codings WHERE NOT current)
             FROM base.events"""
    rows, following, retired = connection.execute(sql).fetchone() or (0, 0, 0)
    return _Extent(rows, following, _row(connection, following - 1), retired)


def _grew(connection: duckdb.DuckDBPyConnection, known: _Extent, now: _Extent) -> bool:
    """Return whether a copy holds all that an earlier one held, in the same rows, and perhaps more after it."""
    if not known.rows:
        return False
    found = connection.execute("SELECT count(*) FROM base.events WHERE rowid >= ?", [known.following]).fetchone()
    more = found[0] if found else 0
    return now.rows == known.rows + more and _row(connection, known.following - 1) == known.last


def _row(connection: duckdb.DuckDBPyConnection, row: int) -> tuple[str, str] | None:
    """Return by what the event of a row is known again."""
    found = connection.execute("SELECT id, document FROM base.events WHERE rowid = ?", [row]).fetchone()
    return None if found is None else (found[0], found[1])


def _fill(connection: duckdb.DuckDBPyConnection, generation: int, first: int) -> None:
    for name, sql in TABLES.items():
        table = table_name(name, generation)
        query = sql.format(ev=table_name("ev", generation))
        into = f"INSERT INTO {table}" if first else f"CREATE TABLE {table} AS"
        connection.execute(f"{into} {query}", {"first": first}).fetchall()


def _drop(connection: duckdb.DuckDBPyConnection, generation: int) -> None:
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table_name(name, generation)}").fetchall()


def _retire(connection: duckdb.DuckDBPyConnection, generation: int) -> None:
    """Take events out whose document was coded anew."""
    ev = table_name("ev", generation)
    connection.execute(
        f"DELETE FROM {ev} WHERE row IN (SELECT v.row FROM {ev} v ANTI JOIN current_codings c USING (document, run))"
    ).fetchall()
    for name in ("pa", "dy"):
        table = table_name(name, generation)
        connection.execute(f"DELETE FROM {table} WHERE row NOT IN (SELECT row FROM {ev})").fetchall()
