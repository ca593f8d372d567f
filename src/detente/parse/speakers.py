"""Cue -> speaker and outlet: the subject, the agent of a passive, whoever a relaying outlet quotes."""

from collections.abc import Iterator

from detente.data.cues_cards import SpeechCues
from detente.parse.clauses import surface_subjects, voice_of
from detente.parse.tree import FINITE, ancestors, below, prepositional
from detente.records import Sentence

BEFORE_INVERSION = frozenset({",", '"', "”", "’", "»", "?", "!", "'"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# A verb's noun to its right, under whatever label the parser has for a subject that it did not expect there.
INVERTED = ("nsubj", "dobj", "npadvmod", "dep", "attr", "oprd", "appos")


def speaker_and_outlet(sentence: Sentence, verb: int, cues: SpeechCues) -> tuple[int | None, int | None]:
    """Return the heads of the speaker phrase and of the outlet that relays it, None where there is none."""
    cited = _cited(sentence, verb, cues)
    word = sentence.words[verb]
    if cited is None and word.lemma in cues.relay and word.tag == "VBG" and word.dep == "advcl":
        # "..., quoting the coastguard": its object speaks.
        cited = next(iter(below(sentence, verb, "dobj")), None)
    if cited is not None:
        subjects = surface_subjects(sentence, verb)
        return cited, subjects[0] if subjects else None
    relayed, outlet = _relayed(sentence, verb, cues)
    if relayed is not None:
        return relayed, outlet
    inverted = _inverted_subject(sentence, verb)
    if inverted is not None:
        return inverted, None
    if voice_of(sentence, verb) == "passive":
        return next((h for prep, h in prepositional(sentence, verb) if prep == "by"), None), None
    subjects = surface_subjects(sentence, verb)
    return (subjects[0] if subjects else None), None


def _cited(sentence: Sentence, verb: int, cues: SpeechCues) -> int | None:
    """ "Reuters reported, citing two officials, that ...": the officials speak, Reuters relays them."""
    for clause in below(sentence, verb, "advcl"):
        word = sentence.words[clause]
        if word.tag == "VBG" and word.lemma in cues.relay and not below(sentence, clause, "ccomp", "xcomp"):
            return next(iter(below(sentence, clause, "dobj")), None)
    return None


def _relayed(sentence: Sentence, verb: int, cues: SpeechCues) -> tuple[int | None, int | None]:
    """ "Quoted the minister as saying", "was quoted by Tasnim as saying": the object speaks, the outlet relays."""
    for place in _above_verbs(sentence, verb):
        if sentence.words[place].lemma not in cues.relay:
            continue
        objects = below(sentence, place, "dobj")
        if objects:
            return objects[0], next(iter(below(sentence, place, "nsubj")), None)
        passive = below(sentence, place, "nsubjpass")
        if passive:
            return passive[0], next((h for prep, h in prepositional(sentence, place) if prep == "by"), None)
    return None, None


def _above_verbs(sentence: Sentence, verb: int) -> Iterator[int]:
    for head in ancestors(sentence, verb):
        if sentence.words[head].pos not in ("VERB", "AUX", "ADP", "SCONJ", "NOUN", "PROPN"):
            return
        yield head


def _inverted_subject(sentence: Sentence, verb: int) -> int | None:
    """ "..., says the opposition": after a comma or a closing mark the noun behind the cue speaks."""
    word = sentence.words[verb]
    if verb == 0 or sentence.words[verb - 1].text not in BEFORE_INVERSION or word.tag not in FINITE:
        return None
    right = [i for i in below(sentence, verb, *INVERTED) if i > verb and sentence.words[i].pos in NOMINAL]
    for place in right:
        # Nothing but the words of its own phrase may stand between.
        if set(range(verb + 1, place)) <= set(sentence.subtree(place)):
            return place
    return None
