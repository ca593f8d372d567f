"""``detente store``: what it prints and how it ends."""

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from detente.relate.dyads import dyads_of
from detente.show.cli import main
from detente.show.failures import RunFailed
from detente.store import Coded, Tally, open_store
from factories import document, event


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "s.duckdb") as store:
        run = store.start_run("1", "toy-1")
        store.write(run, [Coded(document(), (event(),))], pairs=dyads_of, tally=Tally(documents=1, events=1))
    return tmp_path / "s.duckdb"


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["store", *arguments, "--store", str(path)])


def test_info_in_words_and_as_json(path: Path) -> None:
    assert "events of toy-1, codebook 1: 1" in run(path, "info", "--format", "table").stdout
    assert "1 run cut off" in run(path, "info", "--format", "table").stdout
    found = json.loads(run(path, "info").stdout)
    assert (found["rows"]["events"], found["first"], found["unfinished"]) == (1, "2024-01-15", 1)


def test_check_compact_and_backup(path: Path) -> None:
    assert "is sound" in run(path, "check").stdout
    assert "became" in run(path, "compact").stdout
    assert "checked" in run(path, "backup", str(path.with_name("copy.duckdb"))).stdout
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO base.events SELECT * FROM base.events")
    result = run(path, "check")
    assert "1 events stored twice" in result.stdout and isinstance(result.exception, RunFailed | SystemExit)
    assert result.exit_code == 1


@pytest.mark.parametrize("command", [["compact"], ["backup", "x"], ["info"], ["check"]])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, command: list[str]) -> None:
    assert run(tmp_path / "none.duckdb", *command).exit_code == 1
    assert list(tmp_path.iterdir()) == []
