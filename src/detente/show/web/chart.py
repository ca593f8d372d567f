"""Places the series of a relation in a picture whose bars are links; template and style sheet draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import DyadPeriod, Shift
from detente.show import plot

WIDTH, HEIGHT = 960, 416
LEFT, RIGHT = 44, 8
TOP, BOTTOM = (46, 226), (258, 378)  # y of the panel of intensity, and of that of counts
LABEL = 128  # width of a turning point's words
TITLE = 100  # width of a panel's title
ROW = 13


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: where it stands, and how its two bars lie."""

    period: DyadPeriod
    x: float
    width: float
    slot: tuple[float, float]
    y: float
    height: float
    warm: bool
    stack: tuple[tuple[int, float, float], ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: its line, and its words on a row of their own where they would meet others."""

    shift: Shift
    x: float
    y: float
    anchor: str
    worded: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn; sizes in units of the picture, which is ``WIDTH`` by ``HEIGHT``."""

    bars: tuple[Bar, ...]
    turns: tuple[Turn, ...]
    levels: tuple[tuple[float, float, float], ...]
    intensity_lines: tuple[tuple[float, str], ...]
    count_lines: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP[0]
    zero: float = (TOP[0] + TOP[1]) / 2
    middle: tuple[int, int] = BOTTOM


@dataclass(frozen=True, slots=True)
class _Frame:
    first: date
    last: date
    reach: float
    most: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)

    def y(self, intensity: float) -> float:
        return round((TOP[0] + TOP[1]) / 2 - intensity / self.reach * (TOP[1] - TOP[0]) / 2, 2)

    def height(self, count: float) -> float:
        return round(count / self.most * (BOTTOM[1] - BOTTOM[0]), 2)


def chart(
    periods: Sequence[DyadPeriod], shifts: Sequence[Shift], *, at: tuple[date, date] | None = None
) -> Chart | None:
    """Return the picture of a series; None where there is nothing to draw.

    Args:
        periods: As ``relation`` returns them.
        shifts: Turning points of the same series.
        at: First day of what is chosen, and the day after its last.
    """
    if not any(period.events for period in periods):
        return None
    largest = max(abs(period.intensity) for period in periods)
    reach = next((scale for scale in plot.SCALES if scale >= largest), plot.SCALES[-1])
    frame = _Frame(periods[0].start, periods[-1].end, reach, _top_of(max(period.events for period in periods)))
    return Chart(
        bars=tuple(_bar(period, frame, at) for period in periods),
        turns=tuple(_turns(shifts, frame)),
        levels=tuple(_levels(periods, shifts, frame)),
        intensity_lines=tuple(
            (frame.y(share * reach), f"{share * reach:+g}".replace("-", "−")) for share in (-1, -0.5, 0.5, 1)
        ),
        count_lines=tuple((BOTTOM[1] - frame.height(frame.most * s), f"{frame.most * s:g}") for s in (0, 0.5, 1)),
        ticks=tuple(
            (frame.x(day), words) for day, words in plot.tick_days(frame.first, frame.last) if day < frame.last
        ),
    )


def _top_of(count: int) -> int:
    """Return the next even number that is good to read on an axis."""
    scale = 1
    while True:
        for step in (2, 4, 6, 10, 16):
            if step * scale >= count:
                return step * scale
        scale *= 10


def _bar(period: DyadPeriod, frame: _Frame, at: tuple[date, date] | None) -> Bar:
    start, end = frame.x(period.start), frame.x(period.end)
    gap = min(3.0, (end - start) * 0.2)
    y, zero = frame.y(period.intensity), frame.y(0)
    stack, bottom = [], float(BOTTOM[1])
    for quad, count in enumerate(period.by_quad, start=1):
        if count:
            height = frame.height(count)
            bottom = round(bottom - height, 2)
            stack.append((quad, bottom, height))
    width = round(end - start - gap, 2)
    chosen = at is not None and at[0] <= period.start < at[1]
    return Bar(
        period, round(start + gap / 2, 2), width, (start, round(end - start, 2)), min(y, zero),
        max(abs(round(y - zero, 2)), 1.5), period.intensity >= 0, tuple(stack), chosen,
    )  # fmt: skip


def _turns(shifts: Sequence[Shift], frame: _Frame) -> list[Turn]:
    """Return the turns with their words on the lowest row that is free; without words where none is."""
    ends = [0.0, 0.0, LEFT + TITLE]  # where the words of each row end; the title of the panel stands on the last
    found = []
    for shift in sorted(shifts, key=lambda item: item.at):
        x = frame.x(shift.at)
        last = x > WIDTH - LABEL
        start = x - LABEL if last else x
        row = next((number for number, end in enumerate(ends) if end <= start), None)
        if row is not None:
            ends[row] = start + LABEL
        found.append(Turn(shift, x, TOP[0] - 6.0 - ROW * (row or 0), "end" if last else "start", row is not None))
    return found


def _levels(periods: Sequence[DyadPeriod], shifts: Sequence[Shift], frame: _Frame) -> list[tuple[float, float, float]]:
    """Return (x, x, y) of the mean intensity between turning points."""
    found = plot.levels(periods, shifts, (frame.first, frame.last))
    return [(frame.x(start), frame.x(end), frame.y(level)) for start, end, level in found]
