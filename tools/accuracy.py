"""Print docs/accuracy.md: what the coder scores, by the card of its model and on the gold files that are at hand.

    python tools/accuracy.py [--relation FILE]... [--events FILE]... > docs/accuracy.md

The gold files are of others and not shipped; docs/benchmarks.md says what they hold and how they may be used.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.coding import Coder, load_coder
from detente.coding.model import load_pair_model
from detente.coding.score import Report, score_events, score_relation

HEAD = """\
# Accuracy

Printed by `tools/accuracy.py`. [Benchmarks](benchmarks.md) says what the files are, and
[decision 9](decisions/0009-model.md) how the model was made and how often each file was looked at.
Percent throughout; the coder is `{version}`.
"""
VOICES = ("rules", "model", "both")


def card_lines(card: Mapping[str, Any]) -> Iterator[str]:
    """Yield the scores of the model alone on our own corpus."""
    parts = [name for name in ("validation", "sealed") if name in card["scores"]]
    yield "\n## The model alone, on our own corpus\n"
    yield "| figure | " + " | ".join(parts) + " |"
    yield "|---" * (len(parts) + 1) + "|"
    first = card["scores"][parts[0]]
    for key in (key for key, value in first.items() if not isinstance(value, Mapping)):
        yield f"| {key.replace('_', ' ')} | " + " | ".join(str(card["scores"][part][key]) for part in parts) + " |"
    yield "\nF1 by type:\n"
    yield "| type | " + " | ".join(parts) + " |"
    yield "|---" * (len(parts) + 1) + "|"
    for name in first["f1_by_type"]:
        yield f"| {name} | " + " | ".join(str(card["scores"][p]["f1_by_type"].get(name, "")) for p in parts) + " |"


def relation_lines(files: Sequence[Path], coders: Mapping[str, Coder]) -> Iterator[str]:
    """Yield macro F1 by level, by who speaks."""
    yield "\n## Which type passes between two marked sides: macro F1\n"
    yield "| file | level | " + " | ".join(VOICES) + " |"
    yield "|---" * (len(VOICES) + 2) + "|"
    for file in files:
        reports = [score_relation(file, coders[voice], rules=voice != "model") for voice in VOICES]
        for level in (score.level for score in reports[0].scores):
            yield f"| {file.name} | {level} | " + " | ".join(str(r.f1(level)) for r in reports) + " |"
        yield from class_lines(file, reports[-1])


def class_lines(file: Path, report: Report) -> Iterator[str]:
    score = report.scores[0]
    for row in score.classes:
        name = f"{row.name} ({row.count} rows): precision {row.precision}, recall {row.recall}"
        yield f"| {file.name} | {name} | | | {row.f1} |"


def event_lines(files: Sequence[Path], coders: Mapping[str, Coder]) -> Iterator[str]:
    """Yield precision, recall and F1 end to end."""
    yield "\n## Events end to end: precision, recall, F1\n"
    yield "| file | level | rules | both |"
    yield "|---|---|---|---|"
    for file in files:
        reports = [score_events(file, coders[voice]) for voice in ("rules", "both")]
        for rows in zip(*(report.scores for report in reports), strict=True):
            cells = " | ".join(f"{s.precision}, {s.recall}, {s.f1}" for s in rows)
            yield f"| {file.name} | {rows[0].level} | {cells} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relation", type=Path, action="append", default=[])
    parser.add_argument("--events", type=Path, action="append", default=[])
    args = parser.parse_args()
    both = load_coder(model=True)
    coders = {"rules": load_coder(model=False), "model": both, "both": both}
    print(HEAD.format(version=both.version), end="")
    print("\n".join(card_lines(load_pair_model().card)))
    if args.relation:
        print("\n".join(relation_lines(args.relation, coders)))
    if args.events:
        print("\n".join(event_lines(args.events, coders)))


if __name__ == "__main__":
    main()
