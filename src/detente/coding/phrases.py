"""Where a clause's phrases stand: its own, and those that the parser hangs higher or lower than they belong."""

from collections.abc import Iterator

from detente.coding.patterns import PREPOSITIONS, Slot
from detente.parse.tree import below, prepositional
from detente.records import Clause, Sentence


def particles(clause: Clause) -> tuple[str, ...]:
    """Return the particles of a verb; the parser takes some for adverbs ("set aside", "fell back")."""
    sentence = clause.sentence
    adverbs = [sentence.words[i] for i in below(sentence, clause.predicate, "advmod")]
    loose = [w.text.lower() for w in adverbs if w.text.lower() in PREPOSITIONS and not sentence.children[w.index]]
    return tuple(p for p in (clause.particle, *loose) if p)


def phrases(clause: Clause, bound: list[int], carrier: int | None) -> Iterator[tuple[str, int]]:
    """Yield prepositional phrases in reach: the predicate's, its particle joined on, its nouns', its light verb's."""
    sentence = clause.sentence
    adverbs = below(sentence, clause.predicate, "prt", "advmod")
    for oblique in clause.obliques:
        yield oblique.preposition, oblique.head
        for adverb in adverbs:
            yield f"{sentence.words[adverb].text.lower()} {oblique.preposition}", oblique.head
    for adverb in adverbs:
        # "Fell back from": the phrase hangs from what the parser takes for an adverb.
        for preposition, head in prepositional(sentence, adverb):
            yield preposition, head
            yield f"{sentence.words[adverb].text.lower()} {preposition}", head
    for verb in wished(sentence, clause.predicate):
        yield from (("for", h) for h in below(sentence, verb, "nsubj", "nsubjpass"))
    for noun in (*bound, *(p.head for p in clause.patients)):
        yield from prepositional(sentence, noun)
        for modifier in below(sentence, noun, "amod", "acl"):
            yield from prepositional(sentence, modifier)
    if carrier is not None:
        yield from prepositional(sentence, carrier)
    if clause.kind == "noun":
        yield from _beside(clause, carrier)


def _beside(clause: Clause, carrier: int | None) -> Iterator[tuple[str, int]]:
    """ "A raid by rebels on a camp", "ceased trade with Burundi": the parser hangs the phrase elsewhere."""
    sentence, noun = clause.sentence, clause.predicate
    word = sentence.words[noun]
    for oblique in clause.obliques:
        if oblique.preposition == "by":
            yield from prepositional(sentence, oblique.head)
    if carrier is None and word.dep in ("dobj", "nsubjpass") and sentence.words[word.head].pos == "VERB":
        yield from ((prep, h) for prep, h in prepositional(sentence, word.head) if h > noun)


def wished(sentence: Sentence, verb: int) -> list[int]:
    """Return the infinitives of "called for Israel to withdraw": the parser takes "for" for a conjunction."""
    complements = below(sentence, verb, "advcl", "ccomp", "xcomp", "acl", "relcl")
    return [c for c in complements if any(sentence.words[m].text.lower() == "for" for m in below(sentence, c, "mark"))]


def after_adverb(clause: Clause, slot: Slot) -> list[int]:
    """Return the infinitives of "is about to leave", "is yet to sign"."""
    sentence = clause.sentence
    adverbs = {p.removesuffix(" to") for p in slot.prepositions if p.endswith(" to")}
    near = [
        i
        for i in below(sentence, clause.predicate, "acomp", "advmod", "prep")
        if sentence.words[i].text.lower() in adverbs
    ]
    return [i for place in (*near, *([clause.predicate] if near else [])) for i in infinitives(sentence, place)]


def infinitives(sentence: Sentence, place: int) -> list[int]:
    """Return the infinitives with "to" below a word; a finite clause ("told parliament that ...") is none."""
    below_it = below(sentence, place, "xcomp", "ccomp", "acl", "advcl", "relcl")
    return [
        i
        for i in below_it
        if any(sentence.words[a].text.lower() == "to" for a in below(sentence, i, "aux"))
        or sentence.words[i].pos not in ("VERB", "AUX")
    ]
