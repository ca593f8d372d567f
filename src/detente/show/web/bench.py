"""Codes what visitors hand in, one job after another in a thread, and says how far it is."""

import queue
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.errors import DetenteError, StoreBusy, UsageError
from detente.read import read_page, read_paths
from detente.records import Document, Event, Page
from detente.relate.dyads import dyads_of
from detente.show.web.door import Door
from detente.show.web.steps import Heard, Steps
from detente.store import Coded, EventCoder, Tally, code_safely, failure, ingest

KEPT_JOBS = 20
SHOWN_DOCUMENTS = 100  # of one job, with their events
WAITING_JOBS = 8
PATIENCE_SECONDS = 30.0  # how long a call waits for its turn at the coder

State = Literal["waiting", "loading", "coding", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Handed:
    """What a visitor handed in: pasted or dropped bytes with a name, or a URL to fetch."""

    name: str
    content: bytes = b""
    url: str = ""


@dataclass(slots=True)
class Job:
    """One run: what was handed in, how far it is, and what came out."""

    id: str
    handed: tuple[Handed, ...]
    keep: bool
    published: date | None = None
    state: State = "waiting"
    tally: Tally = field(default_factory=Tally)
    message: str = ""
    results: list[tuple[Document, tuple[Event, ...]]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        self.steps = Steps(item.name for item in self.handed)

    @property
    def ended(self) -> bool:
        """Return whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")

    def hear(self, tally: Tally) -> None:
        """Take in the counts of the run."""
        self.tally = tally
        self.state = "coding"


class Bench:
    """The jobs of a server; the coder is loaded for the first of them."""

    def __init__(self, door: Door, load: Callable[[], EventCoder]) -> None:
        self._door, self._load = door, load
        self._coder: EventCoder | None = None
        self._jobs: dict[str, Job] = {}
        self._queue: queue.Queue[Job] = queue.Queue(WAITING_JOBS)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._at_coder = threading.Lock()

    def submit(self, handed: Iterable[Handed], *, keep: bool, published: date | None = None) -> Job:
        """Take a job in and return it.

        Raises:
            UsageError: Nothing was handed in, or too many jobs wait.
        """
        given = tuple(item for item in handed if item.content.strip() or item.url)
        if not given:
            raise UsageError("nothing was handed in: paste a text, drop a file or give a URL")
        job = Job(secrets.token_urlsafe(8), given, keep, published)
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise UsageError("too many jobs are waiting: try again in a while") from None
        with self._lock:
            self._jobs[job.id] = job
            for old in [name for name, item in self._jobs.items() if item.ended][:-KEPT_JOBS]:
                del self._jobs[old]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="bench")
                self._thread.start()
        return job

    def code_now(self, page: Page, *, published: date | None = None) -> Iterator[Coded]:
        """Yield the documents of a page coded, in the thread that asks; for what is short.

        Raises:
            StoreBusy: Others are being coded for longer than that may wait.
        """
        if not self._at_coder.acquire(timeout=PATIENCE_SECONDS):
            raise StoreBusy("other articles are being coded: try again in a moment")
        try:
            coder = self._coder = self._coder or self._load()
            for document in read_page(page, published=published):
                yield code_safely(coder, document)
        finally:
            self._at_coder.release()

    def job(self, name: str) -> Job | None:
        """Return a job that is still remembered."""
        return self._jobs.get(name)

    def _work(self) -> None:
        while True:
            job = self._queue.get()
            try:
                self._run(job)
                job.steps.end(cancelled=job.stop.is_set())
                job.state = "cancelled" if job.stop.is_set() else "done"
            except DetenteError as error:
                job.message, job.state = str(error), "failed"
            except Exception as error:  # noqa: BLE001 - one job must not end the thread that runs all of them
                job.message, job.state = f"a fault in detente, {type(error).__name__}", "failed"
            if not job.ended or job.state == "failed":
                job.steps.end(cancelled=True)
            job.handed = ()

    def _run(self, job: Job) -> None:
        if job.stop.is_set():
            return
        job.state = "loading"
        with self._at_coder:
            coder = self._coder = self._coder or self._load()
        heard = Heard(_InTurn(coder, self._at_coder), job.steps)
        if job.keep:
            with self._door.writing() as store:
                report = ingest(store, _read(job), load=lambda: heard, pairs=dyads_of, progress=job.hear, stop=job.stop)
            job.failures = list(report.failures)
        else:
            _show(job, heard)


class _InTurn:
    """A coder that several threads use, one document at a time."""

    def __init__(self, coder: EventCoder, turn: threading.Lock) -> None:
        self._coder, self._turn = coder, turn
        self.codebook, self.version = coder.codebook, coder.version

    def code(self, document: Document) -> list[Event]:
        """Return the document's events."""
        with self._turn:
            return self._coder.code(document)


def _show(job: Job, coder: EventCoder) -> None:
    """Code without a store; what comes out is in the job."""
    tally = Tally()
    for document in _read(job, remember=False):
        coded = code_safely(coder, document)
        reason = failure(coded)
        if reason:
            job.failures.append((document.origin, reason))
        elif len(job.results) < SHOWN_DOCUMENTS:
            job.results.append((document, coded.events))
        events = tally.events + (0 if reason else len(coded.events))
        tally = Tally(tally.documents + (not reason), events, 0, tally.failed + bool(reason))
        job.hear(tally)


def _read(job: Job, *, remember: bool = True) -> Iterator[Document]:
    """Yield the documents of a job; those of a stored run are remembered by heading, to be linked to."""
    for at, item in enumerate(job.handed):
        if job.stop.is_set():
            return
        job.steps.reading(at)
        for document in _documents(item, job):
            job.steps.read(at, document)
            if remember and document.error is None and len(job.results) < SHOWN_DOCUMENTS:
                job.results.append((document, ()))
            yield document
            if job.stop.is_set():
                return
        job.steps.over(at)


def _documents(item: Handed, job: Job) -> Iterator[Document]:
    """Yield the documents of one thing; a URL goes through ``detente.read.fetch``: public addresses alone."""
    if item.url:
        yield from read_paths([item.url], published=job.published)
    else:
        yield from read_page(Page(item.content, origin=item.name), published=job.published)
