"""The arithmetic of contrast: where a turn lies, what makes none, and that many dyads give what one gives."""

import numpy as np

from detente.relate.contrast import APART, candidates, turns, windows

WEEK = 7


def series(*parts: tuple[int, tuple[float, float, float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and net intensity of (weeks, events a week by quad class)."""
    counts = np.array([level for weeks, level in parts for _ in range(weeks)], dtype=float)
    return counts, counts @ np.array([3.0, 9.0, -2.5, -7.0])


CALM, WAR, TALKS = (6, 0, 2, 0), (6, 0, 20, 40), (30, 2, 1, 0)


def found(counts: np.ndarray, net: np.ndarray, days: int = WEEK) -> list[tuple[int, int]]:
    return [(at, 1 if score > 0 else -1) for at, score in turns(counts, net, days=days, threshold=2.0)]


def test_a_step_is_one_turn_at_its_week_and_a_spell_two() -> None:
    assert found(*series((20, CALM), (20, WAR))) == [(20, -1)]
    assert found(*series((20, CALM), (12, WAR), (20, CALM))) == [(20, -1), (32, 1)]
    assert found(*series((20, WAR), (20, TALKS))) == [(20, 1)]


def test_fewer_visits_are_no_freeze_but_as_many_attacks_more_are() -> None:
    assert found(*series((20, (20, 0, 0, 0)), (20, (5, 0, 0, 0)))) == []
    assert found(*series((20, (20, 0, 0, 0)), (20, (20, 0, 5, 10)))) == [(20, -1)]


def test_one_week_makes_no_turn_however_loud() -> None:
    assert found(*series((20, CALM), (1, (6, 0, 200, 400)), (20, CALM))) == []


def test_turns_keep_their_distance() -> None:
    after = windows(WEEK)[0]
    at = [week for week, _ in found(*series((16, CALM), (4, WAR), (4, TALKS), (4, WAR), (16, TALKS)))]
    assert all(b - a >= APART * after for a, b in zip(at, at[1:], strict=False))


def test_days_and_months_are_looked_at_over_the_same_time() -> None:
    assert windows(1) == (21, 112) and windows(7) == (3, 16) and windows(31)[0] == 2
    daily = series((140, tuple(n / 7 for n in CALM)), (140, tuple(n / 7 for n in WAR)))
    assert found(*daily, days=1) == [(140, -1)]


def test_many_dyads_give_what_one_gives() -> None:
    one, other = series((20, CALM), (20, WAR)), series((40, CALM))
    counts, net = np.stack([one[0], other[0]]), np.stack([one[1], other[1]])
    assert candidates(counts, net, days=WEEK, threshold=2.0).tolist() == [0]


def test_short_and_empty_series_have_none() -> None:
    assert found(np.zeros((0, 4)), np.zeros(0)) == found(np.zeros((3, 4)), np.zeros(3)) == []
