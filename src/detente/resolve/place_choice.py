"""Name -> place: which of the places that bear a name is meant, None where that is not sure.

What the words around say decides first (a state of the country named with it, then states named in the
sentence, then in the document); otherwise the largest place, if it is far larger than the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.data.gazetteer import PlaceRow

# How many times as large as the next a place must be (bench/places.py measures both).
FAR_LARGER = 10.0
LARGER_AT_HOME = 3.0
ALTERNATE_SHARE = 0.1
OTHER_NAME_RATIO = 20.0
FAMOUS = 50.0
# A smaller place is not known by its other names where nothing points to its country.
KNOWN_BY_OTHER_NAME = 100_000
# Where GeoNames' main names are transcriptions that no newsroom uses (Janīn), a town whose other name no other place
# bears ("Jenin") is known by it from this size on; set by judgement.
KNOWN_IF_ALONE = 15_000
TRANSCRIBED = frozenset(
    "AFG DZA EGY ERI ETH IRN IRQ ISR JOR KWT LBN LBY MAR OMN PAK PSE QAT SAU SDN SOM SYR TUN YEM".split()
)
# Two entries so near each other, in degrees, are one place under two entries.
SAME_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is named around a place name: ``inside`` right after it ("Paris, Texas"), then ever wider."""

    inside: Collection[str] = ()
    division: str | None = None
    sentence: Collection[str] = ()
    document: Collection[str] = ()
    divisions: Collection[str] = ()


def choose_place(rows: Sequence[PlaceRow], around: Surroundings) -> PlaceRow | None:
    """Return the place that a name means, None where several fit.

    Args:
        rows: the places that bear the name.
        around: countries (ISO alpha-3) and states of the United States named around it.
    """
    if around.division:
        return _largest([r for r in rows if r.division == around.division], 1.0)
    if around.inside:
        return _largest([r for r in rows if r.country in around.inside], LARGER_AT_HOME)
    at_home = [r for r in rows if r.division and r.division in around.divisions and not _is_overshadowed(r, rows)]
    if at_home and not around.sentence:
        return _largest(at_home, LARGER_AT_HOME)
    for countries in (around.sentence, around.document):
        here = [r for r in rows if r.country in countries and not _is_overshadowed(r, rows, FAMOUS)]
        found = _largest(here, LARGER_AT_HOME) if here else None
        if found is not None:
            return found
    found = _largest(rows, FAR_LARGER)
    if found is not None and around.divisions and _has_american(found, rows, around):
        return None
    if found is None or found.main or found.weight >= KNOWN_BY_OTHER_NAME:
        return found
    return found if len(rows) == 1 and found.country in TRANSCRIBED and found.weight >= KNOWN_IF_ALONE else None


def _has_american(found: PlaceRow, rows: Sequence[PlaceRow], around: Surroundings) -> bool:
    """ "In Dublin", in an article that names states of the Union and not Ireland: it may be theirs."""
    named = found.division or found.country in around.document
    return not named and any(r.division and r.main for r in rows)


def _is_overshadowed(row: PlaceRow, rows: Sequence[PlaceRow], ratio: float = float("inf")) -> bool:
    """Return whether another place is so much larger that the name's country does not point away from it.

    A hamlet's other name does not stand against a city that is called so; with a ``ratio``, nor does a small
    town: "in Paris" in an article about the United States is still the capital of France.
    """
    least = ratio if row.main else OTHER_NAME_RATIO
    return any(other.main and other.weight > least * row.weight for other in rows)


def _largest(rows: Sequence[PlaceRow], ratio: float) -> PlaceRow | None:
    if not rows:
        return None
    ranked = sorted(rows, key=_size, reverse=True)
    first = ranked[0]
    rival = next((r for r in ranked[1:] if not _same_place(first, r)), None)
    return first if rival is None or _size(first) >= ratio * _size(rival) else None


def _size(row: PlaceRow) -> float:
    return max(row.weight, 1) * (1.0 if row.main else ALTERNATE_SHARE)


def _same_place(a: PlaceRow, b: PlaceRow) -> bool:
    return abs(a.latitude - b.latitude) < SAME_PLACE and abs(a.longitude - b.longitude) < SAME_PLACE
