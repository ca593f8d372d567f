"""The desk in a real browser: its own script runs, that of an article does not. Skipped where there is no Chromium."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from desks import directory, hostile
from detente.show.web.server import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS = 60

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
    for path in ("/event/hostile0", f"/document/{hostile().id}", "/search?q=script"):
        page = seen(f"{address}{path}", tmp_path / "a")
        assert "detente</title>" in page
        assert "<title>owned" not in page
        assert "<img" not in page
