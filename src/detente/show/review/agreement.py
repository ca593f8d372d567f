"""How far reviewers agree: Krippendorff's alpha for nominal values.

Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": one minus observed over expected disagreement, over
the pairs of values that two reviewers gave to one unit. Units judged by one reviewer alone are left out.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any


@dataclass(frozen=True, slots=True)
class Agreement:
    """``alpha`` is 1 where all agree and 0 where they agree as often as chance; None where nothing can be said."""

    alpha: float | None
    units: int
    reviewers: tuple[str, ...]


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha; each unit is the values that reviewers gave to it, in any order.

    None where no unit has two values, or where all values are the same, so that nothing could have differed.
    """
    pairs: Counter[tuple[Hashable, Hashable]] = Counter()
    for values in units:
        for one, other in permutations(values, 2):
            pairs[one, other] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), weight in pairs.items():
        totals[one] += weight
    number = sum(totals.values())
    expected = number**2 - sum(weight**2 for weight in totals.values())
    if not number or not expected:
        return None
    observed = sum(weight for (one, other), weight in pairs.items() if one != other)
    return 1 - (number - 1) * observed / expected


def agreement(rows: Iterable[Mapping[str, Any]]) -> Agreement:
    """Return how far the reviewers agree on events; ``rows`` are decisions that stand.

    What is compared is the event type as the reviewer leaves it: that of the event where it was accepted or another
    field corrected, the corrected one, or "rejected".
    """
    judged: dict[str, dict[str, str]] = {}
    for row in rows:
        mine = judged.setdefault(row["event"], {})
        if row["verdict"] == "reject":
            mine[row["author"]] = "rejected"
        elif row["verdict"] == "correct" and row["field"] == "event_type":
            mine[row["author"]] = row["value"]
        else:
            mine.setdefault(row["author"], row["coded"]["event_type"])
    shared = [list(values.values()) for values in judged.values() if len(values) > 1]
    authors = sorted({author for values in judged.values() if len(values) > 1 for author in values})
    return Agreement(alpha(shared), len(shared), tuple(authors))
