"""Names of places -> where they are: a sorted file, searched where it lies, read when first asked.

Cities are GeoNames' (CC BY 4.0), the rest is ``places/places.csv``; ``tools/build_gazetteer.py`` makes the
file. Nothing is unpacked into objects: a look-up is a binary search over the lines.
"""

import gzip
import re
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.errors import DataError
from detente.text.normalise import fold

FILE = "places/gazetteer.tsv.gz"
COLUMNS = 8
_WORD = re.compile(r"\w+")
_MARKS = str.maketrans("", "", "'`\u2019\u2018\u02bb\u02bf\u02be\u02bc")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place that bears a name: gazetteer's name, ISO alpha-3 country or "" where states dispute it.

    ``division`` is the state within the United States; ``weight`` the inhabitants (of our own places, a large
    number); ``main`` whether the name is the place's main one.
    """

    name: str
    country: str
    division: str
    latitude: float
    longitude: float
    weight: int
    main: bool


@dataclass(slots=True)
class Gazetteer:
    """Looks places up by name, whatever the case, accents, hyphens and apostrophes."""

    source: Traversable | None = None
    _lines: bytes | None = field(default=None, repr=False)

    def find(self, name: str) -> tuple[PlaceRow, ...]:
        """Return the places that bear a name, the largest first; empty where none does.

        Raises:
            DataError: the file is missing or malformed.
        """
        key = place_key(name)
        if not key:
            return ()
        lines = self._load()
        wanted = f"{key}\t".encode()
        at = _first_line(lines, wanted)
        found: list[PlaceRow] = []
        while lines.startswith(wanted, at):
            end = lines.index(b"\n", at)
            found.append(_row(lines[at:end].decode()))
            at = end + 1
        return tuple(sorted(found, key=lambda r: (-r.weight, r.name, r.country, r.latitude)))

    def _load(self) -> bytes:
        if self._lines is None:
            source = self.source or files("detente.data").joinpath(FILE)
            try:
                self._lines = gzip.decompress(source.read_bytes())
            except (OSError, EOFError) as error:
                raise DataError(f"{FILE}: the gazetteer cannot be read: {error}") from error
        return self._lines


def place_key(name: str) -> str:
    """Return the look-up form of a place name: lower-case words without accents and apostrophes."""
    return " ".join(_WORD.findall(fold(name).translate(_MARKS).lower()))


def _first_line(lines: bytes, wanted: bytes) -> int:
    """Return where the first line that is not before ``wanted`` starts."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", middle, high)
        end = high if end < 0 else end + 1
        if lines[middle:end] < wanted:
            low = end
        else:
            high = middle
    return low


def _row(line: str) -> PlaceRow:
    parts = line.split("\t")
    if len(parts) != COLUMNS:
        raise DataError(f"{FILE}: a line has {len(parts)} columns and not {COLUMNS}: {line!r}")
    _, name, country, division, latitude, longitude, weight, main = parts
    return PlaceRow(name, country, division, float(latitude), float(longitude), int(weight), main == "1")
