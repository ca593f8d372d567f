"""Sides that no subject, "by" phrase or object names, but that the sentence still tells: means, owners and places."""

from collections.abc import Iterator
from dataclasses import replace

from detente.coding.effects import APART, AT_LARGE
from detente.coding.framebook import FrameBook
from detente.coding.match import Binding
from detente.coding.regions import is_opposed
from detente.coding.sides import Parties, agents_of, is_scene, unique
from detente.parse.clauses import noun_agents
from detente.parse.tree import below, prepositional
from detente.records import Party, Place, Sentence, Span
from detente.resolve.build import from_actor
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties
from detente.resolve.places import find_place

# "Was killed in an air strike", "died during a raid".
MEANS = frozenset({"in", "during", "by", "with"})
FIGHTS = frozenset("battle clash fight fighting firefight gunfight shootout shoot-out skirmish".split())
# What is moved or given is its owner's doing where nobody else is named.
MOVED = frozenset({"MOBILIZE", "AID", "COOPERATE"})
ON_GROUND = frozenset({("COERCE", "seize"), ("SANCTION", "withdraw")})
HARM = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION"})
DEPTH = 3


def unsaid_sources(discourse: Discourse, binding: Binding, *, done_to: Parties, book: FrameBook) -> Parties:
    """Return who did what is told in the passive or by a noun without a doer; empty where it stays open."""
    clause = binding.clause
    if clause.kind == "verb" and (clause.voice != "passive" or clause.agents) or clause.kind == "adjective":
        return ()
    found: Parties = ()
    if clause.kind == "verb" and binding.frame.event_type == "ASSAULT":
        found = unique(_by_means(discourse, binding, book))
    if clause.kind == "verb" and binding.frame.event_type in MOVED:
        found = _owners_of_moved(discourse, binding)
    return found or _authorities(discourse, binding, done_to)


def _by_means(discourse: Discourse, binding: Binding, book: FrameBook) -> Iterator[Party]:
    """ "Were killed in a Turkish air strike", "in clashes with rebels"."""
    sentence = binding.clause.sentence
    for oblique in binding.clause.obliques:
        if oblique.preposition not in MEANS:
            continue
        if sentence.words[oblique.head].lemma in FIGHTS:
            heads = [h for prep, h in prepositional(sentence, oblique.head) if prep == "with"]
            yield from agents_of(discourse, sentence, heads)
        elif any(f.event_type == "ASSAULT" for f in book.of("noun", sentence.words[oblique.head].lemma)):
            yield from _doers_of_noun(discourse, sentence, oblique.head)


def _doers_of_noun(discourse: Discourse, sentence: Sentence, noun: int) -> Iterator[Party]:
    for agent in noun_agents(sentence, noun):
        aside = agent.preposition in ("of", "from", "between", "among")
        if not aside and not is_opposed(sentence, agent.head) and not is_scene(discourse, sentence, agent.head, noun):
            yield from parties(discourse, sentence, agent.head)


def _owners_of_moved(discourse: Discourse, binding: Binding) -> Parties:
    """ "Ethiopian soldiers were deployed to", "power from Mozambique was supplied to"."""
    sentence = binding.clause.sentence
    heads = [a.head for a in binding.clause.patients]
    heads += [h for head in heads for prep, h in prepositional(sentence, head) if prep == "from"]
    return agents_of(discourse, sentence, heads)


def _authorities(discourse: Discourse, binding: Binding, done_to: Parties) -> Parties:
    """ "A Russian spy was arrested in Narva", "was ordered out of Russia": whoever is in power there, of foreigners."""
    frame, sentence = binding.frame, binding.clause.sentence
    homes = {p.country for p in done_to}
    if not homes or None in homes:
        return ()
    if frame.event_type == "SANCTION" and frame.mode == "expel":
        phrases = [h for prep, h in prepositional(sentence, binding.clause.predicate) if prep in ("from", "out of")]
        return tuple(p for h in phrases for p in parties(discourse, sentence, h) if p.country not in homes)
    if (frame.event_type, frame.mode) not in (("COERCE", "arrest"), ("SANCTION", "convict")):
        return ()
    state = state_of_place(discourse, binding)
    return (state,) if state is not None and state.country not in homes else ()


def placed_targets(discourse: Discourse, binding: Binding, *, done_by: Parties, done_to: Parties) -> Parties:
    """Return the targets, those of an attack completed by the state in which it was: "shelled Goma"."""
    if any(p.country or p.actor for p in done_to) or not done_by:
        return done_to
    done_to = _with_origin(discourse, binding, done_to)
    if any(p.country for p in done_to) or not _strikes(binding):
        return done_to
    state = state_of_place(discourse, binding)
    at_home = state is not None and all(p.country == state.country and p.sector not in APART for p in done_by)
    return done_to if state is None or at_home else (*done_to, state)


def _strikes(binding: Binding) -> bool:
    frame = binding.frame
    return frame.event_type == "ASSAULT" or (frame.event_type, frame.mode) in ON_GROUND


def _with_origin(discourse: Discourse, binding: Binding, done_to: Parties) -> Parties:
    """ "Detained ten fishermen from Panama": the parser hangs the phrase from the verb."""
    sentence = binding.clause.sentence
    froms = [o.head for o in binding.clause.obliques if o.preposition == "from"]
    if binding.frame.event_type not in HARM or len(done_to) != 1 or done_to[0].sector not in AT_LARGE or not froms:
        return done_to
    mention = discourse.mention_over(sentence.words[froms[0]].span)
    home = parties(discourse, sentence, froms[0])
    if mention is None or not mention.of_kind("name") or len(home) != 1 or home[0].sector != "GOV":
        return done_to
    country, sector = home[0].country, done_to[0].sector
    return (replace(done_to[0], actor=f"{country}:{sector}", country=country, name=home[0].name, reason="office"),)


def state_of_place(discourse: Discourse, binding: Binding) -> Party | None:
    """Return the state in which an event was, None where its sentence does not name the place."""
    sentence = binding.clause.sentence
    words = (binding.clause.predicate, *binding.bound, *binding.regions)
    own = binding.clause.kind == "noun"  # a noun's deed need not be where its sentence is
    found = (find_place(discourse, sentence, word, words_only=own) for word in words)
    place = next((place for place in found if place is not None), None)
    return _state(discourse, sentence, place) if place is not None else None


def _state(discourse: Discourse, sentence: Sentence, place: Place) -> Party | None:
    actor = discourse.lexicon.actors.get(place.country or "")
    start = discourse.text.find(place.text, sentence.span.start, sentence.span.end)
    if actor is None or start < 0 or discourse.day and actor.since and discourse.day < actor.since:
        return None
    return from_actor(actor, place.text, Span(start, start + len(place.text)), day=discourse.day, reason="place")


def asked_in(discourse: Discourse, binding: Binding) -> Parties:
    """ "Called for a ceasefire in Sudan", "demanded a return to civilian rule in Mali": the state it is asked of."""
    sentence = binding.clause.sentence
    nouns = (*binding.bound, *binding.complements, binding.clause.predicate)
    places = (h for noun in nouns for h in _inner_places(sentence, noun, 0))
    for place in places:
        mention = discourse.mention_over(sentence.words[place].span)
        if mention is not None and mention.of_kind("name"):
            return parties(discourse, sentence, place)
    return ()


def _inner_places(sentence: Sentence, noun: int, depth: int) -> Iterator[int]:
    for prep, head in prepositional(sentence, noun):
        if prep in ("in", "across", "inside", "throughout"):
            yield head
        elif depth < DEPTH and not below(sentence, head, "nsubj"):
            yield from _inner_places(sentence, head, depth + 1)
