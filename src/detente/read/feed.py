"""Feeds as files: RSS, Atom and JSON Feed, an entry a document; sitemaps, an entry a document where it has a title.

Entities that a file defines itself are refused, since they can be made to swell; nothing outside is loaded.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from detente.errors import EmptyInput, ReadError, UnknownFormat
from detente.read.dates import parse_date
from detente.read.decode import decode
from detente.read.draft import Draft, failed, finish
from detente.read.html_tree import blocks_of, parse_tree
from detente.read.language import language_of
from detente.records import Document, Page

SNIFF_BYTES = 4096
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_JSON_FEED = re.compile(rb"\s*\{.*?\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
ITEMS = ("item", "entry")
TEXTS = ("encoded", "content", "description", "summary")
DAYS = ("pubDate", "published", "date", "issued", "updated", "modified", "publication_date")
NO_TEXT = "a sitemap without titles: it lists pages and holds no text of them"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or sitemap.

    Attributes:
        url: the article's address.
        id: what tells the entry from others: its own identifier, else its address.
        draft: its text, None where it has neither title nor text.
    """

    url: str | None
    id: str
    draft: Draft | None


def is_feed(content: bytes) -> bool:
    """Return whether bytes begin as RSS, Atom, a sitemap or JSON Feed do."""
    head = content[:SNIFF_BYTES]
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")
    return bool(_ROOT.match(plain)) or bool(_JSON_FEED.match(head))


def is_sitemap_index(content: bytes) -> bool:
    """Return whether a file is a sitemap that lists other sitemaps."""
    return b"<sitemapindex" in content[:SNIFF_BYTES]


def read_feed(page: Page, *, published: date | None = None) -> Iterator[Document]:
    """Yield a document for each entry; one without text, and what is broken, is a row with its error.

    Raises:
        UnknownFormat: it is no feed, or defines entities.
    """
    number = 0
    entries, broken = parse_feed(page.content)
    for number, entry in enumerate(entries, 1):
        row = replace(page, content=b"", origin=f"{page.origin}:{number}", url=entry.url)
        if entry.draft is None:
            yield failed(row, f"{row.origin}: {NO_TEXT if entry.url else 'an entry without text'}", published=published)
        else:
            yield finish(entry.draft, row, published=published)
    if broken:
        yield failed(page, f"{page.origin}: {broken}, {number} entries were read", published=published)
    elif not number:
        raise EmptyInput("a feed without entries")


def parse_feed(content: bytes, *, base: str | None = None) -> tuple[list[Entry], str | None]:
    """Return the entries in the order of the file, and what is wrong with it where something is.

    Args:
        content: the file.
        base: its address, for addresses in it that are relative.

    Raises:
        UnknownFormat: it is no feed, or defines entities.
    """
    entries, broken = (_of_json(content), None) if _JSON_FEED.match(content[:SNIFF_BYTES]) else _of_xml(content)
    if base is None:
        return entries, broken
    return [replace(entry, url=_joined(base, entry.url)) if entry.url else entry for entry in entries], broken


def _joined(base: str, url: str) -> str | None:
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def _of_xml(content: bytes) -> tuple[list[Entry], str | None]:
    text = decode(content)
    if _ENTITY.search(text[: 16 * SNIFF_BYTES]):
        raise UnknownFormat("XML that defines entities of its own, which is refused")
    root, broken = _root(text)
    publisher = _text(_child(_child(root, "channel"), "title")) or _text(_child(root, "title"))
    language = _text(_child(_child(root, "channel"), "language")) or root.get(f"{{{_XML}}}lang")
    found = [node for node in root.iter() if _name(node) in ITEMS]
    if found:
        return [_entry(node, publisher, language) for node in found], broken
    return [_listed(node) for node in root if _name(node) in ("url", "sitemap")], broken


_XML = "http://www.w3.org/XML/1998/namespace"


def _root(text: str) -> tuple[etree._Element, str | None]:
    raw = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).strip().encode("utf-8", "replace")
    options = {"encoding": "utf-8", "resolve_entities": False, "no_network": True, "load_dtd": False}
    try:
        return etree.fromstring(raw, etree.XMLParser(**options)), None  # type: ignore[arg-type]
    except etree.XMLSyntaxError as error:
        root = etree.fromstring(raw, etree.XMLParser(recover=True, **options))  # type: ignore[arg-type]
        if root is None:
            raise UnknownFormat("XML that is broken") from error
        return root, f"XML that is broken at line {error.lineno}"


def _entry(node: etree._Element, publisher: str | None, language: str | None) -> Entry:
    url = _link(node)
    title = " ".join((_text(_child(node, "title")) or "").split()) or None
    pieces = next((found for name in TEXTS if (found := _prose(_child(node, name)))), ())
    own = _text(_child(node, "guid")) or _text(_child(node, "id"))
    return Entry(url, own or url or title or "", _draft(node, title, pieces, publisher=publisher, language=language))


def _draft(
    node: etree._Element, title: str | None, pieces: tuple[str, ...], *, publisher: str | None, language: str | None
) -> Draft | None:
    paragraphs = tuple(piece for piece in pieces if piece != title)
    if not title and not paragraphs:
        return None
    day = next((day for name in DAYS if (day := parse_date(_text(_child(node, name)) or ""))), None)
    return Draft(
        paragraphs=paragraphs,
        title=title,
        publisher=publisher,
        authors=_authors(node),
        published=day,
        published_basis="metadata" if day else None,
        language=_short(language) or language_of("\n".join(paragraphs) or title or ""),
    )


def _listed(node: etree._Element) -> Entry:
    """Return the entry of a sitemap; those of news have title, day and publisher."""
    url = _text(_child(node, "loc"))
    news = _child(node, "news")
    title = _text(_child(news, "title"))
    if news is None or not title:
        return Entry(url, url or "", None)
    publication = _child(news, "publication")
    publisher, language = _text(_child(publication, "name")), _text(_child(publication, "language"))
    return Entry(url, url or title, _draft(news, title, (), publisher=publisher, language=language))


def _of_json(content: bytes) -> list[Entry]:
    try:
        feed: dict[str, Any] = json.loads(decode(content))
        items = feed.get("items") or []
        if not isinstance(items, list):
            raise ValueError("items")
    except (ValueError, RecursionError, AttributeError) as error:
        raise UnknownFormat("a JSON Feed that is broken") from error
    return [_json_entry(item, feed) for item in items if isinstance(item, dict)]


def _json_entry(item: dict[str, Any], feed: dict[str, Any]) -> Entry:
    text, markup = _string(item, "content_text") or _string(item, "summary"), _string(item, "content_html")
    title, url = _string(item, "title"), _string(item, "url") or _string(item, "external_url")
    pieces = _fragment(markup) if markup else tuple(part.strip() for part in (text or "").split("\n\n") if part.strip())
    day = parse_date(_string(item, "date_published") or _string(item, "date_modified") or "")
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    draft = Draft(
        paragraphs=pieces,
        title=title,
        publisher=_string(feed, "title"),
        authors=tuple(name for one in authors or () if isinstance(one, dict) and (name := _string(one, "name"))),
        published=day,
        published_basis="metadata" if day else None,
        language=_short(_string(item, "language") or _string(feed, "language"))
        or language_of("\n".join(pieces) or title or ""),
    )
    return Entry(url, str(item.get("id") or url or title or ""), draft if title or pieces else None)


def _string(item: dict[str, Any], field: str) -> str | None:
    value = item.get(field)
    return value.strip() or None if isinstance(value, str) else None


def _name(node: etree._Element) -> str:
    # QName would raise for the tags that mending a broken file leaves.
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    return None if node is None else next((child for child in node if _name(child) == name), None)


def _text(node: etree._Element | None) -> str | None:
    return None if node is None else "".join(str(piece) for piece in node.itertext()).strip() or None


def _link(node: etree._Element) -> str | None:
    links = [child for child in node if _name(child) == "link"]
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (url := link.get("href") or _text(link)):
            return url.strip()
    guid = _child(node, "guid")
    url = _text(guid)
    return url if guid is not None and guid.get("isPermaLink") != "false" and url and url.startswith("http") else None


def _authors(node: etree._Element) -> tuple[str, ...]:
    people = [child for child in node if _name(child) in ("author", "creator")]
    names = (_text(_child(person, "name")) or _text(person) for person in people)
    return tuple(dict.fromkeys(re.sub(r"^\S+@\S+ \((.+)\)$", r"\1", name) for name in names if name))


def _prose(node: etree._Element | None) -> tuple[str, ...]:
    if node is None:
        return ()
    if node.get("type") == "xhtml":
        return _fragment(etree.tostring(node, encoding="unicode", with_tail=False))
    return _fragment(_text(node) or "")


def _fragment(markup: str) -> tuple[str, ...]:
    try:
        return tuple(block.text for block in blocks_of(parse_tree(markup))) if markup.strip() else ()
    except ReadError:
        return ()


def _short(language: str | None) -> str | None:
    return re.split(r"[-_]", language.strip().lower())[0] or None if language else None
