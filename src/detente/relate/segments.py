"""Cuts a relation into segments of constant mean intensity: finds lasting changes, also where events are few.

The series is cut so that the posterior probability of the cuts is highest (exact, by dynamic programming, as in
Fearnhead 2006, "Exact and efficient Bayesian inference for multiple changepoint problems", Statistics and Computing
16, for independent segments with conjugate priors). A period's mean intensity is one normal observation; segments
have a normal-inverse-gamma prior, so that each segment's level and its noise are integrated out.

Counts guard the means. The reports of one period tell of the same few acts, so 40 of them are not 40
observations: a period weighs ``n / (1 + r (n - 1))``, the effective sample size of a cluster (Kish 1965, "Survey
Sampling"), which never passes ``1 / r``. Periods without events say nothing and are left out; a segment needs
``MIN_PERIODS`` periods with events and ``MIN_EVENTS`` events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Measured by `python bench/shifts.py`, which prints hits and false alarms on series of known truth.
CHANGE_EVERY = 100.0  # periods between changes, beforehand: a change must win ln(99) = 4.6 in log Bayes factor
MIN_STEP = 1.0  # intensity points between the two levels: smaller steps are no turn in any analyst's words
MIN_FACTOR = 3.0  # log Bayes factor that must be left without any one period: "strong" in Kass and Raftery 1995
MIN_PERIODS = 3
MIN_EVENTS = 8
SAME_PERIOD = 0.3  # correlation of the intensities of one period's reports
# The prior of a segment: level 0 with a spread of about 7, noise of one report about 5 (PLOVER runs from -10 to 10).
PRIOR_WEIGHT, PRIOR_SHAPE, PRIOR_SCALE = 0.5, 2.0, 25.0


@dataclass(frozen=True, slots=True)
class Step:
    """A lasting change: the period it begins in, the means on either side, the log Bayes factor for two levels."""

    at: int
    before: float
    after: float
    factor: float


def steps(events: Array, net: Array) -> list[Step]:
    """Return the lasting changes of one series in order of time.

    Args:
        events: Events per period.
        net: Sum of their intensities per period.
    """
    seen = np.flatnonzero(events)
    if len(seen) < 2 * MIN_PERIODS:
        return []
    counts, sums_of = events[seen], net[seen]
    sums = _Sums(counts, sums_of)
    edges = [0, *_firm(counts, sums_of, _cuts(sums)), len(seen)]
    return [
        Step(
            int(seen[cut]),
            _mean(counts[start:cut], sums_of[start:cut]),
            _mean(counts[cut:end], sums_of[cut:end]),
            sums.factor(start, cut, end),
        )
        for start, cut, end in zip(edges, edges[1:], edges[2:], strict=False)
    ]


def _firm(counts: Array, net: Array, cuts: Sequence[int]) -> list[int]:
    """Return the cuts at which the relation settles at another level; the weakest of the others go first.

    A single loud period can make a segment of its own, since segments differ in noise too: a turn must hold
    without any one of its periods.
    """
    kept = list(cuts)
    while kept:
        edges = [0, *kept, len(counts)]
        sides = zip(edges, edges[1:], edges[2:], strict=False)
        strengths = [_strength(counts[start:end], net[start:end], cut - start) for start, cut, end in sides]
        if min(strengths) >= MIN_FACTOR:
            break
        del kept[strengths.index(min(strengths))]
    return kept


def _strength(counts: Array, net: Array, cut: int) -> float:
    """Return the log Bayes factor for two levels without the period that matters most; 0 for a small step."""
    if abs(_mean(counts[cut:], net[cut:]) - _mean(counts[:cut], net[:cut])) < MIN_STEP:
        return 0.0
    factors = [
        _Sums(np.delete(counts, at), np.delete(net, at)).factor(0, cut - (at < cut), len(counts) - 1)
        for at in range(len(counts))
    ]
    return max(0.0, min(factors))


def _mean(counts: Array, net: Array) -> float:
    return float(net.sum() / counts.sum())


# --------------------------------------------------------------------------------------- segmentation


class _Sums:
    """Running sums of the observations, from which the evidence of any segment follows in constant time."""

    def __init__(self, counts: Array, net: Array) -> None:
        means = net / counts
        weights = counts / (1 + SAME_PERIOD * (counts - 1))
        self.size = len(counts)
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
