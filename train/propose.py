"""What it brings to let the model propose events that no frame found (``load_coder(propose=...)``), by their chance.

    python train/propose.py --parts build/train

Codes the sentences of validation, and the texts of ``corpus/quiet.txt``, with proposals at any chance; prints for each
threshold how many of the proposals between labelled pairs are right, in all parts and in part g1, in which (nearly)
every pair of a sentence is labelled, and how many proposals the quiet texts bring.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from choose import touches
from prepare import NONE, Row, quiet_texts, read_rows

from detente.coding.coder import Coder, load_coder, sentence_document
from detente.records import Event

LEVELS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98)
EVERY_PAIR = "g1"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed event between a labelled pair: how sure, what is right of it, and which part it is from."""

    chance: float
    right: bool
    right_factuality: bool
    is_none: bool
    part: str


def proposed(events: Iterable[Event]) -> list[Event]:
    """Return the events that no frame found."""
    return [event for event in events if not any(r.code == "frame" for r in event.reasons)]


def proposals_of(coder: Coder, rows: Sequence[Row]) -> Iterator[Proposal]:
    """Yield the proposals between pairs that have a row; those between other pairs nobody can judge."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_text[row.text].append(row)
    for text, pairs in by_text.items():
        for event in proposed(coder.code(sentence_document(text))):
            about = [r for r in pairs if touches(r.source, event.sources) and touches(r.target, event.targets)]
            good = [r for r in about if r.event_type == event.event_type]
            for row in (good or about)[:1]:
                same = bool(good) and row.factuality == event.factuality
                yield Proposal(event.confidence, bool(good), same, row.event_type == NONE, row.origin.split("-")[0])


def show(name: str, found: Sequence[Proposal], rows: Sequence[Row]) -> None:
    events = sum(row.event_type != NONE for row in rows)
    print(f"{name}: {len(rows)} rows, {events} events; chance, proposals, type right, factuality right too, no event")
    for level in LEVELS:
        kept = [p for p in found if p.chance >= level]
        if kept:
            counts = (sum(p.right for p in kept), sum(p.right_factuality for p in kept), sum(p.is_none for p in kept))
            shares = "  ".join(f"{100 * n / len(kept):5.1f}" for n in counts)
            print(f"  {level:5.3f} {len(kept):5d}  {shares}   recall {100 * counts[0] / events:.1f}")


def show_quiet(coder: Coder) -> None:
    chances = [e.confidence for t in quiet_texts() for e in proposed(coder.code(sentence_document(t)))]
    print("quiet:", {level: sum(c >= level for c in chances) for level in LEVELS})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, required=True)
    folder: Path = parser.parse_args().parts
    coder = load_coder(propose=LEVELS[0])
    rows = read_rows(folder / "validation.csv")
    found = list(proposals_of(coder, rows))
    show("all parts", found, rows)
    every = [r for r in rows if r.origin.startswith(EVERY_PAIR)]
    show(f"part {EVERY_PAIR}", [p for p in found if p.part == EVERY_PAIR], every)
    show_quiet(coder)


if __name__ == "__main__":
    main()
