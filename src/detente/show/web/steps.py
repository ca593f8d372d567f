"""How far a job is with each thing that was handed in, and with each document that came out of it."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from detente.records import Document, Event
from detente.show.failures import counted
from detente.store import EventCoder

SHOWN_STEPS = 1000  # rows of one job; what is beyond is counted only

State = Literal["waiting", "reading", "read", "coded", "known", "failed", "cancelled"]
WORDS = {
    "waiting": "waiting",
    "reading": "reading",
    "read": "read, being coded",
    "coded": "coded",
    "known": "in the store already",
    "failed": "failed",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A row: what it is, its state, how many events were found, why it failed; ``inner`` below an archive or feed."""

    name: str
    state: State = "waiting"
    events: int = 0
    why: str = ""
    inner: bool = False

    @property
    def words(self) -> str:
        """Return the state as a person reads it."""
        if self.state == "coded":
            return f"coded, {counted(self.events, 'event')}"
        return f"failed: {self.why}" if self.why else WORDS[self.state]


class Steps:
    """The rows of one job, written by the thread that codes and read by requests."""

    def __init__(self, names: Iterable[str]) -> None:
        self._lock = threading.Lock()
        self._tops = [Step(name) for name in names]
        self._inner: list[list[Step]] = [[] for _ in self._tops]
        self._places: dict[str, tuple[int, int]] = {}  # of documents, by id
        self._count = 0

    def rows(self) -> list[Step]:
        """Return the rows: what was handed in, and below an archive, a feed or a list what came out of it."""
        with self._lock:
            found: list[Step] = []
            for top, inner in zip(self._tops, self._inner, strict=True):
                if len(inner) == 1 and not inner[0].inner:
                    found.append(replace(inner[0], name=top.name))
                else:
                    found += [_summed(top, inner), *(replace(step, inner=True) for step in inner)]
            return found

    def json(self) -> list[dict[str, Any]]:
        """Return the rows for the script of the page."""
        return [{"name": row.name, "state": row.state, "words": row.words, "inner": row.inner} for row in self.rows()]

    def reading(self, at: int) -> None:
        """Note that what was handed in as number ``at`` is being read."""
        with self._lock:
            self._tops[at] = replace(self._tops[at], state="reading")

    def read(self, at: int, document: Document) -> None:
        """Note that a document came out of number ``at``."""
        with self._lock:
            self._count += 1
            if self._count > SHOWN_STEPS:
                return
            origin = document.origin
            inner = self._tops[at].name not in ("", origin)
            name = origin.removeprefix(f"{self._tops[at].name}!") or document.title or document.id
            state: State = "failed" if document.error else "read"
            step = Step(name, state, why=_reason(document.error or "", origin), inner=inner)
            self._inner[at].append(step)
            self._places[document.id] = (at, len(self._inner[at]) - 1)

    def over(self, at: int) -> None:
        """Note that number ``at`` was read to its end."""
        with self._lock:
            self._tops[at] = replace(self._tops[at], state="read")

    def settle(self, document: Document, *, events: int = 0, why: str = "") -> None:
        """Note what coding a document gave."""
        with self._lock:
            if document.id in self._places:
                at, below = self._places[document.id]
                state: State = "failed" if why else "coded"
                why = _reason(why, document.origin)
                self._inner[at][below] = replace(self._inner[at][below], state=state, events=events, why=why)

    def end(self, *, cancelled: bool) -> None:
        """Settle what is left: it was in the store already, or nobody got to it."""
        left: State = "cancelled" if cancelled else "known"
        with self._lock:
            for at, inner in enumerate(self._inner):
                self._inner[at] = [replace(step, state=left) if step.state == "read" else step for step in inner]
                if self._tops[at].state in ("waiting", "reading"):
                    self._tops[at] = replace(self._tops[at], state="cancelled")


class Heard:
    """A coder that tells the rows what it found."""

    def __init__(self, coder: EventCoder, steps: Steps) -> None:
        self._coder, self._steps = coder, steps
        self.codebook, self.version = coder.codebook, coder.version

    def code(self, document: Document) -> list[Event]:
        """Return the document's events, as the coder finds them."""
        try:
            found = self._coder.code(document)
        except Exception as error:
            self._steps.settle(document, why=str(error) or type(error).__name__)
            raise
        self._steps.settle(document, events=len(found))
        return found


def _summed(top: Step, inner: list[Step]) -> Step:
    """Return the row of an archive, with the events of all that came out of it."""
    if top.state != "read" or any(step.state == "read" for step in inner):
        return replace(top, events=sum(step.events for step in inner))
    if inner and all(step.state == "failed" for step in inner):
        return replace(top, state="failed", why="nothing in it could be read")
    if not inner:
        return replace(top, state="failed", why="nothing to read was found in it")
    state: State = "cancelled" if any(step.state == "cancelled" for step in inner) else "coded"
    return replace(top, state=state, events=sum(step.events for step in inner))


def _reason(why: str, origin: str) -> str:
    return why.removeprefix(f"{origin}: ") if origin else why
