"""Subjects that the parser takes apart from their verb, or for part of another name."""

from detente.parse.tree import FINITE, below, conjuncts, prepositional
from detente.records import Sentence

CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December".split()
)
APART_BEFORE = ("npadvmod", "dep", "nmod", "amod", "appos", "advmod", "nsubj")


def before_comma(sentence: Sentence, verb: int, subject: int) -> tuple[int, ...]:
    """Return Chile of "Chile, Argentina sign treaty": a headline's comma is an "and", the parser takes it apart."""
    first = next((i for i in below(sentence, verb, *APART_BEFORE) if i < subject), None)
    if first is None or sentence.words[-1].text == "." or sentence.words[verb].tag not in FINITE:
        return ()
    begins = min((subject, *sentence.subtree(subject)))
    comma = sentence.words[first + 1].text == "," and first + 2 == begins
    return (first,) if comma and not sentence.children[first] and first == 0 else ()


def dated_subject(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Return Poland of "In March Poland called": the parser takes the day and the subject for one name."""
    if sentence.words[index].tag not in FINITE:
        return ()
    for prep, head in prepositional(sentence, index):
        parts = below(sentence, head, "compound", "nmod")
        if prep in ("in", "on") and head == index - 1 and parts and sentence.words[parts[0]].text in CALENDAR:
            return (head,)
    return ()


def swallowed_subject(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Return Armenia of "In Geneva Armenia and Azerbaijan met": the parser takes town and subject for one name."""
    first = sentence.words[0]
    if first.text.lower() not in ("in", "at") or first.head != index or sentence.words[index].tag not in FINITE:
        return ()
    for head in below(sentence, 0, "pobj"):
        last = max(i for c in conjuncts(sentence, head) for i in (c, *sentence.subtree(c)))
        if below(sentence, head, "compound", "nmod", "det") and last == index - 1 and head > 1:
            return conjuncts(sentence, head)
    return ()
