"""The head of a plain page: which line is the title, which the section, which the standfirst."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.read.blocks import Unit
from detente.read.dates import dateline_of
from detente.read.furniture import line_key

TITLE_WORDS = 4
LONGEST_TITLE = 30
SECTION_WORDS = 4
STANDFIRST_WORDS = 70
WIDER_GAP = 2
_SUFFIX = re.compile(r"\s+[-|\u2013\u2014\u00b7\u00bb]\s+(?P<name>[^-|\u2013\u2014\u00b7\u00bb]{2,40})$")
_CRUMBS = re.compile(r"\s*[>\u203a\u00bb/]\s*")
_LABEL_PREFIX = re.compile(r"^(?:title|headline|subject)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Indices of the head's units, the names found there, and the index at which the body begins."""

    title: int | None
    standfirst: int | None
    section: int | None
    end: int
    section_name: str | None = None
    publisher: str | None = None


def head_of(units: Sequence[Unit], labels: Sequence[str]) -> Head:
    """Return the head of an article whose units are labelled (see ``plain``)."""
    first = next((i for i, label in enumerate(labels) if label == "body"), None)
    if first is None:
        return Head(None, None, None, 0)
    lines = [i for i in range(first) if labels[i] == "short"]
    title, under = _title(units, labels, lines)
    section, name = _section(units, labels, title if title is not None else first)
    standfirst = under if under is not None else _standfirst(units, labels, first, titled=title is not None)
    publisher = _publisher(units, title)
    end = first if title is None else title + 1
    if standfirst is not None:
        end = max(end, standfirst + 1)
    return Head(title, standfirst, section, end, name, publisher)


def _title(units: Sequence[Unit], labels: Sequence[str], lines: Sequence[int]) -> tuple[int | None, int | None]:
    """Return the title and, where a second headline stands right under it, the standfirst."""
    full = [i for i in lines if TITLE_WORDS <= units[i].words <= LONGEST_TITLE]
    if not full:
        short = [i for i in lines if units[i].words <= LONGEST_TITLE]
        return (short[-1] if short else None), None
    last = full[-1]
    above = full[-2] if len(full) > 1 else None
    if above is None or any(labels[i] == "short" for i in range(above + 1, last)) or _same(units, above, last):
        return last, None
    if len(full) > 2 and _adjacent(labels, full[-3], above):
        return last, None
    return (above, last) if units[last].words >= units[above].words else (last, None)


def _adjacent(labels: Sequence[str], a: int, b: int) -> bool:
    return all(labels[i] != "short" for i in range(a + 1, b)) and b - a <= 2


def _same(units: Sequence[Unit], a: int, b: int) -> bool:
    """Return whether the upper line is the browser's title: the lower one with the outlet's name behind it."""
    return line_key(units[a].text).startswith(line_key(units[b].text))


def _section(units: Sequence[Unit], labels: Sequence[str], title: int) -> tuple[int | None, str | None]:
    """Return the section's line and name: a breadcrumb, or a label of a few words right above the title."""
    crumbs = next(
        (i for i in range(title - 1, -1, -1) if len(_CRUMBS.split(units[i].text)) > 2 and not units[i].prose), None
    )
    if crumbs is not None:
        names = [name for name in _CRUMBS.split(units[crumbs].text.strip()) if name.strip()]
        return crumbs, names[-1].strip() if len(names[-1].split()) <= SECTION_WORDS else names[-2].strip()
    above = title - 1
    if above < 0 or not _is_label(units[above]):
        return None, None
    seen = Counter(line_key(unit.text) for unit in units)
    if labels[above] == "short" or (labels[above] == "menu" and seen[line_key(units[above].text)] > 1):
        return above, units[above].text
    return None, None


def _is_label(unit: Unit) -> bool:
    return unit.words <= SECTION_WORDS and not unit.ends and unit.text[:1].isupper()


def _standfirst(units: Sequence[Unit], labels: Sequence[str], first: int, *, titled: bool) -> int | None:
    """Return the first prose where it is set apart from the rest: by a byline, a date, or a wider gap."""
    after = [i for i in range(first + 1, len(units)) if labels[i] == "body"]
    if not titled or len(after) < 2 or units[first].words > STANDFIRST_WORDS or dateline_of(units[first].text):
        return None
    between = labels[first + 1 : after[0]]
    gaps = Counter(units[i].gap for i in after[1:])
    usual = gaps.most_common(1)[0][0]
    apart = any(label in ("byline", "date") for label in between)
    return first if apart or units[first + 1].gap >= usual + WIDER_GAP else None


def _publisher(units: Sequence[Unit], title: int | None) -> str | None:
    """Return the outlet's name behind a browser's title line: "Headline - The Outlet"."""
    if title is None:
        return None
    key = line_key(units[title].text)
    for unit in units[:title]:
        found = _SUFFIX.search(unit.text)
        if found and line_key(unit.text[: found.start()]) == key:
            return found["name"].strip()
    return None
