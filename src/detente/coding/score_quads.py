"""Whether a sentence has an event, and of which quad class: one label for a sentence, as in the tasks of ConfliBERT."""

import csv
from pathlib import Path

from detente.coding.coder import Coder, sentence_document
from detente.coding.score import Report, macro
from detente.errors import UsageError
from detente.records import Event

LABELS = frozenset("01234")
NO_EVENT = "0"


def score_quads(path: str | Path, coder: Coder) -> Report:
    """Return macro F1 over "0" (no event) and quad classes "1" to "4", and over event and no event (``detection``).

    The file has a sentence and its label in each row, parted by a tab, without a header (Hu et al. 2022, ConfliBERT).
    Of several events in a sentence the surest one tells, of equally sure ones the first.

    Raises:
        UsageError: a row is no sentence with a label from 0 to 4.
    """
    rows = _rows(path)
    gold = [label for _, label in rows]
    found = [_quad(coder.code(sentence_document(text))) for text, _ in rows]
    predictions = tuple(
        {"text": text, "gold": label, "predicted": guess} for (text, label), guess in zip(rows, found, strict=True)
    )
    seen = [["event" if label != NO_EVENT else "none" for label in labels] for labels in (gold, found)]
    return Report("quads", (macro("quad", gold, found), macro("detection", *seen)), predictions)


def _quad(events: list[Event]) -> str:
    best = max(events, key=lambda event: event.confidence, default=None)
    return NO_EVENT if best is None else str(best.quad_class)


def _rows(path: str | Path) -> list[tuple[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    for number, row in enumerate(rows, start=1):
        if len(row) != 2 or row[1] not in LABELS:
            raise UsageError(f"{path}, line {number}: expected a sentence, a tab and a label from 0 to 4")
    return [(text, label) for text, label in rows]
