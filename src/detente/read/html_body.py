"""Which blocks of a page are the article's body: trafilatura chooses, the page gives the characters.

trafilatura (Barbaresi 2021) returns text that it has tidied; here its choice is carried back to the
page's own blocks, so that every character stays as the page has it.
"""

import logging
from collections import Counter
from collections.abc import Sequence

import trafilatura
from lxml import etree

from detente.read.blocks import MENU_WORDS
from detente.read.furniture import is_kind
from detente.read.html_tree import Block, Element, key_of, size_of

ANCHOR = 40
MOST_LINKS = 0.9
LONGEST_LINK = 150
SAME_SHAPE = 3
SHAPE_DEPTH = 4
PROSE_LENGTH = 60
PROSE_LINKS = 0.4
CLOSERS = "\"'\u201d\u2019) "
ENDS = ".!?\u2026\u3002"


def body_blocks(tree: Element, blocks: Sequence[Block], *, stated: str | None = None) -> list[int]:
    """Return the indices of the blocks that are the body.

    Args:
        tree: the page without its comments.
        blocks: its blocks in page order.
        stated: the article's text as the markup states it (JSON-LD articleBody), if it does.
    """
    chosen = _align(blocks, key_of(_extracted(tree)))
    if stated and len(stated) > 400:
        by_statement = _align(blocks, key_of(stated))
        if size_of(blocks, by_statement) > 2 * size_of(blocks, chosen):
            chosen = by_statement
    if not chosen:
        chosen = _by_shape(blocks)
    return [i for i in _of_same_shape(blocks, chosen) if not is_furniture(blocks[i])]


def is_furniture(block: Block) -> bool:
    """Return whether a block inside the body is furniture: a caption, a share link, a list of other articles."""
    if block.inside("figcaption") or (block.links > MOST_LINKS and block.inside("nav")):
        return True
    if is_kind(block.text, "furniture", "related", "caption"):
        return True
    if block.links <= MOST_LINKS:
        return False
    menu = all(len(line.split()) <= MENU_WORDS for line in block.text.split("\n"))
    return menu or (len(block.text) < LONGEST_LINK and block.inside("aside", "footer"))


def _extracted(tree: Element) -> str:
    """Return what trafilatura takes for the body, "" where it finds none or fails."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False, favor_precision=True)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return ""
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _align(blocks: Sequence[Block], chosen: str) -> list[int]:
    """Return the blocks that ``chosen`` (letters and figures alone) holds, in its order.

    The heaviest chain of blocks whose places in ``chosen`` ascend: text that stands twice in the page is
    taken where its neighbours are.
    """
    hits = [(i, at, len(block.key)) for i, block in enumerate(blocks) for at in _places(block.key, chosen)]
    best: list[tuple[int, int]] = []
    for n, (i, at, size) in enumerate(hits):
        before = max(
            (
                (best[m][0], m)
                for m in range(max(0, n - 400), n)
                if hits[m][0] < i and hits[m][1] + hits[m][2] <= at + 2
            ),
            default=(0, -1),
        )
        best.append((before[0] + size, before[1]))
    if not best:
        return []
    n = max(range(len(best)), key=lambda m: best[m][0])
    chain = []
    while n >= 0:
        chain.append(hits[n][0])
        n = best[n][1]
    return chain[::-1]


def _places(key: str, chosen: str) -> list[int]:
    if not key:
        return []
    found: list[int] = []
    at = chosen.find(key)
    while at >= 0 and len(found) < 5:
        found.append(at)
        at = chosen.find(key, at + 1)
    if not found and len(key) > 2 * ANCHOR:
        at = chosen.find(key[:ANCHOR])
        if at < 0:
            at = chosen.find(key[-ANCHOR:])
        found = [at] if at >= 0 else []
    return found


def _by_shape(blocks: Sequence[Block]) -> list[int]:
    """Return the blocks that are prose by length and end, where nothing else was found."""
    return [i for i, block in enumerate(blocks) if _is_prose(block)]


def _of_same_shape(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Return the chosen blocks and the prose between and after them that stands in elements of the same shape.

    Long articles come in several containers, of which trafilatura may take the first alone. The search
    ends at the next first-level heading, where pages load another article.
    """
    shapes = Counter(_shape(blocks[i]) for i in chosen if _is_prose(blocks[i]))
    usual = {shape for shape, count in shapes.items() if count >= SAME_SHAPE}
    if not usual:
        return list(chosen)
    end = next((i for i in range(chosen[-1] + 1, len(blocks)) if blocks[i].inside("h1")), len(blocks))
    more = (i for i in range(chosen[0], end) if _shape(blocks[i]) in usual and _is_prose(blocks[i]))
    return sorted({*chosen, *more})


def _shape(block: Block) -> tuple[tuple[str, str], ...]:
    around = [block.element, *block.element.iterancestors()][:SHAPE_DEPTH]
    return tuple((str(node.tag), node.get("class") or "") for node in around)


def _is_prose(block: Block) -> bool:
    if len(block.text) < PROSE_LENGTH or block.links > PROSE_LINKS or block.inside("nav", "footer", "aside", "form"):
        return False
    return block.text.rstrip(CLOSERS)[-1:] in ENDS
