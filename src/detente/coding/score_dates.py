"""How well the days of events are found: on our gold texts."""

from collections.abc import Mapping
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.gold_marked import GoldDate, gold_dates
from detente.coding.score import Report
from detente.coding.score_marked import Verdict, marked_words, share
from detente.coding.when import days_of
from detente.parse.factuality import mark_factuality
from detente.records import EventDate


def score_dates(path: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return how many events have the right first and last day.

    ``found``: a day or period is given where the text gives one (which one is not asked). ``days``: it is the
    right one. ``day``: of those that the text dates to days, not months or years. ``none``: the text gives none,
    and so does the coder. The day of publication that stands in for no date counts as none.

    Raises:
        UsageError: the file is no gold file of dates.
    """
    items = gold_dates(path, part=part)
    answers = [_answer(item, coder) for item in items]
    pairs = list(zip(items, answers, strict=True))
    dated = [Verdict(item.days is not None, when is not None, _is_right(item, when)) for item, when in pairs]
    scores = (
        share("found", [Verdict(v.gold, v.found, v.gold and v.found) for v in dated]),
        share("days", dated),
        share("day", [v for v, item in zip(dated, items, strict=True) if item.precision == "day"]),
        share("none", [Verdict(not v.gold, not v.found, not v.gold and not v.found) for v in dated]),
    )
    return Report("dates", scores, tuple(_row(*pair) for pair in pairs))


def _answer(item: GoldDate, coder: Coder) -> EventDate | None:
    place = marked_words(coder, item.text, item.event, published=item.published)
    if place is None:
        return None
    value = mark_factuality(place.sentence, place.word, coder.factuality).value
    when = days_of(place.discourse, place.sentence, place.word, anchor=item.published, factuality=value)
    return None if when.basis == "publication" else when


def _is_right(item: GoldDate, when: EventDate | None) -> bool:
    return when is not None and item.days == (when.date, when.date_end)


def _row(item: GoldDate, when: EventDate | None) -> Mapping[str, str]:
    gold = f"{item.days[0]}..{item.days[1]}" if item.days else ""
    found = f"{when.date}..{when.date_end}" if when else ""
    return {
        "id": item.id,
        "published": str(item.published),
        "event": item.event.of(item.text),
        "gold": gold,
        "predicted": found,
        "right": str(gold == found),
        "text": item.text,
    }
