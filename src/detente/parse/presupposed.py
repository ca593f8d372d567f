"""What a sentence takes for granted, whatever it says of it: the participle on a noun, "the attack", "because".

A negation or modal above does not reach these (Karttunen 1971; Saurí & Pustejovsky 2009, section 4.4).
"""

from detente.data.cues_cards import FactualityCues
from detente.parse.tree import below
from detente.records import Sentence

KNOWN = frozenset({"the", "this", "that", "these", "those"})
# With these the verb makes the thing: "did not launch the attack" leaves none.
MAKING = frozenset(
    "begin carry commit complete conclude conduct do effect execute give have hold impose implement launch make mount "
    "open organise organize perform pursue reach sign stage start undertake wage lift accept approve permit "
    "allow tolerate see expect await fear".split()
)
# What these are about is there to be spoken of.
ABOUT = frozenset(
    "discuss debate consider study call challenge weigh dismiss protest investigate examine review assess join".split()
)
# What is turned down was asked or offered.
ASKED = frozenset(
    "request bid offer proposal objection application appeal demand claim complaint plea invitation".split()
)
REFUSING = frozenset({"reject", "deny", "dismiss", "decline", "turn", "rebuff", "refuse", "oppose", "block"})
BECAUSE = frozenset({"because", "since", "as", "after", "although", "though", "while", "whereas"})


def is_presupposed(sentence: Sentence, place: int, cues: FactualityCues, *, asked: int) -> bool:
    """Return whether what governs a word leaves untouched that it took place; ``asked`` is the word asked about."""
    word = sentence.words[place]
    if word.dep == "acl":
        # "The men arrested in May"; not "a threat to attack", not "the risk of the war spreading".
        whole = below(sentence, place, "aux", "mark", "nsubj", "nsubjpass")
        bare = word.tag in ("VBN", "VBG") and not whole
        return bare and sentence.words[word.head].lemma not in cues.noun_governor
    if word.dep == "advcl":
        marks = {sentence.words[i].text.lower() for i in below(sentence, place, "mark")}
        return bool(marks & BECAUSE)
    return (
        place == asked
        and word.pos == "NOUN"
        and word.dep in ("dobj", "pobj", "nsubjpass")
        and _is_given(sentence, place, cues)
    )


def _is_given(sentence: Sentence, place: int, cues: FactualityCues) -> bool:
    """Return whether a noun is one that is there already: asked for before, or known to the reader."""
    word = sentence.words[place]
    above = sentence.words[word.head]
    verb = sentence.words[above.head] if above.pos == "ADP" else above
    if word.lemma in ASKED and verb.lemma in REFUSING:
        return True
    if not _is_known(sentence, place) or verb.pos != "VERB" or verb.lemma in MAKING:
        return False
    if below(sentence, verb.index, "prt"):
        return False
    return verb.lemma in ABOUT or verb.lemma not in cues.governor


def _is_known(sentence: Sentence, place: int) -> bool:
    """ "The attack", "its attack"; not "the release of the men", which may be still to come."""
    phrases = (sentence.words[i].text.lower() for i in below(sentence, place, "prep"))
    if any(text in ("of", "from", "by", "to", "with") for text in phrases) or below(sentence, place, "acl", "relcl"):
        return False
    return any(sentence.words[i].text.lower() in KNOWN for i in below(sentence, place, "det"))
