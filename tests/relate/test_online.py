"""What is new on a day: from the events up to it alone, once, and when both weeks after the turn were seen."""

from datetime import date, timedelta

import numpy as np

from detente.records import Shift
from detente.relate.online import REPEAT_DAYS, Known, first_seen, untold
from detente.store import Panel

START = date(2022, 1, 3)
TURN = 300


def panel(days: int) -> Panel:
    counts = np.zeros((1, days, 4))
    counts[0, :TURN] = (2, 0, 0.2, 0)
    counts[0, TURN:] = (1, 0, 4, 3)
    return Panel((("A", "B"),), START, START + timedelta(days=days - 1), counts, counts @ np.array([3.0, 9, -2.5, -7]))


def seen(days: int) -> list[date]:
    last = START + timedelta(days=days - 1)
    first = START + timedelta(days=200)
    return [day for day, _ in first_seen(panel(days), first, last, threshold=3.0)]


def test_a_turn_is_new_once_and_soon() -> None:
    days = seen(400)
    assert len(days) == 1
    assert timedelta(days=7) <= days[0] - (START + timedelta(days=TURN)) <= timedelta(days=21)


def test_what_comes_later_changes_nothing() -> None:
    whole = seen(400)[0]
    assert seen((whole - START).days + 1) == [whole]
    assert seen((whole - START).days) == []


def test_what_was_told_is_not_told_again() -> None:
    shift = Shift("A", "B", START, "freeze", 0, -1, 3, "contrast", (), seen=START + timedelta(days=REPEAT_DAYS))
    assert untold([shift], [Known("A", "B", "freeze", START)]) == []
    assert untold([shift], [Known("A", "B", "thaw", START)]) == [shift]
