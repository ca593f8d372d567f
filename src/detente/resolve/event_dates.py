"""Predicate -> date: when an event happened, as far as its sentence says.

The date is that which hangs from the predicate, from its nouns, or from a verb that governs it without only
telling of it; the date of the telling is never that of the event. Where the sentence says nothing, it is the
day of publication, and the basis says so.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from detente.parse.tree import below
from detente.records import EventDate, Sentence, Word
from detente.resolve.carried import carried_date
from detente.resolve.dates import DateMention, find_dates
from detente.resolve.discourse import Discourse
from detente.resolve.reach import GOVERNOR, OWN, owners

# An event that ended longer before publication is history, told as background.
HISTORICAL_AFTER = timedelta(days=365)
MODALS = frozenset({"will", "shall", "'ll", "wo", "would"})
# "May meet in November" looks forward, "may have met" does not; "could" tells as often of what was possible.
POSSIBLE = frozenset({"may", "might", "must", "can", "should"})
# Kinds whose place on either side of publication the tense decides.
DIRECTED = frozenset({"weekday", "day", "month", "season", "period"})
PLANNED = frozenset({"plan", "schedule", "set", "due", "expect", "slate", "hold", "begin", "start"})
OBJECTS = frozenset({"dobj", "pobj", "attr", "dative", "appos"})


@dataclass(frozen=True, slots=True)
class _Attached:
    mention: DateMention
    head: int
    nearness: int


def event_date(
    discourse: Discourse | str, sentence: Sentence, predicate: int, *, anchor: date | None, ahead: bool | None = None
) -> EventDate:
    """Return when the event that a word names happened.

    Args:
        discourse: the document's memory, or its text.
        sentence: the sentence's tree.
        predicate: index of the verb or noun that names the event.
        anchor: the day of publication.
        ahead: whether the event is told as still to come; None asks the verb's tense.
    """
    text = discourse if isinstance(discourse, str) else discourse.text
    mentions = find_dates(text, sentence.span, anchor=anchor)
    if mentions:
        forward = _is_ahead(sentence, predicate) if ahead is None else ahead
        for found in _attached(sentence, predicate, mentions):
            plan = _is_plan_of(sentence, found.head, predicate)
            when = found.mention.when if plan else _directed(text, found.mention, anchor, forward)
            if not (forward and found.nearness >= GOVERNOR and _is_past(when, anchor)):
                return when if forward else _so_far(when, anchor)
    elif isinstance(discourse, Discourse):
        before = carried_date(discourse, sentence, predicate, partial(event_date, anchor=anchor))
        if before is not None:
            return before
    return EventDate(anchor, anchor, "day" if anchor else "none", "publication")


def looks_back(sentence: Sentence, predicate: int) -> bool:
    """Return whether a word is a verb of the past; not a noun, "sails on Monday", "is sailing on Monday"."""
    return sentence.words[predicate].pos == "VERB" and _is_ahead(sentence, predicate) is False


def is_historical(when: EventDate, published: date | None) -> bool:
    """Return whether an event ended more than a year before the day of publication."""
    last = when.date_end or when.date
    if last is None or published is None or when.basis == "publication":
        return False
    return last < published - HISTORICAL_AFTER


def _so_far(when: EventDate, anchor: date | None) -> EventDate:
    """As in "Earlier this week" ends with publication."""
    if anchor is None or when.basis != "relative" or when.date is None or when.date_end is None:
        return when
    return replace(when, date_end=anchor) if when.date <= anchor < when.date_end else when


def _is_past(when: EventDate, anchor: date | None) -> bool:
    last = when.date_end or when.date
    return anchor is not None and last is not None and last < anchor


def _attached(sentence: Sentence, predicate: int, mentions: list[DateMention]) -> list[_Attached]:
    """Return the dates of a predicate, the nearest owner first, then the nearest words."""
    known = owners(sentence, predicate)
    found: list[_Attached] = []
    for mention in mentions:
        inside = [w for w in sentence.words if mention.span.overlaps(w.span)]
        top = next((w for w in inside if w.head == w.index or sentence.words[w.head] not in inside), None)
        place = _owner(sentence, top)
        if place is None:
            continue
        place = _before_verb(sentence, place, mention)
        if place not in known and _is_plan_of(sentence, place, predicate):
            known[place] = OWN
        if place not in known:
            continue
        nearness = known[place]
        if nearness != OWN and _names_another(sentence, place, top, predicate):
            continue
        found.append(_Attached(mention, place, nearness))
    at = sentence.words[predicate].span.start
    found = found or _of_the_whole(sentence, predicate, mentions)
    return sorted(found, key=lambda a: (a.nearness, abs(a.mention.span.start - at)))


def _owner(sentence: Sentence, top: Word | None) -> int | None:
    """Return the word that a date phrase hangs from, its preposition passed; None after "before", "until"."""
    while top is not None and top.head != top.index:
        head = sentence.words[top.head]
        if top.dep in ("pobj", "pcomp") or head.pos in ("ADP", "SCONJ") and head.dep in ("prep", "mark"):
            if head.text.lower() in ("before", "after", "until", "till", "than"):
                return None
            top = head
            continue
        return head.index
    return None if top is None else top.index


def _is_plan_of(sentence: Sentence, place: int, predicate: int) -> bool:
    """ "The visit planned for Monday": the date of the plan's words is the visit's."""
    word = sentence.words[place]
    return word.dep == "acl" and word.head == predicate and word.lemma in PLANNED


def _of_the_whole(sentence: Sentence, predicate: int, mentions: list[DateMention]) -> list[_Attached]:
    """ "Sunday's raid, in which guards killed four": the date before the noun that a clause with "in which" is on."""
    word = sentence.words[predicate]
    inside = {sentence.words[i].text.lower() for i in sentence.subtree(predicate) if i < predicate}
    if word.dep != "relcl" or not inside & {"which", "when", "where"} or not inside & {"in", "during", "when", "where"}:
        return []
    own = below(sentence, word.head, "poss", "nmod", "compound", "amod", "prep")
    spans = [sentence.span_of(sentence.subtree(i)) for i in own if i < predicate]
    return [_Attached(m, word.head, OWN) for m in mentions if any(span.covers(m.span) for span in spans)]


def _before_verb(sentence: Sentence, place: int, mention: DateMention) -> int:
    """ "The drone that killed him in January took off": a date between a clause on the subject and the verb is its."""
    first = next((w.index for w in sentence.words if w.span.start >= mention.span.start), place)
    if place <= first or sentence.words[place].pos not in ("VERB", "AUX"):
        return place
    for subject in below(sentence, place, "nsubj", "nsubjpass"):
        for verb in below(sentence, subject, "relcl"):
            between = sentence.words[verb:first]
            if subject < verb < first and not any(w.text == "," for w in between):
                return verb
    return place


def _names_another(sentence: Sentence, place: int, top: Word | None, predicate: int) -> bool:
    """As in "Broke the 2015 agreement", "condemned Sunday's attack": the date is the object's own, not the verb's."""
    if top is None or sentence.words[place].pos not in ("NOUN", "PROPN"):
        return False
    before_noun = top.dep in ("poss", "nummod", "compound", "amod", "nmod") or top.index < place and top.dep != "pobj"
    return before_noun and (sentence.words[place].dep in OBJECTS or sentence.words[predicate].pos not in ("VERB",))


def _directed(text: str, mention: DateMention, anchor: date | None, forward: bool | None) -> EventDate:
    """Read the words again with the direction that the verb gives, where they need one."""
    if forward is None or mention.kind not in DIRECTED:
        return mention.when
    again = find_dates(text, mention.span, anchor=anchor, ahead=forward)
    return again[0].when if again else mention.when


def _is_ahead(sentence: Sentence, predicate: int) -> bool | None:
    """Return whether the verb looks forward (True), back (False), or does not say."""
    place: int | None = predicate
    for _ in range(4):
        if place is None:
            return None
        said = _tense(sentence, place)
        if said is not None:
            return said
        word = sentence.words[place]
        place = (
            word.head
            if word.head != place
            and word.dep in ("xcomp", "conj", "dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr")
            else None
        )
    return None


def _tense(sentence: Sentence, index: int) -> bool | None:
    word = sentence.words[index]
    auxiliaries = {sentence.words[i].text.lower() for i in below(sentence, index, "aux", "auxpass")}
    if auxiliaries & MODALS or auxiliaries & POSSIBLE and "have" not in auxiliaries:
        return True
    if "to" in auxiliaries:
        return True if word.dep in ("xcomp", "acl", "ROOT", "advcl") and not _is_done(sentence, index) else None
    if word.tag == "VBD" or auxiliaries & {"had", "was", "were", "has", "have", "did"}:
        return False
    return True if word.tag == "VBG" and auxiliaries & {"is", "are"} else None


def _is_done(sentence: Sentence, index: int) -> bool:
    """As in "Began to shell", "managed to take": the infinitive happened; "had been due to expire" looks back too."""
    governor = sentence.words[index].head
    auxiliaries = {sentence.words[i].text.lower() for i in below(sentence, governor, "aux", "auxpass")}
    return bool(auxiliaries & {"had", "was", "were"}) or sentence.words[governor].lemma in (
        "begin",
        "start",
        "continue",
        "manage",
        "go",
        "come",
        "help",
        "use",
        "force",
    )
