"""A copy of a store that others can read while it is being written.

DuckDB lets no second process into a file that one writes to. The writer therefore puts a copy beside it now and then:
``detente.duckdb.reading``. It is copied after a checkpoint, when the file alone holds everything, and put in place by a
rename, so that a reader has the old copy or the new one and never half of one. ``open_store`` takes it where the
store itself is held by a writer. It goes when the writer closes the store, and when the next one opens it.
"""

import errno
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from detente.errors import StoreError
from detente.store.store import Store

_COPY = """
import os, shutil, sys
try:
    shutil.copyfile(sys.argv[1], sys.argv[2])
    with open(sys.argv[2], "rb") as written:
        os.fsync(written.fileno())
except OSError as error:
    print(error.errno)
    sys.exit(1)
"""
EVERY_SECONDS = 10.0  # at least so long between two copies
SHARE = 20  # and at least so many times as long as the last one took: at most a twentieth of a run goes into copying


def snapshot_path(path: Path) -> Path:
    """Return where the copy of a store lies."""
    return path.with_name(f"{path.name}.reading")


def discard(path: Path) -> None:
    """Remove the copy of a store, if there is one."""
    snapshot_path(path).unlink(missing_ok=True)


def copy_store(store: Store, target: Path) -> bool:
    """Copy an open, writable store to a file, whole; return whether it could be done at this moment.

    It cannot while other connections of this process are inside a transaction.

    Raises:
        OSError: The file cannot be written.
        StoreError: The store cannot be written.
    """
    if not store.checkpoint():
        return False
    part = target.with_name(f"{target.name}.part")
    try:
        # In a process of its own: closing a file gives up every POSIX lock that a process has on it, and with the
        # lock of DuckDB gone a second writer could come in.
        command = [sys.executable, "-I", "-S", "-c", _COPY, str(store.path), str(part)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(int(done.stdout or errno.EIO), os.strerror(int(done.stdout or errno.EIO)), str(target))
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return True


class Publisher:
    """Puts out copies of a store as it grows; made by the writer, called after each batch."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._next = 0.0
        store.publisher = self

    def end(self) -> None:
        """Take the copy away: readers can have the store itself."""
        discard(self._store.path)

    def offer(self) -> bool:
        """Put out a copy if it is time; a copy that fails is no harm to the run. Return whether one was put out."""
        started = time.monotonic()
        if started < self._next:
            return False
        done = False
        with suppress(OSError, StoreError):
            done = copy_store(self._store, snapshot_path(self._store.path))
        took = time.monotonic() - started
        self._next = started + max(EVERY_SECONDS, SHARE * took)
        return done
