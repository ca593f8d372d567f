"""Hosts on the loopback address that misbehave on purpose; each request is written down with its time."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ETAG = '"first"'


@dataclass
class Hosts:
    """Servers at 127.0.0.1 and following, on one port; they tell the same, by path."""

    urls: list[str] = field(default_factory=list)
    asked: list[tuple[float, str, str, dict[str, str]]] = field(default_factory=list)
    robots: dict[str, str] = field(default_factory=dict)  # by host; "500" answers with that
    etag: str = ETAG
    articles: int = 3

    def requests(self, path: str = "") -> list[str]:
        """Return the paths asked for that contain ``path``, robots.txt left out."""
        return [asked for _, _, asked, _ in self.asked if path in asked and asked != "/robots.txt"]

    def shortest_gap(self) -> float:
        """Return the shortest time between two requests to one host."""
        times: dict[str, list[float]] = defaultdict(list)
        for moment, host, _, _ in self.asked:
            times[host].append(moment)
        return min(
            (after - before for all_ in times.values() for before, after in zip(all_, all_[1:], strict=False)),
            default=float("inf"),
        )


def article(number: str) -> bytes:
    return (
        f"<html><head><title>Envoys met, report {number}</title></head><body><article><h1>Envoys met, report {number}"
        f"</h1><p>The note of the day reads PRK ACCUSE KOR -2 2024-01-15 and went to newsroom {number} in town.</p>"
        "<p>Varland recalled its envoy on Monday, three days after the shooting.</p></article></body></html>"
    ).encode()


def rss(urls: list[str], *, dated: str = "Tue, 16 Jan 2024 09:00:00 GMT") -> bytes:
    items = "".join(
        f"<item><title>Report {url[-1]}</title><link>{url}</link><pubDate>{dated}</pubDate></item>" for url in urls
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harrow Wire</title>{items}</channel></rss>'.encode()
    )


def _handler(hosts: Hosts) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            hosts.asked.append((time.monotonic(), host, self.path, dict(self.headers)))
            kind, _, rest = self.path.strip("/").partition("/")
            with suppress(BrokenPipeError, ConnectionResetError):
                getattr(self, f"say_{kind.replace('.', '_')}", self.say_missing)(rest, f"http://{host}")

        def send(self, body: bytes, media: str = "application/rss+xml", status: int = 200, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": media, **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def say_robots_txt(self, rest: str, base: str) -> None:
            rules = hosts.robots.get(base.removeprefix("http://").split(":")[0])
            self.send(
                (rules or "").encode(), "text/plain", int(rules) if (rules or "").isdigit() else 200 if rules else 404
            )

        def say_feed(self, rest: str, base: str) -> None:
            if self.headers.get("If-None-Match") == hosts.etag:
                self.send(b"", status=304)
                return
            urls = [f"{base}/article/{rest or 'a'}{number}" for number in range(hosts.articles)]
            self.send(rss(urls), ETag=hosts.etag)

        def say_article(self, rest: str, base: str) -> None:
            self.send(article(rest), "text/html")

        def say_to(self, rest: str, base: str) -> None:
            self.send(b"", status=302, Location=rest if "://" in rest else f"/{rest}")

        def say_busy(self, rest: str, base: str) -> None:
            self.send(b"", status=429, Retry_After="7200")

        def say_error(self, rest: str, base: str) -> None:
            self.send(b"", status=500)

        def say_page(self, rest: str, base: str) -> None:
            self.send(article("x"), "application/rss+xml")

        def say_mistyped(self, rest: str, base: str) -> None:
            self.send(rss([f"{base}/article/m"]), "text/html")

        def say_cut(self, rest: str, base: str) -> None:
            self.send(rss([f"{base}/article/c1", f"{base}/article/c2"])[:-60])

        def say_huge(self, rest: str, base: str) -> None:
            self.send(b"<rss>")
            for _ in range(100):
                self.wfile.write(b"<item/>" * 20_000)

        def say_slow(self, rest: str, base: str) -> None:
            time.sleep(3)

        def say_named(self, rest: str, base: str) -> None:
            self.send(rss([f"{base}/{rest}"]))

        def say_missing(self, rest: str, base: str) -> None:
            self.send(b"", status=404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving(number: int = 1) -> Iterator[Hosts]:
    hosts = Hosts()
    servers: list[ThreadingHTTPServer] = []
    try:
        for last in range(1, number + 1):
            port = servers[0].server_port if servers else 0
            servers.append(ThreadingHTTPServer((f"127.0.0.{last}", port), _handler(hosts)))
            servers[-1].daemon_threads = True
            threading.Thread(target=servers[-1].serve_forever, args=(0.05,), daemon=True).start()
            hosts.urls.append(f"http://127.0.0.{last}:{servers[-1].server_port}")
        yield hosts
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
