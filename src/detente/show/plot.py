"""A series as a picture: one SVG, drawn by hand so that it needs no library and prints as it looks.

Above, the mean intensity of each period as a bar from zero and the level between turning points as a line;
below, the number of events by quad class. Periods of which nothing was read are shaded. Colours are those of
Okabe and Ito 2008 ("Color Universal Design"), told apart by people with any kind of colour vision; sign and
stacking order say the same without colour.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from xml.sax.saxutils import escape

from detente.records import DyadPeriod, Shift
from detente.show.console import QUAD_WORDS

WIDTH, HEIGHT = 960, 560
LEFT, RIGHT = 64, 24
TOP, MIDDLE = (104, 336), (376, 496)  # y of both panels
QUAD_COLOURS = ("#56B4E9", "#0072B2", "#E69F00", "#D55E00")
COOPERATION, CONFLICT = QUAD_COLOURS[1], QUAD_COLOURS[3]
INK, PALE, SHADE = "#222222", "#888888", "#EEEEEE"
SCALES = (2.5, 5.0, 10.0)  # how far the intensity axis reaches, the smallest that holds the series
MOST_TICKS = 12
LABEL_WIDTH, LABEL_SIGNS = 150, 26  # of a turning point's words; nearer ones go below each other
ROWS, ROW_HEIGHT = 7, 32
MARKS = {"thaw": "\N{BLACK UP-POINTING TRIANGLE}", "freeze": "\N{BLACK DOWN-POINTING TRIANGLE}"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values lie in the picture."""

    first: date
    last: date
    reach: float
    most: int

    def x(self, day: date) -> float:
        """Return the x of a day."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, intensity: float) -> float:
        """Return the y of an intensity."""
        top, bottom = TOP
        return (top + bottom) / 2 - intensity / self.reach * (bottom - top) / 2

    def height(self, count: float) -> float:
        """Return the height of a bar for a number of events."""
        return count / max(1, self.most) * (MIDDLE[1] - MIDDLE[0])


def relation_svg(
    periods: Sequence[DyadPeriod],
    shifts: Sequence[Shift],
    *,
    names: tuple[str, str],
    labels: Mapping[date, str] | None = None,
) -> str:
    """Return the SVG of a series with its turning points; the same series gives the same bytes.

    Args:
        periods: A series as ``relation`` returns it; may be empty.
        shifts: Turning points of the same series.
        names: What the two actors are called in the title.
        labels: Words for the main event of a turning point, by its day.
    """
    parts = [*_head(names, periods)]
    if periods:
        frame = _frame(periods)
        parts += [*_unread(periods, frame), *_axes(frame), *_ticks(frame), *_bars(periods, frame)]
        parts += [*_counts(periods, frame), *_levels(periods, shifts, frame), *_turns(shifts, frame, labels or {})]
    return "\n".join([*parts, *_legend(), "</svg>", ""])


def _frame(periods: Sequence[DyadPeriod]) -> Frame:
    largest = max(abs(period.intensity) for period in periods)
    reach = next((scale for scale in SCALES if scale >= largest), SCALES[-1])
    most = max(period.events for period in periods)
    return Frame(periods[0].start, periods[-1].end, reach, _round_up(most))


def _round_up(count: int) -> int:
    """Return the next number whose half is good to read on an axis: 4, 6, 10, 16, 20, 30, 40, 60 ..."""
    steps = (4, 6, 10, 16, 20, 30)
    scale = 1
    while True:
        for step in steps:
            if step * scale >= count:
                return step * scale
        scale *= 10


def _head(names: tuple[str, str], periods: Sequence[DyadPeriod]) -> Iterator[str]:
    title = escape(f"{names[0]} and {names[1]}")
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{INK}" role="img">'
    )
    yield f"<title>{title}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    yield f'<text x="{LEFT}" y="34" font-size="20" font-weight="bold">{title}</text>'
    total = sum(period.events for period in periods)
    last = periods[-1].end - timedelta(days=1) if periods else None
    span = f"{periods[0].start} to {last}, {total} events" if periods else "no events"
    span += "; mean intensity from -10 (conflict) to +10 (cooperation)"
    yield f'<text x="{LEFT}" y="54" fill="{PALE}">{span}</text>'


def _unread(periods: Sequence[DyadPeriod], frame: Frame) -> Iterator[str]:
    for period in periods:
        if not period.coverage and not period.events:
            x, width = frame.x(period.start), frame.x(period.end) - frame.x(period.start)
            for top, bottom in (TOP, MIDDLE):
                yield _rect(x, top, width + 0.2, bottom - top, SHADE)


def _axes(frame: Frame) -> Iterator[str]:
    for share in (-1, -0.5, 0, 0.5, 1):
        value = share * frame.reach
        y = frame.y(value)
        yield _line(LEFT, y, WIDTH - RIGHT, y, INK if share == 0 else "#DDDDDD", 1)
        yield _label(LEFT - 8, y + 4, f"{value:+g}" if value else "0", anchor="end")
    for share in (0, 0.5, 1):
        y = MIDDLE[1] - share * (MIDDLE[1] - MIDDLE[0])
        yield _line(LEFT, y, WIDTH - RIGHT, y, INK if share == 0 else "#DDDDDD", 1)
        yield _label(LEFT - 8, y + 4, f"{share * frame.most:g}", anchor="end")
    yield _label(LEFT, TOP[0] - 10, "Mean intensity", weight="bold")
    yield _label(LEFT, MIDDLE[0] - 10, "Events", weight="bold")


def _ticks(frame: Frame) -> Iterator[str]:
    for day, words in tick_days(frame.first, frame.last):
        x = frame.x(day)
        yield _line(x, MIDDLE[1], x, MIDDLE[1] + 5, INK, 1)
        yield _label(x, MIDDLE[1] + 19, words, anchor="middle")


def tick_days(first: date, last: date) -> list[tuple[date, str]]:
    """Return up to ``MOST_TICKS`` days with their labels: days, months or years, whichever fit."""
    days = (last - first).days
    if days <= MOST_TICKS:
        return [
            (date.fromordinal(first.toordinal() + n), f"{date.fromordinal(first.toordinal() + n):%m-%d}")
            for n in range(days)
        ]
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 600):
        starts = list(_months(first, last, months))
        if len(starts) <= MOST_TICKS:
            return [(day, f"{day.year}" if months >= 12 else f"{day:%Y-%m}") for day in starts]
    return []


def _months(first: date, last: date, step: int) -> Iterator[date]:
    number = first.year * 12 + first.month - 1 + (first.day > 1)
    number += -number % step
    while (day := date(number // 12, number % 12 + 1, 1)) < last:
        yield day
        number += step


def _bars(periods: Sequence[DyadPeriod], frame: Frame) -> Iterator[str]:
    for period in periods:
        if period.events:
            x, width = _slot(period, frame)
            y, zero = frame.y(period.intensity), frame.y(0)
            colour = COOPERATION if period.intensity >= 0 else CONFLICT
            yield _rect(x, min(y, zero), width, max(abs(y - zero), 1), colour, opacity=0.75)


def _counts(periods: Sequence[DyadPeriod], frame: Frame) -> Iterator[str]:
    for period in periods:
        x, width = _slot(period, frame)
        bottom = float(MIDDLE[1])
        for count, colour in zip(period.by_quad, QUAD_COLOURS, strict=True):
            if count:
                height = frame.height(count)
                bottom -= height
                yield _rect(x, bottom, width, height, colour)


def _slot(period: DyadPeriod, frame: Frame) -> tuple[float, float]:
    start, end = frame.x(period.start), frame.x(period.end)
    gap = min(2.0, (end - start) * 0.15)
    return start + gap / 2, end - start - gap


def _levels(periods: Sequence[DyadPeriod], shifts: Sequence[Shift], frame: Frame) -> Iterator[str]:
    """Yield the mean intensity between turning points, as a line across each stretch."""
    for start, end, level in levels(periods, shifts, (frame.first, frame.last)):
        yield _line(frame.x(start), frame.y(level), frame.x(end), frame.y(level), INK, 2)


def levels(
    periods: Sequence[DyadPeriod], shifts: Sequence[Shift], ends: tuple[date, date]
) -> Iterator[tuple[date, date, float]]:
    """Yield start, end and mean intensity of each stretch between turning points that has events."""
    edges = [ends[0], *sorted(shift.at for shift in shifts), ends[1]]
    for start, end in pairwise(edges) if shifts else ():
        inside = [period for period in periods if start <= period.start < end and period.events]
        if inside:
            yield start, end, sum(period.net for period in inside) / sum(period.events for period in inside)


def _turns(shifts: Sequence[Shift], frame: Frame, labels: Mapping[date, str]) -> Iterator[str]:
    """Yield a line per turn with its words, which take the first of ``ROWS`` rows that is free."""
    ends = [float("-inf")] * ROWS
    for shift in sorted(shifts, key=lambda item: item.at):
        x = frame.x(shift.at)
        yield _line(x, TOP[0] - 4, x, MIDDLE[1], INK, 1.2, dash="5 4")
        last = x > WIDTH - RIGHT - LABEL_WIDTH
        start = x - LABEL_WIDTH if last else x
        row = min(
            range(ROWS), key=lambda number: (ends[number] > start, number if ends[number] <= start else ends[number])
        )
        ends[row] = start + LABEL_WIDTH
        y = TOP[0] + 8 + ROW_HEIGHT * row
        side, anchor = (-5, "end") if last else (5, "start")
        yield _label(
            x + side, y, f"{MARKS[shift.direction]} {shift.direction} {shift.at}", anchor=anchor, weight="bold"
        )
        if shift.at in labels:
            yield _label(x + side, y + 12, _short(labels[shift.at]), anchor=anchor)


def _short(words: str) -> str:
    return words if len(words) <= LABEL_SIGNS else words[: LABEL_SIGNS - 1] + "…"


def _legend() -> Iterator[str]:
    x = float(LEFT)
    for words, colour in zip(QUAD_WORDS, QUAD_COLOURS, strict=True):
        yield _rect(x, HEIGHT - 28, 12, 12, colour)
        yield _label(x + 17, HEIGHT - 18, words)
        x += 160
    yield _rect(x, HEIGHT - 28, 12, 12, SHADE)
    yield _label(x + 17, HEIGHT - 18, "nothing read")


def _rect(x: float, y: float, width: float, height: float, colour: str, *, opacity: float = 1) -> str:
    faded = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"{faded}/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def _label(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    halo = 'paint-order="stroke" stroke="white" stroke-width="3"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" {halo}>{escape(words)}</text>'
