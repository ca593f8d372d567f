"""Decisions outlive a newer coder, become training sentences, and show how far two reviewers agree."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.records import Evidence, Span
from detente.show.cli import main
from detente.show.records_json import event_json
from detente.show.review.agreement import agreement, alpha
from detente.show.review.decisions import Decision, Decisions, decisions_beside
from detente.show.review.standing import meant, standing
from detente.show.review.training import corpus_rows, marked
from factories import TEXT, event, party


def test_alpha_is_that_of_a_worked_example() -> None:
    # Four observers, twelve units, values missing: example C of Krippendorff 2011, alpha .743.
    units = ["111", "2223", "3333", "3333", "2222", "1234", "4444", "1112", "2222", "555", "11", "3"]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_knows_the_ends() -> None:
    assert alpha(["aa", "bb"]) == 1
    assert alpha([]) is None
    assert alpha(["aa", "aa"]) is None
    low = alpha(["ab", "ba"])
    assert low is not None
    assert low < 0


def test_a_decision_is_about_what_a_newer_coder_made_of_the_same_words() -> None:
    old = event(id="old")
    span = Span(old.evidence.span.start, old.evidence.span.end - 10)
    again = replace(old, id="new", event_type="THREATEN", evidence=Evidence(span, span.of(TEXT)))
    elsewhere = replace(again, id="other", evidence=Evidence(Span(0, 20), TEXT[:20]))
    assert meant(event_json(old), [elsewhere, again]) is again
    assert meant(event_json(old), [elsewhere]) is None
    assert meant(event_json(old), [replace(again, sources=(party("CHN"),))]) is None
    assert meant(event_json(old), [replace(again, document="another")]) is None
    assert meant(event_json(old), [again, old]) is old


def decide(decisions: Decisions, author: str, verdict: str, field: str | None = None, value: str | None = None) -> None:
    decisions.add(Decision("e", author, verdict, field, value), sentence())


def sentence():  # type: ignore[no-untyped-def]
    start = 28
    return event(
        id="e",
        sources=(party("PRK", span=Span(start, start + 9)),),
        targets=(party("KOR", span=Span(start + 18, start + 26)),),
    )


def test_a_judged_event_is_found_again_on_the_desk(tmp_path: Path) -> None:
    decisions = decisions_beside(tmp_path / "s.duckdb")
    decide(decisions, "Ada", "reject")
    assert [item.verdict for item in decisions.on(replace(sentence(), id="coded anew"))] == ["reject"]
    assert decisions.on(replace(sentence(), id="coded anew", document="another")) == []


def test_later_decisions_take_the_place_of_earlier_ones() -> None:
    base = {"author": "A", "event": "e", "field": None}
    rows = [
        base | {"id": 1, "verdict": "reject"},
        base | {"id": 2, "verdict": "correct", "field": "mode"},
        base | {"id": 3, "verdict": "correct", "field": "date"},
        base | {"id": 4, "verdict": "reject", "author": "B"},
    ]
    assert [row["id"] for row in standing(rows)] == [2, 3, 4]


def test_reviewers_are_compared_by_the_type_that_they_leave(tmp_path: Path) -> None:
    decisions = decisions_beside(tmp_path / "s.duckdb")
    decide(decisions, "Ada", "correct", "event_type", "REJECT")
    decide(decisions, "Bo", "accept")
    found = agreement(decisions.export())
    assert (found.units, found.reviewers) == (1, ("Ada", "Bo"))
    assert found.alpha == 0


def test_decisions_become_training_sentences(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    decisions = decisions_beside(store)
    decide(decisions, "Ada", "correct", "factuality", "negated")
    command = ["review", "export", "--as", "corpus", "--store", str(store)]
    result = CliRunner().invoke(main, command, standalone_mode=False)
    header, row = result.output.splitlines()
    assert header.split("\t")[:3] == ["story", "text", "event_type"]
    story, text, kind, mode, factuality = row.split("\t")[:5]
    assert text.startswith("<s>Freedonia</s> accused <t>Sylvania</t> of")
    assert (story, kind, mode, factuality) == ("review-e", "ACCUSE", "allege", "negated")
    decide(decisions, "Ada", "reject")
    assert [line[2] for line in corpus_rows(decisions.export())] == ["NONE"]
    assert marked(event_json(event(targets=()))) is None
