"""``detente watch``: from feeds on a server of our own into a store, and its numbers."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.read.watch import FeedStatus
from detente.read.watch_state import FeedState
from detente.show.cli import main
from detente.show.metrics import exposition, metrics
from detente.show.watch_page import watch_page
from detente.store import open_store
from factories import load_toy_coder
from hosts import Hosts, serving

# Seconds after which a process is held to hang: a busy machine takes a minute to start one.
PATIENCE = 600


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosts]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    with serving(2) as found:
        rows = [f'[[feed]]\nurl = "{url}/{path}"\n' for url in found.urls for path in ("feed/a", "error")]
        Path("feeds.toml").write_text("[watch]\ndelay = 0\n" + "".join(rows))
        yield found


def watch(*options: str) -> Result:
    return CliRunner().invoke(main, ["watch", "feeds.toml", "--store", "s.duckdb", "--allow-private", *options])


def test_once_into_the_store_and_not_again(hosts: Hosts) -> None:
    result = watch("--once")
    assert result.exit_code == 0, result.output
    assert "4 feeds asked, 6 articles stored" in result.output and "500" in result.stderr
    # Both hosts tell the same articles: the store has each of them once.
    with open_store("s.duckdb", read_only=True) as store:
        assert store._connection.execute("SELECT count(*), count(DISTINCT id) FROM documents").fetchone() == (3, 3)
    assert "0 feeds asked, 0 articles stored" in watch("--once").output
    assert len(hosts.requests("/article")) == 6


def test_private_addresses_are_not_asked_unless_allowed(hosts: Hosts) -> None:
    result = CliRunner().invoke(main, ["watch", "feeds.toml", "--store", "s.duckdb", "--once"])
    assert result.exit_code == 0 and not hosts.asked


def test_a_list_that_is_missing_is_misuse(hosts: Hosts) -> None:
    assert CliRunner().invoke(main, ["watch", "none.toml", "--once"]).exit_code == 2


def asked(port: int, path: str, host: str = "127.0.0.1") -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    return str(urllib.request.urlopen(request, timeout=PATIENCE).read().decode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_metrics() -> None:
    port = free_port()
    with metrics(port, lambda: {"watch_polls_total": ("counter", 3.0)}, lambda: "a page"):
        body = asked(port, "/metrics")
        assert asked(port, "/") == "a page"
        for path, host in (("/other", "127.0.0.1"), ("/metrics", "elsewhere.example")):
            with pytest.raises(urllib.error.HTTPError):
                asked(port, path, host)
    assert body == exposition({"watch_polls_total": ("counter", 3.0)})
    assert body == "# TYPE detente_watch_polls_total counter\ndetente_watch_polls_total 3\n"


def test_the_page_shows_feeds_that_fail_first_and_nothing_of_theirs_as_markup() -> None:
    good = FeedStatus("https://a.example/feed", FeedState(polled_at=1_700_000_000.0, wait=900.0))
    bad = FeedStatus("https://b.example/<b>", FeedState(failures=2, error="<script>alert(1)</script>"))
    page = watch_page({"watch_polls_total": ("counter", 1234.0)}, [good, bad], now=1_700_000_100.0)
    assert "<script>" not in page and "&lt;script&gt;" in page and "<b>" not in page
    assert page.index("b.example") < page.index("a.example")
    assert "<th scope=row>polls</th><td>1,234</td>" in page
    assert "<td>2023-11-14 22:13:20</td><td>2023-11-14 22:28:20</td>" in page and "not yet" in page


def test_a_running_watch_shows_its_page_and_numbers(tmp_path: Path) -> None:
    port = free_port()
    with serving() as hosts:
        feeds = tmp_path / "feeds.opml"
        feeds.write_text(f'<opml><body><outline xmlUrl="{hosts.urls[0]}/missing"/></body></opml>')
        command = [sys.executable, "-m", "detente", "watch", str(feeds), "--store", str(tmp_path / "s")]
        process = subprocess.Popen(
            [*command, "--allow-private", "--metrics-port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            numbers = ""
            deadline = time.monotonic() + PATIENCE
            while "feeds_failing 1" not in numbers and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.2)
                # A busy machine answers late or not yet; that is no fault.
                with suppress(OSError):
                    numbers = asked(port, "/metrics")
            assert "detente_watch_feeds 1\n" in numbers and "detente_watch_feeds_failing 1\n" in numbers
            assert f"{hosts.urls[0]}/missing" in asked(port, "/") and "404" in asked(port, "/")
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def test_it_ends_in_good_order_at_sigterm(tmp_path: Path) -> None:
    with serving() as hosts:
        feeds = tmp_path / "feeds.toml"
        feeds.write_text(f'[watch]\ndelay = 0\n[[feed]]\nurl = "{hosts.urls[0]}/missing"\n')
        command = [
            sys.executable,
            "-m",
            "detente",
            "watch",
            str(feeds),
            "--store",
            str(tmp_path / "s"),
            "--allow-private",
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + PATIENCE
        while not hosts.requests("/missing") and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        process.terminate()
        out, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0 and "1 feed asked, 0 articles stored" in out
    assert "404" in errors and "Traceback" not in errors
