"""The scores do not fall below those of ``bench/floors.json``, where the gold files are at hand."""

import json
from pathlib import Path

import pytest

from detente.coding import Coder
from detente.coding.score import score_events, score_relation
from detente.coding.score_actors import score_actors
from detente.coding.score_articles import score_articles
from detente.coding.score_dates import score_dates
from detente.coding.score_places import score_places
from detente.store.score_merging import score_merging

ROOT = Path(__file__).parent.parent
FLOORS = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))
GOLD = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize(("task", "name"), [(task, name) for task in ("relation", "events") for name in FLOORS[task]])
def test_scores_keep_above_their_floors(task: str, name: str, coder: Coder) -> None:
    found = next(iter(GOLD.rglob(name)), None) if GOLD.is_dir() else None
    if found is None:
        pytest.skip(f"{name} is not at hand")
    report = score_relation(found, coder) if task == "relation" else score_events(found, coder)
    below = {level: report.f1(level) for level, floor in FLOORS[task][name].items() if report.f1(level) < floor}
    assert not below, f"floors {FLOORS[task][name]}"


MARKED = {"dates": score_dates, "places": score_places, "actors": score_actors}


@pytest.mark.parametrize("task", MARKED)
def test_when_where_and_who_keep_above_their_floors(task: str, coder: Coder) -> None:
    report = MARKED[task](ROOT / "gold" / f"{task}.jsonl", coder, part="sealed")
    below = {level: report.f1(level) for level, floor in FLOORS["marked"][task].items() if report.f1(level) < floor}
    assert not below, f"floors {FLOORS['marked'][task]}"


@pytest.mark.parametrize("part", FLOORS["merging"])
def test_merging_keeps_above_its_floors(part: str, coder: Coder) -> None:
    report = score_merging(ROOT / "gold" / "merging.jsonl", coder, part=part)
    below = {level: report.f1(level) for level, floor in FLOORS["merging"][part].items() if report.f1(level) < floor}
    assert not below, f"floors {FLOORS['merging'][part]}"


def test_whole_pages_keep_above_their_floors(coder: Coder) -> None:
    report = score_articles(ROOT / "gold" / "pages", coder)
    below = {level: report.f1(level) for level, floor in FLOORS["articles"].items() if report.f1(level) < floor}
    assert not below, f"floors {FLOORS['articles']}"
