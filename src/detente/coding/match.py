"""Clause + frame -> binding: which phrases fill the slots that a frame demands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from detente.coding.framebook import FrameBook
from detente.coding.patterns import THAT, Frame, Slot
from detente.coding.phrases import after_adverb, infinitives, particles, phrases, wished
from detente.coding.predicates import light_carrier, noun_names, readings
from detente.parse.tree import below, conjuncts, prepositional
from detente.records import Clause, Sentence

COMPLEMENTS = ("xcomp", "ccomp", "pcomp", "acl", "advcl")
PREDICATIVE = ("oprd", "acomp", "attr", "xcomp", "ccomp", "advmod", "dobj", "dative", "nsubjpass", "npadvmod", "intj")


# What stands after these without "to" is done by their object: "let observers attend".
CAUSATIVE = frozenset({"let", "make"})
# With these a that-clause in the indicative is a statement, in the subjunctive a demand.
STATING = frozenset({"insist"})


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
    """Yield the bindings of a clause, the most demanding frame first; of equals, the one that more words met."""
    for reading, names in readings(clause):
        carrier = light_carrier(reading, book)
        for name in names:
            for _, frames in groupby(book.of(reading.kind, name), key=lambda frame: frame.weight):
                bound = [b for frame in frames if (b := bind(reading, frame, carrier=carrier)) is not None]
                yield from sorted(bound, key=_detail, reverse=True)


def _detail(binding: Binding) -> int:
    """Return how many words beyond one its nouns and prepositions matched: "atomic bomb" is no mere bomb."""
    sentence, slots = binding.clause.sentence, binding.frame.slots
    asked = frozenset(noun for slot in slots for noun in slot.nouns)
    nouns = sum(
        max((n.count("-") for n in noun_names(sentence, h) if n in asked), default=0) for h in set(binding.bound)
    )
    return nouns + sum(min(p.count(" ") for p in slot.prepositions) for slot in slots if slot.prepositions)


def bind(clause: Clause, frame: Frame, *, carrier: int | None = None) -> Binding | None:
    """Return how a clause fills a frame's slots, None where a slot stays empty."""
    if _has_unasked_object(clause, frame) or _leaves_particle(clause, frame):
        return None
    regions: list[int] = []
    complements: list[int] = []
    bound: list[int] = []
    for slot in sorted(frame.slots, key=_order):
        heads = _fill(clause, slot, bound, carrier)
        if heads is None and slot.target and slot.prepositions:
            heads = _inside(clause, frame, slot)
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


def _inside(clause: Clause, frame: Frame, slot: Slot) -> list[int] | None:
    """ "Warned against meddling by Russia": the phrase hangs from the noun that fills the frame's other slot."""
    opens = frozenset(p for s in frame.slots if s.clause for p in s.prepositions)
    nouns = [o.head for o in clause.obliques if o.preposition in opens]
    return [
        h for noun in nouns for prep, h in prepositional(clause.sentence, noun) if prep in slot.prepositions
    ] or None


def _has_unasked_object(clause: Clause, frame: Frame) -> bool:
    """ "Took part in", "demonstrated the power": a frame without an object is no frame of a verb that has one."""
    if clause.kind != "verb" or clause.voice == "passive" or any(_takes_object(slot, clause) for slot in frame.slots):
        return False
    words = clause.sentence.words
    return any(
        words[i].pos in ("NOUN", "PROPN", "NUM", "PRON") and words[i].tag != "PRP"
        for i in below(clause.sentence, clause.predicate, "dobj")
    )


def _leaves_particle(clause: Clause, frame: Frame) -> bool:
    """ "Shot down" is not "shot": a verb's particle must be one that the frame names."""
    if not clause.particle or clause.kind != "verb":
        return False
    return not any(p.split()[0] == clause.particle for slot in frame.slots for p in slot.prepositions)


def _takes_object(slot: Slot, clause: Clause) -> bool:
    if not slot.prepositions:
        return slot.target or bool(slot.nouns) or slot.clause
    return not slot.prepositions.isdisjoint(particles(clause))


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
        found = _nouns(clause, slot, bound, carrier)
    elif slot.target:
        found = _targets(clause, slot, bound, carrier)
    elif slot.clause:
        found = _clauses(clause, slot, bound, carrier)
    else:
        return [] if _has_particle(clause, slot) else None
    return found or None


def _has_particle(clause: Clause, slot: Slot) -> bool:
    sentence = clause.sentence
    near = {sentence.words[i].text.lower() for i in below(sentence, clause.predicate, "prt", "prep", "advmod", "agent")}
    near |= {o.preposition for o in clause.obliques} | {clause.particle}
    return bool(near & slot.prepositions)


def _nouns(clause: Clause, slot: Slot, bound: list[int], carrier: int | None) -> list[int]:
    sentence = clause.sentence
    if not slot.prepositions or not slot.prepositions.isdisjoint(particles(clause)):
        heads = [a.head for a in (*clause.patients, *clause.recipients)]
        heads += below(sentence, clause.predicate, *PREDICATIVE)
        heads += _farther(sentence, clause, bound)
        found = [h for h in heads if _is_one(sentence, h, slot.nouns)]
        nearby = [c for h in heads for c in (*conjuncts(sentence, h), *below(sentence, h, "appos"))]
        found += [c for c in nearby if not found and _is_one(sentence, c, slot.nouns)]
        if found or not slot.prepositions:
            return found
    found = [
        h
        for prep, h in phrases(clause, bound, carrier)
        if prep in slot.prepositions and _is_one(sentence, h, slot.nouns)
    ]
    if not found and "to" in slot.prepositions:
        found = [
            i
            for place in (clause.predicate, *bound)
            for i in infinitives(sentence, place)
            if sentence.words[i].lemma in slot.nouns
        ]
    return found


def _farther(sentence: Sentence, clause: Clause, bound: list[int]) -> list[int]:
    """Return what the parser hangs lower: "pushed deep into", "ordered them jailed", "saw no need", "to cut ties"."""
    objects = [a.head for a in clause.patients]
    heads = [i for prep in below(sentence, clause.predicate, "prep") for i in below(sentence, prep, "advmod", "intj")]
    heads += [i for o in objects for i in below(sentence, o, "acl", "det")]
    heads += [i for i in below(sentence, clause.predicate, "advcl") if sentence.words[i].pos == "ADJ"]
    return heads + [o for verb in bound if sentence.words[verb].pos == "VERB" for o in below(sentence, verb, "dobj")]


# "Some of its troops", "dozens of activists", "the last of its weapons": what they are some of is meant.
PARTS = frozenset(
    "all batch bulk dozen fraction half handful hundred last majority many more most none number part percent"
    " percentage portion remainder rest score several some third thousand two-third".split()
)


def _is_one(sentence: Sentence, head: int, nouns: frozenset[str]) -> bool:
    if not nouns.isdisjoint(noun_names(sentence, head)) or sentence.words[head].text.lower() in nouns:
        return True
    word = sentence.words[head]
    if word.lemma not in PARTS and word.pos != "NUM":
        return False
    return any(_is_one(sentence, h, nouns) for prep, h in prepositional(sentence, head) if prep == "of" and h != head)


def _targets(clause: Clause, slot: Slot, bound: list[int], carrier: int | None) -> list[int]:
    sentence = clause.sentence
    if slot.prepositions and slot.prepositions.isdisjoint(particles(clause)):
        found = [h for prep, h in phrases(clause, bound, carrier) if prep in slot.prepositions]
        found = [h for h in found if not _has_own_subject(sentence, h)]
        # "Massing of troops on the border of T": what fills another slot already is the target only if nothing else is.
        found = [h for h in found if len(bound) < 2 or h not in bound] or found
        return found or _left_behind(clause, slot)
    if clause.kind == "noun":
        return []
    heads = [a.head for a in clause.recipients] or _objects_of_bound(clause, bound)
    heads += [a.head for a in clause.patients if a.head not in bound or not heads]
    heads += [
        s
        for c in below(sentence, clause.predicate, "ccomp", "xcomp", "oprd")
        for s in below(sentence, c, "nsubj", "nsubjpass")
        if not _is_content(sentence, c)
    ]
    heads += _given_to(sentence, bound)
    return heads or [b for b in bound if sentence.words[b].pos in ("NOUN", "PROPN")]


def _left_behind(clause: Clause, slot: Slot) -> list[int]:
    """ "The boats were fired at": the subject of a passive belongs to the preposition that has nothing after it."""
    if clause.kind != "verb" or clause.voice != "passive":
        return []
    sentence = clause.sentence
    bare = (p for p in below(sentence, clause.predicate, "prep") if not sentence.children[p])
    stranded = any(sentence.words[p].text.lower() in slot.prepositions for p in bare)
    return [a.head for a in clause.patients] if stranded else []


def _has_own_subject(sentence: Sentence, head: int) -> bool:
    """ "With Kim calling for a change": a clause of its own, and no phrase of what stands before it."""
    return sentence.words[head].pos in ("VERB", "AUX") and bool(below(sentence, head, "nsubj", "nsubjpass"))


def _given_to(sentence: Sentence, bound: list[int]) -> list[int]:
    """ "Denied Chinese surveyors permission": the parser takes who is given it for half a compound."""
    compounds = (c for b in bound for c in below(sentence, b, "compound"))
    return [c for c in compounds if below(sentence, c, "amod", "compound", "det")]


def _objects_of_bound(clause: Clause, bound: list[int]) -> list[int]:
    """ "Threatened to seize the tanker", but not "urged Iraq to free the crew": the verb has no object of its own."""
    if any(a.head not in bound for a in clause.patients):
        return []
    sentence = clause.sentence
    verbs = [v for v in bound if sentence.words[v].pos == "VERB" and not below(sentence, v, "nsubj", "nsubjpass")]
    return [o for verb in verbs for o in below(sentence, verb, "dobj")]


def _is_content(sentence: Sentence, clause: int) -> bool:
    """A that-clause is what is said; its subject is not the object of saying it."""
    if sentence.words[sentence.words[clause].head].lemma in CAUSATIVE:
        return False
    return bool(below(sentence, clause, "mark")) or sentence.words[clause].tag in ("VBD", "VBZ", "VBP", "MD")


def _clauses(clause: Clause, slot: Slot, bound: list[int], carrier: int | None) -> list[int]:
    sentence = clause.sentence
    if slot.prepositions and slot.prepositions.isdisjoint(particles(clause)):
        found = [h for prep, h in phrases(clause, bound, carrier) if prep in slot.prepositions]
        if "for" in slot.prepositions:
            found += wished(sentence, clause.predicate)
        if "to" in slot.prepositions:
            found += [i for place in (clause.predicate, *bound) for i in infinitives(sentence, place)]
        return found + after_adverb(clause, slot)
    found = list(below(sentence, clause.predicate, *COMPLEMENTS))
    return found + [a.head for a in clause.patients if a.head not in bound]


def _that_clause(clause: Clause, slot: Slot) -> list[int] | None:
    sentence = clause.sentence
    complements = [
        c for c in below(sentence, clause.predicate, "ccomp", "acl", "advcl") if not _is_circumstance(sentence, c)
    ]
    if clause.lemma in STATING:
        complements = [c for c in complements if not _is_indicative(sentence, c)]
    if slot.clause:
        return complements or None
    subjects = [s for c in complements for s in below(sentence, c, "nsubj", "nsubjpass")]
    if slot.nouns:
        verbs = [c for c in complements if sentence.words[c].lemma in slot.nouns]
        return verbs or None
    return subjects or None


def _is_indicative(sentence: Sentence, clause: int) -> bool:
    """ "Insisted that Iraq is no threat" states it; "insisted that Iraq leave" asks for it."""
    words = sentence.words
    helpers = [words[i] for i in below(sentence, clause, "aux", "auxpass")]
    asked = any(w.tag == "MD" for w in helpers)
    return not asked and (words[clause].tag in ("VBZ", "VBD") or any(w.tag in ("VBZ", "VBD") for w in helpers))


def _is_circumstance(sentence: Sentence, clause: int) -> bool:
    """ "Threatened force if ...", "when ...": when something was said, not what."""
    if sentence.words[clause].dep != "advcl":
        return False
    return not any(sentence.words[m].text.lower() == THAT for m in below(sentence, clause, "mark"))
