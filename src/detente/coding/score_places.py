"""How well the places of events are found: on our gold texts."""

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.framebook import FrameBook
from detente.coding.gold_marked import GoldPlace, gold_places
from detente.coding.score import Report
from detente.coding.score_marked import Marked, Verdict, marked_words, share
from detente.coding.when import SPOKEN
from detente.records import Place
from detente.resolve.places import find_place

NEAR_KM = 161.0  # a hundred miles, the distance that the literature on place names counts by
EARTH_KM = 6371.0


def score_places(path: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return how many events have the right place.

    ``country``: the right country, where gold has one. ``near``: within 161 km of gold's point, where it has one.
    ``none``: gold has no place, and the coder neither.

    Raises:
        UsageError: the file is no gold file of places.
    """
    items = gold_places(path, part=part)
    answers = [_answer(item, coder) for item in items]
    pairs = list(zip(items, answers, strict=True))
    scores = (
        share("country", [_country(*pair) for pair in pairs]),
        share("near", [_near(item, place) for item, place in pairs if item.point or item.country is None]),
        share("none", [_none(*pair) for pair in pairs]),
    )
    return Report("places", scores, tuple(_row(*pair) for pair in pairs))


def _answer(item: GoldPlace, coder: Coder) -> Place | None:
    place = marked_words(coder, item.text, item.event)
    if place is None:
        return None
    return find_place(place.discourse, place.sentence, place.word, words_only=_is_spoken(place, coder.book))


def _is_spoken(place: Marked, book: FrameBook) -> bool:
    """Whether most frames of the word are deeds of words; the coder knows it from the event's type."""
    word = place.sentence.words[place.word]
    types = [f.event_type for f in book.of("verb" if word.pos == "VERB" else "noun", word.lemma) if f.event_type]
    return 2 * sum(t in SPOKEN for t in types) > len(types)


def _country(item: GoldPlace, place: Place | None) -> Verdict:
    found = place.country if place else None
    return Verdict(item.country is not None, found is not None, item.country is not None and found == item.country)


def _near(item: GoldPlace, place: Place | None) -> Verdict:
    point = _point(place)
    right = item.point is not None and point is not None and kilometres(item.point, point) <= NEAR_KM
    return Verdict(item.point is not None, point is not None, right)


def _point(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _none(item: GoldPlace, place: Place | None) -> Verdict:
    nowhere = item.country is None and item.point is None
    return Verdict(nowhere, place is None, nowhere and place is None)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the kilometres between two points (latitude, longitude in degrees), by the haversine formula."""
    first, second = radians(a[0]), radians(b[0])
    step = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(step))


def _row(item: GoldPlace, place: Place | None) -> Mapping[str, str]:
    found = f"{place.name} {place.country or '-'} {place.latitude} {place.longitude}" if place else ""
    gold = f"{item.name or ''} {item.country or '-'} {item.point or ''}" if item.country or item.point else ""
    judge = _near if item.point else _country if item.country else _none
    return {
        "id": item.id,
        "event": item.event.of(item.text),
        "gold": gold,
        "predicted": found,
        "right": str(judge(item, place).right),
        "text": item.text,
    }
