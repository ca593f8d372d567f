"""Draws events at random and prints each against its sentence, for a person to read: FILE, number, seed.

    .venv/bin/python tools/draw.py FILE 100 200

Precision is what a reader says of such a draw; docs/benchmarks.md tells what was read and what was found.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence

from detente.coding import load_coder
from detente.read import read_paths
from detente.records import Document, Event, Party

BEFORE, AFTER, LONGEST = 90, 50, 400


def events_of(path: str) -> Iterator[tuple[Document, Event]]:
    """Yield every event of every different document of a file or folder."""
    coder = load_coder()
    seen: set[str] = set()
    for document in read_paths([path]):
        if document.id not in seen:
            seen.add(document.id)
            yield from ((document, event) for event in coder.code(document))


def shown(document: Document, event: Event) -> str:
    """Return an event in one line: sides, reading, and the evidence in brackets among its words."""
    span = event.evidence.span
    before = document.text[max(0, span.start - BEFORE) : span.start]
    after = document.text[span.end : span.end + AFTER]
    words = f"{before}[[{event.evidence.text}]]{after}".replace("\n", " / ")[:LONGEST]
    reading = f"{event.event_type}/{event.mode or ''} {event.factuality}"
    return f"{_sides(event.sources)} > {_sides(event.targets)} | {reading} | {words}"


def _sides(sides: Sequence[Party]) -> str:
    return ", ".join(p.actor or f"?{p.text}" for p in sides) or "-"


def main() -> None:
    """Print the draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("number", type=int)
    parser.add_argument("seed", type=int)
    options = parser.parse_args()
    found = list(events_of(options.path))
    drawn = random.Random(options.seed).sample(found, min(options.number, len(found)))
    sys.stdout.write(f"{len(found)} events; {len(drawn)} drawn with seed {options.seed}\n")
    for number, (document, event) in enumerate(drawn, 1):
        sys.stdout.write(f"{number}. {shown(document, event)}\n")


if __name__ == "__main__":
    main()
