"""Predicate -> place: where an event happened, as far as its sentence says.

A place is named after a preposition of place on the predicate, on its nouns or on what governs it ("talks in
Geneva"), after "to" or "from" where the verb moves, or as the object of a verb that strikes a place. The
most specific place wins; a country is the answer only where nothing smaller is named. Where the sentence
names no place, or not surely which, there is none: the dateline says where the reporter was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.parse.tree import below, conjuncts
from detente.records import Place, Sentence
from detente.resolve.carried import deed_before
from detente.resolve.discourse import Discourse
from detente.resolve.place_names import place_of
from detente.resolve.reach import GOVERNOR, OWN, owners

WHERE = frozenset(
    "in at near inside outside around within throughout across off along over through into beside beyond above "
    "onto toward towards north south east west aboard alongside northeast northwest southeast southwest".split()
)
LEAVING = frozenset(
    "withdraw retreat leave pull evacuate flee expel return depart withdrawal retreat evacuation pullout deport "
    "launch fire retreat smuggle".split()
)
GOING = frozenset(
    "travel visit go fly arrive send deploy move advance return trip dispatch come head transfer deployment "
    "deliver ship airlift flight deport extradite flee".split()
)
# A sentence with one of these may be somewhere that is not known.
AWAY = WHERE | {"from", "to"}
STRIKING = frozenset(
    "visit enter attack bomb shell capture seize leave strike hit target besiege occupy invade storm raid retake "
    "recapture liberate bombard pound surround overrun abandon blockade annex encircle evacuate reach tour patrol "
    "control take".split()
)
# Those of them that, said of a state or capital, are done on its ground.
GROUND = frozenset(
    "visit enter invade occupy tour bomb shell bombard besiege capture annex storm overrun patrol".split()
)
STRIKES = frozenset(
    "attack strike assault raid bombardment shelling offensive bombing siege airstrike march advance ambush "
    "incursion crackdown fire".split()
)
OF_WHAT = frozenset(
    "shelling bombing bombardment siege invasion occupation capture liberation annexation evacuation blockade "
    "seizure battle recapture fall storming".split()
)
# A subject's own place ("the government in Kabul") is not the event's, unless those who act are where they act.
ON_THE_SPOT = frozenset(
    "troop force soldier militant fighter protester demonstrator people rebel police crowd thousand hundred dozen "
    "attack strike explosion blast clash talk gunman civilian resident protest convoy ship vessel".split()
)


@dataclass(frozen=True, slots=True)
class _Found:
    place: Place
    nearness: int
    distance: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """The predicate and its nouns before what governs it; there the most specific, then the nearest."""
        return self.nearness // GOVERNOR, self.place.latitude is None, self.nearness, self.distance


def find_place(discourse: Discourse, sentence: Sentence, predicate: int, *, words_only: bool = False) -> Place | None:
    """Return where the event that a word names happened, None where the sentence does not surely say.

    Args:
        discourse: the document's memory: names and, in its lexicon, the gazetteer.
        sentence: the sentence's tree.
        predicate: index of the verb or noun that names the event.
        words_only: whether the event is a deed of words; the place of what is spoken of is then not its place.
    """
    known = owners(sentence, predicate)
    found = [
        _Found(place, nearness, abs(head - predicate))
        for owner, nearness in known.items()
        if not (words_only and nearness != OWN) and not _is_elsewhere(sentence, owner, predicate)
        for head in place_heads(sentence, owner, predicate)
        if _may_be_place(discourse, sentence, owner, head)
        and (place := place_of(discourse, sentence, head)) is not None
    ]
    if found:
        return min(found, key=lambda f: f.rank).place
    return None if words_only else _carried(discourse, sentence, predicate)


def _carried(discourse: Discourse, sentence: Sentence, predicate: int) -> Place | None:
    """Return where the deed of the sentence before was, where the predicate goes on with it and is nowhere itself."""
    before = deed_before(discourse, sentence, predicate)
    elsewhere = any(word.dep == "prep" and word.text.lower() in AWAY for word in sentence.words)
    return find_place(discourse, *before) if before and not elsewhere else None


def _may_be_place(discourse: Discourse, sentence: Sentence, owner: int, head: int) -> bool:
    """Return False for governments: "attacked Moscow", "called on Turkey", "hit Iran with sanctions"."""
    above = sentence.words[sentence.words[head].head]
    lemma = sentence.words[owner].lemma
    on_its_ground = lemma in GROUND if above.index == owner else above.text.lower() != "on" or lemma in STRIKES
    mention = discourse.mention_over(sentence.words[head].span)
    return on_its_ground or mention is None or not mention.of_kind("capital", "name")


def place_heads(sentence: Sentence, owner: int, predicate: int) -> Iterator[int]:
    """Yield the heads of the phrases on a word that say where."""
    word = sentence.words[owner]
    for prep in below(sentence, owner, "prep", "agent", "dative", "prt", "advmod"):
        name = sentence.words[prep].text.lower()
        if name in WHERE or _takes(word.lemma, sentence.words[predicate].lemma, name):
            yield from _objects(sentence, prep)
    if word.lemma in STRIKING and owner == predicate:
        for head in below(sentence, owner, "dobj", "nsubjpass"):
            yield from conjuncts(sentence, head)


def _takes(owner: str, predicate: str, preposition: str) -> bool:
    lemmas = {owner, predicate}
    if preposition == "from":
        return not lemmas.isdisjoint(LEAVING)
    if preposition == "to":
        return not lemmas.isdisjoint(GOING)
    if preposition == "of":
        return owner in OF_WHAT
    return preposition in ("on", "against") and (
        owner in STRIKES or preposition == "on" and owner not in ("sanction", "impose", "tariff", "embargo")
    )


def _objects(sentence: Sentence, prep: int) -> Iterator[int]:
    for child in below(sentence, prep):
        if sentence.words[child].dep == "pobj":
            yield from conjuncts(sentence, child)
        elif sentence.words[child].dep == "prep":
            yield from _objects(sentence, child)


def _is_elsewhere(sentence: Sentence, owner: int, predicate: int) -> bool:
    """As in "The embassy in Kabul said", "officials in Washington accused": where they sit, not where it happened."""
    if owner == predicate:
        return False
    here = sentence.words[owner]
    while here.head not in (here.index, predicate) and here.dep in ("prep", "pobj", "conj", "appos", "attr"):
        here = sentence.words[here.head]
    return here.dep == "nsubj" and here.lemma not in ON_THE_SPOT
