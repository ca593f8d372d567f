"""Watching feeds on hosts that misbehave: each article once, no host asked more often than its limit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.errors import StoreBusy, UsageError
from detente.read.feed_list import Feed, FeedList, load_feeds
from detente.read.fetch import Address
from detente.read.polite import Gate, Visitor
from detente.read.watch import MOST_TRIES, Watcher
from detente.read.watch_state import DAY_SECONDS, FeedState, WatchState
from hosts import Hosts, serving

DELAY = 0.05


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Watch:
    """A watcher of its own state, told what a test wants to know."""

    def __init__(self, folder: Path, *feeds: Feed, delay: float = DELAY, private: str = "127.") -> None:
        def permit(address: Address) -> bool:
            return str(address).startswith(private)

        self.clock = Clock()
        self.said: list[str] = []
        self.state = WatchState(folder / "state.watch")
        self.visitor = Visitor(Gate(delay), contact="desk@example.org", permit=permit, seconds=1.0)
        self.watcher = Watcher(feeds, self.state, self.visitor, now=self.clock, heard=self.said.append)

    def round(self, *, settle: bool = True) -> list[str | None]:
        self.watcher.poll()
        found = list(self.watcher.fetch())
        if settle:
            self.watcher.settle([one.key for one in found])
        self.documents = [one.document for one in found]
        return sorted(document.url or document.origin for document in self.documents)

    def close(self) -> None:
        self.state.__exit__(None, None, None)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with serving(3) as found:
        yield found


def test_each_article_once_and_conditional_requests(hosts: Hosts, tmp_path: Path) -> None:
    feed = Feed(f"{hosts.urls[0]}/feed/a")
    watch = Watch(tmp_path, feed)
    assert watch.round() == [f"{hosts.urls[0]}/article/a{number}" for number in range(3)]
    assert watch.documents[0].title == "Envoys met, report a0" and watch.documents[0].error is None
    assert watch.round() == [] and hosts.requests("/feed/") == ["/feed/a"]
    watch.clock.now += feed.every
    assert watch.round() == [] and watch.watcher.counts.unchanged == 1
    hosts.etag, hosts.articles = '"second"', 4
    watch.clock.now += feed.every
    assert watch.round() == [f"{hosts.urls[0]}/article/a3"]
    assert len(hosts.requests("/article/")) == 4
    assert all("desk@example.org" in headers["User-Agent"] for _, _, _, headers in hosts.asked)


def test_what_was_not_stored_is_fetched_again_by_the_next_watch(hosts: Hosts, tmp_path: Path) -> None:
    feed = Feed(f"{hosts.urls[0]}/feed/a")
    first = Watch(tmp_path, feed)
    assert len(first.round(settle=False)) == 3
    first.close()
    second = Watch(tmp_path, feed)
    assert len(second.round()) == 3 and hosts.requests("/feed/") == ["/feed/a"]
    second.close()
    assert Watch(tmp_path, feed).round() == []


def test_bad_feeds_do_not_keep_good_ones_back(hosts: Hosts, tmp_path: Path) -> None:
    one, two, three = hosts.urls
    bad = ["error", "busy", "to/to/to/x", "page", "huge", "slow", "missing", "to/ftp://x.example/a"]
    bad += [f"to/{two}/to/{one}/to/self"]
    feeds = [Feed(f"{one}/{path}") for path in bad]
    good = [Feed(f"{two}/feed/g"), Feed(f"{two}/mistyped"), Feed(f"{three}/cut"), Feed(f"{three}/to/{two}/feed/h")]
    watch = Watch(tmp_path, *feeds, *good)
    found = watch.round()
    assert len(found) == 3 + 1 + 2 + 3 and len(set(found)) == len(found)
    assert watch.watcher.counts.feed_failures == len(bad)
    said = "\n".join(watch.said)
    for words in ("500", "429", "not a feed", "larger than", "within 1 seconds", "404", "broken at line"):
        assert words in said
    assert hosts.shortest_gap() > DELAY * 0.6


def test_backing_off(hosts: Hosts, tmp_path: Path) -> None:
    failing, busy = Feed(f"{hosts.urls[0]}/error"), Feed(f"{hosts.urls[1]}/busy")
    watch = Watch(tmp_path, failing, busy)
    waits = []
    for _ in range(9):
        watch.round()
        waits.append(watch.state.feed(failing.url).wait)
        watch.clock.now += waits[-1]
    assert waits[:3] == [1800, 3600, 7200] and waits[-1] == DAY_SECONDS
    assert watch.state.feed(busy.url).wait >= 7200


def test_an_article_that_fails_is_tried_again_then_told_by_its_feed(hosts: Hosts, tmp_path: Path) -> None:
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/named/error"))
    for _ in range(MOST_TRIES - 1):
        assert watch.round() == []
        watch.clock.now += 1
        assert watch.round() == []
        watch.clock.now += DAY_SECONDS / 2
    watch.round()
    assert [document.text for document in watch.documents] == ["Report r"]
    assert len(hosts.requests("/error")) == MOST_TRIES + len(hosts.requests("/named/error"))
    watch.clock.now += DAY_SECONDS
    assert watch.round() == []


def test_a_page_that_is_gone_is_not_tried_again(hosts: Hosts, tmp_path: Path) -> None:
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/named/missing"))
    watch.round()
    assert [document.title for document in watch.documents] == ["Report g"]


def test_feeds_alone_where_pages_are_not_wanted(hosts: Hosts, tmp_path: Path) -> None:
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/feed/a", publisher="The Harrow", pages=False))
    assert len(watch.round()) == 3 and not hosts.requests("/article")
    assert {document.publisher for document in watch.documents} == {"The Harrow"}


# ------------------------------------------------------------------------------------- politeness


def test_no_host_is_asked_more_often_than_its_limit(hosts: Hosts, tmp_path: Path) -> None:
    hosts.articles = 8
    one, two, _ = hosts.urls
    feeds = [Feed(f"{one}/feed/{name}") for name in "abc"] + [Feed(f"{two}/to/{one}/feed/d"), Feed(f"{two}/feed/e")]
    watch = Watch(tmp_path, *feeds)
    assert len(watch.round()) > 15
    # Whatever the machine had to do meanwhile: a host rests from the end of a request to the start of the next.
    assert hosts.shortest_gap() >= DELAY


@pytest.mark.parametrize("rules", ["User-agent: *\nDisallow: /article", "User-agent: detente\nDisallow: /*cle/"])
def test_robots_are_obeyed(hosts: Hosts, tmp_path: Path, rules: str) -> None:
    hosts.robots["127.0.0.1"] = rules
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/feed/a"))
    watch.round()
    assert not hosts.requests("/article") and [document.text for document in watch.documents][0] == "Report 0"
    assert sum(path == "/robots.txt" for _, _, path, _ in hosts.asked) == 1


def test_a_host_that_cannot_say_its_rules_is_left_alone(hosts: Hosts, tmp_path: Path) -> None:
    hosts.robots["127.0.0.1"] = "503"
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/feed/a"))
    assert watch.round() == [] and not hosts.requests("/feed")


def test_a_redirect_obeys_the_rules_of_where_it_leads(hosts: Hosts, tmp_path: Path) -> None:
    hosts.robots["127.0.0.2"] = "User-agent: *\nDisallow: /"
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/to/{hosts.urls[1]}/feed/a"))
    assert watch.round() == [] and "does not allow" in watch.said[0]
    assert hosts.requests("/feed") == hosts.requests("/to/")


def test_crawl_delay_and_limit(hosts: Hosts, tmp_path: Path) -> None:
    hosts.robots["127.0.0.1"] = "User-agent: *\nCrawl-delay: 0.3"
    watch = Watch(tmp_path, *(Feed(f"{hosts.urls[0]}/feed/{letter}", pages=False) for letter in "abc"))
    watch.round()
    times = [moment for moment, _, path, _ in hosts.asked if path.startswith("/feed")]
    assert min(after - before for before, after in zip(times, times[1:], strict=False)) > 0.25


def test_never_to_addresses_that_are_not_permitted(hosts: Hosts, tmp_path: Path) -> None:
    two = hosts.urls[1]
    feeds = [Feed(f"{hosts.urls[0]}/to/{two}/feed/a"), Feed(f"{hosts.urls[0]}/named/to/{two}/article/b"), Feed(two)]
    watch = Watch(tmp_path, *feeds, private="127.0.0.1")
    watch.round()
    assert not [host for _, host, _, _ in hosts.asked if host.startswith("127.0.0.2")]


# ------------------------------------------------------------------------------------- clock and state


@pytest.mark.parametrize("jump", [-10 * DAY_SECONDS, 10 * DAY_SECONDS])
def test_a_clock_that_is_set_stops_nothing_and_doubles_nothing(hosts: Hosts, tmp_path: Path, jump: float) -> None:
    watch = Watch(tmp_path, Feed(f"{hosts.urls[0]}/feed/a"))
    assert len(watch.round()) == 3
    watch.clock.now += jump
    assert watch.round() == [] and len(hosts.requests("/feed")) == 2
    assert watch.round() == [] and len(hosts.requests("/feed")) == 2


def test_due() -> None:
    state = FeedState(polled_at=1000.0, wait=100.0)
    assert [state.due(now) for now in (999.0, 1000.0, 1099.0, 1100.0)] == [True, False, False, True]


def test_a_second_watch_is_refused_and_another_file_too(tmp_path: Path) -> None:
    with WatchState(tmp_path / "a.watch") as state:
        state.polled("x", FeedState(), ())
        with pytest.raises(StoreBusy, match="another watch"):
            WatchState(tmp_path / "a.watch")
    (tmp_path / "b.watch").write_bytes(b"words " * 1000)
    with pytest.raises(Exception, match="no file of a watch"):
        WatchState(tmp_path / "b.watch")


def test_a_feed_that_is_no_longer_listed_is_not_waited_for(hosts: Hosts, tmp_path: Path) -> None:
    first = Watch(tmp_path, Feed(f"{hosts.urls[0]}/feed/a"))
    first.watcher.poll()
    first.close()
    second = Watch(tmp_path, Feed(f"{hosts.urls[1]}/feed/b"))
    assert len(second.round()) == 3 and second.watcher.waits() > 0


# ------------------------------------------------------------------------------------- the list


def test_lists(tmp_path: Path) -> None:
    path = tmp_path / "feeds"
    path.write_text(
        '[watch]\ncontact = "desk@example.org"\ndelay = 2\nevery = 600\n'
        '[[feed]]\nurl = "https://example.org/a"\n[[feed]]\nurl = "https://example.org/b"\nevery = 3600\npages = false'
    )
    assert load_feeds(path) == FeedList(
        (Feed("https://example.org/a", every=600), Feed("https://example.org/b", every=3600, pages=False)),
        delay=2,
        contact="desk@example.org",
    )
    path.write_text(
        '<opml><body><outline text="News"><outline text="Harrow" xmlUrl="https://example.org/a"/></outline></body></opml>'
    )
    assert load_feeds(path).feeds == (Feed("https://example.org/a", "Harrow"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "names no feed"),
        ("[[feed]]\nurl = 3", "url is a string"),
        ("[[feed]]\nurl = 'file:///etc/hosts'", "not the address"),
        ("[[feed]]\nurl = 'http://a.example'\nevry = 3", "no field 'evry'"),
        ("[[feed]]\nurl = 'http://a.example'\nevery = 3", "more often"),
        ("[[feed]]\nurl = 'http://a.example'\npages = 'no'", "true or false"),
        ("[watch]\ndelay = -1", "number of seconds"),
        ("[[feed]]\nurl = 'http://a.example'\n[[feed]]\nurl = 'http://a.example'", "twice"),
        ("feeds", "not TOML"),
        ("<opml>", "not OPML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><opml/>", "entities"),
    ],
)
def test_lists_that_make_no_sense(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "feeds"
    path.write_text(content)
    with pytest.raises(UsageError, match=words):
        load_feeds(path)
