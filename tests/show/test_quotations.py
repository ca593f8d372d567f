"""``detente quotes``: who says what, as JSON lines, CSV and a table."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from detente.coding.coder import Coder
from detente.coding.said import find_said
from detente.show.cli import main
from detente.show.quotations import COLUMNS, quotations_table
from readings import article

TEXT = (
    "Envoys of Peru and Chile met at the border on Tuesday\n\n"
    "LIMA, Jan. 16, 2024 - “We have closed the pass,” the Peruvian foreign minister said in Lima on Tuesday.\n\n"
    "“Nobody will cross it before the thaw.”\n\n"
    "Chile’s army denied that it had fired, and an engineer told El Faro that the road was safe.\n\n"
    "“The wind comes from the south and the snow is deep on both sides of the pass.”\n"
)


@pytest.fixture
def page(tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("detente.coding.load_coder", lambda: coder)
    file = tmp_path / "page.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def test_every_quotation_is_an_object_with_its_place(page: str) -> None:
    rows = [json.loads(row) for row in run("quotes", page).stdout.splitlines()]
    assert [(row["speaker"] or {}).get("text") for row in rows][:3] == ["the Peruvian foreign minister"] * 2 + [
        "Chile’s army"
    ]
    first = rows[0]
    assert (first["kind"], first["direct"], first["cue"]) == ("quoted", True, "said")
    assert first["speaker"]["country"] == "PER"
    assert first["words"] == "We have closed the pass"
    assert first["end"] - first["start"] == len(first["words"])
    assert rows[2]["direct"] is False


def test_csv_has_a_row_per_quotation_and_the_same_words(page: str) -> None:
    table = list(csv.DictReader(io.StringIO(run("quotes", page, "--format", "csv").stdout)))
    rows = [json.loads(row) for row in run("quotes", page, "--format", "jsonl").stdout.splitlines()]
    assert tuple(table[0]) == COLUMNS
    assert [row["words"] for row in table] == [row["words"] for row in rows]


def test_a_table_names_speakers_and_says_where_nobody_is_named(page: str) -> None:
    result = run("quotes", page, "--format", "table")
    assert result.exit_code == 0
    assert "Peru" in result.stdout and "denied" in result.stdout


def test_a_speaker_that_is_not_resolved_stands_in_quotation_marks(coder: Coder) -> None:
    document = article("An engineer said the road was safe.\n\nIt snowed.")
    screen = Console(width=100, file=io.StringIO(), record=True)
    screen.print(quotations_table(document, find_said(coder, document)))
    assert "“An engineer”" in screen.export_text()


def test_sentences_without_actors_are_read_too(coder: Coder) -> None:
    (said,) = find_said(coder, article("The baker said that the flour had gone."))
    assert said.speaker is not None
    assert said.speaker.text == "The baker"


def test_pages_in_other_languages_and_broken_pages_have_none(coder: Coder) -> None:
    text = "The baker said that the flour had gone."
    assert find_said(coder, article(text, language="de")) == []
    assert find_said(coder, article(text, error="unreadable")) == []


def test_help_says_what_it_does() -> None:
    assert "speaker, cue, kind, words" in run("quotes", "--help").stdout
