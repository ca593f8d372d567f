"""Draws curves of one run below each other as a small SVG, each with its own scale from nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, LEFT, GAP = 640, 120, 60, 34


@dataclass(frozen=True)
class Curve:
    """What is drawn and what it is called."""

    name: str
    values: Sequence[float]


def draw(file: Path, curves: Sequence[Curve], *, across: str) -> None:
    """Write the curves to a file, with ``across`` below them."""
    height = len(curves) * (HEIGHT + GAP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}" '
        f'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{'; '.join(curve.name for curve in curves)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, curve in enumerate(curves):
        parts += _panel(curve, GAP + number * (HEIGHT + GAP))
    parts += [f'<text x="{LEFT}" y="{height - 12}">{across}</text>', "</svg>"]
    file.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _panel(curve: Curve, top: float) -> list[str]:
    most = max(curve.values) * 1.1
    step = WIDTH / max(1, len(curve.values) - 1)
    points = " ".join(
        f"{LEFT + at * step:.1f},{top + HEIGHT * (1 - value / most):.1f}" for at, value in enumerate(curve.values)
    )
    bottom = top + HEIGHT
    return [
        f'<text x="{LEFT}" y="{top - 8}">{curve.name}</text>',
        f'<path d="M{LEFT} {top}V{bottom}H{LEFT + WIDTH}" fill="none" stroke="#888"/>',
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{most:.0f}</text>',
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
        f'<polyline fill="none" stroke="#1f5f8b" stroke-width="1.5" points="{points}"/>',
    ]
