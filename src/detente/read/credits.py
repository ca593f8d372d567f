"""Who wrote and who published, as bylines, credits, datelines and copyright lines say."""

import re
from collections.abc import Iterable, Sequence

from detente.read.dates import dateline_of

LONGEST_BYLINE = 120
_NAME = r"[A-Z\u00c0-\u00de][\w.'\u2019\u00c0-\u024f-]*"
_JOINED = rf"\s+(?:(?:and|de|van|von|der|al|bin|el|ben)\s+|&\s+)?{_NAME}"
_LISTED = rf",\s*(?:and\s+)?{_NAME}(?=\s+{_NAME})"
_NAMES = rf"{_NAME}(?:{_JOINED}|{_LISTED}){{0,14}}"
_REST = r"(?:[\s,|/\u2013\u2014\u2022\u00b7-]+.{0,70})?"
_BYLINE = re.compile(rf"^(?:(?:written|reported|story|words)\s+)?by:?\s+(?P<names>{_NAMES}){_REST}$", re.IGNORECASE)
_BYLINE_START = re.compile(rf"^(?:(?:Written|Reported|Story|Words)\s+)?(?:By|BY|by):?\s+{_NAME}")
_AUTHOR_LINE = re.compile(rf"^Authors?:\s*(?P<names>{_NAME}(?:\s+{_NAME}){{1,4}})$")
_CREDIT = re.compile(
    r"^\W?(?:(?:additional |with )?(?:reporting|editing|writing|edited|written|compiled|translated) by\b|"
    r"\(?(?:reporting|writing|editing|additional reporting) by\b)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s+copyright)?\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d)?(?:\s*[-\u2013]\s*(?:19|20)?\d\d)?,?\s*(?:by\s+)?"
    r"(?P<name>[A-Z][\w&.'\u2019 -]{1,50}?)\s*(?:[.,|]|\ball rights\b|$)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^(?:source|published by|publisher|first published (?:in|by)|courtesy of)\s*:?\s+"
    r"(?P<name>[A-Z][\w&.'\u2019 -]{1,40})$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|&|\band\b|\bAND\b|;)\s*")
_NOT_NAMES = re.compile(
    r"\b(?:staff|writer|reporter|correspondent|editor|news|press|reuters|agency|agencies|desk|times|post|contributor|bureau|chief)\b",
    re.IGNORECASE,
)


def is_byline(line: str) -> bool:
    """Return whether a line names the writers: "By Ada Holt and Ben Ruiz, Staff Writers"."""
    return len(line) <= LONGEST_BYLINE and not line.rstrip().endswith((".", "?", "!")) and bool(_names(line))


def is_credit(line: str) -> bool:
    """Return whether a line is the desk's credit at the end: "(Reporting by ...; Editing by ...)"."""
    return bool(_CREDIT.match(line.strip())) and len(line) < 300


def authors_of(bylines: Iterable[str]) -> tuple[str, ...]:
    """Return the people whom bylines name, in order, each once, without the outlet and the office."""
    found: dict[str, None] = {}
    for line in bylines:
        for name in _SPLIT.split(_names(line) or ""):
            if 1 < len(name.split()) <= 5 and not _NOT_NAMES.search(name):
                found[_plain_case(name.strip())] = None
    return tuple(found)


def publisher_in(paragraphs: Sequence[str], furniture: Sequence[str]) -> str | None:
    """Return the outlet that the words name: a dateline's agency, a "Source:" line, a copyright line."""
    for text in paragraphs:
        line = dateline_of(text)
        if line is not None and line.agency:
            return line.agency
    for pattern in (_SOURCE, _COPYRIGHT):
        for text in furniture:
            found = pattern.search(text.strip()) if len(text) < 200 else None
            if found and not found["name"].lower().startswith("all rights"):
                return found["name"].strip()
    return None


def _names(line: str) -> str | None:
    line = line.strip()
    found = _BYLINE.match(line) if _BYLINE_START.match(line) else _AUTHOR_LINE.match(line)
    return found["names"].strip() if found else None


def _plain_case(name: str) -> str:
    return name.title() if name.isupper() else name
