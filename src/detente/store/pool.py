"""Codes documents in order, in this process or in several, and survives what one document does to a worker."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from typing import Protocol

from detente.errors import DetenteError
from detente.records import Document, Event
from detente.store.ceiling import hold_to
from detente.store.store import Coded

THREAD_COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
DIED = "the process that coded it died"
FULL = "it takes more memory to code than there is"
AHEAD = 4  # documents handed to each worker before the first is asked back: enough to keep it busy


class EventCoder(Protocol):
    """What coding needs: ``detente.coding.Coder`` is one."""

    @property
    def codebook(self) -> str:
        """Version of the codebook."""

    @property
    def version(self) -> str:
        """Version of the coder."""

    def code(self, document: Document) -> list[Event]:
        """Return the document's events."""


CoderLoader = Callable[[], EventCoder]


@dataclass(frozen=True, slots=True)
class CodingLine:
    """Where documents go in and come out coded, in the same order; with the versions that code them."""

    codebook: str
    coder: str
    code: Callable[[Iterable[Document]], Iterator[Coded]]


@contextmanager
def coding_line(load: CoderLoader, *, workers: int, memory: int | None = None) -> Iterator[CodingLine]:
    """Open a line of one process (``workers`` 1: this one) or more; worker processes end with the block.

    Args:
        load: Makes a coder; called once in each process, so it must be importable by name for workers.
        workers: How many processes.
        memory: Bytes that each process may take; one is started for it even where ``workers`` is 1. A process that
            wants more is replaced, and its document is tried in a new one.
    """
    if workers == 1 and memory is None:
        coder = load()
        yield CodingLine(coder.codebook, coder.version, lambda documents: (code_safely(coder, d) for d in documents))
        return
    with _one_thread_each():
        pool = _Pool(load, workers, memory)
        try:
            codebook, version = pool.executor.submit(_versions, load).result()
            yield CodingLine(codebook, version, pool.code)
        finally:
            pool.close()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes started in the block compute in one thread each, unless the user says otherwise.

    Two processes of two threads on two processors were half as fast as two of one (bench/speed.py).
    """
    added = [name for name in THREAD_COUNTS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def code_safely(coder: EventCoder, document: Document) -> Coded:
    """Return a document coded, or with the error that reading or coding it ended in; raises nothing."""
    if document.error is not None:
        return Coded(document)
    try:
        return Coded(document, tuple(coder.code(document)))
    except DetenteError as error:
        return Coded(document, error=str(error))
    except MemoryError:
        return Coded(document, error=FULL)
    # A fault in one document is a row with its error, never the end of a run.
    except Exception as error:  # noqa: BLE001
        return Coded(document, error=f"{type(error).__name__}: {error}")


class _Pool:
    """Worker processes, started anew when one of them dies."""

    def __init__(self, load: CoderLoader, workers: int, memory: int | None) -> None:
        self._load = load
        self._workers = workers
        self._memory = memory
        self.executor = self._start(workers)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # spawn: the parser and the database hold threads and locks that must not be forked.
        return ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(self._memory,)
        )

    def close(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)

    def code(self, documents: Iterable[Document]) -> Iterator[Coded]:
        """Yield each document coded, in order, with a bounded number under way."""
        waiting: deque[tuple[Document, Future[Coded]]] = deque()
        for document in documents:
            waiting.append((document, self._submit(document)))
            if len(waiting) >= self._workers * AHEAD:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _submit(self, document: Document) -> Future[Coded]:
        try:
            return self.executor.submit(_code_here, self._load, document)
        except BrokenProcessPool as error:
            # The deque's head finds out and starts the workers again; this one waits its turn there.
            broken: Future[Coded] = Future()
            broken.set_exception(error)
            return broken

    def _next(self, waiting: deque[tuple[Document, Future[Coded]]]) -> Coded:
        document, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            return self._recover(document, waiting)

    def _recover(self, document: Document, waiting: deque[tuple[Document, Future[Coded]]]) -> Coded:
        """Code the document alone, to learn whether it is the one that kills; then hand out the others again."""
        self.close()
        alone = self._start(1)
        try:
            coded = alone.submit(_code_alone, self._load, document).result()
        except BrokenProcessPool:
            coded = Coded(document, error=DIED)
        finally:
            alone.shutdown(wait=True, cancel_futures=True)
        self.executor = self._start(self._workers)
        again = [(waited, self._submit(waited)) for waited, _ in waiting]
        waiting.clear()
        waiting.extend(again)
        return coded


# ------------------------------------------------------------------------------ inside a worker process


def _begin_worker(memory: int | None) -> None:
    """Leave Ctrl-C to the main process, and end when that one is gone, even if it was killed."""
    if memory is not None:
        hold_to(memory)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing is left to tidy at the end, and tidying makes DuckDB's binding write pages about leaks.
    Finalize(None, os._exit, args=(0,), exitpriority=-1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _coder_here(load: CoderLoader) -> EventCoder:
    return load()


def _versions(load: CoderLoader) -> tuple[str, str]:
    coder = _coder_here(load)
    return coder.codebook, coder.version


def _code_here(load: CoderLoader, document: Document) -> Coded:
    coded = _code_alone(load, document)
    if coded.error == FULL:
        # Words of earlier articles may fill this process: a new one tells whether it was this article.
        os._exit(1)
    return coded


def _code_alone(load: CoderLoader, document: Document) -> Coded:
    return code_safely(_coder_here(load), document)
