"""The score of merging: pairs of reports, with and without those in which nothing is found; the gold set is sound."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.store.score_merging import gold_mentions, score_merging
from factories import ToyCoder

GOLD = Path(__file__).parent.parent.parent / "gold" / "merging.jsonl"
LINE = "PRK ACCUSE KOR -2 2024-01-{day} over the river bridge at night"


def row(name: str, group: str, text: str, word: str = "ACCUSE", **fields: str) -> dict[str, str]:
    found = {"id": name, "part": "dev", "scene": "s", "group": group, "publisher": "P", "published": "2024-01-16"}
    return found | {"title": "A story", "text": text, "word": word, **fields}


def write(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in rows), encoding="utf-8")
    return path


def test_pairs_are_counted_over_all_reports_and_over_those_with_an_event(tmp_path: Path) -> None:
    gold = write(
        tmp_path / "g.jsonl",
        row("a", "1", LINE.format(day=15)),
        row("b", "1", LINE.format(day=15) + "."),
        row("c", "1", "Nothing that the coder finds: ACCUSE."),
        row("d", "2", LINE.format(day=12)),
        row("e", "2", LINE.format(day=11), part="sealed"),
    )
    scores = {item["level"]: item for item in score_merging(gold, ToyCoder(), part="dev").rows()}
    assert (scores["all"]["precision"], scores["all"]["recall"], scores["all"]["count"]) == (100.0, 33.3, 3)
    assert (scores["coded"]["precision"], scores["coded"]["recall"], scores["coded"]["f1"]) == (100.0, 100.0, 100.0)
    assert scores["found"]["recall"] == 75.0


def test_what_is_merged_wrongly_costs_precision(tmp_path: Path) -> None:
    gold = write(tmp_path / "g.jsonl", row("a", "1", LINE.format(day=15)), row("b", "2", LINE.format(day=15) + "!"))
    report = score_merging(gold, ToyCoder())
    assert report.rows()[1]["precision"] == 0.0 and len({p["predicted"] for p in report.predictions}) == 1


@pytest.mark.parametrize("spoilt", [{"word": "absent"}, {"word": "ACCUSE#2"}, {"published": "yesterday"}])
def test_a_broken_row_is_misuse(tmp_path: Path, spoilt: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        gold_mentions(write(tmp_path / "g.jsonl", row("a", "1", LINE.format(day=15)) | spoilt))
    with pytest.raises(UsageError):
        gold_mentions(write(tmp_path / "h.jsonl", {"id": "a"}))


def test_the_gold_set_is_large_and_a_scene_is_never_torn() -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 600 and len({item["group"] for item in rows}) >= 200
    assert len(gold_mentions(GOLD)) == len({item["id"] for item in rows}) == len(rows)
    for item in rows:
        odd = int(hashlib.sha256(item["scene"].encode()).hexdigest(), 16) % 2
        assert item["part"] == ("sealed" if odd else "dev") and item["group"].startswith(item["scene"])
    assert min(Counter(item["part"] for item in rows).values()) >= 200
