"""The store as a request sees it: a view of the door, through a connection that is taken up when something is asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from detente.errors import StoreError
from detente.show.web.index import table_name
from detente.show.web.memory import Recent
from detente.show.web.views import View
from detente.store import Store
from detente.store.faults import translated
from detente.store.rows import Row


class Keeper(Protocol):
    """The door, as what it lends knows it; ``recent`` holds the events that were looked at last."""

    recent: Recent

    def behind(self, view: View) -> datetime | None:
        """Return of when a view is, None where it is the store."""
        ...

    def indexed(self) -> View:
        """Return a view with an index."""
        ...

    def leave(self, view: View) -> None:
        """Look through a view no longer."""
        ...

    def mend(self, view: View, broken: duckdb.DuckDBPyConnection) -> None:
        """Take back a connection on which a question failed."""
        ...


class Lent(Store):
    """The store as it was when its copy was taken; ``stamp`` changes whenever what it holds does.

    ``generation`` and ``version`` are those of the index, 0 where it is not ready yet.
    """

    def __init__(self, path: Path, view: View, door: Keeper) -> None:
        self._view, self._door = view, door
        self._holds = self._broken = False
        self.path, self.read_only, self.publisher = path, True, None
        self.as_of = door.behind(view)
        self.stamp = view.stamp
        self.recent = door.recent

    @property
    def has_index(self) -> bool:
        """Return whether the index is ready, so that nothing need be waited for."""
        return bool(self._view.generation)

    @property
    def generation(self) -> int:
        """Return the number that changes when rows get other numbers."""
        return self._view.generation

    @property
    def version(self) -> int:
        """Return the number that changes whenever anything in the index does."""
        return self._view.version

    def table(self, name: str) -> str:
        """Return where a table of the index lies; waits for the index where it is being made for the first time.

        Raises:
            StoreBusy: That takes too long.
        """
        if not self._view.generation:
            self._let_go()
            newer = self._door.indexed()
            self._door.leave(self._view)
            self._view = newer
        return table_name(name)

    def hold(self) -> None:
        """Take a connection up now; who works something out for others must have one before they wait for it."""
        if not self._holds:
            self._connection = self._view.take()
            self._holds = True

    def arrow(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pa.Table:
        """Return the rows of a query as an Arrow table, as ``Store.arrow`` does."""
        self.hold()
        return super().arrow(sql, parameters)

    def rest(self) -> None:
        """Give the connection back until something more is asked, while something else takes long."""
        self._let_go()

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return the rows of a query, as ``Store.rows`` does."""
        with self._asking():
            return super().rows(sql, parameters)

    def columns(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        """Return the rows of a query as one NumPy array a column."""
        with self._asking(), translated(self.path):
            found: dict[str, Any] = self._connection.execute(sql, parameters).fetchnumpy()
            return found

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Ask something over a connection; one on which that failed is given back as broken."""
        self.hold()
        try:
            yield
        except StoreError:
            self._broken = True
            self._let_go()
            raise

    def close(self) -> None:
        """Give the connection back."""
        self._let_go()
        self._door.leave(self._view)

    def _let_go(self) -> None:
        if not self._holds:
            return
        self._holds = False
        if self._broken:
            self._broken = False
            self._door.mend(self._view, self._connection)
        else:
            self._view.give(self._connection)
