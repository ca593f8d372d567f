"""Which sentences can hold an event at all: those with an actor in reach and a word that any frame starts from.

Parsing is most of the cost of coding; a sentence without either is not parsed.
"""

import re
from collections.abc import Iterable, Mapping

from detente.records import Span
from detente.resolve.discourse import Discourse

WORD = re.compile(r"[A-Za-z]+")
VOWELS = frozenset("aeiou")
PRONOUNS = frozenset("he she it they we i its their his her him them our us who which".split())
# What was told before, spoken of again: who is in it stands in an earlier sentence ("the deal was signed on Tuesday").
AGAIN = frozenset(
    "accord agreement armistice both ceasefire deal duo memorandum negotiations pact pair summit talks three"
    " treaty truce two".split()
)


class Prefilter:
    """Knows the forms of every word that calls a frame."""

    def __init__(self, lemmas: Iterable[str], irregular: Mapping[str, str]) -> None:
        self._forms = frozenset(form for lemma in lemmas for form in forms_of(lemma, irregular))

    def may_hold_event(self, discourse: Discourse, span: Span) -> bool:
        """Return whether a sentence has a word that calls a frame and an actor's name or a word for one."""
        words = [word.lower() for word in WORD.findall(discourse.text, span.start, span.end)]
        if self._forms.isdisjoint(words):
            return False
        if discourse.mentions_in(span):
            return True
        agents, groups = discourse.lexicon.agents, discourse.lexicon.groups
        known = (agents, PRONOUNS, AGAIN, groups.plural_nouns, groups.single_nouns)
        return any(form in some for word in words for form in _singular(word) for some in known)


def _singular(word: str) -> tuple[str, ...]:
    """Return the forms that a word may have as a singular: itself, and without its plural's ending."""
    return (f"{word[:-3]}y", word) if word.endswith("ies") else (word.removesuffix("s"), word)


def forms_of(lemma: str, irregular: Mapping[str, str]) -> set[str]:
    """Return the inflected forms that a lemma may stand in; a few that no one writes do no harm."""
    forms = {lemma, *(lemma + ending for ending in ("s", "es", "ed", "ing", "d"))}
    forms |= set(irregular.get(lemma, "").split())
    if lemma.endswith("e"):
        forms |= {f"{lemma[:-1]}ing", f"{lemma[:-1]}ed"}
    if lemma.endswith("ie"):
        forms.add(f"{lemma[:-2]}ying")
    if lemma.endswith("y"):
        forms |= {f"{lemma[:-1]}ied", f"{lemma[:-1]}ies"}
    if len(lemma) > 2 and lemma[-1] not in VOWELS and lemma[-2] in VOWELS:
        forms |= {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return forms
