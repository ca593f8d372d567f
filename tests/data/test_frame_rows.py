"""The frame files that ship, and the lint that guards them."""

from dataclasses import replace

import pytest

from detente.data.codebook_cards import Codebook, load_codebook
from detente.data.frame_rows import (
    FrameRow,
    NearMissRow,
    check_frame_rows,
    check_near_misses,
    expand,
    load_classes,
    load_frame_rows,
)

ROW = FrameRow(
    pattern="S condemn|denounce T",
    event_type="ACCUSE",
    mode="disapprove",
    cameo="111",
    embed="accuse",
    example="Ireland condemned the raid by Israel on Monday.",
    source="Ireland",
    target="Israel",
    file="ACCUSE.csv",
)
CLASSES = {"aid": frozenset({"grain", "loan"})}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def test_the_frames_that_ship_break_none_of_their_rules(codebook: Codebook) -> None:
    assert check_frame_rows(load_frame_rows(), codebook) == []


def test_frames_come_from_the_file_of_their_type() -> None:
    rows = [row for row in load_frame_rows() if row.event_type]
    assert rows
    assert {(row.file, row.event_type) for row in rows if row.file != f"{row.event_type}.csv"} == set()


def test_classes_hold_lemmas_by_name() -> None:
    classes = load_classes()
    assert {"aid", "relation", "weapon"} <= set(classes)
    assert "embargo" in classes["sanction"]


def test_a_good_row_passes(codebook: Codebook) -> None:
    assert check_frame_rows([ROW], codebook, classes=CLASSES) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"event_type": "DISAPPROVE"}, "unknown event type 'DISAPPROVE'"),
        ({"mode": "condemn"}, "ACCUSE has no mode 'condemn'"),
        ({"cameo": "1199"}, "unknown CAMEO code '1199'"),
        ({"cameo": "120"}, "CAMEO code 120 maps to REJECT, not to ACCUSE"),
        ({"cameo": "023"}, "CAMEO code 023 maps to None, not to ACCUSE"),
        ({"embed": "blame"}, "unknown embed 'blame'"),
        ({"event_type": ""}, "a row without event type has no mode and no CAMEO code"),
        ({"event_type": "", "mode": "", "cameo": ""}, "rows without event type stand in operators.csv"),
        ({"file": "operators.csv"}, "rows without event type stand in operators.csv"),
        ({"expect": "YIELD"}, "expects an unknown event type 'YIELD'"),
        ({"source": "Iceland"}, "'Iceland' does not stand in the example"),
        ({"source": ""}, "the example names no source"),
        ({"example": "Ireland condemned Israel."}, "the example has 3 words"),
        ({"pattern": "condemn T"}, "a pattern starts with S or *"),
        ({"pattern": "S condemn | denounce T"}, "'|' is no slot"),
        ({"pattern": "S Condemn T"}, "'Condemn' is no slot"),
        ({"pattern": "S condemn (publicly) T"}, "'(publicly)' is no slot"),
        ({"pattern": "S condemn T over T"}, "T or ~ stands twice"),
        ({"pattern": "S condemn @raid of T"}, "there is no noun class 'raid'"),
    ],
)
def test_lint_finds_a_broken_row(codebook: Codebook, changes: dict[str, str], finding: str) -> None:
    found = check_frame_rows([replace(ROW, **changes)], codebook, classes=CLASSES)
    assert any(finding in line for line in found), found


def test_a_row_may_have_no_target_and_an_operator_no_type(codebook: Codebook) -> None:
    operator = replace(ROW, pattern="S plan to ~", event_type="", mode="", cameo="", target="", file="operators.csv")
    assert check_frame_rows([operator], codebook, classes=CLASSES) == []
    assert check_frame_rows([replace(operator, embed="", expect="ACCUSE")], codebook, classes=CLASSES) == []


def test_lint_finds_rows_out_of_order(codebook: Codebook) -> None:
    rows = [ROW, replace(ROW, pattern="S blame T")]
    assert check_frame_rows(rows, codebook, classes=CLASSES) == ["ACCUSE.csv: 'S blame T' is not in its sorted place"]


def test_lint_finds_one_pattern_with_two_meanings_behind_its_alternatives(codebook: Codebook) -> None:
    other = replace(ROW, pattern="S denounce|reject T", event_type="REJECT", mode="", cameo="120", file="REJECT.csv")
    found = check_frame_rows([ROW, other], codebook, classes=CLASSES)
    assert found == ["REJECT.csv: 'S denounce T' is REJECT here and ACCUSE in ACCUSE.csv"]


def test_lint_finds_a_pattern_that_stands_twice(codebook: Codebook) -> None:
    found = check_frame_rows([ROW, ROW], codebook, classes=CLASSES)
    assert found == ["ACCUSE.csv: 'S condemn|denounce T': the pattern stands 2 times"]


def test_expand_gives_every_choice() -> None:
    assert expand("S cut|sever tie|link with T") == (
        "S cut tie with T",
        "S cut link with T",
        "S sever tie with T",
        "S sever link with T",
    )


def test_lint_of_near_misses(codebook: Codebook) -> None:
    good = NearMissRow("Spain meet Portugal in the final on Sunday.", "CONSULT", "sport")
    assert check_near_misses([good], codebook) == []
    found = check_near_misses([replace(good, not_type="MEET"), replace(good, why="because"), good, good], codebook)
    assert any("unknown event type 'MEET'" in line for line in found)
    assert any("'because' is not one of the reasons" in line for line in found)
    assert any("a row stands twice" in line for line in found)
