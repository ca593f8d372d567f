"""The file that names the feeds to watch: TOML of ours, or OPML as feed readers export it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from detente.errors import UsageError

EVERY_SECONDS = 900.0
DELAY_SECONDS = 5.0
SHORTEST_EVERY = 60.0
FIELDS = {"url", "publisher", "every", "pages"}
SETTINGS = {"contact", "every", "delay"}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: where it is, whose it is, seconds between two looks, whether the pages it names are fetched."""

    url: str
    publisher: str | None = None
    every: float = EVERY_SECONDS
    pages: bool = True


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds, seconds between two requests to one host, and whom a host may turn to."""

    feeds: tuple[Feed, ...]
    delay: float = DELAY_SECONDS
    contact: str | None = None


def load_feeds(path: Path) -> FeedList:
    """Return the feeds that a file names.

    Raises:
        UsageError: it cannot be read, names none, or has a field that is unknown or makes no sense.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror or error}") from error
    found = (
        _of_opml(content, path) if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _of_toml(content, path)
    )
    if not found.feeds:
        raise UsageError(f"{path}: names no feed")
    for feed in found.feeds:
        _check(feed, path)
    doubled = {feed.url for feed in found.feeds if sum(other.url == feed.url for other in found.feeds) > 1}
    if doubled:
        raise UsageError(f"{path}: names {min(doubled)} twice")
    return found


def _of_toml(content: bytes, path: Path) -> FeedList:
    try:
        card = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
    settings, rows = card.get("watch", {}), card.get("feed", [])
    if not isinstance(settings, dict) or not isinstance(rows, list) or set(card) - {"watch", "feed"}:
        raise UsageError(f"{path}: holds one table [watch] and a table [[feed]] for each feed, nothing else")
    _known(settings, SETTINGS, f"{path}: [watch]")
    every = _seconds(settings, "every", EVERY_SECONDS, path=path)
    return FeedList(
        tuple(_feed(row, every, path) for row in rows),
        delay=_seconds(settings, "delay", DELAY_SECONDS, path=path),
        contact=_string(settings, "contact", path),
    )


def _feed(row: Any, every: float, path: Path) -> Feed:
    if not isinstance(row, dict):
        raise UsageError(f"{path}: [[feed]] is no table")
    _known(row, FIELDS, f"{path}: [[feed]]")
    pages = row.get("pages", True)
    if not isinstance(pages, bool):
        raise UsageError(f"{path}: pages is true or false, not {pages!r}")
    return Feed(
        _string(row, "url", path) or "",
        _string(row, "publisher", path),
        _seconds(row, "every", every, path=path),
        pages,
    )


def _of_opml(content: bytes, path: Path) -> FeedList:
    if b"<!ENTITY" in content:
        raise UsageError(f"{path}: defines entities of its own, which is refused")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{path}: not OPML: {error.msg}") from error
    rows = [node for node in root.iter("outline") if node.get("xmlUrl")]
    return FeedList(tuple(Feed(str(node.get("xmlUrl")), node.get("title") or node.get("text")) for node in rows))


def _check(feed: Feed, path: Path) -> None:
    try:
        parts = urlsplit(feed.url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fit = False
    if not fit:
        raise UsageError(f"{path}: not the address of a feed: {feed.url!r}")
    if feed.every < SHORTEST_EVERY:
        raise UsageError(f"{path}: {feed.url} more often than every {SHORTEST_EVERY:g} seconds")


def _known(row: dict[str, Any], fields: set[str], where: str) -> None:
    unknown = set(row) - fields
    if unknown:
        raise UsageError(f"{where} has no field {min(unknown)!r}: it has {', '.join(sorted(fields))}")


def _seconds(row: dict[str, Any], field: str, default: float, *, path: Path) -> float:
    value = row.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 31_536_000:
        raise UsageError(f"{path}: {field} is a number of seconds, not {value!r}")
    return float(value)


def _string(row: dict[str, Any], field: str, path: Path) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{path}: {field} is a string, not {value!r}")
    return value
