"""Builds parties from what was found: a card, a role noun with a country, a named person not in the cards."""

from dataclasses import replace
from datetime import date

from detente.data.actor_cards import AgentNoun
from detente.records import Actor, Party, Role, Span

# An official speaks and acts for the state; other sectors of a country are actors of their own.
STATE_SECTORS = frozenset({"GOV"})
# "The Russian side": the state itself.
STATE_NOUNS = frozenset({"side"})
NON_STATES = frozenset({"IGO", "NGO", "MNC", "ISM", "IMG"})
ROLE_RANK = ("head_of_state", "head_of_government", "monarch", "foreign_minister", "defence_minister")


def from_actor(actor: Actor, text: str, span: Span, *, day: date | None, reason: str) -> Party:
    """Return the party that a card stands for on a day; a person outside all roles is of sector ELI."""
    country, sector, role = actor.country, actor.sector, None
    if actor.kind == "person":
        held = role_on(actor, day)
        country = held.country if held else actor.country
        sector = held.sector if held else "ELI"
        role = held.role if held else None
    return Party(text, span, actor.id, actor.name, country, sector, role, reason)


def role_on(actor: Actor, day: date | None) -> Role | None:
    """Return the highest office that a person holds on a day; the latest one where no day is known."""
    if day is None:
        return max(actor.roles, key=lambda r: r.since or date.min, default=None)
    held = [role for role in actor.roles if role.holds_on(day)]
    return min(held, key=_rank, default=None)


def _rank(role: Role) -> tuple[int, date]:
    place = ROLE_RANK.index(role.role) if role.role in ROLE_RANK else len(ROLE_RANK)
    return place, role.since or date.min


def from_agent(agent: AgentNoun, holder: Party | None, text: str, span: Span, *, reason: str) -> Party:
    """Return the party that a role noun names, for the state or organisation that it belongs to."""
    if holder is None or holder.country is None:
        return Party(text, span, None, None, None, agent.sector, agent.role or None, "no_country")
    if holder.actor is not None and holder.actor != holder.country and not _is_part_of_state(holder, agent):
        # "NATO troops", "Hamas fighters", "a Pentagon spokesman": the body that they belong to acts.
        return replace(holder, text=text, span=span, role=agent.role or None, reason=reason)
    if agent.noun in STATE_NOUNS:
        return replace(holder, text=text, span=span, reason=reason)
    actor = holder.country if agent.sector in STATE_SECTORS else f"{holder.country}:{agent.sector}"
    return Party(text, span, actor, holder.name, holder.country, agent.sector, agent.role or None, reason)


def as_former(party: Party) -> Party:
    """Return an office's party as one of who held it once: sector ELI, no office."""
    if party.sector != "GOV" or party.country is None or party.actor != party.country:
        return party
    return replace(party, actor=f"{party.country}:ELI", sector="ELI", role=None)


def _is_part_of_state(holder: Party, agent: AgentNoun) -> bool:
    """ "Darfur rebels", "Chechen police": a region of a state is where they are from, not the body that acts."""
    return holder.sector == "GOV" and holder.country not in NON_STATES and agent.sector not in STATE_SECTORS


def named_person(name: str, described: Party, *, reason: str) -> Party:
    """Return a person who is not in the cards, with the country, sector and role that the text gives."""
    actor = described.actor
    return replace(described, name=name, actor=actor, reason=reason)
