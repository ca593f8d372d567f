"""Readers' comments below a plain text, one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.read.blocks import Unit
from detente.read.dates import is_date_line
from detente.read.furniture import is_kind
from detente.read.matter import matter_of
from detente.records import Comment

NAME_WORDS = 4
SHARED_MARKS = 2
SHARED_WORDS = 2
# Names that are also labels of a form.
NAMELESS = frozenset(("guest", "anonymous", "gast"))
_SAYS = re.compile(r"^(?P<name>\S+(?:\s\S+){0,4}?)\s+(?:says|said|wrote|writes|schreibt|sagt)\s*:?$")
_INLINE = re.compile(r"^(?P<name>[^\u2022\u00b7|]{2,40}?)\s*[\u2022\u00b7|]\s*(?P<when>.{2,40})$")
_INITIAL = re.compile(r"\b[A-Z]\.$")
# Habits of one hand: unusual punctuation and spelling.
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s[!?]{2,}", r"[!?]{3,}", r"\w~\w", r",\s*(?:\u2026|\.\.\.)", r"\.{4,}", r"\s,\w", r"^[^A-Z]{40,}$",
        r"^[^a-z]{30,}$", r"[\U0001f300-\U0001faff]", r"\w\s\.(?:\s|$)",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Open:
    """The comment being put together."""

    author: str | None = None
    units: list[Unit] = field(default_factory=list)


def comments_of(units: Sequence[Unit]) -> tuple[tuple[Comment, ...], tuple[str, ...]]:
    """Return the comments, and the lines between and below them that are not.

    Where names, times or "Reply" stand between comments they part them. Where nothing does, a block
    between blank lines is one comment, unless it clearly goes on: it shares both habits of writing
    (two unusual marks) and matter (two words) with the block before it.
    """
    kinds = [_kind(unit) for unit in units]
    stop = next((i for i, kind in enumerate(kinds) if kind == "related"), len(units))
    kinds[stop:] = ["control"] * (len(units) - stop)
    _name_authors(units, kinds)
    parted = any(kind in ("time", "name", "inline") for kind in kinds)
    found = _parted(units, kinds) if parted else _unparted(units, kinds)
    outside = tuple(unit.text for unit, kind in zip(units, kinds, strict=True) if kind in ("control", "time"))
    return tuple(_comment(item) for item in found if item.units), outside


def _kind(unit: Unit) -> str:
    if is_kind(unit.text, "related"):
        return "related"
    if is_kind(unit.text, "time") or is_date_line(unit.text):
        return "time"
    if _SAYS.match(unit.text):
        return "name"
    inline = _INLINE.match(unit.text)
    if inline and (is_kind(inline["when"], "time") or is_date_line(inline["when"])):
        return "inline"
    if unit.text.lower() in NAMELESS:
        return "nameless"
    if is_kind(unit.text, "comment_controls", "comments_open", "furniture"):
        return "control"
    return "text"


def _name_authors(units: Sequence[Unit], kinds: list[str]) -> None:
    """A few words without an end right before a time, or right after a border of a parted list, are a name."""
    for i, kind in enumerate(kinds):
        if kind == "nameless":
            kinds[i] = "name" if kinds[i + 1 : i + 2] == ["time"] else "control"
    borders = ("time", "control", "name", "inline")
    timed = "time" in kinds
    for i, unit in enumerate(units):
        if (
            kinds[i] != "text"
            or unit.words > NAME_WORDS
            or (unit.ends and not _INITIAL.search(unit.text))
            or i + 1 >= len(units)
        ):
            continue
        fresh = i == 0 or kinds[i - 1] in borders
        if kinds[i + 1] == "time" or (timed and fresh and kinds[i + 1] == "text" and "name" not in kinds[i - 1 : i]):
            kinds[i] = "name"


def _parted(units: Sequence[Unit], kinds: Sequence[str]) -> list[_Open]:
    found = [_Open()]
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "text":
            found[-1].units.append(unit)
            continue
        if found[-1].units:
            found.append(_Open())
        if kind in ("name", "inline"):
            found[-1].author = _author(unit.text)
    return found


def _author(line: str) -> str:
    found = _SAYS.match(line) or _INLINE.match(line)
    return found["name"].strip() if found else line.strip()


def _unparted(units: Sequence[Unit], kinds: Sequence[str]) -> list[_Open]:
    found: list[_Open] = []
    for unit, kind in zip(units, kinds, strict=True):
        if kind != "text":
            found.append(_Open())
        elif found and found[-1].units and (unit.gap == 0 or _continues(found[-1].units[-1].text, unit.text)):
            found[-1].units.append(unit)
        else:
            found.append(_Open(units=[unit]))
    return found


def _continues(before: str, after: str) -> bool:
    marks = sum(bool(mark.search(before) and mark.search(after)) for mark in _MARKS)
    return marks >= SHARED_MARKS and len(matter_of(before) & matter_of(after)) >= SHARED_WORDS


def _comment(item: _Open) -> Comment:
    text = "\n\n".join(unit.text for unit in item.units)
    return Comment(text, item.author, item.units[0].start)
