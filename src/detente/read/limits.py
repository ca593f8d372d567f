"""How much is read of one document, and gzip undone without being drowned by it."""

import gzip
import io
import zlib

from detente.errors import TooLarge, UnknownFormat

DEFAULT_LIMIT = 20_000_000
GZIP = b"\x1f\x8b"
MEGABYTE = 1_000_000


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
