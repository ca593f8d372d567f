"""Turning points on series whose truth is known."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.records import DyadPeriod
from detente.relate.dyads import dyads_of
from detente.relate.shifts import all_shifts, find_shifts, shifts
from detente.store import DyadEvent, Store, ingest, open_store
from factories import load_toy_coder, toy_document

FRIENDLY, HOSTILE = (2.5, 4.0, 5.0, 1.0, -2.0), (-2.0, -3.5, -6.5, -9.0, 2.5)
START = date(2022, 1, 3)


def weekly(levels: Sequence[Sequence[float]], *, seed: int = 1, rate: int = 4) -> list[DyadPeriod]:
    rng = random.Random(seed)
    return [
        period(week, [rng.choice(level) for _ in range(rng.randint(1, 2 * rate))]) for week, level in enumerate(levels)
    ]


def period(week: int, intensities: Sequence[float]) -> DyadPeriod:
    start = START + timedelta(weeks=week)
    net, count = sum(intensities), len(intensities)
    quads = tuple(sum(_quad(value) == quad for value in intensities) for quad in range(4))
    return DyadPeriod(
        "PRK", "KOR", start, start + timedelta(weeks=1), count, quads, net / count if count else 0.0, net, 9
    )


def _quad(intensity: float) -> int:
    if intensity >= 0:
        return 1 if intensity > 8 else 0
    return 3 if intensity < -5 else 2


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("old", "new", "direction"), [(FRIENDLY, HOSTILE, "freeze"), (HOSTILE, FRIENDLY, "thaw")])
def test_a_turn_is_found_near_its_week(seed: int, old: Sequence[float], new: Sequence[float], direction: str) -> None:
    found = find_shifts(weekly([old] * 40 + [new] * 40, seed=seed, rate=12))
    shift = next(one for one in found if abs((one.at - START).days // 7 - 40) <= 3)
    assert shift.direction == direction and shift.method == "contrast"
    assert (shift.after > shift.before) == (direction == "thaw")
    assert shift.score == max(one.score for one in found if one.method == "contrast")


@pytest.mark.parametrize("seed", range(5))
def test_a_lasting_turn_is_found_where_events_are_few(seed: int) -> None:
    found = find_shifts(weekly([FRIENDLY] * 40 + [HOSTILE] * 40, seed=seed, rate=1))
    assert any(shift.direction == "freeze" and abs((shift.at - START).days // 7 - 40) <= 8 for shift in found)


@pytest.mark.parametrize("level", [FRIENDLY, HOSTILE])
def test_a_steady_relation_rarely_has_a_turn(level: Sequence[float]) -> None:
    years = 10 * 80 / 52
    assert sum(len(find_shifts(weekly([level] * 80, seed=seed))) for seed in range(10)) / years < 1.5


def test_one_loud_week_is_no_turn() -> None:
    series = weekly([FRIENDLY] * 40)
    series[20] = period(20, [-9.0] * 200)
    assert find_shifts(series) == []


def test_a_spell_has_two_turns_newest_first() -> None:
    found = find_shifts(weekly([HOSTILE] * 40 + [FRIENDLY] * 15 + [HOSTILE] * 40, rate=12))
    assert [shift.at for shift in found] == sorted((shift.at for shift in found), reverse=True)
    strongest = sorted(sorted(found, key=lambda shift: -shift.score)[:2], key=lambda shift: shift.at)
    assert [shift.direction for shift in strongest] == ["thaw", "freeze"]


def test_nothing_is_said_of_silence() -> None:
    assert find_shifts([period(week, []) for week in range(60)]) == []
    assert find_shifts([]) == []


def test_too_few_events_are_no_turn() -> None:
    assert find_shifts([period(week, [5.0 if week < 3 else -9.0]) for week in range(6)]) == []


def test_means_are_those_of_all_events_of_the_segments() -> None:
    series = [period(week, [4.0, 4.0]) for week in range(10)] + [period(week, [-6.0] * 3) for week in range(10, 20)]
    found = [shift for shift in find_shifts(series) if shift.method == "segments"] or find_shifts(series)
    assert (found[0].before, found[0].after) == (4.0, -6.0)
    assert abs((found[0].at - series[10].start).days) <= 7


def test_the_evidence_is_what_moved_the_mean_first_and_most() -> None:
    series = [period(week, [4.0, 4.0]) for week in range(10)] + [period(week, [-6.0] * 3) for week in range(10, 20)]
    turn = series[10].start
    events = [
        DyadEvent("before", turn - timedelta(days=1), 4, -10.0),
        DyadEvent("mild", turn, 3, -2.0),
        DyadEvent("worst", turn + timedelta(days=8), 4, -9.0),
        DyadEvent("worst-first", turn + timedelta(days=1), 4, -9.0),
        DyadEvent("kind", turn + timedelta(days=1), 1, 5.0),
        DyadEvent("late", turn + timedelta(weeks=8), 4, -10.0),
    ]
    (shift,) = find_shifts(series, events=events)
    assert shift.at == turn
    assert shift.evidence == ("worst-first", "worst", "mild")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        rng = random.Random(3)
        documents = []
        for week in range(60):
            day = START + timedelta(weeks=week)
            level = FRIENDLY if week < 30 else HOSTILE
            lines = [f"PRK ACCUSE KOR {rng.choice(level)} {day}" for _ in range(3)]
            lines.append(f"USA ACCUSE MEX {rng.choice(FRIENDLY)} {day}")
            documents.append(toy_document("\n".join(dict.fromkeys(lines)), week, published=day))
        ingest(opened, documents, load=load_toy_coder, pairs=dyads_of)
        yield opened


def test_from_the_store_with_evidence_that_is_in_it(store: Store) -> None:
    (shift,) = shifts(store, "KOR", "PRK")
    assert shift.direction == "freeze" and abs((shift.at - START).days // 7 - 30) <= 2
    known = {row["id"]: row["intensity"] for row in store.rows("SELECT id, intensity FROM events")}
    assert shift.evidence and all(known[name] < shift.before for name in shift.evidence)


def test_every_pair_with_enough_events_is_looked_at(store: Store) -> None:
    assert [(shift.a, shift.b) for shift in all_shifts(store)] == [("KOR", "PRK")]
