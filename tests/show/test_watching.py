"""``detente watch``: from feeds on a server of our own into a store, and its numbers."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.show.cli import main
from detente.show.metrics import exposition, metrics
from detente.store import open_store
from factories import load_toy_coder
from hosts import Hosts, serving


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


def test_metrics() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with metrics(port, lambda: {"watch_polls_total": ("counter", 3.0)}):
        body = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
    assert body == exposition({"watch_polls_total": ("counter", 3.0)})
    assert body == "# TYPE detente_watch_polls_total counter\ndetente_watch_polls_total 3\n"


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
        deadline = time.monotonic() + 30
        while not hosts.requests("/missing") and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        process.terminate()
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 0 and "1 feed asked, 0 articles stored" in out
    assert "404" in errors and "Traceback" not in errors
