"""The lint of the actor cards: what a card may say, and that no strong name means two actors on one day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from detente.records import Actor, Role
from detente.text import look_up_key

if TYPE_CHECKING:
    from detente.data.actor_cards import AgentNoun

STATE_SECTORS = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK"})
SOCIETY_SECTORS = frozenset(
    {"AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"}
)
WORLD_SECTORS = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
SECTORS = STATE_SECTORS | SOCIETY_SECTORS | WORLD_SECTORS
WORLD_COUNTRIES = frozenset({"IGO", "NGO", "MNC", "ISM", "IMG"})
STATE_ROLES = frozenset(
    {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister", "minister"}
    | {"spokesperson", "ambassador", "legislator", "party_leader", "opposition_leader", "military_commander"}
    | {"intelligence_chief", "monarch", "judge", "envoy", "governor", "first_lady", "advisor"}
)
ROLES = STATE_ROLES | {"rebel_leader", "secretary_general"}
STATE_KINDS = frozenset(
    {"state", "government", "ministry", "parliament", "court", "armed_force", "intelligence", "police"}
    | {"subnational", "agency", "bank", "institute"}
)
KINDS = STATE_KINDS | {"person", "igo", "ngo", "armed_group", "party", "company", "media", "religious", "other"}


def check_actors(actors: Iterable[Actor]) -> list[str]:
    """Return one sentence per rule that a card breaks, in order of the cards; an empty list is a clean set."""
    cards = tuple(actors)
    states = {actor.id for actor in cards if actor.kind == "state"}
    problems = [f"{name}: {count} cards have this id" for name, count in _repeated(cards)]
    for actor in cards:
        problems.extend(f"{actor.id}: {problem}" for problem in _card_problems(actor, states))
    return problems + list(_shared_names(cards))


def check_agents(agents: "Iterable[AgentNoun]") -> list[str]:
    """Return one sentence per rule that a role noun breaks; an empty list is a clean set."""
    problems, seen = [], set()
    for agent in agents:
        if agent.noun in seen:
            problems.append(f"{agent.noun}: stands twice")
        seen.add(agent.noun)
        problems.extend(f"{agent.noun}: {problem}" for problem in _agent_problems(agent))
    return problems


def _agent_problems(agent: "AgentNoun") -> Iterator[str]:
    if agent.sector and agent.sector not in SECTORS:
        yield f"unknown sector {agent.sector}"
    if agent.role and agent.role not in ROLES:
        yield f"unknown role {agent.role}"
    if not agent.reference:
        yield "reference is missing"


def _repeated(cards: Iterable[Actor]) -> list[tuple[str, int]]:
    return [(name, count) for name, count in Counter(actor.id for actor in cards).items() if count > 1]


def _card_problems(actor: Actor, states: set[str]) -> Iterator[str]:
    if actor.kind not in KINDS:
        yield f"unknown kind {actor.kind}"
    if actor.sector not in SECTORS:
        yield f"unknown sector {actor.sector}"
    if actor.country not in states | WORLD_COUNTRIES:
        yield f"no state card for country {actor.country}"
    if not actor.reference.strip():
        yield "reference is missing"
    if _reversed(actor.since, actor.until):
        yield "since is after until"
    yield from _name_problems(actor)
    for _, neighbour in actor.neighbours:
        if neighbour not in states:
            yield f"no state card for neighbour {neighbour}"
    for role in actor.roles:
        yield from _role_problems(role, states)


def _name_problems(actor: Actor) -> Iterator[str]:
    names = (*actor.strong, *actor.weak, *actor.adjectives, *actor.capitals, *actor.seats)
    if not actor.name.strip() or not actor.id.strip():
        yield "id or name is empty"
    if not actor.strong and not actor.weak:
        yield "neither a strong nor a weak name"
    for name in names:
        if not name.strip() or name != " ".join(name.split()):
            yield f"name {name!r} is empty or has stray spaces"
    for name in sorted(set(actor.strong) & set(actor.weak)):
        yield f"{name!r} is both strong and weak"


def _role_problems(role: Role, states: set[str]) -> Iterator[str]:
    label = f"role {role.role} since {role.since}"
    if role.role not in ROLES:
        yield f"{label}: unknown role"
    if role.sector not in SECTORS:
        yield f"{label}: unknown sector {role.sector}"
    if role.country not in states | WORLD_COUNTRIES:
        yield f"{label}: no state card for country {role.country}"
    if not role.reference.strip():
        yield f"{label}: reference is missing"
    if _reversed(role.since, role.until):
        yield f"{label}: since is after until"


def _reversed(since: date | None, until: date | None) -> bool:
    return since is not None and until is not None and since > until


def _shared_names(cards: Iterable[Actor]) -> Iterator[str]:
    owners: defaultdict[str, list[Actor]] = defaultdict(list)
    for actor in cards:
        sure = (*actor.strong, *actor.adjectives, *actor.capitals, *actor.seats)
        for key in {look_up_key(name) for name in sure}:
            owners[key].append(actor)
    for key, sharers in owners.items():
        for one, other in combinations(sharers, 2):
            if _coexist(one, other):
                yield f"{one.id} and {other.id}: both are surely {key!r} on one day"


def _coexist(one: Actor, other: Actor) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    last = min(one.until or date.max, other.until or date.max)
    return first <= last
