"""Scores only rise: each figure of bench/floors.json is measured again.

The gold files of others are not shipped; where they are not at hand (folder DETENTE_GOLD, or shared/data beside the
repository) their floors are skipped, saying so. Our own quiet texts are always measured.
"""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.coding import Coder
from detente.coding.score import score_events, score_relation

ROOT = Path(__file__).parent.parent
FLOORS: dict[str, dict[str, Any]] = json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))
GOLD = Path(os.environ.get("DETENTE_GOLD", ROOT.parent / "shared" / "data"))


def _gold(task: str) -> Path:
    file = GOLD / str(FLOORS[task]["file"])
    if not file.exists():
        pytest.skip(f"{file.name} is not at hand: set DETENTE_GOLD to the folder that holds it")
    return file


def test_relation_floors(coder: Coder) -> None:
    report = score_relation(_gold("relation"), coder)
    for level, floor in FLOORS["relation"]["floors"].items():
        assert report.f1(level) >= floor, level


def test_event_floors(coder: Coder) -> None:
    report = score_events(_gold("events"), coder)
    for level, floor in FLOORS["events"]["floors"].items():
        assert report.f1(level) >= floor, level


def test_quiet_texts_stay_quiet(coder: Coder) -> None:
    found, sentences = _bench("quiet").false_events(coder)
    assert sentences > 1000
    rate = 1000 * len(found) / sentences
    assert rate <= FLOORS["quiet"]["ceilings"]["false_events_per_1000_sentences"], [e.evidence.text for e in found]


def _bench(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
