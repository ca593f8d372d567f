"""How sure a clause is by its own words: negation, modal, "to", adverb, adjective, and word order.

``conditions`` has the clauses after "if" and "once", ``factuality`` what governs the clause. The classes follow
FactBank (Saurí & Pustejovsky 2009).
"""

from collections.abc import Iterator

from detente.data.cues_cards import FactualityCues
from detente.parse.conditions import condition, foreseen, ifs_below, phrased, reason, unreal
from detente.parse.tree import FINITE, below, prepositional
from detente.records import Reason, Sentence

# An infinitive after these is what happened next, not what was meant to.
PURPOSELESS = frozenset({"proceed", "manage", "continue", "begin", "start", "return"})
# "May not obey" leaves it open; "could not obey" does not.
OPEN_WHEN_NEGATED = frozenset({"may", "might", "should", "must", "ought", "need"})
NOBODY = frozenset({"none", "nobody", "nothing"})
# "At no time", "under no circumstances".
NO_CASE = frozenset({"time", "point", "way", "circumstance", "account", "event", "case", "condition", "moment"})
# "Has no doubt", "sees no end": a state of its own and no deed that was left undone.
STATES = frozenset({"have", "see", "know", "leave", "bear"})
# "Made no secret of it", "it was no surprise that": said of what is so.
NO_DENIAL = frozenset("secret surprise doubt mystery wonder coincidence accident exaggeration bones mistake".split())
# Who is first or last to do something did it.
RANKED = frozenset({"first", "second", "third", "fourth", "last", "only", "latest", "next", "sole"})
# Those who are sent are sent to do something.
SENT = frozenset({"send", "deploy", "dispatch", "mobilise", "mobilize", "appoint", "order", "assign"})
PERIODS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
# "The mission is to defend": what a thing is for.
PURPOSES = frozenset("mission task duty purpose aim goal objective ambition role job dream policy".split())


def own_mood(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """Return what the words of a clause, its governors apart, say of how sure it is."""
    return [
        *negation(sentence, index, cues),
        *modal(sentence, index, cues),
        *infinitive(sentence, index),
        *_adverb(sentence, index, cues),
        *_adjective(sentence, index, cues),
        *condition(sentence, index, cues),
        *phrased(sentence, index, cues),
        *foreseen(sentence, index),
        *unreal(sentence, index),
    ]


def negation(sentence: Sentence, index: int, cues: FactualityCues, *, own: bool = True) -> list[Reason]:
    """Return the negation of a clause; ``own`` where the clause itself is asked about and not what it governs."""
    if any(sentence.words[i].text.lower() in OPEN_WHEN_NEGATED for i in below(sentence, index, "aux")):
        return []
    near = [*below(sentence, index, "neg", "cc", "preconj"), *_no_longer(sentence, index), *_nor(sentence, index)]
    words = cues.negation | NOBODY
    found = [i for i in near if sentence.words[i].text.lower() in words and _negates(sentence, index, i)]
    found += [i for i in below(sentence, sentence.words[index].head, "advmod") if _is_yet_to(sentence, index, i)]
    found += _no_noun(sentence, index, own=own)
    found += [i for prep, noun in prepositional(sentence, index) for i in _no_case(sentence, noun)]
    if sentence.words[index].pos in ("NOUN", "PROPN"):
        found += [i for i in below(sentence, index, "det") if sentence.words[i].text.lower() in ("no", "neither")]
    return [reason(sentence, "negated", i) for i in found[:1] if not _is_until(sentence, index)]


def _no_noun(sentence: Sentence, index: int, *, own: bool) -> list[int]:
    """ "Reached no deal", "not a single ship left": the "no" of a subject or object is the verb's."""
    if own and sentence.words[index].lemma in STATES:
        return []
    found = []
    for noun in below(sentence, index, "nsubj", "dobj", "nsubjpass", "attr"):
        if sentence.words[noun].lemma in NO_DENIAL:
            continue
        found += [i for i in below(sentence, noun, "det") if sentence.words[i].text.lower() in ("no", "neither")]
        found += [
            i
            for i in below(sentence, noun, "neg")
            if [w.text.lower() for w in sentence.words[i + 1 : i + 3]] in (["a", "single"], ["one", "single"])
        ]
    return found


def _no_case(sentence: Sentence, noun: int) -> list[int]:
    if sentence.words[noun].lemma not in NO_CASE:
        return []
    return [i for i in below(sentence, noun, "det") if sentence.words[i].text.lower() == "no"]


def _is_until(sentence: Sentence, index: int) -> bool:
    """ "Did not reply until Monday": replied."""
    words = sentence.words
    phrases = any(words[i].text.lower() == "until" and i > index for i in below(sentence, index, "prep"))
    return phrases or any(
        words[m].text.lower() == "until" and words[c].tag in ("VBD", "VBN")
        for c in below(sentence, index, "advcl")
        for m in below(sentence, c, "mark")
    )


def _nor(sentence: Sentence, index: int) -> Iterator[int]:
    """ "Neither confirmed nor denied": the "nor" hangs from the first verb; "none escaped": nobody did."""
    word = sentence.words[index]
    if word.dep == "conj":
        for i in below(sentence, word.head, "cc"):
            if sentence.words[i].text.lower() == "nor" and word.head < i < index:
                yield i
    yield from (i for i in below(sentence, index, "nsubj", "nsubjpass") if sentence.words[i].text.lower() in NOBODY)


def _no_longer(sentence: Sentence, index: int) -> Iterator[int]:
    """ "No longer shells", "never again": the parser hangs the negation from the adverb."""
    for adverb in below(sentence, index, "advmod"):
        if sentence.words[adverb].text.lower() in ("longer", "again", "ever"):
            yield from below(sentence, adverb, "neg", "det", "advmod")


def _negates(sentence: Sentence, index: int, place: int) -> bool:
    """ "Nor did it reply" negates the verb after it, a "nor" after a verb does not; "not only" negates nothing."""
    after = sentence.words[place + 1].text.lower() if place + 1 < len(sentence.words) else ""
    if sentence.words[place].dep in ("cc", "preconj"):
        return place < index and sentence.words[place].text.lower() in ("nor", "neither")
    return after not in ("only", "just", "matter")


def _is_yet_to(sentence: Sentence, index: int, adverb: int) -> bool:
    """ "Has yet to reply", "is yet to sign": not so far."""
    word = sentence.words[index]
    return word.dep == "xcomp" and sentence.words[adverb].text.lower() == "yet" and adverb < index


def modal(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """Return the reading of a clause's modal verb, if it has one."""
    for i in below(sentence, index, "aux"):
        reading = cues.modal.get(sentence.words[i].text.lower())
        if reading is None:
            continue
        if reading == "hypothetical" and _future_in_the_past(sentence, index, i):
            reading = "future"
        return [reason(sentence, reading, i)]
    return []


def _future_in_the_past(sentence: Sentence, index: int, place: int) -> bool:
    """ "Said it would send troops": after a past verb of speech, would is will."""
    word = sentence.words[index]
    if sentence.words[place].text.lower() not in ("would", "'d") or word.dep not in ("ccomp", "xcomp"):
        return False
    return sentence.words[word.head].tag in FINITE | {"VBN"} and not ifs_below(sentence, index)


def infinitive(sentence: Sentence, index: int) -> list[Reason]:
    """An infinitive with nothing above it is a headline's future; after "is" it is an arrangement, or a purpose."""
    word = sentence.words[index]
    marks = [i for i in below(sentence, index, "aux") if sentence.words[i].text.lower() == "to"]
    if not marks:
        return []
    head = sentence.words[word.head]
    judged = head.lemma == "be" or head.pos in ("NOUN", "ADJ")
    if judged and any(sentence.words[i].text.lower() == "for" for i in below(sentence, index, "mark")):
        return [reason(sentence, "hypothetical", marks[0])]  # "it is a mistake for Oslo to leave"
    if word.dep == "xcomp" and head.text.lower() == "going":
        return [reason(sentence, "future", head.index)]
    if word.dep == "xcomp" and head.lemma == "be":
        return [reason(sentence, "hypothetical" if _is_undone(sentence, head.index) else "future", marks[0])]
    if word.dep == "ROOT":
        return [reason(sentence, "future", marks[0])]
    if word.dep not in ("relcl", "advcl") or _is_result(sentence, head.index):
        return []
    bare = head.pos == "NOUN" and head.dep != "ROOT" and sentence.words[head.head].lemma not in SENT
    bare = bare or head.lemma == "lack"
    known = bare or head.pos in ("NOUN", "PROPN", "VERB", "ADV", "ADJ")
    return [reason(sentence, "hypothetical" if bare else "future", marks[0])] if known else []


def _is_undone(sentence: Sentence, verb: int) -> bool:
    """ "Its mission is to defend"; "was to host it until": what a thing is for, or what came to nothing."""
    subjects = {sentence.words[i].lemma for i in below(sentence, verb, "nsubj")}
    after = {word.text.lower() for word in sentence.words[verb:]}
    return bool(subjects & PURPOSES) or sentence.words[verb].tag == "VBD" and bool(after & {"until", "but"})


def _is_result(sentence: Sentence, head: int) -> bool:
    """ "Went on to say", "the first to sign", "took a week to clear": the infinitive is what happened."""
    word = sentence.words[head]
    if word.pos in ("NOUN", "PROPN"):
        return any(sentence.words[i].lemma in RANKED for i in below(sentence, head, "amod"))
    if word.lemma == "go":
        return not any(sentence.words[i].text.lower() in ("to", "into") for i in below(sentence, head, "prep"))
    times = {sentence.words[i].lemma for i in below(sentence, head, "dobj")}
    return word.lemma in PURPOSELESS or word.lemma == "take" and bool(times & PERIODS)


def _adverb(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    for i in below(sentence, index, "advmod"):
        reading = cues.adverb.get(sentence.words[i].lemma)
        if reading is not None:
            return [reason(sentence, reading, i)]
    return []


def _adjective(sentence: Sentence, index: int, cues: FactualityCues) -> list[Reason]:
    """ "The planned visit", "a possible attack": what is said of an event noun by the adjective before it."""
    if sentence.words[index].pos not in ("NOUN", "PROPN"):
        return []
    for i in below(sentence, index, "amod"):
        reading = cues.modifier.get(sentence.words[i].text.lower())
        if reading is not None:
            return [reason(sentence, reading, i)]
    return []
