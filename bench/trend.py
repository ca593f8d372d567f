"""Whether something grows over a run: a straight line through its values, with how sure its slope is."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Trend:
    """A line through values: where it begins, what it gains from the first value to the last, and that gain's error."""

    begin: float
    gain: float
    error: float

    def told(self, unit: str) -> str:
        """Return the trend in words."""
        share = f"{100 * self.gain / self.begin:+.1f}% +- {100 * self.error / self.begin:.1f}%"
        return f"{self.begin:.4g} {unit} at the start, {self.gain:+.3g} to the end ({share})"


def trend(values: Sequence[float]) -> Trend:
    """Return the line of least squares; the error is one standard error, as if values strayed independently."""
    places = range(len(values))
    slope, begin = statistics.linear_regression(places, values)
    left = sum((value - begin - slope * at) ** 2 for at, value in enumerate(values))
    spread = sum((at - statistics.mean(places)) ** 2 for at in places)
    run = len(values) - 1
    error = math.sqrt(left / max(1, len(values) - 2) / spread)
    return Trend(begin, slope * run, error * run)
