"""Says why an event was joined with another, in codes and values, never in prose."""

from collections.abc import Iterator

from detente.store.clusters import SURE
from detente.store.traces import Trace

NAMED = 5  # shared words and numbers that are named at most


def reasons(one: Trace, other: Trace | None, likeness: float) -> list[tuple[str, str]]:
    """Return why two events are taken for one happening: (code, value), in the order of the data dictionary."""
    if other is None:
        return []
    if likeness >= SURE:
        return [("ruled", other.event)]
    return list(_found(one, other))


def _found(one: Trace, other: Trace) -> Iterator[tuple[str, str]]:
    shared = sorted({*one.sources, *one.targets} & {*other.sources, *other.targets})
    yield "sides", ";".join(shared)
    yield "type", ";".join(sorted({one.event_type, other.event_type}))
    yield "day", ";".join(sorted({one.slot.isoformat(), other.slot.isoformat()}))
    if one.place and other.place:
        yield "place", ";".join(sorted({one.place, other.place}))
    words = sorted(set(one.words) & set(other.words), key=lambda word: (word not in one.names, word))
    yield "words", ";".join(words[:NAMED])
    if numbers := sorted(set(one.numbers) & set(other.numbers)):
        yield "numbers", ";".join(numbers[:NAMED])
