"""Which decisions stand, and of which event of today: a newer coder gives other ids, so that the words decide.

A decision is about an event of the same document whose evidence overlaps the one that was judged by half of the
shorter, with the same known actors on both sides, or of the same type. Of several the one that overlaps most is meant.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from detente.records import Event, Party

LEAST_OVERLAP = 0.5  # of the shorter evidence; set by judgement

Coded = Mapping[str, Any]


def meant(coded: Coded, events: Iterable[Event]) -> Event | None:
    """Return the event that a decision is about: by its id, otherwise by its words; None where it is gone.

    Args:
        coded: The event as it was coded when it was judged, as ``event_json`` gives it.
        events: Events of today, of the same document or of any.
    """
    found = list(events)
    for event in found:
        if event.id == coded["id"]:
            return event
    ranked = [(overlap(coded, event), event) for event in found if event.document == coded["document"]]
    fitting = [item for item in ranked if item[0] >= LEAST_OVERLAP and _alike(coded, item[1])]
    if not fitting:
        return None
    return max(fitting, key=lambda item: (item[0], item[1].event_type == coded["event_type"], item[1].id))[1]


def overlap(coded: Coded, event: Event) -> float:
    """Return the share of the shorter evidence that both have, 0 to 1."""
    start, end = int(coded["evidence"]["start"]), int(coded["evidence"]["end"])
    span = event.evidence.span
    shorter = min(end - start, span.end - span.start)
    shared = min(end, span.end) - max(start, span.start)
    return max(0, shared) / shorter if shorter > 0 else 0.0


def standing(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the decisions that no later one of the same author on the same event takes the place of, in order.

    Several corrections of one event by one author stand together, one per field.
    """
    kept: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=_number):
        mine = kept.setdefault((row["author"], row["event"]), [])
        mine[:] = [old for old in mine if not _replaces(row, old)]
        mine.append(row)
    return sorted(chain.from_iterable(kept.values()), key=_number)


def corrected(coded: Coded, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return an event with what its decisions say: None where it is rejected; fields corrected otherwise."""
    event = dict(coded)
    for row in rows:
        if row["verdict"] == "reject":
            return None
        if row["verdict"] == "correct" and row["field"] in event:
            event[row["field"]] = row["value"]
    return event


def _number(row: Mapping[str, Any]) -> int:
    return int(row["id"])


def _replaces(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    return not (new["verdict"] == old["verdict"] == "correct" and new["field"] != old["field"])


def _alike(coded: Coded, event: Event) -> bool:
    if event.event_type == coded["event_type"]:
        return True
    return _actors(coded["sources"]) == _actors(event.sources) and _actors(coded["targets"]) == _actors(event.targets)


def _actors(side: Iterable[Mapping[str, Any] | Party]) -> set[str | None]:
    return {party.actor if isinstance(party, Party) else party["actor"] for party in side}
