"""Events as Parquet: the columns of the CSV, with lists as lists, days as days and numbers as numbers."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from detente.records import Document, Event, Party
from detente.show.formats import EVENT_COLUMNS
from detente.show.records_json import measure

ROWS = 50_000  # of a row group: what is held at once
_LISTS = frozenset({"contexts", "attribution"})
_NUMBERS = frozenset({"intensity", "goldstein", "latitude", "longitude", "confidence"})
_WHOLE = frozenset({"quad_class", "evidence_start", "evidence_end"})
_DAYS = frozenset({"date", "date_end", "published"})


def schema() -> pa.Schema:
    """Return the schema: the names of ``EVENT_COLUMNS`` with their types."""
    return pa.schema([(name, _type(name)) for name in EVENT_COLUMNS])


def write_parquet(coded: Iterable[tuple[Document, Sequence[Event]]], file: Path | BinaryIO) -> int:
    """Write events to a file and return how many.

    Raises:
        OSError: The file cannot be written.
    """
    columns = schema()
    rows = (_row(document, event) for document, events in coded for event in events)
    count = 0
    with pq.ParquetWriter(file, columns, compression="zstd") as writer:
        while batch := list(islice(rows, ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema=columns))
            count += len(batch)
    return count


def _type(name: str) -> pa.DataType:
    if name in _LISTS or name.startswith(("source_", "target_")):
        return pa.list_(pa.string())
    if name in _NUMBERS:
        return pa.float64()
    if name in _WHOLE:
        return pa.int32()
    return pa.date32() if name in _DAYS else pa.string()


def _row(document: Document, event: Event) -> Mapping[str, Any]:
    place, span = event.place, event.evidence.span
    return {
        **{name: getattr(event, name) for name in ("id", "document", "event_type", "mode", "cameo", "quad_class")},
        **{name: getattr(event, name) for name in ("factuality", "codebook", "coder")},
        **{name: measure(getattr(event, name)) for name in ("intensity", "goldstein", "confidence")},
        "contexts": list(event.contexts),
        **_side("source", event.sources),
        **_side("target", event.targets),
        "attribution": [f"{a.speaker.name or a.speaker.text}: {a.cue} ({a.kind})" for a in event.attribution],
        "date": event.when.date,
        "date_end": event.when.date_end,
        "date_precision": event.when.precision,
        "date_basis": event.when.basis,
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "evidence_start": span.start,
        "evidence_end": span.end,
        "evidence": event.evidence.text,
        **{name: getattr(document, name) for name in ("url", "publisher", "published", "title")},
    }


def _side(name: str, parties: Sequence[Party]) -> Mapping[str, list[str]]:
    return {
        f"{name}_names": [party.name or party.text for party in parties],
        f"{name}_actors": [party.actor or "" for party in parties],
        f"{name}_countries": [party.country or "" for party in parties],
        f"{name}_sectors": [party.sector or "" for party in parties],
    }
