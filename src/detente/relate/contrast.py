"""Scores every period of a relation by how much the weeks after it differ from the weeks before; pure arithmetic.

Cooperation and conflict are points: events weighed by the typical intensity of their quad class. A window stands at
``COOPERATION * log(cooperation + PRIOR) - log(conflict + PRIOR)`` per week; its step, in units of the series' own
noise, is the score. Conflict weighs more than cooperation, since fewer visits after a summit are no freeze.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

AFTER_DAYS, BEFORE_DAYS = 21, 112
POINTS = np.array([3.0, 9.0, 2.5, 7.0])  # typical size of an intensity of the four quad classes in the codebook
PRIOR = 20.0  # points a week on either side that a window starts from: about three acts
COOPERATION = 0.5  # weight of cooperation beside conflict
LEAST_NOISE = 0.3  # of the level from week to week: quieter series are taken to be as noisy as that
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
    sides = _sides(counts[None], days)
    noise = _noise(sides)
    found: dict[int, float] = {}
    parts, apart = [(0, len(net))], APART * windows(days)[0]
    while parts:
        start, end = parts.pop()
        part = slice(start, end)
        scores = _scores(sides[:, part], counts[None, part], net[None, part], noise, days=days, threshold=threshold)[0]
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
    sides = _sides(counts, days)
    scores = _scores(sides, counts, net, _noise(sides), days=days, threshold=threshold)
    return np.flatnonzero((np.abs(scores) >= threshold).any(axis=1))


def _sides(counts: Array, days: int) -> Array:
    """Return points of cooperation and of conflict a week, by dyad and period."""
    points = counts * POINTS
    found: Array = np.stack([points[..., :2].sum(-1), points[..., 2:].sum(-1)], axis=-1) * (7 / days)
    return found


def _noise(sides: Array) -> Array:
    if sides.shape[1] < 2:
        return np.full(len(sides), LEAST_NOISE)
    # The median absolute difference of normal noise is 0.954 of its standard deviation.
    found: Array = np.maximum(LEAST_NOISE, np.median(np.abs(np.diff(_level(sides), axis=1)), axis=1) / 0.954)
    return found


def _scores(sides: Array, counts: Array, net: Array, noise: Array, *, days: int, threshold: float) -> Array:
    """Return the score of every period of every dyad, 0 where it is not firm or the mean intensity moves the other way.

    It is firm where enough of it is left without any one period of the windows.
    """
    after, before = windows(days)
    size = counts.shape[1]
    scores = np.zeros(counts.shape[:2])
    for at in range(LEAST_BEFORE, size - LEAST_AFTER + 1):
        left, right = slice(max(0, at - before), at), slice(at, min(size, at + after))
        score = _score(sides[:, left], sides[:, right], noise, threshold)
        tone = _tone(counts, net, right) - _tone(counts, net, left)
        scores[:, at] = np.where(tone * score > 0, score, 0)
    return scores


def _score(left: Array, right: Array, noise: Array, threshold: float) -> Array:
    spread = noise * np.sqrt(1 / left.shape[1] + 1 / right.shape[1])
    before, after = _level(left.mean(axis=1)), _level(right.mean(axis=1))
    score = (after - before) / spread
    without = (
        np.concatenate([_level(_others(right)) - before[:, None], after[:, None] - _level(_others(left))], axis=1)
        / spread[:, None]
    )
    least = np.maximum(WITHOUT_ONE * threshold, SHARE_WITHOUT_ONE * np.abs(score))
    firm = (without * np.sign(score)[:, None]).min(axis=1) >= least
    found: Array = np.where(firm, score, 0)
    return found


def _others(window: Array) -> Array:
    """Return, for each period of a window, the mean of the others."""
    found: Array = (window.sum(axis=1, keepdims=True) - window) / (window.shape[1] - 1)
    return found


def _level(sides: Array) -> Array:
    logs = np.log(sides + PRIOR)
    found: Array = COOPERATION * logs[..., 0] - logs[..., 1]
    return found


def _tone(counts: Array, net: Array, window: slice) -> Array:
    events = counts[:, window].sum(axis=(1, 2))
    found: Array = net[:, window].sum(axis=1) / np.maximum(events, 1)
    return found
