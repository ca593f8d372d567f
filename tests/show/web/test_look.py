"""The colours of the style sheet keep the contrast that WCAG 2.2 asks for at level AA, in light and in dark."""

import re
from itertools import product
from pathlib import Path

import pytest

import detente.show.web

SHEET = (Path(detente.show.web.__file__).parent / "static" / "desk.css").read_text(encoding="utf-8")
TEXT, GROUND = ("ink", "quiet", "link", "q1t", "q2t", "q3t", "q4t"), ("paper", "sheet", "shade")
MARKS = ("m-evidence", "m-source", "m-target", "m-speaker", "m-decides")
BARS = ("q1", "q2", "q3", "q4")


def colours(theme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{([^}]*)\}", SHEET)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[theme == "dark"]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    named = colours(theme)
    pairs = [*product(TEXT, GROUND), *product(["ink"], MARKS), ("paper", "link")]
    low = {pair: contrast(named[pair[0]], named[pair[1]]) for pair in pairs}
    assert not {pair: value for pair, value in low.items() if value < 4.5}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bars_and_frames_can_be_told_from_the_ground(theme: str) -> None:
    named = colours(theme)
    low = {name: contrast(named[name], named["paper"]) for name in (*BARS, "focus", "quiet")}
    assert not {name: value for name, value in low.items() if value < 3}
