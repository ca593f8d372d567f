"""Reads GDELT's tables: events of version 2 (61 columns) and 1 (58 or 57), and mentions (16)."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa  # type: ignore[import-untyped]

from detente.errors import UnknownFormat
from detente.records import Party, Place
from detente.show.gdelt import COLUMNS
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
from detente.store import RETOLD

# Version 1 has no ADM2 codes; its first years had no source URL either.
COLUMNS_1 = tuple(name for name in COLUMNS if not name.endswith("_ADM2Code"))
WIDTHS = {61: COLUMNS, 58: COLUMNS_1, 57: COLUMNS_1[:-1]}
MENTION_COLUMNS = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)
KINDS = frozenset({"IGO", "NGO", "MNC", "IMG"})  # type codes that stand where a country would
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code")
_GEO = ("FullName", "CountryCode", "Lat", "Long")
_WHOLE = ("GLOBALEVENTID", "SQLDATE", "EventCode", "EventRootCode", "QuadClass")
_NUMBERS = ("FractionDate", "GoldsteinScale", "AvgTone", "ActionGeo_Lat", "ActionGeo_Long", "DATEADDED")


class Gdelt:
    """The layout; see ``detente.show.imports.staging.Layout``. A document is a source URL."""

    coder = "gdelt"

    def __init__(self, book: NameBook) -> None:
        self._book = book

    def staged(self, path: Path, losses: Losses) -> Iterator[Staged]:
        """Yield the events of an event table.

        Raises:
            UnknownFormat: The first row has another number of columns.
        """
        with opened(path) as file:
            rows = tab_rows(file)
            first = first_row(rows, path)
            columns = WIDTHS.get(len(first))
            if columns is None:
                raise UnknownFormat(f"{path} is no GDELT event table: it has {len(first)} columns, not 61")
            checks = tuple(_checks().get(name) for name in columns)
            for row in whole_rows(chain([first], rows), checks, losses):
                cells = dict(zip(columns, row, strict=True))
                day = _day(cells["SQLDATE"])
                if day is None:
                    losses.aside["no date"] += 1
                else:
                    yield _staged(cells, day)

    def act(self, key: str) -> ActReading:
        """Return the act of "code, Goldstein value"."""
        code, _, goldstein = key.partition(SEP)
        return act_of_cameo(code, goldstein, self._book.codebook)

    def side(self, key: str) -> tuple[Party, ...]:
        """Return the party of "code, name, country, known group, first type, second type"."""
        code, name, nation, group, kind, _ = key.split(SEP)
        country = self._book.iso(nation)
        sector = self._book.sector([kind])
        if group_id := self._book.tables.groups.get(group):
            return (self._book.known(name or code, group_id, sector),)
        if country is None and kind in KINDS:
            country = kind
        # A country named without a type is the state; a type makes it somebody in it.
        if country and not kind and country in self._book.actors:
            return (self._book.known(name or code, country, None),)
        return (self._book.named(name or code, country=country, sector=sector),)

    def place(self, key: str) -> Place:
        """Return the place of "full name, FIPS country, latitude, longitude"."""
        name, fips, latitude, longitude = key.split(SEP)
        spot = (float(latitude), float(longitude)) if latitude and longitude else (None, None)
        return Place(name, name.split(",")[0], self._book.fips(fips), *spot)


def mentions_table(path: Path, losses: Losses) -> pa.Table | None:
    """Return the rows of a table of mentions as ``detente.store.RETOLD`` says, None where it is another table."""
    with opened(path) as file:
        rows = tab_rows(file)
        first = first_row(rows, path)
        if len(first) != len(MENTION_COLUMNS):
            return None
        wholes = ("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "Confidence")
        checks = tuple(is_whole if name in wholes else None for name in MENTION_COLUMNS)
        found = [_retold(row) for row in whole_rows(chain([first], rows), checks, losses)]
    return pa.Table.from_pylist(found, schema=RETOLD)


def _retold(row: Cells) -> Mapping[str, object]:
    cells = dict(zip(MENTION_COLUMNS, row, strict=True))
    return {
        "key": cells["GLOBALEVENTID"],
        "story": cells["MentionIdentifier"],
        "publisher": cells["MentionSourceName"] or None,
        "published": _day(cells["MentionTimeDate"]),
        "confidence": int(cells["Confidence"]) / 100 if cells["Confidence"].isdecimal() else None,
    }


def _staged(cells: Mapping[str, str], day: date) -> Staged:
    url = cells.get("SOURCEURL") or None
    geo = [cells[f"ActionGeo_{name}"] for name in _GEO]
    return Staged(
        key=cells["GLOBALEVENTID"],
        story=url or f"day {cells['DATEADDED'][:8]}",
        published=_day(cells["DATEADDED"]),
        publisher=(urlsplit(url).hostname or "").removeprefix("www.") or None if url else None,
        url=url,
        title=None,
        language=None,
        act=f"{cells['EventCode']}{SEP}{cells['GoldsteinScale']}",
        source=_side(cells, 1),
        target=_side(cells, 2),
        place=SEP.join(geo) if geo[0] else None,
        date=day,
    )


def _side(cells: Mapping[str, str], number: int) -> str | None:
    parts = [cells[f"Actor{number}{name}"] for name in _ACTOR]
    return SEP.join(parts) if parts[0] or parts[1] else None


def _checks() -> dict[str, Check]:
    return {**dict.fromkeys(_WHOLE, is_whole), **dict.fromkeys(_NUMBERS, is_number)}


def _day(cell: str) -> date | None:
    try:
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:8]))
    except ValueError:
        return None
