"""Areas of readers' comments known by the line above them ("3 comments", "Readers write"), whatever they are called."""

from collections.abc import Iterator

from detente.read.furniture import is_kind
from detente.read.html_tree import Block, Element, blocks_of, key_of
from detente.read.html_unmarked import unmarked_comments

LONGEST_HEAD = 8
PROSE_LENGTH = 60
ARTICLE_LENGTH = 150
ENDS = ".!?\u2026"
CLOSERS = "\"'\u201d\u2019) "
_ARTICLE = ".//h1 | .//*[@itemprop='articleBody'] | .//*[@property='content:encoded']"


def areas_under_heads(tree: Element) -> Iterator[Element]:
    """Yield the elements that a line above names as readers' comments, if they read like comments.

    Where article and comments lie side by side in one element, what follows the line is put into an element of its own.
    """
    before = 0
    for block in list(blocks_of(tree)):
        if _is_head(block, linked=before >= ARTICLE_LENGTH):
            area = _area(block, after_article=before >= ARTICLE_LENGTH)
            if area is not None and _reads_so(area):
                yield area
        elif _is_prose(block):
            before += len(block.text)


def _is_head(block: Block, *, linked: bool) -> bool:
    """Return whether a block heads comments; "12 comments" above the story is a link to them."""
    short = len(block.text.split()) <= LONGEST_HEAD and (linked or block.links < 1)
    return short and is_kind(block.text, "comments_open") and not block.inside("form", "nav")


def _is_prose(block: Block) -> bool:
    text = block.text.rstrip(CLOSERS)
    return len(text) >= PROSE_LENGTH and text[-1:] in ENDS and block.links < 0.5


def _area(block: Block, *, after_article: bool) -> Element | None:
    """Return the smallest element around a head that holds more than it and not the article."""
    top, below = block.element, None
    while key_of(top.text_content()) == block.key:
        parent = top.getparent()
        if parent is None or top.tag == "body":
            return None
        below, top = top, parent
    if top.tag not in ("html", "body") and not _holds_article(top, block):
        return top
    if not after_article:
        return None
    start = below if below is not None else _inline_start(top, block)
    return _wrapped(start) if start is not None else None


def _holds_article(node: Element, head: Block) -> bool:
    if node.xpath(_ARTICLE):
        return True
    told = 0
    for block in blocks_of(node):
        if block.key == head.key:
            break
        told += len(block.text) if _is_prose(block) else 0
    return told >= ARTICLE_LENGTH


def _inline_start(top: Element, head: Block) -> Element | None:
    """Return the child that begins a head whose words stand directly in ``top``."""
    for child in top:
        key = key_of(child.text_content()) if isinstance(child.tag, str) else ""
        if key and head.key.startswith(key):
            return child
    return None


def _wrapped(start: Element) -> Element | None:
    """Move what follows an element into a new one, up to a line that ends the page, and return it."""
    parent = start.getparent()
    if parent is None:
        return None
    area = parent.makeelement("div", {})
    moved = list(start.itersiblings())
    for node in moved:
        if isinstance(node.tag, str) and is_kind(" ".join(node.text_content().split()), "furniture", "related"):
            break
        area.append(node)
    start.addnext(area)
    return area


def _reads_so(area: Element) -> bool:
    comments, sure = unmarked_comments(area)
    return bool(comments) and sure
