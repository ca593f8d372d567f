"""On whose word an event rests: the publisher, then each speaker whose words it stands in, outermost first."""

from collections.abc import Collection, Iterable

from detente.parse.surface import subject_places
from detente.parse.tree import below, phrase
from detente.records import Attribution, Document, Party, Quote, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties
from detente.resolve.titles import agent_noun

# Stems of cues with which a thing speaks as well as a person.
SHOWING = tuple("suggest signal show indicat reveal highlight underlin underscor find found declar".split())
# Things that hold words or findings: what they show, they say.
FINDINGS = frozenset(
    "report poll survey study letter memo document statement review audit ruling transcript cable email article"
    " census analysis".split()
)
THIRD_PERSON = frozenset({"he", "she"})


def publisher_of(document: Document) -> Attribution | None:
    """Return the first link of every chain: the outlet that published the page, where it is known."""
    if not document.publisher:
        return None
    party = Party(document.publisher, None, None, document.publisher, None, "JRN", None, "publisher")
    return Attribution(party, "", "reported")


def chain(
    discourse: Discourse, quotes: Iterable[Quote], predicate: Span, *, cues: Collection[Span]
) -> tuple[Attribution, ...]:
    """Return the speakers in whose words a predicate stands, outermost first.

    Who acts by speaking is not a witness of it: a link whose cue is one of the event's own words is left out.
    """
    found = [q for q in quotes if q.content.covers(predicate) and q.speaker is not None and q.cue not in cues]
    found.sort(key=lambda q: q.content.start - q.content.end)
    links: list[Attribution] = []
    for quote in found:
        speaker = speaker_of(discourse, quote)
        if speaker is None or any(_same(speaker, link.speaker) for link in links):
            continue
        cue = quote.cue.of(discourse.text) if quote.cue else ""
        outlet = discourse.outlets.get(speaker.name or speaker.text)
        if outlet is not None and not any(_same(outlet, link.speaker) for link in links):
            links.append(Attribution(outlet, "quoted", "reported"))
        links.append(Attribution(speaker, cue, quote.kind))
    return tuple(links)


def speaker_of(discourse: Discourse, quote: Quote) -> Party | None:
    """Return the speaker of a quotation as a party; one that no card or context settles keeps its words."""
    if quote.sentence is None or quote.speaker_head is None:
        return None
    found = parties(discourse, quote.sentence, quote.speaker_head)
    if found:
        return found[0]
    head = quote.sentence.words[quote.speaker_head]
    taken_up = _person_before(discourse, quote.sentence, head.index)
    if taken_up is not None:
        return taken_up
    cue = quote.cue.of(discourse.text).lower() if quote.cue else ""
    thing = head.pos not in ("PROPN", "PRON") and agent_noun(discourse, quote.sentence, head.index) is None
    if thing and cue.startswith(SHOWING) and head.lemma not in FINDINGS:
        return None  # "the figures suggest", "the move signals": nobody's word
    span = phrase(quote.sentence, quote.speaker_head)
    words = span.of(discourse.text)
    reason = "unnamed" if quote.sentence.words[quote.speaker_head].pos != "PRON" else "pronoun_unresolved"
    return Party(words, span, None, None, None, None, None, reason)


def _person_before(discourse: Discourse, sentence: Sentence, pronoun: int) -> Party | None:
    """Return the person no card knows who was subject of the sentence before ("Nurse Helen Obi fled. She said")."""
    word = sentence.words[pronoun]
    before = discourse.subjects[-1][0] if discourse.subjects else None
    if word.text.lower() not in THIRD_PERSON or before is None:
        return None
    for place in subject_places(before)[:1]:
        names = [i for i in (*below(before, place, "appos"), place) if before.words[i].pos == "PROPN"]
        if names or agent_noun(discourse, before, place) is not None:
            name = phrase(before, names[0] if names else place).of(discourse.text)
            return Party(word.text, word.span, None, name, None, None, None, "pronoun")
    return None


def _note_outlet(discourse: Discourse, quote: Quote, speaker: Party | None) -> None:
    """Remember which outlet a speaker spoke to: further quotations of the same speaker rest on it too."""
    if quote.outlet_head is None or quote.sentence is None or speaker is None:
        return
    outlet = outlet_of(discourse, quote)
    if outlet is not None:
        discourse.outlets[speaker.name or speaker.text] = outlet


def outlet_of(discourse: Discourse, quote: Quote) -> Party | None:
    """Return the outlet that relays a quotation ("the paper quoted her as saying"), None where none does."""
    if quote.outlet_head is None or quote.sentence is None:
        return None
    found = parties(discourse, quote.sentence, quote.outlet_head)
    span = phrase(quote.sentence, quote.outlet_head)
    words = span.of(discourse.text)
    return found[0] if found else Party(words, span, None, words, None, "JRN", None, "outlet")


def _same(a: Party, b: Party) -> bool:
    return (a.actor, a.name) == (b.actor, b.name) if a.actor else a.span == b.span


def speakers(discourse: Discourse, quotes: Iterable[Quote]) -> list[tuple[Span, Party]]:
    """Return who speaks each direct quotation, for the pronouns "I" and "we" inside it."""
    found = []
    for quote in quotes:
        # Every speaker is looked up, so that a surname later in the text finds the full name here.
        speaker = speaker_of(discourse, quote)
        _note_outlet(discourse, quote, speaker)
        if quote.direct and speaker is not None and speaker.actor is not None:
            found.append((quote.content, speaker))
    return found
