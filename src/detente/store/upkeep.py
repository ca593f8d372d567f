"""Looking after a store: what is in it, whether it is sound, making it small again, copying it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import StoreError
from detente.store.connection import open_store
from detente.store.snapshot import copy_store, discard
from detente.store.store import Store

TABLES = (
    *("runs", "documents", "codings", "events", "dyads", "retellings"),
    *("reprints", "prints", "copy_pairs", "copies", "traces", "tellings", "rulings"),
)
# Dyads of one pair lie together, so that a relation reads few pages; the rest lies as it came.
_ORDER = {"dyads": 'ORDER BY source, target, "date", event'}
_FAULTS: Mapping[str, str] = {
    "events without their document": """
        SELECT count(*) AS n FROM base.events e ANTI JOIN base.documents d ON d.id = e.document""",
    "events that no coding names": """
        SELECT count(*) AS n FROM base.events e
        ANTI JOIN base.codings c ON c.document = e.document AND c.run = e.run""",
    "events stored twice": """
        SELECT coalesce(sum(n - 1), 0)::BIGINT AS n
        FROM (SELECT count(*) AS n FROM base.events GROUP BY id, document, run HAVING count(*) > 1)""",
    "documents stored twice": """
        SELECT coalesce(sum(n - 1), 0)::BIGINT AS n
        FROM (SELECT count(*) AS n FROM base.documents GROUP BY id HAVING count(*) > 1)""",
    "codings of a run that was never started": """
        SELECT count(*) AS n FROM base.codings c ANTI JOIN base.runs r ON r.run = c.run""",
    "codings whose number of events is wrong": """
        SELECT count(*) AS n FROM base.codings c
        LEFT JOIN (SELECT document, run, count(*) AS n FROM base.events GROUP BY ALL) e
            ON e.document = c.document AND e.run = c.run
        WHERE c.events <> coalesce(e.n, 0)""",
    "pairs without their event": """
        SELECT count(*) AS n FROM base.dyads y
        ANTI JOIN base.events e ON e.id = y.event AND e.document = y.document AND e.run = y.run""",
    "pairs stored twice": """
        SELECT coalesce(sum(n - 1), 0)::BIGINT AS n FROM (
            SELECT count(*) AS n FROM base.dyads GROUP BY event, document, run, source, target HAVING count(*) > 1)""",
    "tellings of an event that is not there or no longer current": """
        SELECT count(*) AS n FROM base.tellings t ANTI JOIN (
            SELECT e.id FROM base.events e JOIN current_codings USING (document, run)) e ON e.id = t.event""",
    "tellings that stand twice or alone": """
        SELECT count(*) AS n FROM (
            SELECT 1 FROM base.tellings GROUP BY event HAVING count(*) > 1
            UNION ALL SELECT 1 FROM base.tellings GROUP BY happening HAVING count(*) < 2)""",
    "copies without their document or original": """
        SELECT count(*) AS n FROM base.copies c
        WHERE c.document NOT IN (SELECT id FROM base.documents)
           OR c.original NOT IN (SELECT document FROM base.copies)""",
}


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds; ``coders`` counts the current events of each coder and codebook."""

    path: Path
    size: int
    version: int
    rows: Mapping[str, int]
    coders: Mapping[tuple[str, str], int]
    first: date | None
    last: date | None
    unfinished: int


def store_info(store: Store) -> StoreInfo:
    """Return what an open store holds; ``size`` is in bytes, ``unfinished`` counts runs that were cut off."""
    rows = {table: _count(store, f"SELECT count(*) AS n FROM base.{table}") for table in TABLES}
    coders = store.rows("""
        SELECT coder, codebook, count(*) AS n FROM base.events JOIN current_codings USING (document, run)
        GROUP BY ALL ORDER BY ALL""")
    days = store.rows('SELECT min("date") AS first, max("date") AS last FROM base.events')[0]
    return StoreInfo(
        path=store.path,
        size=store.path.stat().st_size,
        version=_count(store, "SELECT max(version) AS n FROM schema_version"),
        rows=rows,
        coders={(row["coder"], row["codebook"]): row["n"] for row in coders},
        first=days["first"],
        last=days["last"],
        unfinished=_count(store, "SELECT count(*) AS n FROM base.runs WHERE finished IS NULL"),
    )


def check_store(store: Store) -> list[str]:
    """Read every row of an open store and return what is wrong, a sentence each; nothing where it is sound.

    Raises:
        StoreError: A page of the file cannot be read or its checksum is wrong.
    """
    for table in TABLES:
        store.rows(f"SELECT bit_xor(hash(t)) AS h FROM base.{table} t")
    counts = {name: _count(store, sql) for name, sql in _FAULTS.items()}
    return [f"{count:,} {name}" for name, count in counts.items() if count]


def compact_store(path: Path | str) -> tuple[int, int]:
    """Write a store anew without the room that changes left, and put it in place at once; return both sizes.

    Raises:
        StoreBusy: Another process has the store open.
        StoreError: There is no room for the second file; the store is as it was.
    """
    place = Path(path)
    part = place.with_name(f"{place.name}.compact")
    _remove(part)
    with open_store(place) as store:
        before = place.stat().st_size
        try:
            open_store(part).close()
            store.pour(part, {table: _ORDER.get(table, "") for table in TABLES})
            store.checkpoint()
            size = part.stat().st_size
            # Still inside: nobody else can have opened the old file for writing in between.
            os.replace(part, place)
        finally:
            _remove(part)
    return before, size


def backup_store(path: Path | str, target: Path | str) -> int:
    """Copy a store to a new file, check the copy, and return its size.

    Raises:
        StoreBusy: Another process is writing.
        StoreError: The target is there already, or cannot be written.
    """
    goal = Path(target)
    if goal.exists():
        raise StoreError(f"{goal} is there already: name a new file")
    if not Path(path).exists():
        raise StoreError(f"there is no store at {path}")
    with open_store(path) as store:
        try:
            done = copy_store(store, goal)
        except OSError as error:
            raise StoreError(f"{goal} cannot be written: {error.strerror or error}") from error
    if not done:
        raise StoreError(f"{path} is in use: try again")
    with open_store(goal, read_only=True) as copy:
        if faults := check_store(copy):
            raise StoreError(f"{goal} is a copy of a store that is not sound: {faults[0]}")
    return goal.stat().st_size


def _remove(part: Path) -> None:
    for file in (part, part.with_name(f"{part.name}.wal")):
        file.unlink(missing_ok=True)
    discard(part)


def _count(store: Store, sql: str) -> int:
    return int(store.rows(sql)[0]["n"])
