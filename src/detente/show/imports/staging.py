"""From the rows of a layout to the tables that the store takes: what repeats is looked up once."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from detente.records import Party, Place
from detente.relate.dyads import dyads_between
from detente.show.imports.lines import Losses
from detente.store import STAGED, Act, Bulk

CHUNK = 50_000  # rows held as Python objects at once
SEP = "\x1f"  # between the parts of a key: it cannot stand in a cell of a text file worth reading
NO_CONFIDENCE = 0.0  # of events whose coder states none

Found = TypeVar("Found")


class Staged(NamedTuple):
    """One event of another project, in the order of ``STAGED``; act, sides and place are keys."""

    key: str
    story: str
    published: datetime.date | None
    publisher: str | None
    url: str | None
    title: str | None
    language: str | None
    act: str
    source: str | None
    target: str | None
    place: str | None
    date: datetime.date | None
    date_end: datetime.date | None = None
    precision: str = "day"
    factuality: str = "asserted"
    evidence: str = ""
    start: int | None = None
    confidence: float = NO_CONFIDENCE


class ActReading(NamedTuple):
    """What an act's key stands for, None where it is unknown, and what had to be mended."""

    act: Act | None
    mends: tuple[str, ...] = ()


class Layout(Protocol):
    """How one project writes events."""

    coder: str

    def staged(self, path: Path, losses: Losses) -> Iterator[Staged]:
        """Yield the events of a file and count rows that were mended or set aside."""
        ...

    def act(self, key: str) -> ActReading:
        """Return what was done."""
        ...

    def side(self, key: str) -> tuple[Party, ...]:
        """Return who stands on a side."""
        ...

    def place(self, key: str) -> Place:
        """Return where it happened."""
        ...


def bulk_of(rows: Iterable[Staged], layout: Layout, losses: Losses) -> Bulk:
    """Return the rows as tables for the store; rows with an act that is unknown are counted and left out."""
    events = _table(rows)
    acts = _acts(events, layout, losses)
    events = events.filter(pc.is_in(events["act"], value_set=pa.array(list(acts), type=pa.string())))
    sides = _looked_up([events["source"], events["target"]], layout.side)
    places = _looked_up([events["place"]], layout.place)
    return Bulk(events, acts, sides, places, _pairs(events, acts, sides))


def _table(rows: Iterable[Staged]) -> pa.Table:
    source = iter(rows)
    batches = []
    while chunk := list(islice(source, CHUNK)):
        columns = zip(*chunk, strict=True)
        arrays = [pa.array(column, type=field.type) for column, field in zip(columns, STAGED, strict=True)]
        batches.append(pa.record_batch(arrays, schema=STAGED))
    return pa.Table.from_batches(batches, schema=STAGED)


def _acts(events: pa.Table, layout: Layout, losses: Losses) -> dict[str, Act]:
    found = {}
    for row in pc.value_counts(events["act"]).to_pylist():
        reading = layout.act(row["values"])
        losses.mended.update(Counter(dict.fromkeys(reading.mends, row["counts"])))
        if reading.act is None:
            losses.aside["unknown event type"] += row["counts"]
        else:
            found[row["values"]] = reading.act
    return found


def _looked_up(columns: Sequence[pa.ChunkedArray], find: Callable[[str], Found]) -> dict[str, Found]:
    keys = {key for column in columns for key in column.unique().to_pylist() if key is not None}
    return {key: find(key) for key in sorted(keys)}


def _pairs(
    events: pa.Table, acts: Mapping[str, Act], sides: Mapping[str, Sequence[Party]]
) -> dict[tuple[str, str, str], list[tuple[str, str, bool]]]:
    """Return the dyads of each combination of sides and type; ``detente.relate.dyads`` alone says which."""
    groups = events.select(["source", "target", "act"]).group_by(["source", "target", "act"]).aggregate([])
    found: dict[tuple[str, str, str], list[tuple[str, str, bool]]] = {}
    for source, target, act in zip(*(column.to_pylist() for column in groups.columns), strict=True):
        key = (source or "", target or "", acts[act].event_type)
        if key not in found:
            joined = dyads_between(sides.get(source, ()), sides.get(target, ()), acts[act].event_type)
            found[key] = [(dyad.source, dyad.target, dyad.mutual) for dyad in joined]
    return found
