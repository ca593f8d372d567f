"""The day and place of a sentence before, for what goes on with it: "on Sunday in Gao ..." and "the blast killed ten".

Only where the words point back: a pronoun, or the event named again, in a main clause of the past that has none of
its own, right after a main clause of the past that has a day of its own and is no telling.
"""

from collections.abc import Callable

from detente.parse.tree import below
from detente.records import EventDate, Sentence
from detente.resolve.discourse import Discourse

DatedBy = Callable[[Discourse, Sentence, int], EventDate]

BACK = frozenset("he she it they him her them his its their both neither".split())
POINTING = frozenset({"the", "this", "that", "these", "those"})
NAMED_AGAIN = frozenset(
    "accident ambush assault attack battle blast bombardment bombing ceremony clash collision crash detonation "
    "exchange explosion fighting fire firefight incident meeting operation raid rally riot salvo shelling shooting "
    "shot sinking strike talk violence vote wreck".split()
)
# What is said of a deed is said on a day of its own.
SAYING = frozenset(
    "accuse acknowledge add admit announce answer argue ask believe blame call claim comment complain concede condemn "
    "confirm criticise criticize declare denounce deny describe explain express fear hope insist know note "
    "praise promise read recall reject remain repeat reply report respond say show speak suggest tell think threaten "
    "urge vow want warn welcome write be have become".split()
)
GAP = 3  # characters between two sentences of one paragraph


def carried_date(discourse: Discourse, sentence: Sentence, predicate: int, dated: DatedBy) -> EventDate | None:
    """Return the day of the sentence before, where the predicate goes on with what was done there."""
    before = deed_before(discourse, sentence, predicate)
    when = dated(discourse, *before) if before else None
    return when if when is not None and when.basis != "publication" and when.precision == "day" else None


def deed_before(discourse: Discourse, sentence: Sentence, predicate: int) -> tuple[Sentence, int] | None:
    """Return the sentence before and its main verb, where the predicate goes on with what was done there."""
    before = discourse.subjects[-1][0] if discourse.subjects else None
    if before is None or before.block != sentence.block or not 0 <= sentence.span.start - before.span.end <= GAP:
        return None
    root = next((w.index for w in before.words if w.head == w.index), None)
    if root is None or not _is_deed(before, root) or not _is_main_deed(sentence, predicate):
        return None
    return (before, root) if _points_back(sentence, predicate) else None


def _is_deed(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    auxiliaries = {sentence.words[i].text.lower() for i in below(sentence, index, "aux", "auxpass", "neg")}
    past = word.tag == "VBD" or bool(auxiliaries & {"was", "were"})
    return past and word.lemma not in SAYING and not auxiliaries - {"was", "were"}


def _is_main_deed(sentence: Sentence, index: int) -> bool:
    while sentence.words[index].dep == "conj" and _is_deed(sentence, index):
        index = sentence.words[index].head
    return sentence.words[index].head == index and _is_deed(sentence, index)


def _points_back(sentence: Sentence, predicate: int) -> bool:
    own = [i for i in sentence.subtree(predicate) if not _is_below_clause(sentence, i, predicate)]
    return any(sentence.words[i].text.lower() in BACK or _is_named_again(sentence, i) for i in own)


def _is_named_again(sentence: Sentence, index: int) -> bool:
    marks = {sentence.words[i].text.lower() for i in below(sentence, index, "det")}
    return sentence.words[index].lemma in NAMED_AGAIN and bool(marks & POINTING)


def _is_below_clause(sentence: Sentence, index: int, predicate: int) -> bool:
    """Whether a word stands in a clause of its own below the predicate: what it points to is said there."""
    while index != predicate:
        if sentence.words[index].dep in ("ccomp", "advcl", "relcl", "acl", "parataxis"):
            return True
        index = sentence.words[index].head
    return False
