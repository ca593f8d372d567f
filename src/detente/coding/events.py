"""Draft -> Event: what is kept, with its measures, evidence, attribution, date and id."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.attribution import chain, publisher_of
from detente.coding.contexts import ContextTagger
from detente.coding.draft import Draft
from detente.coding.effects import APART, ASKED, FORCES
from detente.coding.kept import SURE_REASONS, is_kept
from detente.coding.sport import is_sport
from detente.coding.told import as_done, in_history
from detente.coding.when import in_time, when_of, where_of
from detente.data.codebook_cards import Codebook
from detente.parse.tree import phrase
from detente.records import (
    Attribution,
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


def _on_own_word(draft: Draft, links: Sequence[Attribution]) -> bool:
    """A "may" or "would" counts where the side itself says it; from others it is opinion."""
    own = {p.country for p in draft.sources}
    return (
        draft.composed
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
    value *= COMPOSED if draft.composed else 1.0
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
