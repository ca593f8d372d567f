"""Looks at a store in another way for a while: without events of a single source, or with sets of actors as sides.

A temporary view stands before the store's own view ``dyads``, also where other views ask for it, so that every question
about dyads sees through it. Each look is a view of its own on the one below; ``dyads`` is the topmost. The file itself
is not touched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from detente.errors import UsageError
from detente.store.store import Store

_TOPMOST = "CREATE OR REPLACE TEMP VIEW dyads AS SELECT * FROM temp.main.look{n}"
_SINGLE = "CREATE OR REPLACE TEMP TABLE single_source{n} AS SELECT id FROM happenings WHERE publishers < 2"
_SINGLE_EVENTS = """
    CREATE OR REPLACE TEMP TABLE single_source_events{n} AS
    SELECT DISTINCT event FROM told_dyads WHERE happening IN (SELECT id FROM single_source{n})"""
_DROP = "(SELECT y.* FROM {rows} y ANTI JOIN single_source_events{n} s ON s.event = y.event)"
_SIDES = "CREATE OR REPLACE TEMP TABLE sides{n} (side VARCHAR, name VARCHAR, key VARCHAR)"
_IN = "{column} IN (SELECT key FROM sides{n} WHERE side = '{side}')"
_OTHERS = "length({column}) = 3 AND {column} NOT IN (SELECT key FROM sides{n} WHERE side = 'a')"
_NAME = "(SELECT any_value(name) FROM sides{n} WHERE side = '{side}')"


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides as sets of actor keys, with what each is called; ``b_keys`` None means every other country.

    Keys that stand on both sides are taken from ``a``. Directed means only what ``a`` did to ``b``.
    """

    a: str
    a_keys: tuple[str, ...]
    b: str
    b_keys: tuple[str, ...] | None
    directed: bool = False


def knows_publishers(store: Store) -> bool:
    """Return whether any document of the store says who published it."""
    return bool(store.rows("SELECT 1 FROM base.documents WHERE publisher IS NOT NULL LIMIT 1"))


@contextmanager
def looked_at(store: Store, *, drop_single_source: bool = False, sides: Sides | None = None) -> Iterator[None]:
    """Answer, within the block, as if the store held less, or its actors were two sets; also inside another block.

    Args:
        store: An open store.
        drop_single_source: Leave out what fewer than two publishers tell of.
        sides: The dyads are those between the two sides alone, under the names of the sides.

    Raises:
        UsageError: Nobody is left on a side.
        StoreError: The store cannot be read.
    """
    if not drop_single_source and sides is None:
        yield
        return
    depth = store.rows("SELECT count(*) AS n FROM duckdb_views() WHERE temporary AND view_name LIKE 'look%'")[0]["n"]
    if drop_single_source:
        store.run(_SINGLE.format(n=depth))
        store.run(_SINGLE_EVENTS.format(n=depth))
    if sides is not None:
        _write_sides(store, sides, depth)
    store.run(f"CREATE TEMP VIEW look{depth} AS {_view(store, drop_single_source, sides, depth)}")
    store.run(_TOPMOST.format(n=depth))
    try:
        yield
    finally:
        store.run(_TOPMOST.format(n=depth - 1) if depth else "DROP VIEW temp.main.dyads")
        store.run(f"DROP VIEW temp.main.look{depth}")


def _view(store: Store, drop_single_source: bool, sides: Sides | None, depth: int) -> str:
    name = store.rows("SELECT current_database() AS name")[0]["name"].replace('"', '""')
    rows = f"temp.main.look{depth - 1}" if depth else f'"{name}".main.dyads'
    if drop_single_source:
        rows = _DROP.format(rows=rows, n=depth)
    if sides is None:
        return f"SELECT * FROM {rows}"
    halves = [_half(rows, ("a", "b"), sides, depth)]
    return " UNION ALL ".join(halves if sides.directed else [*halves, _half(rows, ("b", "a"), sides, depth)])


def _half(rows: str, way: tuple[str, str], sides: Sides, depth: int) -> str:
    source, target = (_NAME.format(side=side, n=depth) for side in way)
    on = [_condition(f"y.{end}", side, sides, depth) for end, side in zip(("source", "target"), way, strict=True)]
    names = f"{source} AS source, {target} AS target"
    return f"SELECT y.* REPLACE ({names}) FROM {rows} y WHERE {' AND '.join(on)}"


def _condition(column: str, side: str, sides: Sides, depth: int) -> str:
    if side == "b" and sides.b_keys is None:
        return _OTHERS.format(column=column, n=depth)
    return _IN.format(column=column, side=side, n=depth)


def _write_sides(store: Store, sides: Sides, depth: int) -> None:
    right = sides.b_keys or ()
    left = [key for key in sides.a_keys if key not in right]
    if not left or (sides.b_keys is not None and not right):
        raise UsageError(f"nobody is left between {sides.a} and {sides.b}: one holds the other")
    store.run(_SIDES.format(n=depth))
    rows: Sequence[tuple[str, str, str]] = [
        *(("a", sides.a, key) for key in left),
        *(("b", sides.b, key) for key in right or [""]),
    ]
    for row in rows:
        store.run(f"INSERT INTO sides{depth} VALUES (?, ?, ?)", row)
