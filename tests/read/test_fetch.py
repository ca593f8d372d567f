"""URLs: what may not be asked for, and what a server may do; a server of our own on the loopback address."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import FetchError, TooLarge
from detente.read import fetch, read_paths
from detente.read.fetch import Address, is_public

PAGE = b"<html><body><article><p>Varland recalled its envoy on Monday, three days after.</p></article></body></html>"


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer."""
        action = self.path.strip("/").split("/", 1)
        if action[0] == "to":
            self.send_response(302)
            self.send_header("Location", action[1] if "://" in action[1] or ":" in action[1] else f"/{action[1]}")
            self.end_headers()
        elif action[0] == "missing":
            self.send_error(404)
        else:
            self.answer(action[0])

    def answer(self, name: str) -> None:
        """Send a page."""
        body = gzip.compress(PAGE) if name == "zipped" else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if name == "zipped":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for _ in range(40 if name == "drip" else 1):
            self.wfile.write(body)
            self.wfile.flush()
            time.sleep(0.1 if name == "drip" else 0)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def anyone(address: Address) -> bool:
    return True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "198.18.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/x", "only http and https"),
        ("data:text/plain,x", "only http and https"),
        ("http://", "not a URL"),
        ("http://exa mple.org/", "not a URL"),
        ("http://example.org:port/", "not a URL"),
        ("http://me:secret@example.org/", "user name"),
        ("http://[::1/", "not a URL"),
    ],
)
def test_urls_that_are_not_asked(url: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetch(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_own_machine_is_not_asked(site: str, host: str) -> None:
    with pytest.raises(FetchError, match="not public|no such host|cannot be fetched"):
        fetch(site.replace("127.0.0.1", host), seconds=3)


def test_page_comes_with_its_address(site: str) -> None:
    page = fetch(f"{site}/to/to/page", permit=anyone)
    assert page.content == PAGE
    assert (page.url, page.origin) == (f"{site}/page", f"{site}/to/to/page")
    assert (page.media_type, page.encoding) == ("text/html", "utf-8")


def test_gzip_is_undone(site: str) -> None:
    assert fetch(f"{site}/zipped", permit=anyone).content == PAGE


def test_redirect_to_a_private_address_is_judged(site: str) -> None:
    seen: list[str] = []

    def first_only(address: Address) -> bool:
        seen.append(str(address))
        return len(seen) == 1

    with pytest.raises(FetchError, match="not public"):
        fetch(f"{site}/to/page", permit=first_only)
    assert len(seen) == 2


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/"])
def test_redirect_to_another_scheme(site: str, target: str) -> None:
    with pytest.raises(FetchError, match="not http or https|only http"):
        fetch(f"{site}/to/{target}", permit=anyone)


def test_endless_redirects(site: str) -> None:
    with pytest.raises(FetchError):
        fetch(f"{site}/{'to/' * 9}page", permit=anyone)


def test_the_address_judged_is_the_address_called(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def changing(host: str, port: int, *args: object, **options: object) -> object:
        if host == "news.example":
            return real(next(answers), port, type=socket.SOCK_STREAM)
        return real(host, port, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert fetch(site.replace("127.0.0.1", "news.example"), permit=anyone).content == PAGE
    assert next(answers) == "10.0.0.1"


def test_limits(site: str) -> None:
    with pytest.raises(TooLarge):
        fetch(f"{site}/page", limit_bytes=20, permit=anyone)
    with pytest.raises(FetchError, match="within 0.5 seconds"):
        fetch(f"{site}/drip", seconds=0.5, permit=anyone)


def test_an_error_of_the_server(site: str) -> None:
    with pytest.raises(FetchError, match="404"):
        fetch(f"{site}/missing", permit=anyone)


def test_a_refused_url_is_a_row(site: str) -> None:
    (document,) = read_paths([f"{site}/page"])
    assert document.error is not None and "not public" in document.error
    assert document.url == f"{site}/page"
