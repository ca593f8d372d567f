"""Reads ICEWS: the files of 20 columns, and research extracts of date, source, relation and target."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from detente.data.import_tables import relation_key
from detente.errors import UnknownFormat
from detente.records import Party, Place
from detente.show.icews import COLUMNS
from detente.show.imports.actors import NameBook
from detente.show.imports.acts import act_of_cameo
from detente.show.imports.lines import (
    Cells,
    Check,
    Losses,
    first_row,
    is_number,
    is_whole,
    opened,
    tab_rows,
    whole_rows,
)
from detente.show.imports.staging import SEP, ActReading, Staged

EXTRACT = ("date", "source", "relation", "target")
_NOBODY = {"", "None"}


class Icews:
    """The layout; see ``detente.show.imports.staging.Layout``. ``key`` of an event is (Event ID, Event Date)."""

    coder = "icews"

    def __init__(self, book: NameBook) -> None:
        self._book = book

    def staged(self, path: Path, losses: Losses) -> Iterator[Staged]:
        """Yield the events of a file of either kind.

        Raises:
            UnknownFormat: The first row is the header of neither.
        """
        with opened(path) as file:
            rows = tab_rows(file)
            header = first_row(rows, path)
            if [name.lower() for name in header] == [name.lower() for name in COLUMNS]:
                yield from self._files(rows, losses)
            elif sorted(header) == sorted(EXTRACT):
                yield from self._extract(rows, header, losses)
            elif len(header) == len(EXTRACT) and _day(header[0], {}):
                yield from self._extract(chain([header], rows), list(EXTRACT), losses)
            else:
                raise UnknownFormat(f"{path} is no ICEWS file: its first row names neither 20 columns nor 4")

    def act(self, key: str) -> ActReading:
        """Return the act of "code, Goldstein value", or of a relation's name."""
        code, is_code, goldstein = key.partition(SEP)
        if not is_code:
            named = self._book.tables.relations.get(relation_key(key))
            if named is None:
                return ActReading(None)
            return act_of_cameo(named, str(self._book.codebook.goldstein(named)), self._book.codebook)
        return act_of_cameo(code, goldstein, self._book.codebook)

    def side(self, key: str) -> tuple[Party, ...]:
        """Return the party of "name, sectors, country", or of a name alone."""
        name, *more = key.split(SEP)
        if not more:
            return (self._book.named(name),)
        sectors, country = more
        return (self._book.named(name, country=self._book.country(country), sector=self._sector(sectors)),)

    def place(self, key: str) -> Place:
        """Return the place of "city, district, province, country, latitude, longitude"."""
        *names, country, latitude, longitude = key.split(SEP)
        text = next((name for name in names if name), country)
        spot = (float(latitude), float(longitude)) if latitude and longitude else (None, None)
        return Place(text, text, self._book.country(country), *spot)

    def _sector(self, cell: str) -> str | None:
        return self._book.sector(cell.split(","))

    def _files(self, rows: Iterator[Cells], losses: Losses) -> Iterator[Staged]:
        days: dict[str, date | None] = {}
        for row in whole_rows(rows, self._checks(), losses, likely=self._likely):
            day = _day(row[1], days)
            if day is None:
                losses.aside["no date"] += 1
                continue
            yield Staged(
                key=f"{row[0]}{SEP}{row[1]}",
                story=row[11] or row[0],
                published=day,
                publisher=row[13] or None,
                url=None,
                title=None,
                language=None,
                act=f"{row[6]}{SEP}{row[7]}",
                source=_side(row[2:5]),
                target=_side(row[8:11]),
                place=SEP.join(row[14:20]) if any(row[14:20]) else None,
                date=day,
            )

    def _likely(self, row: Cells) -> bool:
        """Return whether both sides of a mended row are somebody known: a name that was cut in two is nobody."""
        sides = (key for key in (_side(row[2:5]), _side(row[8:11])) if key)
        names = [self._book.named(key.split(SEP)[0]) for key in sides]
        return all(party.actor or party.country for party in names)

    def _checks(self) -> tuple[Check | None, ...]:
        """Return what the cells of each of the 20 columns look like; country names find a stray tab among texts."""
        checks: dict[str, Check] = {
            "Event ID": is_whole,
            "Event Date": lambda cell: _day(cell, {}) is not None,
            "CAMEO Code": is_whole,
            "Intensity": is_number,
            "Story ID": lambda cell: not cell or cell.isalnum(),
            "Sentence Number": lambda cell: not cell or cell.isdecimal(),
            "Latitude": is_number,
            "Longitude": is_number,
        }
        for column in ("Source Country", "Target Country", "Country"):
            checks[column] = lambda cell: not cell or self._book.country(cell) is not None
        return tuple(checks.get(column) for column in COLUMNS)

    def _extract(self, rows: Iterator[Cells], header: Cells, losses: Losses) -> Iterator[Staged]:
        at, by, did, to = (header.index(name) for name in EXTRACT)
        days: dict[str, date | None] = {}
        for row in whole_rows(rows, (None,) * len(EXTRACT), losses):
            day = _day(row[at], days)
            if day is None:
                losses.aside["no date"] += 1
                continue
            source, target = _name(row[by]), _name(row[to])
            yield Staged(
                SEP.join((row[at], row[by], row[did], row[to])),
                # An extract names no stories: what it holds of a day stands for one document.
                f"extract {row[at]}",
                day,
                None,
                None,
                None,
                None,
                row[did],
                source,
                target,
                None,
                day,
            )


def _day(cell: str, known: dict[str, date | None]) -> date | None:
    if cell not in known:
        try:
            known[cell] = date.fromisoformat(cell[:10])
        except ValueError:
            known[cell] = None
    return known[cell]


def _name(cell: str) -> str | None:
    return None if cell.strip() in _NOBODY else cell.strip()


def _side(cells: Cells) -> str | None:
    return None if cells[0].strip() in _NOBODY else SEP.join(cell.strip() for cell in cells)
