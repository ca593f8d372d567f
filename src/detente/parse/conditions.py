"""Clauses that suppose, foresee or ask: "if", "in case", "once it signs", "had they asked", "release them!"."""

from detente.data.cues_cards import FactualityCues
from detente.parse.tree import below
from detente.records import Factuality, Reason, Sentence

FIRST_WORDS = 2
QUESTION_WORDS = frozenset("who whom whose what which why how when where".split())
# Words that make what comes after them a condition; the parser has no one way to hang them.
SUPPOSING = tuple(
    tuple(phrase.split())
    for phrase in (
        "in case",
        "in the event that",
        "as long as",
        "so long as",
        "provided that",
        "providing that",
        "assuming that",
        "on condition that",
        "on the condition that",
        "as if",
        "as though",
    )
)
REACH = 6
IFS = frozenset({"if", "unless"})
# "Once it ratifies": the present tense after these is still to come.
AWAITED = frozenset({"once", "until", "till"})
AWAITED_WITH_WILL = frozenset({"when", "before", "after", "as"})


def reason(sentence: Sentence, reading: Factuality, place: int) -> Reason:
    """Return a reading with the word that decides it."""
    word = sentence.words[place]
    return Reason(code=reading, value=word.text.lower(), span=word.span)


def condition(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """Return the "if" of a clause, or that of the clause that it depends on."""
    own = [i for i in below(sentence, index, "mark") if sentence.words[i].text.lower() in cues.marker]
    own = own or [m for m in _marks_above(sentence, index) if sentence.words[m].text.lower() in IFS]
    if any(sentence.words[i].text.lower() in cues.modal for i in below(sentence, index, "aux")):
        own += ifs_below(sentence, index)
    return [reason(sentence, "hypothetical", i) for i in own[:1]]


def ifs_below(sentence: Sentence, index: int) -> list[int]:
    """Return the "if" and "unless" of the clauses that hang from a verb."""
    marks = (m for clause in below(sentence, index, "advcl") for m in below(sentence, clause, "mark"))
    return [m for m in marks if sentence.words[m].text.lower() in IFS]


def _marks_above(sentence: Sentence, index: int) -> tuple[int, ...]:
    """ "If it attacks and occupies": the second verb is supposed with the first."""
    word = sentence.words[index]
    if word.dep != "conj" or below(sentence, index, "nsubj", "nsubjpass"):
        return ()
    return below(sentence, word.head, "mark")


def phrased(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """Return the condition that several words make ("in case", "as if"), where they stand shortly before the verb."""
    words = sentence.words
    first = index
    while first > 0 and index - first < REACH + 4 and words[first - 1].text != ",":
        first -= 1
    before = [w.text.lower() for w in words[first:index]]
    for phrase in SUPPOSING:
        for at in range(max(0, len(before) - REACH - len(phrase)), len(before) - len(phrase) + 1):
            if tuple(before[at : at + len(phrase)]) == phrase:
                return [reason(sentence, "hypothetical", first + at)]
    if first == 0 and before[:1] == ["were"] and words[index - 1].text.lower() == "to":
        return [reason(sentence, "hypothetical", 0)]
    better = [i for i in below(sentence, index, "advmod") if words[i].text.lower() == "better"]
    return [reason(sentence, "hypothetical", i) for i in better if words[i - 1].text.lower() in ("had", "'d")]


def foreseen(sentence: Sentence, index: int) -> list[Reason]:
    """ "Once the senate approves it": a present that is still to come."""
    word = sentence.words[index]
    if word.dep != "advcl" or word.tag not in ("VBZ", "VBP"):
        return []
    will = {sentence.words[i].text.lower() for i in below(sentence, word.head, "aux")} & {"will", "shall", "'ll"}
    for i in below(sentence, index, "mark", "advmod"):
        said = sentence.words[i].text.lower()
        if said in AWAITED or will and said in AWAITED_WITH_WILL:
            return [reason(sentence, "future", i)]
    return []


def unreal(sentence: Sentence, index: int) -> list[Reason]:
    """ "Had they asked", "Release them!", "Let us unite", "Will they pay?": word order that tells of no deed."""
    word = sentence.words[index]
    subjects = below(sentence, index, "nsubj", "nsubjpass")
    helpers = below(sentence, index, "aux", "auxpass")
    before = word.dep == "advcl" and subjects and helpers and helpers[0] < subjects[0]
    if before and sentence.words[helpers[0]].text.lower() in ("had", "should", "were"):
        return [reason(sentence, "hypothetical", helpers[0])]
    if sentence.words[word.head].lemma == "let" and {sentence.words[i].text.lower() for i in subjects} & {"us", "'s"}:
        return [reason(sentence, "hypothetical", word.head)]
    if word.tag == "VB" and word.dep in ("ROOT", "ccomp") and not subjects and not helpers and index <= FIRST_WORDS:
        return [reason(sentence, "hypothetical", index)] if not below(sentence, index, "mark") else []
    asked = word.dep == "ROOT" and sentence.words[-1].text == "?"
    inside = {sentence.words[i].text.lower() for i in sentence.subtree(index) if i < index}
    if asked and subjects and inside.isdisjoint(QUESTION_WORDS):
        return [reason(sentence, "hypothetical", len(sentence.words) - 1)]
    return []
