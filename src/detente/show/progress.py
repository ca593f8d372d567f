"""How far a run is: a bar on a terminal, a line every ten seconds where there is none."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.read.sources import OUR_STORES, STANDARD_INPUT
from detente.show.log import note, told_to_people
from detente.store import Tally

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

LINE_SECONDS = 10.0
MANY_IN_ONE = (".warc", ".wet", ".xml", ".rss", ".atom", ".gz", ".zip", ".tar", ".tgz")  # not to be counted


def count_documents(paths: Sequence[str]) -> int | None:
    """Return how many documents the paths hold, None where that cannot be told without reading them."""
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        for file in _files(path):
            number = _lines(file) if file.lower().endswith((".jsonl", ".ndjson")) else 1
            if number is None or file.lower().endswith(MANY_IN_ONE):
                return None
            total += number
    return total


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for root, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            os.path.join(root, name) for name in names if not name.startswith(".") and not name.endswith(OUR_STORES)
        )


def _lines(file: str) -> int | None:
    try:
        with Path(file).open("rb") as stream:
            return sum(bool(row.strip()) for row in stream)
    except OSError:
        return None


class Progress:
    """Hears the counts of a run after each document; ``last`` are the newest."""

    def __init__(self, total: int | None) -> None:
        self.last = Tally()
        self.total = total
        self.started: float | None = None  # the clock runs from the first document: loading says nothing of the pace
        self.first = 0

    def __call__(self, tally: Tally) -> None:
        """Take the counts in and show them."""
        self.last = tally
        if self.started is None:
            self.started, self.first = time.monotonic(), tally.documents + tally.failed
        self.show()

    def show(self) -> None:
        """Show the newest counts."""

    @property
    def done(self) -> int:
        """Return how many documents are behind us, in whatever way."""
        return self.last.documents + self.last.skipped + self.last.failed

    @property
    def seconds(self) -> float:
        """Return the seconds since the first document."""
        return 0.0 if self.started is None else time.monotonic() - self.started

    @property
    def pace(self) -> float:
        """Return documents coded a second, 0 while there are too few to say."""
        coded = self.last.documents + self.last.failed - self.first
        return coded / self.seconds if self.seconds else 0.0

    def told(self) -> str:
        """Return events found and documents coded a second."""
        return f"{self.last.events} events, {self.pace:.1f} documents/s"


@contextmanager
def progress(total: int | None) -> Iterator[Progress]:
    """Show progress on standard error while the block runs; yields what ``ingest`` calls with its counts."""
    if sys.stderr.isatty() and told_to_people():
        with _bar() as bar:
            yield _Bar(total, bar)
    else:
        yield _Lines(total)


class _Lines(Progress):
    _told = 0.0

    def show(self) -> None:
        if self.seconds - self._told >= LINE_SECONDS:
            self._told = self.seconds
            of = "" if self.total is None else f" of {self.total}"
            told = f"{self.done}{of} documents, {self.told()}{self._left()}"
            note(told, event="progress", **dict[str, Any](asdict(self.last)), pace=round(self.pace, 1))

    def _left(self) -> str:
        if self.total is None or not self.pace:
            return ""
        return f", about {max(0, self.total - self.done) / self.pace:.0f} s left"


class _Bar(Progress):
    def __init__(self, total: int | None, bar: "RichProgress") -> None:
        super().__init__(total)
        self._bar = bar
        self._task = bar.add_task("", total=total, told="loading the dictionaries")

    def show(self) -> None:
        self._bar.update(self._task, completed=self.done, told=self.told())


def _bar() -> "RichProgress":
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.BarColumn(), rich.MofNCompleteColumn(), rich.TextColumn("{task.fields[told]}"))
    return rich.Progress(
        *columns,
        rich.TimeElapsedColumn(),
        rich.TextColumn("left"),
        rich.TimeRemainingColumn(),
        console=Console(stderr=True),
    )
