"""Measures how intake lasts: many articles into a store, work and memory of each thousand, drawn as SVG.

Run: python bench/intake.py [--articles 100000] [--workers 2] [--notes FILE.jsonl] [--plot FILE.svg]; with ``--again``
the notes of a run, ended or not, are judged and drawn anew. The articles are those of ``bench/articles.py``: short, and
nineteen of twenty without an event, so that the run is short enough to make. What matters is whether the last thousand
takes longer than the first, and whether memory grows; pace as such is measured by ``bench/speed.py``. The first
thousands are left out of the lines: words and pages come into memory then.

Seconds of work are those that processors spent on the run, whatever else the machine had to do. They too are longer
where others use the same caches and memory. So a yardstick, the reading of the same twenty pages, is timed every two
hundred articles: work divided by it is what the articles cost by themselves.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from articles import article, lines, page
from curves import Curve, draw
from memory import resident_megabytes, worked_seconds
from trend import trend

from detente.coding import load_coder
from detente.read import read_paths
from detente.read.page import read_page
from detente.records import Page
from detente.relate.dyads import dyads_of
from detente.store import Tally, ingest, open_store, store_info

STEP = 1000
TOLD = 10  # thousands after which the figures so far are printed
WARM_UP = 5
YARDSTICK = 200  # articles between two looks at how fast the processors are
PAGES = 20
SMOOTHED = 5  # thousands whose middle yardstick is taken: one alone is a tenth of a second long


@dataclass(frozen=True)
class Note:
    """What a thousand articles took: seconds, seconds of work, of which this process, the yardstick's, megabytes."""

    seconds: float
    work: float
    writing: float
    yardstick: float
    main: float
    all: float


@dataclass
class Heard:
    """Hears the counts of a run and notes each thousand; ``out`` gets the notes as they come."""

    out: TextIO | None = None
    notes: list[Note] = field(default_factory=list)
    pages: list[Page] = field(
        default_factory=lambda: [Page(page(n), f"{n}.html", url=article(n)["url"]) for n in range(PAGES)]
    )
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    measured: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """Start the clocks, after the yardstick was used once in vain."""
        self._measure()
        self.measured.clear()
        self.at = _clocks()

    def __call__(self, tally: Tally) -> None:
        """Take in the counts after a document."""
        done = tally.documents + tally.failed + tally.skipped
        if done % YARDSTICK == 0:
            self._measure()
        if done % STEP == 0:
            now = _clocks()
            seconds, work, own = (b - a for a, b in zip(self.at, now, strict=True))
            mine, spent = statistics.median(self.measured), sum(self.measured)
            memory = resident_megabytes([os.getpid()]), resident_megabytes()
            self.notes.append(Note(seconds - spent, work - spent, own - spent, mine, *memory))
            self.at = now
            self.measured.clear()
            self._keep()

    def _measure(self) -> None:
        began = time.process_time()
        for one in self.pages:
            for _ in read_page(one):
                pass
        self.measured.append(time.process_time() - began)

    def _keep(self) -> None:
        if self.out is not None:
            print(json.dumps(asdict(self.notes[-1])), file=self.out, flush=True)
        if len(self.notes) % TOLD == 0:
            _tell(self.notes, None)


def main() -> None:
    """Make the articles, take them in and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--notes", type=Path, help="keep the measured values in this file")
    parser.add_argument("--plot", type=Path, help="draw the curves to this file")
    parser.add_argument("--again", action="store_true", help="measure nothing: judge and draw what --notes holds")
    options = parser.parse_args()
    if options.again:
        notes = [Note(**json.loads(line)) for line in options.notes.read_text().splitlines()]
    else:
        with (
            options.notes.open("w") if options.notes else nullcontext() as out,
            tempfile.TemporaryDirectory() as folder,
        ):
            notes = take_in(Path(folder), Heard(out), articles=options.articles, workers=options.workers)
    _tell(notes, options.plot)


def take_in(folder: Path, heard: Heard, *, articles: int, workers: int) -> list[Note]:
    """Take the articles into a store and return the notes."""
    file, path = folder / "articles.jsonl", folder / "s.duckdb"
    with file.open("w") as out:
        out.writelines(lines(0, articles))
    print(f"{articles:,} articles, {file.stat().st_size / 1e6:.0f} MB, {workers} workers", flush=True)
    heard.begin()
    with open_store(path) as store:
        documents = read_paths([str(file)])
        report = ingest(store, documents, load=load_coder, pairs=dyads_of, workers=workers, progress=heard)
        info = store_info(store)
    assert info.rows["documents"] == report.documents == articles, "articles were lost"
    print(f"{report.documents:,} coded, {report.events:,} events, {report.failed} failed, {report.seconds:.0f} s")
    print(f"store {info.size / 1e6:.0f} MB")
    return heard.notes


def _clocks() -> tuple[float, float, float]:
    return time.monotonic(), worked_seconds(), time.process_time()


def _tell(notes: Sequence[Note], plot: Path | None) -> None:
    work = [1000 * note.work / STEP for note in notes]
    writing = [1000 * note.writing / STEP for note in notes]
    corrected = _corrected(notes)
    memory = [note.all for note in notes]
    print(f"after {len(notes)} thousand, lines from the {WARM_UP + 1}th on:")
    for name, values, unit in (
        ("seconds on the clock", [1000 * note.seconds / STEP for note in notes], "ms an article"),
        ("work of all processes", work, "ms an article"),
        ("work by the yardstick", corrected, "ms an article"),
        ("work of the process that reads and writes", writing, "ms an article"),
        ("yardstick", [1000 * note.yardstick / PAGES for note in notes], "ms a page"),
        ("memory of that process", [note.main for note in notes], "MB"),
        ("memory of all processes", memory, "MB"),
    ):
        warm = values[WARM_UP:]
        if len(warm) > 2:
            print(f"  {name}: {trend(warm).told(unit)}; least {min(warm):.4g}, most {max(warm):.4g}", flush=True)
    if plot:
        curves = [
            Curve("milliseconds of work an article", work),
            Curve("the same by the yardstick: what it costs however busy the machine is", corrected),
            Curve("MB, all processes", memory),
        ]
        draw(plot, curves, across=f"thousands of articles, {len(notes)} in all")


def _corrected(notes: Sequence[Note]) -> list[float]:
    """Return milliseconds of work an article, had the yardstick always been as long as in the middle of the run."""
    usual = statistics.median(note.yardstick for note in notes)
    half = SMOOTHED // 2
    found = []
    for at, note in enumerate(notes):
        near = [other.yardstick for other in notes[max(0, at - half) : at + half + 1]]
        found.append(1000 * note.work / STEP * usual / statistics.median(near))
    return found


if __name__ == "__main__":
    main()
