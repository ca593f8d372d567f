"""Plain text cut into units: a paragraph, a headline, a line of a menu."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDEST_WRAP = 100
NARROWEST_WRAP = 45
FULL = 0.85
PROSE_WORDS = 8
LONG_WORDS = 25
MENU_WORDS = 4
_BLOCK = re.compile(r"[^\s][^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_TERMINAL = re.compile(r"(?:[.!?\u2026\u3002:]|-0-)[\"'\u201d\u2019\u00bb)\]*\s\d]*$")
_SPACED = re.compile(r"\S+")
_WIDE_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LIST_ITEM = re.compile(r"\s*(?:[\u2022\u25cf\u25aa*>-]\s|\d{1,2}[.)]\s)")
_LOWER = re.compile(r"\s*[a-z\u00df-\u00ff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or line: where it stands in the page, its text, how many blank lines stand before it."""

    start: int
    end: int
    text: str
    gap: int

    @property
    def words(self) -> int:
        """Number of words; scripts without spaces count three letters as one."""
        return len(_SPACED.findall(self.text)) + len(_WIDE_LETTER.findall(self.text)) // 3

    @property
    def ends(self) -> bool:
        """Whether the unit ends as a sentence does."""
        return _TERMINAL.search(self.text[-20:]) is not None

    @property
    def prose(self) -> bool:
        """Whether the unit is told in sentences, not a headline or a label."""
        return self.words >= LONG_WORDS or (self.words >= PROSE_WORDS and self.ends)

    @property
    def brief(self) -> bool:
        """Whether the unit is of a menu's length."""
        return self.words <= MENU_WORDS and not self.ends


def units_of(text: str) -> list[Unit]:
    """Return the units of a text in order.

    Blank lines part units. Inside a block every line is a unit of its own unless the block is prose
    wrapped at a fixed width, or a line goes on in small letters where the last one had no end.
    """
    found: list[Unit] = []
    last = 0
    for block in _BLOCK.finditer(text):
        gap = max(0, text.count("\n", last, block.start()) - 1) if found else 0
        for start, end in _pieces(text, block.start(), block.end()):
            found.append(Unit(start, end, text[start:end], gap))
            gap = 0
        last = block.end()
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = _lines(text, start, end)
    wrapped = _is_wrapped([text[a:b] for a, b in lines])
    begin, last = lines[0]
    for a, b in lines[1:]:
        if not (wrapped or _goes_on(text[begin:last], text[a:b])) or _LIST_ITEM.match(text, a, b):
            yield begin, last
            begin = a
        last = b
    yield begin, last


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        piece = match.group()
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            at = start + match.start() + lead
            lines.append((at, at + len(piece.strip())))
    return lines


def _is_wrapped(lines: list[str]) -> bool:
    """Return whether lines are one paragraph broken at a fixed width: all but the last nearly as long."""
    if len(lines) < 2:
        return False
    widths = [len(line) for line in lines]
    widest = max(widths)
    if not NARROWEST_WRAP <= widest <= WIDEST_WRAP:
        return False
    full = all(
        width + len(_first_word(after)) + 1 >= widest * FULL for width, after in zip(widths, lines[1:], strict=False)
    )
    return full and any(_LOWER.match(line) for line in lines[1:])


def _goes_on(line: str, after: str) -> bool:
    return bool(_LOWER.match(after)) and _TERMINAL.search(line[-20:]) is None and len(line.split()) > MENU_WORDS


def _first_word(line: str) -> str:
    return line.split(None, 1)[0]
