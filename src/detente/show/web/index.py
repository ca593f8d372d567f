"""What the desk keeps in memory beside a store, so that no page reads through the events.

``ev`` holds a row per event of the newest coding, ``pa`` one per event and actor or country that stands on a side;
``by_id`` and ``by_document`` find a row of ``ev`` by the hash of its event or document. ``row`` is DuckDB's number of
the row in ``base.events``, by which an event is fetched without a search. What pairs of actors did to each other, and
the sums of it, are in ``detente.show.web.summaries``.

All of it is brought up to a newer copy in one transaction: who looked before goes on seeing what there was. Rows are
only ever added to ``base.events``, so that a newer copy of the same store adds to what is kept; a store that was
written anew is taken in anew.
"""

from dataclasses import dataclass

import duckdb

from detente.show.web import summaries
from detente.show.web.summaries import PLACE, changed_events, fill, forget, refresh

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
_PA = f"""
    SELECT key, row, day FROM (
        SELECT unnest(list_distinct([p.actor FOR p IN e.sources] || [p.country FOR p IN e.sources]
                                    || [p.actor FOR p IN e.targets] || [p.country FOR p IN e.targets])) AS key,
               v.row, v.day
        FROM base.events e JOIN {PLACE}.ev v ON v.row = e.rowid WHERE e.rowid >= $first)
    WHERE key IS NOT NULL
    ORDER BY key, day DESC NULLS LAST, row"""
_BY_ID = f"SELECT hash(id) AS h, row FROM {PLACE}.ev WHERE row >= $first ORDER BY h"
_BY_DOCUMENT = f"SELECT hash(document) AS h, row FROM {PLACE}.ev WHERE row >= $first ORDER BY h, row"
_SEEN = f"SELECT key, count(*) AS events FROM {PLACE}.pa WHERE row >= $first GROUP BY key ORDER BY key"
TABLES = {"ev": _EV, "pa": _PA, "by_id": _BY_ID, "by_document": _BY_DOCUMENT, "seen": _SEEN}
_EXTENT = """
    SELECT count(*), coalesce(max(rowid) + 1, 0), (SELECT count(*) FROM base.codings WHERE NOT current)
    FROM base.events"""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a copy reaches: rows, the next row's number, and codings that are old."""

    rows: int
    following: int
    retired: int


class Index:
    """The index of one store, in the hub's memory; brought up to date by one thread, read by many.

    ``generation`` changes when rows get other numbers, ``version`` whenever anything does.
    """

    def __init__(self) -> None:
        self.generation = 0
        self.version = 0
        self._extent: _Extent | None = None
        self._known: tuple[tuple[str, str] | None, ...] = ()

    def update(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring the index up to the copy that ``connection`` looks at: wholly, or not at all."""
        now = _extent(connection)
        grew = self._grew(connection, now)
        connection.execute("BEGIN")
        try:
            if grew and self._extent is not None:
                self._grow(connection, self._extent, now)
            else:
                _make(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        self.generation += not grew
        self.version += 1
        self._extent, self._known = now, _marks(connection, now.following)

    def _grow(self, connection: duckdb.DuckDBPyConnection, known: _Extent, now: _Extent) -> None:
        changed = changed_events(connection)
        if now.following > known.following:
            for name, sql in TABLES.items():
                _run(connection, f"INSERT INTO {PLACE}.{name} {sql}", first=known.following)
        gone = _retire(connection) if now.retired != known.retired else []
        refresh(connection, first=known.following, changed=changed, gone=gone, version=self.version + 1)

    def _grew(self, connection: duckdb.DuckDBPyConnection, now: _Extent) -> bool:
        """Return whether a copy holds all that an earlier one held, in the same rows, and perhaps more after it."""
        known = self._extent
        if known is None or not known.rows or summaries.holes(connection):
            return False
        found = connection.execute("SELECT count(*) FROM base.events WHERE rowid >= ?", [known.following]).fetchone()
        more = found[0] if found else 0
        return now.rows == known.rows + more and _marks(connection, known.following) == self._known


def table_name(name: str) -> str:
    """Return where a table of the index lies."""
    return f"{PLACE}.{name}"


def _extent(connection: duckdb.DuckDBPyConnection) -> _Extent:
    rows, following, retired = connection.execute(_EXTENT).fetchone() or (0, 0, 0)
    return _Extent(rows, following, retired)


def _marks(connection: duckdb.DuckDBPyConnection, following: int) -> tuple[tuple[str, str] | None, ...]:
    """Return by what the events of some rows are known again: the last, one in the middle and the first."""
    found = []
    for row in (following - 1, following // 2, 0):
        one = connection.execute("SELECT id, document FROM base.events WHERE rowid = ?", [row]).fetchone()
        found.append(None if one is None else (one[0], one[1]))
    return tuple(found)


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    for name, sql in TABLES.items():
        _run(connection, f"CREATE OR REPLACE TABLE {PLACE}.{name} AS {sql}", first=0)
    fill(connection)


def _retire(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Take events out whose document was coded anew; return their rows."""
    ev = table_name("ev")
    sql = f"SELECT v.row FROM {ev} v ANTI JOIN current_codings USING (document, run)"
    gone = [row for (row,) in connection.execute(sql).fetchall()]
    for name in ("pa", "by_id", "by_document", "ev"):
        forget(connection, name, gone)
    _run(connection, f"DELETE FROM {table_name('seen')}")
    _run(connection, f"INSERT INTO {table_name('seen')} {_SEEN}", first=0)
    return gone


def _run(connection: duckdb.DuckDBPyConnection, sql: str, **values: object) -> None:
    connection.execute(sql, values).fetchall() if values else connection.execute(sql).fetchall()
