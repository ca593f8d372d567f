"""Lends the store to the requests of a server, and lets other programs have the file between them.

DuckDB gives a file to one writing process or to several reading ones. So the file is open only while somebody
looks, and a moment longer; a run of the server's own takes it for writing, and readers then look through
connections to that same open file, each at what was committed last.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import StoreBusy
from detente.store import Store, open_store

IDLE_SECONDS = 2.0  # how long the file stays open after the last look: clicks in a row need not open it again
WAIT_SECONDS = 20.0  # how long a run waits for readers to finish before it gives up
TRY_SECONDS = 1.5  # how long a look waits for another program that holds the file


class Door:
    """One store, lent to many threads."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._open: Store | None = None
        self._readers = 0
        self._used = 0.0
        self._turn = threading.Condition()
        self._changing = False

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Lend a store to look at, for one thread.

        Raises:
            StoreBusy: Another program is writing to the file.
            StoreError: There is no such file, or it is no store.
        """
        store = self._lend()
        try:
            yield store
        finally:
            store.close()
            with self._turn:
                self._readers -= 1
                self._used = time.monotonic()
                self._turn.notify_all()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Lend the store to write to; readers go on meanwhile. One at a time.

        Raises:
            StoreBusy: Another program holds the file, or readers do not finish.
        """
        self._swap(read_only=False)
        writer = self._open
        assert writer is not None
        try:
            yield writer
        finally:
            self._close_when_free()

    def exists(self) -> bool:
        """Return whether there is a file."""
        return self.path.exists()

    def rest(self) -> None:
        """Close the file if nobody has looked for a while; called now and then."""
        with self._turn:
            idle = time.monotonic() - self._used > IDLE_SECONDS
            if self._open is not None and self._open.read_only and not self._readers and idle:
                self._open.close()
                self._open = None

    def close(self) -> None:
        """Close the file once nobody looks any more."""
        self._close_when_free()

    def _lend(self) -> Store:
        give_up = time.monotonic() + TRY_SECONDS
        with self._turn:
            self._turn.wait_for(lambda: not self._changing, timeout=WAIT_SECONDS)
            while self._open is None:
                try:
                    self._open = open_store(self.path, read_only=True)
                except StoreBusy:
                    if time.monotonic() > give_up:
                        raise
                    self._turn.wait(0.1)
            lent = self._open.another()
            self._readers += 1
            return lent

    def _swap(self, *, read_only: bool) -> None:
        with self._alone():
            self._open = open_store(self.path, read_only=read_only)

    def _close_when_free(self) -> None:
        with self._alone():
            pass

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the turn with no reader inside and the file closed."""
        with self._turn:
            self._changing = True
            try:
                if not self._turn.wait_for(lambda: not self._readers, timeout=WAIT_SECONDS):
                    raise StoreBusy(f"{self.path} is being read and cannot be opened for writing: try again")
                if self._open is not None:
                    self._open.close()
                    self._open = None
                yield
            finally:
                self._changing = False
                self._turn.notify_all()
