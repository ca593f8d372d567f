"""Draft -> date and place: when and where an event happened, and whether that makes it history."""

from dataclasses import replace
from datetime import date

from detente.coding.draft import Draft
from detente.records import Document, EventDate, Factuality, Place, Reason, Sentence
from detente.resolve.discourse import Discourse
from detente.resolve.event_dates import event_date, is_historical, looks_back
from detente.resolve.places import find_place

# Deeds of words: "accused the army of killings in Zaria" did not happen in Zaria. Promises and support are half
# so: "signed an accord in Ankara" did, "pledged help for refugees in Jordan" did not.
SPOKEN = frozenset("ACCUSE REQUEST REJECT THREATEN".split())
PROMISED = frozenset("AGREE SUPPORT CONCEDE".split())


def when_of(document: Document, discourse: Discourse, draft: Draft) -> EventDate:
    """Return the days of an event; what is agreed or promised ("will hold talks") is not after publication."""
    sentence, anchor = draft.binding.clause.sentence, document.published
    when = days_of(discourse, sentence, dated_by(draft), anchor=anchor, factuality=draft.factuality)
    if draft.event_type in PROMISED and draft.factuality == "asserted" and _is_late(when, anchor):
        return EventDate(anchor, anchor, "day", "publication")
    return when


def days_of(
    discourse: Discourse, sentence: Sentence, word: int, *, anchor: date | None, factuality: Factuality
) -> EventDate:
    """Return the days of the event that a word names; what is told as done cannot lie after publication."""
    when = event_date(discourse, sentence, word, anchor=anchor, ahead=True if factuality == "future" else None)
    done = factuality in ("asserted", "historical") and looks_back(sentence, word)
    return EventDate(anchor, anchor, "day", "publication") if done and _is_late(when, anchor) else when


def _is_late(when: EventDate, anchor: date | None) -> bool:
    return anchor is not None and when.date is not None and when.date > anchor


def where_of(discourse: Discourse, draft: Draft) -> Place | None:
    """Return where an event happened, None where its sentence does not surely say."""
    sentence, word = draft.binding.clause.sentence, dated_by(draft)
    found = find_place(discourse, sentence, word, words_only=draft.event_type in SPOKEN)
    if found is not None and found.latitude is None and draft.event_type in PROMISED:
        return find_place(discourse, sentence, word, words_only=True)
    return found


def dated_by(draft: Draft) -> int:
    """Return the word whose date is the event's: of "threatened on Monday to attack next week" the threat."""
    effects = [r.span for r in draft.reasons if r.code == "effect" and r.span is not None]
    if not effects or draft.event_type == draft.binding.frame.event_type:
        return draft.place
    words = draft.binding.clause.sentence.words
    return next((w.index for w in words if w.span == effects[-1]), draft.place)


def in_time(document: Document, draft: Draft, when: EventDate) -> Draft:
    """Return the draft with the factuality that its date gives an assertion.

    ``historical``: it ended more than a year before publication. ``future``: it begins after publication ("the ships
    sail on Monday").
    """
    if draft.factuality != "asserted":
        return draft
    late = _is_late(when, document.published)
    if not late and not is_historical(when, document.published):
        return draft
    value: Factuality = "future" if late else "historical"
    return replace(draft, factuality=value, reasons=(*draft.reasons, Reason("factuality", f"{value}:date")))
