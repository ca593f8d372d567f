"""One page to its documents: finds the format and calls its reader."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from tarfile import TarError
from typing import BinaryIO, cast
from zipfile import BadZipFile

from detente.errors import EmptyInput, ReadError, TooLarge
from detente.read.archives import Kind, Reading, kind_of, read_archive
from detente.read.decode import decode
from detente.read.draft import Draft, failed, finish, with_language
from detente.read.feed import is_feed, read_feed
from detente.read.jsonl import is_json, is_json_lines, read_lines, read_values
from detente.read.language import language_of
from detente.read.limits import DEFAULT_LIMIT, under_gzip, unzipped, within
from detente.read.mail import MAIL_TYPES, is_mail, read_mail
from detente.read.pdf import is_pdf, read_pdf
from detente.read.plain import read_plain
from detente.read.warc import read_warc
from detente.read.zstandard import ZSTD, unpacked
from detente.records import Document, Page

HTML_TYPES = ("text/html", "application/xhtml+xml")
LINE_TYPES = (
    "application/jsonl",
    "application/x-ndjson",
    "application/json-lines",
    "application/jsonlines",
)
LINE_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PEEK_BYTES = 4096
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|table|section|main)\b[^<>]{0,2000}>", re.IGNORECASE
)
_CLOSING = re.compile(r"</(?:html|body|article|div|p|h1|table|section|main)\s*>", re.IGNORECASE)
SNIFF_CHARACTERS = 20_000


def read_page(page: Page, *, published: date | None = None, limit_bytes: int = DEFAULT_LIMIT) -> Iterator[Document]:
    """Yield the documents of a page: one for HTML, text, PDF or mail, one a line, entry, member or record of others.

    A page that cannot be read is a document with ``error`` set; nothing is raised for it.

    Args:
        page: the bytes with what is known of them; gzip is undone.
        published: the day to take instead of the one found.
        limit_bytes: the most that one document may hold.
    """
    yield from _page(page, Reading(published, limit_bytes))


def read_stream(stream: io.BufferedReader, page: Page, how: Reading) -> Iterator[Document]:
    """Yield the documents of a stream, in constant memory where it is an archive, a WARC file or JSON lines.

    Args:
        stream: the bytes, gzip, Zstandard or neither.
        page: what is known of them; its content is not used.
        how: the day to take and the limits.
    """
    try:
        head = stream.peek(PEEK_BYTES)[:PEEK_BYTES]
        kind = kind_of(head)
        if head.startswith(ZSTD):
            yield from _under_zstandard(stream, page, how)
        elif kind is not None:
            yield from _container(kind, stream, page, how)
        elif not is_feed(head) and (_named_lines(page) or is_json_lines(under_gzip(head))):
            yield from read_lines(stream, page, published=how.published, limit_bytes=how.limit_bytes)
        else:
            content = within(stream.read(how.limit_bytes + 1), how.limit_bytes)
            yield from _page(replace(page, content=content), how)
    except ReadError as error:
        yield failed(page, f"{page.origin}: {error}", published=how.published)
    except (BadZipFile, TarError, EOFError, zlib.error):
        yield failed(page, f"{page.origin}: a member that is cut off or damaged", published=how.published)


def _under_zstandard(stream: BinaryIO, page: Page, how: Reading) -> Iterator[Document]:
    plain = unpacked(stream)
    if plain.peek(PEEK_BYTES).startswith(ZSTD):
        raise TooLarge("packed twice over, as only archives made to overwhelm are")
    return read_stream(plain, page, how)


def _container(kind: Kind, stream: BinaryIO, page: Page, how: Reading) -> Iterator[Document]:
    if kind == "warc":
        return read_warc(stream, page, how, read=_page)
    return read_archive(stream, page, how, read=read_stream, zipped=kind == "zip")


def _named_lines(page: Page) -> bool:
    return page.origin.lower().endswith(LINE_SUFFIXES)


def _page(page: Page, how: Reading) -> Iterator[Document]:
    try:
        kind = kind_of(page.content)
        if page.content.startswith(ZSTD):
            yield from _under_zstandard(io.BytesIO(page.content), replace(page, content=b""), how)
            return
        if kind is not None:
            stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, io.BytesIO(page.content))))
            yield from _container(kind, stream, replace(page, content=b""), how)
            return
        page = replace(page, content=unzipped(page.content, how.limit_bytes))
        if is_feed(page.content):
            whole = within(page.content, how.limit_bytes)
            yield from read_feed(replace(page, content=whole), published=how.published)
        elif page.media_type in LINE_TYPES or is_json_lines(page.content):
            lines = io.BytesIO(page.content)
            yield from read_lines(lines, page, published=how.published, limit_bytes=how.limit_bytes)
        elif is_json(page.content):
            yield from read_values(within(page.content, how.limit_bytes), page, published=how.published)
        else:
            yield _document(replace(page, content=within(page.content, how.limit_bytes)), how.published)
    except ReadError as error:
        yield failed(page, f"{page.origin}: {error}", published=how.published)


def read_bytes(
    content: bytes,
    origin: str,
    *,
    url: str | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
    published: date | None = None,
    limit_bytes: int = DEFAULT_LIMIT,
) -> Iterator[Document]:
    """Yield the documents in ``content``; see ``read_page``."""
    page = Page(content, origin, url=url, media_type=media_type, encoding=encoding)
    return read_page(page, published=published, limit_bytes=limit_bytes)


def _document(page: Page, published: date | None) -> Document:
    if not page.content.strip():
        raise EmptyInput("empty" if not page.content else "nothing but white space")
    draft = _draft(page)
    return finish(with_language(draft, language_of(_body(draft))), page, published=published)


def _draft(page: Page) -> Draft:
    if is_pdf(page.content):
        return read_pdf(page.content)
    if page.media_type in MAIL_TYPES or page.origin.lower().endswith(".eml") or is_mail(page.content):
        return read_mail(page.content)
    text = decode(page.content, declared=page.encoding)
    if not text.strip():
        raise EmptyInput("nothing but white space")
    return _html(text, page) if _is_html(text, page) else read_plain(text)


def _html(text: str, page: Page) -> Draft:
    # Its libraries take half a second to load, which plain text and --help need not wait for.
    from detente.read.html import read_html

    return read_html(text, url=page.url)


def _is_html(text: str, page: Page) -> bool:
    """Return whether a text is markup: it says so at its head, or holds several tags that pages have."""
    if page.media_type in HTML_TYPES:
        return True
    head = text[:SNIFF_CHARACTERS]
    if re.match(
        r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", head, re.IGNORECASE | re.DOTALL
    ):
        return True
    return bool(_TAG.search(head)) and len(_CLOSING.findall(text[: 5 * SNIFF_CHARACTERS])) >= 2


def _body(draft: Draft) -> str:
    return "\n".join(draft.paragraphs) or draft.title or ""
