"""Which time and place phrases belong to a predicate: those on it, on its nouns, or on what governs it.

"Said on Tuesday that troops had entered on Sunday": Sunday is on "entered"; Tuesday is on "said", which only
tells of it. A clause of its own between the two always cuts them apart.
"""

from collections.abc import Iterator

from detente.parse.tree import below
from detente.records import Sentence

# How near an owner is: the predicate itself, a noun of it, a governor, a noun of a governor.
OWN, NOUN, GOVERNOR, GOVERNOR_NOUN = 0, 1, 2, 3
NOMINAL = ("nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd", "appos", "agent", "prep", "pobj", "conj", "npadvmod")
# Phrases after these tell of another time or place than the predicate's.
APART = frozenset(
    "after before following since despite over about because until as like unlike than against amid regarding "
    "concerning except besides including given".split()
)
# A clause below these is told, not done: its time and place are its own.
TOLD = frozenset({"ccomp", "relcl", "acl", "csubj", "parataxis", "appos", "pcomp"})
PASSED_UP = frozenset("xcomp conj dobj pobj attr nsubj nsubjpass oprd dative prep agent dep advcl".split())
# "Began shelling the town on Friday": the phase and what it is a phase of have one time.
PHASES = frozenset("begin start stop cease resume finish continue complete quit keep help manage try attempt".split())
SAME_TIME = frozenset({"when", "while", "as"})
DEEPEST = 6


def owners(sentence: Sentence, predicate: int) -> dict[int, int]:
    """Return the words whose time and place phrases are the predicate's, each with how near it is."""
    found = {predicate: OWN}
    for noun in _nouns(sentence, predicate, frozenset()):
        found.setdefault(noun, NOUN)
    for verb in below(sentence, predicate, "xcomp") if sentence.words[predicate].lemma in PHASES else ():
        for place in (verb, *_nouns(sentence, verb, frozenset(found))):
            found.setdefault(place, NOUN)
    for step, governor in enumerate(_governors(sentence, predicate)):
        found.setdefault(governor, GOVERNOR + 2 * step)
        for noun in _nouns(sentence, governor, frozenset(found)):
            found.setdefault(noun, GOVERNOR_NOUN + 2 * step)
    return found


def _nouns(sentence: Sentence, index: int, known: frozenset[int]) -> Iterator[int]:
    """Yield the nouns below a word that no verb stands between."""
    queue = [(index, 0)]
    while queue:
        place, depth = queue.pop(0)
        for child in below(sentence, place, *NOMINAL) if depth < DEEPEST else ():
            word = sentence.words[child]
            if child in known or _is_verb(sentence, child) or word.text.lower() in APART:
                continue
            if word.dep == "conj" and place == index:
                continue
            yield child
            queue.append((child, depth + 1))


def _is_verb(sentence: Sentence, index: int) -> bool:
    """Return whether a word is a verb; "a rising", "the shelling" is a noun whatever the tagger says."""
    return sentence.words[index].pos in ("VERB", "AUX") and not below(sentence, index, "det")


def _governors(sentence: Sentence, predicate: int) -> Iterator[int]:
    """Yield the words above a predicate that share its time and place, nearest first."""
    here = predicate
    for _ in range(DEEPEST):
        word = sentence.words[here]
        if word.head == here or word.dep in TOLD or word.dep not in PASSED_UP:
            return
        if word.dep == "advcl" and not _is_at_the_time(sentence, here):
            return
        head = sentence.words[word.head]
        if head.text.lower() in APART:
            return
        if head.pos != "ADP":
            yield head.index
        here = head.index


def _is_at_the_time(sentence: Sentence, index: int) -> bool:
    """Return whether an adverbial clause has its governor's time: "killing five", "when it shelled"; not "after"."""
    marks = {sentence.words[i].text.lower() for i in below(sentence, index, "mark", "advmod")}
    if marks & SAME_TIME:
        return True
    return sentence.words[index].tag == "VBG" and not below(sentence, index, "mark", "nsubj", "aux")
