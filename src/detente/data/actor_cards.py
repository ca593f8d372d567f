"""Reads the actor cards: one TOML file per state, per country's people, per kind of organisation, and agents.csv.

The cards lie in ``actors/states``, ``actors/people`` and ``actors/organisations``. Reading is strict about
shape (a misspelt key, a date that is not one) and raises; what the cards say is judged by
``detente.data.actor_checks.check_actors``.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from detente.data.actor_checks import check_actors, check_agents
from detente.errors import DataError
from detente.records import Actor, Role

__all__ = ["BORDER", "DIRECTIONS", "AgentNoun", "check_actors", "check_agents", "load_actors", "load_agents"]

DIRECTIONS = ("north", "east", "south", "west")
BORDER = "border"

_NAMES = ("strong", "weak", "adjectives", "capitals", "seats")
_COMMON = frozenset({"id", "name", "reference", "since", "until", *_NAMES})
_STATE_KEYS = _COMMON | {*DIRECTIONS, "borders"}
_INSTITUTION_KEYS = _COMMON | {"kind", "sector"}
_PERSON_KEYS = frozenset({"id", "name", "reference", "since", "until", "strong", "weak", "country", "role"})
_ORGANISATION_KEYS = _COMMON | {"kind", "sector", "country", "members"}
_ROLE_KEYS = frozenset({"role", "title", "sector", "country", "since", "until", "reference"})
_AGENT_COLUMNS = ["noun", "sector", "role", "kind", "reference"]
_FOLDERS = ("states", "people", "organisations")
_TABLES = {"states": {"state", "institution"}, "people": {"person"}, "organisations": {"organisation"}}

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgentNoun:
    """A role noun ("troops", "foreign minister"): the sector, office and kind of actor that it stands for."""

    noun: str
    sector: str
    role: str
    kind: str
    reference: str


def load_actors(root: Traversable | None = None) -> tuple[Actor, ...]:
    """Read every actor card.

    Args:
        root: The folder that holds ``states``, ``people`` and ``organisations``; the shipped one by default.

    Returns:
        The actors in order of their ids. ``neighbours`` holds pairs (``north`` ... or ``border``, state id);
        a person's country and sector are those of the latest role.

    Raises:
        DataError: A file is not TOML, or a row has an unknown key, lacks one, or a value is of the wrong type.
    """
    base = root if root is not None else files("detente.data") / "actors"
    actors = [actor for folder in _FOLDERS for actor in _folder_actors(base, folder)]
    return tuple(sorted(actors, key=lambda actor: actor.id))


def load_agents(root: Traversable | None = None) -> tuple[AgentNoun, ...]:
    """Read ``agents.csv``, the role nouns, in the order of the file.

    Raises:
        DataError: The columns are not ``noun,sector,role,kind,reference``, or a row has another number of them.
    """
    base = root if root is not None else files("detente.data") / "actors"
    rows = csv.reader((base / "agents.csv").read_text(encoding="utf-8").splitlines())
    if next(rows, None) != _AGENT_COLUMNS:
        raise DataError(f"agents.csv: the columns must be {','.join(_AGENT_COLUMNS)}")
    return tuple(_agent(row, number) for number, row in enumerate(rows, start=2))


def _agent(row: list[str], number: int) -> AgentNoun:
    if len(row) != len(_AGENT_COLUMNS) or not row[0].strip():
        raise DataError(f"agents.csv, line {number}: expected {len(_AGENT_COLUMNS)} fields and a noun")
    return AgentNoun(*(field.strip() for field in row))


# ------------------------------------------------------------------------------------------- files


def _folder_actors(base: Traversable, folder: str) -> Iterator[Actor]:
    place = base / folder
    if not place.is_dir():
        return
    for card in sorted(place.iterdir(), key=lambda item: item.name):
        if card.name.endswith(".toml"):
            yield from _card_actors(card, f"{folder}/{card.name}", folder)


def _card_actors(card: Traversable, where: str, folder: str) -> Iterator[Actor]:
    try:
        tables = tomllib.loads(card.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{where}: not TOML: {error}") from error
    if unknown := tables.keys() - _TABLES[folder]:
        raise DataError(f"{where}: unknown table {min(unknown)}")
    if folder == "states":
        yield from _state_card(tables, where)
        return
    make = _person if folder == "people" else _organisation
    for place, row in _rows(tables, min(_TABLES[folder]), where):
        yield make(row, place)


def _state_card(tables: Table, where: str) -> Iterator[Actor]:
    if not isinstance(tables.get("state"), dict):
        raise DataError(f"{where}: no [state] table")
    state = _state(tables["state"], f"{where}, state")
    yield state
    for place, row in _rows(tables, "institution", where):
        yield _institution(row, place, state)


def _rows(tables: Table, name: str, where: str) -> Iterator[tuple[str, Table]]:
    rows = tables.get(name, [])
    if not isinstance(rows, list):
        raise DataError(f"{where}: {name} must be written [[{name}]]")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise DataError(f"{where}, {name} {number}: not a table")
        yield f"{where}, {name} {number} ({row.get('id', 'no id')})", row


# -------------------------------------------------------------------------------------------- rows


def _state(row: Table, where: str) -> Actor:
    _check_keys(row, _STATE_KEYS, where)
    directed = tuple((side, state) for side in DIRECTIONS for state in _words(row, side, where))
    borders = tuple((BORDER, state) for state in _words(row, "borders", where))
    actor = _base(row, where, kind="state", country=_word(row, "id", where), sector="GOV")
    return replace(actor, neighbours=directed + borders)


def _institution(row: Table, where: str, state: Actor) -> Actor:
    _check_keys(row, _INSTITUTION_KEYS, where)
    kind, sector = _word(row, "kind", where), _word(row, "sector", where)
    actor = _base(row, where, kind=kind, country=state.country, sector=sector)
    return replace(actor, since=actor.since or state.since, until=actor.until or state.until)


def _organisation(row: Table, where: str) -> Actor:
    _check_keys(row, _ORGANISATION_KEYS, where)
    kind, sector, country = (_word(row, key, where) for key in ("kind", "sector", "country"))
    actor = _base(row, where, kind=kind, country=country, sector=sector)
    return replace(actor, members=_words(row, "members", where))


def _person(row: Table, where: str) -> Actor:
    _check_keys(row, _PERSON_KEYS, where)
    roles = tuple(_role(item, place) for place, item in _rows(row, "role", where))
    latest = max(roles, key=_latest, default=None)
    home = row.get("country") or _word(row, "id", where).partition("/")[0]
    country, sector = (latest.country, latest.sector) if latest else (str(home), "ELI")
    return replace(_base(row, where, kind="person", country=country, sector=sector), roles=roles)


def _latest(role: Role) -> tuple[date, date]:
    return (role.since or date.min, role.until or date.max)


def _role(row: Table, where: str) -> Role:
    _check_keys(row, _ROLE_KEYS, where)
    return Role(
        role=_word(row, "role", where),
        sector=_word(row, "sector", where),
        country=_word(row, "country", where),
        since=_day(row, "since", where),
        until=_day(row, "until", where),
        title=_word(row, "title", where, default=""),
        reference=_word(row, "reference", where, default=""),
    )


def _base(row: Table, where: str, *, kind: str, country: str, sector: str) -> Actor:
    strong, weak, adjectives, capitals, seats = (_words(row, key, where) for key in _NAMES)
    return Actor(
        id=_word(row, "id", where),
        name=_word(row, "name", where),
        kind=kind,
        country=country,
        sector=sector,
        strong=strong,
        weak=weak,
        adjectives=adjectives,
        capitals=capitals,
        seats=seats,
        since=_day(row, "since", where),
        until=_day(row, "until", where),
        reference=_word(row, "reference", where, default=""),
    )


# ------------------------------------------------------------------------------------------ values


def _check_keys(row: Table, known: frozenset[str], where: str) -> None:
    if unknown := row.keys() - known:
        raise DataError(f"{where}: unknown key {min(unknown)}")


def _word(row: Table, key: str, where: str, *, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None:
        raise DataError(f"{where}: {key} is missing")
    if not isinstance(value, str):
        raise DataError(f"{where}: {key} must be a string")
    return value


def _words(row: Table, key: str, where: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise DataError(f"{where}: {key} must be a list of strings")
    return tuple(value)


def _day(row: Table, key: str, where: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise DataError(f"{where}: {key} must be a day, such as 2011-12-17")
    return value
