"""Turning points of a relation: when cooperation and conflict settle at another level, and the events that moved it.

Two methods look at a series, chosen by measurement among nine (``docs/decisions/0008-shifts.md``):

- ``contrast`` compares the three weeks from a day on with the sixteen before it (``detente.relate.contrast``). It sees
  sudden turns where events are many, also those that pass again. Its score is a step in units of the series' own noise.
- ``segments`` cuts the series into levels (``detente.relate.segments``). It sees lasting changes where events are few.
  Its score is a log Bayes factor.

A change that both see is reported once, as ``contrast``. What neither sees: a slow drift, and anything in the first two
periods and the last. One loud period is no turn.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp, log

import numpy as np

from detente.records import Direction, DyadPeriod, Period, Shift
from detente.relate.contrast import AFTER_DAYS, Array, candidates, windows
from detente.relate.contrast import turns as sudden_turns
from detente.relate.segments import Step, steps
from detente.relate.series import periods, relation
from detente.store import DyadEvent, Panel, Store, Turn, all_counts, dyad_events, turn_evidence
from detente.store.lens import knows_publishers, looked_at

CONTRAST, SEGMENTS = "contrast", "segments"

# Measured by `python bench/shifts.py`; docs/decisions/0008-shifts.md has the table.
THRESHOLD = 2.0  # steps in units of the series' own noise
MIN_EVENTS = 16  # of a series: below that nothing can be said
EVIDENCE_EVENTS = 5
# Constant and slope of the chance that a turn is a true one, in the logarithm of its score; measured by
# `python bench/shift_certainty.py`, which also says how well it holds.
CERTAINTY = {CONTRAST: (-6.54, 3.73), SEGMENTS: (-3.74, 1.57)}


def shifts(
    store: Store,
    a: str,
    b: str,
    *,
    since: date | None = None,
    until: date | None = None,
    every: Period = "week",
    mentions: bool = False,
) -> list[Shift]:
    """Return the turning points of the relation of two actors, newest first, with the ids of their events.

    Takes the arguments of ``detente.relate.series.relation``.
    """
    series = relation(store, a, b, since=since, until=until, every=every, mentions=mentions)
    if not series:
        return []
    last = until or date.max
    events = dyad_events(store, a, b, since=series[0].start, until=last, every=every, mentions=mentions)
    return find_shifts(series, events=events)


def all_shifts(
    store: Store,
    *,
    since: date | None = None,
    until: date | None = None,
    every: Period = "week",
    mentions: bool = False,
) -> list[Shift]:
    """Return the turning points of every pair of countries that has enough events, newest first.

    What several events tell of counts once, unless ``mentions`` asks for every event.
    """
    table = all_counts(store, at_least=MIN_EVENTS, since=since, until=until, every=every, mentions=mentions)
    if table is None:
        return []
    turns = panel_turns(table, every)
    evidence = turn_evidence(store, turns, limit=EVIDENCE_EVENTS, every=every, mentions=mentions)
    return newest_first(shift_of(turn, ids) for turn, ids in zip(turns, evidence, strict=True))


def panel_turns(table: Panel, every: Period) -> list[Turn]:
    """Return the turns of all pairs of a panel, pair by pair; each follows from the series of its own pair alone."""
    spans = list(periods(table.first, table.last, every))
    moved = set(candidates(table.counts, table.net, days=_days(spans), threshold=THRESHOLD).tolist())
    return [
        turn
        for row, pair in enumerate(table.pairs)
        for turn in _turns(pair, spans, table.counts[row], table.net[row], sudden=row in moved)
    ]


def newest_first(found: Iterable[Shift]) -> list[Shift]:
    """Return the shifts of many pairs in the order in which they are told."""
    return sorted(found, key=lambda shift: (-shift.at.toordinal(), -shift.score, shift.a, shift.b))


def mark_single_source(store: Store, found: Sequence[Shift], again: Callable[[], Sequence[Shift]]) -> list[Shift]:
    """Return the shifts, each marked with whether it is found without events that one publisher alone tells of.

    Args:
        store: The open store that they come from.
        found: The shifts.
        again: Finds them anew; it is called while such events are left out.
    """
    if not found or not knows_publishers(store):
        return list(found)
    with looked_at(store, drop_single_source=True):
        kept = again()
    near = timedelta(days=AFTER_DAYS)
    return [
        replace(
            shift,
            without_single_source=any(
                (shift.a, shift.b, shift.direction) == (other.a, other.b, other.direction)
                and abs(shift.at - other.at) <= near
                for other in kept
            ),
        )
        for shift in found
    ]


def find_shifts(series: Sequence[DyadPeriod], *, events: Sequence[DyadEvent] = ()) -> list[Shift]:
    """Return the turning points of one series, newest first; see the module for the method.

    Args:
        series: Periods of one dyad in order of time, without gaps, as ``relation`` returns them.
        events: The events behind the series, from which the evidence is taken.

    Returns:
        One shift per turn. ``before`` and ``after`` are the mean intensities of the events before and after it: in the
        windows of ``contrast``, in the segments of ``segments``. ``score`` is that of the method.
    """
    if sum(period.events for period in series) < MIN_EVENTS:
        return []
    counts = np.array([period.by_quad for period in series], dtype=np.float64)
    net = np.array([period.net for period in series])
    spans = [(period.start, period.end) for period in series]
    pair = (series[0].a, series[0].b)
    turns = _turns(pair, spans, counts, net)
    return [shift_of(turn, _evidence(turn, events)) for turn in reversed(turns)]


def certainty(method: str, score: float) -> float:
    """Return the chance, from 0 to 1, that a turn with this score is a true one; see the constant for its source."""
    base, slope = CERTAINTY[method]
    return 1 / (1 + exp(-(base + slope * log(score)))) if score > 0 else 0.0


Spans = Sequence[tuple[date, date]]


def _turns(pair: tuple[str, str], spans: Spans, counts: Array, net: Array, *, sudden: bool = True) -> list[Turn]:
    """Return the turns of one pair in order of time: what contrast finds, and what segments alone finds."""
    days = _days(spans)
    found = sudden_turns(counts, net, days=days, threshold=THRESHOLD) if sudden else []
    quick = [_turn(pair, spans, counts, net, at, score) for at, score in found]
    near = timedelta(days=AFTER_DAYS)
    lasting = [_lasting(pair, spans, step) for step in steps(counts.sum(axis=1), net)]
    alone = [turn for turn in lasting if all(abs(turn.at - other.at) > near for other in quick)]
    return sorted([*quick, *alone], key=lambda turn: turn.at)


def _lasting(pair: tuple[str, str], spans: Spans, step: Step) -> Turn:
    last = spans[min(step.at + windows(_days(spans))[0], len(spans)) - 1][1]
    score = step.factor if step.after > step.before else -step.factor
    return Turn(*pair, spans[step.at][0], last, step.before, step.after, score, SEGMENTS)


def _days(spans: Spans) -> int:
    return (spans[0][1] - spans[0][0]).days


def _turn(pair: tuple[str, str], spans: Spans, counts: Array, net: Array, at: int, score: float) -> Turn:
    after, before = windows(_days(spans))
    left, right = slice(max(0, at - before), at), slice(at, at + after)
    last = spans[min(at + after, len(spans)) - 1][1]
    means = (_mean(counts[left], net[left]), _mean(counts[right], net[right]))
    return Turn(*pair, spans[at][0], last, *means, score, CONTRAST)


def _mean(counts: Array, net: Array) -> float:
    events = float(counts.sum())
    return float(net.sum()) / events if events else 0.0


def shift_of(turn: Turn, evidence: Iterable[str]) -> Shift:
    """Return the shift that a turn is, with its certainty and the ids of its events."""
    direction: Direction = "thaw" if turn.score > 0 else "freeze"
    score = abs(turn.score)
    return Shift(
        turn.a, turn.b, turn.at, direction, turn.before, turn.after, score, turn.method, tuple(evidence),
        certainty=certainty(turn.method, score),
    )  # fmt: skip


def _evidence(turn: Turn, events: Sequence[DyadEvent]) -> tuple[str, ...]:
    """Return the ids of the events right after the turn that lie furthest from the old level, on the new side."""
    sign = 1 if turn.score > 0 else -1
    moved = [(sign * (e.intensity - turn.before), e) for e in events if turn.at <= e.date < turn.end]
    ranked = sorted((item for item in moved if item[0] > 0), key=lambda item: (-item[0], item[1].date, item[1].event))
    return tuple(event.event for _, event in ranked[:EVIDENCE_EVENTS])
