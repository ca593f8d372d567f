"""Turning points as they come: what is new on a day, from the events up to that day alone.

Weeks end on the day that is looked at, so that the last is whole. A turn lies two or three weeks back: two weeks after
it must have been seen. It is new on the first day that shows it; it is not told again while it, or the same step seen
from a later day, shows at least every six weeks. Scores are those of ``detente.relate.contrast``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from detente.records import Direction, Shift
from detente.relate.contrast import Array, Levels, windows
from detente.relate.series import relation
from detente.relate.shifts import CONTRAST, EVIDENCE_EVENTS, MIN_EVENTS, shift_of
from detente.store import Panel, Store, Turn, all_counts, turn_evidence

WEEK, YEAR = 7, 52
REPEAT_DAYS = 42  # a step that showed within so many days is not told again
THRESHOLD = 3.0  # set by judgement, higher than offline: every day is a chance to be wrong
AFTER = (3, 2)  # weeks after a turn that must have been seen: the first that shows a turn decides its day


@dataclass(frozen=True, slots=True)
class Known:
    """A turn that was told: the pair, which way, and the day on which it was new."""

    a: str
    b: str
    direction: Direction
    seen: date


def new_shifts(
    store: Store, *, as_of: date, since: date | None = None, pair: tuple[str, str] | None = None, mentions: bool = False
) -> list[Shift]:
    """Return the turns that were new on the days from ``since`` to ``as_of``, the newest first.

    Nothing dated after ``as_of`` is looked at. An event counts from its own day: in a past day that is looked at again,
    what was reported later of the days before is seen too. Evidence is given for pairs of countries alone.

    Args:
        store: An open store.
        as_of: The last day.
        since: The first day; by default ``as_of``.
        pair: Two actor keys; by default every pair of countries with enough events in the year before.
        mentions: Count every event, whether or not another tells of the same.
    """
    first = since or as_of
    start = first - timedelta(days=REPEAT_DAYS + YEAR * WEEK)
    pair = None if pair is None else (min(pair), max(pair))  # one name for a pair, whichever way it was asked for
    panel = _panel(store, start, as_of, pair, mentions=mentions)
    if panel is None:
        return []
    turns = list(first_seen(panel, first, as_of, threshold=THRESHOLD))
    evidence = turn_evidence(store, [turn for _, turn in turns], limit=EVIDENCE_EVENTS, every="day", mentions=mentions)
    found = [replace(shift_of(turn, ids), seen=seen) for (seen, turn), ids in zip(turns, evidence, strict=True)]
    return sorted(found, key=lambda shift: (-(shift.seen or shift.at).toordinal(), -shift.score, shift.a, shift.b))


def untold(found: Iterable[Shift], told: Sequence[Known]) -> list[Shift]:
    """Return the shifts of which none of the same pair and direction was told within six weeks of the day."""
    return [shift for shift in found if not any(_same(shift, other) for other in told)]


def _same(shift: Shift, other: Known) -> bool:
    same = (shift.a, shift.b, shift.direction) == (other.a, other.b, other.direction)
    return same and shift.seen is not None and abs((shift.seen - other.seen).days) <= REPEAT_DAYS


def first_seen(panel: Panel, first: date, last: date, *, threshold: float) -> Iterator[tuple[date, Turn]]:
    """Yield the turns that are new on a day from ``first`` to ``last``, with that day, in order of time.

    Args:
        panel: Daily counts; it must reach back ``REPEAT_DAYS`` and a year before ``first`` to judge as later days do.
        first: The first day of which turns are told.
        last: The last.
        threshold: The least score.
    """
    shown = {1: np.full(len(panel.pairs), date.min.toordinal()), -1: np.full(len(panel.pairs), date.min.toordinal())}
    day = first - timedelta(days=REPEAT_DAYS)
    while day <= last:
        counts, net = _weeks(panel, day)
        score, after = _latest(counts, net, threshold)
        for sign in (1, -1):
            now = np.flatnonzero(score * sign >= threshold)
            fresh = now[day.toordinal() - shown[sign][now] > REPEAT_DAYS]
            shown[sign][now] = day.toordinal()
            shown[-sign][now] = date.min.toordinal()
            if day >= first:
                yield from ((day, _turn(panel, row, day, counts, net, score[row], after[row])) for row in fresh)
        day += timedelta(days=1)


def _panel(store: Store, start: date, last: date, pair: tuple[str, str] | None, *, mentions: bool) -> Panel | None:
    if pair is None:
        return all_counts(store, at_least=MIN_EVENTS, since=start, until=last, every="day", mentions=mentions)
    series = relation(store, *pair, since=start, until=last, every="day", mentions=mentions)
    counts = np.array([[period.by_quad for period in series]], dtype=np.float64)
    if not len(series) or counts.sum() < MIN_EVENTS:
        return None
    return Panel((pair,), series[0].start, series[-1].start, counts, np.array([[period.net for period in series]]))


def _weeks(panel: Panel, day: date) -> tuple[Array, Array]:
    """Return counts and net of the fifty-two weeks that end on the day; before the panel begins there is nothing."""
    end = (day - panel.first).days + 1
    size = YEAR * WEEK
    counts, net = np.zeros((len(panel.pairs), size, 4)), np.zeros((len(panel.pairs), size))
    stop = min(end, panel.net.shape[1])
    start = max(0, end - size)
    if stop > start:
        into = slice(size - (end - start), size - (end - stop))
        counts[:, into], net[:, into] = panel.counts[:, start:stop], panel.net[:, start:stop]
    return counts.reshape(-1, YEAR, WEEK, 4).sum(axis=2), net.reshape(-1, YEAR, WEEK).sum(axis=2)


def _latest(counts: Array, net: Array, threshold: float) -> tuple[Array, Array]:
    """Return the score of the latest step of each pair, and how many weeks lie after it."""
    levels = Levels.of(counts, net, days=WEEK)
    score, after = np.zeros(len(counts)), np.full(len(counts), AFTER[0])
    for weeks in AFTER:
        own = levels.score(YEAR - weeks, days=WEEK, threshold=threshold)
        larger = np.abs(own) > np.abs(score)
        score, after = np.where(larger, own, score), np.where(larger, weeks, after)
    return score, after


def _turn(panel: Panel, row: int, day: date, counts: Array, net: Array, score: float, after: int) -> Turn:
    at = day - timedelta(days=WEEK * int(after) - 1)
    cut = YEAR - int(after)
    left, right = slice(cut - windows(WEEK)[1], cut), slice(cut, YEAR)
    means = [float(net[row, part].sum() / max(1.0, counts[row, part].sum())) for part in (left, right)]
    return Turn(*panel.pairs[row], at, day + timedelta(days=1), means[0], means[1], float(score), CONTRAST)
