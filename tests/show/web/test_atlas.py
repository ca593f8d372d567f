"""The map: capitals where they lie, the busiest largest, and nobody left out without being named."""

from desks import directory
from detente.data.gazetteer import Gazetteer
from detente.show.web.atlas import HEIGHT, WIDTH, atlas, capital

PAIRS = [
    {"a": "KOR", "b": "PRK", "events": 40, "net": -200.0},
    {"a": "KEN", "b": "KOR", "events": 10, "net": 30.0},
    {"a": "KEN", "b": "XXX", "events": 1, "net": 0.0},
]


def test_capitals_lie_where_they_lie() -> None:
    place = capital(directory().by_id["KEN"], Gazetteer())
    assert place is not None
    assert abs(place[0] + 1.3) < 0.2
    assert abs(place[1] - 36.8) < 0.2
    assert capital(None, Gazetteer()) is None


def test_a_state_that_is_its_own_capital_is_placed() -> None:
    place = capital(directory().by_id["SGP"], Gazetteer())
    assert place is not None
    assert abs(place[0] - 1.3) < 0.2
    assert abs(place[1] - 103.8) < 0.3


def test_relations_become_lines_and_countries_circles() -> None:
    drawn = atlas(PAIRS, directory().by_id, Gazetteer())
    assert [spot.key for spot in reversed(drawn.spots)] == ["KOR", "PRK", "KEN"]
    assert [line.tone for line in reversed(drawn.lines)] == ["cold", "warm"]
    assert drawn.lines[-1].width > drawn.lines[0].width
    assert drawn.unplaced == ("XXX",)
    assert all(0 < spot.x < WIDTH and 0 < spot.y < HEIGHT for spot in drawn.spots)


def test_nothing_is_a_map_of_nothing() -> None:
    assert atlas([], {}, Gazetteer()).spots == ()
