"""What the layouts of other projects share: which events they can hold, pairs, countries, dates, plain cells."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from detente.records import Document, Event, Party
from detente.relate.dyads import NOT_COUNTRIES, party_pairs

QUAD_NAMES = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
LIST = ";"  # between the values of a cell that holds several
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Cell = str | int | float | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country in three code lists; ``fips`` is FIPS 10-4, which GDELT uses for places."""

    iso3: str
    iso2: str
    fips: str
    name: str


def happened(event: Event) -> bool:
    """Return whether a layout without a field for factuality may hold the event: not denied, not hypothetical.

    A threat stays: its condition is part of the act.
    """
    return event.factuality not in ("negated", "hypothetical") or event.event_type == "THREATEN"


def pairs(event: Event) -> Iterator[tuple[int, Party, Party | None]]:
    """Yield (number from 0, source, target) per row of a layout with one of each; target None where there is none."""
    found = [(source, target) for source, target, _ in party_pairs(event)]
    for number, pair in enumerate(found):
        yield number, *pair
    if not found:
        for number, source in enumerate(event.sources):
            yield number, source, None


def row_id(event: Event, number: int) -> str:
    """Return an id per row: that of the event, with the number of the pair from the second on."""
    return event.id if number == 0 else f"{event.id}-{number + 1}"


def row_number(event: Event, number: int) -> int:
    """Return an id per row for layouts that want a whole number: 60 bits of a hash of ``row_id``."""
    return int(hashlib.sha256(row_id(event, number).encode()).hexdigest()[:15], 16)


@cache
def countries() -> dict[str, Country]:
    """Return the code lists by ISO 3166-1 alpha-3, from GeoNames (CC BY 4.0)."""
    text = (files("detente.show") / "country_codes.csv").read_text(encoding="utf-8")
    return {row["iso3"]: Country(**row) for row in csv.DictReader(text.splitlines())}


def country_name(code: str | None) -> str:
    """Return a country's English name; empty for organisations and where none is known; the code where not listed."""
    if not code or code in NOT_COUNTRIES:
        return ""
    return countries()[code].name if code in countries() else code


def country_code(code: str | None) -> str:
    """Return a country's code, empty for what is no country."""
    return "" if not code or code in NOT_COUNTRIES else code


def called(party: Party | None) -> str:
    """Return the name of a party as resolved, otherwise as in the text."""
    return "" if party is None else party.name or party.text


def iso(day: date | None) -> str:
    """Return a day as 2024-01-16, empty where there is none."""
    return "" if day is None else day.isoformat()


def joined(value: Cell | list[str]) -> Cell:
    """Return what one cell says: the values of a list with ``LIST`` between them, anything else as it is."""
    return LIST.join(value) if isinstance(value, list) else value


def link(document: Document) -> str:
    """Return where a document is to be found: its URL, otherwise the file it came from."""
    return document.url or document.origin


def plain(text: str | None) -> str:
    """Return text for one cell of a tab-separated layout: no tabs, line ends or control characters."""
    return _BREAKS.sub(" ", text or "").strip()


def number(value: float | None) -> Cell:
    """Return a number for a cell, whole where it is whole."""
    if value is None:
        return ""
    return int(value) if value == int(value) else round(value, 5)
