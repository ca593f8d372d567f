"""``detente export``: what the filters pick, and that files are whole and come back."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from detente.relate.dyads import dyads_of
from detente.show.cli import main
from detente.store import Coded, Tally, open_store
from factories import document, event, on, party

EVENTS = (
    event(when=on("2024-01-10")),
    event(event_type="CONSULT", mode="meet", cameo="046", quad_class=1, intensity=4.0, goldstein=7.0, confidence=0.4,
          sources=(party("USA"),), targets=(party("RUS", "RUS/vladimir-putin"),), when=on("2024-02-10")),
    event(factuality="negated", when=on("2024-03-10")),
    event(event_type="NONE", mode=None, cameo="010", quad_class=1, intensity=0.0, goldstein=0.0, coder="icews",
          when=on("2024-04-10")),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "s.duckdb") as store:
        run = store.start_run("1", "toy-1")
        store.write(run, [Coded(document(), EVENTS)], pairs=dyads_of, tally=Tally(documents=1))
    return tmp_path / "s.duckdb"


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", "--store", str(path), *arguments])


def ids(result: Result) -> list[str]:
    return [json.loads(row)["id"] for row in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "picked"),
    [
        ((), (0, 1, 2, 3)),
        (("--actor", "PRK"), (0, 2, 3)),
        (("--actor", "RUS/vladimir-putin"), (1,)),
        (("--actor", "Russia"), (1,)),
        (("--actor", "PRK", "--actor", "USA"), (0, 1, 2, 3)),
        (("--type", "consult"), (1,)),
        (("--type", "NONE"), (3,)),
        (("--factuality", "negated"), (2,)),
        (("--coder", "icews"), (3,)),
        (("--min-confidence", "0.5"), (0, 2, 3)),
        (("--since", "2024-02-10", "--until", "2024-03-10"), (1, 2)),
        (("--actor", "KOR", "--until", "2024-01-31"), (0,)),
    ],
)
def test_filters(path: Path, options: tuple[str, ...], picked: tuple[int, ...]) -> None:
    assert ids(run(path, "--to", "jsonl", *options)) == [EVENTS[at].id for at in picked]


def test_csv_and_parquet_hold_the_same(path: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(run(path).stdout.splitlines()))
    assert run(path, "--to", "parquet", "--out", str(tmp_path / "e.parquet")).exit_code == 0
    table = pq.read_table(tmp_path / "e.parquet")
    assert table.column_names == list(rows[0])
    for flat, typed in zip(rows, table.to_pylist(), strict=True):
        assert flat["id"] == typed["id"] and float(flat["intensity"]) == typed["intensity"]
        assert flat["source_countries"].split(";") == typed["source_countries"]
        assert flat["date"] == typed["date"].isoformat() and flat["evidence"] == typed["evidence"]


@pytest.mark.parametrize("form", ["plover", "polecat", "icews", "gdelt"])
def test_what_is_exported_is_imported_again(path: Path, tmp_path: Path, form: str) -> None:
    file, other = tmp_path / "events", tmp_path / "other.duckdb"
    assert run(path, "--to", form, "--out", str(file)).exit_code == 0
    done = CliRunner().invoke(main, ["import", str(file), "--from", form, "--store", str(other)])
    assert done.exit_code == 0, done.output
    # Denied events go with PLOVER alone, statements with the CAMEO layouts alone.
    expected = {"plover": ["ACCUSE", "ACCUSE", "CONSULT"], "polecat": ["ACCUSE", "CONSULT"]}
    back = [json.loads(row) for row in run(other, "--to", "jsonl").stdout.splitlines()]
    assert sorted(row["event_type"] for row in back) == expected.get(form, ["ACCUSE", "CONSULT", "NONE"])
    days = {"plover": ["2024-01-10", "2024-02-10", "2024-03-10"], "polecat": ["2024-01-10", "2024-02-10"]}
    assert sorted(row["date"] for row in back) == days.get(form, ["2024-01-10", "2024-02-10", "2024-04-10"])


def test_a_file_is_whole_or_not_there(path: Path, tmp_path: Path, monkeypatch: Any) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("detente.show.formats.write_events", broken)
    result = run(path, "--out", str(tmp_path / "e.csv"))
    assert result.exit_code == 1 and "No space left" in result.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["s.duckdb"]


def test_misuse_is_said(path: Path) -> None:
    assert "--out" in run(path, "--to", "parquet").stderr
    assert "no event type" in run(path, "--type", "PARTY").stderr
    assert "no actor is called" in run(path, "--actor", "Atlantis").stderr
    assert "0 events of 0 documents" in run(path, "--since", "2030-01-01").stderr
