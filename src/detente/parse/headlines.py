"""Headlines whose verb the parser takes for a noun ("Kenya and Uganda sign treaty"): which word to read as a verb.

English headlines stand in the present, and the parser's training text has few of them; in the past the same verb is
hardly ever mistaken. What is read again is one word in its past form, in a sentence without a verb, where number and
the next word allow a verb at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN", "MD"})
ASIDE = frozenset({"relcl", "amod", "compound", "advcl", "pcomp"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NOMINAL = NOUNS | {"VB", "JJ"}
PLURAL = frozenset({"NNS", "NNPS"})
JOINING = frozenset({"and", ",", "&"})
# "Iran attacks in": after these a form with -s is a noun, after the last any form.
NOUN_BEFORE = frozenset({"IN", "TO"})
CLOSING = frozenset({".", ":", "CC", ",", "POS", "''", "-RRB-"})
VOWELS = frozenset("aeiou")
DOUBLED = ("pel", "mit", "fer", "cur", "bel")
HELPERS = frozenset({"be", "do", "have", "go", "say"})
MOST_TRIES = 2


@dataclass(frozen=True, slots=True)
class HeadlineVerb:
    """A verb's form in a headline: its lemma and past, whether it ends in -s, whether it names an event as a noun."""

    lemma: str
    past: str
    singular: bool
    noun: bool


Verbs = Mapping[str, HeadlineVerb]


def headline_verbs(lemmas: Iterable[str], irregular: Mapping[str, str], *, nouns: Iterable[str]) -> Verbs:
    """Return the forms that verbs take in headlines, base and third person, with what to read them as.

    Args:
        lemmas: verbs in their base form.
        irregular: irregular forms by lemma, the past first, blanks between.
        nouns: lemmas that are nouns of events too ("attack"): they need a name right after them to be verbs.
    """
    known = frozenset(nouns)
    found: dict[str, HeadlineVerb] = {}
    for lemma in sorted(set(lemmas) - HELPERS):
        if lemma.isalpha():
            past = past_of(lemma, irregular)
            found.setdefault(lemma, HeadlineVerb(lemma, past, False, lemma in known))
            found[third_person(lemma)] = HeadlineVerb(lemma, past, True, lemma in known)
    return found


def past_of(lemma: str, irregular: Mapping[str, str]) -> str:
    """Return the past form of a verb."""
    if forms := irregular.get(lemma, "").split():
        return forms[0]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return f"{lemma[:-1]}ied"
    short = sum(letter in VOWELS for letter in lemma) == 1 and lemma[-1] not in VOWELS | set("wxy")
    doubled = lemma.endswith(DOUBLED) or short and len(lemma) > 2 and lemma[-2] in VOWELS
    return f"{lemma}{lemma[-1]}ed" if doubled else f"{lemma}ed"


def third_person(lemma: str) -> str:
    """Return the form with -s of a verb."""
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"


def verbs_to_try(doc: "Doc", verbs: Verbs, names: Iterable[Span]) -> list[tuple[int, HeadlineVerb]]:
    """Return the words of a sentence without a verb that may be its verb, the first ones.

    Args:
        doc: the parsed sentence.
        verbs: forms of verbs; see ``headline_verbs``.
        names: where names stand in the sentence's own text; asked only of a sentence without a verb.
    """
    if any(_is_its_verb(token) for token in doc):
        return []
    starts = {name.start for name in names}
    return list(_candidates(doc, verbs, starts))[:MOST_TRIES]


def _is_its_verb(token: "Token") -> bool:
    return token.pos_ in ("VERB", "AUX") and token.tag_ in FINITE and token.dep_ not in ASIDE


def _candidates(doc: "Doc", verbs: Verbs, starts: set[int]) -> Iterator[tuple[int, HeadlineVerb]]:
    for token in doc[1:-1]:
        verb = verbs.get(token.text)
        if verb is None or token.tag_ not in NOMINAL or verb.past == token.text:
            continue
        before, after = doc[token.i - 1], doc[token.i + 1]
        if before.tag_ in NOUNS and _agrees(doc, token, verb) and _goes_on(after, verb, starts):
            yield token.i, verb


def _agrees(doc: "Doc", token: "Token", verb: HeadlineVerb) -> bool:
    """ "Turkey jails", "troops attack", "Kenya and Uganda sign", but not "the US attack"."""
    many = doc[token.i - 1].tag_ in PLURAL or any(t.text in JOINING for t in doc[: token.i])
    return many != verb.singular


def _goes_on(after: "Token", verb: HeadlineVerb, starts: set[int]) -> bool:
    if after.tag_ in CLOSING:
        return False
    if verb.noun:
        return after.idx in starts
    return not (verb.singular and after.tag_ in NOUN_BEFORE)


def is_better(doc: "Doc", place: int) -> bool:
    """Return whether a sentence read again has its verb and subject where they were looked for."""
    token = doc[place]
    has_subject = any(child.dep_ == "nsubj" and child.i < place for child in token.children)
    return token.pos_ == "VERB" and token.dep_ == "ROOT" and has_subject
