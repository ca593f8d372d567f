"""Turns an event with any number of parties on each side into directed pairs: the only place that does.

An event may have three sources and no target ("the three signed"), or a president on one side and an
alliance on the other. Everything downstream (series, maps, exports to formats with one source and one
target a row) uses the pairs made here, so that the same event is never paired in two ways.

Rules, in order:

1. Sides. Sources meet targets. Where a mutual type (``MUTUAL_TYPES``) has no target, or the same parties
   on both sides, the parties meet one another; each pair then comes in both directions, marked ``mutual``.
2. Keys. A party stands under its country and under its actor id. ``IGO``, ``NGO``, ``MNC``, ``ISM`` and ``IMG``
   are kinds, not countries: such a party stands under its actor id alone.
3. Levels. Parties of different countries meet under all their keys (Russia and NATO, Russia's president and
   NATO). Parties of one country meet only as the actors they are: a state has no relation with itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from detente.records import Dyad, Event, Party

MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})
NOT_COUNTRIES = frozenset({"IGO", "NGO", "MNC", "ISM", "IMG"})


def dyads_of(event: Event) -> tuple[Dyad, ...]:
    """Return the directed pairs of actor keys that an event joins, sorted, each once.

    Empty where a side is missing or not known. See the module for the rules.
    """
    return dyads_between(event.sources, event.targets, event.event_type)


def dyads_between(sources: Sequence[Party], targets: Sequence[Party], event_type: str) -> tuple[Dyad, ...]:
    """Return what ``dyads_of`` does, for the sides and type of events that have not been made yet."""
    found: dict[tuple[str, str], bool] = {}
    for source, target, mutual in _meetings(sources, targets, event_type):
        for pair in _key_pairs(source, target):
            found[pair] = found.get(pair, True) and mutual
    return tuple(sorted(Dyad(*pair, mutual) for pair, mutual in found.items()))


def party_pairs(event: Event) -> Iterator[tuple[Party, Party, bool]]:
    """Yield the parties that meet in an event: (source, target, mutual), in the order of the event.

    For output with one source and one target a row. Parties that are the same actor are not paired; a party
    that was not resolved is.
    """
    return _meetings(event.sources, event.targets, event.event_type)


def _meetings(
    sources: Sequence[Party], targets: Sequence[Party], event_type: str
) -> Iterator[tuple[Party, Party, bool]]:
    mutual = event_type in MUTUAL_TYPES and (not targets or _same(sources, targets))
    pairs = permutations(sources, 2) if mutual else product(sources, targets)
    for source, target in pairs:
        if _identity(source) != _identity(target):
            yield source, target, mutual


def keys_of(party: Party) -> tuple[str, ...]:
    """Return the keys that a party stands under: its country, its actor id, both, or none."""
    country = None if party.country in NOT_COUNTRIES else party.country
    return tuple(dict.fromkeys(key for key in (country, party.actor) if key))


def _key_pairs(source: Party, target: Party) -> Iterable[tuple[str, str]]:
    if source.country and source.country == target.country and source.country not in NOT_COUNTRIES:
        return [(source.actor, target.actor)] if source.actor and target.actor and source.actor != target.actor else []
    return [pair for pair in product(keys_of(source), keys_of(target)) if pair[0] != pair[1]]


def _same(sources: Iterable[Party], targets: Iterable[Party]) -> bool:
    return {_identity(party) for party in sources} == {_identity(party) for party in targets}


def _identity(party: Party) -> tuple[str, str]:
    return (party.actor, "") if party.actor else (party.country or "", party.text)
