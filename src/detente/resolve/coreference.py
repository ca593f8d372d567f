"""Pronouns, "both sides", "the country", "its southern neighbour": who was spoken of before, where that is sure.

The rules are few and strict, after the syntactic preferences of Hobbs 1978: a subject is taken up again
before anything else; where two actors fit, nobody is meant.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from detente.parse.surface import subject_places
from detente.parse.tree import ancestors, below, conjuncts, phrase_words
from detente.records import Party, Sentence, Span
from detente.resolve.build import from_actor
from detente.resolve.couples import taken_up
from detente.resolve.discourse import Discourse, sure_actors
from detente.resolve.names import Mention

Resolve = Callable[[Discourse, Sentence, int], tuple[Party, ...]]

PERSONAL = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
THING = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
SPEAKER = frozenset({"i", "me", "my", "we", "us", "our", "ours", "myself", "ourselves"})
DIRECTIONS = {"northern": "north", "southern": "south", "eastern": "east", "western": "west"}
NOT_HOLDERS = frozenset({"det", "predet", "nummod", "case"})


def pronoun(discourse: Discourse, sentence: Sentence, index: int, resolve: Resolve) -> Iterator[Party]:
    """Yield the parties that a pronoun takes up; nothing where it is not sure."""
    word = sentence.words[index]
    form = word.text.lower()
    if form in SPEAKER:
        speaker = discourse.speaker_at(word.span)
        found: tuple[Party, ...] = (speaker,) if speaker else ()
    elif form in PERSONAL:
        found = _subject_before(discourse, sentence, index, resolve, _is_person)
    elif form in THING:
        found = _subject_before(discourse, sentence, index, resolve, _is_thing)
    elif form == "both":
        yield from taken_up(discourse, sentence, index)
        return
    elif form in PLURAL:
        found = _subject_before(discourse, sentence, index, resolve, _is_several)
    else:
        found = ()
    yield from (replace(p, text=word.text, span=word.span, reason="pronoun") for p in found)


def _is_person(found: tuple[Party, ...]) -> bool:
    return len(found) == 1 and found[0].actor is not None and _has_office(found[0])


def _has_office(party: Party) -> bool:
    return party.role is not None or party.sector == "ELI" or party.reason in ("title", "surname")


def _is_thing(found: tuple[Party, ...]) -> bool:
    return len(found) == 1 and found[0].actor is not None and not _has_office(found[0])


def _is_several(found: tuple[Party, ...]) -> bool:
    return len(found) > 1 or (len(found) == 1 and found[0].sector in ("REB", "MIL", "CVL", "OPP", "PAR", "PRE"))


def _subject_before(
    discourse: Discourse,
    sentence: Sentence,
    index: int,
    resolve: Resolve,
    fits: Callable[[tuple[Party, ...]], bool],
) -> tuple[Party, ...]:
    for place in _earlier_subjects(sentence, index):
        found = _coordinated(discourse, sentence, place, resolve)
        if found and fits(found):
            return found
    for earlier, found in reversed(discourse.subjects[-2:]):
        if earlier.span.start < sentence.span.start and found:
            return found if fits(found) else ()
    return ()


def _earlier_subjects(sentence: Sentence, index: int) -> Iterator[int]:
    """Yield subjects before a pronoun: of the clauses that it stands in, then others of the sentence, from the left."""
    above = set(ancestors(sentence, index))
    subjects = [s for s in subject_places(sentence) if s < index and s not in above]
    nearest = [s for s in subjects if sentence.words[s].head in above]
    yield from reversed(nearest)
    yield from (s for s in subjects if s not in nearest)


def _coordinated(discourse: Discourse, sentence: Sentence, place: int, resolve: Resolve) -> tuple[Party, ...]:
    return tuple(p for c in conjuncts(sentence, place) for p in resolve(discourse, sentence, c))


def group(discourse: Discourse, sentence: Sentence, head: int, resolve: Resolve) -> tuple[Party, ...]:
    """Return the parties of a phrase for several: "the two Koreas", "both sides", "the Greek and Turkish sides"."""
    words, lexicon = sentence.words, discourse.lexicon
    named = lexicon.groups.groups.get(words[head].text) or lexicon.groups.groups.get(
        " ".join(w.text for w in words[max(0, head - 1) : head + 1])
    )
    if named:
        return _states(discourse, sentence, head, named, "group")
    if _is_our_state(sentence, head, lexicon.groups.single_nouns):
        speaker = discourse.speaker_at(words[head].span)
        home = speaker.country if speaker and speaker.country in lexicon.actors else None
        return _states(discourse, sentence, head, (home,), "own_state") if home else ()
    if words[head].lemma in lexicon.groups.plural_nouns and words[head].tag in ("NNS", "NNPS"):
        inside = _inside(discourse, sentence, head, resolve)
        if inside:
            return inside if len({p.actor for p in inside if p.actor}) > 1 else ()
    return taken_up(discourse, sentence, head)


def _is_our_state(sentence: Sentence, head: int, nouns: frozenset[str]) -> bool:
    """ "Our country", "our republic": of whoever speaks."""
    owners = {sentence.words[i].text.lower() for i in below(sentence, head, "poss")}
    return sentence.words[head].lemma in nouns and bool(owners & {"our", "my"})


def _inside(discourse: Discourse, sentence: Sentence, head: int, resolve: Resolve) -> tuple[Party, ...]:
    """Return who is named before a noun for several: "the Greek and Turkish sides"."""
    modifiers = below(sentence, head, "amod", "nmod", "poss", "compound")
    return tuple(p for m in modifiers for c in conjuncts(sentence, m) for p in resolve(discourse, sentence, c))


def _just_named(discourse: Discourse, position: int) -> set[str]:
    """The states named before a position, from the sentence before on."""
    since = discourse.subjects[-1][0].span.start if discourse.subjects else 0
    return {a for m in discourse.mentions_in(Span(min(since, position), position)) for a in _states_of(m)}


def _states_of(mention: Mention) -> set[str]:
    return {a.id for a in sure_actors(mention) if a.kind == "state"}


def _states(
    discourse: Discourse, sentence: Sentence, head: int, ids: tuple[str, ...], reason: str
) -> tuple[Party, ...]:
    span = sentence.span_of(i for i in phrase_words(sentence, head) if sentence.words[i].dep != "prep")
    words = span.of(discourse.text)
    actors = [discourse.lexicon.actors[i] for i in ids if i in discourse.lexicon.actors]
    return tuple(from_actor(a, words, span, day=discourse.day, reason=reason) for a in actors)


def description(discourse: Discourse, sentence: Sentence, head: int, resolve: Resolve) -> Iterator[Party]:
    """Yield the party of a definite description: in the list, a neighbour by direction, the state just spoken of."""
    lexicon, word = discourse.lexicon, sentence.words[head]
    span = sentence.span_of(
        phrase_words(sentence, head, without=("prep", "relcl", "acl", "appos", "conj", "cc", "punct"))
    )
    phrase = span.of(discourse.text).lower()
    actor = lexicon.always.get(phrase) or discourse.last_named(lexicon.if_named.get(phrase, ()), word.span.start)
    if actor is None and word.lemma in lexicon.groups.neighbours:
        actor = _neighbour(discourse, sentence, head, resolve)
    if actor is None and word.lemma in lexicon.groups.single_nouns:
        actor = _the_country(discourse, sentence, head)
    if actor is not None and actor in lexicon.actors:
        yield from_actor(lexicon.actors[actor], span.of(discourse.text), span, day=discourse.day, reason="description")


def _neighbour(discourse: Discourse, sentence: Sentence, head: int, resolve: Resolve) -> str | None:
    side = next(
        (DIRECTIONS[w] for i in below(sentence, head, "amod") if (w := sentence.words[i].lemma) in DIRECTIONS), None
    )
    holders = [p for i in below(sentence, head, "poss") for p in resolve(discourse, sentence, i)]
    state = discourse.lexicon.actors.get(holders[0].country or "") if len(holders) == 1 else None
    if side is None or state is None:
        return None
    there = [other for direction, other in state.neighbours if direction == side]
    return there[0] if len(there) == 1 else discourse.most_named(there, sentence.words[head].span.start)


def _the_country(discourse: Discourse, sentence: Sentence, head: int) -> str | None:
    """ "The country", "that nation": the one state just spoken of, where the words say no more than that."""
    inside = [i for i in phrase_words(sentence, head) if i != head and sentence.words[i].dep not in NOT_HOLDERS]
    marks = {sentence.words[i].text.lower() for i in below(sentence, head, "det")}
    if inside or not marks & {"the", "this", "that"} or sentence.words[head].tag not in ("NN", "NNP"):
        return None
    position = sentence.words[head].span.start
    states = sorted(_just_named(discourse, position))
    if states:
        return states[0] if len(states) == 1 else None
    latest = discourse.states_before(position)[:1]
    return latest[0] if latest == [discourse.focus(position)] else None
