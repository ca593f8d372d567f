"""Zstandard (RFC 8878) undone as it comes, in constant memory; pyarrow, which the store needs anyway, does the work."""

import io
from typing import BinaryIO

from detente.errors import UnknownFormat
from detente.read.limits import CHUNK, Counted, Watched

ZSTD = b"\x28\xb5\x2f\xfd"
# Of a file that is cut off, what was unpacked of the last portion is lost with the error: small ones lose little.
PORTION = 4096


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """Return what a Zstandard stream holds, frame after frame.

    Reading it raises UnknownFormat where it is damaged or cut off, TooLarge where it is packed to overwhelm.
    """
    # It takes a tenth of a second to load, which only who reads such files pays for.
    import pyarrow as pa  # type: ignore[import-untyped]

    packed = Counted(stream)
    plain = pa.CompressedInputStream(pa.PythonFile(io.BufferedReader(packed, CHUNK), "r"), "zstd")

    def unpack(size: int) -> bytes:
        try:
            content: bytes = plain.read(min(size, PORTION))
        except OSError as error:
            raise UnknownFormat("a Zstandard file that is cut off or damaged") from error
        return content

    return io.BufferedReader(Watched(packed, unpack), CHUNK)
