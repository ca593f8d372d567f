"""What people ruled to be the same or apart, checked as it comes in and as it is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from detente.errors import UsageError
from detente.relate.dyads import MUTUAL_TYPES
from detente.show.review.decisions import LONGEST
from detente.store import Ruling, Store, rule_documents, rule_events, rulings_that_stand, withdraw_ruling

Verdict = Literal["together", "apart"]
Kind = Literal["happening", "copy"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
KINDS: tuple[str, ...] = get_args(Kind)
MOST = 100  # ids ruled on at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ruling that somebody asks for: on ``name`` and each of ``others``, which are events or documents by ``kind``.

    Without others "apart" means all that an event was joined with.
    """

    kind: str
    verdict: str
    name: str
    others: tuple[str, ...]
    author: str
    note: str = ""


def checked(given: Mapping[str, str], others: Sequence[str]) -> Wanted:
    """Return the ruling that a form or a call of the API asks for.

    Raises:
        UsageError: The author is missing, or a value is none that its field can have.
    """
    author, note = signed(given)
    kind, verdict = given.get("kind", ""), given.get("verdict", "")
    if kind not in KINDS:
        raise UsageError(f"kind must be one of {', '.join(KINDS)}")
    if verdict not in VERDICTS:
        raise UsageError(f"verdict must be one of {', '.join(VERDICTS)}")
    name = given.get("name", "").strip()
    named = tuple(dict.fromkeys(word for other in others if (word := other.strip()) and word != name))
    if len(named) > MOST:
        raise UsageError(f"more than {MOST} at once are not taken")
    if not named and (verdict == "together" or kind == "copy"):
        raise UsageError("choose at least one other, or give its id")
    return Wanted(kind, verdict, name, named, author, note)


def signed(given: Mapping[str, str]) -> tuple[str, str]:
    """Return who rules and why.

    Raises:
        UsageError: Nobody is named, or the words are too long.
    """
    values = [given.get(field, "").replace("\x00", "").strip() for field in ("author", "note")]
    for field, value in zip(("author", "note"), values, strict=True):
        if len(value) > LONGEST[field]:
            raise UsageError(f"{field} is longer than {LONGEST[field]} characters")
    if not values[0]:
        raise UsageError("say who you are: a ruling needs an author")
    return values[0], values[1]


def rule(store: Store, wanted: Wanted) -> int:
    """Carry a ruling out and return how many rows it made: one per pair.

    Raises:
        UsageError: One of the ids is not there.
    """
    same = wanted.verdict == "together"
    if wanted.kind == "happening":
        return rule_events(store, wanted.name, wanted.others, same=same, author=wanted.author, note=wanted.note)
    for other in wanted.others:
        rule_documents(store, wanted.name, other, same=same, author=wanted.author, note=wanted.note)
    return len(wanted.others)


def take_back(store: Store, ruling: int, *, author: str, note: str = "") -> None:
    """Withdraw a ruling; see ``detente.store.withdraw_ruling``."""
    withdraw_ruling(store, ruling, author=author, note=note, mutual=sorted(MUTUAL_TYPES))


def ruling_json(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as ``detente review export`` and the API give it; verdict and author as decisions have them."""
    return {
        "ruling": ruling.ruling,
        "made": f"{ruling.made.isoformat(timespec='seconds')}+00:00",
        "author": ruling.author,
        "verdict": "together" if ruling.same else "apart",
        "kind": ruling.kind,
        "a": ruling.a,
        "b": ruling.b,
        "a_document": ruling.a_document,
        "b_document": ruling.b_document,
        "note": ruling.note,
    }


def standing_json(store: Store) -> list[dict[str, Any]]:
    """Return the rulings that stand, in the order in which they were made."""
    return [ruling_json(item) for item in rulings_that_stand(store)]
