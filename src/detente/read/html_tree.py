"""An HTML page as a tree, and the tree as blocks of text with the characters that the page has."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree, html

from detente.errors import EmptyInput

Element: TypeAlias = html.HtmlElement
Skip: TypeAlias = Callable[[Element], bool]

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody tfoot "
    "thead tr ul".split()
)
SILENT_TAGS = frozenset(
    "script style noscript template svg math iframe object embed head select option datalist textarea input "
    "button canvas audio video map title link meta".split()
)
CELL_TAGS = ("td", "th")
BOLD_TAGS = frozenset(("b", "strong"))
# Players, embeds, consent and sharing of AMP hold words for want of what a script would show; these few hold the story.
AMP_TEXT = frozenset(("amp-accordion", "amp-carousel", "amp-fit-text", "amp-layout", "amp-story"))
LONGEST_CELL = 200
DEEPEST = 256
_SPACES = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between two borders of block elements: its characters, its element, its share of link text."""

    text: str
    element: Element
    links: float

    @property
    def key(self) -> str:
        """Letters and figures alone, in lower case: for comparing with what others made of the page."""
        return key_of(self.text)

    def inside(self, *tags: str) -> bool:
        """Return whether the block's element or one around it is one of ``tags``."""
        return self.element.tag in tags or any(True for _ in self.element.iterancestors(*tags))


def is_block(node: Element) -> bool:
    """Return whether an element is a block: cells of data tables are not (a row is), cells that lay out a page are."""
    if node.tag in CELL_TAGS:
        return len(node) > 0 and (node.find(".//br") is not None or _is_long(node))
    return node.tag in BLOCK_TAGS


def _is_long(node: Element) -> bool:
    size = 0
    for text in node.itertext():
        size += len(text)
        if size > LONGEST_CELL:
            return True
    return False


def key_of(text: str) -> str:
    """Return letters and figures of ``text`` alone, in lower case."""
    return _KEY.sub("", text).lower()


def parse_tree(text: str) -> Element:
    """Return the tree of an HTML text; broken markup is mended, nesting beyond 256 is unwrapped (2,048 cut).

    Raises:
        EmptyInput: there is no element in it.
    """
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise EmptyInput("no article: the page has no text") from error
    _flatten(tree)
    return tree


def _flatten(tree: Element) -> None:
    """Unwrap what is nested beyond the depth of any real page, since the work on a page grows with it squared."""
    depth, deep = 0, []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > DEEPEST:
            deep.append(node)
    for node in reversed(deep):
        node.drop_tag()


def blocks_of(root: Element, *, skip: Skip | None = None) -> Iterator[Block]:
    """Yield the blocks under ``root`` in page order, without what ``skip`` says of elements and silent tags."""
    gather = _Gather(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if _is_silent(node) or (node is not root and skip is not None and skip(node)):
                walk.skip_subtree()
                gather.skipped = node
                continue
            yield from gather.enter(node)
        elif gather.skipped is node:
            yield from gather.passed(node)
        else:
            yield from gather.leave(node, tail=node is not root)
    yield from gather.flush()


def text_of(root: Element, *, skip: Skip | None = None) -> str:
    """Return the text under ``root``, its blocks parted by blank lines."""
    return "\n\n".join(block.text for block in blocks_of(root, skip=skip))


def size_of(blocks: Sequence[Block], chosen: Sequence[int]) -> int:
    """Return how many characters the chosen blocks hold."""
    return sum(len(blocks[i].text) for i in chosen)


def _ink(text: str) -> int:
    return len("".join(text.split()))


def _is_silent(node: Element) -> bool:
    if not isinstance(node.tag, str) or node.tag in SILENT_TAGS:
        return True
    return node.tag.startswith("amp-") and node.tag not in AMP_TEXT


class _Gather:
    """The block being put together while the tree is walked."""

    def __init__(self, root: Element) -> None:
        self.owner = root
        self.skipped: Element | None = None
        self.parts: list[str] = []
        self.linked = 0
        self.in_link = 0
        self.bold = 0
        self.in_bold = 0

    def enter(self, node: Element) -> Iterator[Block]:
        """Open an element: a border for blocks, a line feed for <br>, two of them or one under a bold line a border."""
        if is_block(node):
            yield from self.flush()
            self.owner = node
        elif node.tag in CELL_TAGS:
            self.parts.append(" ")
        elif node.tag == "br":
            if self.ends_line():
                yield from self.flush()
            else:
                self.parts.append("\n")
        self.in_link += node.tag == "a"
        self.in_bold += node.tag in BOLD_TAGS
        self.add(node.text)

    def ends_line(self) -> bool:
        """Return whether a line feed here is a border: the second in a row, or one under a line that is all bold."""
        if self.parts and "".join(self.parts[-2:]).rstrip(" ").endswith("\n"):
            return True
        return 0 < self.bold == _ink("".join(self.parts))

    def leave(self, node: Element, *, tail: bool) -> Iterator[Block]:
        """Close an element; what follows belongs to its parent."""
        self.in_link -= node.tag == "a"
        self.in_bold -= node.tag in BOLD_TAGS
        if is_block(node):
            yield from self.border(node)
        if tail:
            self.add(node.tail)

    def passed(self, node: Element) -> Iterator[Block]:
        """Leave out an element; what follows it belongs to its parent."""
        self.skipped = None
        if is_block(node):
            yield from self.border(node)
        self.add(node.tail)

    def border(self, node: Element) -> Iterator[Block]:
        """End the block at the end of a block element."""
        yield from self.flush()
        parent = node.getparent()
        self.owner = node if parent is None else _block_around(parent)

    def add(self, text: str | None) -> None:
        """Add characters, white space of the markup as one space."""
        if text:
            piece = _SPACES.sub(" ", text)
            self.parts.append(piece)
            self.linked += _ink(piece) if self.in_link else 0
            self.bold += _ink(piece) if self.in_bold else 0

    def flush(self) -> Iterator[Block]:
        """Yield the block gathered so far where it has any letter, figure or mark."""
        text = _AROUND_BREAK.sub("\n", _SPACES_ONLY.sub(" ", "".join(self.parts))).strip(" \n")
        if text.strip():
            yield Block(text, self.owner, min(1.0, self.linked / _ink(text)))
        self.parts, self.linked, self.bold = [], 0, 0


_SPACES_ONLY = re.compile(r" {2,}")


def _block_around(node: Element) -> Element:
    while not is_block(node):
        parent = node.getparent()
        if parent is None:
            return node
        node = parent
    return node
