"""Scores of who speaks and of how sure it is, on small gold files of our own."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.coding.gold_files import attribution_texts, predicates
from detente.coding.score_speech import score_attribution
from detente.coding.score_sureness import score_factuality
from detente.errors import UsageError

ROOT = Path(__file__).parents[2]
TEXT = "The envoy said that the pass was open."


def own(path: Path, text: str, word: str, *chain: str, who: str = "") -> Path:
    links = [{"heads": [head], **({"who": who} if who and head == chain[-1] else {})} for head in chain]
    row = {"id": "a1", "part": "dev", "text": text, "attributions": [{"word": word, "chain": links}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def speaker(report: object) -> dict[str, float]:
    return {row["level"]: row["f1"] for row in report.rows()}  # type: ignore[attr-defined]


def test_the_right_head_is_right_and_another_is_wrong(tmp_path: Path, coder: Coder) -> None:
    right = own(tmp_path / "a.jsonl", TEXT, "open", "envoy")
    wrong = own(tmp_path / "b.jsonl", TEXT, "open", "pass")
    assert speaker(score_attribution(right, coder)) == {"speaker": 100.0, "chain": 100.0}
    assert speaker(score_attribution(wrong, coder)) == {"speaker": 0.0, "chain": 0.0}


def test_a_chain_is_right_as_a_whole(tmp_path: Path, coder: Coder) -> None:
    text = "Reuters reported that the envoy said the pass was open."
    half = own(tmp_path / "a.jsonl", text, "open", "envoy")
    assert speaker(score_attribution(half, coder))["chain"] == 0.0
    whole = own(tmp_path / "b.jsonl", text, "open", "Reuters", "envoy")
    assert speaker(score_attribution(whole, coder))["chain"] == 100.0


def test_parts_are_kept_apart(tmp_path: Path) -> None:
    file = own(tmp_path / "a.jsonl", TEXT, "open", "envoy")
    assert attribution_texts(file, part="sealed") == []
    assert len(attribution_texts(file, part="dev")) == 1


def test_brat_archives_are_read(tmp_path: Path, coder: Coder) -> None:
    notes = (
        "T1\tSource 0 9\tThe envoy\nT2\tCue 10 14\tsaid\nT3\tContent 15 37\tthat the pass was open\n"
        "T4\tAttribution 10 14\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    )
    archive = tmp_path / "brat.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, words in (("text/one.txt", TEXT), ("notes/one_ab12.ann", notes)):
            info = tarfile.TarInfo(name)
            info.size = len(words.encode())
            tar.addfile(info, io.BytesIO(words.encode()))
    assert score_attribution(archive, coder).f1("speaker") == 100.0


def test_labels_of_our_own_are_scored_by_class(tmp_path: Path, coder: Coder) -> None:
    rows = [
        "f1\tdev\t2024-06-12\tChad <p>closed</p> the pass.\tasserted",
        "f2\tdev\t2024-06-12\tChad will <p>close</p> the pass.\tfuture",
        "f3\tdev\t2024-06-12\tChad <p>closed</p> the pass in 1986.\thistorical",
        "f4\tdev\t2024-06-12\tChad did not <p>close</p> the pass.\tasserted",
    ]
    file = tmp_path / "f.tsv"
    file.write_text("\n".join(["id\tpart\tpublished\ttext\tlabel", *rows]) + "\n", encoding="utf-8")
    report = score_factuality(file, coder)
    assert [row["predicted"] for row in report.predictions] == ["asserted", "future", "historical", "negated"]
    assert 0 < report.f1("factuality") < 100
    assert [s.level for s in report.scores][1:] == ["asserted read as negated"]


def test_numbers_are_correlated(tmp_path: Path, coder: Coder) -> None:
    rows = [
        {"text": "Chad closed the pass .", "idx": 0, "targets": [{"span1": [1, 2], "label": 3.0}]},
        {"text": "Chad did n't close the pass .", "idx": 1, "targets": [{"span1": [3, 4], "label": -3.0}]},
    ]
    file = tmp_path / "uw.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert predicates(file)[1].text == "Chad didn't close the pass."
    assert score_factuality(file, coder).f1("correlation all") == pytest.approx(100.0)


@pytest.mark.parametrize("text", ["not json", '{"id": "a"}'])
def test_other_files_are_misuse(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        attribution_texts(file)


def test_our_gold_has_both_parts_in_fair_shares() -> None:
    texts = {p: len(attribution_texts(ROOT / "gold" / "attribution.jsonl", part=p)) for p in ("dev", "sealed")}
    marked = {p: len(predicates(ROOT / "gold" / "factuality.tsv", part=p)) for p in ("dev", "sealed")}
    assert sum(texts.values()) >= 300 and sum(marked.values()) >= 400
    assert min(texts.values()) >= 100 and min(marked.values()) >= 150
