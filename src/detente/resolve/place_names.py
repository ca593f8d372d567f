"""Phrase -> place: the place that a noun phrase names ("the eastern city of Bakhmut", "Kabul airport")."""

import re

from detente.data.gazetteer import PlaceRow
from detente.parse.tree import below, prepositional
from detente.records import Actor, Place, Sentence, Span, Word
from detente.resolve.discourse import Discourse
from detente.resolve.names import Mention
from detente.resolve.place_choice import FAMOUS, Surroundings, choose_place
from detente.resolve.place_context import surroundings

LONGEST_NAME = 6
DEEPEST = 4
INNER = frozenset({"of", "in", "at", "near", "outside", "inside", "around"})
# Common nouns that may stand between a place name and its preposition.
SITES = frozenset(
    "city town village port province region district capital area peninsula island suburb state governorate "
    "county neighborhood neighbourhood quarter camp base airbase airport airfield embassy consulate border coast "
    "outskirt centre center square mosque church school university hospital prison jail station checkpoint "
    "crossing headquarters compound palace parliament hotel market valley mountain desert harbor harbour shipyard "
    "plant reactor facility site stronghold enclave exclave oblast municipality south north east west northeast "
    "northwest southeast southwest part shore water sky territory heart street stadium bridge dam refinery "
    "terminal depot hub resort corridor zone strip complex building front frontline theatre theater mine "
    "settlement fence gate wall clinic works warehouse customs post garrison barracks monastery cathedral pipeline "
    "lake field farm ministry court".split()
)
_CAPITAL = re.compile(r"[A-Z\u00c0-\u00de]|al-|el-|as-|ad-|az-|ar-|at-")
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central greater downtown upper lower northeastern "
    "northwestern southeastern southwestern".split()
)
_TITLES = frozenset("president mr. mrs. ms. gen. general minister king queen prince sen. rep.".split())
# States that are one town: a name of theirs has a point.
CITY_STATES = frozenset({"HKG", "MAC", "MCO", "SGP", "VAT"})
BETWEEN = frozenset({"with", "between", "from"})


def place_of(discourse: Discourse, sentence: Sentence, head: int, *, depth: int = 0) -> Place | None:
    """Return the place that a phrase names, None where it names none or it is not sure which."""
    word = sentence.words[head]
    if word.pos == "PROPN" or word.text[:1].isupper() and word.index > 0:
        return _named(discourse, sentence, head)
    if depth >= DEEPEST or word.pos not in ("NOUN", "ADJ", "ADV"):
        return None
    if word.lemma not in SITES and word.text.lower() not in SITES:
        return _inside(discourse, sentence, head, depth)
    if any(prep in BETWEEN for prep, _ in prepositional(sentence, head)) or _is_of_two(sentence, head):
        return None
    for child in (
        *below(sentence, head, "appos"),
        *reversed(below(sentence, head, "compound", "poss", "nmod", "nsubj", "npadvmod")),
    ):
        if sentence.words[child].pos == "PROPN":
            found = _named(discourse, sentence, child)
            if found is not None:
                return found
    return _inside(discourse, sentence, head, depth)


def _is_of_two(sentence: Sentence, head: int) -> bool:
    """Return whether a border is named by its two sides ("the Iraqi-Jordanian border")."""
    words = [sentence.words[i] for i in sentence.subtree(head) if i < head]
    return sentence.words[head].lemma in ("border", "frontier") and any(w.text == "-" for w in words)


def _inside(discourse: Discourse, sentence: Sentence, head: int, depth: int) -> Place | None:
    for prep, inner in prepositional(sentence, head):
        if prep in INNER and (prep != "of" or sentence.words[head].lemma in SITES):
            found = place_of(discourse, sentence, inner, depth=depth + 1)
            if found is not None:
                return found
    return None


def _named(discourse: Discourse, sentence: Sentence, head: int) -> Place | None:
    """Return the place that the proper name around a word means: the longest name that the gazetteer has."""
    mention = discourse.mention_over(sentence.words[head].span)
    chain = _chain(sentence, head)
    found = _longest(discourse, sentence, head, chain, mention)
    if found is not None:
        return found
    return _from_actor(discourse, mention) if mention is not None else None


def _chain(sentence: Sentence, head: int) -> tuple[int, int]:
    """Return first and last index of the run of capitalised words around a word."""
    words = sentence.words
    first = last = head
    while first > 0 and _continues(words[first - 1]) and words[first - 1].text.lower() not in _TITLES:
        first -= 1
    while last + 1 < len(words) and _continues(words[last + 1]):
        last += 1
    while first < head and not _CAPITAL.match(words[first].text):
        first += 1
    return first, last


def _continues(word: Word) -> bool:
    return (
        word.pos == "PROPN"
        or word.text in ("-", "'")
        or word.tag == "HYPH"
        or word.text[:1].isupper()
        and word.pos in ("ADJ", "NOUN", "X")
    )


def _longest(
    discourse: Discourse, sentence: Sentence, head: int, chain: tuple[int, int], mention: Mention | None
) -> Place | None:
    words, (first, last) = sentence.words, chain
    limit = min(len(words), last + 4)
    for start in range(first, head + 1):
        for end in range(min(limit, start + LONGEST_NAME), head, -1):
            span = Span(words[start].span.start, words[end - 1].span.end)
            if not _CAPITAL.match(words[start].text) or not words[end - 1].text[:1].isupper():
                continue
            rows = discourse.lexicon.places.find(span.of(discourse.text))
            if rows and _is_whole(sentence, (first, last), (start, end - 1)):
                chosen = _chosen(discourse, sentence, rows, span, mention)
                return _place(discourse, chosen, span) if chosen else None
    return None


def _is_whole(sentence: Sentence, chain: tuple[int, int], name: tuple[int, int]) -> bool:
    """A name that is part of a longer unknown one ("Paris Match") is not the place; "Eastern Aleppo" is."""
    words = sentence.words
    left = all(words[i].text.lower() in _DIRECTIONS or words[i].text in ("-", "'") for i in range(chain[0], name[0]))
    right = [words[i].lemma for i in range(name[1] + 1, chain[1] + 1)]
    return left and (not right or right[-1] in SITES)


def _chosen(
    discourse: Discourse, sentence: Sentence, rows: tuple[PlaceRow, ...], span: Span, mention: Mention | None
) -> PlaceRow | None:
    """Return the place meant; None where an actor's name stands there that is no capital."""
    around = surroundings(discourse, sentence.span, span, in_america=any(r.division for r in rows))
    if mention is not None and not around.division and not around.inside:
        capitals = {c.actor.country for c in mention.of_kind("capital")}
        if capitals:
            rows = tuple(r for r in rows if r.country in capitals) if _no_other(rows, around, capitals) else rows
        elif (
            mention.span.covers(span)
            and not _is_region(mention)
            and (mention.of_kind("name", "adjective", "seat") or _is_person(mention))
        ):
            return None
    return choose_place(rows, around)


def _no_other(rows: tuple[PlaceRow, ...], around: Surroundings, capitals: set[str]) -> bool:
    """Return whether a capital's name means the capital: nothing around points to a large namesake's country alone."""
    named = set(around.sentence) or set(around.document)
    largest = max(r.weight for r in rows)
    return bool(named & capitals) or not any(r.country in named and FAMOUS * r.weight >= largest for r in rows)


def _is_region(mention: Mention) -> bool:
    """Return whether a name is that of a part of a state only, which is a place as much as a government."""
    return bool(mention.candidates) and all(c.actor.kind == "subnational" for c in mention.candidates)


def _is_person(mention: Mention) -> bool:
    return bool(mention.candidates) and all(c.actor.kind == "person" and c.kind == "name" for c in mention.candidates)


def _from_actor(discourse: Discourse, mention: Mention) -> Place | None:
    """A state's name is a place known by its country alone; a seat of government stands in the capital."""
    actors = {c.actor.id: c.actor for c in mention.of_kind("name", "seat")}
    if len(actors) != 1:
        return None
    actor = next(iter(actors.values()))
    if actor.kind != "state":
        return None
    if mention.of_kind("seat") and actor.capitals:
        return _town(discourse, actor.capitals[0], actor, mention.span)
    if actor.country in CITY_STATES:
        return _town(discourse, actor.name, actor, mention.span)
    words = mention.span.of(discourse.text)
    return Place(words, actor.name, actor.country, None, None) if mention.of_kind("name") else None


def _town(discourse: Discourse, name: str, actor: Actor, span: Span) -> Place | None:
    """Return the town of a state that bears a name."""
    row = next((r for r in discourse.lexicon.places.find(name) if r.country == actor.country), None)
    return _place(discourse, row, span) if row else None


def _place(discourse: Discourse, row: PlaceRow, span: Span) -> Place:
    return Place(span.of(discourse.text), row.name, row.country or None, row.latitude, row.longitude)
