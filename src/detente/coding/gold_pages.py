"""Whole pages of our own with what a careful reader takes from them: ``NN-name.html`` beside ``NN-name.json``."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

from detente.errors import UsageError
from detente.records import Party

# Four pages in ten are sealed: scored, and never read for errors.
SEALED_TENTHS = 4
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class GoldDyad:
    """One pair that an event joins: for each side the actors that are right, and what is right besides.

    A side is a set of words: a country ("GHA"), a country's sector ("GHA:COP"), an actor ("IGO/ecowas"), or "-"
    for nobody. ``mutual`` pairs have no direction; an ``optional`` one is neither asked for nor held against the coder.
    """

    source: frozenset[str]
    target: frozenset[str]
    types: frozenset[str]
    factualities: frozenset[str]
    evidence: str
    mutual: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldComment:
    """A reader's comment: its lines, and who signed it."""

    lines: tuple[str, ...]
    author: str | None


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and its labels; ``neutral`` text (subheads, bullets above the story) may be in the body or not."""

    name: str
    file: Path
    title: str
    standfirst: str | None
    published: str | None
    paragraphs: tuple[str, ...]
    neutral: tuple[str, ...]
    comments: tuple[GoldComment, ...]
    dyads: tuple[GoldDyad, ...]

    def article(self) -> tuple[str, ...]:
        """Return everything that the newsroom wrote, in which an event's evidence must stand."""
        return (self.title, self.standfirst or "", *self.paragraphs, *self.neutral)


def gold_pages(folder: str | Path, *, part: str | None = None) -> list[GoldPage]:
    """Return the pages of a folder in order of name; ``part`` is "dev" or "sealed", by a hash of the name.

    Raises:
        UsageError: a page or its labels are missing, or a label has another form.
    """
    labels = sorted(Path(folder).glob("*.json"))
    if not labels:
        raise UsageError(f"{folder}: no pages with labels (NN-name.json)")
    return [_page(file) for file in labels if part in (None, part_of(file.stem))]


def part_of(name: str) -> str:
    """Return "sealed" for about four names in ten, else "dev"."""
    return "sealed" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 < SEALED_TENTHS else "dev"


def is_right(alternatives: frozenset[str], party: Party | None) -> bool:
    """Return whether a side found is one of those that are right; None, or nobody known, is "-"."""
    if party is None or (party.actor is None and party.country is None):
        return NOBODY in alternatives
    names = {party.actor, party.country, f"{party.country}:{party.sector}"}
    return bool(alternatives & names)


def _page(file: Path) -> GoldPage:
    pages = [other for other in sorted(file.parent.glob(f"{file.stem}.*")) if other != file]
    if len(pages) != 1:
        raise UsageError(f"{file}: expected one page beside it, found {len(pages)}")
    try:
        row: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
        return GoldPage(
            name=file.stem,
            file=pages[0],
            title=row["title"],
            standfirst=row["standfirst"],
            published=row["published"],
            paragraphs=tuple(row["paragraphs"]),
            neutral=tuple(row["neutral"]),
            comments=tuple(GoldComment(tuple(c["text"].split("\n")), c["author"]) for c in row["comments"]),
            dyads=tuple(dyad for event in row["events"] for dyad in _dyads(event)),
        )
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file}: no labels of a page: {error}") from error


def _dyads(event: Mapping[str, Any]) -> list[GoldDyad]:
    sources, targets = [[frozenset(side.split("|")) for side in event[key]] for key in ("sources", "targets")]
    together = event["mutual"] and not targets
    pairs = combinations(sources, 2) if together else product(sources, targets or [frozenset({NOBODY})])
    return [
        GoldDyad(
            source=source,
            target=target,
            types=frozenset(event["event_type"].split("|")),
            factualities=frozenset(event["factuality"].split("|")),
            evidence=event["evidence"],
            mutual=event["mutual"],
            optional=event.get("optional", False),
        )
        for source, target in pairs
    ]
