"""Corpus -> the parts that a model is trained, chosen and finally scored on.

    python train/prepare.py --out build/train

Stories are split by a hash of their id, so that a story is whole in one part and stays there as the corpus grows.
Examples of frames and codebook, what looks like an event but is none, and pairs turned round go to training only.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from detente.data.codebook_cards import load_codebook
from detente.data.frame_rows import load_frame_rows, load_near_misses
from detente.records import Span
from detente.resolve.lexicon import load_lexicon

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
NONE = "NONE"
PARTS = {0: "validation", 1: "sealed"}
MARKS = re.compile(r"</?[st]>")
# What passes between two passes both ways; where nothing passes, nothing passes either way.
TWO_WAY = frozenset({"AGREE", "CONSULT", "COOPERATE", NONE})
# Near misses of these kinds have no event of any type between their names.
NO_EVENT = frozenset({"sport", "culture", "market", "physical", "noun-sense", "figurative"})


@dataclass(frozen=True, slots=True)
class Row:
    """One marked pair: places in the text (-1: no such side), labels ("": not known), where it is from."""

    text: str
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    event_type: str
    mode: str
    factuality: str
    origin: str

    @property
    def source(self) -> Span | None:
        return Span(self.source_start, self.source_end) if self.source_start >= 0 else None

    @property
    def target(self) -> Span | None:
        return Span(self.target_start, self.target_end) if self.target_start >= 0 else None


def part_of(story: str) -> str:
    """Return train, validation or sealed for the id of a story."""
    return PARTS.get(number_of(story) % 10, "train")


def number_of(text: str) -> int:
    """Return a number that looks like chance and is always the same."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """Return the text without marks, and the spans of "s" and "t"."""
    text, last, starts, spans = "", 0, {}, {}
    for mark in MARKS.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        name = mark.group().strip("</>")
        if mark.group().startswith("</"):
            spans[name] = Span(starts[name], len(text))
        else:
            starts[name] = len(text)
    return text + marked[last:], spans


def make_row(text: str, source: Span | None, target: Span | None, labels: tuple[str, str, str], origin: str) -> Row:
    s, t = source or Span(-1, -1), target or Span(-1, -1)
    return Row(text, s.start, s.end, t.start, t.end, *labels, origin)


def corpus_rows(without: Collection[str]) -> Iterator[tuple[str, Row]]:
    """Yield (part, row) for every row of the corpus; the part of a file that is left out is ``fresh``."""
    for path in sorted(CORPUS.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for raw in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                text, spans = unmark(raw["text"])
                labels = (raw["event_type"], raw["mode"] or "", raw["factuality"] or "")
                part = "fresh" if path.stem in without else part_of(raw["story"])
                yield part, make_row(text, spans["s"], spans["t"], labels, raw["story"])


def frame_rows() -> Iterator[Row]:
    """Yield the examples of the frames whose sides stand in the sentence; how sure they are is not stated there."""
    for frame in load_frame_rows():
        event_type = frame.event_type or frame.expect
        sides = [_find(frame.example, words) for words in (frame.source, frame.target)]
        if (
            event_type
            and any(sides)
            and all(s or not w for s, w in zip(sides, (frame.source, frame.target), strict=True))
        ):
            yield make_row(frame.example, sides[0], sides[1], (event_type, frame.mode, ""), f"frame:{frame.file}")


def codebook_rows() -> Iterator[Row]:
    """Yield the examples of the codebook."""
    for card in load_codebook().types.values():
        for example in card.examples:
            sides = [_find(example.text, words) for words in (example.source, example.target)]
            if all(sides):
                yield make_row(example.text, sides[0], sides[1], (card.name, example.mode or "", ""), "codebook")


def near_miss_rows() -> Iterator[Row]:
    """Yield pairs of names, in both directions, from sentences without an event."""
    names = load_lexicon().names
    for miss in load_near_misses():
        if miss.why in NO_EVENT:
            found = [m.span for m in names.find(miss.sentence, [Span(0, len(miss.sentence))], None)][:2]
            for a, b in zip(found, found[::-1], strict=True) if len(found) == 2 else ():
                yield make_row(miss.sentence, a, b, (NONE, "", ""), f"near-miss:{miss.why}")


def reversed_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield pairs the other way round, without an event: who is attacked does not attack by the same words.

    Only of types that have a direction, and where nobody labelled the other direction; every second text, by a hash.
    """
    labelled = {(row.text, row.source_start, row.target_start) for row in rows}
    for row in rows:
        one_way = row.event_type not in TWO_WAY and row.source is not None and row.target is not None
        known = (row.text, row.target_start, row.source_start) in labelled
        if one_way and not known and number_of(row.text) % 2:
            yield make_row(row.text, row.target, row.source, (NONE, "", ""), f"reversed:{row.origin}")


def _find(text: str, words: str) -> Span | None:
    start = text.find(words) if words else -1
    return Span(start, start + len(words)) if start >= 0 else None


def quiet_texts() -> list[str]:
    """Return the texts of ours without any event."""
    parts = (text.strip() for text in (CORPUS / "quiet.txt").read_text("utf-8").split("\n\n"))
    return [text for text in parts if text]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a part written by this script."""
    with path.open(encoding="utf-8", newline="") as file:
        kinds = {f.name: f.type for f in fields(Row)}
        return [Row(**{k: int(v) if kinds[k] is int else v for k, v in raw.items()}) for raw in csv.DictReader(file)]


def write_rows(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Row)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--without", nargs="*", default=[], metavar="FILE", help="corpus files left out, as a fresh test"
    )
    args = parser.parse_args()
    out: Path = args.out
    out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[Row]] = {"train": [], "validation": [], "sealed": [], "fresh": []}
    for part, row in corpus_rows(args.without):
        parts[part].append(row)
    parts["train"] += [*frame_rows(), *codebook_rows(), *near_miss_rows()]
    parts["train"] += list(reversed_rows(parts["train"]))
    for part, rows in parts.items():
        write_rows(out / f"{part}.csv", rows)
        print(part, len(rows), dict(Counter(r.event_type for r in rows).most_common()))


if __name__ == "__main__":
    main()
