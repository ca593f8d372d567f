"""Lends the store to the requests of a server, while other programs have the file for themselves.

Nobody reads the file: a copy of it is attached, read-only, to one DuckDB instance in memory (the hub), and requests
look through connections of their own. When the store has changed, the next request has a new copy attached; the
requests under way keep theirs. So a run of ``detente ingest`` never finds the store held by the desk, and the desk
never finds it held by a run.
"""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from detente.errors import StoreBusy, StoreError
from detente.show.web.copies import Copy, Mark, forget_copy, mark_of, place_for_copies, take_copy
from detente.show.web.index import Index, table_name
from detente.store import Store, open_store
from detente.store.connection import check_tables
from detente.store.faults import translated

PATIENCE_SECONDS = 0.4  # how long a request waits for a newer copy before it takes the one there is
FIRST_SECONDS = 20.0  # and where there is none yet
INDEX_SECONDS = 120.0  # how long a question waits for the index of its copy
BETWEEN_SECONDS = 1.0  # at least so long between two attempts at a newer copy
WAIT_SECONDS = 60.0  # how long a run of our own waits for another program that writes
_NAMES = itertools.count(1)
_RUN = "SELECT run, finished, documents, events, skipped, failed FROM base.runs ORDER BY run DESC LIMIT 1"


@dataclass(slots=True, eq=False)
class _Shown:
    """A copy that is attached to the hub: under which name, of what state, and how many look."""

    name: str
    copy: Copy
    mark: Mark
    stamp: str
    readers: int = 0
    generation: int = 0


class Lent(Store):
    """The store as it was when its copy was taken; ``stamp`` changes whenever what it holds does."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, shown: _Shown, door: "Door") -> None:
        self._shown, self._door = shown, door
        super().__init__(connection, path, read_only=True, as_of=door.behind(shown))
        self.stamp = shown.stamp

    def another(self) -> Store:
        """Return a second connection to the same copy."""
        return self._door.connect(self._shown)

    @property
    def has_index(self) -> bool:
        """Return whether the index is ready, so that nothing need be waited for."""
        return bool(self._shown.generation)

    def table(self, name: str) -> str:
        """Return where a table of the index lies; waits for the index where it is being made.

        Raises:
            StoreBusy: That takes too long.
        """
        return table_name(name, self._door.indexed(self._shown))


class Door:
    """One store, lent to many threads."""

    def __init__(self, path: Path | str, *, indexed: bool = True) -> None:
        self.path = Path(path)
        self._indexed = indexed
        self._turn = threading.Condition()
        self._hub: duckdb.DuckDBPyConnection | None = None
        self._index = Index()
        self._shown: _Shown | None = None
        self._old: list[_Shown] = []
        self._fetching: threading.Thread | None = None
        self._next = 0.0
        self._trouble: StoreError | None = None
        self._ours = 0

    @contextmanager
    def reading(self) -> Iterator[Lent]:
        """Lend the store to look at, for one thread.

        Raises:
            StoreBusy: Nothing could be copied yet, because another program is writing.
            StoreError: There is no such file, or it is no store.
        """
        shown = self._newest()
        try:
            with self.connect(shown) as store:
                yield store
        finally:
            with self._turn:
                shown.readers -= 1
                self._tidy()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Open the store for writing, once nobody else writes; what is written can be read afterwards.

        Raises:
            StoreBusy: Another program writes for longer than a run may wait.
        """
        give_up = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                store = open_store(self.path)
                break
            except StoreBusy:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.2)
        self._ours += 1
        try:
            with store:
                yield store
        finally:
            self._ours -= 1
            self.refresh()

    def exists(self) -> bool:
        """Return whether there is a file."""
        return self.path.exists()

    def open(self) -> None:
        """Begin to take the first copy, ahead of the first request."""
        with self._turn:
            if self.exists():
                self._fetch(mark_of(self.path))

    def refresh(self) -> None:
        """Take a new copy now, if there is anything new, and wait for it."""
        with self._turn:
            if self.exists():
                self._next = 0.0
                self._fetch(mark_of(self.path))
                self._turn.wait_for(lambda: self._fetching is None, timeout=FIRST_SECONDS)

    def behind(self, shown: _Shown) -> datetime | None:
        """Return of when a copy is, where the store has gone on or is being written to; None where it is the store."""
        return shown.copy.taken if shown.copy.behind or shown.mark != mark_of(self.path) else None

    def connect(self, shown: _Shown) -> Lent:
        """Return a connection of its own to a copy."""
        return Lent(self._looking_at(shown), self.path, shown, self)

    def indexed(self, shown: _Shown) -> int:
        """Return the generation of the index of a copy, once there is one."""
        with self._turn:
            if not self._turn.wait_for(lambda: shown.generation, timeout=INDEX_SECONDS):
                raise StoreBusy(f"{self.path} is being indexed: try again in a moment")
        return shown.generation

    def close(self) -> None:
        """Give everything up."""
        with self._turn:
            self._turn.wait_for(lambda: self._fetching is None, timeout=FIRST_SECONDS)
            if self._hub is not None:
                self._hub.close()
                self._hub = self._shown = None

    def _newest(self) -> _Shown:
        """Return the copy to look at, with the caller counted among its readers."""
        with self._turn:
            mark = mark_of(self.path)
            if self._shown is None or self._shown.mark != mark:
                self._fetch(mark)
                patience = FIRST_SECONDS if self._shown is None else PATIENCE_SECONDS
                self._turn.wait_for(lambda: self._fetching is None or self._has(mark), timeout=patience)
            if self._shown is None or not self.exists():
                raise self._trouble or StoreError(
                    f"there is no store at {self.path}: make one with detente ingest PATH --store {self.path}"
                )
            self._shown.readers += 1
            return self._shown

    def _has(self, mark: Mark) -> bool:
        return self._shown is not None and self._shown.mark == mark

    def _fetch(self, mark: Mark) -> None:
        """Begin to take a new copy, unless that is under way or was tried a moment ago."""
        if self._fetching is None and time.monotonic() >= self._next:
            self._fetching = threading.Thread(target=self._work, args=(mark,), daemon=True, name="copies")
            self._fetching.start()

    def _work(self, mark: Mark) -> None:
        try:
            self._show(mark)
            self._trouble = None
        except StoreError as error:
            self._trouble = error
        except duckdb.Error as error:
            self._trouble = StoreError(f"{self.path}: {error}")
        finally:
            with self._turn:
                self._fetching = None
                # Soon enough after something went wrong, and soon enough to see a writer's next copy.
                self._next = time.monotonic() + BETWEEN_SECONDS
                self._turn.notify_all()

    def _show(self, mark: Mark) -> None:
        """Take a copy, attach it, let requests have it, and bring the index up to it."""
        number = next(_NAMES)
        target = place_for_copies(self.path) / f"{self.path.name}.desk-{os.getpid()}-{number}"
        copy = take_copy(self.path, target, ours=bool(self._ours))
        try:
            shown = self._attached(copy, mark, f"copy_{number}")
        finally:
            forget_copy(copy.file)
        with self._turn:
            if self._shown is not None:
                self._old.append(self._shown)
                if self._shown.stamp == shown.stamp:
                    shown.generation = self._shown.generation
            self._shown = shown
            self._tidy()
            self._turn.notify_all()
        if self._indexed and not shown.generation:
            with closing(self._looking_at(shown)) as connection, translated(self.path):
                generation = self._index.update(connection)
            with self._turn:
                shown.generation = generation
                self._turn.notify_all()

    def _looking_at(self, shown: _Shown) -> duckdb.DuckDBPyConnection:
        hub = self._hub
        if hub is None:
            raise StoreBusy("the desk is closing")
        connection = hub.cursor()
        connection.execute(f"USE {shown.name}")
        return connection

    def _attached(self, copy: Copy, mark: Mark, name: str) -> _Shown:
        if self._hub is None:
            self._hub = duckdb.connect(":memory:")
            self._hub.execute("SET autoinstall_known_extensions = false")
            self._hub.execute("SET autoload_known_extensions = false")
        literal = str(copy.file).replace("'", "''")
        with translated(self.path):
            self._hub.execute(f"ATTACH '{literal}' AS {name} (READ_ONLY)")
            connection = self._hub.cursor()
            try:
                connection.execute(f"USE {name}")
                check_tables(connection, self.path)
                stamp = "-".join(str(value) for value in connection.execute(_RUN).fetchone() or ["empty"])
            except BaseException:
                connection.close()
                self._hub.execute(f"DETACH {name}")
                raise
        connection.close()
        return _Shown(name, copy, mark, stamp)

    def _tidy(self) -> None:
        """Let go of copies that nobody looks at any more."""
        for shown in [item for item in self._old if not item.readers]:
            if self._hub is not None:
                with suppress(duckdb.Error):  # something still looks through it: the next time, then
                    self._hub.execute(f"DETACH {shown.name}")
                    self._old.remove(shown)
