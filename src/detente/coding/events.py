"""Draft -> Event: what is kept, with its measures, evidence, attribution, date and id."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.at_home import is_among_people
from detente.coding.attribution import chain, publisher_of
from detente.coding.contexts import ContextTagger
from detente.coding.draft import Draft
from detente.coding.effects import APART, ASKED, FORCES, OWN_SIDE
from detente.coding.sides import BETWEEN, verb_beside
from detente.coding.sport import is_sport
from detente.coding.told import as_done, in_history, is_told
from detente.coding.when import in_time, when_of, where_of
from detente.data.codebook_cards import Codebook
from detente.parse.tree import below, phrase, prepositional
from detente.records import (
    Attribution,
    Clause,
    Document,
    Event,
    Evidence,
    Factuality,
    Party,
    Quote,
    Reason,
    Sentence,
    Span,
)
from detente.resolve.discourse import Discourse

# Confidence is a product of these. They were set by judgement, not measured: the product orders a review queue and is
# no probability. Where the pair model speaks too, ``advisor.combined`` turns both into one that was fitted.
BASE = 0.92
WEAK_SIDE = 0.85
NOMINAL = 0.9
COMPOSED = 0.93
UNSURE = 0.85
NO_TARGET = 0.75
SURE_REASONS = frozenset({"name", "adjective", "capital", "seat", "office", "title", "surname", "weak"})
STATE_ITSELF = frozenset({"GOV"})
ARMED = frozenset({"MIL", "REB", "UAF", "GOV", "COP", "PRM", "SPY", "CRM", "IMG", "ISM"})
# Sectors of people at large; their everyday doings at home are no political events, protest and violence apart.
PEOPLE = frozenset({"CVL", "EDU", "MED", "AGR", "BUS", "ELI", "JRN", "SOC", "REL"})
BONDS = frozenset("alliance partnership cooperation collaboration friendship coordination relationship".split())
PRIVATE = frozenset({"BUS", "MNC", "CVL", "EDU", "MED", "AGR", "ELI", "JRN", "NGO", "LAB", "SOC", "UNK"})
# Who speaks for a state or for states.
SPEAKING = frozenset({"GOV", "IGO", "UNO", "EUR"})
COMPANIES = frozenset({"BUS", "MNC"})
ORDERLY = frozenset({"MIL", "GOV", "COP", "LEG", "JUD", "SPY"})
# Types that are deeds of words: a noun alone mentions them, it does not tell them.
SPOKEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "REJECT", "THREATEN"})
ROUTINE_AT_HOME = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"})
# An event type that says something without anybody that it is done to.
NO_TARGET_NEEDED = frozenset({"PROTEST", "MOBILIZE", "RETREAT", "COERCE", "ASSAULT", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Maker:
    """Turns drafts into events under one codebook and coder version."""

    codebook: Codebook
    contexts: ContextTagger
    version: str
    sport: frozenset[str] = frozenset()

    def events(
        self, document: Document, discourse: Discourse, drafts: Sequence[Draft], quotes: Sequence[Quote]
    ) -> list[Event]:
        """Return the events that the drafts amount to, in text order; most drafts come to nothing."""
        own = (_as_force(_without_own_forces(d)) for d in drafts)
        made = (
            self._event(document, discourse, as_done(d), quotes)
            for d in own
            if is_kept(d) and not is_sport(document, d, self.sport)
        )
        return [event for event in made if event is not None]

    def _settled(self, draft: Draft) -> Draft:
        """Carry out the codebook's remapping of what has not happened (AID that will be given is AGREE)."""
        if draft.factuality == "negated" and _is_refusal(draft):
            return replace(draft.recoded("REJECT", ASKED.get(draft.event_type, "")), factuality="asserted")
        if draft.factuality not in ("future", "hypothetical"):
            return draft
        event_type, mode = self.codebook.remap(draft.event_type, draft.mode, draft.factuality)
        if event_type == draft.event_type:
            return draft
        settled = draft.recoded(event_type, mode)
        return replace(settled, factuality="asserted") if draft.factuality == "future" else settled

    def _event(self, document: Document, discourse: Discourse, draft: Draft, quotes: Sequence[Quote]) -> Event | None:
        words = draft.binding.clause.sentence.words
        own = {words[i].span for i in draft.predicates}
        links = chain(discourse, quotes, words[draft.place].span, cues=own)
        if draft.factuality == "hypothetical" and not _on_own_word(draft, links):
            return None
        draft = self._settled(draft)
        when = when_of(document, discourse, draft)
        when = in_history(document, discourse, draft, when) or when
        draft = in_time(document, draft, when)
        publisher = publisher_of(document)
        mode = draft.mode or None
        cameo = draft.cameo or self.codebook.cameo(draft.event_type, mode)
        quad_class, intensity, goldstein = self.codebook.measures(draft.event_type, mode, cameo)
        evidence = _evidence(document, draft)
        event = Event(
            id="",
            document=document.id,
            event_type=draft.event_type,
            mode=mode,
            contexts=self.contexts.tag(draft.binding.clause.sentence),
            cameo=cameo,
            quad_class=quad_class,
            intensity=intensity,
            goldstein=goldstein,
            sources=draft.sources,
            targets=draft.targets,
            factuality=draft.factuality,
            attribution=(*((publisher,) if publisher else ()), *links),
            when=when,
            place=where_of(discourse, draft),
            evidence=evidence,
            confidence=confidence(draft),
            reasons=(
                *draft.reasons,
                *(Reason("source", p.reason, p.span) for p in draft.sources),
                *(Reason("target", p.reason, p.span) for p in draft.targets),
            ),
            codebook=self.codebook.version,
            coder=self.version,
            mentions=(evidence,),
        )
        return replace(event, id=event_id(event))


def _is_refusal(draft: Draft) -> bool:
    """ "Will not release", "would not accept": to say that one will not is to refuse."""
    will_not = any(r.code == "factuality" and r.value.startswith("future") for r in draft.reasons)
    not_yet = any(r.code == "factuality" and r.value == "negated:yet" for r in draft.reasons)
    return will_not and not not_yet and draft.event_type in ASKED


def is_kept(draft: Draft) -> bool:
    """Return whether a draft is an event: sides that the text names, and a clause that says it of them."""
    if not draft.event_type or not any(p.country for p in draft.sources):
        return False
    if not is_told(draft) or _is_background(draft) or _is_routine(draft) or _is_parade(draft) or _is_private(draft):
        return False
    if not any(p.country for p in draft.targets):
        return _stands_alone(draft) or is_among_people(draft)
    same = {p.actor for p in draft.sources} == {p.actor for p in draft.targets}
    return (not same or len(draft.sources) > 1) and not _is_of_itself(draft)


def _as_force(draft: Draft) -> Draft:
    """Crowds that storm an embassy riot; soldiers and police that storm it attack."""
    forces = bool(draft.sources) and all(p.sector in FORCES for p in draft.sources)
    return draft.recoded("ASSAULT") if forces and draft.event_type == "PROTEST" and draft.mode == "riot" else draft


def _without_own_forces(draft: Draft) -> Draft:
    """ "Pakistan put its air force on alert": the forces that a state moves are its means, not its target."""
    if draft.event_type != "MOBILIZE" or any(p.sector in APART for p in draft.sources):
        return draft
    homes = {p.country for p in draft.sources}
    return replace(draft, targets=tuple(p for p in draft.targets if p.country not in homes))


def _is_background(draft: Draft) -> bool:
    """A talk, treaty or greeting only named by its noun ("since the Pyongyang summit") is no event of this sentence."""
    clause = draft.binding.clause
    said = any(r.code in ("effect", "model") for r in draft.reasons)
    told = clause.kind != "noun" or draft.binding.carrier is not None or said
    if told:
        return False
    if draft.event_type in SPOKEN:
        return not _is_told_as_subject(clause) and not _is_told_by_the_way(draft)
    if _is_bond(draft):
        return True
    # "The ROK-U.S. alliance": both sides before the noun name a thing that there is, not something done.
    return not draft.binding.regions and draft.event_type in ("COOPERATE", "AID")


def _is_bond(draft: Draft) -> bool:
    """ "The alliance between Seoul and Washington" is there; somebody's cooperation with somebody is done."""
    clause = draft.binding.clause
    phrases = prepositional(clause.sentence, clause.predicate)
    return clause.sentence.words[clause.predicate].lemma in BONDS and any(prep in BETWEEN for prep, _ in phrases)


def _is_told_by_the_way(draft: Draft) -> bool:
    """ "After talks between Peru and Chile, the border reopened": talks that no "the" takes for known."""
    return verb_beside(draft.binding) is not None


def _is_told_as_subject(clause: Clause) -> bool:
    """ "Hanoi's offer of talks came on Sunday": whose it is stands with it, and the sentence is about it."""
    sentence = clause.sentence
    word = sentence.words[clause.predicate]
    nouns = [clause.predicate, *(h for prep, h in prepositional(sentence, clause.predicate) if prep == "of")]
    by = any(prep == "by" for noun in nouns for prep, _ in prepositional(sentence, noun))
    owned = by or below(sentence, clause.predicate, "poss")
    return bool(owned) and word.dep in ("nsubj", "nsubjpass") and sentence.words[word.head].dep == "ROOT"


def _is_private(draft: Draft) -> bool:
    """Companies, papers and private people among themselves are not what the record is of."""
    sides = (*draft.sources, *draft.targets)
    if draft.event_type == "SANCTION" and all(p.sector in COMPANIES for p in draft.sources):
        return True  # an airline that stops its flights
    return draft.event_type != "PROTEST" and all(p.sector in PRIVATE or p.country is None for p in sides)


def _is_parade(draft: Draft) -> bool:
    """Soldiers and officials who march or rally do not protest."""
    return (
        draft.event_type == "PROTEST" and all(p.sector in ORDERLY for p in draft.sources) and draft.mode in ("", "demo")
    )


def _is_routine(draft: Draft) -> bool:
    """What a state's own bodies do for their own people every day is no relation between political actors."""
    sides = (*draft.sources, *draft.targets)
    if len({p.country for p in sides if p.country}) > 1 or any(p.sector in APART for p in sides):
        return False
    if _is_public_call(draft):
        return False
    if draft.event_type == "AID" and any(p.sector == "REF" for p in draft.targets):
        return False  # refugees are seldom at home where they are taken in
    crowd = all(p.sector in PEOPLE for p in draft.sources) and draft.event_type not in ("PROTEST", "ASSAULT")
    return draft.event_type in ROUTINE_AT_HOME or crowd


def _is_of_itself(draft: Draft) -> bool:
    """A ruler or ministry and its own state are one side: what passes between them is no relation.

    Government against parliament or army is one where it is material conflict (a coup, a dissolution).
    """
    own = STATE_ITSELF if draft.event_type in ("COERCE", "ASSAULT", "SANCTION") else OWN_SIDE
    if len(draft.sources) != 1 or draft.sources[0].sector not in own:
        return False
    home = draft.sources[0].country
    return all(p.country == home and p.sector in own for p in draft.targets)


def _stands_alone(draft: Draft) -> bool:
    """Without a target only a main assertion with a verb counts, and only of types that need no other side."""
    clause = draft.binding.clause
    verbal = clause.kind == "verb" or draft.binding.carrier is not None
    if draft.targets and draft.event_type == "COERCE":
        return verbal
    people = any(p.sector for p in draft.targets)  # "abducted 30 girls": of whatever country
    if draft.event_type == "REQUEST" and draft.embed == "request":
        return verbal and _is_public_call(draft)
    if draft.event_type == "ASSAULT" and draft.sources[0].sector in ARMED and (draft.binding.bound or people):
        return verbal
    return (
        verbal
        and draft.event_type in NO_TARGET_NEEDED
        and (not draft.binding.frame.has_target or draft.event_type == "MOBILIZE")
    )


def _is_public_call(draft: Draft) -> bool:
    """ "The United Nations called for a ceasefire": states and their bodies ask it of whoever fights."""
    named = bool(draft.binding.bound) and not draft.binding.frame.has_target
    speaks = all(p.sector in SPEAKING and p.reason in SURE_REASONS for p in draft.sources)
    return draft.event_type == "REQUEST" and draft.embed == "request" and named and speaks and not draft.targets


def _on_own_word(draft: Draft, links: Sequence[Attribution]) -> bool:
    """A "may" or "would" counts where the side itself says it; from others it is opinion."""
    own = {p.country for p in draft.sources}
    composed = any(r.code == "effect" for r in draft.reasons)
    return (
        composed
        or draft.event_type in ("THREATEN", "REQUEST")
        or any(link.speaker.country in own and link.speaker.country for link in links)
    )


def _evidence(document: Document, draft: Draft) -> Evidence:
    """Return the shortest stretch of the sentence that holds the sides and the words between them."""
    sentence = draft.binding.clause.sentence
    spans = [sentence.words[i].span for i in draft.predicates]
    spans += [p.span for p in (*draft.sources, *draft.targets) if p.span is not None and sentence.span.covers(p.span)]
    said = (*draft.binding.bound, *draft.binding.complements)
    words = [sentence.span_of(sentence.subtree(i)) for i in said if i != draft.place]
    words += [phrase(sentence, i) for i in draft.binding.regions if _holds_a_side(sentence, i, draft)]
    start = min(s.start for s in (*spans, *words))
    end = max(s.end for s in (*spans, *words))
    return Evidence(Span(start, end), document.text[start:end])


def _holds_a_side(sentence: Sentence, head: int, draft: Draft) -> bool:
    """Whole phrases are quoted: "from the Eritrean border", not "from the Eritrean"."""
    span = phrase(sentence, head)
    return any(p.span is not None and span.covers(p.span) for p in draft.targets)


def confidence(draft: Draft) -> float:
    """Return how sure the rules, or who proposed it, are of an event, between 0 and 1, rounded to three places."""
    if draft.confidence is not None:
        return draft.confidence
    value = BASE
    sides = (*draft.sources, *draft.targets)
    value *= WEAK_SIDE ** sum(1 for p in sides[:2] if p.reason not in SURE_REASONS)
    value *= NOMINAL if draft.binding.clause.kind == "noun" else 1.0
    value *= COMPOSED if any(r.code == "effect" for r in draft.reasons) else 1.0
    value *= UNSURE if draft.factuality in ("hypothetical", "negated") else 1.0
    value *= NO_TARGET if not draft.targets else 1.0
    return round(value, 3)


def event_id(event: Event) -> str:
    """Return the content hash of an event: document, reading, sides and words under one codebook and coder."""
    parts = (
        event.document, event.event_type, event.mode or "", event.factuality, _ids(event.sources), _ids(event.targets),
        f"{event.evidence.span.start}-{event.evidence.span.end}", event.codebook, event.coder,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _ids(sides: Sequence[Party]) -> str:
    return ",".join(sorted(p.actor or p.text for p in sides))


def certainty_order(factuality: Factuality) -> int:
    """Return a rank for sorting mentions of one event, the surest first."""
    order: tuple[Factuality, ...] = ("asserted", "historical", "future", "hypothetical", "negated")
    return order.index(factuality)
