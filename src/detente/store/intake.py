"""Codes the documents that a store does not have yet and writes them in batches."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from threading import Event
from typing import TypeVar

from detente.records import Document
from detente.store.pool import CoderLoader, coding_line
from detente.store.snapshot import Publisher
from detente.store.store import Coded, Pairing, Store, Tally

LOOK_UP = 32  # documents asked for at once whether they are in the store: a query costs a millisecond
BATCH = 200  # documents written at once at most
AGAIN = 1000  # documents found again that are noted at once: far more may come in a row than are new
BATCH_SECONDS = 2.0  # and at least this often, so that little is lost to a power cut

Progress = Callable[[Tally], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did: its counts, how long it took, and why documents failed (origin or id, reason).

    ``stopped`` says that it was asked to end before its documents did, ``last`` is the origin of the last one taken.
    """

    run: int
    documents: int
    events: int
    skipped: int
    failed: int
    seconds: float
    failures: tuple[tuple[str, str], ...] = ()
    stopped: bool = False
    last: str = ""


def ingest(
    store: Store,
    documents: Iterable[Document],
    *,
    load: CoderLoader,
    pairs: Pairing,
    workers: int = 1,
    progress: Progress | None = None,
    keep_failures: int = 20,
    stop: Event | None = None,
    memory: int | None = None,
) -> IngestReport:
    """Code documents into a store; those that this codebook and coder version coded already are skipped.

    The rows do not depend on ``workers``. What was written stays if the run is cut off, and the same call
    goes on from there.

    Args:
        store: An open, writable store.
        documents: What to code, such as ``detente.read.read_paths`` yields; taken one by one.
        load: Makes the coder, once per process; with several workers it must be importable by name.
        pairs: How an event becomes dyads: ``detente.relate.dyads.dyads_of``.
        workers: Processes that code; 1 codes in this one.
        progress: Called with the counts after each document.
        keep_failures: How many reasons of failed documents to report; all of them are in the store.
        stop: Once it is set no further document is taken; those under way are coded and written.
        memory: Bytes that each process that codes may take.

    Raises:
        StoreError: The store cannot be written; all batches before are in it.
        KeyboardInterrupt: On Ctrl-C, after writing what was coded.
    """
    started = time.monotonic()
    with coding_line(load, workers=workers, memory=memory) as line:
        run = _Run(store, (line.codebook, line.coder), pairs, progress=progress, stop=stop or Event())
        taken = run.fresh(documents, of=lambda document: document)
        return run.take(line.code(taken), since=started, keep_failures=keep_failures)


def take_coded(
    store: Store,
    coded: Iterable[Coded],
    version: tuple[str, str],
    *,
    pairs: Pairing,
    progress: Progress | None = None,
    keep_failures: int = 20,
    stop: Event | None = None,
    skipped: int = 0,
) -> IngestReport:
    """Write documents that were coded elsewhere, as ``ingest`` writes those that it codes: the same rows.

    Args:
        store: An open, writable store.
        coded: The documents with their events; taken one by one.
        version: The codebook and the coder that coded them.
        pairs: How an event becomes dyads.
        progress: Called with the counts after each document.
        keep_failures: How many reasons of failed documents to report.
        stop: Once it is set no further document is taken.
        skipped: Documents that were passed over before, to be counted too.

    Raises:
        StoreError: The store cannot be written; all batches before are in it.
        KeyboardInterrupt: On Ctrl-C, after writing what was taken.
    """
    run = _Run(store, version, pairs, progress=progress, stop=stop or Event())
    run.tally = Tally(skipped=skipped)
    fresh = run.fresh(coded, of=lambda item: item.document)
    return run.take(fresh, since=time.monotonic(), keep_failures=keep_failures)


def failure(coded: Coded) -> str | None:
    """Return why a document failed, in reading or in coding; None where it did not."""
    return coded.document.error or coded.error


class _Run:
    """One run under way: what it has counted, and the coded documents not yet written."""

    def __init__(
        self, store: Store, version: tuple[str, str], pairs: Pairing, *, progress: Progress | None, stop: Event
    ) -> None:
        self._store, self._version, self._pairs, self._progress, self.stop = store, version, pairs, progress, stop
        self.number = store.start_run(*version)
        self.tally = Tally()
        self.failures: list[tuple[str, str]] = []
        self.last = ""
        self._held: list[Coded] = []
        self._again: list[Document] = []
        # Taken and not yet in the store as coded: those on their way, and those that failed.
        self._under_way: set[str] = set()
        self._written = time.monotonic()
        self._publisher = Publisher(store)
        self._publisher.offer()

    def fresh(self, items: Iterable[Item], *, of: Callable[[Item], Document]) -> Iterator[Item]:
        """Yield the items whose document is to be written, each once; count the others as skipped."""
        source = iter(items)
        while not self.stop.is_set() and (chunk := list(islice(source, LOOK_UP))):
            ids = [of(item).id for item in chunk]
            # What is under way now may be written and forgotten before its turn in this chunk comes again.
            known = self._store.coded(ids, *self._version) | self._under_way.intersection(ids)
            for name, item in zip(ids, chunk, strict=True):
                if self.stop.is_set():
                    return
                if name in known:
                    self._note_again(of(item))
                    self._count(replace(self.tally, skipped=self.tally.skipped + 1))
                else:
                    known.add(name)
                    self._under_way.add(name)
                    yield item

    def take(self, coded: Iterable[Coded], *, since: float, keep_failures: int) -> IngestReport:
        """Write what comes, and say how it went."""
        try:
            for item in coded:
                self.add(item)
                if len(self.failures) < keep_failures and (reason := failure(item)):
                    self.failures.append((item.document.origin or item.document.id, reason))
        except KeyboardInterrupt:
            self.flush()
            raise
        self.end()
        return _report(self, time.monotonic() - since)

    def add(self, coded: Coded) -> None:
        """Count a coded or failed document and write what is held, when there is enough of it."""
        self._held.append(coded)
        self.last = coded.document.origin
        if failure(coded):
            self._count(replace(self.tally, failed=self.tally.failed + 1))
        else:
            events = self.tally.events + len(coded.events)
            self._count(replace(self.tally, documents=self.tally.documents + 1, events=events))
        if len(self._held) >= BATCH or time.monotonic() - self._written >= BATCH_SECONDS:
            self.flush()

    def end(self) -> None:
        """Write what is still held and, unless it was stopped, close the run."""
        self.flush()
        if not self.stop.is_set():
            self._store.end_run(self.number, self.tally)

    def _note_again(self, document: Document) -> None:
        """Keep where a document was found again, without its text."""
        self._again.append(
            Document(document.id, "", url=document.url, publisher=document.publisher, origin=document.origin)
        )
        if len(self._again) >= AGAIN:
            self.flush()

    def _count(self, tally: Tally) -> None:
        self.tally = tally
        if self._progress is not None:
            self._progress(tally)

    def flush(self) -> None:
        """Write what is held."""
        done = {coded.document.id for coded in self._held}
        # Of a document that is still being coded it is not known whether it will be there.
        again = [d for d in self._again if d.id in done or d.id not in self._under_way]
        if self._held or again:
            self._store.write(self.number, self._held, pairs=self._pairs, tally=self.tally, reprints=again)
            self._publisher.offer()
        self._again = [d for d in self._again if d.id in self._under_way and d.id not in done]
        self._under_way -= {coded.document.id for coded in self._held if failure(coded) is None}
        self._held, self._written = [], time.monotonic()


def _report(run: _Run, seconds: float) -> IngestReport:
    return IngestReport(
        run.number,
        **asdict(run.tally),
        seconds=seconds,
        failures=tuple(run.failures),
        stopped=run.stop.is_set(),
        last=run.last,
    )
