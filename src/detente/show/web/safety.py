"""What every request must pass before a page or the API sees it, and what every answer carries.

On the machine's own address no token is asked, but the name in ``Host`` must be that machine's, so that a page of
another site cannot reach the desk through a name of its own ("DNS rebinding"). On any other address a token is
asked. Posts need a token of their own ("CSRF"), in a cookie and in the form or a header: a page of another site can
send the cookie but cannot read it.
"""

import hmac
import math
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

TOKEN_COOKIE, CSRF_COOKIE = "detente_token", "detente_csrf"
CSRF_FIELD, CSRF_HEADER = "csrf", b"x-csrf-token"
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PER_SECOND, BURST = 20, 200  # requests of one address, where others can visit
MOST_ADDRESSES = 10_000
LARGEST_UPLOAD = 50_000_000  # bytes of one request
OPEN_PATHS = ("/login", "/static/")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """Wraps the application; see the module."""

    def __init__(
        self, app: App, *, token: str | None = None, reader: str | None = None, largest: int = LARGEST_UPLOAD
    ) -> None:
        self.app, self.token, self.reader, self.largest = app, token, reader, largest
        self._rate = Rate()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        cookies = _cookies(scope)
        csrf = cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)
        scope["detente_csrf"] = csrf
        extra = list(HEADERS)
        if CSRF_COOKIE not in cookies:
            extra.append((b"set-cookie", f"{CSRF_COOKIE}={csrf}; Path=/; HttpOnly; SameSite=Strict".encode()))
        answer = _with_headers(send, extra)
        scope["detente_role"] = "reviewer"
        refused = self._refusal(scope, cookies)
        if refused is not None:
            await _plain(answer, *refused)
        else:
            await self.app(scope, _limited(receive, self.largest), answer)

    def _refusal(self, scope: Scope, cookies: dict[str, str]) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        """Return status, words and headers of a refusal; None to let the request through."""
        headers = dict(scope["headers"])
        if self.token is None and _host(headers) not in OWN_NAMES:
            return 421, "This desk answers to localhost only.", []
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.largest:
            return 413, f"More than {self.largest // 1_000_000} MB at once is not taken.", []
        if self.token is None:
            return None
        if (wait := self._rate.wait(str((scope.get("client") or ("",))[0]))) > 0:
            return 429, "That is more than is answered at once: slow down.", [(b"retry-after", str(wait).encode())]
        if scope["path"].startswith(OPEN_PATHS) or self._knows(scope, headers, cookies, self.token):
            return None
        if self.reader and self._knows(scope, headers, cookies, self.reader):
            scope["detente_role"] = "reader"
            if scope["method"] in ("GET", "HEAD"):
                return None
            return 403, "This token is for reading: ask for that of a reviewer.", []
        if scope["path"].startswith(("/api/", "/feed.atom")) or scope["method"] != "GET":
            return 401, "A token is needed: Authorization: Bearer TOKEN.", [(b"www-authenticate", b"Bearer")]
        return 303, "", [(b"location", b"/login")]

    def _knows(self, scope: Scope, headers: dict[bytes, bytes], cookies: dict[str, str], token: str) -> bool:
        bearer = headers.get(b"authorization", b"").decode("latin-1")
        given = [cookies.get(TOKEN_COOKIE, ""), bearer.removeprefix("Bearer ")]
        if scope["path"] == "/feed.atom":  # readers of feeds can neither log in nor send headers
            given += parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return any(same(word, token) for word in given if word)


class Rate:
    """Counts the requests of each address: so many a second on average, and so many at once."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._per_second, self._burst = per_second, burst
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> int:
        """Take one request in; return 0, or how many whole seconds to wait where there are too many."""
        now = time.monotonic()
        if len(self._left) > MOST_ADDRESSES:
            self._left = {
                name: item for name, item in self._left.items() if now - item[1] < self._burst / self._per_second
            }
        left, last = self._left.get(address, (float(self._burst), now))
        left = min(float(self._burst), left + (now - last) * self._per_second)
        if left < 1:
            self._left[address] = (left, now)
            return math.ceil((1 - left) / self._per_second)
        self._left[address] = (left - 1, now)
        return 0


def same(given: str, wanted: str) -> bool:
    """Return whether two secrets are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def csrf_holds(scope: Scope, given: str) -> bool:
    """Return whether a post carries the token of its visitor's cookie, in the form (``given``) or the header."""
    cookie = _cookies(scope).get(CSRF_COOKIE, "")
    sent = given or dict(scope["headers"]).get(CSRF_HEADER, b"").decode("latin-1")
    return bool(cookie) and same(sent, cookie)


class TooMuch(Exception):
    """A request went on after the limit of its size."""


def _limited(receive: Receive, largest: int) -> Receive:
    """Count what comes in: a length that is announced can be a lie, and none need be announced."""
    had = 0

    async def counted() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body", b""))
        if had > largest:
            raise TooMuch
        return message

    return counted


def _with_headers(send: Send, extra: list[tuple[bytes, bytes]]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name for name, _ in message["headers"] if name != b"set-cookie"}
            message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in known)]
        await send(message)

    return sending


async def _plain(send: Send, status: int, words: str, headers: list[tuple[bytes, bytes]]) -> None:
    kind = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [kind, *headers]})
    await send({"type": "http.response.body", "body": words.encode()})


def _host(headers: dict[bytes, bytes]) -> str:
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _cookies(scope: Scope) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                continue
    return {name: morsel.value for name, morsel in jar.items()}
