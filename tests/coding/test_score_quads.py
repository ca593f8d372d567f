"""Sentences with one label each: no event, or the quad class of the surest one."""

from pathlib import Path

import pytest

from detente.coding import Coder
from detente.coding.score_quads import score_quads
from detente.errors import UsageError

ROWS = (
    ("Norway signed a treaty with Iceland.", "1"),
    ("Chad bombed Niger on Monday.", "4"),
    ("The lake froze early this year.", "0"),
    ('Peru said "nothing new" and praised Chile.', "3"),  # a wrong label, to be told apart
)


def test_macro_f1_over_quad_classes_and_none(coder: Coder, tmp_path: Path) -> None:
    gold = tmp_path / "gold.tsv"
    gold.write_text("".join(f"{text}\t{label}\n" for text, label in ROWS))
    report = score_quads(gold, coder)
    assert [row["predicted"] for row in report.predictions] == ["1", "4", "0", "1"]
    assert report.f1("detection") == 100.0
    by_class = {c.name: (c.precision, c.recall) for c in report.scores[0].classes}
    assert by_class == {"0": (100.0, 100.0), "1": (50.0, 100.0), "3": (0.0, 0.0), "4": (100.0, 100.0)}


@pytest.mark.parametrize("line", ["no label\n", "a sentence\t7\n", "one\ttwo\t3\n"])
def test_a_row_that_is_no_sentence_with_a_label_is_named(coder: Coder, tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.tsv"
    gold.write_text("Chad bombed Niger.\t4\n" + line)
    with pytest.raises(UsageError, match="line 2"):
        score_quads(gold, coder)
