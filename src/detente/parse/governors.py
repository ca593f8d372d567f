"""What the word above a clause does to it: plans, wants, prevents, doubts or takes it back, its own mood included."""

from collections.abc import Mapping

from detente.data.cues_cards import FactualityCues
from detente.parse.conditions import condition, reason
from detente.parse.own_mood import modal, negation
from detente.parse.tree import FINITE, below, is_infinitive
from detente.records import Factuality, Reason, Sentence

GOVERNED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "csubj", "advcl"})
NOMINAL_GOVERNED = frozenset({"dobj", "pobj", "nsubjpass", "attr", "oprd"})
# "Told them to leave" orders, "told them that they had left" reports.
SAYS_WHEN_FINITE = frozenset({"tell", "insist", "advise", "warn", "forget", "fear"})
# "Is believed to have fled": nobody stands for it.
HEARSAY = frozenset("allege presume rumor rumour believe think assume say report understand suppose".split())
# "Is accused of": nobody says who accuses.
BLAME = frozenset({"accuse", "charge", "suspect"})
# Phrases of time, place and circumstance: what the verb does to its complements does not reach them.
CIRCUMSTANCE = frozenset(
    "after amid as at before because by despite during following in on over since through throughout under until upon"
    " when while within".split()
)
BESIDE = frozenset({"despite", "after", "before", "since", "during", "while"})
# These leave what they govern as it is even where they are negated: what one does not regret, one did.
TRANSPARENT_WHEN_NEGATED = frozenset({"know", "say", "mind", "regret", "realise", "realize", "hide", "condemn"})
# Verb and preposition that together undo what comes after them.
UNDOING = frozenset(
    {
        ("keep", "from"),
        ("discourage", "from"),
        ("restrain", "from"),
        ("save", "from"),
        ("hold", "from"),
        ("back", "out of"),
        ("talk", "out of"),
        ("decide", "against"),
        ("vote", "against"),
        ("clear", "of"),
        ("absolve", "of"),
        ("acquit", "of"),
        ("shy", "from"),
    }
)
# Verb and particle of one meaning of their own.
PARTICLES: Mapping[tuple[str, str], Factuality] = {
    ("call", "off"): "negated",
    ("put", "off"): "negated",
    ("turn", "down"): "negated",
    ("give", "up"): "negated",
    ("rule", "out"): "negated",
}
# Not to do these leaves it open.
LEFT_OPEN = frozenset({"rule", "exclude", "preclude"})
UNTRUE = frozenset({"false", "untrue", "baseless", "unfounded", "groundless", "wrong", "fabricated"})
CLEAR = frozenset({"clear", "known", "certain"})


def from_above(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    """Return what the governor does to the clause below it, its own mood included."""
    word = sentence.words[place]
    head = sentence.words[word.head]
    if word.dep in ("pcomp", "pobj") and head.pos in ("ADP", "SCONJ"):
        return _from_preposition(sentence, place, cues)
    if word.dep not in GOVERNED | NOMINAL_GOVERNED | {"relcl"}:
        return []
    if word.dep == "advcl" and not is_infinitive(sentence, place):
        return []
    if head.pos in ("NOUN", "PROPN"):
        return _noun_above(sentence, place, cues)
    if word.dep == "relcl":
        return []
    # A purpose stands beside its verb: "blocked the road to protest" does not say that nobody protested.
    wished = any(sentence.words[i].text.lower() == "for" for i in below(sentence, place, "mark"))
    reading = _governor(sentence, place, cues) if word.dep != "advcl" or wished else None
    moods = _mood_of_governor(sentence, head.index, cues)
    if reading == "negated" and head.lemma in LEFT_OPEN and any(r.code == "negated" for r in moods):
        return [reason(sentence, "hypothetical", head.index)]
    return ([reason(sentence, reading, head.index)] if reading not in (None, "asserted") else []) + moods


def _governor(sentence: Sentence, place: int, cues: FactualityCues) -> Factuality | None:
    """Return what the word above does to a clause, by its lemma and by the form of the clause."""
    word, head = sentence.words[place], sentence.words[sentence.words[place].head]
    if head.lemma in SAYS_WHEN_FINITE and _is_finite(sentence, place):
        return "hypothetical" if head.lemma == "fear" else None
    if head.lemma == "allege" or head.lemma in HEARSAY and _is_hearsay(sentence, place):
        return "hypothetical"
    for i in below(sentence, head.index, "prt"):
        particle = PARTICLES.get((head.lemma, sentence.words[i].text.lower()))
        if particle is not None:
            return particle
    if head.lemma == "drop" and cues.noun_governor.get(word.lemma) in ("future", "hypothetical"):
        return "negated"
    if head.lemma == "be" and word.dep == "ccomp":
        return _judged(sentence, head.index, cues)
    if head.lemma == "able" and sentence.words[head.head].tag == "VBD":
        return None  # "was able to retake": did so
    if head.pos == "ADJ" and head.lemma in cues.adjective:
        return cues.adjective[head.lemma]
    if head.pos == "ADJ" and any(
        sentence.words[i].text.lower() == "too" for i in below(sentence, head.index, "advmod")
    ):
        return "negated"
    return cues.governor.get(head.lemma)


def _is_hearsay(sentence: Sentence, place: int) -> bool:
    """ "Is believed to have fled", "a man thought to be hiding"."""
    head = sentence.words[sentence.words[place].head]
    to = is_infinitive(sentence, place)
    passive = below(sentence, head.index, "auxpass") or head.tag in ("VBN", "VBD")
    return sentence.words[place].dep == "xcomp" and to and bool(passive) and not below(sentence, head.index, "dobj")


def _judged(sentence: Sentence, verb: int, cues: FactualityCues) -> Factuality | None:
    """ "It is unlikely that they come", "there is a risk that": the judgement stands beside the clause."""
    judged = [cues.governor.get(sentence.words[i].lemma) for i in below(sentence, verb, "acomp")]
    judged += [cues.noun_governor.get(sentence.words[i].lemma) for i in below(sentence, verb, "attr")]
    return next((reading for reading in judged if reading is not None), None)


def _is_finite(sentence: Sentence, place: int) -> bool:
    helpers = (sentence.words[i].tag for i in below(sentence, place, "aux", "auxpass"))
    return sentence.words[place].tag in FINITE or any(tag in FINITE or tag == "MD" for tag in helpers)


def _from_preposition(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    prep = sentence.words[sentence.words[place].head]
    above = sentence.words[prep.head]
    name = (
        prep.text.lower() if above.pos not in ("ADP", "ADV", "SCONJ") else f"{above.text.lower()} {prep.text.lower()}"
    )
    before = sentence.words[max(0, prep.index - 1)].text.lower()
    if {name, f"{before} {prep.text.lower()}"} & (cues.negated_preposition - {"against"}):
        return [reason(sentence, "negated", prep.index)]
    clausal = sentence.words[place].dep == "pcomp"
    if clausal and _is_undone(sentence, above.index, name, prep.text.lower()):
        return [reason(sentence, "negated", prep.index)]
    if above.pos in ("VERB", "AUX") and prep.text.lower() in CIRCUMSTANCE and not clausal:
        return []
    if prep.text.lower() in BESIDE:
        return []
    if clausal and (above.lemma, prep.text.lower()) in (("be", "for"), ("aim", "at")):
        return [reason(sentence, "hypothetical", above.index)]
    reading = _preposition_reading(sentence, above.index, cues, clausal=clausal)
    return [reason(sentence, reading, above.index)] if reading not in (None, "asserted") else []


def _preposition_reading(sentence: Sentence, above: int, cues: FactualityCues, *, clausal: bool) -> Factuality | None:
    word = sentence.words[above]
    if word.pos in ("NOUN", "PROPN"):
        reading = cues.noun_governor.get(word.lemma)
        return "hypothetical" if reading is None and clausal and word.lemma in cues.purpose else reading
    if word.pos == "ADJ":
        return cues.adjective.get(word.lemma, cues.governor.get(word.lemma))
    blamed = (
        clausal and word.lemma in BLAME and below(sentence, above, "auxpass") and not below(sentence, above, "agent")
    )
    return "hypothetical" if blamed else cues.governor.get(word.lemma)


def _is_undone(sentence: Sentence, above: int, name: str, prep: str) -> bool:
    """ "Kept them from entering", "backed out of hosting", "cleared the officers of ordering"."""
    word = sentence.words[above]
    verb = sentence.words[word.head] if word.pos in ("NOUN", "PROPN", "PRON", "ADP", "ADV", "SCONJ") else word
    return (verb.lemma, prep) in UNDOING or (verb.lemma, name) in UNDOING or name == "far from"


def _noun_above(sentence: Sentence, place: int, cues: FactualityCues) -> list[Reason]:
    word = sentence.words[place]
    noun = sentence.words[word.head]
    marks = {sentence.words[i].text.lower() for i in below(sentence, place, "mark")}
    if word.dep == "relcl" and "that" not in marks or word.dep not in ("acl", "relcl", "ccomp"):
        return []
    if _is_untrue(sentence, noun.index):
        return [reason(sentence, "negated", noun.index)]
    reading = cues.noun_governor.get(noun.lemma)
    ranked = any(sentence.words[i].lemma in ("first", "last", "only") for i in below(sentence, noun.index, "amod"))
    if reading is None and not ranked and is_infinitive(sentence, place):
        reading = "hypothetical"  # "on standby to open fire": an infinitive after a noun tells no deed
    return [reason(sentence, reading, word.head)] if reading not in (None, "asserted") else []


def _is_untrue(sentence: Sentence, noun: int) -> bool:
    """ "The claim that they fled is false", "false reports that they fled"."""
    word = sentence.words[noun]
    said = [*below(sentence, noun, "amod")]
    if word.dep == "nsubj" and sentence.words[word.head].lemma == "be":
        said += below(sentence, word.head, "acomp")
    return any(sentence.words[i].lemma in UNTRUE for i in said)


def _mood_of_governor(sentence: Sentence, governor: int, cues: FactualityCues) -> list[Reason]:
    if sentence.words[governor].lemma in TRANSPARENT_WHEN_NEGATED or _is_unclear(sentence, governor):
        return []
    return (
        negation(sentence, governor, cues, own=False)
        + modal(sentence, governor, cues)
        + condition(sentence, governor, cues)
    )


def _is_unclear(sentence: Sentence, governor: int) -> bool:
    """ "It is not clear who fired": that somebody did is taken for granted."""
    judged = [i for i in below(sentence, governor, "acomp") if sentence.words[i].lemma in CLEAR]
    return sentence.words[governor].lemma == "be" and bool(judged)
