"""The picture of a series is well-formed, complete and the same each time."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from detente.records import DyadPeriod, Period, Shift
from detente.relate.series import periods
from detente.show.plot import MOST_TICKS, relation_svg

SVG = "{http://www.w3.org/2000/svg}"


def series(first: str, last: str, every: Period) -> list[DyadPeriod]:
    spans = periods(date.fromisoformat(first), date.fromisoformat(last), every)
    return [
        DyadPeriod("PRK", "KOR", start, end, 4, (1, 1, 1, 1), -2.5, -10.0, 3) if number % 2 else DyadPeriod(
            "PRK", "KOR", start, end, 0, (0, 0, 0, 0), 0.0, 0.0, 0
        )
        for number, (start, end) in enumerate(spans)
    ]  # fmt: skip


def draw(rows: list[DyadPeriod], *shifts: Shift) -> ElementTree.Element:
    return ElementTree.fromstring(relation_svg(rows, shifts, names=("A <& B>", "C")))


def test_it_is_well_formed_and_names_the_two() -> None:
    root = draw(series("2024-01-01", "2024-06-30", "month"))
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == "A <& B> and C"


def test_each_period_with_events_has_its_bars_and_each_unread_one_its_shade() -> None:
    root = draw(series("2024-01-01", "2024-06-30", "month"))
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect")]
    assert fills.count("#E69F00") == 3 + 1  # three months and the legend
    assert fills.count("#EEEEEE") == 3 * 2 + 1


def test_turning_points_are_named() -> None:
    shift = Shift("PRK", "KOR", date(2024, 3, 1), "thaw", -2.0, 3.0, 9.0, "contrast", ())
    rows = series("2024-01-01", "2024-06-30", "month")
    texts = [text.text for text in draw(rows, shift).iter(f"{SVG}text")]
    assert "\N{BLACK UP-POINTING TRIANGLE} thaw 2024-03-01" in texts


@pytest.mark.parametrize(
    ("first", "last", "every"),
    [
        ("2024-01-01", "2024-01-01", "day"),
        ("2024-01-01", "2024-01-09", "day"),
        ("2023-12-15", "2024-12-31", "week"),
        ("1948-01-01", "2024-12-31", "month"),
    ],
)
def test_any_length_stays_inside_the_picture_with_few_ticks(first: str, last: str, every: Period) -> None:
    root = draw(series(first, last, every))
    assert all(0 <= float(rect.get("x", 0)) <= 960 for rect in root.iter(f"{SVG}rect"))
    ticks = [t for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "middle"]
    assert 1 <= len(ticks) <= MOST_TICKS


def test_quiet_before_the_first_turning_point_has_no_level() -> None:
    shift = Shift("PRK", "KOR", date(2024, 2, 1), "thaw", -2.0, 3.0, 9.0, "contrast", ())
    rows = series("2024-01-01", "2024-06-30", "month")
    assert rows[0].events == 0 and draw(rows, shift).tag == f"{SVG}svg"


def test_no_series_is_still_a_picture() -> None:
    assert draw([]).tag == f"{SVG}svg"


def test_the_same_series_gives_the_same_bytes() -> None:
    rows = series("2024-01-01", "2024-06-30", "week")
    assert relation_svg(rows, (), names=("A", "B")) == relation_svg(rows, (), names=("A", "B"))
    assert not re.search(r"nan|inf", relation_svg(rows, (), names=("A", "B")).lower())
