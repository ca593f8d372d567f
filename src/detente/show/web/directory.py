"""What actors are called, looked up by key; the cards are read once, while the server starts."""

import threading
from collections.abc import Mapping
from functools import cached_property

from detente.data.actor_cards import load_actors
from detente.data.codebook_cards import Codebook, load_codebook
from detente.data.gazetteer import Gazetteer
from detente.errors import UsageError
from detente.records import Actor
from detente.relate.names import Names, find_actors
from detente.show.layouts import countries

REMEMBERED = 1000  # names that were looked up: each takes a look through all cards


class Directory:
    """Names of actors and words of the codebook; one for the server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._actors: tuple[Actor, ...] | None = None
        self._asked: dict[str, tuple[str, str]] = {}  # a key, or why there is none

    def warm(self) -> None:
        """Read the cards ahead of the first question."""
        threading.Thread(target=lambda: self.by_id, daemon=True, name="directory").start()

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Return every actor card."""
        with self._lock:
            if self._actors is None:
                self._actors = load_actors()
            return self._actors

    @cached_property
    def by_id(self) -> Mapping[str, Actor]:
        """Return the cards by id."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def _names(self) -> Names:
        return Names(self.actors)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Return the places, for the map."""
        return Gazetteer()

    @cached_property
    def codebook(self) -> Codebook:
        """Return the codebook."""
        return load_codebook()

    def name(self, key: str | None) -> str:
        """Return what a key is called: a country's or an actor's name, "Nepal, police" for a sector, or the key."""
        if not key:
            return ""
        if key in countries():
            return countries()[key].name
        if key in self.by_id:
            return self.by_id[key].name
        country, _, sector = key.partition(":")
        if sector in self.codebook.sectors:
            return f"{self.name(country)}, {self.codebook.sectors[sector].name}"
        return key

    def key(self, words: str) -> str:
        """Return the key that the words mean: a country code or an id as it is, otherwise by name.

        Raises:
            UsageError: Nobody is called so, or several are.
        """
        if words in countries() or words in self.by_id or self._is_sector(words):
            return words
        found = self._asked.get(words)
        if found is None:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            found = self._asked[words] = self._looked_up(words)
        key, trouble = found
        if trouble:
            raise UsageError(trouble)
        return key

    def keys(self, words: str) -> list[Actor]:
        """Return all actors whose name holds the words, best first."""
        return find_actors(words, self.actors) if words else []

    def key_if_known(self, words: str) -> str:
        """Return the key that the words mean, or the words where nobody is called so."""
        try:
            return self.key(words)
        except UsageError:
            return words

    def _looked_up(self, words: str) -> tuple[str, str]:
        try:
            return self._names.key(words), ""
        except UsageError as error:
            return "", str(error)

    def _is_sector(self, words: str) -> bool:
        country, _, sector = words.partition(":")
        return country in countries() and sector in self.codebook.sectors
