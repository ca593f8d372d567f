"""Normal forms of text: one for looking names up, one for the parser with offsets into the original."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.records import Span

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
SPACES = "\t\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\u02bb\uff07"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

_SPECIAL = re.compile(
    f"[{INVISIBLE}]+|[{SPACES}]|[{SINGLE_QUOTES}]|[{DOUBLE_QUOTES}]|[\ufb00-\ufb06]|[^\\W\\d_][\u0300-\u036f]+"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SPACE = re.compile(f"[{SPACES}]")
_SINGLE = re.compile(f"[{SINGLE_QUOTES}]")
_DOUBLE = re.compile(f"[{DOUBLE_QUOTES}]")
_DASH = re.compile(f"[{DASHES}]")
_BLANKS = re.compile(r"\s+")
_HYPHEN = re.compile(r"[\s-]+")
_MARKS = re.compile("[\u0300-\u036f]")
# Letters that carry a stroke and have no decomposition of their own.
_STROKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Plain text for the parser and, for each of its characters, where it came from in the original.

    ``starts[i]`` and ``ends[i]`` bound the original characters that became ``text[i]``.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the original's span for ``text[start:end]``; an empty range gives an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def locate(self, span: Span) -> Span:
        """Return the range of ``text`` that the original's ``span`` became, without what was removed."""
        start = bisect_left(self.ends, span.start + 1)
        return Span(start, max(start, bisect_right(self.starts, span.end - 1)))


def clean(text: str) -> Cleaned:
    """Return ``text`` with plain quotes and spaces, without invisible characters, and the way back.

    Soft hyphens, zero-width and direction marks go; no-break spaces, tabs and carriage returns become
    spaces; curly quotes become straight ones; ligatures and letters with combining accents are
    written as letters. Line feeds, dashes and everything else stay.
    """
    if _SPECIAL.search(text) is None:
        return Cleaned(text, range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _SPECIAL.finditer(text):
        begin, end = match.span()
        new = _plain(match.group())
        parts += (text[last:begin], new)
        starts += [*range(last, begin), *[begin] * len(new)]
        ends += [*range(last + 1, begin + 1), *[end] * len(new)]
        last = end
    parts.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Cleaned("".join(parts), starts, ends)


def fold(text: str, *, accents: bool = True) -> str:
    """Return the look-up form of a name: straight quotes, hyphens for dashes, single spaces; case kept.

    Args:
        text: any text.
        accents: take accents off letters too ("Élysée" becomes "Elysee").
    """
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", _DASH.sub("-", _DOUBLE.sub('"', _SINGLE.sub("'", text))))
    if accents and not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_STROKES)
    return _BLANKS.sub(" ", text).strip()


def look_up_key(text: str) -> str:
    """Return ``fold`` with hyphens as spaces, so that "Kim Jong-un" and "Kim Jong un" meet; case kept."""
    return _HYPHEN.sub(" ", fold(text)).strip()


def _plain(found: str) -> str:
    if _INVISIBLE.match(found):
        return ""
    if _SPACE.match(found):
        return " "
    if _SINGLE.match(found):
        return "'"
    if _DOUBLE.match(found):
        return '"'
    return LIGATURES.get(found) or unicodedata.normalize("NFC", found)
