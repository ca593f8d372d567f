"""Writes events that somebody else coded, hundreds of thousands at a time, without making a record of each.

The caller brings tables: one row per event with keys in place of what repeats (sides, acts, places), and one small
table for each of these, in which a key stands once. DuckDB joins them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

import pyarrow as pa  # type: ignore[import-untyped]

from detente.records import Party, Place
from detente.store.rows import PARTY, PLACE, arrow_table, party_row, place_row
from detente.store.store import Store

UNTYPED = "NONE"  # the event type of statements and appeals, for which PLOVER has no type; series do not count them

_TEXT = pa.string()
STAGED = pa.schema(
    [
        ("key", _TEXT),  # what makes the event one of its own in the other project's files
        ("story", _TEXT),  # what makes its document one of its own
        ("published", pa.date32()),
        ("publisher", _TEXT),
        ("url", _TEXT),
        ("title", _TEXT),
        ("language", _TEXT),
        ("act", _TEXT),
        ("source", _TEXT),
        ("target", _TEXT),
        ("place", _TEXT),
        ("date", pa.date32()),
        ("date_end", pa.date32()),
        ("precision", _TEXT),
        ("factuality", _TEXT),
        ("evidence", _TEXT),
        ("start", pa.int32()),
        ("confidence", pa.float64()),
    ]
)
_SIDES = pa.schema([("key", _TEXT), ("parties", pa.list_(PARTY))])
_ACTS = pa.schema(
    [
        ("key", _TEXT),
        ("event_type", _TEXT),
        ("mode", _TEXT),
        ("contexts", pa.list_(_TEXT)),
        ("cameo", _TEXT),
        ("quad_class", pa.int8()),
        ("intensity", pa.float64()),
        ("goldstein", pa.float64()),
    ]
)
_PLACES = pa.schema([("key", _TEXT), ("place", PLACE)])
_PAIRS = pa.schema(
    [
        ("source_side", _TEXT),
        ("target_side", _TEXT),
        ("event_type", _TEXT),
        ("source", _TEXT),
        ("target", _TEXT),
        ("mutual", pa.bool_()),
    ]
)
RETOLD = pa.schema(
    [
        ("key", _TEXT),
        ("story", _TEXT),
        ("publisher", _TEXT),
        ("published", pa.date32()),
        ("confidence", pa.float64()),
    ]
)


# In the transaction of the events, so that a run that was killed says either all of them or none.
_NOTE = """
    UPDATE base.runs SET documents = $documents, events = $events, skipped = $skipped,
           finished = $now
    WHERE run = $run"""
_RETELLINGS = "SELECT count(*) FROM base.retellings"


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, as another project's codes say it."""

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad_class: int
    intensity: float
    goldstein: float


Pair = tuple[str, str, str]  # keys of the two sides and the event type
Joined = tuple[str, str, bool]  # two actor keys and whether the act is mutual


@dataclass(frozen=True, slots=True)
class Bulk:
    """Events on their way into the store: ``events`` as ``STAGED`` says, and what its keys stand for."""

    events: pa.Table
    acts: Mapping[str, Act]
    sides: Mapping[str, Sequence[Party]]
    places: Mapping[str, Place]
    pairs: Mapping[Pair, Sequence[Joined]]


@dataclass(frozen=True, slots=True)
class BulkCount:
    """Of the rows brought: how many were stored, and how many were in the store or came before in the file."""

    stored: int
    repeated: int


def import_events(
    store: Store, bulk: Bulk, *, coder: str, codebook: str, origin: str, mutual: Iterable[str] = ()
) -> BulkCount:
    """Write events of another coder in one transaction; those that the store has already are left out.

    An event is known by ``coder`` and its key: the same file twice, or two files that overlap, add nothing twice.

    Args:
        store: An open, writable store.
        bulk: The events.
        coder: Who coded them, such as ``icews``.
        codebook: The version of the crosswalk that gave types and intensities.
        origin: The name of the file.
        mutual: Event types that both sides do: two rows of a story that tell of one in both directions are one
            happening.

    Raises:
        StoreError: The store cannot be written; nothing of the file is in it then.
    """
    run = store.start_run(codebook, coder)
    tables = {"staged": bulk.events, "sides": _sides(bulk), "acts": _acts(bulk), "places": _places(bulk)}
    tables["pairs"] = _pairs(bulk)
    values = {"coder": coder, "codebook": codebook, "run": run, "origin": origin}
    with store.bulk(tables) as execute:
        for statement in _statements("import_events.sql"):
            execute(statement, {name: value for name, value in values.items() if f"${name}" in statement})
        ((stored, documents),) = execute("SELECT count(*), count(DISTINCT document) FROM fresh", {})
        execute("DROP TABLE fresh", {})
        for statement in _statements("import_mirrors.sql"):
            execute(statement, {"run": run, "mutual": sorted(mutual)})
        counts = {"documents": documents, "events": stored, "skipped": bulk.events.num_rows - stored}
        execute(_NOTE, {**counts, "run": run, "now": datetime.now(UTC).replace(tzinfo=None)})
    return BulkCount(stored, bulk.events.num_rows - stored)


def import_retellings(store: Store, retold: pa.Table, *, coder: str) -> BulkCount:
    """Write which other documents tell of events that were imported before; each once.

    Rows about events that the store does not have, and rows that it has, are left out.
    """
    with store.bulk({"retold": retold}) as execute:
        ((before,),) = execute(_RETELLINGS, {})
        for statement in _statements("import_retellings.sql"):
            execute(statement, {"coder": coder})
        ((after,),) = execute(_RETELLINGS, {})
    return BulkCount(after - before, retold.num_rows - (after - before))


def join_mirrored(store: Store, mutual: Iterable[str]) -> None:
    """Join imported events that tell of one act of a mutual type in both directions, those of all runs."""
    with store.transaction():
        for statement in _statements("import_mirrors.sql"):
            store.run(statement, {"run": None, "mutual": sorted(mutual)})


def _statements(file: str) -> list[str]:
    text = (files("detente.store") / file).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _sides(bulk: Bulk) -> pa.Table:
    rows = [{"key": key, "parties": [party_row(party) for party in side]} for key, side in bulk.sides.items()]
    return arrow_table(rows, _SIDES)


def _acts(bulk: Bulk) -> pa.Table:
    names = _ACTS.names[1:]
    return arrow_table([{"key": key, **{n: getattr(act, n) for n in names}} for key, act in bulk.acts.items()], _ACTS)


def _places(bulk: Bulk) -> pa.Table:
    return arrow_table([{"key": key, "place": place_row(place)} for key, place in bulk.places.items()], _PLACES)


def _pairs(bulk: Bulk) -> pa.Table:
    rows = [(*sides, *joined) for sides, found in bulk.pairs.items() for joined in found]
    arrays = [pa.array([row[at] for row in rows], type=field.type) for at, field in enumerate(_PAIRS)]
    return pa.table(arrays, schema=_PAIRS)
