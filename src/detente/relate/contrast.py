"""Scores every period of a relation by how much the weeks after it differ from the weeks before; pure arithmetic.

Cooperation and conflict are points: events weighed by the typical intensity of their quad class. A window stands at
``COOPERATION * log(cooperation + prior) - log(conflict + prior)`` per week; its step, in units of the series' own
noise, is the score. Conflict weighs more than cooperation, since fewer visits after a summit are no freeze. Where a
pair has little to tell, the prior is small, so that a few acts move it; its noise is then taken from the weeks before.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

AFTER_DAYS, BEFORE_DAYS = 21, 112
POINTS = np.array([3.0, 9.0, 2.5, 7.0])  # typical size of an intensity of the four quad classes in the codebook
# Points a week on either side that a window starts from: twice what the pair has in a usual week, within these bounds.
LEAST_PRIOR, PRIOR, PRIOR_SHARE = 8.0, 20.0, 2.0
COOPERATION = 0.5  # weight of cooperation beside conflict
LEAST_NOISE = 0.3  # of the level from week to week: quieter series are taken to be as noisy as that
LEAST_NOISE_WEIGHT = 4.0  # periods of that noise that are added to those of the window before
# What must be left without any one period of the windows: part of the threshold, and part of the score itself.
WITHOUT_ONE, SHARE_WITHOUT_ONE = 0.5, 0.33


LEAST_BEFORE, LEAST_AFTER = 2, 2  # periods on either side of a turn
APART = 2  # windows after a turn that lie between it and the next


def windows(days: int) -> tuple[int, int]:
    """Return how many periods of so many days the windows after and before a turn have."""
    return max(2, round(AFTER_DAYS / days)), max(3, round(BEFORE_DAYS / days))


def turns(counts: Array, net: Array, *, days: int, threshold: float) -> list[tuple[int, float]]:
    """Return (period, score) of the turns of one dyad in order of time; the score is positive for a thaw.

    The highest score is a turn, and cuts the series: no window reaches across it, so that the rest of the same step
    is not found again. Then both parts are looked at in the same way.

    Args:
        counts: Events by period and quad class.
        net: Sum of intensities by period.
        days: Length of a period.
        threshold: The least score of a turn.
    """
    levels = Levels.of(counts[None], net[None], days=days)
    found: dict[int, float] = {}
    parts, apart = [(0, len(net))], APART * windows(days)[0]
    while parts:
        start, end = parts.pop()
        scores = _scores(levels.part(start, end), days=days, threshold=threshold)[0]
        scores[: apart if start else 0] = 0
        scores[len(scores) - (apart if end < len(net) else 0) :] = 0
        at = int(np.argmax(np.abs(scores))) if len(scores) else 0
        if len(scores) and abs(scores[at]) >= threshold:
            found[start + at] = float(scores[at])
            parts += [(start, start + at), (start + at, end)]
    return sorted(found.items())


def candidates(counts: Array, net: Array, *, days: int, threshold: float) -> npt.NDArray[np.int64]:
    """Return the numbers of the dyads that have a turn: ``turns`` for many at once, without saying where.

    ``counts`` and ``net`` have the dyad as their first axis.
    """
    scores = _scores(Levels.of(counts, net, days=days), days=days, threshold=threshold)
    return np.flatnonzero((np.abs(scores) >= threshold).any(axis=1))


@dataclass(frozen=True, slots=True)
class Levels:
    """Series of many dyads, made ready: points of either side a week, prior, level and noise of each.

    The dyad is the first axis, the period the second. ``noise`` and ``prior`` have one value per dyad.
    """

    counts: Array
    net: Array
    sides: Array
    prior: Array
    level: Array
    noise: Array

    @classmethod
    def of(cls, counts: Array, net: Array, *, days: int) -> Self:
        """Return the series, ready to be compared; the arguments have the dyad as their first axis."""
        points = counts * POINTS
        sides = np.stack([points[..., :2].sum(-1), points[..., 2:].sum(-1)], axis=-1) * (7 / days)
        usual = sides.sum(axis=-1).mean(axis=1) if sides.shape[1] else np.zeros(len(sides))
        prior = np.clip(PRIOR_SHARE * usual, LEAST_PRIOR, PRIOR)
        level = level_of(sides, prior)
        return cls(counts, net, sides, prior, level, _noise(level))

    def part(self, start: int, end: int) -> "Levels":
        """Return the periods from ``start`` to ``end``, with prior and noise of the whole."""
        cut = (slice(None), slice(start, end))
        return Levels(self.counts[cut], self.net[cut], self.sides[cut], self.prior, self.level[cut], self.noise)

    def score(self, at: int, *, days: int, threshold: float) -> Array:
        """Return the score of one period of every dyad, 0 where it is not firm or the mean intensity moves against it.

        It is firm where enough of it is left without any one period of the windows.
        """
        after, before = windows(days)
        left, right = slice(max(0, at - before), at), slice(at, min(self.counts.shape[1], at + after))
        score = self._step(left, right, threshold)
        tone = _tone(self.counts, self.net, right) - _tone(self.counts, self.net, left)
        found: Array = np.where(tone * score > 0, score, 0)
        return found

    def _step(self, left: slice, right: slice, threshold: float) -> Array:
        old, new = self.sides[:, left], self.sides[:, right]
        spread = self._spread(left) * np.sqrt(1 / old.shape[1] + 1 / new.shape[1])
        before, after = level_of(old.mean(axis=1), self.prior), level_of(new.mean(axis=1), self.prior)
        score = (after - before) / spread
        fewer_new = level_of(_others(new), self.prior) - before[:, None]
        fewer_old = after[:, None] - level_of(_others(old), self.prior)
        without = np.concatenate([fewer_new, fewer_old], axis=1) / spread[:, None]
        least = np.maximum(WITHOUT_ONE * threshold, SHARE_WITHOUT_ONE * np.abs(score))
        firm = (without * np.sign(score)[:, None]).min(axis=1) >= least
        found: Array = np.where(firm, score, 0)
        return found

    def _spread(self, left: slice) -> Array:
        """Return the noise of one period: of the whole series or of the window before, whichever is larger."""
        window = self.level[:, left]
        size = window.shape[1]
        own = (LEAST_NOISE_WEIGHT * LEAST_NOISE**2 + size * window.var(axis=1)) / (LEAST_NOISE_WEIGHT + size)
        found: Array = np.maximum(self.noise, np.sqrt(own))
        return found


def _noise(level: Array) -> Array:
    if level.shape[1] < 2:
        return np.full(len(level), LEAST_NOISE)
    # The median absolute difference of normal noise is 0.954 of its standard deviation.
    found: Array = np.maximum(LEAST_NOISE, np.median(np.abs(np.diff(level, axis=1)), axis=1) / 0.954)
    return found


def _scores(levels: Levels, *, days: int, threshold: float) -> Array:
    """Return the score of every period of every dyad."""
    size = levels.counts.shape[1]
    scores = np.zeros((len(levels.counts), size))
    for at in range(LEAST_BEFORE, size - LEAST_AFTER + 1):
        scores[:, at] = levels.score(at, days=days, threshold=threshold)
    return scores


def _others(window: Array) -> Array:
    """Return, for each period of a window, the mean of the others."""
    found: Array = (window.sum(axis=1, keepdims=True) - window) / (window.shape[1] - 1)
    return found


def level_of(sides: Array, prior: Array) -> Array:
    """Return the level of points of cooperation and conflict, which are the last axis; the dyad is the first."""
    logs = np.log(sides + prior.reshape((-1,) + (1,) * (sides.ndim - 1)))
    found: Array = COOPERATION * logs[..., 0] - logs[..., 1]
    return found


def _tone(counts: Array, net: Array, window: slice) -> Array:
    events = counts[:, window].sum(axis=(1, 2))
    found: Array = net[:, window].sum(axis=1) / np.maximum(events, 1)
    return found
