"""``detente.open``: a store in three lines of Python, with answers as tables for Arrow, pandas and polars."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa  # type: ignore[import-untyped]

from detente.errors import UsageError
from detente.records import Period
from detente.relate.series import PERIODS
from detente.relate.series import relation as series_of
from detente.relate.shifts import all_shifts
from detente.relate.shifts import shifts as shifts_of
from detente.show.naming import Names
from detente.store import Store, StoredHappening, Told, actor_keys, open_store, stored_happenings

Day = date | str | None
_PERIODS = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("events", pa.int64()),
        *((f"q{quad}", pa.int64()) for quad in range(1, 5)),
        ("intensity", pa.float64()),
        ("net", pa.float64()),
        ("coverage", pa.int64()),
    ]
)
_SHIFTS = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("at", pa.date32()),
        ("direction", pa.string()),
        ("before", pa.float64()),
        ("after", pa.float64()),
        ("score", pa.float64()),
        ("method", pa.string()),
        ("evidence", pa.list_(pa.string())),
        ("certainty", pa.float64()),
    ]
)


_HAPPENINGS = pa.schema(
    [
        ("id", pa.string()),
        ("day", pa.date32()),
        *((name, pa.string()) for name in ("event_type", "mode")),
        ("quad_class", pa.int64()),
        ("intensity", pa.float64()),
        ("factuality", pa.string()),
        *((name, pa.list_(pa.string())) for name in ("sources", "targets")),
        ("place", pa.string()),
        *((name, pa.int64()) for name in ("events", "mentions", "articles", "publishers", "speakers")),
        ("evidence", pa.string()),
    ]
)


class Table:
    """Rows with names. ``arrow()``, ``pandas()`` and ``polars()`` give them to those libraries, ``rows()`` to none.

    It speaks Arrow's PyCapsule protocol, so that ``polars.DataFrame(table)`` and
    ``pyarrow.table(table)`` take it as it is.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self._table.column_names)}>"

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the rows as a stream of Arrow's C interface."""
        return self._table.__arrow_c_stream__(requested_schema)

    def rows(self) -> list[dict[str, Any]]:
        """Return a dictionary per row."""
        return list(self._table.to_pylist())

    def arrow(self) -> pa.Table:
        """Return a ``pyarrow.Table``."""
        return self._table

    def pandas(self) -> Any:
        """Return a ``pandas.DataFrame``; pandas must be installed."""
        return self._table.to_pandas()

    def polars(self) -> Any:
        """Return a ``polars.DataFrame``; polars must be installed."""
        import importlib

        return importlib.import_module("polars").from_arrow(self._table)


class Desk:
    """An open store that answers questions; made by ``detente.open``. It only looks, and can be used in ``with``."""

    def __init__(self, path: Path | str) -> None:
        self._store: Store = open_store(path, read_only=True)
        self._names = Names()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def relation(
        self,
        a: str,
        b: str,
        *,
        since: Day = None,
        until: Day = None,
        every: Period = "month",
        mentions: bool = False,
    ) -> Table:
        """Return what passed between two actors, a row per period; what several events tell of counts once.

        Args:
            a: A country code, a name, an adjective or an actor id.
            b: The other.
            since: First day, a ``date`` or "2024-01-16".
            until: Last day, included.
            every: ``day``, ``week`` or ``month``.
            mentions: Count every event, whether or not another tells of the same.

        Raises:
            UsageError: Nobody is called so, or a day or period is none.
        """
        left, right = self._keys(a, b)
        days: Mapping[str, Any] = {"since": _day(since), "until": _day(until), "every": _period(every)}
        series = series_of(self._store, left, right, **days, mentions=mentions)
        rows = ((p.a, p.b, p.start, p.end, p.events, *p.by_quad, p.intensity, p.net, p.coverage) for p in series)
        return _table(rows, _PERIODS)

    def shifts(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        since: Day = None,
        until: Day = None,
        every: Period = "week",
        mentions: bool = False,
    ) -> Table:
        """Return the turning points of two actors, or of all pairs of countries, newest first.

        Raises:
            UsageError: One actor alone is named, nobody is called so, or a day or period is none.
        """
        days: Mapping[str, Any] = {"since": _day(since), "until": _day(until), "every": _period(every)}
        if (a is None) != (b is None):
            raise UsageError("name two actors, or none for all pairs of countries")
        if a is None or b is None:
            found = all_shifts(self._store, **days, mentions=mentions)
        else:
            found = shifts_of(self._store, *self._keys(a, b), **days, mentions=mentions)
        rows = (
            (s.a, s.b, s.at, s.direction, s.before, s.after, s.score, s.method, list(s.evidence), s.certainty)
            for s in found
        )
        return _table(rows, _SHIFTS)

    def happenings(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        since: Day = None,
        until: Day = None,
        at_least: int = 2,
    ) -> Table:
        """Return what happened and how often it was told, the most told first: all, of one actor, or between two.

        Args:
            a: A country code, a name, an adjective or an actor id.
            b: Another.
            since: First day, a ``date`` or "2024-01-16".
            until: Last day, included.
            at_least: Events that tell of it; 1 for all.

        Returns:
            A row per happening, with the columns of ``detente happenings --format csv``. ``sql`` reads the views
            ``tellings`` and ``copies`` for the events and articles behind them.

        Raises:
            UsageError: Nobody is called so, or a day is none.
        """
        known = actor_keys(self._store) if a or b else set()
        keys = [self._names.key(name, known) for name in (a, b) if name]
        days: Mapping[str, Any] = {"since": _day(since), "until": _day(until)}
        found = stored_happenings(self._store, actors=keys, **days, at_least=at_least)
        return Table(pa.Table.from_pylist([_happening(item) for item in found], schema=_HAPPENINGS))

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Table:
        """Return the rows of a query over the views of ``docs/store.md``.

        Raises:
            StoreError: DuckDB refuses the query.
        """
        return Table(self._store.arrow(query, parameters))

    def _keys(self, a: str, b: str) -> tuple[str, str]:
        known = actor_keys(self._store)
        left, right = self._names.key(a, known), self._names.key(b, known)
        if left == right:
            raise UsageError(f"{a} and {b} are the same actor: name two")
        return left, right


def _table(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> Table:
    return Table(pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema))


def _happening(found: StoredHappening) -> dict[str, Any]:
    row = {name: getattr(found, name, None) for name in _HAPPENINGS.names}
    counts = {name: getattr(found.told, name) for name in Told.__slots__}
    return row | counts | {"sources": list(found.sources), "targets": list(found.targets)}


def _period(every: str) -> Period:
    for period in PERIODS:
        if period == every:
            return period
    raise UsageError(f"{every!r} is no period: day, week or month")


def _day(value: Day) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is no day: write it as 2024-01-16") from None
