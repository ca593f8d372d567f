"""Measures how fast articles are coded: sentences and articles a second, in one process and in two.

Run: python bench/speed.py [PATH ...] [--seconds 60]. PATH is what ``detente code`` takes; the shipped examples
by default. The documents are repeated until there is enough to do. Prints, per run, articles/s and sentences/s
of the whole way (reading excluded, starting excluded), and the share of the time that spaCy alone takes on the
sentences that the coder parses, timed in the same run.
"""

import argparse
import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice, takewhile
from typing import Any

from detente.coding import Coder, load_coder
from detente.parse.syntax import Parser
from detente.read import read_paths
from detente.records import Document, Sentence
from detente.show.walkthrough import examples
from detente.store.pool import coding_line
from detente.text.sentences import split_sentences

WARM_UP = 3  # documents coded before the clock starts
WARM_SECONDS = 20.0  # the same for two processes, the second of which loads while the first codes


@dataclass(slots=True)
class Timed:
    """A parser that keeps the time it takes and what it parsed."""

    parser: Parser
    seconds: float = 0.0
    sentences: int = 0

    def parse(self, *arguments: Any, **options: Any) -> list[Sentence]:
        """Parse and keep the time."""
        started = time.perf_counter()
        found = self.parser.parse(*arguments, **options)
        self.seconds += time.perf_counter() - started
        self.sentences += len(found)
        return found


def main() -> None:
    """Print the figures of one process, then of two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--seconds", type=float, default=60.0, help="length of each run, about")
    chosen = parser.parse_args()
    documents = [d for d in (read_paths(chosen.paths) if chosen.paths else examples()) if d.error is None]
    if not documents:
        parser.error("nothing to code was found there")
    started = time.perf_counter()
    coder = load_coder()
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    loaded = time.perf_counter() - started
    print(f"{len(documents)} documents, {sum(map(sentences, documents))} sentences; coder loaded in {loaded:.1f} s")
    rate = one_process(coder, documents, seconds=chosen.seconds)
    two_processes(documents, articles=max(len(documents), int(rate * chosen.seconds)))


def one_process(coder: Coder, documents: Sequence[Document], *, seconds: float) -> float:
    """Print the figures of this process and return articles a second."""
    timed = Timed(coder.parser)
    measured = replace(coder, parser=timed)  # type: ignore[arg-type]
    for document in islice(repeated(documents), WARM_UP):
        measured.code(document)
    timed.seconds, timed.sentences = 0.0, 0
    articles = total = events = 0
    started = time.perf_counter()
    for document in repeated(documents):
        events += len(measured.code(document))
        articles, total = articles + 1, total + sentences(document)
        if time.perf_counter() - started >= seconds:
            break
    spent = time.perf_counter() - started
    print(f"one process: {articles / spent:.2f} articles/s, {total / spent:.0f} sentences/s", end="")
    print(f", {events / articles:.1f} events an article")
    share, rate = timed.seconds / spent, timed.sentences / timed.seconds
    print(f"    parser alone: {100 * share:.0f}% of the time, {rate:.0f} sentences/s", end="")
    print(f"; it saw {100 * timed.sentences / total:.0f}% of the sentences")
    return articles / spent


def two_processes(documents: Sequence[Document], *, articles: int) -> None:
    """Print the figures of two worker processes, as ``detente ingest --workers 2`` runs them."""
    with coding_line(load_coder, workers=2) as line:
        warm = time.perf_counter() + WARM_SECONDS
        for _ in line.code(takewhile(lambda _: time.perf_counter() < warm, repeated(documents))):
            pass
        started = time.perf_counter()
        total = sum(sentences(done.document) for done in line.code(islice(repeated(documents), articles)))
        spent = time.perf_counter() - started
    print(f"two processes: {articles / spent:.2f} articles/s, {total / spent:.0f} sentences/s")


def repeated(documents: Sequence[Document]) -> Iterator[Document]:
    """Yield the documents over and over, each time under another id."""
    for turn in count():
        for document in documents:
            yield replace(document, id=f"{document.id}-{turn}")


def sentences(document: Document) -> int:
    """Return how many sentences an article has."""
    return sum(len(split_sentences(document.text, block)) for block in document.blocks())


if __name__ == "__main__":
    main()
