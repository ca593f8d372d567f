"""Writes pictures to files, SVG or PNG, and words the turning points that they show."""

import importlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from detente.errors import DetenteError, UsageError
from detente.records import Event, Shift
from detente.store import Store, stored_events

SCALE = 2  # pixels of a PNG to a unit of the picture: sharp at the width of a page


def write_picture(file: Path, svg: str) -> None:
    """Write an SVG as it is, or drawn as PNG where the file is called so.

    Raises:
        UsageError: The name ends in neither, or PNG is asked for and resvg-py is not installed.
        DetenteError: The file cannot be written.
    """
    kind = file.suffix.lower()
    if kind not in (".svg", ".png"):
        raise UsageError(f"{file}: a picture is .svg or .png")
    data = svg.encode() if kind == ".svg" else _png(svg)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise DetenteError(f"{file} cannot be written: {error.strerror or error}") from error


def _png(svg: str) -> bytes:
    try:
        drawer = importlib.import_module("resvg_py")
    except ModuleNotFoundError:
        raise UsageError("PNG needs one more library: pip install 'detente[png]', or write .svg") from None
    return bytes(drawer.svg_to_bytes(svg_string=svg, zoom=SCALE))


def main_events(store: Store, turns: Sequence[Shift]) -> dict[date, str]:
    """Return, by the day of each turn, words for its main event: the first of its evidence."""
    main = {turn.at: turn.evidence[0] for turn in turns if turn.evidence}
    events = stored_events(store, list(main.values()))
    return {day: event_words(events[event]) for day, event in main.items() if event in events}


def event_words(event: Event) -> str:
    """Return a few words for an event: sides and type, such as "PRK to KOR: assault"."""
    sides = [party.country or party.name or party.text for party in (*event.sources[:1], *event.targets[:1])]
    return f"{' to '.join(sides)}: {(event.mode or event.event_type).lower()}"
