"""One page to its documents: finds the format and calls its reader."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from detente.errors import EmptyInput, ReadError
from detente.read.decode import decode
from detente.read.draft import Draft, failed, finish, with_language
from detente.read.jsonl import is_json, is_json_lines, read_lines, read_values
from detente.read.language import language_of
from detente.read.limits import DEFAULT_LIMIT, unzipped, within
from detente.read.plain import read_plain
from detente.records import Document, Page

HTML_TYPES = ("text/html", "application/xhtml+xml")
LINE_TYPES = (
    "application/jsonl",
    "application/x-ndjson",
    "application/json-lines",
    "application/jsonlines",
)
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|table|section|main)\b[^<>]{0,2000}>", re.IGNORECASE
)
_CLOSING = re.compile(r"</(?:html|body|article|div|p|h1|table|section|main)\s*>", re.IGNORECASE)
SNIFF_CHARACTERS = 20_000


def read_page(page: Page, *, published: date | None = None, limit_bytes: int = DEFAULT_LIMIT) -> Iterator[Document]:
    """Yield the documents of a page: one for HTML and plain text, one a line for JSON lines.

    A page that cannot be read is a document with ``error`` set; nothing is raised for it.

    Args:
        page: the bytes with what is known of them; gzip is undone.
        published: the day to take instead of the one found.
        limit_bytes: the most that one document may hold.
    """
    try:
        content = unzipped(page.content, limit_bytes)
        if page.media_type in LINE_TYPES or is_json_lines(content):
            yield from read_lines(io.BytesIO(content), page, published=published, limit_bytes=limit_bytes)
            return
        if is_json(content):
            yield from read_values(within(content, limit_bytes), page, published=published)
            return
        yield _document(replace(page, content=within(content, limit_bytes)), published)
    except ReadError as error:
        yield failed(page, f"{page.origin}: {error}", published=published)


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
    text = decode(page.content, declared=page.encoding)
    if not text.strip():
        raise EmptyInput("nothing but white space")
    draft = _html(text, page) if _is_html(text, page) else read_plain(text)
    return finish(with_language(draft, language_of(_body(draft))), page, published=published)


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
