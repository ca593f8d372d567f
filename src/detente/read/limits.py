"""How much is read of one document and of an archive, and gzip undone without being drowned by it."""

import gzip
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from detente.errors import TooLarge, UnknownFormat

DEFAULT_LIMIT = 20_000_000
GZIP = b"\x1f\x8b"
MEGABYTE = 1_000_000
CHUNK = 65_536
# Of archives. News packs 3 to 30 to 1; deflate at its utmost 1,032 to 1, which only bombs come near.
MOST_MEMBERS = 1_000_000
MOST_UNPACKED = 1_000_000_000_000
MOST_RATIO = 200
FREE_OF_RATIO = 5 * MEGABYTE


def within(content: bytes, limit_bytes: int) -> bytes:
    """Return ``content`` where it keeps the limit.

    Raises:
        TooLarge: it does not.
    """
    if len(content) > limit_bytes:
        raise too_large(limit_bytes)
    return content


def too_large(limit_bytes: int) -> TooLarge:
    """Return the error for a document above the limit; the size is said in megabytes."""
    return TooLarge(f"larger than the limit of {limit_bytes / MEGABYTE:g} MB for one document")


def unzipped(content: bytes, limit_bytes: int) -> bytes:
    """Return what a gzip member holds, ``content`` itself where it is no gzip.

    Raises:
        TooLarge: it unpacks to more than the limit; no more than that is unpacked.
        UnknownFormat: it is cut off or damaged.
    """
    if not content.startswith(GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return within(stream.read(limit_bytes + 1), limit_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise UnknownFormat("a gzip file that is cut off or damaged") from error


@dataclass(slots=True)
class Budget:
    """What one archive, with all that lies inside it, may still unpack; shared by nested archives.

    Attributes:
        members: members that may still be opened.
        size: bytes that may still be unpacked.
    """

    members: int = MOST_MEMBERS
    size: int = MOST_UNPACKED

    def spend(self, size: int, packed: int | None = None) -> None:
        """Take a member of ``size`` bytes, ``packed`` in its archive where known, out of the budget.

        Raises:
            TooLarge: the archive holds too many members, too many bytes, or one packed too tightly to be honest.
        """
        self.members -= 1
        self.size -= size
        if self.members < 0:
            raise TooLarge(f"an archive of more than {MOST_MEMBERS} members, the rest of which is not read")
        if self.size < 0:
            raise TooLarge(f"an archive that unpacks to more than {MOST_UNPACKED / MEGABYTE:g} MB, not read further")
        if packed is not None:
            check_ratio(size, packed)


def check_ratio(size: int, packed: int) -> None:
    """Raise TooLarge where more than a few megabytes came out of a hundredth of that or less."""
    if size > FREE_OF_RATIO and size > MOST_RATIO * packed:
        raise TooLarge(f"packed more than {MOST_RATIO} to 1, as only archives made to overwhelm are")


class Counted(io.RawIOBase):
    """A stream that counts the bytes taken from another, and never goes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as bytes come; return how many."""
        content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        self.count += len(content)
        return len(content)


class Watched(io.RawIOBase):
    """What a packed stream holds, as ``unpack`` gives it, its ratio to what was taken of ``packed`` watched."""

    def __init__(self, packed: Counted, unpack: Callable[[int], bytes]) -> None:
        self._packed, self._unpack = packed, unpack
        self._out = 0

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as bytes come; return how many."""
        content = self._unpack(len(buffer))
        buffer[: len(content)] = content
        self._out += len(content)
        check_ratio(self._out, self._packed.count)
        return len(content)


def inflow(stream: BinaryIO, head: bytes) -> io.BufferedReader:
    """Return a stream with gzip undone where ``head``, its first bytes, says so; of constant memory.

    Reading it raises TooLarge for a bomb, and OSError, EOFError or zlib.error where the gzip is damaged or cut off.
    """
    packed = Counted(stream)
    plain = Watched(packed, gzip.GzipFile(fileobj=packed).read1) if head.startswith(GZIP) else packed
    return io.BufferedReader(plain, CHUNK)


def under_gzip(head: bytes) -> bytes:
    """Return the first bytes of what a gzip holds, ``head`` itself where it is none."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 1024)
    except zlib.error:
        return head
