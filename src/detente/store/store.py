"""The open store: writes batches whole or not at all, and answers questions in rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

import detente
from detente.records import Document, Dyad, Event
from detente.store.faults import translated
from detente.store.merging import merge_batch
from detente.store.rows import (
    CODINGS,
    DOCUMENTS,
    DYADS,
    EVENTS,
    REPRINTS,
    Row,
    arrow_table,
    document_row,
    dyad_row,
    event_row,
)

_ADD_REPRINTS = """
    INSERT INTO base.reprints
    SELECT DISTINCT b.document, b.url, b.publisher, b.origin FROM batch b
    JOIN base.documents d ON d.id = b.document
    WHERE (b.url IS DISTINCT FROM d.url OR b.publisher IS DISTINCT FROM d.publisher)
      AND NOT EXISTS (SELECT 1 FROM base.reprints r WHERE r.document = b.document
                      AND r.url IS NOT DISTINCT FROM b.url AND r.publisher IS NOT DISTINCT FROM b.publisher)"""
Execute = Callable[[str, Mapping[str, Any]], list[tuple[Any, ...]]]  # a statement and its values to rows


class Publishing(Protocol):
    """Puts out copies of the store for readers, and takes them away at the end."""

    def offer(self) -> bool:
        """Put out a copy if it is time."""
        ...

    def end(self) -> None:
        """Take the copy away."""
        ...


Pairing = Callable[[Event], Iterable[Dyad]]


@dataclass(frozen=True, slots=True)
class Coded:
    """A document with what coding it gave: its events, or the error that the coder ended with."""

    document: Document
    events: tuple[Event, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a run: documents written, events written, documents skipped and documents that failed."""

    documents: int = 0
    events: int = 0
    skipped: int = 0
    failed: int = 0


class Store:
    """An open store; made by ``open_store``. Not for sharing between threads: open a cursor's worth each.

    ``as_of`` is the time of the copy that is looked at while another process writes, None for the store itself.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool, as_of: datetime | None = None
    ) -> None:
        self._connection = connection
        self.path = path
        self.read_only = read_only
        self.as_of = as_of
        self.publisher: Publishing | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written is in it already."""
        self._connection.close()
        if self.publisher is not None:
            self.publisher.end()

    def another(self) -> "Store":
        """Return a second connection to the same open file, for another thread; close it after use."""
        with translated(self.path):
            return Store(self._connection.cursor(), self.path, read_only=self.read_only, as_of=self.as_of)

    def checkpoint(self) -> bool:
        """Bring everything into the file, so that it alone holds the store; return whether that could be done now."""
        with translated(self.path):
            try:
                self._connection.execute("CHECKPOINT").fetchall()
            except duckdb.TransactionException:
                return False
        return True

    def pour(self, path: Path, tables: Mapping[str, str]) -> None:
        """Write the rows of the tables, each in the order given, into the same tables of an empty store at ``path``.

        Raises:
            StoreError: They cannot be written.
        """
        literal = str(path).replace("'", "''")
        with translated(path):
            self._connection.execute(f"ATTACH '{literal}' AS fresh")
            try:
                for table, order in tables.items():
                    insert = f"INSERT INTO fresh.base.{table} BY NAME SELECT * FROM base.{table} {order}"
                    self._connection.execute(insert).fetchall()
                self._connection.execute("CHECKPOINT fresh").fetchall()
            finally:
                self._connection.execute("DETACH fresh")

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return the rows of a query as dictionaries, in the order of the query.

        Args:
            sql: One statement over the views of ``views.sql``; values go in as ``?`` or ``$name``.
            parameters: The values.

        Raises:
            StoreError: DuckDB refuses the query.
        """
        with translated(self.path):
            cursor = self._connection.execute(sql, parameters)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def arrow(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pa.Table:
        """Return the rows of a query as an Arrow table; takes what ``rows`` takes."""
        with translated(self.path):
            # A cursor of its own: this way of asking refuses to follow a result that was not read to its end.
            found = self._connection.cursor().sql(sql, params=parameters or None)
            return pa.table({}) if found is None else found.to_arrow_table()

    # --------------------------------------------------------------------------------- writing

    def append(self, table: str, rows: list[Row], schema: pa.Schema) -> None:
        """Write rows into a table of the schema ``base``; inside a transaction of the caller's."""
        if not rows:
            return
        self._connection.register("batch", arrow_table(rows, schema))
        self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM batch")
        self._connection.unregister("batch")

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> None:
        """Run a statement that gives no rows; inside a transaction of the caller's.

        Raises:
            StoreError: DuckDB refuses the statement.
        """
        with translated(self.path):
            self._connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold a transaction: all that is written in the block is written, or nothing.

        Raises:
            StoreError: The disk is full or the file is gone; nothing is written then.
        """
        with translated(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                _roll_back(self._connection)
                raise

    def start_run(self, codebook: str, coder: str) -> int:
        """Note that a run begins and return its number; its documents and events carry it."""
        with self.transaction():
            row = self._connection.execute("SELECT coalesce(max(run), 0) + 1 FROM base.runs").fetchone()
            run = int(row[0]) if row else 1
            values = [run, _now(), codebook, coder, detente.__version__]
            self._connection.execute("INSERT INTO base.runs VALUES (?, ?, NULL, ?, ?, ?, 0, 0, 0, 0)", values)
        return run

    def end_run(self, run: int, tally: Tally) -> None:
        """Note that a run is complete, with its counts."""
        with self.transaction():
            self._note(run, tally)
            self._connection.execute("UPDATE base.runs SET finished = ? WHERE run = ?", [_now(), run])

    def coded(self, ids: Iterable[str], codebook: str, coder: str) -> set[str]:
        """Return those of the document ids that this codebook and coder version have coded already."""
        found = self.rows(
            "SELECT document FROM base.codings WHERE document IN (SELECT unnest(?::VARCHAR[]))"
            " AND codebook = ? AND coder = ? AND error IS NULL",
            [list(ids), codebook, coder],
        )
        return {row["document"] for row in found}

    def write(
        self, run: int, batch: Sequence[Coded], *, pairs: Pairing, tally: Tally, reprints: Sequence[Document] = ()
    ) -> None:
        """Write a batch in one transaction: documents not there yet, codings, events, their dyads, what they repeat.

        A document that was there with an error is replaced once it can be read. Copies and happenings
        (``detente.store.merging``) are brought up to date with it.

        Args:
            run: The number that ``start_run`` gave; it names codebook and coder.
            batch: Documents with their events, in the order in which they shall lie.
            pairs: How an event becomes dyads: ``detente.relate.dyads.dyads_of``.
            tally: The run's counts with this batch in them.
            reprints: Documents that are stored already or in this batch, found again elsewhere.

        Raises:
            StoreError: The disk is full or the file is gone; nothing of the batch is written then.
        """
        events = [(item, position, event) for item in batch for position, event in enumerate(item.events)]
        with self.transaction():
            version = self._version(run)
            self._write_documents([item.document for item in batch])
            codings = [coding_row(item, run, version) for item in batch if item.document.error is None]
            self._retire([row["document"] for row in codings if row["current"]])
            self.append("base.codings", codings, CODINGS)
            self.append("base.events", [event_row(e, run=run, position=p) for _, p, e in events], EVENTS)
            self.append("base.dyads", [dyad_row(e, d, run=run) for _, _, e in events for d in pairs(e)], DYADS)
            self._append_reprints(reprints)
            told = [(i.document, i.events, run) for i in batch if i.document.error is None and not i.error]
            merge_batch(self, told)
            self._note(run, tally)

    @contextmanager
    def bulk(self, tables: Mapping[str, pa.Table]) -> Iterator[Execute]:
        """Hold a transaction in which the named Arrow tables can be read in SQL; yields what runs a statement.

        Raises:
            StoreError: A statement or the writing fails; nothing is written then.
        """
        with self.transaction():
            for name, table in tables.items():
                self._connection.register(name, table)
            try:
                yield lambda sql, values: self._connection.execute(sql, values).fetchall()
            finally:
                for name in tables:
                    self._connection.unregister(name)

    def _retire(self, documents: Sequence[str]) -> None:
        """Mark older codings of these documents as no longer the current ones."""
        self._connection.execute(
            "UPDATE base.codings SET current = false WHERE current AND document IN (SELECT unnest(?::VARCHAR[]))",
            [documents],
        )

    def _version(self, run: int) -> tuple[str, str]:
        row = self._connection.execute("SELECT codebook, coder FROM base.runs WHERE run = ?", [run]).fetchone()
        if row is None:
            raise KeyError(f"run {run} was never started")
        return row[0], row[1]

    def _write_documents(self, documents: Sequence[Document]) -> None:
        unique = {document.id: document for document in documents}
        readable = [document.id for document in unique.values() if document.error is None]
        self._connection.execute(
            "DELETE FROM base.documents WHERE error IS NOT NULL AND id IN (SELECT unnest(?::VARCHAR[]))", [readable]
        )
        known = self._connection.execute(
            "SELECT id FROM base.documents WHERE id IN (SELECT unnest(?::VARCHAR[]))", [list(unique)]
        ).fetchall()
        for (name,) in known:
            del unique[name]
        self.append("base.documents", [document_row(document) for document in unique.values()], DOCUMENTS)

    def _append_reprints(self, documents: Sequence[Document]) -> None:
        """Note where else documents stand that are stored already; each address once, and not their own."""
        rows: list[Row] = [
            {"document": d.id, "url": d.url, "publisher": d.publisher, "origin": d.origin} for d in documents
        ]
        if not rows:
            return
        self._connection.register("batch", arrow_table(rows, REPRINTS))
        self._connection.execute(_ADD_REPRINTS)
        self._connection.unregister("batch")

    def _note(self, run: int, tally: Tally) -> None:
        self._connection.execute(
            "UPDATE base.runs SET documents = ?, events = ?, skipped = ?, failed = ? WHERE run = ?",
            [tally.documents, tally.events, tally.skipped, tally.failed, run],
        )


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # A commit that failed has rolled back already, and then there is nothing left to undo.
    with suppress(duckdb.Error):
        connection.execute("ROLLBACK")


def coding_row(item: Coded, run: int, version: tuple[str, str]) -> Row:
    """Return the row of ``base.codings`` for a document that a run coded; ``version`` is codebook and coder."""
    codebook, coder = version
    row: Row = {"document": item.document.id, "run": run, "codebook": codebook, "coder": coder}
    return row | {"events": len(item.events), "error": item.error, "current": item.error is None}


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
