"""Numbers of a running watch for Prometheus and a page for people, on the loopback address alone."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from detente.errors import UsageError

LOOPBACK = "127.0.0.1"
Numbers = Callable[[], Mapping[str, tuple[str, float]]]  # name to kind ("counter", "gauge") and value


def exposition(numbers: Mapping[str, tuple[str, float]]) -> str:
    """Return numbers in Prometheus' text format, version 0.0.4."""
    lines = (f"# TYPE detente_{name} {kind}\ndetente_{name} {value:g}\n" for name, (kind, value) in numbers.items())
    return "".join(lines)


@contextmanager
def metrics(port: int | None, numbers: Numbers, page: Callable[[], str]) -> Iterator[None]:
    """Serve ``/metrics`` and the page at ``/`` on a port of the loopback address; nothing where ``port`` is None.

    Raises:
        UsageError: the port cannot be had.
    """
    if port is None:
        yield
        return
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), _handler(numbers, page))
    except OSError as error:
        raise UsageError(f"port {port} cannot be listened on: {error.strerror or error}") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _handler(numbers: Numbers, page: Callable[[], str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # A name that leads here from a page of somebody else's must not read what is meant for this machine.
            if (self.headers.get("Host") or "").partition(":")[0] not in (LOOPBACK, "localhost"):
                self.send_error(403)
            elif self.path == "/metrics":
                self._send(exposition(numbers()), "text/plain; version=0.0.4; charset=utf-8")
            elif self.path == "/":
                self._send(page(), "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def _send(self, text: str, media: str) -> None:
            body = text.encode("utf-8", "replace")
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
