"""ZIP and tar to their members, each read as if it lay in a folder; archives made to overwhelm are refused.

Limits (``limits.Budget``): members, bytes unpacked, ratio of packing, depth of archives in archives. What an
archive says of its sizes is not believed: no more is unpacked of a member than one document may hold.
"""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Literal, cast

from detente.errors import ReadError, TooLarge, UnknownFormat
from detente.read.draft import failed
from detente.read.limits import DEFAULT_LIMIT, Budget, Counted, inflow, under_gzip, within
from detente.records import Document, Page

Kind = Literal["zip", "tar", "warc"]
DEEPEST = 3
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
TAR_MAGIC, TAR_AT = b"ustar", 257
OFFICE = ("[Content_Types].xml", "META-INF/container.xml", "mimetype")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the day to take, the limits, how deep in archives we are."""

    published: date | None = None
    limit_bytes: int = DEFAULT_LIMIT
    budget: Budget = field(default_factory=Budget)
    depth: int = 0


MemberReader = Callable[[io.BufferedReader, Page, Reading], Iterator[Document]]


def kind_of(head: bytes) -> Kind | None:
    """Return what container begins with ``head`` (512 bytes suffice), looking through gzip."""
    if head.startswith(ZIP):
        return "zip"
    plain = under_gzip(head)
    if plain[TAR_AT : TAR_AT + len(TAR_MAGIC)] == TAR_MAGIC:
        return "tar"
    return "warc" if plain.startswith(b"WARC/") else None


def read_archive(stream: BinaryIO, page: Page, how: Reading, *, read: MemberReader, zipped: bool) -> Iterator[Document]:
    """Yield the documents of a ZIP or tar; an archive that is damaged or refused ends in a row that says so.

    Args:
        stream: the archive; tar is read as it comes, ZIP needs a stream that can go back.
        page: where it comes from; its content is not used.
        how: the limits; the budget is spent.
        read: reads a member.
        zipped: whether it is ZIP rather than tar, plain or gzip.
    """
    try:
        if how.depth >= DEEPEST:
            raise TooLarge(f"archives inside archives more than {DEEPEST} deep")
        inner = replace(how, depth=how.depth + 1)
        yield from (_zip if zipped else _tar)(stream, page, inner, read)
    except ReadError as error:
        yield failed(page, f"{page.origin}: {error}", published=how.published)
    except (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, ValueError):
        what = "ZIP archive" if zipped else "tar archive"
        yield failed(page, f"{page.origin}: a {what} that is cut off or damaged", published=how.published)


def _zip(stream: BinaryIO, page: Page, how: Reading, read: MemberReader) -> Iterator[Document]:
    whole = stream if stream.seekable() else io.BytesIO(within(stream.read(how.limit_bytes + 1), how.limit_bytes))
    with zipfile.ZipFile(whole) as archive:
        if any(name in OFFICE for name in archive.namelist()[:20]):
            raise UnknownFormat("an office document or book, not text")
        for info in archive.infolist():
            if info.is_dir() or _is_hidden(info.filename):
                continue
            how.budget.spend(info.file_size, info.compress_size)
            member = replace(page, origin=f"{page.origin}!{info.filename}")
            if info.flag_bits & 1:
                yield failed(member, f"{member.origin}: locked by a password", published=how.published)
                continue
            yield from _one(archive.open(info), member, how, read)


def _tar(stream: BinaryIO, page: Page, how: Reading, read: MemberReader) -> Iterator[Document]:
    head = stream.peek(2) if isinstance(stream, io.BufferedReader) else b""
    plain, needed = Counted(inflow(stream, head)), 0
    with tarfile.open(fileobj=cast(BinaryIO, plain), mode="r|") as archive:
        for info in archive:
            _check_whole(plain, needed)
            archive.members = []  # type: ignore[attr-defined]  # else it remembers every member that went by
            needed = info.offset_data + info.size
            if not info.isreg() or _is_hidden(info.name):
                continue
            how.budget.spend(info.size)
            member = archive.extractfile(info)
            if member is not None:
                yield from _one(member, replace(page, origin=f"{page.origin}!{info.name}"), how, read)
    _check_whole(plain, needed)


def _check_whole(plain: Counted, needed: int) -> None:
    """Raise where a tar ended before its last member did: the library passes that over."""
    if plain.count < needed:
        raise tarfile.ReadError("cut off")


def _one(member: IO[bytes], page: Page, how: Reading, read: MemberReader) -> Iterator[Document]:
    with member:
        yield from read(io.BufferedReader(Counted(cast(BinaryIO, member))), page, how)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts if part != ".")
