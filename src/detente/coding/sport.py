"""Whether a text is about a game: two teams that meet are no two governments."""

from collections.abc import Set

from detente.coding.draft import Draft
from detente.records import Document

# Sides that an earlier sentence names, and how many characters before are looked at with them.
TAKEN_UP = frozenset({"both", "pronoun"})
PASSAGE = 400


def is_sport(document: Document, draft: Draft, sport: Set[str]) -> bool:
    """Return whether the sentence of a draft has a word of sport.

    Where a side is taken up from what was said before ("the two meet again"), that is looked at too.
    """
    sentence = draft.binding.clause.sentence
    words = {w.text.lower() for w in sentence.words}
    if any(p.reason in TAKEN_UP for p in draft.sources):
        before = document.text[max(0, sentence.span.start - PASSAGE) : sentence.span.start]
        words |= {word.strip(".,;:") for word in before.lower().split()}
    return not words.isdisjoint(sport)
