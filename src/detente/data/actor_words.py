"""Loads the small lists beside the actor cards: null names, groups of states, definite descriptions."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from detente.errors import DataError


@dataclass(frozen=True, slots=True)
class GroupWords:
    """Words for several states at once and for the state or states last spoken of."""

    groups: Mapping[str, tuple[str, ...]]
    plural_nouns: frozenset[str]
    plural_words: frozenset[str]
    single_nouns: frozenset[str]
    neighbours: frozenset[str]


@dataclass(frozen=True, slots=True)
class Description:
    """A definite description that means one actor: always, or only where the text has named it."""

    phrase: str
    actor: str
    context: str


def load_null_names() -> tuple[str, ...]:
    """Return phrases that hold an actor's name and mean something else."""
    return tuple(_toml("null_names.toml")["names"])


def load_non_actors() -> frozenset[str]:
    """Return nouns of people and things that bear a nationality and are no political actors."""
    return frozenset(_toml("non_actors.toml")["nouns"])


def load_groups() -> GroupWords:
    """Return the words for several states and for states spoken of before.

    Raises:
        DataError: a table or key of ``groups.toml`` is missing.
    """
    raw = _toml("groups.toml")
    try:
        return GroupWords(
            groups={name: tuple(members) for name, members in raw["groups"].items()},
            plural_nouns=frozenset(raw["plural"]["nouns"]),
            plural_words=frozenset(raw["plural"]["words"]),
            single_nouns=frozenset(raw["single"]["nouns"]),
            neighbours=frozenset(raw["single"]["neighbours"]),
        )
    except KeyError as error:
        raise DataError(f"actors/groups.toml: {error} is missing") from error


def load_descriptions() -> tuple[Description, ...]:
    """Return the definite descriptions of ``descriptions.csv``.

    Raises:
        DataError: a row names a context that is neither ``always`` nor ``if_named``.
    """
    text = (files("detente.data") / "actors" / "descriptions.csv").read_text("utf-8")
    found = []
    for row in csv.DictReader(text.splitlines()):
        if row["context"] not in ("always", "if_named"):
            raise DataError(f"actors/descriptions.csv: {row['phrase']!r} has the context {row['context']!r}")
        found.append(Description(row["phrase"], row["actor"], row["context"]))
    return tuple(found)


def _toml(name: str) -> dict:  # type: ignore[type-arg]
    return tomllib.loads((files("detente.data") / "actors" / name).read_text("utf-8"))
