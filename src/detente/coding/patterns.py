"""Compiles the small pattern language of the frame rows (docs/frames.md) into frames.

``S impose sanction|tariff on|against T`` reads: a clause with the verb "impose", an object headed by one of
two nouns, and a phrase with one of two prepositions in which the target stands.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from detente.errors import DataError
from detente.records import ClauseKind

PREPOSITIONS = frozenset(
    "about above across after against ahead along alongside amid among around as at away back before behind below"
    " between beyond by down during for forth forward from in inside into near of off on onto out outside over past"
    " round through to together toward towards under up upon via with within without apart aside unto because yet"
    " until".split()
)
THAT = "that"
BE = "be"


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing a frame demands after its predicate.

    ``prepositions`` is empty for an object; ``nouns`` empty where any head will do. A slot with
    neither target, clause nor nouns is a bare particle.
    """

    prepositions: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    target: bool = False
    clause: bool = False
    that: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled row: what to look for, and what it is evidence of."""

    pattern: str
    kind: ClauseKind
    lemmas: frozenset[str]
    slots: tuple[Slot, ...]
    event_type: str
    mode: str
    cameo: str
    embed: str

    @property
    def has_target(self) -> bool:
        """Return whether the frame says where the target stands."""
        return any(slot.target for slot in self.slots)

    @property
    def weight(self) -> int:
        """Return how much the frame demands: of two that match, the more demanding one is right."""
        return sum(_weight(slot) for slot in self.slots)


def _weight(slot: Slot) -> int:
    bare = not (slot.nouns or slot.target or slot.clause)
    return (
        (4 if slot.nouns else 0)
        + (2 if slot.prepositions else 0)
        + (1 if slot.target else 0)
        + int(slot.that)
        + 2 * int(bare)
    )


@dataclass(slots=True)
class _Reading:
    """What has been read of a pattern so far."""

    slots: list[Slot] = field(default_factory=list)
    prepositions: list[tuple[str, ...]] = field(default_factory=list)
    that: bool = False

    def add(self, *, nouns: frozenset[str] = frozenset(), target: bool = False, clause: bool = False) -> None:
        joined = (
            frozenset(" ".join(words) for words in product(*self.prepositions)) if self.prepositions else frozenset()
        )
        self.slots.append(Slot(joined, nouns, target, clause, self.that))
        self.prepositions, self.that = [], self.that and not clause and not target


def compile_frame(
    pattern: str, classes: Mapping[str, Collection[str]], *, event_type: str, mode: str, cameo: str, embed: str
) -> Frame:
    """Return the frame of a pattern.

    Raises:
        DataError: the pattern starts with neither ``S`` nor ``*``, or names an unknown class.
    """
    words = pattern.split()
    if len(words) < 2 or words[0] not in ("S", "*"):
        raise DataError(f"frame pattern {pattern!r} must start with S or * and a word")
    kind: ClauseKind = "verb" if words[0] == "S" else "noun"
    rest = words[1:]
    if kind == "verb" and rest[0] == BE and len(rest) > 1 and not _is_slot(rest[1]):
        kind, rest = "adjective", rest[1:]
    lemmas = _members(rest[0], classes, pattern)
    slots = tuple(_slots(rest[1:], classes, pattern))
    return Frame(pattern, kind, lemmas, slots, event_type, mode, cameo, embed)


def _is_slot(word: str) -> bool:
    return word in ("T", "~", THAT) or set(word.split("|")) <= PREPOSITIONS


def _slots(words: Iterable[str], classes: Mapping[str, Collection[str]], pattern: str) -> Iterator[Slot]:
    reading = _Reading()
    for word in words:
        parts = tuple(word.split("|"))
        if word == "T":
            reading.add(target=True)
        elif word == "~":
            reading.add(clause=True)
        elif THAT in parts:
            others = tuple(part for part in parts if part != THAT)
            reading.that, reading.prepositions = True, [others] if others else []
        elif set(parts) <= PREPOSITIONS:
            reading.prepositions.append(parts)
        elif word not in ("it", "its", "the", "a", "an"):
            reading.add(nouns=_members(word, classes, pattern))
    if reading.prepositions:
        reading.add()
    yield from reading.slots


def _members(word: str, classes: Mapping[str, Collection[str]], pattern: str) -> frozenset[str]:
    found: set[str] = set()
    for part in word.split("|"):
        if not part.startswith("@"):
            found.add(part)
        elif part[1:] in classes:
            found.update(classes[part[1:]])
        else:
            raise DataError(f"frame pattern {pattern!r} names the unknown class {part}")
    return frozenset(found)
