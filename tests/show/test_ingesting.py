"""``detente ingest`` on the command line: Ctrl-C, SIGTERM, the ceiling."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.show.cli import main
from detente.store import open_store

HERE = Path(__file__).parent.parent
PROGRAM = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
import detente.coding
from factories import load_toy_coder
detente.coding.load_coder = load_toy_coder
from detente.show.cli import main
main()
"""


def lines(file: Path, number: int) -> None:
    row = "PRK ACCUSE KOR -2 2024-01-15 SLOW and some words of no weight, number {}"
    file.write_text("".join(json.dumps({"text": row.format(n)}) + "\n" for n in range(number)))


def stored(store: Path) -> int:
    try:
        with open_store(store, read_only=True) as opened:
            return int(opened.rows("SELECT count(*) AS n FROM base.events")[0]["n"])
    except Exception:  # noqa: BLE001 - the store may be in the making
        return 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_after_the_documents_under_way_and_goes_on(tmp_path: Path, number: int) -> None:
    lines(tmp_path / "a.jsonl", 20_000)
    store = tmp_path / "s.duckdb"
    command = [sys.executable, "-c", PROGRAM, "--log-format", "json", "ingest", str(tmp_path), "--store", str(store)]
    process = subprocess.Popen([*command, "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not stored(store) and time.monotonic() < deadline:
        time.sleep(0.2)
    process.send_signal(number)
    out, errors = process.communicate(timeout=120)
    rows = [json.loads(row) for row in errors.splitlines()]
    assert process.returncode == 130 and [row["event"] for row in rows if row["event"] != "progress"] == [
        "stopping",
        "stopped",
    ]
    kept = stored(store)
    message = rows[-1]["message"]
    assert f"stopped after {kept} documents, at {tmp_path}/a.jsonl:{kept}" in message and "goes on" in message
    assert not out and 0 < kept < 20_000


def test_too_little_memory_is_misuse(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", 1)
    command = ["ingest", str(tmp_path), "--store", str(tmp_path / "s.duckdb"), "--memory"]
    for amount, words in (("100MB", "a run needs"), ("much", "no amount of memory"), ("-1", "no amount")):
        result = CliRunner().invoke(main, [*command, amount])
        assert result.exit_code == 2 and words in result.stderr
    assert not (tmp_path / "s.duckdb").exists()
