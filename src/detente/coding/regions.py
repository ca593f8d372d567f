"""Where in a phrase its parties are looked for: the phrase itself, whose it is, and what hangs from it."""

from collections.abc import Iterator

from detente.parse.clauses import noun_agents, surface_subjects
from detente.parse.tree import below, prepositional
from detente.records import Sentence

# "In Beijing", "near Kabul": places, not governments. A frame that wants them names them itself.
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "inside", "outside", "through", "across", "around", "within", "throughout", "during"}
)
DEEPEST_REGION = 3


def near_places(sentence: Sentence, head: int, *, there: bool = False) -> Iterator[int]:
    """Yield a phrase's head and, for a person or thing, whose it is: what is done to it is done to them.

    Args:
        sentence: the sentence that the phrase stands in.
        head: index of the phrase's head.
        there: a thing is also the country's in which it stands ("bombed a bridge in Yemen").
    """
    yield head
    if sentence.words[head].pos in ("NOUN", "PROPN"):
        for agent in noun_agents(sentence, head):
            if agent.preposition in ("", "of", "by") and sentence.words[agent.head].pos != "VERB":
                yield agent.head
                if agent.preposition == "of":
                    # "The crew of a Thai trawler", "the water of Pakistani canals".
                    yield from below(sentence, agent.head, "poss", "amod", "compound", "nmod")
        if there:
            yield from (h for prep, h in prepositional(sentence, head) if prep in PLACE_PREPOSITIONS)


def region_places(sentence: Sentence, head: int, *, depth: int = 0) -> Iterator[int]:
    """Yield the words of a phrase in the order in which a target is looked for: head, owners, then phrases after it."""
    yield head
    if sentence.words[head].pos in ("VERB", "AUX"):
        yield from _clause_places(sentence, head, depth)
        return
    for agent in noun_agents(sentence, head):
        if sentence.words[agent.head].pos not in ("VERB",):
            yield agent.head
    if depth >= DEEPEST_REGION:
        return
    for prep, place in prepositional(sentence, head):
        if prep not in PLACE_PREPOSITIONS:
            yield from region_places(sentence, place, depth=depth + 1)
    for clause in below(sentence, head, "acl", "relcl"):
        yield from _clause_places(sentence, clause, depth)
    for adjective in below(sentence, head, "amod"):
        # "Agencies responsible for managing relations with Seoul": the phrase hangs from the adjective.
        for prep, place in prepositional(sentence, adjective):
            if prep not in PLACE_PREPOSITIONS:
                yield from region_places(sentence, place, depth=depth + 1)


def _clause_places(sentence: Sentence, verb: int, depth: int) -> Iterator[int]:
    yield from surface_subjects(sentence, verb)
    if depth >= DEEPEST_REGION:
        return
    for place in below(sentence, verb, "dobj", "attr"):
        yield from region_places(sentence, place, depth=depth + 1)
    for prep, place in prepositional(sentence, verb):
        if prep not in PLACE_PREPOSITIONS:
            yield from region_places(sentence, place, depth=depth + 1)


def is_opposed(sentence: Sentence, index: int) -> bool:
    """ "Anti-American drills": the name after "anti-" is whom it is against, not whose it is."""
    before = [sentence.words[i].text.lower() for i in range(max(0, index - 2), index)]
    return (
        "anti" in before[-2:]
        and before[-1:] in (["-"], ["anti"])
        or sentence.words[index].text.lower().startswith("anti-")
    )
