"""How certain a turning point is: the chance that it is a true one, by its score, on series of known truth.

Run: python bench/shift_certainty.py [--series 60]
Draws the series of ``bench/shifts.py`` at four rates, finds turns as detente does, and calls one true that lies within
two weeks of a turn of the series and has its direction. A logistic curve in the logarithm of the score is fitted on one
half of the series, for each method; printed are its constants, and on the other half how many turns that are given a
chance are true, with the Brier score beside that of the mean chance. It holds where turns are as frequent as here.
"""

import argparse
import random
from collections.abc import Iterator, Sequence

import numpy as np
from shift_methods import Array, scored_turns
from shifts import KINDS, MARGIN_WEEKS, RATES, draw

from detente.relate.shifts import CONTRAST, MIN_EVENTS, SEGMENTS, THRESHOLD, certainty

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
Scored = tuple[str, float, bool]  # method, score, whether it is true


def main() -> None:
    """Print the constants and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=60, help="series of each kind and rate, in either half")
    count = parser.parse_args().series
    fitted_on, tested_on = list(scored(range(count))), list(scored(range(count, 2 * count)))
    for method in (CONTRAST, SEGMENTS):
        own = [(score, true) for name, score, true in fitted_on if name == method]
        base, slope = fitted(np.array([row[0] for row in own]), np.array([row[1] for row in own], dtype=float))
        print(f"{method}: {len(own)} turns, constants {base:.2f} and {slope:.2f}")
        reported(method, [(score, true) for name, score, true in tested_on if name == method])


def scored(seeds: Sequence[int]) -> Iterator[Scored]:
    """Yield the turns found on the series of the seeds."""
    for name, (truth, levels) in KINDS.items():
        signs = [1 if np.mean(new) > np.mean(old) else -1 for old, new in zip(levels, levels[1:], strict=False)]
        for rate in (0.4, *RATES):
            for seed in seeds:
                counts, net = draw(random.Random(f"certainty {name} {rate} {seed}"), truth, levels, rate)
                if counts.sum() < MIN_EVENTS:
                    continue
                for method, at, score in scored_turns(counts, net, THRESHOLD):
                    sign = 1 if score > 0 else -1
                    near = zip(truth, signs, strict=True)
                    yield method, abs(score), any(sign == s and abs(at - t) <= MARGIN_WEEKS for t, s in near)


def fitted(scores: Array, true: Array) -> tuple[float, float]:
    """Return constant and slope of the logistic curve in the logarithm of the score, by Newton's method."""
    design = np.column_stack([np.ones(len(scores)), np.log(scores)])
    weights = np.zeros(2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-design @ weights))
        bend = design.T @ (design * (chance * (1 - chance))[:, None]) + 1e-6 * np.eye(2)
        weights += np.linalg.solve(bend, design.T @ (true - chance))
    return float(weights[0]), float(weights[1])


def reported(method: str, rows: Sequence[tuple[float, bool]]) -> None:
    """Print how the chances that detente gives hold on series that the constants were not fitted on."""
    given = np.array([certainty(method, score) for score, _ in rows])
    true = np.array([hit for _, hit in rows], dtype=float)
    print(f"  {'chance given':>12} {'turns':>6} {'mean':>6} {'true':>6}")
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = (given >= low) & (given < high)
        if inside.any():
            cells = f"{inside.sum():6} {given[inside].mean():6.2f} {true[inside].mean():6.2f}"
            print(f"  {f'{low:.1f} to {high:.1f}':>12} {cells}")
    brier, flat = ((given - true) ** 2).mean(), true.mean() * (1 - true.mean())
    print(f"  Brier score {brier:.3f}, of the mean chance alone {flat:.3f}")


if __name__ == "__main__":
    main()
