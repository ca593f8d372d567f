"""Reads POLECAT's weekly files: 40 columns, tabs, a header."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from detente.errors import UnknownFormat
from detente.records import Party, Place
from detente.show.imports.actors import NameBook
from detente.show.imports.acts import act_of_plover
from detente.show.imports.lines import Check, Losses, first_row, is_number, opened, tab_rows, whole_rows
from detente.show.imports.staging import SEP, ActReading, Staged
from detente.show.layouts import QUAD_NAMES
from detente.show.polecat import COLUMNS, LANGUAGES

OTHER_NAMES = {"Event Intensity": "Intensity", "Quad": "Quad Code"}  # headers of some releases
NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name")
_SIDE = ("Name", "Country", "Sector", "Title", "Name Raw")
_PLACE = ("Placename", "City", "Province", "Country", "Latitude", "Longitude", "Raw Placename")


class Polecat:
    """The layout; see ``detente.show.imports.staging.Layout``.

    The files name no stories: what one publisher printed on one day stands for a document.
    """

    coder = "polecat"

    def __init__(self, book: NameBook) -> None:
        self._book = book
        self._languages = {name: code for code, name in LANGUAGES.items()}

    def staged(self, path: Path, losses: Losses) -> Iterator[Staged]:
        """Yield the events of a file.

        Raises:
            UnknownFormat: The header lacks a column that is needed.
        """
        with opened(path) as file:
            rows = tab_rows(file)
            header = [OTHER_NAMES.get(name, name) for name in first_row(rows, path)]
            if missing := [name for name in NEEDED if name not in header]:
                raise UnknownFormat(f"{path} is no POLECAT file: it has no column {missing[0]}")
            checks = tuple(self._checks().get(name) for name in header)
            for row in whole_rows(rows, checks, losses):
                cells = dict.fromkeys(COLUMNS, "") | dict(zip(header, row, strict=True))
                day = _day(cells["Event Date"])
                if day is None:
                    losses.aside["no date"] += 1
                else:
                    yield self._staged(cells, day)

    def act(self, key: str) -> ActReading:
        """Return the act of "type, mode, contexts"."""
        kind, mode, contexts = key.split(SEP)
        words = [word.strip().lower() for word in contexts.replace(",", ";").split(";")]
        return act_of_plover(kind, mode, [word for word in words if word and word != "none"], self._book.codebook)

    def side(self, key: str) -> tuple[Party, ...]:
        """Return the party of "name, country, sector, title, name as in the text"."""
        name, nation, sector, title, raw = key.split(SEP)
        party = self._book.named(name or raw, country=self._book.iso(nation), sector=self._book.sector([sector]))
        return (self._book.reworded(party, raw or name, title),)

    def place(self, key: str) -> Place:
        """Return the place of "name, city, province, country, latitude, longitude, name as in the text"."""
        name, city, province, nation, latitude, longitude, raw = key.split(SEP)
        spot = (float(latitude), float(longitude)) if latitude and longitude else (None, None)
        country = self._book.iso(nation) or self._book.country(nation)
        known = name or city or province or nation
        return Place(raw or known, known, country, *spot)

    def _staged(self, cells: Mapping[str, str], day: date) -> Staged:
        published = _day(cells["Publication Date"])
        place = [cells[name] for name in _PLACE]
        return Staged(
            key=f"{cells['Event ID']}{SEP}{cells['Event Date']}",
            story=f"{cells['Source']}{SEP}{published or day}",
            published=published or day,
            publisher=cells["Source"] or None,
            url=None,
            title=None,
            language=self._languages.get(cells["Language"], cells["Language"]) or None,
            act=SEP.join((cells["Event Type"], cells["Event Mode"], cells["Contexts"])),
            source=_side(cells, "Actor"),
            target=_side(cells, "Recipient"),
            place=SEP.join(place) if any(place) else None,
            date=day,
        )

    def _checks(self) -> dict[str, Check]:
        """Return what the cells of the columns look like that have a form of their own."""
        quads = {*QUAD_NAMES, "", *"1234"}
        types = set(self._book.codebook.types)
        return {
            "Event Date": lambda cell: _day(cell) is not None,
            "Event Type": lambda cell: cell.upper() in types,
            "Intensity": is_number,
            "Quad Code": lambda cell: cell.upper() in quads,
            "Latitude": is_number,
            "Longitude": is_number,
            "Publication Date": lambda cell: not cell or _day(cell) is not None,
        }


def _side(cells: Mapping[str, str], side: str) -> str | None:
    values = (cells[f"Primary {side} Sector" if name == "Sector" else f"{side} {name}"] for name in _SIDE)
    parts = ["" if value in ("None", "nan") else value.strip() for value in values]
    return SEP.join(parts) if any(parts) else None


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None
