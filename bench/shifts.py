"""Measures the detector of turning points on series whose turns are known.

Run: python bench/shifts.py [--series 200]. Prints, per kind of series, the share of true turns found within
two periods (hits) and the turns reported where there is none, per series.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from detente.records import DyadPeriod
from detente.relate.shifts import find_shifts

WEEKS = 130
MARGIN = 2
# What events look like: PLOVER intensities of one friendly, one mixed and one hostile relation.
FRIENDLY = (2.5, 2.5, 2.5, 4.0, 5.0, 9.5, -2.0, 0.0)
MIXED = (2.5, 2.5, 0.0, -2.0, -3.5, 5.0, -6.0, 9.5)
COOL = (2.5, 0.0, -2.0, -2.0, -3.5, -3.5, 2.5, 5.0)
HOSTILE = (-2.0, -3.5, -3.5, -6.5, -9.0, -6.0, 2.5, -2.0)

Draw = Callable[[random.Random, int, int], Sequence[float]]  # random numbers, week, number of the series


def main() -> None:
    """Print hits and false alarms for each kind of series."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=200, help="series of each kind")
    count = parser.parse_args().series
    print(f"{'series':34} {'events a week':>13} {'hits':>6} {'false alarms a series':>22}")
    for name, truth, draw in kinds():
        for rate in (1, 4, 20):
            hits, alarms = measure(truth, draw, rate=rate, count=count)
            shown = f"{hits:6.2f}" if truth else "     -"
            print(f"{name:34} {rate:13} {shown} {alarms:22.2f}")


def kinds() -> Iterator[tuple[str, tuple[int, ...], Draw]]:
    """Yield name, true turns and the way to draw a week's intensities."""
    yield "no turn, mixed", (), _steps((), (MIXED,))
    yield "no turn, hostile", (), _steps((), (HOSTILE,))
    yield "no turn, mixed, one act told by all", (), _clustered(MIXED)
    yield "no turn, mixed, four-week moods", (), _moods(MIXED)
    yield "friendly to hostile", (65,), _steps((65,), (FRIENDLY, HOSTILE))
    yield "mixed to cool", (65,), _steps((65,), (MIXED, COOL))
    yield "cool to hostile", (65,), _steps((65,), (COOL, HOSTILE))
    yield "hostile, 12 weeks friendly, hostile", (60, 72), _steps((60, 72), (HOSTILE, FRIENDLY, HOSTILE))


def measure(truth: Sequence[int], draw: Draw, *, rate: float, count: int) -> tuple[float, float]:
    """Return (share of true turns found, false alarms a series)."""
    hits = alarms = 0
    for seed in range(count):
        rng = random.Random(seed)
        series = [_period(week, draw(rng, week, seed), rng, rate) for week in range(WEEKS)]
        found = {(shift.at - series[0].start).days // 7 for shift in find_shifts(series)}
        near = [[at for at in found if abs(at - true) <= MARGIN] for true in truth]
        hits += sum(bool(at) for at in near)
        alarms += len(found) - sum(bool(at) for at in near)
    return hits / max(1, count * len(truth)), alarms / count


def _period(week: int, intensities: Sequence[float], rng: random.Random, rate: float) -> DyadPeriod:
    events = [rng.choice(intensities) for _ in range(_poisson(rng, rate))]
    start = date(2020, 1, 6) + timedelta(weeks=week)
    net = sum(events)
    mean = net / len(events) if events else 0.0
    return DyadPeriod("AAA", "BBB", start, start + timedelta(weeks=1), len(events), (0, 0, 0, 0), mean, net, 10)


def _poisson(rng: random.Random, rate: float) -> int:
    count, waited = 0, rng.expovariate(rate)
    while waited < 1:
        count, waited = count + 1, waited + rng.expovariate(rate)
    return count


def _steps(cuts: Sequence[int], levels: Sequence[Sequence[float]]) -> Draw:
    return lambda rng, week, series: levels[sum(week >= cut for cut in cuts)]


def _clustered(level: Sequence[float]) -> Draw:
    """One or two acts a week, told again and again: the reports of a week are copies of each other."""
    return lambda rng, week, series: [rng.choice(level) for _ in range(rng.choice((1, 2)))]


def _moods(level: Sequence[float]) -> Draw:
    """Four weeks at a time lean one way: the series is not independent from week to week."""

    def draw(rng: random.Random, week: int, series: int) -> Sequence[float]:
        mood = random.Random(1000 * series + week // 4).choice((-1.5, 0.0, 1.5))
        return [value + mood for value in level]

    return draw


if __name__ == "__main__":
    main()
