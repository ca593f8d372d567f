"""A folder of coded documents as Parquet: what an engine with many machines writes, and a store or anybody can read.

``documents/``, ``codings/`` and ``events/`` hold a file for each batch; the columns are those of the store's tables. A
batch counts once ``manifest.jsonl`` names it, after its files are in place; the last line for a number holds. Batches
are numbered by where their documents stand in the input, so that reading them in order gives the input's order.
"""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from detente.errors import StoreError, UsageError
from detente.records import Event
from detente.store.rows import (
    CODINGS,
    DOCUMENTS,
    EVENTS,
    Row,
    arrow_table,
    document_of,
    document_row,
    event_of,
    event_row,
)
from detente.store.store import Coded, coding_row

MANIFEST = "manifest.jsonl"
TABLES: Mapping[str, pa.Schema] = {"documents": DOCUMENTS, "codings": CODINGS, "events": EVENTS}
COMPRESSION = "zstd"

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Batch:
    """A line of the manifest: what a batch holds, and of what; ``set_aside`` is why it could not be coded.

    Attributes:
        batch: its number, from 0, in the order of the input.
        ids: a hash of the ids of its documents, those that a store had already among them.
        codebook: the version that coded it, as ``coder``.
        documents: how many were coded, without those that failed.
        events: how many events they gave.
        failed: how many documents could not be read or coded.
        set_aside: why the batch was given up; it has no files then.
    """

    batch: int
    ids: str
    codebook: str
    coder: str
    documents: int = 0
    events: int = 0
    failed: int = 0
    set_aside: str | None = None


def hash_of(ids: Iterable[str]) -> str:
    """Return what two batches of the same documents in the same order share."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]


def files_of(batch: Sequence[Coded], *, codebook: str, coder: str) -> Files:
    """Return the three Parquet files of a batch, in memory; runs are numbered when a store loads it."""
    rows = {
        "documents": [document_row(item.document) for item in batch],
        "codings": [coding_row(item, 0, (codebook, coder)) for item in batch],
        "events": [event_row(event, run=0, position=n) for item in batch for n, event in enumerate(item.events)],
    }
    return {table: _parquet(rows[table], schema) for table, schema in TABLES.items()}


def _parquet(rows: list[Row], schema: pa.Schema) -> bytes:
    out = BytesIO()
    pq.write_table(arrow_table(rows, schema), out, compression=COMPRESSION)
    return out.getvalue()


class BatchFolder:
    """An open folder; for one writer. ``done`` are its batches by number, those set aside among them."""

    def __init__(self, path: Path, *, make: bool = False) -> None:
        """Open a folder, with ``make`` one that may be new.

        Raises:
            StoreError: It is no folder of batches, or cannot be made.
        """
        self.path = path
        try:
            if make:
                for table in TABLES:
                    (path / table).mkdir(parents=True, exist_ok=True)
                (path / MANIFEST).touch()
                _cut_torn_line(path / MANIFEST)
            self.done = _read_manifest(path / MANIFEST)
        except OSError as error:
            raise StoreError(f"{path} cannot be used as a folder of batches: {error.strerror or error}") from error

    def put(self, batch: Batch, files: Files) -> None:
        """Write the files of a batch, each whole, and then its line; one of the same number is replaced.

        Raises:
            StoreError: The disk is full; the batch does not count then.
        """
        try:
            for table, content in files.items():
                _write(self._file(table, batch.batch), content)
            self._note(batch)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror or error}") from error
        self.done[batch.batch] = batch

    def has(self, number: int, ids: str, *, codebook: str, coder: str) -> bool:
        """Return whether a batch is there, coded by these versions.

        Raises:
            UsageError: Another input was coded into this folder: its documents are kept, not written over.
        """
        batch = self.done.get(number)
        if batch is not None and batch.ids != ids:
            raise UsageError(
                f"{self.path} holds other documents from batch {number} on: name another folder for this input, "
                f"and bring what is there into a store with detente store load {self.path}"
            )
        return batch is not None and not batch.set_aside and (batch.codebook, batch.coder) == (codebook, coder)

    def versions(self) -> list[tuple[str, str]]:
        """Return codebook and coder of the batches, each pair once, in the order of the batches."""
        return list(dict.fromkeys((batch.codebook, batch.coder) for batch in self._whole()))

    def coded(self, codebook: str, coder: str) -> Iterator[Coded]:
        """Yield the documents that these versions coded, with their events, in the order of the input.

        Raises:
            StoreError: A file is missing or damaged.
        """
        for batch in self._whole():
            if (batch.codebook, batch.coder) == (codebook, coder):
                yield from self._coded(batch)

    def set_aside(self) -> list[Batch]:
        """Return the batches that were given up."""
        return [batch for _, batch in sorted(self.done.items()) if batch.set_aside]

    def _whole(self) -> Iterator[Batch]:
        return (batch for _, batch in sorted(self.done.items()) if not batch.set_aside)

    def _coded(self, batch: Batch) -> Iterator[Coded]:
        documents, codings, events = (self._rows(table, batch) for table in TABLES)
        of: dict[str, list[Event]] = defaultdict(list)
        for row in events:
            of[row["document"]].append(event_of(row))
        if [row["id"] for row in documents] != [row["document"] for row in codings] or len(events) != batch.events:
            raise StoreError(f"{self.path}: the files of batch {batch.batch} do not belong together: code it again")
        for row, coding in zip(documents, codings, strict=True):
            yield Coded(document_of(row), tuple(of[row["id"]]), coding["error"])

    def _rows(self, table: str, batch: Batch) -> list[Row]:
        try:
            found: list[Row] = pq.ParquetFile(self._file(table, batch.batch)).read().to_pylist()
        except (OSError, pa.ArrowInvalid) as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"{self._file(table, batch.batch)} cannot be read: {reason}") from error
        return found

    def _file(self, table: str, number: int) -> Path:
        return self.path / table / f"{number:08}.parquet"

    def _note(self, batch: Batch) -> None:
        with (self.path / MANIFEST).open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(batch)) + "\n")
            out.flush()
            os.fsync(out.fileno())


def _write(file: Path, content: bytes) -> None:
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _cut_torn_line(file: Path) -> None:
    """Take away the end of a line that a kill cut off, so that the next line begins anew."""
    text = file.read_bytes()
    os.truncate(file, text.rfind(b"\n") + 1)


def _read_manifest(file: Path) -> dict[int, Batch]:
    """Return the newest line of each batch.

    Raises:
        StoreError: It is something else.
    """
    text = file.read_bytes()
    try:
        lines = [Batch(**json.loads(line)) for line in text[: text.rfind(b"\n") + 1].splitlines()]
    except (ValueError, TypeError) as error:
        raise StoreError(f"{file} is no manifest of batches") from error
    return {batch.batch: batch for batch in lines}
