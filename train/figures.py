"""Scores of logits: accuracy and macro F1 of each head, events told from no events, and calibration error."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

NONE = "NONE"
BINS = 10


def softmax(logits: np.ndarray, heat: float) -> np.ndarray:
    scaled = logits / heat
    raised = np.exp(scaled - scaled.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def heat_of(logits: np.ndarray, gold: np.ndarray, unknown: int) -> float:
    """Return the temperature at which the gold labels are likeliest (Guo et al. 2017)."""
    known = gold != unknown
    rows, answers = logits[known].astype(np.float64), gold[known]

    def surprise(heat: float) -> float:
        return float(-np.log(softmax(rows, heat)[np.arange(len(answers)), answers] + 1e-12).mean())

    return round(float(minimize_scalar(surprise, bounds=(0.3, 5.0), method="bounded").x), 3)


def calibration_error(chances: np.ndarray, gold: np.ndarray) -> float:
    """Return the expected calibration error in percent, over ten bins of equal width."""
    sure, right = chances.max(-1), chances.argmax(-1) == gold
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    ]
    return round(100 * float(sum(gaps)), 2)


def macro_f1(found: np.ndarray, gold: np.ndarray, names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Return the mean over the gold classes of F1, and F1 by class, in percent."""
    by_class = {}
    for label in sorted(set(gold.tolist())):
        _, _, by_class[names[label]] = precision_recall(found == label, gold == label)
    return round(sum(by_class.values()) / len(by_class), 2), by_class


def precision_recall(found: np.ndarray, gold: np.ndarray) -> tuple[float, float, float]:
    right = int((found & gold).sum())
    precision = right / max(1, int(found.sum()))
    recall = right / max(1, int(gold.sum()))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return round(100 * precision, 2), round(100 * recall, 2), round(100 * f1, 2)


def figures_of(
    logits: Sequence[np.ndarray], golds: Sequence[np.ndarray], heats: Sequence[float], labels: Any
) -> dict[str, Any]:
    """Return the figures of one part: flat numbers, and F1 by type."""
    types, gold = logits[0].argmax(-1), golds[0]
    none = labels.types.index(NONE)
    macro, by_type = macro_f1(types, gold, labels.types)
    precision, recall, _ = precision_recall(types == none, gold == none)
    event = gold != none
    found: dict[str, Any] = {
        "rows": len(gold),
        "type_accuracy": _share(types == gold),
        "type_macro_f1": macro,
        "type_accuracy_given_event": _share(_without(logits[0], none)[event] == gold[event]),
        "none_precision": precision,
        "none_recall": recall,
        "ece_before": calibration_error(softmax(logits[0], 1.0), gold),
        "ece_after": calibration_error(softmax(logits[0], heats[0]), gold),
    }
    for head, name in ((1, "mode"), (2, "factuality")):
        known = golds[head] >= 0
        found[f"{name}_accuracy"] = _share(logits[head].argmax(-1)[known] == golds[head][known])
    found["factuality_macro_f1"] = macro_f1(
        *(x[golds[2] >= 0] for x in (logits[2].argmax(-1), golds[2])), labels.factualities
    )[0]
    found["f1_by_type"] = by_type
    return found


def _without(logits: np.ndarray, label: int) -> np.ndarray:
    masked = logits.copy()
    masked[:, label] = -np.inf
    return masked.argmax(-1)


def _share(right: np.ndarray) -> float:
    return round(100 * float(right.mean()), 2)
