"""Draft -> is it told as a deed: what is habit, judgement, attempt, on its way, or history without a date of its own.

State media and columns tell much that no day can be given: what the other side "always" does, what a raid "is for",
what was done in 1875. Kept apart here from what frames find.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.coding.draft import Draft
from detente.coding.effects import AT_LARGE
from detente.parse.tree import FINITE, ancestors, below
from detente.records import Document, EventDate, Sentence, Span
from detente.resolve.dates import find_dates
from detente.resolve.discourse import Discourse

HABITS = frozenset("always usually often routinely regularly habitually traditionally normally invariably".split())
PRESENT = frozenset({"VBZ", "VBP"})
# Attempts count as the deed; what "is said" or "appears" to have been done is told, on the word of nobody known.
PASSING = frozenset({"try", "attempt", "say", "report", "believe", "think", "understand", "assume", "appear", "seem"})
# Who has set out to pay a visit is paying it.
SETTING_OUT = frozenset({"arrive", "leave", "depart", "go", "fly", "travel", "come", "land", "set", "return"})
# Deeds that stay in the time that they are told of; what is said of them ("condemned the invasion of 1937") is new.
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "RETREAT", "CONCEDE"})
# A year so far back makes a sentence one about history (set by judgement).
LONG_AGO = timedelta(days=3650)


def is_told(draft: Draft) -> bool:
    """Return False for habits ("always stages") and for what is only judged ("the raid is for occupying it")."""
    clause = draft.binding.clause
    sentence = clause.sentence
    if sentence.words[draft.telling].tag in PRESENT and _has_habit(sentence, draft.telling) or _is_throng(draft):
        return False
    if clause.kind != "noun" or draft.is_verbal:
        return True
    word = sentence.words[draft.place]
    head = sentence.words[word.head]
    return draft.composed or not (word.dep == "nsubj" and head.lemma == "be" and head.tag in PRESENT)


def _is_throng(draft: Draft) -> bool:
    """Refugees or reporters who mass at a border move no troops."""
    massing = draft.event_type == "MOBILIZE" and draft.binding.clause.lemma == "mass"
    return massing and all(p.sector in AT_LARGE for p in draft.sources)


def _has_habit(sentence: Sentence, verb: int) -> bool:
    return any(sentence.words[i].lemma in HABITS for i in below(sentence, verb, "advmod"))


def as_done(draft: Draft) -> Draft:
    """Return an attempt or hearsay as the deed that it tells, and a visit that somebody has set out to pay as paid."""
    factual = [r for r in draft.reasons if r.code == "factuality"]
    words = draft.binding.clause.sentence.words
    deciding = [w for r in factual for w in words if w.span == r.span]
    passing = bool(deciding) and all(w.pos == "VERB" and w.lemma in PASSING for w in deciding)
    told = draft.factuality == "hypothetical" and passing
    done = told or _is_on_the_way(draft, [r.value for r in factual])
    return replace(draft, factuality="asserted") if done else draft


def _is_on_the_way(draft: Draft, factual: Sequence[str]) -> bool:
    sentence = draft.binding.clause.sentence
    word = sentence.words[draft.place]
    head = sentence.words[word.head]
    visit = draft.event_type == "CONSULT" and draft.mode == "visit" and factual == ["future:to"]
    told = head.tag in FINITE or bool(below(sentence, head.index, "aux"))
    return visit and word.dep in ("advcl", "xcomp") and head.lemma in SETTING_OUT and told


def in_history(document: Document, discourse: Discourse, draft: Draft, when: EventDate) -> EventDate | None:
    """Return the old days of a deed whose own words give none; None where nothing makes it history.

    Looked at: the other dates of its sentence and, for a sentence of the past
    without any date, the last date of the paragraph before it. All must lie ten years back or more.
    """
    published = document.published
    known = when.basis != "publication" or draft.factuality != "asserted" or draft.event_type not in DEEDS
    if known or published is None or _is_of_today(draft):
        return None
    sentence = draft.binding.clause.sentence
    dates = [m.when for m in find_dates(discourse.text, sentence.span, anchor=published)]
    if dates:
        return dates[0] if all(_is_old(d, published) for d in dates) else None
    return _before(document, discourse, sentence, published) if _is_past(sentence, draft) else None


def _is_of_today(draft: Draft) -> bool:
    """Return whether the deed's own verb is of the present: "is bombing", "has bombed", "bombs"."""
    sentence = draft.binding.clause.sentence
    return sentence.words[draft.telling].tag in PRESENT or _has_present_help(sentence, draft.telling)


def _has_present_help(sentence: Sentence, verb: int) -> bool:
    return any(sentence.words[i].tag in PRESENT for i in below(sentence, verb, "aux", "auxpass"))


def _is_past(sentence: Sentence, draft: Draft) -> bool:
    top = (draft.place, *ancestors(sentence, draft.place))[-1]
    return sentence.words[top].tag in ("VBD", "VBN") and not _has_present_help(sentence, top)


def _is_old(when: EventDate, published: date) -> bool:
    last = when.date_end or when.date
    return last is not None and last < published - LONG_AGO


def _before(document: Document, discourse: Discourse, sentence: Sentence, published: date) -> EventDate | None:
    """Return the last date of the paragraph before a sentence, where it is old."""
    block = next((b for b in document.blocks() if b.covers(sentence.span)), None)
    if block is None or block.start >= sentence.span.start:
        return None
    earlier = find_dates(discourse.text, Span(block.start, sentence.span.start), anchor=published)
    return earlier[-1].when if earlier and _is_old(earlier[-1].when, published) else None
