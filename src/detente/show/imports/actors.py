"""Resolves the actors of other projects' files: their names, bracketed countries, sector words and codes."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from detente.data.actor_cards import load_actors, load_agents
from detente.data.codebook_cards import Codebook, load_codebook
from detente.data.import_tables import ImportTables, load_import_tables
from detente.records import Actor, Party
from detente.relate.dyads import NOT_COUNTRIES
from detente.show.layouts import countries
from detente.text.normalise import look_up_key

_BRACKETS = re.compile(r"(?P<who>.+?) \((?P<where>[^()]+)\)")
_PARTS = re.compile(r"\s*[/,-]\s*|\s+and\s+|\s+or\s+")
Key = TypeVar("Key", bound=Hashable)
LONG_NAME = 3  # words from which on a person's first and last name may decide: "Sergey Viktorovich Lavrov"


class NameBook:
    """Looks up what a name, a country's name, a sector's word or a code stands for; made once per import.

    A name that two actors share stays unresolved. Offices change hands: a person's sector is that of the card.
    """

    def __init__(self) -> None:
        self.codebook: Codebook = load_codebook()
        self.tables: ImportTables = load_import_tables()
        self.actors: dict[str, Actor] = {actor.id: actor for actor in load_actors()}

    def country(self, words: str) -> str | None:
        """Return the ISO 3166-1 alpha-3 code of a country's name, None where it is none."""
        return self._countries.get(_key(words)) or self.tables.actors.get(words.casefold(), ("", None))[1]

    def fips(self, code: str) -> str | None:
        """Return the ISO code of a FIPS 10-4 country code."""
        return self._fips.get(code)

    def iso(self, code: str) -> str | None:
        """Return the ISO code of a three-letter CAMEO country code, None for regions and what is unknown."""
        code = self.tables.countries.get(code, code)
        return code if code in countries() or code in self.actors else None

    def sector(self, words: Iterable[str]) -> str | None:
        """Return the PLOVER sector of the first sector word that has one."""
        for word in words:
            word = word.strip()
            known = self.tables.sectors.get(word.casefold()) or self._sector_names.get(word.casefold())
            if known or word.endswith("Ministry"):
                return known or "GOV"
        return None

    def named(self, text: str, *, country: str | None = None, sector: str | None = None) -> Party:
        """Return the party of a name, with or without its country in brackets.

        A country as given wins: a card of the same name in another country is somebody else.
        """
        match = _BRACKETS.fullmatch(text)
        actor = None if match else self.actor(text, country)
        if match:
            return self._bracketed(text, match["who"], match["where"], country, sector)
        if actor and (country in (None, actor.country) or actor.country in NOT_COUNTRIES):
            return _party(text, actor, actor.country, sector or actor.sector, "name")
        return _party(text, None, country, sector, "column" if country else "unknown")

    def known(self, text: str, actor_id: str, sector: str | None) -> Party:
        """Return the party that an actor id stands for; an id without a card stands for nobody."""
        actor = self.actors.get(actor_id)
        if actor is None:
            return _party(text, None, None, sector, "unknown")
        return _party(text, actor, actor.country, sector or actor.sector, "code")

    def reworded(self, party: Party, text: str, title: str) -> Party:
        """Return the party with the words of the article, and with its office where the title is one of ours."""
        role = title.strip().lower().replace(" ", "_")
        return replace(party, text=text, role=role if role in self._roles else None)

    def actor(self, text: str, country: str | None = None) -> Actor | None:
        """Return the one actor that bears a name; where several do, the only one of ``country``."""
        if alias := self.tables.actors.get(text.casefold()):
            return self.actors.get(alias[0])
        if (state := self._countries.get(_key(text))) and state in self.actors:
            return self.actors[state]
        found = self._strong.get(_key(text), set())
        words = _key(text).split()
        if not found and len(words) >= LONG_NAME:
            found = self._ends.get((words[0], words[-1]), set())
        if len(found) > 1:
            found = {name for name in found if self.actors[name].country == country}
        return self.actors[next(iter(found))] if len(found) == 1 else None

    def _bracketed(self, text: str, who: str, where: str, country: str | None, sector: str | None) -> Party:
        group = None
        home = country or self.country(where)
        if home is None and (group := self.actor(where)):
            home = group.country
        state = self.actors.get(home or "") if who == "Government" else None
        found = group or state
        return _party(text, found, home, sector or self._office(who), "bracket" if home else "unknown")

    def _office(self, who: str) -> str | None:
        whole = who.strip().casefold()
        for part in (whole, *_PARTS.split(whole)):
            if part in self._offices:
                return self._offices[part]
        return self.sector([who])

    @cached_property
    def _countries(self) -> dict[str, str]:
        names = {_key(country.name): country.iso3 for country in countries().values()}
        states = [actor for actor in self.actors.values() if actor.kind == "state"]
        # States that have ended give way to those that exist.
        for actor in sorted(states, key=lambda state: state.until is None):
            names.update({_key(name): actor.id for name in (actor.name, *actor.strong)})
        return names

    @cached_property
    def _fips(self) -> dict[str, str]:
        return {country.fips: country.iso3 for country in countries().values() if country.fips}

    @cached_property
    def _sector_names(self) -> dict[str, str]:
        return {name.casefold(): s.code for s in self.codebook.sectors.values() for name in (s.name, s.code)}

    @cached_property
    def _offices(self) -> dict[str, str]:
        return {agent.noun.casefold(): agent.sector for agent in load_agents()}

    @cached_property
    def _roles(self) -> set[str]:
        return {role.role for actor in self.actors.values() for role in actor.roles}

    @cached_property
    def _strong(self) -> dict[str, set[str]]:
        return _table((_key(name), actor.id) for actor in self.actors.values() for name in (actor.name, *actor.strong))

    @cached_property
    def _ends(self) -> dict[tuple[str, str], set[str]]:
        persons = [actor for actor in self.actors.values() if actor.kind == "person"]
        names = ((_key(name).split(), actor.id) for actor in persons for name in (actor.name, *actor.strong))
        return _table(((words[0], words[-1]), name) for words, name in names if len(words) > 1)


def _table(pairs: Iterable[tuple[Key, str]]) -> dict[Key, set[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for key, name in pairs:
        found[key].add(name)
    return dict(found)


def _party(text: str, actor: Actor | None, country: str | None, sector: str | None, reason: str) -> Party:
    return Party(
        text=text,
        span=None,
        actor=actor.id if actor else None,
        name=actor.name if actor else None,
        country=country,
        sector=sector,
        role=None,
        reason=reason,
    )


def _key(words: str) -> str:
    return look_up_key(words).casefold()
