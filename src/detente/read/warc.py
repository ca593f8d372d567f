"""WARC and WET files to documents, record by record in constant memory (ISO 28500; gzip per record or whole).

The reader is ours because a file that is cut off must be told from one that ends: the length that a record
states is compared with what was there. A gzip file cut exactly between two records cannot be known from a
whole one.
"""

import http.client
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from detente.errors import ReadError, UnknownFormat
from detente.read.archives import Reading
from detente.read.draft import failed
from detente.read.limits import CHUNK, inflow, too_large
from detente.records import Document, Page

LONGEST_LINE = 65_536
MOST_HEADERS = 200
KINDS = ("response", "resource", "conversion")
_READABLE = re.compile(r"text/|application/(?:xhtml|pdf|rss|atom|json|feed|xml|ld\+json)|message/rfc822", re.IGNORECASE)

PageReader = Callable[[Page, Reading], Iterator[Document]]


class _CutOff(Exception):
    """The file ends inside a record."""


@dataclass(slots=True)
class _Record:
    """One record: its headers in lower case, and what is left of its block in the stream."""

    headers: dict[str, str]
    stream: BinaryIO
    left: int

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes of the block, or all that are left if fewer."""
        content = self.stream.read(min(size, self.left))
        self.left -= len(content)
        if len(content) < size and self.left:
            raise _CutOff
        return content

    def pass_over(self) -> None:
        """Go to the end of the block."""
        while self.left:
            self.read(CHUNK)


def read_warc(stream: BinaryIO, page: Page, how: Reading, *, read: PageReader) -> Iterator[Document]:
    """Yield the documents of a WARC or WET file; one that is cut off or damaged ends in a row that says after how many.

    Answers other than 200, and media that hold no text, are passed over.

    Args:
        stream: the file, plain or gzip, read as it comes.
        page: where it comes from; its content is not used.
        how: the limits.
        read: reads the page that a record holds.
    """
    number = 0
    head = stream.peek(2) if isinstance(stream, io.BufferedReader) else b""
    try:
        for record in _records(inflow(stream, head)):
            number += 1
            yield from _documents(record, replace(page, content=b"", origin=f"{page.origin}:{number}"), how, read)
    except (_CutOff, EOFError):
        yield failed(
            page, f"{page.origin}: a WARC file that is cut off after {number} records", published=how.published
        )
    except ReadError as error:
        yield failed(page, f"{page.origin}: {error}, after {number} records", published=how.published)
    except (OSError, zlib.error):
        yield failed(
            page, f"{page.origin}: a WARC file that is damaged after {number} records", published=how.published
        )


def _records(stream: BinaryIO) -> Iterator[_Record]:
    while line := stream.readline(LONGEST_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise UnknownFormat("a WARC file that is damaged")
        record = _opened(stream)
        yield record
        record.pass_over()


def _opened(stream: BinaryIO) -> _Record:
    headers: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = stream.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise _CutOff
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise UnknownFormat("a WARC record without its length")
    return _Record(headers, stream, int(length))


def _documents(record: _Record, page: Page, how: Reading, read: PageReader) -> Iterator[Document]:
    kind, url = record.headers.get("warc-type", "").lower(), record.headers.get("warc-target-uri", "").strip("<>")
    if kind not in KINDS or (kind == "response" and not url.lower().startswith(("http://", "https://"))):
        return
    page = replace(page, url=url or None)
    if record.left > how.limit_bytes + LONGEST_LINE:
        yield failed(page, f"{page.origin}: {too_large(how.limit_bytes)}", published=how.published)
        return
    block = record.read(record.left)
    answer = _answer(block, page) if kind == "response" else _as_is(block, page, record.headers.get("content-type"))
    if answer is not None and _READABLE.match(answer.media_type or "text/"):
        yield from read(answer, how)


def _as_is(block: bytes, page: Page, media: str | None) -> Page:
    return replace(page, content=block, media_type=(media or "").split(";")[0].strip().lower() or None)


def _answer(block: bytes, page: Page) -> Page | None:
    """Return the page in an HTTP answer, chunks joined; None for an answer other than 200 or none at all."""
    response = http.client.HTTPResponse(_Socket(block))  # type: ignore[arg-type]
    try:
        response.begin()
        content = response.read() if response.status == http.client.OK else None
    except http.client.IncompleteRead as error:
        content = error.partial
    except (http.client.HTTPException, ValueError):
        return None
    if content is None:
        return None
    media = response.headers.get_content_type() if "content-type" in response.headers else None
    return replace(page, content=content, media_type=media, encoding=response.headers.get_content_charset())


class _Socket:
    """As much of a socket as an HTTP answer asks for."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, *_: Any) -> BinaryIO:
        """Return the answer as a stream."""
        return io.BytesIO(self._block)
