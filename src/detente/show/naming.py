"""Actor keys as people type them and as people read them; the actor cards are read only when needed."""

from functools import cached_property

from detente.records import Actor
from detente.relate.names import Names as Table
from detente.show.layouts import countries


class Names:
    """Looks actors up; made once per command."""

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Return every actor card."""
        from detente.data.actor_cards import load_actors

        return load_actors()

    @cached_property
    def _table(self) -> Table:
        return Table(self.actors)

    def key(self, words: str, known: set[str]) -> str:
        """Return the key for what was typed: at once where it is one of ``known``, by the cards otherwise.

        Raises:
            UsageError: Nobody is called so, or several are.
        """
        return words if words in known else self._table.key(words)

    def name(self, key: str) -> str:
        """Return what a key is called: a country's name, an actor's, or the key itself."""
        if key in countries():
            return countries()[key].name
        return next((actor.name for actor in self.actors if actor.id == key), key)
