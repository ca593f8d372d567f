"""Watches 200 feeds for a day pressed into minutes, on servers of its own on the loopback address.

Run: python bench/watching.py [--minutes 6]. Twenty of the feeds are broken, each in its way; the others, on 40 hosts,
bring an article an hour. All times are pressed alike: feeds are asked every quarter of an hour of that day, hosts every
five seconds of it at most. The watch is killed with SIGKILL twice and started again. Printed is whether each article is
in the store once, how often any was asked for, and the least time between two requests to a host, as the host saw it
and as the watch let them go: what arrives is shaken by how busy the machine is.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from articles import page

from detente.read.feed_list import Feed
from detente.read.polite import Gate, Visitor
from detente.read.watch import Found, Watcher
from detente.read.watch_state import WatchState
from detente.relate.dyads import dyads_of
from detente.store import ingest, open_store
from factories import load_toy_coder

DAY = 86_400
HOSTS, FEEDS, BROKEN = 40, 200, 20
EVERY, DELAY, HOUR = 900.0, 5.0, 3600
KEPT = 10  # entries that a feed shows
FAULTS = ("error", "busy", "slow", "loop", "words", "cut", "missing", "refuse", "empty", "huge")


def main() -> None:
    """Serve and judge, or with ``--child`` watch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--child", nargs=3, metavar=("FOLDER", "PORT", "START"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    press = DAY / (60 * options.minutes)
    if options.child:
        folder, port, start = options.child
        follow(Path(folder), feeds(int(port)), press=press, start=float(start))
        return
    with tempfile.TemporaryDirectory() as folder:
        judge(Path(folder), options.minutes, press=press)


# ------------------------------------------------------------------------------------- the watch


def feeds(port: int) -> list[Feed]:
    """Return the feeds, the broken ones first."""
    bad = [f"http://{host(n)}:{port}/{FAULTS[n % len(FAULTS)]}/{n}" for n in range(BROKEN)]
    good = [f"http://{host(n)}:{port}/feed/{n}" for n in range(BROKEN, FEEDS)]
    return [Feed(url, every=EVERY) for url in [*bad, *good]]


def host(number: int) -> str:
    """Return the address of a feed's host."""
    return f"127.0.1.{number % HOSTS + 1}"


class Told(Gate):
    """A gate that writes down when it let a request go."""

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Wait as a gate does."""
        Gate.wait(self, host, delay)
        say("go", host, time.monotonic())


def follow(folder: Path, followed: Sequence[Feed], *, press: float, start: float) -> None:
    """Watch until the pressed day is over."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    def now() -> float:
        return 1_700_000_000 + (time.time() - start) * press

    gate = Told(DELAY / press)
    visitor = Visitor(gate, permit=lambda _: True, seconds=2.0, clock=lambda: time.monotonic() * press)
    coder = load_toy_coder()
    with WatchState(folder / "state.watch") as state:
        watcher = Watcher(followed, state, visitor, now=now)
        while now() < 1_700_000_000 + DAY + 2 * EVERY:
            watcher.poll()
            batch: list[Found] = list(watcher.fetch())
            if batch:
                with open_store(folder / "s.duckdb") as store:
                    ingest(store, (found.document for found in batch), load=lambda: coder, pairs=dyads_of)
                watcher.settle([found.key for found in batch])
            time.sleep(min(max(watcher.waits(), 0.0) / press, 1.0))
    say("end", watcher.counts.polls, watcher.counts.feed_failures)


def say(*row: object) -> None:
    """Write a row to standard output at once and whole: threads speak at the same time."""
    os.write(1, json.dumps(row).encode() + b"\n")


# ------------------------------------------------------------------------------------- the hosts


class Hosts:
    """All hosts on one port; they write down what they are asked for."""

    def __init__(self, press: float) -> None:
        self.press, self.start = press, time.time()
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.paths: Counter[str] = Counter()
        self.servers: list[ThreadingHTTPServer] = []
        for number in range(HOSTS):
            port = self.servers[0].server_port if self.servers else 0
            server = ThreadingHTTPServer((host(number), port), _handler(self))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.servers.append(server)
        self.port = self.servers[0].server_port

    def shown(self) -> int:
        """Return how many articles a feed has brought so far; the last hour of the day brings none."""
        return min(int((time.time() - self.start) * self.press // HOUR) + 1, 23)

    def close(self) -> None:
        """End the servers."""
        for server in self.servers:
            server.shutdown()
            server.server_close()


def _handler(hosts: Hosts) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.asked[self.headers["Host"]].append(time.monotonic())
            hosts.paths[f"{self.headers['Host']}{self.path}"] += 1
            kind, _, rest = self.path.strip("/").partition("/")
            with suppress(BrokenPipeError, ConnectionResetError):
                self._say(kind, rest)

        def _say(self, kind: str, rest: str) -> None:
            base = f"http://{self.headers['Host']}"
            if kind == "feed":
                last = hosts.shown()
                urls = [f"{base}/article/{int(rest) * 100 + n}" for n in range(max(0, last - KEPT), last)]
                self._send(_rss(urls))
            elif kind == "article":
                self._send(page(int(rest)), "text/html")
            elif kind in FAULTS:
                self._misbehave(kind, rest)
            else:
                self._send(b"", status=404)

        def _misbehave(self, kind: str, rest: str) -> None:
            status = {"error": 500, "busy": 429, "missing": 404, "refuse": 403}.get(kind)
            if status:
                self._send(b"", status=status, Retry_After="3600")
            elif kind == "loop":
                self._send(b"", status=302, Location=f"/loop/{rest}")
            elif kind == "slow":
                time.sleep(3)
            elif kind == "huge":
                self._send(b"<rss>" + b"<item/>" * 1_000_000)
            else:
                self._send({"words": b"no feed", "cut": b"<rss><channel><item>", "empty": b""}[kind])

        def _send(self, body: bytes, media: str = "application/rss+xml", status: int = 200, **more: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **more}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _rss(urls: list[str]) -> bytes:
    items = "".join(f"<item><title>Report</title><link>{url}</link></item>" for url in urls)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


# ------------------------------------------------------------------------------------- the judgement


def judge(folder: Path, minutes: float, *, press: float) -> None:
    """Let the watch run, kill it twice, and print what came of it."""
    hosts = Hosts(press)
    rows: list[list[object]] = []
    command = [sys.executable, __file__, "--minutes", str(minutes), "--child", str(folder), str(hosts.port)]
    for part in (1, 2, 3):
        child = subprocess.Popen([*command, str(hosts.start)], stdout=subprocess.PIPE, text=True)
        if part < 3:
            threading.Timer(max(1.0, hosts.start + minutes * 20 * part - time.time()), child.kill).start()
        out, _ = child.communicate()
        rows += [json.loads(line) for line in out.splitlines() if line.endswith("]")]
    hosts.close()
    due = {f"http://{host(n)}:{hosts.port}/article/{n * 100 + k}" for n in range(BROKEN, FEEDS) for k in range(23)}
    with open_store(folder / "s.duckdb", read_only=True) as store:
        stored = Counter(row["url"] for row in store.rows("SELECT url FROM base.documents"))
        doubled = store.rows("SELECT count(*) - count(DISTINCT document) AS n FROM base.codings")[0]["n"]
    asked = Counter({path: times for path, times in hosts.paths.items() if "/article/" in path})
    print(f"{len(due)} articles in {FEEDS - BROKEN} feeds: {len(due - set(stored))} missing, {doubled} stored twice")
    again = sum(times - 1 for times in asked.values())
    print(f"{sum(hosts.paths.values())} requests; {again} for an article that was asked for before (two kills)")
    let_go = defaultdict(list)
    for kind, name, *moment in rows:
        if kind == "go":
            let_go[str(name)].append(float(str(moment[0])))
    print(f"at least {DELAY / press * 1000:.1f} ms between two requests to a host are asked for; ", end="")
    print(f"least gap as let go {gap(let_go):.1f} ms, as hosts saw it {gap(hosts.asked):.1f} ms")
    print("; ".join(f"{row[1]} looks at feeds, {row[2]} failed" for row in rows if row[0] == "end"))


def gap(times: dict[str, list[float]]) -> float:
    """Return the least milliseconds between two requests to one host."""
    found = [b - a for moments in times.values() for a, b in pairwise(sorted(moments))]
    return 1000 * min(found)


if __name__ == "__main__":
    main()
