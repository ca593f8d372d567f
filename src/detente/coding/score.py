"""Scores of the coder against sets of others: which type between two given sides, and events end to end.

The relation metric is that of Hu et al. (ACL 2024): macro F1 is the unweighted mean of the classes' F1 over
all rows, an abstention is an error, quad and binary labels are derived from the root.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.coding.coder import Coder, sentence_document
from detente.coding.relation import relation_of
from detente.errors import UsageError
from detente.records import Event, Span

MARKS = re.compile(r"</?[st]>")
ROOT_OF: Mapping[str, str] = {
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
}
QUAD_OF: Mapping[str, str] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"), "4"),
}
BINARY_OF: Mapping[str, str] = {"1": "cooperation", "2": "cooperation", "3": "conflict", "4": "conflict"}
NONE = "NONE"


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 of one class, in percent, and its number of gold rows."""

    name: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a score: a level ("root", "quad" ...), its figures in percent, and its classes."""

    level: str
    precision: float
    recall: float
    f1: float
    count: int
    classes: tuple[ClassScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What ``detente score`` prints: scores by level, and the predictions row by row."""

    task: str
    scores: tuple[Score, ...]
    predictions: tuple[Mapping[str, str], ...]

    def rows(self) -> list[dict[str, object]]:
        """Return the figures as rows for a table: level, class, precision, recall, f1, count."""
        found: list[dict[str, object]] = []
        for score in self.scores:
            found.append(_row(score.level, "macro" if score.classes else "all", score))
            found += [_row(score.level, c.name, c) for c in score.classes]
        return found

    def f1(self, level: str) -> float:
        """Return the F1 of a level in percent."""
        return next(s.f1 for s in self.scores if s.level == level)


def _row(level: str, name: str, score: Score | ClassScore) -> dict[str, object]:
    return {
        "level": level,
        "class": name,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "count": score.count,
    }


# ------------------------------------------------------------------------------------ relation task


def score_relation(path: str | Path, coder: Coder, *, rules: bool = True) -> Report:
    """Return macro F1 at root, quad and binary level for a TSV with ``marked_sentence`` and ``gold_root``.

    A file with ``gold_binary`` instead (0 cooperation, 1 conflict, or the words) is scored at that level alone.

    Args:
        path: the gold file.
        coder: what is scored; its model votes with its rules where it has one.
        rules: False lets the model decide alone.

    Raises:
        UsageError: a column is missing, or a row has no marked source and target.
    """
    rows = _tsv(path)
    if not rows or "marked_sentence" not in rows[0] or not {"gold_root", "gold_binary"} & rows[0].keys():
        raise UsageError(f"{path}: expected the columns marked_sentence and gold_root")
    guesses = [_guess(coder, row["marked_sentence"], path, rules=rules) for row in rows]
    roots = [ROOT_OF.get(g or "", g or NONE) for g in guesses]
    level_pairs = _levels(rows, roots)
    predictions = tuple(
        {
            "marked_sentence": r["marked_sentence"],
            "predicted": g or "",
            "gold": r.get("gold_root", r.get("gold_binary", "")),
        }
        for r, g in zip(rows, guesses, strict=True)
    )
    return Report("relation", tuple(macro(level, gold, found) for level, gold, found in level_pairs), predictions)


def _levels(rows: Sequence[Mapping[str, str]], roots: Sequence[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    quads = [QUAD_OF.get(r, NONE) for r in roots]
    binaries = [BINARY_OF.get(q, NONE) for q in quads]
    if "gold_root" in rows[0]:
        gold = [ROOT_OF.get(r["gold_root"], r["gold_root"]) for r in rows]
        gold_quads = [QUAD_OF[g] for g in gold]
        yield "root", gold, list(roots)
        yield "quad", gold_quads, quads
        yield "binary", [BINARY_OF[q] for q in gold_quads], binaries
    else:
        yield "binary", [_binary(r["gold_binary"]) for r in rows], binaries


def _binary(value: str) -> str:
    return {"0": "cooperation", "1": "conflict"}.get(value.strip(), value.strip().lower())


def _tsv(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _guess(coder: Coder, marked: str, path: str | Path, *, rules: bool) -> str | None:
    text, source, target = unmark(marked)
    if source is None and target is None:
        raise UsageError(f"{path}: a row marks neither <s>source</s> nor <t>target</t>")
    return relation_of(coder, text, source, target, rules=rules)


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """Return a marked sentence without its marks, and the spans of source and target in it."""
    text, last = "", 0
    starts: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for mark in MARKS.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        name = mark.group().strip("</>")
        if mark.group().startswith("</"):
            spans.setdefault(name, Span(starts.get(name, len(text)), len(text)))
        else:
            starts[name] = len(text)
    return text + marked[last:], spans.get("s"), spans.get("t")


def macro(level: str, gold: Sequence[str], found: Sequence[str]) -> Score:
    """Return the unweighted mean over the gold classes of precision, recall and F1, in percent."""
    classes = tuple(_class_score(name, gold, found) for name in sorted(set(gold)))
    count = len(classes) or 1
    precision, recall, f1 = (
        round(sum(getattr(c, key) for c in classes) / count, 1) for key in ("precision", "recall", "f1")
    )
    return Score(level, precision, recall, f1, len(gold), classes)


def _class_score(name: str, gold: Sequence[str], found: Sequence[str]) -> ClassScore:
    right = sum(1 for g, f in zip(gold, found, strict=True) if g == f == name)
    precision, recall, f1 = figures(right, sum(f == name for f in found), sum(g == name for g in gold))
    return ClassScore(name, precision, recall, f1, sum(g == name for g in gold))


def figures(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent."""
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return round(100 * precision, 2), round(100 * recall, 2), round(100 * f1, 2)


def share_of(level: str, rights: Sequence[bool]) -> Score:
    """Return the share that is right, in percent, as precision, recall and F1 alike."""
    return Score(level, *figures(sum(rights), len(rights), len(rights)), len(rights))


# -------------------------------------------------------------------------------------- events task

Triple = tuple[str, str, str]


def score_events(path: str | Path, coder: Coder) -> Report:
    """Return precision, recall and F1 of (source country, type, target country) and of (type) over PLOVER JSON gold.

    Records with several sources and no target are read as mutual: each source with each other one.

    Raises:
        UsageError: the file is no JSON list of records with ``text`` and ``event``.
    """
    records = _records(path)
    gold = [set(_gold_triples(r)) for r in records]
    found = [set(_found_triples(coder.code(sentence_document(r["text"])))) for r in records]
    types = [({t for _, t, _ in g}, {t for _, t, _ in f}) for g, f in zip(gold, found, strict=True)]
    predictions = tuple(
        {"id": str(r.get("id", "")), "text": r["text"], "gold": _show(g), "predicted": _show(f)}
        for r, g, f in zip(records, gold, found, strict=True)
    )
    scores = (_micro("source-type-target", zip(gold, found, strict=True)), _micro("type", types))
    return Report("events", scores, predictions)


def _records(path: str | Path) -> list[dict]:  # type: ignore[type-arg]
    text = Path(path).read_text("utf-8")
    try:
        raw = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(line) for line in text.splitlines() if line.strip()]
        )
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}: not JSON: {error}") from error
    if not all(isinstance(r, dict) and "text" in r and "event" in r for r in raw):
        raise UsageError(f"{path}: every record needs text and event")
    return raw


def _gold_triples(record: Mapping[str, object]) -> Iterator[Triple]:
    event = ROOT_NAMES.get(str(record["event"]), str(record["event"]))
    sources, targets = _countries(record.get("source")), _countries(record.get("target"))
    if not targets and len(sources) > 1:
        targets = sources
    yield from _pairs(sources or [""], event, targets or [""])


ROOT_NAMES: Mapping[str, str] = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}


def _countries(side: object) -> list[str]:
    if not isinstance(side, list):
        return []
    return list(dict.fromkeys(str(a.get("code", ""))[:3] for a in side if isinstance(a, dict) and a.get("code")))


def _found_triples(events: Iterable[Event]) -> Iterator[Triple]:
    for event in events:
        sources = list(dict.fromkeys(p.country or "" for p in event.sources))
        targets = list(dict.fromkeys(p.country or "" for p in event.targets)) or [""]
        yield from _pairs(sources, event.event_type, targets)


def _pairs(sources: Sequence[str], event: str, targets: Sequence[str]) -> Iterator[Triple]:
    mutual = set(sources) == set(targets) and len(sources) > 1
    yield from ((s, event, t) for s in sources for t in targets if not (mutual and s == t))


def _micro(level: str, pairs: Iterable[tuple[set, set]]) -> Score:  # type: ignore[type-arg]
    right = found = gold = 0
    for expected, given in pairs:
        right, found, gold = right + len(expected & given), found + len(given), gold + len(expected)
    return Score(level, *figures(right, found, gold), gold)


def _show(triples: Iterable[Triple]) -> str:
    return " ".join(sorted(">".join(t) for t in triples))
