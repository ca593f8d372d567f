"""Takes copies of a store to read from, so that the desk never holds the file itself: whoever writes has it.

While a writer puts copies out (``detente.store.snapshot``), the newest of these is taken, by a second name. Otherwise
the file is copied together with its journal. No lock is held meanwhile: if either of the two changed, the copy is
thrown away and made again; where neither did, it is what a crash at that moment would leave, which DuckDB can open.
A copy loses its name as soon as it is open, so that nothing is left behind, however the server ends.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detente.errors import StoreBusy, StoreError
from detente.store.snapshot import snapshot_path

TRIES = 3
Mark = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy on disk: its file, of when it is, and whether a writer was at work then."""

    file: Path
    taken: datetime
    behind: bool


def mark_of(path: Path) -> Mark:
    """Return what changes whenever there is something newer to read: file, journal and the copy of a writer."""
    return tuple(_stat(file) for file in (path, journal_of(path), snapshot_path(path)))


def take_copy(path: Path, target: Path, *, ours: bool) -> Copy:
    """Copy the store to ``target`` and return what it is; ``forget_copy`` takes its name away.

    Args:
        path: The store.
        target: A name beside it that nobody else uses.
        ours: This process is writing: only what it puts out may be read.

    Raises:
        StoreBusy: A program writes all the time and puts no copies out.
        StoreError: There is no such store, or no room for a copy.
    """
    try:
        at_work = ours or has_writer(path)
        if at_work and snapshot_path(path).exists():
            return _put_out(path, target)
        if not ours:
            for _ in range(TRIES):
                before = mark_of(path)[:2]
                taken = datetime.now(UTC)
                _copy_both(path, target)
                if mark_of(path)[:2] == before:
                    return Copy(target, taken, at_work)
    except FileNotFoundError:
        if not path.exists():
            raise StoreError(f"there is no store at {path}: make one with detente ingest PATH --store {path}") from None
    except OSError as error:
        forget_copy(target)
        raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error
    forget_copy(target)
    raise StoreBusy(f"{path} is being written to: try again in a moment")


def forget_copy(file: Path) -> None:
    """Take the names of a copy away; whoever has it open keeps it."""
    for name in (file, journal_of(file)):
        with suppress(OSError):
            name.unlink(missing_ok=True)


def place_for_copies(path: Path) -> Path:
    """Return the folder for copies: beside the store, where its size is known, or that for passing things."""
    return path.parent if os.access(path.parent, os.W_OK) else Path(tempfile.gettempdir())


def journal_of(path: Path) -> Path:
    """Return where DuckDB keeps what is not in the file yet."""
    return path.with_name(f"{path.name}.wal")


def _put_out(path: Path, target: Path) -> Copy:
    """Take the copy that a writer put out under a name of our own: its own will mean the next one soon."""
    source = snapshot_path(path)
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one that knows no links
        shutil.copyfile(source, target)
    return Copy(target, datetime.fromtimestamp(target.stat().st_mtime, tz=UTC), True)


def _copy_both(path: Path, target: Path) -> None:
    forget_copy(target)
    shutil.copyfile(path, target)
    with suppress(FileNotFoundError):
        shutil.copyfile(journal_of(path), journal_of(target))


def has_writer(path: Path) -> bool:
    """Return whether another process holds the file for writing; asks for the same lock as DuckDB, for a moment."""
    with path.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
