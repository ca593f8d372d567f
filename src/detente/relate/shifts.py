"""Turning points of a relation: when its mean intensity settles at another level, and the events that moved it.

The method, ``bayes-segments``: the series is cut into segments of constant mean so that the posterior
probability of the cuts is highest (exact, by dynamic programming, as in Fearnhead 2006, "Exact and efficient
Bayesian inference for multiple changepoint problems", Statistics and Computing 16, for independent segments
with conjugate priors). A period's mean intensity is one normal observation; segments have a normal-inverse-gamma
prior, so that each segment's level and its noise are integrated out.

Counts guard the means. The reports of one period tell of the same few acts, so 40 of them are not 40
observations: a period weighs ``n / (1 + r (n - 1))``, the effective sample size of a cluster (Kish 1965, "Survey
Sampling"), which never passes ``1 / r``. Periods without events say nothing and are left out; a segment needs
``MIN_PERIODS`` periods with events and ``MIN_EVENTS`` events.

What it does not see: a relation that turns silent or loud at the same mean, and a slow drift, which it reports
as one or two steps.
"""

from collections.abc import Sequence
from datetime import date
from math import lgamma, log

import numpy as np
import numpy.typing as npt

from detente.records import Direction, DyadPeriod, Period, Shift
from detente.relate.series import relation
from detente.store import DyadEvent, Store, busy_dyads, dyad_events

METHOD = "bayes-segments"

# Measured by `python bench/shifts.py`, which prints hits and false alarms on series of known truth.
CHANGE_EVERY = 100.0  # periods between changes, beforehand: a change must win ln(99) = 4.6 in log Bayes factor
MIN_STEP = 1.0  # intensity points between the two levels: smaller steps are no turn in any analyst's words
MIN_FACTOR = 3.0  # log Bayes factor that must be left without any one period: "strong" in Kass and Raftery 1995
MIN_PERIODS = 3
MIN_EVENTS = 8
SAME_PERIOD = 0.3  # correlation of the intensities of one period's reports
# The prior of a segment: level 0 with a spread of about 7, noise of one report about 5 (PLOVER runs from -10 to 10).
PRIOR_WEIGHT, PRIOR_SHAPE, PRIOR_SCALE = 0.5, 2.0, 25.0

EVIDENCE_EVENTS = 5
EVIDENCE_PERIODS = 4  # periods with events, from the turn on, in which its evidence is looked for

Array = npt.NDArray[np.float64]


def shifts(
    store: Store,
    a: str,
    b: str,
    *,
    since: date | None = None,
    until: date | None = None,
    every: Period = "week",
) -> list[Shift]:
    """Return the turning points of the relation of two actors, newest first, with the ids of their events.

    Takes the arguments of ``detente.relate.series.relation``.
    """
    series = relation(store, a, b, since=since, until=until, every=every)
    if not series:
        return []
    events = dyad_events(store, a, b, since=series[0].start, until=until or date.max, every=every)
    return find_shifts(series, events=events)


def all_shifts(
    store: Store, *, since: date | None = None, until: date | None = None, every: Period = "week"
) -> list[Shift]:
    """Return the turning points of every pair of countries that has enough events, newest first."""
    found = [
        shift
        for a, b, _ in busy_dyads(store, at_least=2 * MIN_EVENTS)
        for shift in shifts(store, a, b, since=since, until=until, every=every)
    ]
    return sorted(found, key=lambda shift: (-shift.at.toordinal(), -shift.score, shift.a, shift.b))


def find_shifts(series: Sequence[DyadPeriod], *, events: Sequence[DyadEvent] = ()) -> list[Shift]:
    """Return the turning points of one series, newest first; see the module for the method.

    Args:
        series: Periods of one dyad in order of time, as ``relation`` returns them.
        events: The events behind the series, from which the evidence is taken.

    Returns:
        One shift per turn. ``before`` and ``after`` are the mean intensities of all events of the two segments,
        ``score`` the log Bayes factor for two levels against one.
    """
    seen = [period for period in series if period.events]
    if len(seen) < 2 * MIN_PERIODS:
        return []
    sums = _Sums(seen)
    edges = [0, *_firm(seen, _cuts(sums)), len(seen)]
    found = []
    for start, cut, end in zip(edges, edges[1:], edges[2:], strict=False):
        before, after = _mean(seen[start:cut]), _mean(seen[cut:end])
        evidence = _evidence(seen[cut:end], events, before=before, up=after > before)
        found.append(_shift(seen[cut], before, after, sums.factor(start, cut, end), evidence))
    return found[::-1]


def _firm(periods: Sequence[DyadPeriod], cuts: Sequence[int]) -> list[int]:
    """Return the cuts at which the relation settles at another level; the weakest of the others go first.

    A single loud period can make a segment of its own, since segments differ in noise too: a turn must hold
    without any one of its periods.
    """
    kept = list(cuts)
    while kept:
        edges = [0, *kept, len(periods)]
        sides = zip(edges, edges[1:], edges[2:], strict=False)
        strengths = [_strength(periods[start:cut], periods[cut:end]) for start, cut, end in sides]
        if min(strengths) >= MIN_FACTOR:
            break
        del kept[strengths.index(min(strengths))]
    return kept


def _strength(left: Sequence[DyadPeriod], right: Sequence[DyadPeriod]) -> float:
    """Return the log Bayes factor for two levels without the period that matters most; 0 for a small step."""
    if abs(_mean(right) - _mean(left)) < MIN_STEP:
        return 0.0
    both, cut = [*left, *right], len(left)
    rest = [(_Sums(both[:at] + both[at + 1 :]), cut - (at < cut)) for at in range(len(both))]
    return max(0.0, min(sums.factor(0, where, len(both) - 1) for sums, where in rest))


def _shift(first: DyadPeriod, before: float, after: float, score: float, evidence: tuple[str, ...]) -> Shift:
    direction: Direction = "thaw" if after > before else "freeze"
    return Shift(first.a, first.b, first.start, direction, before, after, score, METHOD, evidence)


def _mean(periods: Sequence[DyadPeriod]) -> float:
    return sum(period.net for period in periods) / sum(period.events for period in periods)


def _evidence(
    segment: Sequence[DyadPeriod], events: Sequence[DyadEvent], *, before: float, up: bool
) -> tuple[str, ...]:
    """Return the ids of the events right after the turn that lie furthest from the old level, on the new side."""
    last = segment[min(EVIDENCE_PERIODS, len(segment)) - 1].end
    sign = 1 if up else -1
    moved = [(sign * (event.intensity - before), event) for event in events if segment[0].start <= event.date < last]
    ranked = sorted((item for item in moved if item[0] > 0), key=lambda item: (-item[0], item[1].date, item[1].event))
    return tuple(event.event for _, event in ranked[:EVIDENCE_EVENTS])


# --------------------------------------------------------------------------------------- segmentation


class _Sums:
    """Running sums of the observations, from which the evidence of any segment follows in constant time."""

    def __init__(self, periods: Sequence[DyadPeriod]) -> None:
        counts = np.array([period.events for period in periods], dtype=np.float64)
        means = np.array([period.net for period in periods]) / counts
        weights = counts / (1 + SAME_PERIOD * (counts - 1))
        self.size = len(periods)
        self.events = _running(counts)
        self._weight, self._first, self._second = (_running(weights * means**power) for power in range(3))
        self._log_weight = _running(np.log(weights))
        self._gamma = np.array([lgamma(PRIOR_SHAPE + size / 2) for size in range(self.size + 1)])

    def evidence(self, starts: npt.NDArray[np.int64], end: int) -> Array:
        """Return the log marginal likelihood of the segments from each of ``starts`` to ``end``."""
        size = end - starts
        weight = PRIOR_WEIGHT + self._weight[end] - self._weight[starts]
        first = self._first[end] - self._first[starts]
        second = self._second[end] - self._second[starts]
        shape = PRIOR_SHAPE + size / 2
        scale = PRIOR_SCALE + np.maximum(second - first**2 / weight, 0) / 2
        logs = self._log_weight[end] - self._log_weight[starts] + log(PRIOR_WEIGHT) - np.log(weight)
        gammas = self._gamma[size] - self._gamma[0]
        found: Array = gammas + PRIOR_SHAPE * log(PRIOR_SCALE) - shape * np.log(scale) + logs / 2
        return found - size * log(2 * np.pi) / 2

    def factor(self, start: int, cut: int, end: int) -> float:
        """Return the log Bayes factor for a cut at ``cut`` against none between ``start`` and ``end``."""
        one, right = self.evidence(np.array([start, cut]), end)
        left = self.evidence(np.array([start]), cut)[0]
        return float(left + right - one)


def _running(values: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(values)])


def _cuts(sums: _Sums) -> list[int]:
    """Return where the most probable segmentation cuts, in order; empty where one level explains all."""
    price = log(CHANGE_EVERY - 1)
    best = np.full(sums.size + 1, -np.inf)
    best[0] = price  # the first segment needs no change before it
    came = np.zeros(sums.size + 1, dtype=np.int64)
    for end in range(MIN_PERIODS, sums.size + 1):
        enough = int(np.searchsorted(sums.events, sums.events[end] - MIN_EVENTS, side="right"))
        starts = np.arange(min(enough, end - MIN_PERIODS + 1))
        if len(starts):
            scores = best[starts] + sums.evidence(starts, end) - price
            came[end] = int(np.argmax(scores))
            best[end] = scores[came[end]]
    return _back(came, best)


def _back(came: npt.NDArray[np.int64], best: Array) -> list[int]:
    at, cuts = len(came) - 1, []
    while np.isfinite(best[at]) and came[at] > 0:
        at = int(came[at])
        cuts.append(at)
    return cuts[::-1]
