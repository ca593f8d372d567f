"""What the user names - files, folders, standard input, URLs - to documents, one bad input never stopping the rest."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

from detente.errors import ReadError, UsageError
from detente.read.archives import Reading
from detente.read.draft import failed
from detente.read.fetch import fetch
from detente.read.limits import DEFAULT_LIMIT
from detente.read.page import read_page, read_stream
from detente.records import Document, Page

STANDARD_INPUT = "-"
OUR_STORES = (
    *(".duckdb", ".duckdb.wal", ".watch", ".watch-wal", ".watch-shm", ".duckdb.turns.json"),
    *(".duckdb.review.sqlite", ".duckdb.review.sqlite-wal", ".duckdb.review.sqlite-shm", ".duckdb.alerts.sqlite"),
)


def read_paths(
    paths: Iterable[str], *, published: date | None = None, limit_bytes: int = DEFAULT_LIMIT
) -> Iterator[Document]:
    """Yield the documents that ``paths`` name, in order.

    Args:
        paths: files, folders (walked in sorted order, hidden names left out), ``-`` for standard input,
            http or https URLs.
        published: the day to take for every document instead of the one found.
        limit_bytes: the most that one document may hold.

    Raises:
        UsageError: a path does not exist; said before anything is read.
    """
    named = list(paths)
    for path in named:
        if not _is_special(path) and not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
    return _read_all(named, published=published, limit_bytes=limit_bytes)


def _read_all(paths: list[str], *, published: date | None, limit_bytes: int) -> Iterator[Document]:
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _standard_input(published, limit_bytes)
        elif _is_special(path):
            yield from _read_url(path, published=published, limit_bytes=limit_bytes)
        elif os.path.isdir(path):
            for file in _walk(Path(path)):
                yield from _read_file(file, published=published, limit_bytes=limit_bytes)
        else:
            yield from _read_file(Path(path), published=published, limit_bytes=limit_bytes)


def _is_special(path: str) -> bool:
    return path == STANDARD_INPUT or path.lower().startswith(("http://", "https://"))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder in sorted order; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(root, name)
            if not name.startswith(".") and not name.endswith(OUR_STORES) and (file.is_file() or file.is_symlink()):
                yield file


def _read_file(file: Path, *, published: date | None, limit_bytes: int) -> Iterator[Document]:
    page = Page(b"", origin=str(file))
    try:
        with file.open("rb") as stream:
            yield from read_stream(stream, page, Reading(published, limit_bytes))
    except OSError as error:
        yield failed(page, f"{file}: cannot be opened: {error.strerror or error}", published=published)


def _standard_input(published: date | None, limit_bytes: int) -> Iterator[Document]:
    # Tests and callers put a stream of bytes in the place of standard input, which cannot be peeked into.
    raw = sys.stdin.buffer
    stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
    return read_stream(stream, Page(b"", origin="<stdin>"), Reading(published, limit_bytes))


def _read_url(url: str, *, published: date | None, limit_bytes: int) -> Iterator[Document]:
    try:
        page = fetch(url, limit_bytes=limit_bytes)
    except ReadError as error:
        yield failed(Page(b"", origin=url, url=url), f"{url}: {error}", published=published)
        return
    yield from read_page(page, published=published, limit_bytes=limit_bytes)
