"""Opens a store: one DuckDB file, made when it is missing, brought up to date when it is old."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from detente.errors import StoreBusy, StoreError
from detente.store.faults import translated
from detente.store.migrations import STEPS, check_version, migrate
from detente.store.snapshot import discard, snapshot_path
from detente.store.store import Store


def open_store(path: Path | str, *, read_only: bool = False, memory: int | None = None) -> Store:
    """Open the store at ``path``; close it after use, or use it in a ``with`` block.

    Args:
        path: The file. For writing it is made where it is missing; its folder must exist.
        read_only: Only look. The file must exist then. While another process writes to it, the copy that the
            writer puts out (``detente.store.snapshot``) is opened in its place; ``as_of`` says of when it is.
        memory: Bytes that the database may hold of its pages; four fifths of the machine's memory by default.

    Raises:
        StoreBusy: Another process has the file open for writing; the message names its process id.
        StoreError: The file cannot be opened, is not a store, or was written by another version.
    """
    place = Path(path)
    if place.is_dir():
        raise StoreError(f"{place} is a folder: name a file, such as {place / 'detente.duckdb'}")
    try:
        store = _opened(place, place, read_only=read_only, memory=memory)
    except StoreBusy:
        copy = snapshot_path(place)
        if not read_only or not copy.exists():
            raise
        as_of = datetime.fromtimestamp(copy.stat().st_mtime, tz=UTC)
        return _opened(copy, place, read_only=True, memory=memory, as_of=as_of)
    if not read_only:
        # What an earlier writer left would be older than the store, once this one has written.
        discard(place)
    return store


def _opened(file: Path, place: Path, *, read_only: bool, memory: int | None, as_of: datetime | None = None) -> Store:
    with translated(place):
        connection = duckdb.connect(
            str(file), read_only=read_only, config={} if memory is None else {"memory_limit": f"{memory}B"}
        )
    try:
        with translated(place):
            _prepare(connection, place, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return Store(connection, place, read_only=read_only, as_of=as_of)


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
    # A store needs no extension: none may be fetched or loaded behind the user's back.
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    if read_only:
        check_tables(connection, path)
        return
    try:
        migrate(connection)
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error


def check_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Check that a store that is only looked at has the tables of this detente; ``path`` is what to call it.

    Raises:
        StoreError: It is older or newer, or no store.
    """
    try:
        if check_version(connection) < len(STEPS):
            raise StoreError("it was written by an older detente: open it once for writing, as detente ingest does")
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error
