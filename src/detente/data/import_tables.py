"""Loads the small tables that say what the words and codes of other projects' event files stand for.

They lie in ``imports``: ICEWS relation names, ICEWS actor names that no actor card has, sector words, CAMEO's country
codes that differ from ISO 3166-1, and CAMEO's codes of known groups.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import DataError

_WORDS = re.compile(r"[a-z]+")
_JOINERS = frozenset({"and", "or"})


@dataclass(frozen=True, slots=True)
class ImportTables:
    """The tables, each keyed by what stands in the files; names are keyed by ``relation_key`` or casefolded.

    ``actors`` gives (actor id or "", country); the others give a CAMEO code, a PLOVER sector, an ISO 3166-1 alpha-3
    code and an actor id.
    """

    relations: Mapping[str, str]
    actors: Mapping[str, tuple[str, str]]
    sectors: Mapping[str, str]
    countries: Mapping[str, str]
    groups: Mapping[str, str]


def load_import_tables() -> ImportTables:
    """Return the tables that ship with the package.

    Raises:
        DataError: A file lacks a column, or two rows have one key.
    """
    return ImportTables(
        relations=_table("icews_relations.csv", "name", "code", key=relation_key),
        actors={row["name"].casefold(): (row["actor"], row["country"]) for row in _rows("icews_actors.csv")},
        sectors=_table("sectors.csv", "words", "sector", key=str.casefold),
        countries=_table("cameo_countries.csv", "code", "country", key=str.upper),
        groups=_table("cameo_groups.csv", "code", "actor", key=str.upper),
    )


def icews_relation(code: str) -> str | None:
    """Return what ICEWS calls a CAMEO code, None for the few that its files do not have."""
    return _icews_relations().get(code)


@cache
def _icews_relations() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("icews_relations.csv"):
        found.setdefault(row["code"], row["name"])
    return found


def relation_key(name: str) -> str:
    """Return a relation's name without what differs between releases: case, punctuation, "and" and "or"."""
    return " ".join(word for word in _WORDS.findall(name.lower()) if word not in _JOINERS)


def _rows(file: str) -> list[dict[str, str]]:
    text = (files("detente.data") / "imports" / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _table(file: str, name: str, value: str, *, key: Callable[[str], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows(file):
        at = key(row[name])
        if found.setdefault(at, row[value]) != row[value]:
            raise DataError(f"{file}: {row[name]!r} stands twice, with two values")
    return found
