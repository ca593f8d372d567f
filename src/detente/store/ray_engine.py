"""Codes documents on a Ray cluster into a folder of batches: the only place that knows Ray (``pip install ray``).

Actors hold coder and models. What a batch gives does not depend on which of them coded it, nor on how many there are.
A batch whose actor or machine dies is handed out again, and given up after ``MOST_TRIES`` deaths: it is then a line
of the manifest that says why, and the next run tries it again.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Event
from typing import Any

from detente.errors import EngineError, UsageError
from detente.records import Document
from detente.store.folder import Batch, BatchFolder, Files, files_of, hash_of
from detente.store.intake import failure
from detente.store.pool import CoderLoader, code_safely
from detente.store.store import Tally

BATCH = 100  # documents: some seconds of work, so that little is lost with a machine and little is spent on handing out
AHEAD = 2  # batches that each actor has or will have next, so that it need not wait
MOST_TRIES = 3
MOST_DEATHS = 100  # of actors in one run: beyond that it is the cluster that fails, and not a batch

Known = Callable[[list[str], str, str], set[str]]
Version = tuple[str, str]
Done = tuple[Files, Tally]


@dataclass(frozen=True, slots=True)
class RayReport:
    """What a run on Ray did: ``tally`` of what the folder holds now, batches coded and given up, who coded."""

    tally: Tally
    version: Version
    coded: int
    set_aside: tuple[Batch, ...]
    stopped: bool


def code_on_ray(
    documents: Iterable[Document],
    folder: BatchFolder,
    *,
    load: CoderLoader,
    known: Known,
    workers: int | None = None,
    address: str | None = None,
    batch: int = BATCH,
    progress: Callable[[Tally], None] | None = None,
    heard: Callable[[str, Batch], None] | None = None,
    stop: Event | None = None,
) -> RayReport:
    """Code documents into a folder; batches that it has already are not coded again.

    Args:
        documents: What to code; taken one by one, so many ahead as there are actors to code them.
        folder: Where the batches go.
        load: Makes the coder, once in each actor; must be importable by name on every machine.
        known: Says which of some ids a store has already, by codebook and coder; these are left out.
        workers: Actors; by default one for each processor of the cluster.
        address: Of a cluster, as ``ray.init`` takes it; by default one is started on this machine for the run.
        batch: Documents of a batch.
        progress: Called with the counts after each batch.
        heard: Called with a word (``batch_failed``, ``batch_set_aside``) and the batch.
        stop: Once it is set no further batch is handed out; those under way are waited for.

    Raises:
        UsageError: Ray is not installed.
        StoreError: The folder cannot be written.
        EngineError: There is no cluster, or its processes die again and again.
    """
    with _cluster(address, workers) as ray:
        crew = _Crew(ray, load, workers or max(1, int(ray.cluster_resources().get("CPU", 1))))
        run = _Run(folder, crew, known, progress or (lambda _: None), heard or (lambda word, done: None))
        return run.through(_cells(documents, batch), stop or Event())


@contextmanager
def _cluster(address: str | None, workers: int | None) -> Iterator[Any]:
    """Hold a connection to a cluster: that of the caller if there is one; one made for the run ends with it."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'detente[ray]'") from error
    if ray.is_initialized():
        yield ray
        return
    where = {"address": address} if address else {"address": "local", "num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(**where, log_to_driver=False, logging_level="ERROR")
    # Ray raises a bare Exception where a machine is too busy to start in time.
    except Exception as error:
        raise EngineError(f"no Ray cluster at {address or 'this machine'}: {str(error).splitlines()[0]}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


@dataclass(slots=True)
class _Cell:
    """Documents of one batch: ``ids`` of all of them, ``documents`` those to be coded, each once."""

    number: int
    ids: str
    documents: list[Document]
    skipped: int = 0
    tries: int = 0


def _cells(documents: Iterable[Document], size: int) -> Iterator[_Cell]:
    source = iter(documents)
    number = 0
    while chunk := list(islice(source, size)):
        once = {document.id: document for document in reversed(chunk)}
        first = [document for document in chunk if once.get(document.id) is document]
        yield _Cell(number, hash_of(document.id for document in chunk), first, len(chunk) - len(first))
        number += 1


class _Actor:
    """What runs on the machines: a coder, and its batches to the bytes of their files."""

    def __init__(self, load: CoderLoader) -> None:
        self._coder = load()

    def version(self) -> Version:
        return self._coder.codebook, self._coder.version

    def code(self, documents: Sequence[Document]) -> Done:
        done = [code_safely(self._coder, document) for document in documents]
        failed = sum(failure(item) is not None for item in done)
        tally = Tally(len(done) - failed, sum(len(item.events) for item in done), failed=failed)
        codebook, coder = self.version()
        return files_of(done, codebook=codebook, coder=coder), tally


class _Crew:
    """The actors that are ready, each with the batches that it has; one that dies is replaced.

    A new one may wait for long, until the cluster has a processor for it: nothing is handed to it before.
    """

    def __init__(self, ray: Any, load: CoderLoader, number: int) -> None:
        self._ray, self._load = ray, load
        self._made = ray.remote(num_cpus=1)(_Actor)
        self._ready: list[Any] = []
        self._busy: dict[Any, tuple[Any, _Cell]] = {}  # an answer to come: actor and batch, in the order handed out
        self._starting: dict[Any, Any] = {}  # an answer to come: actor
        self._deaths = 0
        self.version: Version = ("", "")
        for _ in range(number):
            self._start()
        while not self._ready:
            self._wait()

    @property
    def full(self) -> bool:
        """Return whether every actor has enough to do."""
        return len(self._busy) >= AHEAD * len(self._ready)

    @property
    def idle(self) -> bool:
        """Return whether no batch is under way."""
        return not self._busy

    def hand_out(self, cell: _Cell) -> None:
        """Give a batch to the actor that has least to do; wait where all have died until there is one again."""
        while not self._ready:
            self._wait()
        load = [sum(actor is busy for busy, _ in self._busy.values()) for actor in self._ready]
        actor = self._ready[load.index(min(load))]
        cell.tries += 1
        self._busy[actor.code.remote(cell.documents)] = actor, cell

    def next(self) -> list[tuple[_Cell, Done | str]]:
        """Wait, and return batches with their files and counts, or with why their actor died; maybe none."""
        answer = self._wait()
        if answer is None:
            return []
        actor, cell = self._busy[answer]
        try:
            done: Done = self._ray.get(answer)
        except self._ray.exceptions.RayError as error:
            return self._bury(actor, f"{type(error).__name__}: {str(error).splitlines()[0]}")
        del self._busy[answer]
        return [(cell, done)]

    def _start(self) -> None:
        actor = self._made.remote(self._load)
        self._starting[actor.version.remote()] = actor

    def _wait(self) -> Any | None:
        """Wait for an answer; return that of a batch, and take in actors that are ready."""
        (answer,), _ = self._ray.wait([*self._starting, *self._busy], num_returns=1)
        actor = self._starting.pop(answer, None)
        if actor is None:
            return answer
        try:
            self.version = self._ray.get(answer)
            self._ready.append(actor)
        except self._ray.exceptions.RayError as error:
            self._replace(str(error).splitlines()[0])
        return None

    def _bury(self, dead: Any, reason: str) -> list[tuple[_Cell, Done | str]]:
        """Take back all batches of an actor; the first was under way, the others had not begun and bear no blame."""
        cells = {answer: cell for answer, (actor, cell) in self._busy.items() if actor is dead}
        for answer in cells:
            del self._busy[answer]
        for cell in list(cells.values())[1:]:
            cell.tries -= 1
        self._ready.remove(dead)
        self._replace(reason)
        return [(cell, reason) for cell in cells.values()]

    def _replace(self, reason: str) -> None:
        """Start another actor for one that died, unless no actor lives for long.

        Raises:
            EngineError: The crew died many times over.
        """
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise EngineError(f"{self._deaths} processes that code died, the last of {reason}")
        self._start()


@dataclass(slots=True)
class _Run:
    """One run under way."""

    folder: BatchFolder
    crew: _Crew
    known: Known
    progress: Callable[[Tally], None]
    heard: Callable[[str, Batch], None]
    tally: Tally = field(default_factory=Tally)
    coded: int = 0
    set_aside: list[Batch] = field(default_factory=list)

    def through(self, cells: Iterator[_Cell], stop: Event) -> RayReport:
        """Hand out batch after batch until the input ends or ``stop`` is set, and wait for the last."""
        for cell in cells:
            if not self._have(cell):
                self.crew.hand_out(cell)
            while self.crew.full and not self.crew.idle:
                self._take()
            if stop.is_set():
                break
        while not self.crew.idle:
            self._take()
        return RayReport(self.tally, self.crew.version, self.coded, tuple(self.set_aside), stop.is_set())

    def _have(self, cell: _Cell) -> bool:
        """Count a batch that is in the folder already; of another, take out what a store has."""
        codebook, coder = self.crew.version
        if self.folder.has(cell.number, cell.ids, codebook=codebook, coder=coder):
            done = self.folder.done[cell.number]
            self._count(Tally(done.documents, done.events, cell.skipped, done.failed))
            return True
        known = self.known([document.id for document in cell.documents], codebook, coder)
        cell.skipped += sum(document.id in known for document in cell.documents)
        cell.documents = [document for document in cell.documents if document.id not in known]
        return False

    def _take(self) -> None:
        for cell, told in self.crew.next():
            batch = Batch(cell.number, cell.ids, *self.crew.version)
            if isinstance(told, str):
                self._again(cell, replace(batch, set_aside=told))
            else:
                files, tally = told
                done = replace(batch, documents=tally.documents, events=tally.events, failed=tally.failed)
                self.folder.put(done, files)
                self.coded += 1
                self._count(replace(tally, skipped=cell.skipped))

    def _again(self, cell: _Cell, given_up: Batch) -> None:
        """Hand a batch out once more, or set it aside."""
        if cell.tries < MOST_TRIES:
            self.heard("batch_failed", given_up)
            self.crew.hand_out(cell)
            return
        self.heard("batch_set_aside", given_up)
        self.folder.put(given_up, {})
        self.set_aside.append(given_up)

    def _count(self, more: Tally) -> None:
        old = self.tally
        self.tally = Tally(
            old.documents + more.documents,
            old.events + more.events,
            old.skipped + more.skipped,
            old.failed + more.failed,
        )
        self.progress(self.tally)
