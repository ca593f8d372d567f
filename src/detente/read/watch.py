"""Watching feeds: each round asks those that are due and fetches the articles they name, each once.

Hosts are asked beside each other, each by one thread at a time, at its own pace (``polite``). An article is
remembered before it is fetched and settled after it was stored, so that a watch that is killed loses none.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from detente.errors import FetchError, ReadError, Refused, UnknownFormat
from detente.read.draft import Draft, failed, finish
from detente.read.feed import Entry, is_feed, is_sitemap_index, parse_feed
from detente.read.feed_list import Feed
from detente.read.limits import DEFAULT_LIMIT
from detente.read.page import read_page
from detente.read.polite import Stopping, Visitor, host_of
from detente.read.watch_state import DAY_SECONDS, FeedState, Item, WatchState
from detente.records import Document, Page

FEED_BYTES = 5_000_000
HOSTS_AT_ONCE = 8
PAGES_A_ROUND = 10  # of one host, so that a round ends and the others are looked at again
MOST_TRIES = 3
RETRY_SECONDS = 600.0
TRACKERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")

Asked = TypeVar("Asked", Feed, Item)
Told = TypeVar("Told")


@dataclass(slots=True)
class WatchCounts:
    """What a watch did since it began."""

    polls: int = 0
    unchanged: int = 0
    feed_failures: int = 0
    new_items: int = 0
    page_failures: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An article fetched: the key to settle it by when it is stored."""

    key: str
    document: Document


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed and what is known of it."""

    url: str
    state: FeedState


class Watcher:
    """Asks feeds and fetches articles; for one thread, threads of its own ask the hosts."""

    def __init__(
        self,
        feeds: Sequence[Feed],
        state: WatchState,
        visitor: Visitor,
        *,
        now: Callable[[], float] = time.time,
        heard: Callable[[str], None] | None = None,
    ) -> None:
        self._feeds = {feed.url: feed for feed in feeds}
        self._state, self._visitor, self._now = state, visitor, now
        self._heard = heard or (lambda _: None)
        self.counts = WatchCounts()
        # For other threads, which may not ask the state itself.
        self._seen = {url: state.feed(url) for url in self._feeds}
        self.waiting = state.count_waiting()

    def status(self) -> list[FeedStatus]:
        """Return what is known of each feed; may be called from any thread."""
        return [FeedStatus(url, state) for url, state in list(self._seen.items())]

    def poll(self) -> None:
        """Ask the feeds that are due, and remember the articles that are new."""
        now = self._now()
        due = [(feed, self._state.feed(feed.url)) for feed in self._feeds.values()]
        states = {feed.url: state for feed, state in due if state.due(now)}
        jobs = [feed for feed, _ in due if feed.url in states]
        for feed, told in _by_host(jobs, lambda feed: self._ask(feed, states[feed.url])):
            if not isinstance(told, Stopping):
                self._keep(feed, states[feed.url], told)

    def fetch(self) -> Iterator[Found]:
        """Yield the articles that wait and can be had, at most ten of a host; settle each when it is stored."""
        waiting = self._waiting()
        of_host: dict[str, int] = defaultdict(int)
        jobs = []
        for item in waiting:
            host = host_of(item.url) if item.pages and item.url else ""
            of_host[host] += 1
            if not host or of_host[host] <= PAGES_A_ROUND:
                jobs.append(item)
        for item, told in _by_host(jobs, self._read):
            if isinstance(told, Document):
                yield Found(item.key, told)
            elif not isinstance(told, Stopping):
                yield from self._failed(item, told)

    def settle(self, keys: Sequence[str]) -> None:
        """Remember that articles are stored."""
        self._state.settle(keys)
        self.waiting = self._state.count_waiting()
        self.counts.settled += len(keys)

    def waits(self) -> float:
        """Return the seconds until something is due."""
        now = self._now()
        states = [self._state.feed(url) for url in self._feeds]
        if any(state.due(now) for state in states) or self._waiting():
            return 0.0
        return min((state.polled_at + state.wait - now for state in states), default=0.0)

    def _waiting(self) -> list[Item]:
        # A feed may have been taken out of the list since.
        return [item for item in self._state.waiting(self._now()) if item.feed in self._feeds]

    def _ask(self, feed: Feed, state: FeedState) -> tuple[FeedState, list[Item]]:
        answer = self._visitor.get(feed.url, etag=state.etag, modified=state.modified, limit_bytes=FEED_BYTES)
        if answer.page is None:
            return replace(state, error=None), []
        entries, broken = _entries(answer.page)
        base = answer.page.url or feed.url
        items = [_item(entry, feed, base) for entry in entries if entry.url or entry.draft]
        if broken and not items:
            raise UnknownFormat(broken)
        return FeedState(answer.etag, answer.modified, error=broken), items

    def _keep(self, feed: Feed, state: FeedState, told: tuple[FeedState, list[Item]] | ReadError) -> None:
        now = self._now()
        self.counts.polls += 1
        if isinstance(told, ReadError):
            self.counts.feed_failures += 1
            failures = state.failures + 1
            wait = max(min(feed.every * 2.0 ** min(failures, 20), DAY_SECONDS), _asked_to_wait(told, now))
            new = replace(state, polled_at=now, wait=wait, failures=failures, error=str(told))
            self._state.polled(feed.url, new, ())
            self._seen[feed.url] = new
            self._heard(f"{feed.url}: {told}; asked again in {wait:.0f} s")
            return
        fresh, items = told
        new = replace(fresh, polled_at=now, wait=feed.every, failures=0)
        found = self._state.polled(feed.url, new, items)
        self._seen[feed.url] = new
        self.counts.new_items += found
        self.waiting += found
        self.counts.unchanged += not items
        if fresh.error:
            self._heard(f"{feed.url}: {fresh.error}")

    def _read(self, item: Item) -> Document:
        """Return the article of an item: its page, or what the feed says where that is wanted or all there is.

        Raises:
            ReadError: the page cannot be had.
        """
        feed = self._feeds[item.feed]
        draft = _draft_of(item.entry)
        page = Page(b"", origin=item.url or item.key, url=item.url)
        if item.url and item.pages:
            answer = self._visitor.get(item.url, limit_bytes=DEFAULT_LIMIT)
            document = next(read_page(answer.page)) if answer.page else None
            if document is not None and (document.error is None or draft is None):
                return replace(document, publisher=document.publisher or feed.publisher, origin=item.url)
        if draft is None:
            return failed(page, f"{page.origin}: an entry without text")
        return finish(replace(draft, publisher=feed.publisher or draft.publisher), page)

    def _failed(self, item: Item, error: ReadError) -> Iterator[Found]:
        self.counts.page_failures += 1
        now, url = self._now(), item.url or item.key
        if item.tries + 1 < MOST_TRIES and not _final(error):
            wait = max(RETRY_SECONDS * 2.0**item.tries, _asked_to_wait(error, now))
            self._state.tried(item.key, now=now, wait=wait)
            self._heard(f"{url}: {error}; tried again in {wait:.0f} s")
            return
        self._heard(f"{url}: {error}; given up")
        if item.entry is not None:
            yield Found(item.key, self._read(replace(item, pages=False)))
        else:
            yield Found(item.key, failed(Page(b"", origin=url, url=item.url), f"{url}: {error}"))


def _by_host(jobs: Sequence[Asked], ask: Callable[[Asked], Told]) -> Iterator[tuple[Asked, Told | ReadError]]:
    """Yield each job with what asking gave or the error, hosts beside each other, the jobs of one in order."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for job in jobs:
        groups[host_of(job.url or "")].append(job)
    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="host") as pool:
        for done in as_completed([pool.submit(_one_host, group, ask) for group in groups.values()]):
            yield from done.result()


def _one_host(jobs: Sequence[Asked], ask: Callable[[Asked], Told]) -> list[tuple[Asked, Told | ReadError]]:
    told: list[tuple[Asked, Told | ReadError]] = []
    for job in jobs:
        try:
            told.append((job, ask(job)))
        except ReadError as error:
            told.append((job, error))
    return told


def _entries(page: Page) -> tuple[list[Entry], str | None]:
    if not is_feed(page.content):
        raise UnknownFormat("not a feed")
    if is_sitemap_index(page.content):
        raise UnknownFormat("a sitemap of sitemaps: name those that it lists")
    return parse_feed(page.content, base=page.url)


def _item(entry: Entry, feed: Feed, base: str) -> Item:
    key = _same(entry.url) if entry.url else f"{base}#{entry.id}"
    text = json.dumps(asdict(entry.draft), default=str) if entry.draft else None
    return Item(key, feed.url, entry.url, text, feed.pages)


def _same(url: str) -> str:
    """Return what is the same for addresses of one article: without fragment and trackers."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(TRACKERS)]
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", urlencode(query), ""))


def _draft_of(entry: str | None) -> Draft | None:
    if entry is None:
        return None
    row = json.loads(entry)
    row["published"] = date.fromisoformat(row["published"]) if row["published"] else None
    lists = {name: tuple(row[name]) for name in ("paragraphs", "authors", "furniture")}
    return Draft(**(row | lists | {"comments": ()}))


def _final(error: ReadError) -> bool:
    """Return whether trying again is of no use: a page that is gone, too large, or not to be asked for."""
    if isinstance(error, Refused):
        return error.status in (401, 403, 404, 410, 451)
    return not isinstance(error, FetchError) or "robots.txt of" in str(error) or "not public" in str(error)


def _asked_to_wait(error: ReadError, now: float) -> float:
    """Return the seconds that a server asks to be left alone, a day at most."""
    value = error.retry_after if isinstance(error, Refused) else None
    if not value:
        return 0.0
    if value.strip().isdigit():
        return min(float(value), DAY_SECONDS)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return 0.0
    return min(max(0.0, (until - datetime.fromtimestamp(now, UTC)).total_seconds()), DAY_SECONDS)
