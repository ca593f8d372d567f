"""Who stands on the two sides of a relation: actors as people name them, sets of a user's own, or all the others."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.errors import UsageError
from detente.show.naming import Names
from detente.store.lens import Sides

ALL = "ALL"  # every other country

Blocs = Mapping[str, Sequence[str]]


def read_blocs(file: Path | None) -> dict[str, tuple[str, ...]]:
    """Return the sets of a TOML file, ``NATO = ["USA", "Germany"]`` a line; none without a file.

    Raises:
        UsageError: The file cannot be read, or a set is no list of names.
    """
    if file is None:
        return {}
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    for name, members in table.items():
        if not isinstance(members, list) or not members or not all(isinstance(one, str) for one in members):
            raise UsageError(f'{file}: {name} must be a list of actors, such as {name} = ["USA", "DEU"]')
    return {name: tuple(members) for name, members in table.items()}


def sides_of(a: str, b: str, *, names: Names, known: set[str], blocs: Blocs, directed: bool = False) -> Sides:
    """Return the two sides that the words mean; ``ALL`` for the second is every other country.

    Raises:
        UsageError: Nobody is called so, both are the same, or ``ALL`` stands first.
    """
    if a == ALL and ALL not in blocs:
        raise UsageError("ALL can stand second only: detente relation PRK ALL")
    left, left_keys = _side(a, names, known, blocs)
    if b == ALL and ALL not in blocs:
        return Sides(left, left_keys, ALL, None, directed)
    right, right_keys = _side(b, names, known, blocs)
    if left == right:
        raise UsageError(f"{a} and {b} are the same actor: name two")
    return Sides(left, left_keys, right, right_keys, directed)


def plain(sides: Sides) -> bool:
    """Return whether both sides are one actor each, in either direction: what a store answers without more ado."""
    return sides.a_keys == (sides.a,) and sides.b_keys == (sides.b,) and not sides.directed


def side_name(key: str, names: Names, blocs: Blocs) -> str:
    """Return what a side is called in a title."""
    if key == ALL and ALL not in blocs:
        return "all others"
    return key if key in blocs else names.name(key)


def _side(words: str, names: Names, known: set[str], blocs: Blocs) -> tuple[str, tuple[str, ...]]:
    if words in blocs:
        return words, tuple(dict.fromkeys(names.key(member, known) for member in blocs[words]))
    key = names.key(words, known)
    return key, (key,)
