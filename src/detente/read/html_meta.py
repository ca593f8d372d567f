"""What a page says about its article in its markup: JSON-LD, OpenGraph, meta, microdata."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.read.dates import parse_date
from detente.read.html_tree import Element, text_of

ARTICLE_TYPES = (
    "newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "liveblogposting", "blogposting", "socialmediaposting",
    "report", "webpage", "techarticle",
)  # fmt: skip
DEEPEST = 12
LONGEST_AUTHOR = 80
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_URL = re.compile(r"^(?:https?:)?//")
_BY = re.compile(r"^\s*(?:by|von|par|por|door|di)\s*:?\s+", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|;|\||&|\band\b|\bund\b|\bet\b)\s*")
_DATE_METAS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dc.date.created", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "article.published", "published_time", "og:pubdate", "citation_publication_date", "pdate", "bt:pubdate",
    "article_date_original", "dc.terms.issued", "dcterms.issued", "creation_date", "publication-date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meta:
    """What the markup says; None where it says nothing."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    section: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    body: str | None = None
    url: str | None = None
    page_title: str | None = None


def meta_of(tree: Element) -> Meta:
    """Return what the page's markup says about its article, the surest source first for each field."""
    named = _named(tree)
    things = list(_things(tree))
    article = _article(things)
    return Meta(
        titles=_texts(
            article.get("headline"),
            named.get("og:title"),
            named.get("twitter:title"),
            named.get("dc.title"),
            article.get("name"),
        ),
        descriptions=_texts(
            article.get("description"),
            named.get("og:description"),
            named.get("description"),
            named.get("twitter:description"),
            article.get("alternativeheadline"),
        ),
        section=_first(
            article.get("articlesection"),
            named.get("article:section"),
            named.get("og:section"),
            named.get("section"),
            _breadcrumb(things),
        ),
        publisher=_first(
            _name(article.get("publisher")),
            named.get("og:site_name"),
            _name_of_site(things),
            named.get("application-name"),
            named.get("publisher"),
            named.get("dc.publisher"),
        ),
        authors=_authors(tree, article, named),
        published=_published(tree, article, named),
        body=_first(article.get("articlebody")),
        url=_first(*tree.xpath("//link[@rel='canonical']/@href"), named.get("og:url")),
        page_title=_first(*(title.text_content() for title in tree.xpath("//head/title"))),
    )


def _named(tree: Element) -> dict[str, str]:
    """Return meta values by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        value = (meta.get("content") or "").strip()
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _things(tree: Element) -> Iterator[dict[str, Any]]:
    """Yield every JSON-LD object of the page, keys in lower case, nested ones after the ones around them."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            value = json.loads(_TRAILING_COMMA.sub(r"\1", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _walk(value, DEEPEST)


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth - 1)
    elif isinstance(value, dict):
        yield {key.lower(): item for key, item in value.items()}
        for item in value.values():
            if isinstance(item, dict | list):
                yield from _walk(item, depth - 1)


def _types(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [str(kind).lower().rsplit("/", 1)[-1] for kind in kinds if kind]


def _article(things: list[dict[str, Any]]) -> dict[str, Any]:
    for kind in ARTICLE_TYPES:
        for thing in things:
            if kind in _types(thing) and ("headline" in thing or "datepublished" in thing or "articlebody" in thing):
                return thing
    return {}


def _breadcrumb(things: list[dict[str, Any]]) -> str | None:
    """Return the last crumb but the article's own."""
    for thing in things:
        items = thing.get("itemlistelement")
        if "breadcrumblist" in _types(thing) and isinstance(items, list):
            names = [
                name for item in items if isinstance(item, dict) and (name := _name(item) or _name(item.get("item")))
            ]
            if len(names) > 2:
                return names[-2]
    return None


def _name_of_site(things: list[dict[str, Any]]) -> str | None:
    for thing in things:
        if {"newsmediaorganization", "website"} & set(_types(thing)) and (name := _name(thing)):
            return name
    return None


def _name(value: Any) -> str | None:
    """Return the name of a JSON-LD thing, of the first of a list, or the string itself."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def _authors(tree: Element, article: dict[str, Any], named: dict[str, str]) -> tuple[str, ...]:
    value = article.get("author") or article.get("creator")
    values = value if isinstance(value, list) else [value]
    names = [name for item in values if (name := _name(item))]
    if not names:
        names = [
            named.get(key, "")
            for key in ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
        ]
        names = [name for name in names if name][:1]
    if not names:
        names = [text_of(node) for node in _shown_authors(tree)]
    parts = (part.strip() for name in names for part in _JOINED.split(_BY.sub("", name)))
    return tuple(dict.fromkeys(part for part in parts if _is_author(part)))


def _shown_authors(tree: Element) -> list[Element]:
    marked: list[Element] = tree.xpath(
        "//*[@itemprop='author']//*[@itemprop='name'] | //a[@rel='author'] | //*[@itemprop='author' and not(*)]"
    )
    if marked:
        return marked[:4]
    pattern = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
    names = ("byline", "author", "author-name", "article-author", "entry-author", "byline-name")
    found: list[Element] = tree.xpath("//*[" + " or ".join(pattern.format(name) for name in names) + "]")
    return found[:1]


def _is_author(name: str) -> bool:
    return (
        2 < len(name) <= LONGEST_AUTHOR
        and not _URL.match(name)
        and len(name.split()) <= 6
        and "@" not in name
        and "\n" not in name
    )


def _published(tree: Element, article: dict[str, Any], named: dict[str, str]) -> date | None:
    values = [article.get("datepublished"), *(named.get(key) for key in _DATE_METAS), article.get("datecreated")]
    marked = "//*[@itemprop='datePublished']"
    values += tree.xpath(f"{marked}/@datetime | {marked}/@content | //time[@pubdate]/@datetime")
    for value in values:
        if isinstance(value, str) and (day := parse_date(value)):
            return day
    return None


def _texts(*values: Any) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            text for value in values if isinstance(value, str) and (text := " ".join(value.split(" ")).strip())
        )
    )


def _first(*values: Any) -> str | None:
    for value in values:
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, str)), None)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
