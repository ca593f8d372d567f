"""Readers' comments in an area whose parts have no names that are known: by who signs, by controls, by place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.read.dates import is_date_line
from detente.read.furniture import is_kind
from detente.read.html_tree import Block, Element, blocks_of, key_of
from detente.read.signatures import signature_of
from detente.records import Comment

NAME_WORDS = 5
FEWEST_WORDS = 3
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:fn|author|commenter|user|username|nick|nickname|name|autor|poster|actor\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAME_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6", "b", "strong", "cite", "dt", "a"))
_ENDS = (".", "!", "?", "\u2026", '."', ".\u201d")


@dataclass(slots=True)
class _Open:
    author: str | None = None
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A block and what it is: "sign", "time", "control" or "text"; ``name`` is who signs."""

    block: Block
    kind: str
    name: str = ""


def unmarked_comments(area: Element) -> tuple[list[Comment], bool]:
    """Return the comments of an area, and whether anything but their place says that they are comments.

    A line that signs opens a comment, a line of controls closes it, and words in another place of the tree than the
    words before are another comment.
    """
    lines = _lines(list(blocks_of(area, skip=lambda node: node.tag in ("form", "time"))))
    found: list[_Open] = []
    for line in lines:
        if line.kind == "sign":
            found.append(_Open(line.name))
        elif line.kind == "control" or (line.kind == "time" and found and found[-1].blocks):
            found.append(_Open())
        elif line.kind == "text":
            if not found or (found[-1].blocks and not _beside(found[-1].blocks[-1], line.block)):
                found.append(_Open())
            found[-1].blocks.append(line.block)
    comments = [Comment("\n\n".join(b.text for b in item.blocks), item.author) for item in found if item.blocks]
    sure = any(line.kind in ("sign", "time") for line in lines) or any(_replies(line) for line in lines)
    return [c for c in comments if c.author or len(c.text.split()) >= FEWEST_WORDS], sure


def _replies(line: _Line) -> bool:
    return line.kind == "control" and line.block.key.startswith(("reply", "like", "report", "flag"))


def _beside(before: Block, block: Block) -> bool:
    return before.element is block.element or (
        before.element.getparent() is block.element.getparent() and before.element.tag == block.element.tag == "p"
    )


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    """Return the blocks with their kinds; a short line signs where it is marked so, or where such lines alternate."""
    first = [_kind(block) for block in blocks]
    shorts = [i for i, line in enumerate(first) if line.kind == "short"]
    before = [i for i in shorts if i + 1 < len(first) and first[i + 1].kind in ("text", "time")]
    texts = sum(line.kind == "text" for line in first)
    signed = any(line.kind == "sign" for line in first)
    alternate = set(before) if not signed and 2 * len(before) >= texts and len(before) > 1 else set()
    return [
        _Line(line.block, "sign", line.block.text) if i in alternate else _Line(line.block, _settled(line), line.name)
        for i, line in enumerate(first)
    ]


def _settled(line: _Line) -> str:
    return "text" if line.kind == "short" else line.kind


def _kind(block: Block) -> _Line:
    text = block.text
    if is_kind(text, "time") or is_date_line(text):
        return _Line(block, "time")
    words = len(text.split())
    if is_kind(text, "comments_open") or (is_kind(text, "comment_controls", "furniture") and not _is_name(block)):
        return _Line(block, "control")
    signed = signature_of(text) if words <= 4 * NAME_WORDS else None
    if signed and (signed[1] or (_is_name(block) and signed[0])):
        return _Line(block, "sign", signed[0]) if signed[0] else _Line(block, "time")
    short = words <= NAME_WORDS and not text.endswith(_ENDS)
    return _Line(block, "short" if short else "text")


def _is_name(block: Block) -> bool:
    """Return whether one element, a heading or one named for it, holds a short line whole."""
    if len(block.text.split()) > NAME_WORDS:
        return False
    around = (block.element, *block.element.iterdescendants())
    whole = (node for node in around if isinstance(node.tag, str) and key_of(node.text_content()) == block.key)
    return any(node.tag in _NAME_TAGS or _NAMED.search(node.get("class") or "") for node in whole)
