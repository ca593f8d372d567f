"""Clause + frame -> binding: which phrases fill the slots that a frame demands."""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.framebook import FrameBook
from detente.coding.patterns import PREPOSITIONS, Frame, Slot
from detente.parse.tree import below, conjuncts, prepositional
from detente.records import Clause, Sentence

COMPLEMENTS = ("xcomp", "ccomp", "pcomp", "acl", "advcl")
PREDICATIVE = ("oprd", "acomp", "attr", "xcomp", "ccomp", "advmod", "dobj", "dative", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Binding:
    """A frame that a clause satisfies: heads of the target's region and of what the frame embeds."""

    frame: Frame
    clause: Clause
    regions: tuple[int, ...]
    complements: tuple[int, ...]
    bound: tuple[int, ...]
    carrier: int | None = None


def bindings(clause: Clause, book: FrameBook) -> Iterator[Binding]:
    """Yield the bindings of a clause, the most demanding frame first."""
    carrier = light_carrier(clause, book)
    names = noun_names(clause.sentence, clause.predicate) if clause.kind == "noun" else (clause.lemma,)
    for name in names:
        for frame in book.of(clause.kind, name):
            bound = bind(clause, frame, carrier=carrier)
            if bound is not None:
                yield bound


def noun_names(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the lemmas that a noun answers to: with its compound ("hunger-strike") and alone."""
    lemma = sentence.words[index].lemma
    before = [sentence.words[i].lemma for i in below(sentence, index, "compound", "amod", "nmod")]
    chain = [f"{modifier}-{lemma}" for modifier in reversed(before)]
    if len(before) > 1:
        chain.insert(0, "-".join([*before[-2:], lemma]))
    tail = [f"{lemma}-of-{sentence.words[h].lemma}" for prep, h in prepositional(sentence, index) if prep == "of"]
    return (*tail, *chain, lemma)


def light_carrier(clause: Clause, book: FrameBook) -> int | None:
    """Return the light verb that an event noun hangs from ("held talks"), if it hangs from one."""
    if clause.kind == "adjective":
        return _copula(clause.sentence, clause.predicate)
    if clause.kind != "noun":
        return None
    sentence, word = clause.sentence, clause.sentence.words[clause.predicate]
    head = sentence.words[word.head]
    if word.dep == "conj":
        return _carrier_of(sentence, first(sentence, clause.predicate), book)
    if word.dep == "pobj" and sentence.words[head.head].pos == "VERB":
        verb = sentence.words[head.head]
        known = (verb.lemma, head.text.lower()) in LIGHT_PHRASES
        return verb.index if known else None
    return _carrier_of(sentence, clause.predicate, book)


LIGHT_PHRASES = frozenset(
    {("engage", "in"), ("participate", "in"), ("embark", "on"), ("come", "under"), ("proceed", "with"), ("go", "on"), ("meet", "for"),
     ("take", "in"), ("enter", "into"), ("agree", "on"), ("press", "with"), ("push", "with"), ("carry", "out"), ("respond", "with"), ("retaliate", "with")}
)  # fmt: skip


def first(sentence: Sentence, index: int) -> int:
    """Return the first noun of a coordination."""
    while sentence.words[index].dep == "conj":
        index = sentence.words[index].head
    return index


def _copula(sentence: Sentence, index: int) -> int | None:
    """Return the verb that an adjective is said with ("was furious at"): phrases hang from either."""
    word = sentence.words[index]
    return word.head if word.dep in ("acomp", "attr", "oprd", "xcomp", "ccomp") and word.head != index else None


def _carrier_of(sentence: Sentence, index: int, book: FrameBook) -> int | None:
    word = sentence.words[index]
    head = sentence.words[word.head]
    light = book.light
    if word.dep in ("dobj", "nsubjpass") and head.lemma in light.does | light.undergoes:
        return head.index
    if word.dep == "nsubj" and head.lemma in light.happens:
        return head.index
    if word.dep == "nsubj" and head.lemma == "be":
        return None
    return None


def bind(clause: Clause, frame: Frame, *, carrier: int | None = None) -> Binding | None:
    """Return how a clause fills a frame's slots, None where a slot stays empty."""
    if _has_unasked_object(clause, frame) or _leaves_particle(clause, frame):
        return None
    regions: list[int] = []
    complements: list[int] = []
    bound: list[int] = []
    for slot in sorted(frame.slots, key=_order):
        heads = _fill(clause, slot, bound, carrier)
        if heads is None:
            if _may_lack(clause, frame, slot):
                continue
            return None
        if slot.target:
            regions += heads
        elif slot.clause:
            complements += heads
        else:
            bound += heads
    return Binding(frame, clause, tuple(dict.fromkeys(regions)), tuple(complements), tuple(bound), carrier)


def _has_unasked_object(clause: Clause, frame: Frame) -> bool:
    """"Took part in", "demonstrated the power": a frame without an object is no frame of a verb that has one."""
    if clause.kind != "verb" or clause.voice == "passive" or any(_takes_object(slot, clause) for slot in frame.slots):
        return False
    words = clause.sentence.words
    return any(words[i].pos in ("NOUN", "PROPN", "NUM", "PRON") and words[i].tag != "PRP" for i in below(clause.sentence, clause.predicate, "dobj"))


def _leaves_particle(clause: Clause, frame: Frame) -> bool:
    """"Shot down" is not "shot": a verb's particle must be one that the frame names."""
    if not clause.particle or clause.kind != "verb":
        return False
    return not any(p.split()[0] == clause.particle for slot in frame.slots for p in slot.prepositions)


def _takes_object(slot: Slot, clause: Clause) -> bool:
    if not slot.prepositions:
        return slot.target or bool(slot.nouns) or slot.clause
    return not slot.prepositions.isdisjoint(particles(clause))


def particles(clause: Clause) -> tuple[str, ...]:
    """Return the particles of a verb; the parser takes some for adverbs ("set aside", "fell back")."""
    sentence = clause.sentence
    adverbs = [sentence.words[i] for i in below(sentence, clause.predicate, "advmod")]
    loose = [w.text.lower() for w in adverbs if w.text.lower() in PREPOSITIONS and not sentence.children[w.index]]
    return tuple(p for p in (clause.particle, *loose) if p)


def _may_lack(clause: Clause, frame: Frame, slot: Slot) -> bool:
    """An event noun may stand without its target phrase: the sides of "US-Russia talks" stand before it."""
    return clause.kind == "noun" and slot.target and not slot.nouns


def _order(slot: Slot) -> int:
    """Nouns first, so that a target is looked for in what is left; then targets, then clauses."""
    return 0 if slot.nouns else 1 if slot.target else 2


def _fill(clause: Clause, slot: Slot, bound: list[int], carrier: int | None) -> list[int] | None:
    if slot.that:
        found = _that_clause(clause, slot)
        if found or not slot.prepositions:
            return found
    if slot.nouns:
        found = _nouns(clause, slot, bound)
    elif slot.target:
        found = _targets(clause, slot, bound, carrier)
    elif slot.clause:
        found = _clauses(clause, slot, bound)
    else:
        return [] if _has_particle(clause, slot) else None
    return found or None


def _has_particle(clause: Clause, slot: Slot) -> bool:
    sentence = clause.sentence
    near = {sentence.words[i].text.lower() for i in below(sentence, clause.predicate, "prt", "prep", "advmod", "agent")}
    near |= {o.preposition for o in clause.obliques} | {clause.particle}
    return bool(near & slot.prepositions)


def _phrases(clause: Clause, bound: list[int], carrier: int | None) -> Iterator[tuple[str, int]]:
    """Yield prepositional phrases in reach: the predicate's, its particle joined on, its nouns', its light verb's."""
    sentence = clause.sentence
    adverbs = [sentence.words[i].text.lower() for i in below(sentence, clause.predicate, "prt", "advmod")]
    for oblique in clause.obliques:
        yield oblique.preposition, oblique.head
        for adverb in adverbs:
            yield f"{adverb} {oblique.preposition}", oblique.head
    for noun in (*bound, *(p.head for p in clause.patients)):
        yield from prepositional(sentence, noun)
        for modifier in below(sentence, noun, "amod", "acl"):
            yield from prepositional(sentence, modifier)
    if carrier is not None:
        yield from prepositional(sentence, carrier)


def _nouns(clause: Clause, slot: Slot, bound: list[int]) -> list[int]:
    sentence = clause.sentence
    if not slot.prepositions or not slot.prepositions.isdisjoint(particles(clause)):
        heads = [a.head for a in (*clause.patients, *clause.recipients)]
        heads += below(sentence, clause.predicate, *PREDICATIVE)
        found = [h for h in heads if _is_one(sentence, h, slot.nouns)]
        nearby = [c for h in heads for c in (*conjuncts(sentence, h), *below(sentence, h, "appos"))]
        found += [c for c in nearby if not found and _is_one(sentence, c, slot.nouns)]
        if found or not slot.prepositions:
            return found
    found = [h for prep, h in _phrases(clause, bound, None) if prep in slot.prepositions and _is_one(sentence, h, slot.nouns)]
    if not found and "to" in slot.prepositions:
        found = [i for i in below(sentence, clause.predicate, "xcomp", "ccomp", "advcl") if sentence.words[i].lemma in slot.nouns]
    return found


def _is_one(sentence: Sentence, head: int, nouns: frozenset[str]) -> bool:
    return not nouns.isdisjoint(noun_names(sentence, head)) or sentence.words[head].text.lower() in nouns


def _targets(clause: Clause, slot: Slot, bound: list[int], carrier: int | None) -> list[int]:
    sentence = clause.sentence
    if slot.prepositions and slot.prepositions.isdisjoint(particles(clause)):
        return [h for prep, h in _phrases(clause, bound, carrier) if prep in slot.prepositions]
    if clause.kind == "noun":
        return []
    heads = [a.head for a in clause.recipients] or _objects_of_bound(clause, bound)
    heads += [a.head for a in clause.patients if a.head not in bound or not heads]
    heads += [s for c in below(sentence, clause.predicate, "ccomp", "xcomp", "oprd") for s in below(sentence, c, "nsubj", "nsubjpass") if not _is_content(sentence, c)]
    return heads


def _objects_of_bound(clause: Clause, bound: list[int]) -> list[int]:
    """"Threatened to seize the tanker", but not "urged Iraq to free the crew": the verb has no object of its own."""
    if clause.patients:
        return []
    sentence = clause.sentence
    verbs = [v for v in bound if sentence.words[v].pos == "VERB" and not below(sentence, v, "nsubj", "nsubjpass")]
    return [o for verb in verbs for o in below(sentence, verb, "dobj")]


def _is_content(sentence: Sentence, clause: int) -> bool:
    """A that-clause is what is said; its subject is not the object of saying it."""
    return bool(below(sentence, clause, "mark")) or sentence.words[clause].tag in ("VBD", "VBZ", "VBP", "MD")


def _clauses(clause: Clause, slot: Slot, bound: list[int]) -> list[int]:
    sentence = clause.sentence
    if slot.prepositions:
        found = [h for prep, h in _phrases(clause, bound, None) if prep in slot.prepositions]
        if "to" in slot.prepositions:
            found += [i for place in (clause.predicate, *bound) for i in _infinitives(sentence, place)]
        return found
    found = list(below(sentence, clause.predicate, *COMPLEMENTS))
    return found + [a.head for a in clause.patients if a.head not in bound]


def _infinitives(sentence: Sentence, place: int) -> list[int]:
    """Return the infinitives with "to" below a word; a finite clause ("told parliament that ...") is none."""
    below_it = below(sentence, place, "xcomp", "ccomp", "acl", "advcl", "relcl")
    return [i for i in below_it if any(sentence.words[a].text.lower() == "to" for a in below(sentence, i, "aux")) or sentence.words[i].pos != "VERB"]


def _that_clause(clause: Clause, slot: Slot) -> list[int] | None:
    sentence = clause.sentence
    complements = below(sentence, clause.predicate, "ccomp", "acl", "advcl")
    if slot.clause:
        return list(complements) or None
    subjects = [s for c in complements for s in below(sentence, c, "nsubj", "nsubjpass")]
    if slot.nouns:
        verbs = [c for c in complements if sentence.words[c].lemma in slot.nouns]
        return verbs or None
    return subjects or None
