"""Says how many machines a stream of articles needs, and checks it by simulating the queue.

Run: python bench/sizing.py [--measure] [--read 0.0134 --code 0.35 --write 0.004] [--day 1000000] [--machines 8].
``--measure`` prints what reading, coding and writing an article takes, in seconds of work of one processor, whatever
else the machine has to do: for pages of ``bench/articles.py`` and for the shipped examples, which are full of
events. The simulation lets a day's articles come as news does - most of them by day, in bursts - and hands them
to as many processors as there are, each article taking a time drawn around its mean; it prints how busy they were, how
long articles waited and how many waited at once. Nothing is random between two runs with the same numbers.
"""

import argparse
import heapq
import math
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from articles import article, page

DAY = 86_400
SPREAD = 0.8  # of the logarithm of an article's time: long articles are some, and take several times the mean
BURST = 20  # articles that come together, as agencies and feeds bring them
BUSIEST = 0.85  # share of its processors' time that a machine should be busy with at most over its worst hour


def main() -> None:
    """Measure or reckon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--read", type=float, default=0.0134, help="seconds of work to read a page")
    parser.add_argument("--code", type=float, default=0.35, help="seconds of work to code an article")
    parser.add_argument("--write", type=float, default=0.004, help="seconds of work to store an article")
    parser.add_argument("--day", type=int, default=1_000_000, help="articles a day")
    parser.add_argument("--all", type=int, default=500_000_000, help="articles of the archive")
    parser.add_argument("--cores", type=int, default=8, help="processors of a machine")
    parser.add_argument("--machines", type=int, help="machines to simulate; by default those that are reckoned")
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    work = options.read + options.code + options.write
    machines = options.machines or reckoned(options.day, work, options.cores)
    print(f"{options.day:,} articles a day, {work:.3f} s each: {options.day * work / 3600:.0f} processor hours a day")
    print(f"machines of {options.cores} processors: {machines}")
    simulate(options.day, work, options.cores * machines)
    hours = options.all * work / 3600
    print(f"archive of {options.all:,}: {hours:,.0f} processor hours, {hours / 24 / 100:,.0f} days on 100 processors")
    print(f"one process that reads hands out {1 / options.read:,.0f} pages a second at most")
    print(f"one process that writes takes {1 / options.write:,.0f} articles a second at most")


def reckoned(articles: int, work: float, cores: int) -> int:
    """Return the machines whose processors are busy for at most 85% of the worst hour."""
    worst = max(weight(second) for second in range(0, DAY, 600))
    return math.ceil(articles / DAY * worst * work / BUSIEST / cores)


def weight(second: float) -> float:
    """Return how many times the day's mean comes at a second of the day: a wave with its top in the afternoon."""
    return 1 + 0.6 * math.sin(2 * math.pi * (second / DAY - 0.35))


def simulate(articles: int, work: float, processors: int) -> None:
    """Print how busy processors are over two days, and how long articles wait on the second."""
    rng = random.Random(1)
    mean = math.log(work) - SPREAD**2 / 2
    free = [0.0] * processors
    begun: list[float] = []
    waits, busy, most = [], 0.0, 0
    for moment in arrivals(2 * articles, rng):
        takes = rng.lognormvariate(mean, SPREAD)
        start = max(moment, heapq.heappop(free))
        heapq.heappush(free, start + takes)
        heapq.heappush(begun, start)
        while begun and begun[0] <= moment:
            heapq.heappop(begun)
        if moment >= DAY:
            waits.append(start - moment)
            busy += takes
            most = max(most, len(begun))
    waits.sort()
    middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    print(f"simulated: busy {100 * busy / DAY / processors:.0f}%, waits: half under {middle:.1f} s, ", end="")
    print(f"99 of 100 under {late:.1f} s, longest {waits[-1]:.0f} s; {most:,} waiting at most")


def arrivals(number: int, rng: random.Random) -> Iterator[float]:
    """Yield the moments at which articles come over two days, in order."""
    rate = number / 2 / DAY / BURST
    moment = 0.0
    while True:
        moment += rng.expovariate(rate * 1.6)
        if moment >= 2 * DAY:
            return
        if rng.random() < weight(moment % DAY) / 1.6:
            yield from [moment] * BURST


def measure() -> None:
    """Print seconds of work of this process for reading, coding and writing."""
    from detente.coding import load_coder
    from detente.read.page import read_page
    from detente.records import Page
    from detente.relate.dyads import dyads_of
    from detente.show.walkthrough import examples
    from detente.store import Coded, open_store, take_coded

    began = time.process_time()
    coder = load_coder()
    print(f"loading: {time.process_time() - began:.1f} s")
    pages = [Page(page(number), f"{number}.html", url=article(number)["url"]) for number in range(220)]
    read = [next(read_page(one)) for one in pages[:20]]
    began = time.process_time()
    read += [next(read_page(one)) for one in pages[20:]]
    print(f"reading: {(time.process_time() - began) / 200:.4f} s a page of {len(pages[0].content) / 1000:.1f} kB")
    for name, documents in (("made up", read), ("shipped examples", list(examples()) * 20)):
        for document in documents[:6]:
            coder.code(document)
        began = time.process_time()
        coded = [Coded(document, tuple(coder.code(document))) for document in documents]
        words = sum(len(document.text.split()) for document in documents) / len(documents)
        events = sum(len(item.events) for item in coded) / len(coded)
        taken = (time.process_time() - began) / len(coded)
        print(f"coding, {name}: {taken:.4f} s an article of {words:.0f} words with {events:.2f} events")
        if name == "made up":
            with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "s.duckdb")) as store:
                began = time.process_time()
                take_coded(store, coded, (coder.codebook, coder.version), pairs=dyads_of)
                print(f"writing: {(time.process_time() - began) / len(coded):.4f} s an article")


if __name__ == "__main__":
    main()
