"""Rows of tab-separated event files, mended where a stray tab broke them, with counts of what was lost."""

import gzip
import io
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TextIO

from detente.errors import EmptyInput, ReadError, UnknownFormat, UsageError

SPARE = 4  # stray tabs in a row that are looked for: more of them is another kind of file
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"

Cells = list[str]
Check = Callable[[str], bool]
Checks = Sequence[Check | None]  # per column: what its cells look like, None for any text


@dataclass(slots=True)
class Losses:
    """What happened to rows on the way, counted by reason."""

    read: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a text file, plain, gzip or zip with one member, whatever its name; ``-`` is standard input.

    Raises:
        UsageError: There is no such file.
        UnknownFormat: A zip holds several files.
        ReadError: The file is cut off or damaged.
    """
    try:
        with _raw(path) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder: name a file") from None
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise ReadError(f"{path} is cut off or damaged") from error


def _raw(path: Path) -> IO[bytes] | gzip.GzipFile:
    if str(path) == "-":
        return sys.stdin.buffer
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_GZIP):
        return gzip.open(path)
    if start == _ZIP:
        archive = zipfile.ZipFile(path)
        names = archive.namelist()
        if len(names) != 1:
            raise UnknownFormat(f"{path} holds {len(names)} files: unpack it and import them one by one")
        return archive.open(names[0])
    return path.open("rb")


def tab_rows(file: TextIO) -> Iterator[Cells]:
    """Yield the cells of each line that is not empty; these layouts know no quoting."""
    for line in file:
        line = line.rstrip("\r\n")
        if line:
            yield line.split("\t")


def first_row(rows: Iterator[Cells], path: Path) -> Cells:
    """Return the first row.

    Raises:
        EmptyInput: There is none.
    """
    found = next(rows, None)
    if found is None:
        raise EmptyInput(f"{path} is empty")
    return [cell.removeprefix("\ufeff").strip() for cell in found]


def whole_rows(
    rows: Iterator[Cells], checks: Checks, losses: Losses, *, likely: Callable[[Cells], bool] | None = None
) -> Iterator[Cells]:
    """Yield rows with as many cells as ``checks``; count those that were mended or set aside.

    A row with too many cells is mended where joining neighbours leaves cells that all look like their columns, and no
    other joining does, or no other that is ``likely``; one with too few is set aside.
    """
    width = len(checks)
    for row in rows:
        losses.read += 1
        if len(row) == width:
            yield row
        elif (mended := _mended(row, checks, likely)) is not None:
            losses.mended["stray tab"] += 1
            yield mended
        else:
            losses.aside["wrong number of columns"] += 1


def _mended(row: Cells, checks: Checks, likely: Callable[[Cells], bool] | None) -> Cells | None:
    spare = len(row) - len(checks)
    if not 0 < spare <= SPARE:
        return None
    if not any(row[-spare:]) and _fits(row[:-spare], checks):
        return row[:-spare]
    found = {}
    for at in range(len(checks)):
        joined = " ".join(cell for cell in row[at : at + spare + 1] if cell)
        candidate = [*row[:at], joined, *row[at + spare + 1 :]]
        if checks[at] is None and _fits(candidate, checks):
            found[tuple(candidate)] = candidate
    if len(found) > 1 and likely is not None:
        found = {key: candidate for key, candidate in found.items() if likely(candidate)}
    return next(iter(found.values())) if len(found) == 1 else None


def _fits(row: Cells, checks: Checks) -> bool:
    return all(check is None or check(cell) for check, cell in zip(checks, row, strict=True))


def is_number(cell: str) -> bool:
    """Return whether a cell is empty or a number."""
    try:
        return not cell or float(cell) == float(cell)
    except ValueError:
        return False


def is_whole(cell: str) -> bool:
    """Return whether a cell is digits."""
    return cell.isdecimal()
