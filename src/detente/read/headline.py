"""The head of a plain page: which line is the title, which the section, which the standfirst."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.read.blocks import Unit
from detente.read.dates import dateline_of
from detente.read.furniture import Kind, is_kind, line_key
from detente.read.matter import matter_of

TITLE_WORDS = 4
TITLE_SEARCH = 60
SHARED_WORDS = 2
SHARED_PART = 0.4
FEW_LINES = 6
SECOND_HEADLINE = 0.4
LONGEST_TITLE = 30
SECTION_WORDS = 4
STANDFIRST_WORDS = 70
WIDER_GAP = 2
NO_SECTION: tuple[Kind, ...] = ("furniture", "related", "caption", "time", "comments_open")
_SUFFIX = re.compile(r"\s+[-|\u2013\u2014\u00b7\u00bb]\s+(?P<name>[^-|\u2013\u2014\u00b7\u00bb]{2,40})$")
_CRUMBS = re.compile(r"\s*[>\u203a\u00bb]\s*|\s/\s")
_NAME = re.compile(r"[^\W\d_][\w &'\u2019-]*$")
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
    title, under = _title(units, labels, first)
    section, name = _section(units, labels, title if title is not None else first)
    standfirst = under if under is not None else _standfirst(units, labels, first, titled=title is not None)
    publisher = _publisher(units, title)
    end = first if title is None else title + 1
    if standfirst is not None:
        end = max(end, standfirst + 1)
    return Head(title, standfirst, section, end, name, publisher)


def _title(units: Sequence[Unit], labels: Sequence[str], first: int) -> tuple[int | None, int | None]:
    """Return the title and, where a second headline stands right under it, the standfirst.

    The title is the line above the prose that shares most words with it; where none shares any, the
    last line above it that is long enough, if the page has few lines there.
    """
    lines = [i for i in range(max(0, first - TITLE_SEARCH), first) if _may_title(units[i], labels[i])]
    body = matter_of(
        "\n".join(unit.text for unit, label in zip(units[first:], labels[first:], strict=True) if label == "body")
    )
    told = {i: score for i in lines if (score := _told(units[i].text, body))}
    if not told:
        return _plain_title(units, labels, lines, first), None
    best = max(told, key=lambda i: (round(told[i], 2), i))
    least = told[best] * SECOND_HEADLINE
    told = {i: score for i, score in told.items() if score >= least and units[i].words >= TITLE_WORDS}
    below = [i for i in told if i > best and all(labels[n] != "short" for n in range(best + 1, i))]
    above = [i for i in told if i < best and all(labels[n] != "short" for n in range(i + 1, best))]
    if below and units[below[0]].words >= units[best].words and not _same(units, best, below[0]):
        return best, below[0]
    if above and units[above[-1]].words <= units[best].words and not _same(units, above[-1], best):
        return above[-1], best
    return best, None


def _may_title(unit: Unit, label: str) -> bool:
    if label not in ("short", "repeated", "listed") or unit.words > LONGEST_TITLE:
        return False
    return unit.words >= TITLE_WORDS or (unit.words >= 2 and label == "short")


def _told(line: str, body: set[str]) -> float:
    """Return how much of a headline the body takes up: shared words, weighed by their share; 0 for less than two."""
    words = matter_of(line)
    shared = len(words & body)
    return shared * shared / len(words) if shared >= SHARED_WORDS and shared / len(words) >= SHARED_PART else 0.0


def _plain_title(units: Sequence[Unit], labels: Sequence[str], lines: Sequence[int], first: int) -> int | None:
    if not lines or sum(label in ("short", "menu", "repeated") for label in labels[:first]) > FEW_LINES:
        return None
    full = [i for i in lines if units[i].words >= TITLE_WORDS]
    return (full or lines)[-1]


def _same(units: Sequence[Unit], a: int, b: int) -> bool:
    """Return whether the upper line is the browser's title: the lower one with the outlet's name behind it."""
    return line_key(units[a].text).startswith(line_key(units[b].text))


def _section(units: Sequence[Unit], labels: Sequence[str], title: int) -> tuple[int | None, str | None]:
    """Return the section's line and name: a breadcrumb, or a label of a few words right above the title."""
    for i in range(title - 1, -1, -1):
        names = [name.strip() for name in _CRUMBS.split(units[i].text) if name.strip()]
        if len(names) > 1 and not units[i].prose and all(_NAME.match(name) for name in names[:-1]):
            short = [name for name in names if len(name.split()) <= SECTION_WORDS and line_key(name) != "home"]
            return (i, short[-1]) if short else (None, None)
    above = title - 1
    if above < 0 or not _is_label(units[above]):
        return None, None
    seen = Counter(line_key(unit.text) for unit in units)
    if labels[above] == "short" or (labels[above] in ("menu", "repeated") and seen[line_key(units[above].text)] > 1):
        return above, units[above].text
    return None, None


def _is_label(unit: Unit) -> bool:
    return (
        unit.words <= SECTION_WORDS
        and unit.text[:1].isupper()
        and bool(_NAME.match(unit.text))
        and not is_kind(unit.text, *NO_SECTION)
    )


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
