"""The demonstration and the score command, with a toy coder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.records import Document, Evidence, Span
from detente.show.cli import main
from detente.show.walkthrough import examples, sentence_text
from factories import document, event, load_toy_coder, toy_document


def test_the_evidence_is_marked_in_its_sentence() -> None:
    text = "Talk went on. After a long night  Freedonia accused Sylvania of theft, officials said. Nothing else."
    start = text.index("Freedonia")
    about = document(text=text, paragraphs=(Span(0, len(text)),), title=None, title_span=None)
    span = Span(start, start + len("Freedonia accused Sylvania of theft"))
    plain = sentence_text(about, span, plain=True).plain
    assert plain == "After a long night [Freedonia accused Sylvania of theft], officials said."
    marked = sentence_text(about, span, plain=False)
    assert marked.plain == "After a long night Freedonia accused Sylvania of theft, officials said."
    (underlined,) = [part for part in marked.spans if part.style == "underline"]
    assert marked.plain[underlined.start : underlined.end] == "Freedonia accused Sylvania of theft"


def test_evidence_over_two_sentences_shows_both() -> None:
    text = "Freedonia spoke. Sylvania answered."
    about = document(text=text, paragraphs=(Span(0, len(text)),), title=None, title_span=None)
    assert sentence_text(about, Span(0, len(text)), plain=True).plain == f"[{text}]"


def test_demo_shows_events_comments_and_what_to_do_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def examples() -> Iterator[Document]:
        yield toy_document("It reads PRK ACCUSE KOR -2 2024-01-15 today.", published=None, title="A day at the river")

    monkeypatch.setattr("detente.show.walkthrough.examples", examples)
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == 0
    for words in (
        "A day at the river",
        "The Daily Example",
        "- ACCUSE/allege  PRK → KOR  2024-01-15  asserted",
        "[PRK ACCUSE KOR -2 2024-01-15]",
        "PRK/kcna (quoted)",
        "1 event. 2 comments of readers kept apart and not coded:",
        "Nonsense.",
        "What to do next",
        "detente ingest FOLDER",
    ):
        assert words in result.stdout


def test_the_shipped_examples_can_be_read_and_show_what_a_page_can_be() -> None:
    found = list(examples())
    assert len(found) >= 3 and all(item.error is None and item.title and item.published for item in found)
    assert any(item.comments for item in found)


def test_an_event_whose_evidence_is_outside_every_paragraph_is_still_shown() -> None:
    found = event(evidence=Evidence(Span(0, 9), "Freedonia"))
    assert (
        "[Freedonia]" in sentence_text(document(title_span=None, paragraphs=()), found.evidence.span, plain=True).plain
    )


@dataclass
class Report:
    predictions: tuple[dict[str, str], ...] = ({"gold": "ACCUSE", "predicted": "AGREE"},)

    def rows(self) -> list[dict[str, object]]:
        return [{"level": "root", "f1": 12.5}]


@pytest.mark.parametrize("task", ["relation", "events"])
def test_score_prints_figures_and_writes_predictions(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    monkeypatch.setattr(f"detente.coding.score.score_{task}", lambda *given, **_: (asked.append(given), Report())[1])
    gold, out = tmp_path / "gold.tsv", tmp_path / "out.tsv"
    gold.write_text("x")
    result = CliRunner().invoke(main, ["score", str(gold), "--task", task, "--predictions", str(out)])
    assert json.loads(result.stdout) == {"level": "root", "f1": 12.5}
    assert out.read_text() == "gold\tpredicted\nACCUSE\tAGREE\n"
    assert asked[0][0] == gold
    table = CliRunner().invoke(main, ["score", str(gold), "--task", task, "--format", "table"]).stdout
    assert "12.5" in table
    assert CliRunner().invoke(main, ["score", str(tmp_path / "none.tsv")]).exit_code == 2
