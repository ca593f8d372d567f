"""Ways to find the turning points of a relation, to be compared by ``bench/shifts.py``; each is a function.

A method takes ``counts`` (periods by quad class 1..4) and ``net`` (sum of intensities per period) and a threshold of
its own, and returns (period, sign) of each turn: +1 for a thaw, -1 for a freeze.
"""

from collections.abc import Callable, Mapping
from math import lgamma, log

import numpy as np
import numpy.typing as npt
import ruptures  # type: ignore[import-untyped]
from scipy.special import gammaln  # type: ignore[import-untyped]
from scipy.stats import t as student  # type: ignore[import-untyped]

from detente.relate.contrast import turns as contrast_turns
from detente.relate.segments import steps
from detente.relate.shifts import CONTRAST, SEGMENTS

Array = npt.NDArray[np.float64]
Turn = tuple[int, int]
Method = Callable[[Array, Array, float], list[Turn]]

WEIGHTS = np.array([3.0, 9.0, -2.5, -7.0])  # typical intensity of a quad class
PRIOR = 10.0  # intensity points on either side that a balance starts from
LEAST = 3  # periods of a segment
SAME_PERIOD = 0.3  # correlation of the reports of one period
DAMP = 8.0  # reports of a class and period that count half: the rest is the same story again


def mean(counts: Array, net: Array) -> Array:
    """Return the mean intensity per period, nan where nothing happened."""
    events = counts.sum(axis=1)
    return np.divide(net, events, out=np.full(len(net), np.nan), where=events > 0)


def balance(counts: Array, net: Array) -> Array:
    """Return the log ratio of cooperation to conflict per period, weighed by quad class; 0 where nothing happened."""
    points = counts * np.abs(WEIGHTS)
    return np.log((points[:, :2].sum(axis=1) + PRIOR) / (points[:, 2:].sum(axis=1) + PRIOR))


def filled(values: Array) -> Array:
    """Return the values with gaps filled by the last known one."""
    known = np.where(np.isnan(values), 0, np.arange(len(values)))
    np.maximum.accumulate(known, out=known)
    return np.nan_to_num(values[known])


def signed(cuts: list[int], values: Array) -> list[Turn]:
    """Return the cuts with the sign of the step between the segments' means."""
    edges = [0, *cuts, len(values)]
    means = [float(values[a:b].mean()) for a, b in zip(edges, edges[1:], strict=False)]
    return [(cut, 1 if means[i + 1] > means[i] else -1) for i, cut in enumerate(cuts)]


# ------------------------------------------------------------------------------------------ penalised


def pelt_mean(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """PELT on the mean intensity (Killick et al. 2012), least squares, penalty in units of the noise's variance."""
    return _pelt(filled(mean(counts, net)), threshold)


def pelt_balance(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """PELT on the balance."""
    return _pelt(balance(counts, net), threshold)


def _pelt(values: Array, threshold: float) -> list[Turn]:
    if len(values) < 2 * LEAST:
        return []
    noise = max(0.25, float(np.median(np.abs(np.diff(values)))) / 0.954)
    found = ruptures.Pelt(model="l2", min_size=LEAST, jump=1).fit(values[:, None])
    return signed(found.predict(pen=threshold * noise**2)[:-1], values)


# ------------------------------------------------------------------------------------ Bayesian online


def online_mean(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Bayesian online detection (Adams and MacKay 2007) on the mean intensity."""
    return _online(filled(mean(counts, net)), threshold, scale=4.0)


def online_balance(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Bayesian online detection on the balance."""
    return _online(balance(counts, net), threshold, scale=0.3)


def _online(values: Array, threshold: float, *, scale: float) -> list[Turn]:
    """A turn is where the likeliest run length falls; ``threshold`` is the expected time between turns in periods."""
    hazard = 1 / threshold
    logs = np.array([0.0])
    mu, kappa, alpha, beta = np.array([values[:4].mean()]), np.array([0.2]), np.array([2.0]), np.array([scale])
    cuts: list[int] = []
    last = 0
    for at, value in enumerate(values):
        spread = np.sqrt(beta * (kappa + 1) / (alpha * kappa))
        fit = student.logpdf(value, 2 * alpha, mu, spread)
        grown = logs + fit + log(1 - hazard)
        fresh = np.logaddexp.reduce(logs + fit) + log(hazard)
        logs = np.concatenate([[fresh], grown])
        logs -= np.logaddexp.reduce(logs)
        beta = np.concatenate([[scale], beta + kappa * (value - mu) ** 2 / (2 * (kappa + 1))])
        mu = np.concatenate([[values[:4].mean()], (kappa * mu + value) / (kappa + 1)])
        kappa, alpha = np.concatenate([[0.2], kappa + 1]), np.concatenate([[2.0], alpha + 0.5])
        start = at + 1 - int(np.argmax(logs))
        if start > last + LEAST and at + 1 - start >= LEAST - 1:
            cuts.append(start)
            last = start
    return signed([cut for cut in cuts if 0 < cut < len(values)], values)


# --------------------------------------------------------------------------------- exact segmentation


def mix(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Counts of the quad classes, Dirichlet-multinomial per segment, exact segmentation (Fearnhead 2006)."""
    events = counts.sum(axis=1, keepdims=True)
    weighed = counts / (1 + SAME_PERIOD * np.maximum(events - 1, 0))
    sums = np.vstack([np.zeros(4), np.cumsum(weighed, axis=0)])
    within = sums[None, :, :] - sums[:, None, :]  # start, end, class
    prior = np.array([2.0, 0.5, 1.0, 0.5])
    scores = gammaln(prior + np.maximum(within, 0)).sum(axis=2) - gammaln(prior.sum() + np.maximum(within.sum(2), 0))
    cuts = segment(scores - gammaln(prior).sum() + lgamma(prior.sum()), threshold)
    return signed(cuts, filled(mean(counts, net)))


def segments_mean(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Normal segments of the mean intensity; a period weighs its effective number of reports, silent ones nothing."""
    events = counts.sum(axis=1)
    seen = np.flatnonzero(events)
    if len(seen) < 2 * LEAST:
        return []
    weights = events[seen] / (1 + SAME_PERIOD * (events[seen] - 1))
    values = net[seen] / events[seen]
    cuts = segment(normal(values, weights, (0.5, 2.0, 25.0)), threshold)
    return [(int(seen[cut]), sign) for cut, sign in signed(cuts, values)]


def segments_balance(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Normal segments of the balance."""
    values = balance(counts, net)
    return signed(segment(normal(values, np.ones(len(values)), (0.2, 2.0, 0.3)), threshold), values)


def segments_damped(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Normal segments of a balance in which the many reports of one class and week count less and less."""
    damped = DAMP * np.log1p(counts / DAMP)
    values = balance(damped, net)
    return signed(segment(normal(values, np.ones(len(values)), (0.2, 2.0, 0.2)), threshold), values)


def contrast(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """Compare three weeks with the sixteen before, pooled; turns are the highest peaks, three weeks apart at least."""
    points = counts * np.abs(WEIGHTS)
    sums = np.vstack([np.zeros(2), np.cumsum(np.column_stack([points[:, :2].sum(1), points[:, 2:].sum(1)]), axis=0)])
    values = np.diff(np.log(sums[1:] - sums[:-1] + 2 * PRIOR) @ np.array([1.0, -1.0]))
    noise = max(0.2, float(np.median(np.abs(values))) / 0.954)
    scores = np.zeros(len(counts))
    for at in range(2, len(counts) - 1):
        low, high = max(0, at - 16), min(len(counts), at + 3)
        after, before = (sums[high] - sums[at]) / (high - at), (sums[at] - sums[low]) / (at - low)
        step = np.log(after + 2 * PRIOR) - np.log(before + 2 * PRIOR)
        scores[at] = (step[0] - step[1]) / noise / np.sqrt(1 / (high - at) + 1 / (at - low))
    found: list[Turn] = []
    for at in np.argsort(-np.abs(scores)):
        if abs(scores[at]) >= threshold and all(abs(int(at) - other) > LEAST for other, _ in found):
            found.append((int(at), 1 if scores[at] > 0 else -1))
    return sorted(found)


def chosen(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """The contrast that detente uses: conflict weighs twice as much, and no turn rests on one period."""
    found = contrast_turns(counts, net, days=7, threshold=threshold)
    return [(at, 1 if score > 0 else -1) for at, score in found]


def both(counts: Array, net: Array, threshold: float) -> list[Turn]:
    """What detente reports: contrast, and lasting steps that it does not see."""
    return sorted((at, 1 if score > 0 else -1) for _, at, score in scored_turns(counts, net, threshold))


def scored_turns(counts: Array, net: Array, threshold: float) -> list[tuple[str, int, float]]:
    """Return method, period and signed score of the turns that detente reports."""
    quick = contrast_turns(counts, net, days=7, threshold=threshold)
    lasting = [
        (step.at, step.factor if step.after > step.before else -step.factor) for step in steps(counts.sum(axis=1), net)
    ]
    alone = [(at, score) for at, score in lasting if all(abs(at - other) > LEAST for other, _ in quick)]
    return [(CONTRAST, *turn) for turn in quick] + [(SEGMENTS, *turn) for turn in alone]


def normal(values: Array, weights: Array, prior: tuple[float, float, float]) -> Array:
    """Return the log evidence of every segment [start, end): normal, with a normal-inverse-gamma prior about 0."""
    weight, shape, scale = prior
    n, w, first, second, logs = (
        np.concatenate([[0.0], np.cumsum(row)])
        for row in (np.ones_like(values), weights, weights * values, weights * values**2, np.log(weights))
    )
    size, ww = n[None, :] - n[:, None], weight + w[None, :] - w[:, None]
    size = np.maximum(size, 0)
    ww = np.maximum(ww, weight)
    moved = first[None, :] - first[:, None]
    spread = np.maximum(second[None, :] - second[:, None] - moved**2 / ww, 0)
    a = shape + size / 2
    found: Array = gammaln(a) - lgamma(shape) + shape * log(scale) - a * np.log(scale + spread / 2)
    return found + (logs[None, :] - logs[:, None] + log(weight) - np.log(ww)) / 2 - size * log(2 * np.pi) / 2


def segment(evidence: Array, price: float) -> list[int]:
    """Return the cuts of the segmentation with the highest sum of evidence, each cut at ``price``."""
    size = len(evidence) - 1
    best, came = np.full(size + 1, -np.inf), np.zeros(size + 1, dtype=np.int64)
    best[0] = price
    for end in range(LEAST, size + 1):
        scores = best[: end - LEAST + 1] + evidence[: end - LEAST + 1, end] - price
        came[end] = int(np.argmax(scores))
        best[end] = scores[came[end]]
    cuts, at = [], int(came[size])
    while at > 0:
        cuts.append(at)
        at = int(came[at])
    return cuts[::-1]


METHODS: Mapping[str, tuple[Method, tuple[float, ...]]] = {
    "PELT, mean": (pelt_mean, (4.0, 8.0, 16.0, 32.0)),
    "PELT, balance": (pelt_balance, (4.0, 8.0, 16.0, 32.0)),
    "Bayesian online, mean": (online_mean, (25.0, 100.0, 1000.0)),
    "Bayesian online, balance": (online_balance, (25.0, 100.0, 1000.0)),
    "counts of quad classes": (mix, (0.5, 1.0, 2.0, 4.0)),
    "segments, mean": (segments_mean, (0.5, 1.0, 2.0, 4.6)),
    "segments, balance": (segments_balance, (1.0, 1.5, 2.0, 3.0, 4.6)),
    "segments, damped balance": (segments_damped, (1.0, 1.5, 2.0, 3.0)),
    "even contrast": (contrast, (2.0, 2.5, 3.0, 4.0)),
    "contrast": (chosen, (1.5, 2.0, 2.5, 3.0)),
    "contrast and segments (chosen)": (both, (1.5, 2.0, 2.5, 3.0)),
}
