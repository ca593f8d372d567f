"""Zstandard (RFC 8878) undone as it comes, in constant memory; pyarrow, which the store needs anyway, does the work."""

import io
from typing import Any, BinaryIO

from detente.errors import UnknownFormat
from detente.read.limits import CHUNK, Counted, check_ratio

ZSTD = b"\x28\xb5\x2f\xfd"
# Of a file that is cut off, what was unpacked of the last portion is lost with the error: small ones lose little.
PORTION = 4096


class _Inflow(io.RawIOBase):
    """What a Zstandard stream holds, its ratio watched as it comes."""

    def __init__(self, stream: BinaryIO) -> None:
        # It takes a tenth of a second to load, which only who reads such files pays for.
        import pyarrow as pa  # type: ignore[import-untyped]

        self._packed = Counted(stream)
        self._plain = pa.CompressedInputStream(pa.PythonFile(io.BufferedReader(self._packed, CHUNK), "r"), "zstd")
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            content: bytes = self._plain.read(min(len(buffer), PORTION))
        except OSError as error:
            raise UnknownFormat("a Zstandard file that is cut off or damaged") from error
        buffer[: len(content)] = content
        self._out += len(content)
        check_ratio(self._out, self._packed.count)
        return len(content)


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """Return what a Zstandard stream holds, frame after frame.

    Reading it raises UnknownFormat where it is damaged or cut off, TooLarge where it is packed to overwhelm.
    """
    return io.BufferedReader(_Inflow(stream), CHUNK)
