"""JSON lines to documents: one article a line, its text taken as it stands.

Fields: ``text`` (needed), ``title``, ``standfirst``, ``date`` or ``published``, ``url``, ``publisher``,
``section``, ``authors`` (a list or one name), ``language``. Others are left alone.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO

from detente.errors import ReadError, UnknownFormat
from detente.read.blocks import units_of
from detente.read.credits import publisher_in
from detente.read.dates import parse_date
from detente.read.decode import decode
from detente.read.draft import Draft, failed, finish
from detente.read.language import language_of
from detente.read.limits import GZIP, inflow, too_large
from detente.read.published import published_in
from detente.records import Document, Page

_OBJECT = re.compile(rb"\{\s*\"")
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,60}\"\s*:")


def is_json_lines(head: bytes) -> bool:
    """Return whether the first line of ``head`` is a JSON object (or the start of a very long one)."""
    line, end, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not _OBJECT.match(line):
        return False
    if not end and not line.rstrip().endswith(b"}"):
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def is_json(content: bytes) -> bool:
    """Return whether ``content`` begins as a JSON object with fields, or a list of them, does."""
    return _JSON.match(content.removeprefix(b"\xef\xbb\xbf")) is not None


def read_values(content: bytes, page: Page, *, published: date | None = None) -> Iterator[Document]:
    """Yield a document for each object of a JSON text that is one object or a list of them.

    Raises:
        UnknownFormat: it is no JSON.
    """
    try:
        values = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise UnknownFormat("neither JSON nor JSON lines, though it begins so") from error
    for number, value in enumerate(values if isinstance(values, list) else [values], 1):
        row = replace(page, content=b"", origin=f"{page.origin}:{number}" if isinstance(values, list) else page.origin)
        yield _row(value, row, published=published)


def read_lines(stream: BinaryIO, page: Page, *, published: date | None = None, limit_bytes: int) -> Iterator[Document]:
    """Yield a document for each line that is not blank; a bad line is a row with its number in the error.

    Args:
        stream: the lines, plain or gzip.
        page: where they come from; its content is not used.
        published: the day to take for every line instead of its own.
        limit_bytes: the most that one line may hold; the rest of a longer one is passed over.
    """
    head = stream.peek(2) if hasattr(stream, "peek") else b""
    lines = inflow(stream, head) if head.startswith(GZIP) else stream
    number = 0
    while True:
        number += 1
        row = replace(page, content=b"", origin=f"{page.origin}:{number}")
        try:
            line = lines.readline(limit_bytes + 1)
        except (OSError, EOFError, zlib.error):
            yield failed(row, f"{row.origin}: a gzip file that is cut off or damaged", published=published)
            return
        if not line:
            return
        if line.strip():
            yield _line(line, row, published=published, limit_bytes=limit_bytes)
        while len(line) > limit_bytes and not line.endswith(b"\n"):
            line = lines.readline(limit_bytes + 1)


def _line(line: bytes, row: Page, *, published: date | None, limit_bytes: int) -> Document:
    try:
        if len(line) > limit_bytes:
            raise too_large(limit_bytes)
        value = _value(line)
    except ReadError as error:
        return failed(row, f"{row.origin}: {error}", published=published)
    return _row(value, row, published=published)


def _row(value: Any, row: Page, *, published: date | None) -> Document:
    try:
        if not isinstance(value, dict):
            raise UnknownFormat("JSON, but not an object with fields")
        return finish(_draft(value), row, published=published)
    except ReadError as error:
        return failed(row, f"{row.origin}: {error}", published=published)


def _value(line: bytes) -> Any:
    try:
        return json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise UnknownFormat("not a line of JSON") from error


def _draft(row: dict[str, Any]) -> Draft:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnknownFormat("no text in the field 'text'")
    title, standfirst = _string(row, "title"), _string(row, "standfirst")
    paragraphs = tuple(unit.text for unit in units_of(text.replace("\r\n", "\n")))
    while paragraphs and paragraphs[0] in (title, standfirst):
        paragraphs = paragraphs[1:]
    draft = Draft(
        paragraphs=paragraphs,
        title=title,
        standfirst=standfirst,
        section=_string(row, "section"),
        publisher=_string(row, "publisher") or publisher_in(paragraphs[:3], ()),
        authors=_authors(row.get("authors")),
        language=_string(row, "language") or language_of(text),
        url=_string(row, "url"),
    )
    return _dated(draft, row)


def _dated(draft: Draft, row: dict[str, Any]) -> Draft:
    value = _string(row, "published") or _string(row, "date")
    if value is not None:
        day = parse_date(value)
        if day is None:
            raise UnknownFormat(f"no day in the field 'date': {value[:40]!r}")
        return replace(draft, published=day, published_basis="metadata")
    found = published_in([piece for piece in (draft.title, *draft.paragraphs) if piece])
    return replace(draft, published=found[0], published_basis=found[1]) if found else draft


def _string(row: dict[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise UnknownFormat(f"the field {field!r} is not a string")
    return value.strip() or None if value else None


def _authors(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UnknownFormat("the field 'authors' is not a list of names")
    return tuple(name.strip() for name in names if name.strip())
