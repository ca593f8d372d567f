"""Which events tell of the same happening: a function of the events alone, whatever the order in which they came.

First the events of one day are joined, the most alike first, by average likeness, those that the texts date and those
dated by their publication alone each for themselves; two that cannot be the same keep their whole groups apart. Then a
group that no text dates is laid to that of its own day or of the days before which it is most like, where it fits, and
one that falls within the days of a longer event to that. A group that could be laid to
another itself takes none in, so that a chain of daily reports never becomes one happening.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.store.likeness import Array, likeness
from detente.store.rulings import Rulings
from detente.store.traces import LONGEST, Trace
from detente.store.unions import Unions

# Chosen by `python bench/merging.py` on the development part of gold/merging.jsonl.
THRESHOLD = 0.35
ACROSS_DAYS = 0.40
SURE = 2.0  # the likeness of what people ruled to be the same
REACH_DATED, REACH_UNDATED = 2, 1  # days back to a report that the text dates, and to one dated by publication too
REACH = max(REACH_DATED, REACH_UNDATED, LONGEST)  # days between the first and the last day of a happening
WINDOW = 4 * REACH  # days on either side of an event that matter to the happenings that it can change


@dataclass(frozen=True, slots=True)
class Happening:
    """Events that tell of the same, the first told first; ``beside`` is per event the one it is most like, and how."""

    events: tuple[Trace, ...]
    beside: Mapping[str, tuple[str, float]]


def happenings(traces: Iterable[Trace], *, rules: Rulings | None = None) -> list[Happening]:
    """Return the happenings that at least two of the events tell of, in the order of day and name."""
    rules = rules or Rulings()
    found: list[Happening] = []
    by_name = {trace.event: trace for trace in traces}
    by_family: defaultdict[str, list[Trace]] = defaultdict(list)
    for name in sorted(by_name):
        by_family[by_name[name].family].append(by_name[name])
    for family in sorted(by_family):
        for arena in arenas(by_family[family]):
            found += _in_arena(arena, rules)
    return sorted(_ruled(found, by_name, rules), key=lambda h: (h.events[0].slot, h.events[0].event))


def arenas(traces: Sequence[Trace]) -> list[list[Trace]]:
    """Return the events in parts that share no actor on the acting side and no neighbouring days."""
    held: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        for key in trace.keys:
            held[key].append(trace)
    unions = Unions(trace.event for trace in traces)
    for members in held.values():
        members.sort(key=lambda t: (t.slot, t.event))
        for one, other in zip(members, members[1:], strict=False):
            if (other.slot - one.slot).days <= REACH:
                unions.join(one.event, other.event)
    by_name = {trace.event: trace for trace in traces}
    return [[by_name[name] for name in group] for group in unions.groups() if len(group) > 1]


def _in_arena(arena: Sequence[Trace], rules: Rulings) -> list[Happening]:
    scores = likeness(arena)
    at = {trace.event: number for number, trace in enumerate(arena)}
    for pairs, value in ((rules.same, SURE), (rules.apart, -np.inf)):
        for a, b in pairs:
            if a in at and b in at:
                scores[at[a], at[b]] = scores[at[b], at[a]] = value
    days: defaultdict[tuple[date, bool], list[int]] = defaultdict(list)
    for number, trace in enumerate(arena):
        days[trace.slot, not trace.dated].append(number)
    parts = [part for day in sorted(days) for part in _parts(scores, days[day])]
    groups = [group for part in parts for group in _grouped(scores, part)]
    return [_happening(arena, scores, group) for group in _laid(arena, scores, groups) if len(group) > 1]


def _parts(scores: Array, members: Sequence[int]) -> list[list[int]]:
    """Return the members in parts between which no pair reaches the threshold: no joining crosses them."""
    near = scores[np.ix_(members, members)] >= THRESHOLD
    left, found = np.ones(len(members), dtype=bool), []
    while left.any():
        part = np.zeros(len(members), dtype=bool)
        edge = part.copy()
        edge[np.argmax(left)] = True
        while edge.any():
            part |= edge
            edge = near[edge].any(axis=0) & ~part
        left &= ~part
        found.append([members[int(at)] for at in np.flatnonzero(part)])
    return found


def _grouped(scores: Array, members: Sequence[int]) -> list[list[int]]:
    """Join the members by average likeness, the most alike first, while it is at least the threshold."""
    groups = [[number] for number in members]
    table = scores[np.ix_(members, members)].copy()
    while len(groups) > 1:
        best = int(np.argmax(table))
        a, b = sorted(divmod(best, len(groups)))
        if table[a, b] < THRESHOLD:
            break
        merged = (len(groups[a]) * table[a] + len(groups[b]) * table[b]) / (len(groups[a]) + len(groups[b]))
        table[a], table[:, a], table[a, a] = merged, merged, -np.inf
        table = np.delete(np.delete(table, b, axis=0), b, axis=1)
        groups[a] += groups.pop(b)
    return groups


def _laid(arena: Sequence[Trace], scores: Array, groups: Sequence[list[int]]) -> list[list[int]]:
    """Lay groups to those of the days before that they belong to."""
    nearest = [_nearest(arena, scores, groups, number) for number in range(len(groups))]
    found = [list(group) for group in groups]
    for number, candidates in enumerate(nearest):
        home = next((other for other in candidates if not nearest[other]), None)
        if home is not None:
            found[home] += groups[number]
            found[number] = []
    return [group for group in found if group]


def _nearest(arena: Sequence[Trace], scores: Array, groups: Sequence[list[int]], number: int) -> list[int]:
    """Return the groups that a group can be laid to, the most alike first."""
    group = groups[number]
    first = arena[group[0]].slot
    dated = any(arena[at].dated for at in group)
    found = []
    for other, members in enumerate(groups):
        back = (first - arena[members[0]].slot).days
        firm = any(arena[at].dated for at in members)
        reach = REACH_DATED if firm else REACH_UNDATED
        within = max(arena[at].slot_end for at in members) >= first
        # Groups of one day differ in whether the texts date them: the undated is laid to the dated.
        if (back > 0 and within) or (not dated and (firm or back > 0) and 0 <= back <= reach):
            alike = float(scores[np.ix_(group, members)].mean())
            if alike >= (ACROSS_DAYS if back else THRESHOLD):
                found.append((-alike, back, other))
    return [other for *_, other in sorted(found)]


def _happening(arena: Sequence[Trace], scores: Array, group: Sequence[int]) -> Happening:
    table = scores[np.ix_(group, group)]
    best = table.argmax(axis=1)
    events = [arena[number] for number in group]
    beside = {t.event: (events[b].event, float(table[i, b])) for i, (t, b) in enumerate(zip(events, best, strict=True))}
    return Happening(told_in_order(events), beside)


def _ruled(found: Sequence[Happening], traces: Mapping[str, Trace], rules: Rulings) -> list[Happening]:
    """Join what people ruled to be the same, also where days or families keep it apart."""
    pairs = sorted(rules.same_among(traces.keys()))
    names = {name for pair in pairs for name in pair}
    if not pairs:
        return list(found)
    unions = Unions(names | {trace.event for happening in found for trace in happening.events})
    for happening in found:
        for trace in happening.events[1:]:
            unions.join(happening.events[0].event, trace.event)
    for a, b in pairs:
        unions.join(a, b)
    beside = {name: (other, SURE) for a, b in reversed(pairs) for name, other in ((a, b), (b, a))}
    beside |= {name: other for happening in found for name, other in happening.beside.items()}
    groups = [[traces[name] for name in group] for group in unions.groups() if len(group) > 1]
    return [Happening(told_in_order(group), {t.event: beside[t.event] for t in group}) for group in groups]


def told_in_order(events: Iterable[Trace]) -> tuple[Trace, ...]:
    """Return events in the order in which they were told: by publication, then by name."""
    return tuple(sorted(events, key=lambda t: (t.published or date.max, t.event)))
