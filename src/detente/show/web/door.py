"""Lends the store to the requests of a server, while other programs have the file for themselves.

Nobody reads the file: a copy of it is attached, read-only, to one DuckDB instance in memory (the hub), with an index
of it beside (``detente.show.web.index``). When the store has changed, a newer copy is taken and the index brought up to
it in the background, at low priority; until both are ready, requests look at the view that there is. So a run of
``detente ingest`` never finds the store held by the desk, the desk never finds it held by a run, and no page waits for
either.
"""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from detente.errors import StoreBusy, StoreError
from detente.show.web.copies import Copy, Mark, forget_copy, has_writer, mark_of, place_for_copies, take_copy
from detente.show.web.index import Index
from detente.show.web.lent import Lent
from detente.show.web.memory import Recent
from detente.show.web.stamps import stamp_of
from detente.show.web.views import View
from detente.store import Store, open_store
from detente.store.connection import check_tables
from detente.store.faults import translated

PATIENCE_SECONDS = 0.4  # how long a request waits for a newer view where nobody is at work on the store
FIRST_SECONDS = 20.0  # and where there is none yet
INDEX_SECONDS = 120.0  # how long a question waits for the first index
BETWEEN_SECONDS = 1.0  # at least so long between two views
BESIDE_SECONDS = 15.0  # and so long while another program writes
SHARE = 20  # and so many times as long as the last view took to make
WAIT_SECONDS = 60.0  # how long a run of our own waits for another program that writes
NICE = 10
_NAMES = itertools.count(1)


class Door:
    """One store, lent to many threads."""

    def __init__(self, path: Path | str, *, indexed: bool = True) -> None:
        self.path = Path(path)
        self._indexed = indexed
        self._turn = threading.Condition()
        self._hub: duckdb.DuckDBPyConnection | None = None
        self._index = Index()
        self.recent = Recent()
        self._view: View | None = None
        self._old: list[View] = []
        self._fetching: threading.Thread | None = None
        self._next = self._next_beside = 0.0
        self._trouble: StoreError | None = None
        self._ours = 0

    @contextmanager
    def reading(self) -> Iterator[Lent]:
        """Lend the store to look at, for one thread; a connection is taken up when something is asked.

        Raises:
            StoreBusy: Nothing could be copied yet, because another program is writing.
            StoreError: There is no such file, or it is no store.
        """
        with Lent(self.path, self._newest(), self) as store:
            yield store

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
            # One that is being taken may be older than what is to be seen.
            self._turn.wait_for(lambda: self._fetching is None, timeout=FIRST_SECONDS)
            if self.exists():
                self._next = self._next_beside = 0.0
                self._fetch(mark_of(self.path))
                self._turn.wait_for(lambda: self._fetching is None, timeout=FIRST_SECONDS)

    def behind(self, view: View) -> datetime | None:
        """Return of when a view is, where the store has gone on or is being written to; None where it is the store."""
        return view.copy.taken if view.copy.behind or view.mark != mark_of(self.path) else None

    def indexed(self) -> View:
        """Return the first view that has an index, once there is one, with the caller counted among its readers.

        Raises:
            StoreBusy: That takes too long.
        """
        with self._turn:
            self._turn.wait_for(lambda: self._view is not None and self._view.generation, timeout=INDEX_SECONDS)
            if self._view is None or not self._view.generation:
                raise StoreBusy(f"{self.path} is being indexed: try again in a moment")
            self._view.readers += 1
            return self._view

    def leave(self, view: View) -> None:
        """Look through a view no longer."""
        with self._turn:
            view.readers -= 1
            self._tidy()

    def mend(self, view: View, broken: duckdb.DuckDBPyConnection) -> None:
        """Take back a connection on which a question failed."""
        with self._turn:
            view.replace(broken, self._hub if self._fetching is None and view is self._view else None)

    def close(self) -> None:
        """Give everything up."""
        with self._turn:
            self._turn.wait_for(lambda: self._fetching is None, timeout=FIRST_SECONDS)
            if self._hub is not None:
                self._hub.close()
                self._hub = self._view = None

    def _newest(self) -> View:
        """Return the view to look at, with the caller counted among its readers."""
        with self._turn:
            mark = mark_of(self.path)
            if self._view is None:
                self._fetch(mark)
                self._turn.wait_for(lambda: self._fetching is None or self._view is not None, timeout=FIRST_SECONDS)
            elif self._view.mark != mark:
                self._renew(self._view, mark)
            if self._view is None or not self.exists():
                raise self._trouble or StoreError(
                    f"there is no store at {self.path}: make one with detente ingest PATH --store {self.path}"
                )
            self._view.readers += 1
            return self._view

    def _renew(self, view: View, mark: Mark) -> None:
        """Begin to make a newer view; wait a moment for it where nobody is at work, who would change it again."""
        if self._ours or has_writer(self.path):
            # What a writer has put out is all that can be had of it.
            if time.monotonic() >= self._next_beside and not (view.copy.behind and _put_out(mark, view.mark)):
                self._fetch(mark)
            return
        self._fetch(mark)
        self._turn.wait_for(lambda: self._fetching is None or self._has(mark), timeout=PATIENCE_SECONDS)

    def _has(self, mark: Mark) -> bool:
        return self._view is not None and self._view.mark == mark

    def _fetch(self, mark: Mark) -> None:
        """Begin to take a new copy, unless that is under way or was tried a moment ago."""
        if self._fetching is None and time.monotonic() >= self._next:
            self._fetching = threading.Thread(target=self._work, args=(mark,), daemon=True, name="copies")
            self._fetching.start()

    def _work(self, mark: Mark) -> None:
        began = time.monotonic()
        if self._view is not None:
            give_way()
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
                now = time.monotonic()
                # Soon enough after something went wrong, and soon enough to see what a command has changed.
                self._next = now + BETWEEN_SECONDS
                self._next_beside = now + max(BESIDE_SECONDS, SHARE * (now - began))
                self._turn.notify_all()

    def _show(self, mark: Mark) -> None:
        """Take a copy, attach it, bring the index up to it, and let requests have both."""
        number = next(_NAMES)
        target = place_for_copies(self.path) / f"{self.path.name}.desk-{os.getpid()}-{number}"
        copy = take_copy(self.path, target, ours=bool(self._ours))
        try:
            view = self._attached(copy, mark, f"copy_{number}")
        finally:
            forget_copy(copy.file)
        if self._view is not None and self._view.stamp == view.stamp and self._view.generation:
            self._same(self._view, view)
            return
        if self._view is None or not self._indexed:
            # Pages that need no index need not wait for it.
            self._put(view, None)
        if self._indexed:
            self._put(view, self._index)

    def _same(self, known: View, view: View) -> None:
        """Go on with the view that there is: what a newer copy holds is the same."""
        with self._turn:
            known.mark, known.copy = view.mark, view.copy
            self._old.append(view)
            self._tidy()

    def _put(self, view: View, index: Index | None) -> None:
        """Let requests have a view from now on; brings the index up to it first."""
        hub = self._held()
        if index is not None:
            with closing(hub.cursor()) as connection, translated(self.path):
                connection.execute(f"USE {view.name}")
                index.update(connection)
            if view is self._view:
                view = View(view.name, view.copy, view.mark, view.stamp)
        with translated(self.path):
            view.fill(hub, index)
        with self._turn:
            if self._view is not None:
                self._old.append(self._view)
            self._view = view
            self._tidy()
            self._turn.notify_all()

    def _held(self) -> duckdb.DuckDBPyConnection:
        if self._hub is None:
            self._hub = duckdb.connect(":memory:")
            self._hub.execute("SET autoinstall_known_extensions = false")
            self._hub.execute("SET autoload_known_extensions = false")
            # Each question has a thread of its own already: the request's, or one of low priority.
            self._hub.execute("SET threads = 1")
        return self._hub

    def _attached(self, copy: Copy, mark: Mark, name: str) -> View:
        literal = str(copy.file).replace("'", "''")
        hub = self._held()
        with translated(self.path):
            hub.execute(f"ATTACH '{literal}' AS {name} (READ_ONLY)")
            connection = hub.cursor()
            try:
                connection.execute(f"USE {name}")
                check_tables(connection, self.path)
                stamp = stamp_of(connection)
            except BaseException:
                connection.close()
                hub.execute(f"DETACH {name}")
                raise
        connection.close()
        return View(name, copy, mark, stamp)

    def _tidy(self) -> None:
        """Let go of views that nobody looks through any more."""
        for view in [item for item in self._old if not item.readers]:
            view.close()
            if self._view is not None and view.name == self._view.name:
                self._old.remove(view)
            elif self._hub is not None:
                with suppress(duckdb.Error):  # something still looks through it: the next time, then
                    self._hub.execute(f"DETACH {view.name}")
                    self._old.remove(view)


def _put_out(mark: Mark, known: Mark) -> bool:
    """Return whether the copy that a writer put out is still the one that was known."""
    return mark[-1] is not None and mark[-1] == known[-1]


def give_way() -> None:
    """Let requests go before this thread; systems without priorities of threads do without."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
