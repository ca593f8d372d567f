"""Finds the names of actors in a text: the longest match of the cards' names, word by word.

Spelling must agree, capitals included, except that headlines in capitals match too, and that accents,
curly quotes, soft hyphens, and hyphens against spaces make no difference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import Actor, Span
from detente.text.normalise import fold

# A capital after a small letter starts a word: "ComradeKim", "TheKoreaTimes".
TOKEN = re.compile(r"(?:[^\W_]|[\u00ad\u200b])+?(?:(?<=[a-z])(?=[A-Z])|(?![\w\u00ad\u200b])|(?=_))")
# What may stand between two words of one name: blanks, hyphens, full stops, apostrophes, ampersands.
JOINT = re.compile(r"[\s.\-‐‑–'’‘`&/\u00ad\u200b]*")
LONGEST_JOINT = 3
NameKind = str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name: the actor and by which kind of its names."""

    actor: Actor
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the text, with every actor that bears it on the day; none for a null name."""

    span: Span
    candidates: tuple[Candidate, ...]

    def of_kind(self, *kinds: NameKind) -> tuple[Candidate, ...]:
        """Return the readings by one of the kinds of name."""
        return tuple(c for c in self.candidates if c.kind in kinds)


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    candidates: tuple[Candidate, ...]


class NameIndex:
    """All names of all actors, ready for look-up."""

    def __init__(self, actors: Iterable[Actor], null_names: Iterable[str] = ()) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        collected: dict[tuple[str, ...], list[Candidate]] = {}
        for name in null_names:
            collected[name_words(name)] = []
        for actor in actors:
            for kind, name in _names_of(actor):
                words = name_words(name)
                if words:
                    collected.setdefault(words, []).append(Candidate(actor, kind))
        for words, candidates in collected.items():
            entry = _Entry(words, tuple(dict.fromkeys(candidates)))
            self._entries.setdefault(words[0].lower(), []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda e: -len(e.words))

    def find(self, text: str, spans: Iterable[Span], day: date | None = None) -> list[Mention]:
        """Return the mentions in the spans, in text order, without overlaps.

        Args:
            text: the document's text.
            spans: where to look.
            day: leaves out actors that did not exist on it, where the cards say so; without it, those that are no more.
        """
        return [mention for span in spans for mention in self._find_in(text, span, day)]

    def _find_in(self, text: str, span: Span, day: date | None) -> Iterator[Mention]:
        tokens = [(m.start(), m.end(), fold(m.group())) for m in TOKEN.finditer(text, span.start, span.end)]
        place = 0
        while place < len(tokens):
            entries = self._match(text, tokens, place)
            if not entries:
                place += 1
                continue
            length = len(entries[0].words)
            if self._is_before_longer(text, tokens, place, length):
                place += 1
                continue
            found = Span(tokens[place][0], _with_full_stop(text, tokens[place + length - 1], span))
            candidates = tuple(c for e in entries for c in e.candidates)
            living = tuple(c for c in candidates if _exists(c.actor, day))
            if living or candidates and day is None:
                yield Mention(found, living or candidates)
            place += length

    def _is_before_longer(self, text: str, tokens: Sequence[tuple[int, int, str]], place: int, length: int) -> bool:
        """ "The South Korean army": the name is "South Korean", not "The South"."""
        if tokens[place][2].lower() != "the" or place + 1 == len(tokens):
            return False
        after = self._match(text, tokens, place + 1)
        return bool(after) and 1 + len(after[0].words) > length

    def _match(self, text: str, tokens: Sequence[tuple[int, int, str]], place: int) -> list[_Entry]:
        """Return the longest entries that the tokens from ``place`` spell; several where only case differs."""
        best: list[_Entry] = []
        for entry in self._entries.get(tokens[place][2].lower(), ()):
            if best and len(entry.words) < len(best[0].words):
                break
            if _spells(text, tokens, place, entry.words):
                best.append(entry)
        return best


def _with_full_stop(text: str, last: tuple[int, int, str], span: Span) -> int:
    """ "U.S.": the last full stop belongs to the initials."""
    start, end, word = last
    return end + 1 if len(word) == 1 and end < span.end and text[end] == "." and text[start - 1 : start] == "." else end


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in look-up form."""
    return tuple(fold(m.group()) for m in TOKEN.finditer(name))


def _names_of(actor: Actor) -> Iterator[tuple[NameKind, str]]:
    groups = (
        ("name", actor.strong),
        ("weak", actor.weak),
        ("adjective", actor.adjectives),
        ("capital", actor.capitals),
        ("seat", actor.seats),
    )
    for kind, names in groups:
        for name in names:
            yield kind, name


def _exists(actor: Actor, day: date | None) -> bool:
    if day is None:
        return actor.until is None or actor.kind == "person"
    return exists_on(actor, day)


def exists_on(actor: Actor, day: date) -> bool:
    """Return whether an actor is there on a day, the first and last included."""
    return (actor.since is None or actor.since <= day) and (actor.until is None or day <= actor.until)


def _spells(text: str, tokens: Sequence[tuple[int, int, str]], place: int, words: tuple[str, ...]) -> bool:
    if place + len(words) > len(tokens):
        return False
    for offset, word in enumerate(words):
        start, _, token = tokens[place + offset]
        if not _same(token, word, first=offset == 0):
            return False
        if offset and not _joined(text, tokens[place + offset - 1][1], start):
            return False
    return True


def _same(token: str, word: str, *, first: bool) -> bool:
    if token == word:
        return True
    if first and word.islower() and token.lower() == word:
        return True
    return len(token) > 1 and token.isupper() and token == word.upper() and not word.islower()


def _joined(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return len(gap) <= LONGEST_JOINT and JOINT.fullmatch(gap) is not None and gap.count("\n") < 2
