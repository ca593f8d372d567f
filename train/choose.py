"""How rules and model are put together: the constants of ``detente.coding.advisor``, chosen on validation.

    python train/choose.py --parts build/train

Prints what a vote of the rules is best worth, the weights of the common confidence, what each threshold of striking
out would cost, and then, with the constants as they stand in the code, the scores on both parts.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from figures import macro_f1
from prepare import NONE, Row, quiet_texts, read_rows
from scipy.optimize import minimize

from detente.coding import advisor as advice
from detente.coding.advisor import Advisor
from detente.coding.coder import Coder, load_coder, sentence_document
from detente.coding.model import PairScore, load_pair_model
from detente.coding.relation import Ruling, ruling_of
from detente.data.codebook_cards import load_codebook
from detente.records import Event, Party, Span
from detente.text.sentences import split_sentences

VOTES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
PRIOR = 0.05
# A frame of a verb, both sides by their names, nothing supposed (``coding.events.confidence``).
SURE_RULES = 0.9
STRIKES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)


@dataclass(frozen=True, slots=True)
class Seen:
    """A row with what rules and model make of it."""

    row: Row
    ruling: Ruling
    score: PairScore


@dataclass(frozen=True, slots=True)
class Found:
    """An event of the rules between a pair that has a row: whether it is right, and what both say of it."""

    right: bool
    confidence: float
    event_type: str
    score: PairScore
    row: Row


def seen_of(coder: Coder, advisor: Advisor, rows: Iterable[Row]) -> list[Seen]:
    return [
        Seen(
            row,
            ruling_of(coder, row.text, row.source, row.target),
            advisor.model.score(row.text, row.source, target=row.target),
        )
        for row in rows
    ]


def found_of(coder: Coder, advisor: Advisor, rows: Sequence[Row]) -> Iterator[Found]:
    """Yield the events of the rules that join a marked pair."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_text[row.text].append(row)
    for text, pairs in by_text.items():
        for event in coder.code(sentence_document(text)):
            about = [row for row in pairs if _is_of(row, event)]
            score = advisor.opinion(text, Span(0, len(text)), event) if about else None
            if score:
                good = [row for row in about if row.event_type == event.event_type]
                yield Found(bool(good), event.confidence, event.event_type, score, (good or about)[0])


def _is_of(row: Row, event: Event) -> bool:
    return touches(row.source, event.sources) and touches(row.target, event.targets)


def touches(span: Span | None, sides: Iterable[Party]) -> bool:
    return span is not None and any(p.span is not None and p.span.overlaps(span) for p in sides)


def best_votes(seen: Sequence[Seen], advisor: Advisor) -> Mapping[str, float]:
    """Return the votes with the best macro F1 over rows that have an event; ties go to the smaller votes."""
    events = [s for s in seen if s.row.event_type != NONE]
    trials = []
    for both, one, words in product(VOTES, VOTES[:6], VOTES[:4]):
        if both >= one >= words:
            votes = {"both": both, "one": one, "words": words}
            trials.append((relation_f1(events, advisor, votes), -both - one - words, votes))
    trials.sort(key=lambda t: t[:2], reverse=True)
    print("votes", trials[:5])
    return trials[0][2]


def relation_f1(events: Sequence[Seen], advisor: Advisor, votes: Mapping[str, float]) -> float:
    advice.RULES_VOTE = votes
    found = [advisor.type_of(s.score, s.ruling.event_type, s.ruling.how) for s in events]
    return f1_of(found, [s.row.event_type for s in events])


def f1_of(found: Sequence[str], gold: Sequence[str]) -> float:
    names = sorted({*found, *gold})
    numbers = [np.array([names.index(x) for x in xs]) for xs in (found, gold)]
    return macro_f1(numbers[0], numbers[1], names)[0]


def best_weights(found: Sequence[Found]) -> tuple[float, float, float]:
    """Return weights of rules and model, and a constant, that make the right events likeliest, held near a half."""
    x = np.array([[advice.log_odds(f.confidence), advice.log_odds(f.score.types[f.event_type]), 1.0] for f in found])
    y = np.array([f.right for f in found], dtype=float)

    def surprise(w: np.ndarray) -> float:
        z = x @ w
        return float(np.mean(np.logaddexp(0, z) - y * z) + PRIOR * ((w[:2] - 0.5) ** 2).sum())

    return tuple(round(float(v), 2) for v in minimize(surprise, np.zeros(3)).x)  # type: ignore[return-value]


def show_strikes(found: Sequence[Found]) -> None:
    """Print what striking out costs, for all and for those that the rules are surest of: a frame with both sides."""
    sure = [f for f in found if f.confidence >= SURE_RULES]
    for name, group in (("all", found), ("sure rules", sure)):
        for least in STRIKES:
            struck = [f for f in group if f.score.types[NONE] >= least]
            wrong = sum(not f.right for f in struck)
            print(f"  strike {name} at {least}: {len(struck)} of {len(group)}, wrong among them {wrong}")


def show_overruling(found: Sequence[Found]) -> None:
    """Print who is right where the model is sure of another type than the rules'."""
    for least in STRIKES:
        other = [f for f in found if f.score.best not in (f.event_type, NONE) and f.score.types[f.score.best] >= least]
        model = sum(f.score.best == f.row.event_type for f in other)
        rules = sum(f.right for f in other)
        print(f"  another type at {least}: {len(other)} events, rules right {rules}, model {model}")


def show_confidence(found: Sequence[Found]) -> None:
    """Print the calibration of the rules' confidence and of the common one."""
    right = np.array([f.right for f in found])
    both = np.array([advice.combined(f.confidence, f.score.types[f.event_type]) for f in found])
    for name, sure in (("rules", np.array([f.confidence for f in found])), ("both", both)):
        bins = np.minimum((sure * 10).astype(int), 9)
        error = sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins))
        order = np.argsort(-sure)[: int(0.8 * len(sure))]
        print(f"  {name}: calibration error {100 * error:.1f}, surest 80% right {100 * right[order].mean():.1f}")
    print(f"  events {len(right)}, right {100 * right.mean():.1f}")


def show_relation(seen: Sequence[Seen], advisor: Advisor, votes: Mapping[str, float]) -> None:
    events = [s for s in seen if s.row.event_type != NONE]
    gold = [s.row.event_type for s in events]
    rules = f1_of([s.ruling.event_type or NONE for s in events], gold)
    model = relation_f1(events, advisor, dict.fromkeys(("both", "one", "words"), 0.0))
    print(f"  type, given an event: rules {rules}, model {model}, both {relation_f1(events, advisor, votes)}")
    for how in ("both", "one", "words"):
        part = [s for s in events if s.ruling.how == how]
        right = sum(s.ruling.event_type == s.row.event_type for s in part)
        print(f"    rules know by {how}: {len(part)} rows, right {right}")


def show_detection(found: Sequence[Found], rows: Sequence[Row]) -> None:
    """Print precision and recall of the events between marked pairs, with and without striking out."""
    events = sum(row.event_type != NONE for row in rows)
    for name, least in (("rules", 2.0), ("both", advice.STRIKE)):
        kept = [f for f in found if f.score.types[NONE] < least]
        right = {(f.row.text, f.row.source_start, f.row.target_start) for f in kept if f.right}
        precision = sum(f.right for f in kept) / max(1, len(kept))
        print(f"  events {name}: precision {100 * precision:.1f}, recall {100 * len(right) / events:.1f}")


def show_quiet(coder: Coder, advisor: Advisor) -> None:
    """Print the false events in texts without any, by rules and with those struck out that the model is sure of."""
    texts = quiet_texts()
    both = replace(coder, advisor=advisor)
    counts = [sum(len(voice.code(sentence_document(t))) for t in texts) for voice in (coder, both)]
    sentences = sum(len(split_sentences(t, Span(0, len(t)))) for t in texts)
    print(f"quiet: {len(texts)} texts, {sentences} sentences, false events: rules {counts[0]}, both {counts[1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, required=True)
    folder: Path = parser.parse_args().parts
    coder, advisor = load_coder(model=False), Advisor(load_pair_model(), load_codebook())
    shipped = dict(advice.RULES_VOTE)
    for part in ("validation", "sealed"):
        rows = read_rows(folder / f"{part}.csv")
        seen, found = seen_of(coder, advisor, rows), list(found_of(coder, advisor, rows))
        print(part)
        if part == "validation":
            best_votes(seen, advisor)
            print("  weights", best_weights(found))
            show_strikes(found)
            show_overruling(found)
        show_relation(seen, advisor, shipped)
        show_confidence(found)
        show_detection(found, rows)
    show_quiet(coder, advisor)


if __name__ == "__main__":
    main()
