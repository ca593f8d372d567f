"""A URL to a Page: http and https only, public addresses only, within a size and a time.

The name is resolved once for every hop; the addresses found are judged and the connection goes to one
of them, so that a name cannot point elsewhere between the check and the call. Proxies of the
environment are not used, since behind them the address could not be judged.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from detente import __version__
from detente.errors import FetchError, Refused
from detente.read.limits import DEFAULT_LIMIT, too_large, unzipped
from detente.records import Page

SECONDS = 20.0
MOST_REDIRECTS = 5
CHUNK = 65_536
REDIRECTS = (301, 302, 303, 307, 308)
USER_AGENT = f"detente/{__version__} (reads news; one page at a time)"
# Addresses that carry another one inside: NAT64, 6to4, Teredo (RFC 6052, 3056, 4380).
CARRIERS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Permit = Callable[[Address], bool]
Before = Callable[[str], None]


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the public internet: not private, loopback, link-local or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in CARRIERS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the page, None where it has not changed; and what to ask with the next time."""

    page: Page | None
    etag: str | None = None
    modified: str | None = None


def fetch(url: str, *, limit_bytes: int = DEFAULT_LIMIT, seconds: float = SECONDS, permit: Permit = is_public) -> Page:
    """Return the page at ``url``, redirects followed (five at most), with its final URL and encoding.

    Args:
        url: an http or https address without user name.
        limit_bytes: the most that is read of the answer, after gzip is undone.
        seconds: the most that the whole takes.
        permit: says of an address whether it may be asked.

    Raises:
        FetchError: it cannot be had, or may not be asked for.
        TooLarge: the answer is above the limit.
    """
    page = ask(url, limit_bytes=limit_bytes, seconds=seconds, permit=permit).page
    if page is None:
        raise FetchError("the server answered 304 to a question without condition")
    return page


def ask(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    limit_bytes: int = DEFAULT_LIMIT,
    seconds: float = SECONDS,
    permit: Permit = is_public,
    before: Before | None = None,
) -> Answer:
    """Return the answer to a request with ``headers``; as ``fetch`` otherwise.

    Args:
        url: an http or https address without user name.
        headers: such as If-None-Match; they stand over our own.
        limit_bytes: the most that is read of the answer, after gzip is undone.
        seconds: the most that the whole takes.
        permit: says of an address whether it may be asked.
        before: called with the URL before each request, that of a redirect too; may wait, or raise FetchError.

    Raises:
        Refused: the server answered with an error; holds the status and how long it asks to be left alone.
        FetchError: it cannot be had, or may not be asked for.
        TooLarge: the answer is above the limit.
    """
    check_url(url)
    if before is not None:
        before(url)
    deadline = time.monotonic() + seconds
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"} | dict(headers or {})
    try:
        with _opener(permit, before).open(urllib.request.Request(url, headers=sent), timeout=seconds) as response:
            return _answer(response, url, _read(response, limit_bytes, deadline=deadline), limit_bytes)
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            return Answer(None)
        if error.code in REDIRECTS:
            raise FetchError("redirected too often, or to what is not http or https") from error
        raise Refused(
            f"the server answered {error.code} {error.reason}".rstrip(), error.code, error.headers.get("Retry-After")
        ) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, FetchError):
            raise error.reason from error
        raise FetchError(f"cannot be fetched: {_plain(error.reason)}") from error
    except TimeoutError as error:
        raise FetchError(f"no complete answer within {seconds:g} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"cannot be fetched: {_plain(error)}") from error


def _answer(response: Any, url: str, content: bytes, limit_bytes: int) -> Answer:
    headers = response.headers
    page = Page(
        unzipped(content, limit_bytes),
        origin=url,
        url=response.geturl(),
        media_type=headers.get_content_type(),
        encoding=headers.get_content_charset(),
    )
    return Answer(page, headers.get("ETag"), headers.get("Last-Modified"))


def check_url(url: str) -> None:
    """Raise FetchError where a URL is none of http or https, or names a user."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("not a URL") from error
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"only http and https are fetched, not {parts.scheme or 'a path'}")
    if not host or any(char.isspace() for char in url):
        raise FetchError("not a URL")
    if parts.username is not None or parts.password is not None:
        raise FetchError("a URL with a user name is not fetched")


def _read(response: Any, limit_bytes: int, *, deadline: float) -> bytes:
    chunks, size = [], 0
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        chunks.append(chunk)
        if size > limit_bytes:
            raise too_large(limit_bytes)
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(chunks)


def _plain(reason: object) -> str:
    if isinstance(reason, socket.gaierror):
        return "no such host"
    if isinstance(reason, ssl.SSLError):
        return "the certificate does not hold"
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    return str(reason).rstrip(".") or type(reason).__name__


def _addresses(host: str, port: int, permit: Permit) -> list[str]:
    """Return the addresses of a host, all of them permitted.

    Raises:
        FetchError: one of them is not.
    """
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise FetchError("not a URL") from error
    found = [str(row[4][0]).split("%", 1)[0] for row in rows]
    if not all(permit(ipaddress.ip_address(address)) for address in found):
        raise FetchError(f"{host} has an address that is not public, which is not fetched")
    return list(dict.fromkeys(found))


def _connect(host: str, port: int, *, timeout: float | None, permit: Permit) -> socket.socket:
    """Return a connection to a permitted address of a host; raises FetchError where one of them is not permitted."""
    failure: OSError | None = None
    for address in _addresses(host, port, permit):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure or OSError("no address")


def connections(permit: Permit) -> tuple[type[http.client.HTTPConnection], type[http.client.HTTPSConnection]]:
    """Return the connections of http and https that go to permitted addresses alone; to no other is a FetchError."""

    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            self.sock = _connect(self.host, self.port, timeout=self.timeout, permit=permit)

    class Secure(http.client.HTTPSConnection):
        def connect(self) -> None:
            raw = _connect(self.host, self.port, timeout=self.timeout, permit=permit)
            self.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)

    return Plain, Secure


def _opener(permit: Permit, before: Before | None) -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https alone and connects to permitted addresses alone."""
    plain, secure = connections(permit)

    class PlainHandler(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(plain, req)

    class SecureHandler(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(secure, req)

    opener = urllib.request.OpenerDirector()
    for handler in (PlainHandler(), SecureHandler(), _Redirects(before), urllib.request.HTTPErrorProcessor()):
        opener.add_handler(handler)
    opener.add_handler(urllib.request.HTTPDefaultErrorHandler())
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects to http and https alone; the connection then judges the address."""

    max_redirections = MOST_REDIRECTS
    max_repeats = 2

    def __init__(self, before: Before | None) -> None:
        self._before = before

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the request that a redirect asks for, after the same checks as the first."""
        check_url(newurl)
        if self._before is not None:
            self._before(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
