"""Sentence -> drafts: every frame that fires, composed where one stands under another."""

from collections.abc import Iterable
from dataclasses import replace

from detente.coding.charges import charges
from detente.coding.demands import demands
from detente.coding.draft import Draft, why_so_sure
from detente.coding.effects import FORCES, MATERIAL_CONFLICT, OWN_SIDE, compose, governors
from detente.coding.framebook import FrameBook
from detente.coding.match import Binding, bindings
from detente.coding.sides import BETWEEN, SYMMETRIC, sources, targets
from detente.coding.unsaid import asked_in, placed_targets, unsaid_sources
from detente.data.cues_cards import FactualityCues
from detente.parse.factuality import mark_factuality
from detente.parse.tree import ancestors, prepositional
from detente.records import Clause, Reason, Sentence
from detente.resolve.discourse import Discourse

# "Signed a treaty", "exchanged prisoners", "agreed a ceasefire": done by several without "with", done together.
MUTUAL = frozenset({"SUPPORT", "RETREAT", "CONCEDE"})
RECIPROCAL = frozenset({"reconcile", "embrace"})
# "Exchanged fire", "traded insults", "clashed": against each other, whatever it is.
OPPOSED = frozenset({"exchange", "trade", "swap", "clash", "skirmish"})
BONDS = frozenset({"relation", "relations", "tie", "ties"})
DRILLS = frozenset({"exercise", "drill", "manoeuvre", "maneuver"})
JUDGED = frozenset({"accuse", "praise"})


def draft_sentence(
    discourse: Discourse, clauses: Iterable[Clause], *, book: FrameBook, cues: FactualityCues
) -> list[Draft]:
    """Return the events of a sentence in text order, not yet filtered for what is too little to keep."""
    found = list(clauses)
    fired: dict[int, Draft] = {}
    for clause in found:
        draft = _best(discourse, clause, book, cues)
        if draft is not None and not _is_mere_result(draft, fired):
            fired[clause.predicate] = _completed(discourse, draft, book)
    charged = list(charges(discourse, found, fired))
    for charge in charged:
        fired.pop(charge.told, None)  # what somebody is charged with is not coded on the accuser's word
    return _once([*_composed(fired), *(c.draft for c in charged), *demands(discourse, found, fired)])


def _completed(discourse: Discourse, draft: Draft, book: FrameBook) -> Draft:
    """Return the draft with the sides that its own phrases leave out and its sentence still tells."""
    binding = draft.binding
    done_by = draft.sources or unsaid_sources(discourse, binding, done_to=draft.targets, book=book)
    done_to = placed_targets(discourse, binding, done_by=done_by, done_to=draft.targets)
    if draft.embed == "request" and not done_to and binding.clause.kind == "verb":
        done_to = asked_in(discourse, binding)
    return replace(draft, sources=done_by, targets=done_to)


def _is_mere_result(draft: Draft, fired: dict[int, Draft]) -> bool:
    """ "The jet crashed, killing ten": what follows from a thing that happened is nobody's assault."""
    clause = draft.binding.clause
    word = clause.sentence.words[clause.predicate]
    if draft.event_type != "ASSAULT" or word.dep != "advcl" or word.tag != "VBG":
        return False
    above = fired.get(word.head)
    return above is None or above.event_type not in MATERIAL_CONFLICT


def _best(discourse: Discourse, clause: Clause, book: FrameBook, cues: FactualityCues) -> Draft | None:
    """Return the draft of the most demanding frame whose target is there; failing that, of the most demanding."""
    fallback: Draft | None = None
    bare: Draft | None = None
    for binding in bindings(clause, book):
        draft = _draft(discourse, binding, book, cues)
        if _is_blocking(binding):
            return draft
        shared = binding.frame.event_type in SYMMETRIC and len(draft.sources) > 1
        if bare is not None:
            if _settled(draft) and draft.event_type == bare.event_type:
                return replace(bare, targets=draft.targets)
        elif _settled(draft) or shared:
            return draft
        elif not binding.frame.has_target and not binding.complements:
            bare = draft
            if not draft.event_type or draft.targets:
                return draft
        elif fallback is None or fallback.binding.frame.has_target and not binding.frame.has_target:
            fallback = draft
    return _fuller(bare, fallback)


def _fuller(bare: Draft | None, fallback: Draft | None) -> Draft | None:
    """ "Used tear gas against students who ...": whom it was done to is kept, of whatever country they are."""
    if bare is None or fallback is None or bare.event_type != fallback.event_type or _settled(bare):
        return bare or fallback
    return replace(bare, targets=fallback.targets or bare.targets)


def _is_blocking(binding: Binding) -> bool:
    """ "Bombarded visitors with brochures": the frame's own nouns say that the verb means something else here."""
    frame = binding.frame
    return not frame.event_type and not frame.embed and bool(binding.bound)


def _settled(draft: Draft) -> bool:
    """Return whether a target is known that is not the source's own forces: "refused to withdraw its troops"."""
    homes = {p.country for p in draft.sources}
    return any((p.country or p.actor) and not (p.sector in FORCES and p.country in homes) for p in draft.targets)


def _draft(discourse: Discourse, binding: Binding, book: FrameBook, cues: FactualityCues) -> Draft:
    frame, clause = binding.frame, binding.clause
    done_by = sources(discourse, binding, book)
    done_to = targets(discourse, binding, done_by, book)
    if _is_between(binding) and len({p.actor for p in (*done_by, *done_to)}) > 1 and not (done_by and done_to):
        done_by = done_to = done_by or done_to
    mark = clause.factuality
    telling = binding.carrier if binding.carrier is not None else _verb_of_subject(clause)
    if telling is not None:
        mark = mark_factuality(clause.sentence, telling, cues)
    words = (clause.predicate, *binding.bound) + ((binding.carrier,) if binding.carrier is not None else ())
    rule = Reason("frame", frame.pattern, clause.sentence.words[clause.predicate].span)
    return _as_state(Draft(
        binding, frame.event_type, frame.mode, frame.cameo, done_by, done_to, mark.value,
        (rule, *why_so_sure(mark)), words,
    ))  # fmt: skip


def _as_state(draft: Draft) -> Draft:
    """A government that protests something is no crowd: it complains."""
    states = bool(draft.sources) and all(p.sector in OWN_SIDE for p in draft.sources)
    if draft.event_type != "PROTEST" or draft.binding.clause.lemma != "protest" or not states or not draft.targets:
        return draft
    return draft.recoded("ACCUSE", "disapprove")


def _is_with(binding: Binding) -> bool:
    """A noun of something done together ("a ceasefire with"), whose other side the sentence names as subject."""
    slots = [slot for slot in binding.frame.slots if slot.target]
    return binding.clause.kind == "noun" and any(slot.prepositions & {"with", "between"} for slot in slots)


def _verb_of_subject(clause: Clause) -> int | None:
    """An event noun that is a subject is as sure as its verb: "cooperation would help both"."""
    word = clause.sentence.words[clause.predicate]
    return word.head if clause.kind == "noun" and word.dep in ("nsubj", "nsubjpass") else None


def _is_between(binding: Binding) -> bool:
    """Return whether the parties stand after "between": each is then on both sides; "with" names one side alone."""
    if binding.clause.kind != "noun":
        return False
    sentence, nouns = binding.clause.sentence, (binding.clause.predicate, *binding.bound)
    between = {head for noun in nouns for prep, head in prepositional(sentence, noun) if prep in BETWEEN}
    return bool(between & set(binding.regions))


def _composed(fired: dict[int, Draft]) -> list[Draft]:
    """Apply each effect to what stands below it; the words above then have no event of their own left."""
    spent: set[int] = set()
    made: dict[int, Draft | None] = {}
    for place, draft in sorted(fired.items()):
        if not draft.event_type or _is_said(fired, draft):
            continue
        made[place] = _under(fired, draft, spent)
    kept: list[Draft] = []
    for place, result in made.items():
        if result is None or place in spent and result is fired[place]:
            continue
        kept.append(_mutual(result))
    return kept


def _mutual(draft: Draft) -> Draft:
    """Of two or more who meet, agree or cooperate, each is on both sides."""
    homes = {p.country for p in draft.sources}
    own = not draft.binding.frame.has_target and all(p.country in homes for p in draft.targets)
    if len(homes) < 2 or _settled(draft) and not own:
        return draft
    binding = draft.binding
    if draft.event_type == "MOBILIZE" and _is_drill(binding):
        draft = draft.recoded("COOPERATE")
    with_nouns = bool(binding.bound) or binding.clause.lemma in RECIPROCAL
    together = with_nouns and not binding.frame.has_target and not binding.complements or _is_with(binding)
    opposed = (binding.clause.lemma in OPPOSED or _is_break(binding)) and not binding.frame.has_target
    mutual = draft.event_type in SYMMETRIC or draft.event_type in MUTUAL and together or opposed
    return replace(draft, targets=draft.sources) if mutual else draft


def _is_break(binding: Binding) -> bool:
    """ "Qatar and Egypt broke off relations": with each other."""
    words = binding.clause.sentence.words
    return binding.frame.event_type == "SANCTION" and any(words[i].lemma in BONDS for i in binding.bound)


def _is_drill(binding: Binding) -> bool:
    """What two countries' forces exercise, they exercise together."""
    return any(binding.clause.sentence.words[i].lemma in DRILLS for i in binding.bound)


def _is_said(fired: dict[int, Draft], draft: Draft) -> bool:
    """Another frame already took the word ("signed an agreement", "refused to meet"): it adds nothing."""
    if draft.binding.clause.sentence.words[draft.place].tag == "VBG":
        return False  # "denied supplying drones" is no refusal of supplies
    return any(
        draft.place in other.binding.bound and other.event_type and (place == draft.binding.carrier or _is_whole(other))
        for place, other in fired.items()
        if place != draft.place
    )


def _is_whole(draft: Draft) -> bool:
    return bool(draft.sources) and bool(draft.targets or not draft.binding.frame.has_target)


def _under(fired: dict[int, Draft], draft: Draft, spent: set[int]) -> Draft | None:
    result: Draft | None = draft
    sentence: Sentence = draft.binding.clause.sentence
    for outer in governors(sentence, fired, draft.place):
        if result is None or draft.place in outer.binding.bound:
            return None
        spent.add(outer.place)
        result = compose(outer, result)
        if outer.embed in JUDGED:
            return result
    return result


def _once(drafts: list[Draft]) -> list[Draft]:
    """Leave out an event that another says with more words: same type and sides, one predicate inside the other's."""
    kept: list[Draft] = []
    for draft in drafts:
        same = [k for k in kept if _same_event(k, draft)]
        if not same:
            kept.append(draft)
        elif len(draft.predicates) > len(same[0].predicates):
            kept[kept.index(same[0])] = draft
    return kept


def _same_event(a: Draft, b: Draft) -> bool:
    return (
        a.event_type == b.event_type
        and {p.actor for p in a.sources} == {p.actor for p in b.sources}
        and {p.actor for p in a.targets} == {p.actor for p in b.targets}
        and (bool(set(a.predicates) & set(b.predicates)) or _nested(a, b))
    )


def _nested(a: Draft, b: Draft) -> bool:
    sentence = a.binding.clause.sentence
    if sentence is not b.binding.clause.sentence:
        return False
    return a.place in ancestors(sentence, b.place) or b.place in ancestors(sentence, a.place)
