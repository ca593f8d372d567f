"""Turns what a person types for an actor into the key that dyads stand under."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from detente.errors import UsageError
from detente.records import Actor
from detente.text.normalise import look_up_key

SUGGESTIONS = 3


def find_key(words: str, actors: Sequence[Actor]) -> str:
    """Return the actor id that the words mean, whatever their case and accents.

    Tried in turn, and the first that fits decides: an id, a name, an adjective or capital, a weak name. Where
    several actors fit equally, a state wins over bodies and people, and a state that still exists over one that ended.

    Raises:
        UsageError: Nobody fits (the message suggests near names) or several do (it names them).
    """
    return Names(actors).key(words)


class Names:
    """The names of some actors, to be looked up many times: each table is made once, when it is first needed."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._actors = actors
        self._made: dict[int, Mapping[str, list[Actor]]] = {}

    def key(self, words: str) -> str:
        """Return the actor id that the words mean, as ``find_key`` does.

        Raises:
            UsageError: Nobody fits, or several do.
        """
        return _chosen(words, map(self._table, range(len(_TABLES))), self._actors)

    def _table(self, number: int) -> Mapping[str, list[Actor]]:
        if number not in self._made:
            self._made[number] = _table((actor, _TABLES[number](actor)) for actor in self._actors)
        return self._made[number]


def _chosen(words: str, tables: Iterable[Mapping[str, list[Actor]]], actors: Sequence[Actor]) -> str:
    wanted = _key(words)
    for names in tables:
        found = names.get(wanted, [])
        states = [actor for actor in found if actor.kind == "state"]
        for choice in (found, states, [state for state in states if state.until is None]):
            if len(choice) == 1:
                return choice[0].id
        if found:
            ids = ", ".join(sorted(actor.id for actor in found)[:SUGGESTIONS])
            raise UsageError(f'"{words}" can mean {len(found)} actors: use an id, such as {ids}')
    raise UsageError(f'no actor is called "{words}"{_nearest(wanted, actors)}')


def find_actors(words: str, actors: Iterable[Actor]) -> list[Actor]:
    """Return the actors one of whose names or ids holds the words, best first: whole names before parts."""
    wanted = _key(words)
    scored = [(_fit(wanted, actor), actor) for actor in actors]
    return [actor for fit, actor in sorted(scored, key=lambda item: (item[0], item[1].id)) if fit < len(_FITS)]


_FITS = ("whole", "start", "part")


def _fit(wanted: str, actor: Actor) -> int:
    names = [_key(name) for name in _all_names(actor)]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else len(_FITS)


def _all_names(actor: Actor) -> tuple[str, ...]:
    return (actor.id, actor.name, *actor.strong, *actor.adjectives, *actor.capitals, *actor.seats, *actor.weak)


_TABLES: tuple[Callable[[Actor], tuple[str, ...]], ...] = (
    lambda actor: (actor.id,),
    lambda actor: (actor.name, *actor.strong),
    lambda actor: (*actor.adjectives, *actor.capitals, *actor.seats),
    lambda actor: actor.weak,
)


def _table(rows: Iterable[tuple[Actor, tuple[str, ...]]]) -> dict[str, list[Actor]]:
    table: defaultdict[str, list[Actor]] = defaultdict(list)
    for actor, names in rows:
        for name in {_key(name) for name in names}:
            table[name].append(actor)
    return dict(table)


def _nearest(wanted: str, actors: Iterable[Actor]) -> str:
    known = {_key(name): name for actor in actors for name in (actor.id, actor.name, *actor.strong, *actor.adjectives)}
    near = get_close_matches(wanted, known, n=SUGGESTIONS)
    return f", did you mean {' or '.join(known[name] for name in near)}?" if near else ""


def _key(words: str) -> str:
    return look_up_key(words).casefold()
