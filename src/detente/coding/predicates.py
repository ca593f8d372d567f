"""What a clause's predicate answers to: its lemmas, alone and compound, and the light verb that it hangs from."""

from collections.abc import Iterator
from dataclasses import replace

from detente.coding.framebook import FrameBook
from detente.parse.tree import below, first_conjunct, prepositional
from detente.records import Clause, Sentence

LIGHT_PHRASES = frozenset(
    tuple(phrase.split())
    for phrase in (
        "engage in",
        "participate in",
        "embark on",
        "come under",
        "proceed with",
        "go on",
        "meet for",
        "take in",
        "enter into",
        "agree on",
        "press with",
        "push with",
        "carry out",
        "respond with",
        "retaliate with",
    )
)


def readings(clause: Clause) -> Iterator[tuple[Clause, tuple[str, ...]]]:
    """Yield the clause with the lemmas that it may call frames by, the surest reading first.

    A passive participle is read as an adjective too: "was appalled by", "is opposed to" say how somebody feels.
    """
    sentence, index = clause.sentence, clause.predicate
    if clause.kind == "noun":
        yield clause, noun_names(sentence, index)
        return
    if clause.kind == "verb" and clause.voice == "passive":
        yield replace(clause, kind="adjective", agents=(), patients=()), (sentence.words[index].text.lower(),)
    yield clause, verb_names(sentence, index) if clause.kind == "verb" else (clause.lemma,)


def noun_names(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the lemmas that a noun answers to: with its compound ("hunger-strike") and alone."""
    lemma = sentence.words[index].lemma
    before = [sentence.words[i].lemma for i in below(sentence, index, "compound", "amod", "nmod")]
    chain = [f"{modifier}-{lemma}" for modifier in reversed(before)]
    if len(before) > 1:
        chain.insert(0, "-".join([*before[-2:], lemma]))
    tail = [f"{lemma}-of-{sentence.words[h].lemma}" for prep, h in prepositional(sentence, index) if prep == "of"]
    return (*tail, *chain, lemma)


def verb_names(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the lemmas that a verb answers to: with what is hyphened on before it ("test-fired") and alone."""
    lemma = sentence.words[index].lemma
    if index < 2 or sentence.words[index - 1].text != "-" or sentence.words[index - 2].head != index:
        return (lemma,)
    return (f"{sentence.words[index - 2].text.lower()}-{lemma}", lemma)


def light_carrier(clause: Clause, book: FrameBook) -> int | None:
    """Return the light verb that an event noun hangs from ("held talks"), if it hangs from one."""
    if clause.kind == "adjective":
        return copula(clause.sentence, clause.predicate)
    if clause.kind != "noun":
        return None
    sentence, word = clause.sentence, clause.sentence.words[clause.predicate]
    head = sentence.words[word.head]
    if word.dep == "conj":
        return _carrier_of(sentence, first_conjunct(sentence, clause.predicate), book)
    if word.dep == "pobj" and sentence.words[head.head].pos == "VERB":
        verb = sentence.words[head.head]
        known = (verb.lemma, head.text.lower()) in LIGHT_PHRASES
        return verb.index if known else None
    return _carrier_of(sentence, clause.predicate, book)


def copula(sentence: Sentence, index: int) -> int | None:
    """Return the verb that an adjective is said with ("was furious at"): phrases hang from either."""
    word = sentence.words[index]
    if word.pos == "VERB":
        return index
    return word.head if word.dep in ("acomp", "attr", "oprd", "xcomp", "ccomp") and word.head != index else None


def _carrier_of(sentence: Sentence, index: int, book: FrameBook) -> int | None:
    word = sentence.words[index]
    head = sentence.words[word.head]
    light = book.light
    if word.dep in ("dobj", "nsubjpass") and head.lemma in light.does | light.undergoes:
        return head.index
    if word.dep == "nsubj" and head.lemma in light.happens:
        return head.index
    return None
