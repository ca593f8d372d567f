"""Reads our gold files of marked words: when and where an event was, and whom a name or description means.

Each is JSON lines with ``id``, ``part`` ("dev" or "sealed"), ``text`` and the marked words; ``gold/README.md``
says what they hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.coding.gold_files import json_lines, place_of_words
from detente.errors import UsageError
from detente.records import Span


@dataclass(frozen=True, slots=True)
class GoldDate:
    """An event's words and its first and last day; ``days`` is None where the text gives none."""

    id: str
    text: str
    published: date
    event: Span
    days: tuple[date, date] | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """An event's words and where it was: country (ISO alpha-3), name, latitude and longitude in degrees, as known."""

    id: str
    text: str
    event: Span
    country: str | None
    name: str | None
    point: tuple[float, float] | None


Wanted = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GoldName:
    """A name or description and whom it means on a day: one of the readings, each a list of parties.

    A party is given by some of ``actor``, ``country``, ``sector`` and ``role``; only what is given is judged. An
    empty reading means nobody, or nobody that the text settles.
    """

    id: str
    text: str
    published: date
    mention: Span
    readings: tuple[tuple[Wanted, ...], ...]


def gold_dates(path: str | Path, *, part: str | None = None) -> list[GoldDate]:
    """Return the dated events of a file, of one part where ``part`` is given.

    Raises:
        UsageError: a line is no JSON or lacks a field, or a day is none.
    """
    return [_date(row) for row in _rows(path, part, "event", "start", "end", "published")]


def gold_places(path: str | Path, *, part: str | None = None) -> list[GoldPlace]:
    """Return the placed events of a file; see ``gold_dates``."""
    return [_place(row) for row in _rows(path, part, "event", "country", "name", "latitude", "longitude")]


def gold_names(path: str | Path, *, part: str | None = None) -> list[GoldName]:
    """Return the names of a file; see ``gold_dates``."""
    return [_name(row) for row in _rows(path, part, "mention", "parties", "published")]


def _rows(path: str | Path, part: str | None, *fields: str) -> Iterator[Mapping[str, Any]]:
    for row in json_lines(path):
        missing = next((f for f in ("id", "part", "text", *fields) if f not in row), None)
        if missing:
            raise UsageError(f"{path}: a line lacks {missing!r}")
        if part in (None, row["part"]):
            yield row


def _day(row: Mapping[str, Any], field: str) -> date:
    try:
        return date.fromisoformat(row[field])
    except (TypeError, ValueError) as error:
        raise UsageError(f"row {row['id']}: {field} is no day: {row[field]!r}") from error


def _date(row: Mapping[str, Any]) -> GoldDate:
    days = None if row["start"] is None else (_day(row, "start"), _day(row, "end"))
    event = place_of_words(row["text"], row["event"])
    return GoldDate(row["id"], row["text"], _day(row, "published"), event, days, row.get("precision"))


def _place(row: Mapping[str, Any]) -> GoldPlace:
    point = None if row["latitude"] is None else (float(row["latitude"]), float(row["longitude"]))
    event = place_of_words(row["text"], row["event"])
    return GoldPlace(row["id"], row["text"], event, row["country"], row["name"], point)


def _name(row: Mapping[str, Any]) -> GoldName:
    readings = (tuple(row["parties"]), *((tuple(row["or"]),) if "or" in row else ()))
    mention = place_of_words(row["text"], row["mention"])
    return GoldName(row["id"], row["text"], _day(row, "published"), mention, readings)
