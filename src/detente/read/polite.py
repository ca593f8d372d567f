"""Asking hosts politely: who we are, what robots.txt allows (RFC 9309), and never more often than the limit.

The limit holds for every request to a host, for its robots.txt and for redirects that lead to it too. Time is
taken from a clock that is never set, so that a change of the machine's time changes nothing.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from detente.errors import FetchError, ReadError, Refused
from detente.read.fetch import USER_AGENT, Answer, Before, Permit, ask, is_public

ROBOT = "detente"
ROBOTS_BYTES = 500_000
ROBOTS_SECONDS = 86_400.0
ROBOTS_RETRY_SECONDS = 900.0
LONGEST_DELAY = 300.0
REQUEST_SECONDS = 20.0
LOOK_SECONDS = 0.5  # between two looks whether the watch is being ended, while another thread asks the host
ENDING = "the watch is being ended"


class Stopping(FetchError):
    """Not asked, because the watch is being ended."""


@dataclass(slots=True)
class Gate:
    """Lets requests to a host through one at a time, ``delay`` seconds after the end of the one before.

    From its end, since a request may be long on its way: so a host never sees two of them nearer than that.
    """

    delay: float
    stop: threading.Event = field(default_factory=threading.Event)
    _next: dict[str, float] = field(default_factory=dict)
    _pauses: dict[str, float] = field(default_factory=dict)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Wait for the host's turn and take it, until ``rest``; the pause after it is ``delay`` where that is longer.

        Raises:
            Stopping: the watch is being ended.
        """
        with self._lock:
            turn = self._turns.setdefault(host, threading.Lock())
        while not turn.acquire(timeout=LOOK_SECONDS):
            if self.stop.is_set():
                raise Stopping(ENDING)
        now = time.monotonic()
        if self.stop.wait(max(0.0, self._next.get(host, now) - now)):
            turn.release()
            raise Stopping(ENDING)
        self._pauses[host] = max(self.delay, delay)

    def rest(self, host: str) -> None:
        """Begin the pause of a host: the request that took its turn has ended."""
        self._next[host] = time.monotonic() + self._pauses[host]
        self._turns[host].release()


@dataclass(slots=True)
class _Rules:
    rules: Protego | None  # None: nothing may be asked for
    until: float


class Visitor:
    """Asks hosts for pages, politely; may be used by several threads."""

    def __init__(
        self,
        gate: Gate,
        *,
        contact: str | None = None,
        permit: Permit = is_public,
        seconds: float = REQUEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gate, self._permit, self._seconds, self._clock = gate, permit, seconds, clock
        self._agent = f"{USER_AGENT}; contact: {contact}" if contact else USER_AGENT
        self._rules: dict[str, _Rules] = {}
        self._lock = threading.Lock()
        self.requests = 0

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None, limit_bytes: int) -> Answer:
        """Return the answer for ``url``; its page is None where it is still the one with ``etag`` or ``modified``.

        Raises:
            ReadError: as ``fetch.ask``; FetchError also where robots.txt does not allow it.
        """
        headers = {"User-Agent": self._agent}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        return self._ask(url, headers, limit_bytes=limit_bytes, before=self._allowed)

    def _ask(self, url: str, headers: Mapping[str, str], *, limit_bytes: int, before: Before) -> Answer:
        """Ask, and let each host on the way rest from when its answer has come."""
        hosts: list[str] = []

        def begin(hop: str) -> None:
            if hosts:
                self._gate.rest(hosts.pop())
            before(hop)
            hosts.append(host_of(hop))

        try:
            return ask(
                url,
                headers=headers,
                limit_bytes=limit_bytes,
                seconds=self._seconds,
                permit=self._permit,
                before=begin,
            )
        finally:
            if hosts:
                self._gate.rest(hosts[-1])

    def _allowed(self, url: str) -> None:
        """Wait for the host's turn where its robots.txt allows the page.

        Raises:
            FetchError: it does not, or could not be had.
        """
        host = host_of(url)
        rules = self._rules_of(url, host)
        if rules is None:
            raise FetchError(f"{host} has a robots.txt that cannot be had, so nothing is asked for there now")
        if not rules.can_fetch(url, ROBOT):
            raise FetchError(f"the robots.txt of {host} does not allow it")
        self._take_turn(host, min(float(rules.crawl_delay(ROBOT) or 0.0), LONGEST_DELAY))

    def _take_turn(self, host: str, delay: float = 0.0) -> None:
        self._gate.wait(host, delay)
        with self._lock:
            self.requests += 1

    def _rules_of(self, url: str, host: str) -> Protego | None:
        known = self._rules.get(host)
        if known is None or self._clock() >= known.until:
            known = self._rules[host] = self._ask_rules(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/robots.txt")
        return known.rules

    def _ask_rules(self, url: str) -> _Rules:
        """Return the rules of a host: all is allowed where it has none (4xx), nothing where it cannot say."""
        try:
            answer = self._ask(
                url,
                {"User-Agent": self._agent},
                limit_bytes=ROBOTS_BYTES,
                before=lambda hop: self._take_turn(host_of(hop)),
            )
        except Stopping:
            raise
        except Refused as error:
            if 400 <= error.status < 500 and error.status != 429:
                return _Rules(Protego.parse(""), self._clock() + ROBOTS_SECONDS)
            return _Rules(None, self._clock() + ROBOTS_RETRY_SECONDS)
        except ReadError:
            return _Rules(None, self._clock() + ROBOTS_RETRY_SECONDS)
        content = answer.page.content if answer.page else b""
        return _Rules(Protego.parse(content.decode("utf-8", "replace")), self._clock() + ROBOTS_SECONDS)


def host_of(url: str) -> str:
    """Return the host of a URL with its port, in lower case."""
    return urlsplit(url).netloc.lower()
