"""How alike events are: a number for each pair, and which pairs cannot tell of the same.

Words count as the cosine of their weights: names twice, all others once. What is added and taken off for sides, day,
place, numbers and type was set on the development part of ``gold/merging.jsonl`` (``bench/merging.py`` prints what
each of them is worth there).
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.store.traces import Trace

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NAME_WEIGHT, OTHER_NAME = 2.0, -0.1
SAME_PLACE, SAME_NUMBER, OTHER_NUMBER = 0.15, 0.08, -0.06
SAME_MODE, OTHER_TYPE, FAR_TYPE, OTHER_PERSON = 0.05, -0.1, -0.25, -1.0
BOTH_SIDES, SAME_DAY, OTHER_SIDE = 0.05, 0.05, -0.3
SAME_DOCUMENT = -0.2  # what an article tells apart is seldom the same
NEAR_KM, FAR_KM = 30.0, 60.0
EARTH_KM = 6371.0
DIGITS = 4  # of a likeness: more of them could differ between machines
# Types that reporters take for one another.
NEAR_TYPES = frozenset(
    frozenset(pair)
    for group in (
        ("ACCUSE", "REJECT"),
        ("ACCUSE", "THREATEN"),
        ("ACCUSE", "REQUEST"),
        ("REJECT", "REQUEST"),
        ("REQUEST", "THREATEN"),
        ("REJECT", "THREATEN"),
        ("ASSAULT", "COERCE"),
        ("COERCE", "SANCTION"),
        ("ASSAULT", "MOBILIZE"),
        ("ASSAULT", "PROTEST"),
        ("AGREE", "CONSULT", "COOPERATE"),
        ("AID", "SUPPORT"),
        ("AID", "COOPERATE"),
        ("AGREE", "AID", "SUPPORT"),
        ("CONCEDE", "RETREAT"),
        ("AGREE", "CONCEDE"),
    )
    for pair in combinations(group, 2)
)


def likeness(traces: Sequence[Trace]) -> Array:
    """Return a square matrix: how alike the events are, about 0 to 1; minus infinity where they cannot be the same."""
    same_place, far = _places(traces)
    same_day = _shared([(t.slot.isoformat(),) if t.dated else () for t in traces])
    same_sources, same_targets = _shared([t.sources for t in traces]), _shared([t.targets for t in traces])
    fits, other_side = _sides(traces, same_sources, same_targets, same_place & same_day)
    same_document = _shared([(t.document,) for t in traces])
    told_apart = same_document & ~_shared([(t.event_type,) for t in traces])
    found = _cosine([t.words for t in traces], [t.names for t in traces])
    found += BOTH_SIDES * (same_sources & same_targets)
    found += SAME_PLACE * same_place + SAME_DAY * same_day + OTHER_SIDE * other_side
    names = [t.names for t in traces]
    found += OTHER_NAME * (_both(names) & ~_shared(names))
    found += _numbers(traces) + _types(traces) + OTHER_PERSON * _other_persons(traces)
    found += SAME_DOCUMENT * same_document
    found = np.round(found, DIGITS)
    found[far | told_apart | ~fits | ~_shared([t.keys for t in traces])] = -np.inf
    np.fill_diagonal(found, -np.inf)
    return found


def _cosine(words: Sequence[Sequence[str]], names: Sequence[Sequence[str]]) -> Array:
    number = {word: at for at, word in enumerate(sorted({word for held in words for word in held}))}
    weights = np.zeros((len(words), len(number)))
    for row, (held, special) in enumerate(zip(words, names, strict=True)):
        weights[row, [number[word] for word in held]] = 1.0
        weights[row, [number[word] for word in special]] = NAME_WEIGHT
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    weights /= np.where(lengths, lengths, 1)
    found: Array = weights @ weights.T
    return found


def _shared(sets: Sequence[Iterable[str]]) -> Flags:
    """Return which pairs of sets have a member in common."""
    found: Flags = _common(sets) > 0
    return found


def _common(sets: Sequence[Iterable[str]]) -> npt.NDArray[np.float32]:
    number = {name: at for at, name in enumerate(sorted({name for held in sets for name in held}))}
    held = np.zeros((len(sets), max(1, len(number))), dtype=np.float32)
    for row, names in enumerate(sets):
        held[row, [number[name] for name in names]] = 1.0
    # Counts are exact in half the width.
    found: npt.NDArray[np.float32] = held @ held.T
    return found


def _both(sets: Sequence[Sequence[str]]) -> Flags:
    some = np.array([bool(names) for names in sets])
    found: Flags = some[:, None] & some[None, :]
    return found


def _sides(traces: Sequence[Trace], same_sources: Flags, same_targets: Flags, same_spot: Flags) -> tuple[Flags, Flags]:
    """Return which pairs can have the same sides, and which of them differ in whom it was done to.

    Sources meet and targets meet, where both are named; at one place on one day reporters may differ over who was
    hit. In an accord it does not matter who is named first: the smaller party to it, two at most, is in the larger.
    """
    everybody = [tuple({*t.sources, *t.targets}) for t in traces]
    sizes = np.array([len(held) for held in everybody])
    common = _common(everybody)
    agreed = common >= np.minimum(2, np.minimum(sizes[:, None], sizes[None, :]))
    met = same_targets | ~_both([t.targets for t in traces])
    acted = (same_sources | ~_both([t.sources for t in traces])) & (common > 0)
    accord = np.array([t.family.startswith("accord") for t in traces])[:, None]
    return np.where(accord, agreed, acted & (met | same_spot)), ~accord & ~met


def _numbers(traces: Sequence[Trace]) -> Array:
    numbers = [tuple(n for n in t.numbers if not _is_year(n)) for t in traces]
    found: Array = np.where(_shared(numbers), SAME_NUMBER, OTHER_NUMBER * _both(numbers))
    return found


def _places(traces: Sequence[Trace]) -> tuple[Flags, Flags]:
    """Return which pairs name the same place, and which name two that lie apart."""
    names = [(t.place,) if t.place and not _is_country(t) else () for t in traces]
    spots = np.array(
        [(t.latitude, t.longitude) if n else (None, None) for t, n in zip(traces, names, strict=True)], float
    )
    distance = _kilometres(spots)
    both = _both(names)
    same = _shared(names) & ~(distance > FAR_KM) | (distance <= NEAR_KM)
    lands = [(t.place_country,) if t.place_country else () for t in traces]
    far = both & (distance > FAR_KM) | (_both(lands) & ~_shared(lands) & ~(distance <= FAR_KM))
    return same, far


def _is_country(trace: Trace) -> bool:
    return trace.latitude is None


def _kilometres(spots: Array) -> Array:
    """Return great-circle distances; not a number where a place has no coordinates."""
    latitude, longitude = np.radians(spots[:, 0]), np.radians(spots[:, 1])
    across = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    along = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    chord = across + np.cos(latitude[:, None]) * np.cos(latitude[None, :]) * along
    found: Array = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return found


def _types(traces: Sequence[Trace]) -> Array:
    def score(a: str, b: str) -> float:
        return OTHER_TYPE if frozenset((a, b)) in NEAR_TYPES else FAR_TYPE

    types = [t.event_type for t in traces]
    other = _table(types, lambda a, b: 0.0 if a == b else score(a, b))
    modes = [f"{t.event_type} {t.mode or ''}" for t in traces]
    return other + SAME_MODE * _table(modes, lambda a, b: float(a == b and not a.endswith(" ")))


def _table(values: Sequence[str], score: Callable[[str, str], float]) -> Array:
    """Return a score per pair, reckoned once per pair of distinct values."""
    known = sorted(set(values))
    small = np.array([[score(a, b) for b in known] for a in known])
    at = np.array([known.index(value) for value in values])
    found: Array = small[at[:, None], at[None, :]]
    return found


def _other_persons(traces: Sequence[Trace]) -> Flags:
    """Return which pairs name persons of one country, and none in common."""
    persons = [t.persons for t in traces]
    countries = [tuple({name.partition("/")[0] for name in held}) for held in persons]
    return _shared(countries) & ~_shared(persons)


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("19", "20"))
