"""Measures how intake lasts: many articles into a store, pace and memory of each thousand, drawn as SVG.

Run: python bench/intake.py [--articles 100000] [--workers 2] [--plot FILE.svg]. The articles are those of
``bench/articles.py``: short, and nineteen of twenty without an event, so that the run is short enough to make. What
matters is whether the last thousand takes longer than the first, and whether memory grows; pace as such is
measured by ``bench/speed.py``. The first two thousand are left out of the comparison: words and pages come into
memory then. Seconds of work are those that processors spent on the run, whatever else the machine had to do.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from articles import lines
from curves import Curve, draw
from memory import resident_megabytes, worked_seconds

from detente.coding import load_coder
from detente.read import read_paths
from detente.relate.dyads import dyads_of
from detente.store import Tally, ingest, open_store, store_info

STEP = 1000
TOLD = 10  # thousands after which the figures so far are printed
WARM_UP = 2
COMPARED = 5  # thousands at each end, whose medians are compared: one alone says how busy the machine was


@dataclass
class Heard:
    """Hears the counts of a run and keeps seconds, seconds of work and memory of each thousand."""

    at: float = field(default_factory=time.monotonic)
    worked_at: float = field(default_factory=worked_seconds)
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    main: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)

    def __call__(self, tally: Tally) -> None:
        """Take in the counts after a document."""
        if (tally.documents + tally.failed + tally.skipped) % STEP == 0:
            now, worked = time.monotonic(), worked_seconds()
            self.seconds.append(now - self.at)
            self.worked.append(worked - self.worked_at)
            self.at, self.worked_at = now, worked
            self.main.append(resident_megabytes([os.getpid()]))
            self.all.append(resident_megabytes())
            if len(self.all) % TOLD == 0:
                _tell(self, None)


def main() -> None:
    """Make the articles, take them in and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--plot", type=Path, help="draw the curves to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, path = Path(folder, "articles.jsonl"), Path(folder, "s.duckdb")
        with file.open("w") as out:
            out.writelines(lines(0, options.articles))
        print(
            f"{options.articles:,} articles, {file.stat().st_size / 1e6:.0f} MB, {options.workers} workers", flush=True
        )
        heard = Heard()
        with open_store(path) as store:
            report = ingest(
                store,
                read_paths([str(file)]),
                load=load_coder,
                pairs=dyads_of,
                workers=options.workers,
                progress=heard,
            )
            info = store_info(store)
        assert info.rows["documents"] == report.documents == options.articles, "articles were lost"
        print(f"{report.documents:,} coded, {report.events:,} events, {report.failed} failed, {report.seconds:.0f} s")
        print(f"store {info.size / 1e6:.0f} MB")
    _tell(heard, options.plot)


def _tell(heard: Heard, plot: Path | None) -> None:
    rates, work = ([STEP / seconds for seconds in found] for found in (heard.seconds, heard.worked))
    print(f"after {len(rates)} thousand:")
    for name, values, unit in (
        ("pace", rates, "articles/s"),
        ("pace by work", work, "articles a second of work"),
        ("memory of the writing process", heard.main, "MB"),
        ("memory of all processes", heard.all, "MB"),
    ):
        first, last = _ends(values)
        told = f"first {first:.0f}, last {last:.0f} {unit}, most {max(values):.0f}, least {min(values):.0f}"
        print(f"  {name}: {told}", flush=True)
    if plot:
        curves = [Curve("articles a second of work", work), Curve("MB, all processes", heard.all)]
        draw(plot, curves, across=f"thousands of articles, {len(rates)} in all")


def _ends(values: Sequence[float]) -> tuple[float, float]:
    warm = values[WARM_UP:] if len(values) > WARM_UP + COMPARED else values
    return statistics.median(warm[:COMPARED]), statistics.median(warm[-COMPARED:])


if __name__ == "__main__":
    main()
