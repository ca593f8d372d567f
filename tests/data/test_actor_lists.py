"""The lists beside the actor cards: role nouns and definite descriptions."""

import csv
from collections import Counter
from importlib.resources import files

from detente.data.actor_cards import load_actors, load_agents
from detente.data.actor_checks import ROLES, SECTORS

ACTORS = files("detente.data") / "actors"


def _descriptions() -> list[dict[str, str]]:
    return list(csv.DictReader((ACTORS / "descriptions.csv").read_text(encoding="utf-8").splitlines()))


def test_agent_nouns_are_unique_sorted_and_in_the_closed_vocabularies() -> None:
    agents = load_agents()
    nouns = [agent.noun for agent in agents]
    assert len(nouns) >= 700
    assert nouns == sorted(set(nouns))
    assert all(agent.sector in SECTORS and agent.role in ROLES | {""} for agent in agents)
    assert {agent.kind for agent in agents} == {"person", "body", "force", "group", "people"}
    assert all(agent.reference for agent in agents)


def test_agent_nouns_mean_what_a_reader_would_say() -> None:
    found = {agent.noun: (agent.sector, agent.role, agent.kind) for agent in load_agents()}
    assert found["foreign minister"] == ("GOV", "foreign_minister", "person")
    assert found["warplane"] == ("MIL", "", "force")
    assert found["opposition leader"] == ("OPP", "opposition_leader", "person")
    assert found["protester"] == ("CVL", "", "person")
    assert found["doctor"][0] == "MED"


def test_every_description_names_a_known_actor() -> None:
    known = {actor.id for actor in load_actors()}
    assert {row["actor"] for row in _descriptions()} <= known


def test_a_description_that_always_holds_means_one_actor() -> None:
    rows = _descriptions()
    assert {row["context"] for row in rows} == {"always", "if_named"}
    always = Counter(row["phrase"] for row in rows if row["context"] == "always")
    named = {row["phrase"] for row in rows if row["context"] == "if_named"}
    assert [phrase for phrase, count in always.items() if count > 1] == []
    assert named & always.keys() == set()


def test_the_alliances_have_their_members() -> None:
    members = {actor.id: actor.members for actor in load_actors()}
    assert {"FRA", "DEU"} <= set(members["IGO/european-union"]) and "GBR" not in members["IGO/european-union"]
    assert len(members["IGO/nato"]) == 32
    assert len(members["IGO/asean"]) == 11
