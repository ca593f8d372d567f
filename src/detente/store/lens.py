"""Looks at a store in another way for a while: without events of a single source, or with sets of actors as sides.

A temporary view stands before the store's own view ``dyads``, also where other views ask for it, so that every question
about dyads sees through it. The file itself is not touched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from detente.errors import UsageError
from detente.store.store import Store

_SINGLE = "CREATE OR REPLACE TEMP TABLE single_source AS SELECT id FROM happenings WHERE publishers < 2"
_SINGLE_EVENTS = """
    CREATE OR REPLACE TEMP TABLE single_source_events AS
    SELECT DISTINCT event FROM told_dyads WHERE happening IN (SELECT id FROM single_source)"""
_DROP = "(SELECT y.* FROM {rows} y ANTI JOIN single_source_events s ON s.event = y.event)"
_SIDES = "CREATE OR REPLACE TEMP TABLE sides (side VARCHAR, name VARCHAR, key VARCHAR)"
_IN = "{column} IN (SELECT key FROM sides WHERE side = '{side}')"
_OTHERS = "length({column}) = 3 AND {column} NOT IN (SELECT key FROM sides WHERE side = 'a')"
_NAME = "(SELECT any_value(name) FROM sides WHERE side = '{side}')"


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
    """Answer, within the block, as if the store held less, or its actors were two sets.

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
    if drop_single_source:
        store.run(_SINGLE)
        store.run(_SINGLE_EVENTS)
    if sides is not None:
        _write_sides(store, sides)
    store.run(f"CREATE OR REPLACE TEMP VIEW dyads AS {_view(store, drop_single_source, sides)}")
    try:
        yield
    finally:
        store.run("DROP VIEW temp.main.dyads")


def _view(store: Store, drop_single_source: bool, sides: Sides | None) -> str:
    name = store.rows("SELECT current_database() AS name")[0]["name"].replace('"', '""')
    rows = f'"{name}".main.dyads'
    if drop_single_source:
        rows = _DROP.format(rows=rows)
    if sides is None:
        return f"SELECT * FROM {rows}"
    halves = [_half(rows, "a", "b", sides)]
    return " UNION ALL ".join(halves if sides.directed else [*halves, _half(rows, "b", "a", sides)])


def _half(rows: str, source: str, target: str, sides: Sides) -> str:
    names = f"{_NAME.format(side=source)} AS source, {_NAME.format(side=target)} AS target"
    on = [_condition("y.source", source, sides), _condition("y.target", target, sides)]
    return f"SELECT y.* REPLACE ({names}) FROM {rows} y WHERE {' AND '.join(on)}"


def _condition(column: str, side: str, sides: Sides) -> str:
    if side == "b" and sides.b_keys is None:
        return _OTHERS.format(column=column)
    return _IN.format(column=column, side=side)


def _write_sides(store: Store, sides: Sides) -> None:
    right = sides.b_keys or ()
    left = [key for key in sides.a_keys if key not in right]
    if not left or (sides.b_keys is not None and not right):
        raise UsageError(f"nobody is left between {sides.a} and {sides.b}: one holds the other")
    store.run(_SIDES)
    rows: Sequence[tuple[str, str, str]] = [
        *(("a", sides.a, key) for key in left),
        *(("b", sides.b, key) for key in right or [""]),
    ]
    for row in rows:
        store.run("INSERT INTO sides VALUES (?, ?, ?)", row)
