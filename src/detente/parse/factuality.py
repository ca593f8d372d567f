"""How sure a clause is: asserted, future, hypothetical or negated, and the words that decide it.

A clause's own words come first (negation, modal, "to" in a headline, "if"), then those of each clause that
governs it, outwards, as in the nesting of FactBank (Saurí & Pustejovsky 2009). ``historical`` is decided
later, from dates.
"""

from collections.abc import Iterator

from detente.data.cues_cards import FactualityCues
from detente.parse.tree import below
from detente.records import Factuality, FactualityMark, Reason, Sentence

RANK: dict[Factuality, int] = {"asserted": 0, "historical": 0, "future": 1, "hypothetical": 2, "negated": 3}
GOVERNED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "csubj", "advcl"})
NOMINAL_GOVERNED = frozenset({"dobj", "pobj", "nsubjpass", "attr", "oprd"})
DEEPEST = 6
# "Told them to leave" orders, "told them that they had left" reports.
SAYS_WHEN_FINITE = frozenset({"tell", "insist", "advise", "warn"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
# An infinitive after these is what happened next, not what was meant to.
PURPOSELESS = frozenset({"proceed", "go", "manage", "continue", "begin", "start", "return"})
# "May not obey" leaves it open; "could not obey" does not.
OPEN_WHEN_NEGATED = frozenset({"may", "might", "should", "must", "ought", "need"})
NOBODY = frozenset({"none", "nobody", "nothing"})
# "Is alleged to have fled": nobody stands for it. What is said or believed is attribution's business.
HEARSAY = frozenset({"allege", "presume", "rumor", "rumour"})
# Phrases of time, place and circumstance: what the verb does to its complements does not reach them.
CIRCUMSTANCE = frozenset(
    "after amid as at before because by despite during following in on over since through throughout under until upon"
    " when while within".split()
)
FIRST_WORDS = 2
QUESTION_WORDS = frozenset("who whom whose what which why how when where".split())
# These leave what they govern as it is even where they are negated: what one does not regret, one did.
TRANSPARENT_WHEN_NEGATED = frozenset({"know", "say", "mind", "regret", "realise", "realize", "hide"})


def mark_factuality(sentence: Sentence, index: int, cues: FactualityCues) -> FactualityMark:
    """Return the reading of the clause headed by a word, with its reasons, nearest words first."""
    reasons = _own(sentence, index, cues)
    place = _chain_start(sentence, index)
    if place != index:
        # "Would enter and destroy": the modal before the first verb holds for both.
        reasons += _modal(sentence, place, cues) + _infinitive(sentence, place)
    for _ in range(DEEPEST):
        place = _chain_start(sentence, place)
        word = sentence.words[place]
        if word.head == place:
            break
        reasons += _from_above(sentence, place, cues)
        if word.dep not in GOVERNED | {"prep", "agent"} and word.dep not in NOMINAL_GOVERNED:
            break
        place = word.head
    # "Reached no agreement": one "no" negates noun and verb, and counts once.
    reasons = list({r.span: r for r in reversed(reasons)}.values())[::-1]
    return FactualityMark(_combine(reasons), tuple(reasons))


def _chain_start(sentence: Sentence, place: int) -> int:
    """Return the first verb of a coordination: "plans to enter and destroy" governs both."""
    word = sentence.words[place]
    while word.dep == "conj" and word.head != place and not below(sentence, place, "nsubj", "nsubjpass", "aux"):
        place, word = word.head, sentence.words[word.head]
    return place


def _combine(reasons: list[Reason]) -> Factuality:
    readings: list[Factuality] = [r.code for r in reasons]  # type: ignore[misc]
    negations = readings.count("negated")
    if negations and negations % 2 == 0:
        # "Did not fail to", "denied refusing": two negations leave an assertion.
        readings = [r for r in readings if r != "negated"]
    return max(readings, key=RANK.__getitem__, default="asserted")


def _own(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    return [
        *_negation(sentence, index, cues),
        *_modal(sentence, index, cues),
        *_infinitive(sentence, index),
        *_adverb(sentence, index, cues),
        *_condition(sentence, index, cues),
        *_unreal(sentence, index),
    ]


def _unreal(sentence: Sentence, index: int) -> list[Reason]:
    """ "Had they asked", "Release them!", "Will they pay?": word order that tells of nothing that took place."""
    word = sentence.words[index]
    subjects = below(sentence, index, "nsubj", "nsubjpass")
    helpers = below(sentence, index, "aux", "auxpass")
    before = word.dep == "advcl" and subjects and helpers and helpers[0] < subjects[0]
    if before and sentence.words[helpers[0]].text.lower() in ("had", "should", "were"):
        return [_reason(sentence, "hypothetical", helpers[0])]
    if word.tag == "VB" and word.dep in ("ROOT", "ccomp") and not subjects and not helpers and index <= FIRST_WORDS:
        return [_reason(sentence, "hypothetical", index)] if not below(sentence, index, "mark") else []
    asked = word.dep == "ROOT" and sentence.words[-1].text == "?"
    inside = {sentence.words[i].text.lower() for i in sentence.subtree(index) if i < index}
    if asked and subjects and inside.isdisjoint(QUESTION_WORDS):
        return [_reason(sentence, "hypothetical", len(sentence.words) - 1)]
    return []


def _reason(sentence: Sentence, reading: Factuality, place: int) -> Reason:
    word = sentence.words[place]
    return Reason(code=reading, value=word.text.lower(), span=word.span)


def _negation(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    if any(sentence.words[i].text.lower() in OPEN_WHEN_NEGATED for i in below(sentence, index, "aux")):
        return []
    near = [*below(sentence, index, "neg", "cc", "preconj"), *_no_longer(sentence, index), *_nor(sentence, index)]
    words = cues.negation | NOBODY
    found = [i for i in near if sentence.words[i].text.lower() in words and _negates(sentence, index, i)]
    found += [i for i in below(sentence, sentence.words[index].head, "advmod") if _is_yet_to(sentence, index, i)]
    found += [
        i
        for noun in below(sentence, index, "nsubj", "dobj", "nsubjpass", "attr")
        for i in below(sentence, noun, "det")
        if sentence.words[i].text.lower() in ("no", "neither")
    ]
    if sentence.words[index].pos in ("NOUN", "PROPN"):
        found += [i for i in below(sentence, index, "det") if sentence.words[i].text.lower() in ("no", "neither")]
    return [_reason(sentence, "negated", i) for i in found[:1]]


def _nor(sentence: Sentence, index: int) -> Iterator[int]:
    """ "Neither confirmed nor denied": the "nor" hangs from the first verb; "none escaped": nobody did."""
    word = sentence.words[index]
    if word.dep == "conj":
        for i in below(sentence, word.head, "cc"):
            if sentence.words[i].text.lower() == "nor" and word.head < i < index:
                yield i
    yield from (i for i in below(sentence, index, "nsubj", "nsubjpass") if sentence.words[i].text.lower() in NOBODY)


def _no_longer(sentence: Sentence, index: int) -> Iterator[int]:
    """ "No longer shells": the parser hangs "no" from "longer"."""
    for adverb in below(sentence, index, "advmod"):
        if sentence.words[adverb].text.lower() == "longer":
            yield from below(sentence, adverb, "neg", "det", "advmod")


def _negates(sentence: Sentence, index: int, place: int) -> bool:
    """ "Nor did it reply" negates the verb after it, a "nor" after a verb does not; "not only" negates nothing."""
    after = sentence.words[place + 1].text.lower() if place + 1 < len(sentence.words) else ""
    if sentence.words[place].dep in ("cc", "preconj"):
        return place < index and sentence.words[place].text.lower() in ("nor", "neither")
    return after != "only"


def _is_yet_to(sentence: Sentence, index: int, adverb: int) -> bool:
    """ "Has yet to reply", "is yet to sign": not so far."""
    word = sentence.words[index]
    return word.dep == "xcomp" and sentence.words[adverb].text.lower() == "yet" and adverb < index


def _modal(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    for i in below(sentence, index, "aux"):
        reading = cues.modal.get(sentence.words[i].text.lower())
        if reading is None:
            continue
        if reading == "hypothetical" and _future_in_the_past(sentence, index, i):
            reading = "future"
        return [_reason(sentence, reading, i)]
    return []


def _future_in_the_past(sentence: Sentence, index: int, modal: int) -> bool:
    """ "Said it would send troops": after a past verb of speech, would is will."""
    word = sentence.words[index]
    if sentence.words[modal].text.lower() not in ("would", "'d") or word.dep not in ("ccomp", "xcomp"):
        return False
    conditional = any(
        sentence.words[m].text.lower() in ("if", "unless")
        for c in below(sentence, index, "advcl")
        for m in below(sentence, c, "mark")
    )
    return sentence.words[word.head].tag in ("VBD", "VBN", "VBP", "VBZ") and not conditional


def _infinitive(sentence: Sentence, index: int) -> list[Reason]:
    """An infinitive with nothing above it is a headline's future; after "is" it is an arrangement."""
    word = sentence.words[index]
    marks = [i for i in below(sentence, index, "aux") if sentence.words[i].text.lower() == "to"]
    if not marks:
        return []
    head = sentence.words[word.head]
    if word.dep == "xcomp" and head.text.lower() == "going":
        return [_reason(sentence, "future", head.index)]
    if word.dep == "ROOT" or (word.dep == "xcomp" and head.lemma == "be"):
        return [_reason(sentence, "future", marks[0])]
    if word.dep in ("relcl", "advcl") and head.pos in ("NOUN", "PROPN", "VERB") and head.lemma not in PURPOSELESS:
        return [_reason(sentence, "future", marks[0])]
    return []


def _adverb(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    for i in below(sentence, index, "advmod"):
        reading = cues.adverb.get(sentence.words[i].lemma)
        if reading is not None:
            return [_reason(sentence, reading, i)]
    return []


def _condition(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """The clause after "if", and the clause that the "if" clause makes depend on it."""
    own = [i for i in below(sentence, index, "mark") if sentence.words[i].text.lower() in cues.marker]
    modal = [i for i in below(sentence, index, "aux") if sentence.words[i].text.lower() in cues.modal]
    if modal:
        own += [
            m
            for clause in below(sentence, index, "advcl")
            for m in below(sentence, clause, "mark")
            if sentence.words[m].text.lower() in ("if", "unless")
        ]
    return [_reason(sentence, "hypothetical", i) for i in own[:1]]


def _from_above(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    """Return what the governor does to the clause below it, its own mood included."""
    word = sentence.words[place]
    head = sentence.words[word.head]
    if word.dep in ("pcomp", "pobj") and head.pos in ("ADP", "SCONJ"):
        return _from_preposition(sentence, place, cues)
    if word.dep not in GOVERNED | NOMINAL_GOVERNED:
        return []
    if word.dep == "advcl" and not _is_purpose(sentence, place):
        return []
    if head.pos in ("NOUN", "PROPN"):
        return _noun_above(sentence, place, cues)
    # A purpose stands beside its verb: "blocked the road to protest" does not say that nobody protested.
    reading = _governor(sentence, place, cues) if word.dep != "advcl" else None
    reasons = [_reason(sentence, reading, head.index)] if reading not in (None, "asserted") else []
    return reasons + _mood_of_governor(sentence, head.index, cues)


def _governor(sentence: Sentence, place: int, cues: FactualityCues) -> Factuality | None:
    """Return what the word above does to a clause, by its lemma and by the form of the clause."""
    word, head = sentence.words[place], sentence.words[sentence.words[place].head]
    if head.lemma in SAYS_WHEN_FINITE and _is_finite(sentence, place):
        return None
    if head.lemma in HEARSAY and word.dep == "xcomp" and below(sentence, head.index, "auxpass"):
        return "hypothetical"
    if head.lemma == "be" and word.dep == "ccomp":
        # "It is unlikely that they come": the judgement stands beside the clause.
        judged = (cues.governor.get(sentence.words[i].lemma) for i in below(sentence, head.index, "acomp"))
        return next((reading for reading in judged if reading is not None), None)
    return cues.governor.get(head.lemma)


def _is_finite(sentence: Sentence, place: int) -> bool:
    helpers = (sentence.words[i].tag for i in below(sentence, place, "aux", "auxpass"))
    return sentence.words[place].tag in FINITE or any(tag in FINITE or tag == "MD" for tag in helpers)


def _is_purpose(sentence: Sentence, place: int) -> bool:
    return any(sentence.words[i].text.lower() == "to" for i in below(sentence, place, "aux"))


def _from_preposition(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    prep = sentence.words[sentence.words[place].head]
    above = sentence.words[prep.head]
    name = (
        prep.text.lower() if above.pos not in ("ADP", "ADV", "SCONJ") else f"{above.text.lower()} {prep.text.lower()}"
    )
    before = sentence.words[max(0, prep.index - 1)].text.lower()
    if {name, f"{before} {prep.text.lower()}"} & (cues.negated_preposition - {"against"}):
        return [_reason(sentence, "negated", prep.index)]
    if above.pos in ("VERB", "AUX") and prep.text.lower() in CIRCUMSTANCE and sentence.words[place].dep == "pobj":
        return []
    if prep.text.lower() in ("despite", "after", "before", "since", "during", "while"):
        return []
    table = cues.noun_governor if above.pos in ("NOUN", "PROPN") else cues.governor
    reading = table.get(above.lemma)
    if reading in (None, "asserted"):
        return []
    return [_reason(sentence, reading, above.index)]


def _noun_above(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    word = sentence.words[place]
    reading = cues.noun_governor.get(sentence.words[word.head].lemma)
    if reading is None and any(sentence.words[i].text.lower() == "to" for i in below(sentence, place, "aux")):
        reading = "hypothetical"  # "on standby to open fire": an infinitive after a noun tells no deed
    return [_reason(sentence, reading, word.head)] if reading not in (None, "asserted") and word.dep == "acl" else []


def _mood_of_governor(sentence: Sentence, governor: int, cues: FactualityCues) -> list[Reason]:
    if sentence.words[governor].lemma in TRANSPARENT_WHEN_NEGATED or _is_unclear(sentence, governor):
        return []
    return _negation(sentence, governor, cues) + _modal(sentence, governor, cues) + _condition(sentence, governor, cues)


def _is_unclear(sentence: Sentence, governor: int) -> bool:
    """ "It is not clear who fired": that somebody did is taken for granted."""
    judged = [i for i in below(sentence, governor, "acomp") if sentence.words[i].lemma in ("clear", "known", "certain")]
    return sentence.words[governor].lemma == "be" and bool(judged)
