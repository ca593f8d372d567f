"""How sure a clause is: asserted, future, hypothetical or negated, and the words that decide it.

A clause's own words come first (``own_mood``), then those of each clause that governs it (``governors``), outwards,
as in the nesting of FactBank (Saurí & Pustejovsky 2009). What is taken for granted ends the climb: "did not condemn
the attack", "may free the men arrested in May". ``historical`` is decided later, from dates.
"""

from detente.data.cues_cards import FactualityCues
from detente.parse.governors import GOVERNED, NOMINAL_GOVERNED, from_above
from detente.parse.own_mood import infinitive, modal, own_mood
from detente.parse.presupposed import is_presupposed
from detente.parse.tree import below
from detente.records import Factuality, FactualityMark, Reason, Sentence

RANK: dict[Factuality, int] = {"asserted": 0, "historical": 0, "future": 1, "hypothetical": 2, "negated": 3}
DEEPEST = 6


def mark_factuality(sentence: Sentence, index: int, cues: FactualityCues) -> FactualityMark:
    """Return the reading of the clause headed by a word, with its reasons, nearest words first."""
    reasons = own_mood(sentence, index, cues)
    place = _chain_start(sentence, index)
    if place != index:
        # "Would enter and destroy": the modal before the first verb holds for both.
        reasons += modal(sentence, place, cues) + infinitive(sentence, place)
    reasons += _bare_conjunct(sentence, index, cues)
    asked = place
    for _ in range(DEEPEST):
        place = _chain_start(sentence, place)
        word = sentence.words[place]
        if word.head == place or is_presupposed(sentence, place, cues, asked=asked):
            break
        reasons += from_above(sentence, place, cues)
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


def _bare_conjunct(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """ "Would train by using drones and hold drills": a bare verb goes with the modal, wherever the parser hangs it."""
    word = sentence.words[index]
    if word.tag != "VB" or word.dep != "conj" or sentence.words[word.head].tag == "VB":
        return []
    if below(sentence, index, "aux"):
        return []
    modals = [w for w in sentence.words[:index] if w.tag == "MD" and w.head < index]
    return modal(sentence, modals[-1].head, cues) if modals else []


def _combine(reasons: list[Reason]) -> Factuality:
    readings: list[Factuality] = [r.code for r in reasons]  # type: ignore[misc]
    negations = readings.count("negated")
    if negations and negations % 2 == 0:
        # "Did not fail to", "denied refusing": two negations leave an assertion.
        readings = [r for r in readings if r != "negated"]
    return max(readings, key=RANK.__getitem__, default="asserted")
