"""The desk in a real browser: its own script runs, that of an article does not. Skipped where there is no Chromium."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import uvicorn

from desks import directory, hostile
from detente.show.web.server import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS = 60
HOSTILE_PAGES = (
    "/event/hostile0", "/event/hostile0/happening", f"/document/{hostile().id}", f"/document/{hostile().id}/copies",
    "/search?q=script", "/search?in=documents&q=script", "/review", "/relation/PRK/KOR?every=day&at=2024-01-15",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the pages were not tried in a browser")


@pytest.fixture
def address(store_path: Path) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(store_path, directory=directory())
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def seen(address: str, profile: Path) -> str:
    """Return the page as the browser has it after its scripts ran."""
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
        "--virtual-time-budget=2000", "--dump-dom", address,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True).stdout


def test_our_script_runs_and_that_of_an_article_does_not(address: str, tmp_path: Path) -> None:
    review = seen(f"{address}/review", tmp_path / "a")
    assert 'class="item at"' in review
    for path in HOSTILE_PAGES:
        page = seen(f"{address}{path}", tmp_path / "a")
        assert "owned" in page, path  # the words themselves are there to be read
        assert "detente</title>" in page, path
        assert "<title>owned" not in page, path
        built = Built()
        built.feed(page)
        assert built.strange == [], path
        assert "1337" not in page, path  # no template of the article was worked out


class Built(HTMLParser):
    """Collects from a page as the browser built it what could run, load or cover something and is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "object", "embed", "img", "style", "base", "svg:script"):
            self.strange.append(tag)
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.strange.append(tag)
        self.strange += [name for name in given if name.startswith("on") or name in ("style", "srcdoc", "autofocus")]
        self.strange += [
            value for value in given.values() if value.strip().lower().startswith(("javascript:", "data:"))
        ]
