"""How well names and descriptions are resolved to actors and offices on a day: on our gold texts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.gold_marked import GoldName, Wanted, gold_names
from detente.coding.score import Report
from detente.coding.score_marked import Verdict, marked_words, share
from detente.records import Party
from detente.resolve.parties import parties

Parties = tuple[Party, ...]


def score_actors(path: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return how many names and descriptions mean whom they should, in office on the day.

    ``actor``: those that mean somebody; right where every party that gold gives is found, with the id, country,
    sector and office that gold gives, and no other party. ``none``: those that mean nobody, or nobody that the
    text settles.

    Raises:
        UsageError: the file is no gold file of actors.
    """
    items = gold_names(path, part=part)
    answers = [_answer(item, coder) for item in items]
    verdicts = [
        Verdict(bool(item.readings[0]), bool(found), _is_right(item, found))
        for item, found in zip(items, answers, strict=True)
    ]
    nobody = [Verdict(not v.gold, not v.found, not v.gold and v.right) for v in verdicts]
    somebody = [Verdict(v.gold, v.found, v.gold and v.right) for v in verdicts]
    rows = tuple(_row(item, found) for item, found in zip(items, answers, strict=True))
    return Report("actors", (share("actor", somebody), share("none", nobody)), rows)


def _answer(item: GoldName, coder: Coder) -> Parties:
    """Return whom the marked words mean; a party of unknown actor and country is nobody."""
    place = marked_words(coder, item.text, item.mention, published=item.published)
    if place is None:
        return ()
    return tuple(p for p in parties(place.discourse, place.sentence, place.word) if p.actor or p.country)


def _is_right(item: GoldName, found: Parties) -> bool:
    return any(_agree(reading, found) for reading in item.readings)


def _agree(wanted: Sequence[Wanted], found: Parties) -> bool:
    return len(wanted) == len(found) and all(any(_is(party, one) for party in found) for one in wanted)


def _is(party: Party, wanted: Wanted) -> bool:
    return all(getattr(party, field) == value for field, value in wanted.items())


def _row(item: GoldName, found: Parties) -> Mapping[str, str]:
    shown = "; ".join(f"{p.actor} {p.country} {p.sector} {p.role or '-'} ({p.reason})" for p in found)
    gold = " or ".join("; ".join(" ".join(w.values()) for w in reading) for reading in item.readings)
    return {
        "id": item.id,
        "published": str(item.published),
        "mention": item.mention.of(item.text),
        "gold": gold,
        "predicted": shown,
        "right": str(_is_right(item, found)),
        "text": item.text,
    }
