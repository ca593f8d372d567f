"""Which block of a page shows its title."""

import re
from collections.abc import Sequence

from detente.read.furniture import is_kind
from detente.read.html_meta import Meta
from detente.read.html_tree import Block, key_of
from detente.read.matter import matter_of

SHORTEST_PART = 15
LONGEST_TITLE = 40
FEWEST_WORDS = 3
PROSE_WORDS = 15
SHARED_WORDS = 2
SHARED_PART = 0.4
_HEADS = ("h1", "h2", "h3", "h4")
_SUFFIX = re.compile(r"\s+[-|\u2013\u2014\u00b7\u00bb:]\s+([^-|\u2013\u2014\u00b7\u00bb]{2,40})$")


def title_of(blocks: Sequence[Block], meta: Meta, chosen: Sequence[int]) -> int | str | None:
    """Return the block that shows the title, else the title that the markup states, else None.

    A block that reads as stated is sure. Else it is a part of what the markup states ("Outlet: the title"), the
    first-level heading, or the line above the body whose words the body takes up most.
    """
    stated = [*meta.titles, *([_SUFFIX.sub("", meta.page_title), meta.page_title] if meta.page_title else [])]
    keys = [key for title in stated if (key := key_of(title))]
    same = _same(blocks, keys)
    if same is not None:
        return same
    heads = [i for i, block in enumerate(blocks) if block.inside("h1", "h2") and len(block.text) > 3]
    first = chosen[0] if chosen else len(blocks)
    shown = [i for i in heads if blocks[i].inside("h1") and i <= first + 1]
    near = [i for i in shown if any(blocks[i].key in key or key in blocks[i].key for key in keys)]
    above = _part(blocks, keys, first)
    # Blogs head the page with their own name, which is a part of the stated title too.
    if near and (above is None or len(blocks[near[-1]].key) >= len(blocks[above].key)):
        return near[-1]
    if above is None and shown and not meta.titles:
        return shown[-1]
    if above is None and not (meta.titles and _told(meta.titles[0], _matter(blocks, chosen))):
        above = _taken_up(blocks, chosen)
    if above is not None:
        return above
    return _SUFFIX.sub("", stated[0]) if stated else (shown[-1] if shown else None)


def _same(blocks: Sequence[Block], keys: Sequence[str]) -> int | None:
    for key in keys:
        found = [i for i, block in enumerate(blocks) if block.key == key]
        heads = [i for i in found if len(blocks[i].text) > 3 and blocks[i].inside("h1", "h2")]
        if found:
            return (heads or found)[0]
    return None


def _part(blocks: Sequence[Block], keys: Sequence[str], first: int) -> int | None:
    """Return the longest block near the body's beginning that is a part of a stated title, a heading where one is."""
    parts = [i for i in range(min(first + 2, len(blocks))) if _is_part(blocks[i], keys)]
    heads = [i for i in parts if blocks[i].inside(*_HEADS)]
    return max(heads or parts, key=lambda i: (len(blocks[i].key), i), default=None)


def _is_part(block: Block, keys: Sequence[str]) -> bool:
    long = len(block.key) >= SHORTEST_PART and len(block.text.split()) >= FEWEST_WORDS
    return long and any(block.key in key for key in keys)


def _taken_up(blocks: Sequence[Block], chosen: Sequence[int]) -> int | None:
    """Return the line above the prose that shares most words with it, weighed by their share of the line."""
    prose = next((i for i in chosen if len(blocks[i].text.split()) >= PROSE_WORDS and _ends(blocks[i])), None)
    if prose is None:
        return None
    body = _matter(blocks, [i for i in chosen if i >= prose])
    lines = [i for i in range(prose) if _may_title(blocks[i])]
    best = max(lines, key=lambda i: (_told(blocks[i].text, body), i), default=None)
    return best if best is not None and _told(blocks[best].text, body) else None


def _may_title(block: Block) -> bool:
    words = len(block.text.split())
    return (
        FEWEST_WORDS <= words <= LONGEST_TITLE and block.links < 1 and not is_kind(block.text, "furniture", "related")
    )


def _ends(block: Block) -> bool:
    return block.text.rstrip("\"'\u201d\u2019)")[-1:] in ".!?"


def _matter(blocks: Sequence[Block], chosen: Sequence[int]) -> set[str]:
    return matter_of("\n".join(blocks[i].text for i in chosen))


def _told(line: str, body: set[str]) -> float:
    words = matter_of(line)
    shared = len(words & body)
    return shared * shared / len(words) if shared >= SHARED_WORDS and shared / len(words) >= SHARED_PART else 0.0
