"""A map of relations: countries at their capitals, lines for what passed between them, over outlines of land.

Plate carrée: a degree is as wide as it is high. Coordinates are those of the shipped gazetteer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.data.gazetteer import Gazetteer
from detente.records import Actor

WIDTH, HEIGHT = 720, 276  # two units a degree, from 80 north to 58 south
SCALE = 2.0
LARGEST = 12.0  # radius of the busiest country
LABELLED = 24
ROOM = (24, 11)  # of a label, to both sides and above and below
WIDE_ROOM = (56, 24)  # of a label on a narrow screen, where the words are larger

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A country on the map; ``labelled`` where there is room for its code, ``roomy`` where on a phone too."""

    key: str
    x: float
    y: float
    radius: float
    events: int
    labelled: bool
    roomy: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What passed between two countries: ends, width, and whether it was warm, cold or even on the mean."""

    a: str
    b: str
    ends: tuple[float, float, float, float]
    width: float
    tone: str
    events: int
    mean: float


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that is drawn, the busiest last, and the countries that are not known to lie anywhere."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    unplaced: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def atlas(pairs: Sequence[Row], cards: Mapping[str, Actor], gazetteer: Gazetteer) -> Atlas:
    """Return the map of pairs (a, b, events, net), as ``busiest_pairs`` gives them."""
    weight = events_of_each(pairs, ("a", "b"))
    places = {key: place for key in weight if (place := capital(cards.get(key), gazetteer))}
    most = max(weight.values(), default=1)
    spots: list[Spot] = []
    for key in places:
        x, y = _point(places[key])
        room = len(spots) < LABELLED and _free(x, y, [spot for spot in spots if spot.labelled], ROOM)
        roomy = room and _free(x, y, [spot for spot in spots if spot.roomy], WIDE_ROOM)
        radius = round(2 + (LARGEST - 2) * (weight[key] / most) ** 0.5, 1)
        spots.append(Spot(key, x, y, radius, weight[key], room, roomy))
    lines = [_line(row, places, pairs[0]["events"]) for row in pairs if row["a"] in places and row["b"] in places]
    return Atlas(tuple(reversed(spots)), tuple(reversed(lines)), tuple(sorted(set(weight) - set(places))))


@cache
def outlines() -> str:
    """Return land and borders as SVG, in the units of the map; made by tools/outlines, no part of it from a visitor."""
    return (files("detente.show.web") / "outlines.svg").read_text(encoding="utf-8").partition("-->")[2].strip()


def events_of_each(rows: Iterable[Row], sides: tuple[str, str]) -> dict[str, int]:
    """Return how many events each country of the rows takes part in, busiest first; ``sides`` name the two of a row."""
    weight: Counter[str] = Counter()
    for row in rows:
        for side in sides:
            weight[row[side]] += row["events"]
    return dict(sorted(weight.items(), key=lambda item: (-item[1], item[0])))


def tone_of(mean: float) -> str:
    """Return whether a mean intensity is warm, cold or even."""
    if abs(mean) < 0.5:
        return "even"
    return "warm" if mean > 0 else "cold"


def _free(x: float, y: float, spots: Iterable[Spot], room: tuple[int, int]) -> bool:
    return all(abs(x - spot.x) > room[0] or abs(y - spot.y) > room[1] for spot in spots)


def capital(card: Actor | None, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """Return latitude and longitude of a state's capital, in degrees; None where the gazetteer has none.

    A state without a capital of another name, as Singapore, stands where the place of its own name does.
    """
    if card is None:
        return None
    for name in card.capitals or (card.name, *card.strong):
        for row in gazetteer.find(name):
            if row.country == card.id:
                return row.latitude, row.longitude
    return None


def _point(place: tuple[float, float]) -> tuple[float, float]:
    latitude, longitude = place
    return round((longitude + 180) * SCALE, 1), round((80 - latitude) * SCALE, 1)


def _line(row: Row, places: Mapping[str, tuple[float, float]], most: int) -> Line:
    mean = row["net"] / row["events"]
    width = round(0.6 + 4 * (row["events"] / most) ** 0.5, 2)
    ends = (*_point(places[row["a"]]), *_point(places[row["b"]]))
    return Line(row["a"], row["b"], ends, width, tone_of(mean), row["events"], mean)
