"""What is said on standard error: as sentences, as JSON, from the level asked for on."""

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from detente.show.cli import main
from detente.show.log import Form, note, set_up_log, told_to_people
from factories import load_toy_coder


@pytest.fixture(autouse=True)
def usual_log() -> Any:
    set_up_log()
    yield
    set_up_log()


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in text.splitlines()]


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    note("two things", who="detente ingest", origin="x")
    note("steered\x1b[31m by\n\u202ea page")
    assert capsys.readouterr().err == "detente ingest: two things\ndetente: steered [31m by  a page\n"


@pytest.mark.parametrize(("form", "shown"), [("text", "a page  "), ("json", "a page \\ud800")])
def test_half_a_pair_of_surrogates_is_harmless(form: Form, shown: str) -> None:
    # Formatted, not said: what is said goes into the report of the test, which cannot carry it.
    set_up_log("info", form)
    record = logging.LogRecord("detente", logging.INFO, "", 0, "%s", ("a page \ud800",), None)
    record.__dict__.update(event="x", who="", fields={})
    line = logging.getLogger("detente").handlers[0].format(record)
    assert shown in line and line.encode()


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log("info", "json")
    note("half a pair", level="warning", event="document_failed", origin=Path("a.html"), failed=2)
    (row,) = rows(capsys.readouterr().err)
    assert datetime.fromisoformat(row.pop("time")).tzinfo is not None
    assert row == {
        "level": "warning",
        "event": "document_failed",
        "message": "half a pair",
        "origin": "a.html",
        "failed": 2,
    }


def test_levels(capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for level in ("debug", "info", "warning", "error"):
        set_up_log(level)
        for weight in ("debug", "info", "warning", "error"):
            note(weight, level=weight)
        said[level] = capsys.readouterr().err.split()[1::2]
    assert said["debug"] == ["debug", "info", "warning", "error"] and said["error"] == ["error"]
    assert said["info"] == ["info", "warning", "error"] and said["warning"] == ["warning", "error"]


def test_a_bar_is_drawn_for_people_alone() -> None:
    assert told_to_people()
    set_up_log("info", "json")
    assert not told_to_people()
    set_up_log("warning")
    assert not told_to_people()


def run(*options: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Result:
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("PRK ACCUSE KOR -2 2024-01-15 said the note\n\nand nothing else of note.\n")
    (folder / "in" / "b.txt").write_bytes(b"\x00\x01\x02" * 400)
    return CliRunner().invoke(main, [*options, "ingest", str(folder / "in"), "--store", str(folder / "s.duckdb")])


def test_a_run_in_json_names_what_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = run("--log-format", "json", monkeypatch=monkeypatch, folder=tmp_path)
    assert result.exit_code == 0, result.output
    failed = [row for row in rows(result.stderr) if row["event"] == "document_failed"]
    assert [Path(row["origin"]).name for row in failed] == ["b.txt"] and failed[0]["level"] == "warning"


def test_a_run_that_is_to_say_errors_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = run("--log-level", "error", monkeypatch=monkeypatch, folder=tmp_path)
    assert result.exit_code == 0 and result.stderr == ""


def test_misuse_in_json() -> None:
    result = CliRunner().invoke(main, ["--log-format", "json", "ingest", "--workers", "none", "."])
    assert result.exit_code == 2
    (row,) = rows(result.stderr)
    assert row["event"] == "misuse" and row["level"] == "error" and "--workers" in row["message"]
