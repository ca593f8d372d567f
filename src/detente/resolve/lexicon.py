"""All that resolving needs to know, loaded once: names, actors by id, role nouns, descriptions, groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.data.actor_cards import AgentNoun, load_actors, load_agents
from detente.data.actor_words import GroupWords, load_descriptions, load_groups, load_non_actors, load_null_names
from detente.data.gazetteer import Gazetteer
from detente.records import Actor
from detente.resolve.names import NameIndex


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The dictionaries behind every resolution; built by ``load_lexicon``."""

    names: NameIndex
    actors: Mapping[str, Actor]
    agents: Mapping[str, AgentNoun]
    always: Mapping[str, str]
    if_named: Mapping[str, tuple[str, ...]]
    groups: GroupWords
    non_actors: frozenset[str]
    places: Gazetteer = field(default_factory=Gazetteer)


def load_lexicon() -> Lexicon:
    """Return the lexicon of the shipped cards.

    Raises:
        DataError: a card or list is malformed.
    """
    actors = load_actors()
    by_id = {actor.id: actor for actor in actors}
    if_named: dict[str, list[str]] = {}
    always: dict[str, str] = {}
    for row in load_descriptions():
        if row.context == "always":
            always[row.phrase.lower()] = row.actor
        else:
            if_named.setdefault(row.phrase.lower(), []).append(row.actor)
    return Lexicon(
        names=NameIndex(actors, load_null_names()),
        actors=by_id,
        agents={agent.noun: agent for agent in load_agents()},
        always={phrase: actor for phrase, actor in always.items() if actor in by_id},
        if_named={phrase: tuple(ids) for phrase, ids in if_named.items()},
        groups=load_groups(),
        non_actors=load_non_actors(),
    )
