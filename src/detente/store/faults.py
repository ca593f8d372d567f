"""Turns DuckDB's errors into detente's, each one sentence that says what a person can do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from detente.errors import StoreBusy, StoreError

_LOCKED = re.compile(r"Could not set lock on file.*?(?:held in (?P<program>\S+) )?\(PID (?P<pid>\d+)\)", re.DOTALL)
_FULL = re.compile(
    r"No space left|File too large|Disk quota|Could not write|out of disk|max_temp_directory", re.IGNORECASE
)
_DAMAGED = re.compile(r"not a valid DuckDB|Corrupt|checksum|different database format", re.IGNORECASE)
_FIRST_LINE = re.compile(r"^(?:[\w ]+ Error: )?(?P<text>[^\n]*)")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what DuckDB raises about the store at ``path`` as ``StoreBusy`` or ``StoreError``."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        raise fault(path, str(error)) from error


def fault(path: Path, message: str) -> StoreError:
    """Return the error to raise for a message of DuckDB about the store at ``path``."""
    if locked := _LOCKED.search(message):
        holder = Path(locked["program"] or "another program").name
        return StoreBusy(f"{path} is in use by process {locked['pid']} ({holder}): wait for it or stop it")
    if "Could not set lock" in message or "different configuration" in message:
        return StoreBusy(f"{path} is already open elsewhere: close it there first")
    if "database does not exist" in message:
        return StoreError(f"there is no store at {path}: make one with detente ingest PATH --store {path}")
    if _DAMAGED.search(message):
        return StoreError(f"{path} is not a store of detente, or it is damaged")
    if "No such file or directory" in message:
        return StoreError(f"the folder of {path} does not exist")
    if _FULL.search(message):
        return StoreError(f"{path} cannot grow, the disk is full: what was saved before is safe")
    found = _FIRST_LINE.match(message)
    return StoreError(f"{path}: {found['text'].rstrip('. ') if found else message}")
