"""Alerts reach a server on this machine once, signed; they are tried again, and never go where they may not."""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from desks import stories
from detente.errors import FetchError, Refused, UsageError
from detente.read.post import post
from detente.records import Shift
from detente.relate.dyads import dyads_of
from detente.show.alerts.hooks import load_hooks
from detente.show.alerts.outbox import SAME_DAYS, Outbox, outbox_beside
from detente.show.alerts.sending import FIRST_WAIT, MOST_TRIES, deliver, queue_new
from detente.show.cli import main
from detente.show.commands import alerting
from detente.show.web import door
from detente.store import ingest, open_store
from factories import load_toy_coder

SECRET = "a secret of some length"


class Hearing(HTTPServer):
    """A server that keeps what it is sent and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?room=1"


class Taking(BaseHTTPRequestHandler):
    server: Hearing

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Hearing]:
    with Hearing() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("alerts") / "s.duckdb"
    with open_store(path) as store:
        ingest(store, stories(), load=load_toy_coder, pairs=dyads_of)
    return path


@pytest.fixture
def store_path(told: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "s.duckdb"
    copy.write_bytes(told.read_bytes())
    return copy


def settings(folder: Path, url: str, *more: str) -> Path:
    file = folder / "hooks.toml"
    lines = ["[[hook]]", f'url = "{url}"', f'secret = "{SECRET}"', 'dyads = [["North Korea", "KOR"]]', *more]
    file.write_text("\n".join(lines))
    return file


def run(file: Path, store: Path, *more: str) -> Any:
    return CliRunner().invoke(main, ["alerts", str(file), "--store", str(store), "--once", *more])


def test_a_turn_is_sent_once_and_signed_also_after_a_restart(server: Hearing, store_path: Path) -> None:
    file = settings(store_path.parent, server.url, "since = 2023-01-01")
    first = run(file, store_path, "--allow-private")
    assert (first.exit_code, first.output.split(",")[0]) == (0, "1 alert sent"), first.output
    assert run(file, store_path, "--allow-private").output.startswith("0 alerts sent")
    ((path, headers, body),) = server.heard
    assert path == "/hook?room=1"
    signed = headers["x-detente-timestamp"].encode() + b"." + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-detente-signature"] == f"sha256={expected}"
    sent = json.loads(body)
    assert (sent["kind"], sent["shift"]["direction"], sent["shift"]["a"]) == ("shift", "thaw", "KOR")
    assert sent["events"] and {row["id"] for row in sent["events"]} <= set(sent["shift"]["evidence"])


def test_what_is_not_taken_is_sent_again_later_and_given_up_in_the_end(server: Hearing, store_path: Path) -> None:
    hooks = load_hooks(settings(store_path.parent, server.url, "since = 2023-01-01"))
    outbox, now, said = outbox_beside(store_path), [1_000.0], list[str]()
    with open_store(store_path, read_only=True) as store:
        assert queue_new(store, hooks, outbox, key=lambda words: words.replace("North Korea", "PRK")) == 1

    def go() -> tuple[int, int]:
        return deliver(hooks, outbox, say=said.append, permit=lambda _: True, clock=lambda: now[0])

    server.answers = [500, 302, 503]
    assert (go(), go()) == ((0, 1), (0, 0))
    now[0] += FIRST_WAIT
    assert (go(), go()) == ((0, 1), (0, 0))
    assert "redirects are not followed" in said[-1] and "again in 60 s" in said[-1]
    assert len(server.heard) == 2
    server.answers = [500] * 100
    for _ in range(MOST_TRIES):
        now[0] += 1e6
        go()
    assert len(server.heard) == MOST_TRIES and said[-1].endswith("given up")
    assert len({headers["x-detente-delivery"] for _, headers, _ in server.heard}) == 1


def test_a_store_that_has_not_changed_is_not_copied_again(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = load_hooks(settings(store_path.parent, "https://a.example", "since = 2023-01-01"))
    outbox, copied, take = outbox_beside(store_path), list[Path](), door.take_copy
    monkeypatch.setattr(
        door, "take_copy", lambda path, target, *, ours: (copied.append(path), take(path, target, ours=ours))[1]
    )

    def look(looked: Any = None) -> Any:
        return alerting._look(
            store_path, hooks, outbox, key=lambda word: word.replace("North Korea", "PRK"), looked=looked
        )

    first = look()
    assert look(first) == first and len(copied) == 1
    os.utime(store_path, (1.0, 1.0))
    second = look(first)
    assert second not in (None, first) and len(copied) == 2
    outbox.path.unlink()
    assert look(second) == second and len(copied) == 3 and len(outbox.due(1.0)) == 1


def test_private_addresses_are_refused_unless_allowed(server: Hearing, store_path: Path) -> None:
    file = settings(store_path.parent, server.url, "since = 2023-01-01")
    refused = run(file, store_path)
    assert refused.exit_code == 1
    assert "not public" in refused.output
    assert server.heard == []
    with pytest.raises(FetchError):
        post("http://[::1]:1/", b"", headers={})
    server.answers = [307]
    with pytest.raises(Refused, match="not followed"):
        post(server.url, b"{}", headers={}, permit=lambda _: True)
    assert len(server.heard) == 1


def test_what_was_there_before_is_not_sent_without_a_day(server: Hearing, store_path: Path) -> None:
    file = settings(store_path.parent, server.url)
    assert run(file, store_path, "--allow-private").output.startswith("0 alerts sent")
    assert run(file, store_path, "--allow-private").output.startswith("0 alerts sent")


@pytest.mark.parametrize("more", ["step = 20", "score = 1000", 'direction = "freeze"', "certainty = 1.1"])
def test_thresholds_keep_turns_back(server: Hearing, store_path: Path, more: str) -> None:
    file = settings(store_path.parent, server.url, "since = 2023-01-01", more)
    assert run(file, store_path, "--allow-private").output.startswith("0 alerts sent")


def test_a_turn_that_moved_by_some_weeks_is_the_same(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "o.sqlite")

    def turn(days: int, direction: Any = "thaw") -> Shift:
        return Shift("KOR", "PRK", date(2024, 1, 1) + timedelta(days=days), direction, -1.0, 1.0, 9.0, "contrast", ())

    outbox.put("h", turn(0), b"{}")
    assert outbox.knows("h", turn(SAME_DAYS)) and outbox.knows("h", turn(-SAME_DAYS))
    assert not outbox.knows("h", turn(SAME_DAYS + 1))
    assert not outbox.knows("h", turn(0, "freeze")) and not outbox.knows("other", turn(0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must hold one table"),
        ("x = 1", "must hold one table"),
        ("[[hook]]\ncolour = 1", "no setting 'colour'"),
        ('[[hook]]\nurl = "file:///etc"', "only http and https"),
        ('[[hook]]\nurl = "http://a.example"\nsecret = "short"', "16 characters"),
        ('[[hook]]\nurl = "http://a.example"\nsecret_variable = "NONE"', "NONE"),
        (f'[[hook]]\nurl = "http://a.example"\nsecret = "{SECRET}"\ndyads = ["PRK"]', "pairs"),
        (f'[[hook]]\nurl = "http://a.example"\nsecret = "{SECRET}"\ndyads = [["A", "B"]]\nstep = "x"', "number"),
        (f'[[hook]]\nsince = "soon"\nsecret = "{SECRET}"', "since must be a day"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "h.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=words):
        load_hooks(file, {})
