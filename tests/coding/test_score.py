"""The figures of ``detente score``, against values computed by hand; files with missing marks and columns."""

import json
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.coding.score import figures, macro, score_events, score_relation, unmark
from detente.errors import UsageError
from detente.records import Span


@pytest.mark.parametrize(
    ("right", "found", "gold", "expected"),
    [
        (0, 0, 0, (0.0, 0.0, 0.0)),
        (0, 5, 5, (0.0, 0.0, 0.0)),
        (5, 5, 5, (100.0, 100.0, 100.0)),
        # P 3/4, R 3/5, F1 = 2 * 0.75 * 0.6 / 1.35 = 2/3
        (3, 4, 5, (75.0, 60.0, 66.67)),
        (1, 3, 1, (33.33, 100.0, 50.0)),
        (0, 0, 4, (0.0, 0.0, 0.0)),
    ],
)
def test_figures(right: int, found: int, gold: int, expected: tuple[float, float, float]) -> None:
    assert figures(right, found, gold) == expected


def test_macro_is_the_unweighted_mean_of_the_gold_classes() -> None:
    gold = ["AID", "AID", "AID", "ACCUSE", "ASSAULT"]
    found = ["AID", "AID", "NONE", "AID", "ASSAULT"]
    score = macro("root", gold, found)
    # AID: P 2/3, R 2/3, F1 2/3; ACCUSE: 0; ASSAULT: 1
    assert {c.name: (c.precision, c.recall, c.f1, c.count) for c in score.classes} == {
        "ACCUSE": (0.0, 0.0, 0.0, 1),
        "AID": (66.67, 66.67, 66.67, 3),
        "ASSAULT": (100.0, 100.0, 100.0, 1),
    }
    assert (score.precision, score.recall, score.f1, score.count) == (55.6, 55.6, 55.6, 5)


def test_an_abstention_is_an_error_and_no_class() -> None:
    score = macro("binary", ["conflict", "conflict"], ["conflict", "NONE"])
    assert [c.name for c in score.classes] == ["conflict"]
    assert (score.precision, score.recall, score.f1) == (100.0, 50.0, 66.7)


def test_a_class_found_but_never_gold_is_no_class() -> None:
    assert [c.name for c in macro("root", ["AID"], ["ASSAULT"]).classes] == ["AID"]


@pytest.mark.parametrize(
    ("marked", "text", "source", "target"),
    [
        ("<s>Iran</s> attacked <t>Iraq</t>.", "Iran attacked Iraq.", Span(0, 4), Span(14, 18)),
        ("<t>Iraq</t> was attacked by <s>Iran</s>.", "Iraq was attacked by Iran.", Span(21, 25), Span(0, 4)),
        ("<s>Iran</s> protested.", "Iran protested.", Span(0, 4), None),
        ("Peace with <t>Iraq</t>.", "Peace with Iraq.", None, Span(11, 15)),
        ("Nothing is marked.", "Nothing is marked.", None, None),
    ],
)
def test_marks_are_taken_off(marked: str, text: str, source: Span | None, target: Span | None) -> None:
    assert unmark(marked) == (text, source, target)


def _tsv(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return path


def test_relation_scores_at_three_levels(tmp_path: Path, coder: Coder) -> None:
    path = _tsv(
        tmp_path / "gold.tsv",
        ("marked_sentence", "gold_root"),
        ("<s>Iran</s> attacked <t>Iraq</t>.", "ASSAULT"),
        ("<s>Iran</s> condemned <t>Iraq</t>.", "ACCUSE"),
        ("<s>Norway</s> sent aid to <t>Malawi</t>.", "AID"),
        # right at quad and binary level alone
        ("<s>Iran</s> condemned <t>Iraq</t>.", "REQUEST"),
    )
    report = score_relation(path, coder)
    assert [s.level for s in report.scores] == ["root", "quad", "binary"]
    assert [s.count for s in report.scores] == [4, 4, 4]
    # root: ASSAULT 1, AID 1, ACCUSE 2/3 (P 1/2, R 1), REQUEST 0
    assert report.f1("root") == pytest.approx((100 + 100 + 66.67 + 0) / 4, abs=0.1)
    assert (report.f1("quad"), report.f1("binary")) == (100.0, 100.0)
    assert [p["predicted"] for p in report.predictions] == ["ASSAULT", "ACCUSE", "AID", "ACCUSE"]
    assert report.rows()[0]["class"] == "macro"


def test_yielding_is_one_root(tmp_path: Path, coder: Coder) -> None:
    path = _tsv(
        tmp_path / "gold.tsv",
        ("marked_sentence", "gold_root"),
        ("<s>Syria</s> withdrew its troops from <t>Lebanon</t>.", "YIELD"),
    )
    assert score_relation(path, coder).f1("root") == 100.0


@pytest.mark.parametrize("value", ["1", "conflict", "Conflict", " 1 "])
def test_binary_gold_is_scored_at_that_level_alone(tmp_path: Path, coder: Coder, value: str) -> None:
    path = _tsv(tmp_path / "gold.tsv", ("marked_sentence", "gold_binary"), ("<s>Iran</s> attacked <t>Iraq</t>.", value))
    report = score_relation(path, coder)
    assert [(s.level, s.f1) for s in report.scores] == [("binary", 100.0)]


@pytest.mark.parametrize(
    "rows",
    [
        (("marked_sentence", "gold_root"),),
        (("sentence", "gold_root"), ("<s>Iran</s> attacked.", "ASSAULT")),
        (("marked_sentence", "label"), ("<s>Iran</s> attacked.", "ASSAULT")),
        (("marked_sentence", "gold_root"), ("Iran attacked Iraq.", "ASSAULT")),
    ],
    ids=["no rows", "no sentence", "no gold", "no marks"],
)
def test_files_that_cannot_be_scored(tmp_path: Path, coder: Coder, rows: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(UsageError, match="gold.tsv"):
        score_relation(_tsv(tmp_path / "gold.tsv", *rows), coder)


def _record(text: str, event: str, source: list[str], target: list[str]) -> dict[str, object]:
    sides = {"source": source, "target": target}
    return {"text": text, "event": event, **{k: [{"code": c} for c in v] for k, v in sides.items()}}


def test_events_end_to_end(tmp_path: Path, coder: Coder) -> None:
    path = tmp_path / "gold.json"
    records = [
        _record("Iran attacked Iraq.", "ASSAULT", ["IRNGOV"], ["IRQGOV"]),
        # found with another target
        _record("Iran condemned Iraq.", "ACCUSE", ["IRN"], ["KWT"]),
        # not found
        _record("The weather was bad.", "AID", ["NOR"], ["MWI"]),
        # mutual: each with each other
        _record("Kenya met Uganda.", "CONSULT", ["KEN", "UGA"], []),
    ]
    path.write_text(json.dumps(records), "utf-8")
    report = score_events(path, coder)
    triples, types = report.scores
    # gold 5 (two of the meeting); found 1 + 1 + 0 + 1 or 2; right 1 + the meeting's
    assert (triples.level, triples.count) == ("source-type-target", 5)
    assert (types.level, types.precision, types.recall, types.count) == ("type", 100.0, 75.0, 4)
    assert report.predictions[1]["predicted"] == "IRN>ACCUSE>IRQ"
    assert report.predictions[1]["gold"] == "IRN>ACCUSE>KWT"


def test_json_lines_are_read_too(tmp_path: Path, coder: Coder) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(_record("Iran attacked Iraq.", "FIGHT", ["IRN"], ["IRQ"])) + "\n\n", "utf-8")
    assert score_events(path, coder).f1("source-type-target") == 100.0


@pytest.mark.parametrize("text", ["{", "[1]", '[{"text": "no event"}]', "not json"])
def test_gold_that_is_no_gold(tmp_path: Path, coder: Coder, text: str) -> None:
    path = tmp_path / "gold.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="gold.json"):
        score_events(path, coder)
