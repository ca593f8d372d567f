"""``detente watch``: feeds into a store, politely, for ever."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING

import click

from detente.errors import StoreBusy
from detente.records import Document
from detente.show import options
from detente.show.failures import counted, note, note_failed
from detente.show.stopping import ending

if TYPE_CHECKING:
    from detente.read.polite import Visitor
    from detente.read.watch import Found, Watcher
    from detente.store import EventCoder

BATCH = 50
LONGEST_SLEEP = 60.0  # so that a clock that was set is noticed
BUSY_SECONDS = 10.0


@click.command(short_help="Follow feeds into a store, politely.")
@click.argument("feeds", metavar="FEEDS", type=click.Path(path_type=Path))
@options.store
@click.option("--once", is_flag=True, help="Ask the feeds that are due, fetch what is new, and end.")
@click.option(
    "--metrics-port", type=click.IntRange(0, 65535), metavar="N", help="A page and numbers for Prometheus on 127.0.0.1."
)
@click.option("--allow-private", is_flag=True, help="Ask addresses of private networks and of this machine too.")
def watch(feeds: Path, store_path: str, once: bool, metrics_port: int | None, allow_private: bool) -> None:
    """Follow feeds: fetch each article that they name once, and code it into the store.

    FEEDS is a TOML file (docs/intake.md) or OPML. What was seen is kept beside the store, in a file that ends in
    .watch; a watch that was ended goes on where it was. Ctrl-C ends it after the request under way.
    """
    from detente.read.feed_list import load_feeds
    from detente.read.fetch import is_public
    from detente.read.polite import Gate, Visitor
    from detente.read.watch import Watcher
    from detente.read.watch_state import WatchState

    listed = load_feeds(feeds)
    gate = Gate(listed.delay)
    visitor = Visitor(gate, contact=listed.contact, permit=(lambda _: True) if allow_private else is_public)
    with ExitStack() as stack:
        state = stack.enter_context(WatchState(Path(f"{store_path}.watch")))
        watcher = Watcher(listed.feeds, state, visitor, heard=partial(note, level="warning", event="fetch_failed"))
        keeper = _Keeper(store_path)
        stack.enter_context(_shown(metrics_port, watcher, visitor, keeper=keeper))
        stack.enter_context(ending(gate.stop))
        _follow(watcher, keeper, gate.stop, once=once)
    told = counted(watcher.counts.polls, "feed")
    click.echo(
        f"{told} asked, {counted(watcher.counts.settled, 'article')} stored, {keeper.events} events: {store_path}"
    )


def _follow(watcher: "Watcher", keeper: "_Keeper", stop: Signal, *, once: bool) -> None:
    while not stop.is_set():
        before = watcher.counts.settled
        watcher.poll()
        more = True
        while more and not stop.is_set():
            fetched = _store_all(watcher, keeper, stop)
            more = once and fetched > 0
        if watcher.counts.settled > before:
            counts = watcher.counts
            told = f"{counted(counts.settled - before, 'article')} stored; {counts.settled} since the start"
            note(told, event="round", settled=counts.settled - before, total=counts.settled)
        if once:
            return
        stop.wait(min(watcher.waits(), LONGEST_SLEEP))


def _store_all(watcher: "Watcher", keeper: "_Keeper", stop: Signal) -> int:
    """Fetch what waits, store it in batches and settle it; return how many articles that were."""
    batch: list[Found] = []
    number = 0
    for found in watcher.fetch():
        batch.append(found)
        number += 1
        if len(batch) >= BATCH:
            keeper.keep(batch, watcher.settle, stop)
            batch = []
    keeper.keep(batch, watcher.settle, stop)
    return number


class _Keeper:
    """Puts documents into the store, as ``detente ingest`` does; opens it only while it writes."""

    def __init__(self, store_path: str) -> None:
        self._path = store_path
        self._coder: EventCoder | None = None
        self.documents = self.events = self.failed = 0

    def keep(self, batch: "list[Found]", settle: Callable[[list[str]], None], stop: Signal) -> None:
        """Store a batch and settle it; wait while another process has the store."""
        told = False
        while batch and not (told and stop.is_set()):
            try:
                self._ingest(found.document for found in batch)
            except StoreBusy as error:
                if not told:
                    told_wait = f"{error}; {counted(len(batch), 'article')} wait for it"
                    note(told_wait, level="warning", event="store_busy", waiting=len(batch))
                told = True
                stop.wait(BUSY_SECONDS)
                continue
            settle([found.key for found in batch])
            return

    def _ingest(self, documents: Iterable[Document]) -> None:
        from detente.coding import load_coder
        from detente.relate.dyads import dyads_of
        from detente.store import ingest, open_store

        coder = self._coder = self._coder or load_coder()
        with open_store(self._path) as store:
            report = ingest(store, documents, load=lambda: coder, pairs=dyads_of)
        self.documents += report.documents
        self.events += report.events
        self.failed += report.failed
        for origin, reason in report.failures:
            note_failed(origin, reason)


def _shown(
    port: int | None, watcher: "Watcher", visitor: "Visitor", *, keeper: "_Keeper"
) -> AbstractContextManager[None]:
    """Return what shows metrics and page while it is held."""
    from detente.show.metrics import metrics
    from detente.show.watch_page import watch_page

    def numbers() -> Mapping[str, tuple[str, float]]:
        return _numbers(watcher, visitor, keeper)

    return metrics(port, numbers, lambda: watch_page(numbers(), watcher.status(), now=time.time()))


def _numbers(watcher: "Watcher", visitor: "Visitor", keeper: "_Keeper") -> Mapping[str, tuple[str, float]]:
    counts = {f"watch_{name}_total": ("counter", float(value)) for name, value in asdict(watcher.counts).items()}
    feeds = watcher.status()
    now = {
        "watch_feeds": len(feeds),
        "watch_feeds_failing": sum(feed.state.failures > 0 for feed in feeds),
        "watch_items_waiting": watcher.waiting,
    }
    stored = {"documents": keeper.documents, "events": keeper.events, "failed_documents": keeper.failed}
    return {
        **counts,
        "watch_requests_total": ("counter", float(visitor.requests)),
        **{f"{name}_total": ("counter", float(value)) for name, value in stored.items()},
        **{name: ("gauge", float(value)) for name, value in now.items()},
        "time_seconds": ("gauge", time.time()),
    }
