"""What stands inside an article's container and is none of it: boxes known by name, controls, pull quotes, figures.

A box is judged by the words of its class and id, and only where it holds a small part of the body: a page whose
container is called "related" keeps its article.
"""

import re
from collections.abc import Sequence

from detente.read.html_tree import Block, Element, key_of, size_of

MOST_OF_BODY = 0.3
LONGEST_CONTROL = 12
LONGEST_PULL = 240
LONGEST_CELLS = 25
SHORTEST_PULL = 12
LONGEST_TAIL = 0.3
_BOX = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|adv|adslot|adunit|mpu|leaderboard|sponsor\w*|promo\w*|newsletters?|subscri\w+|sign-?up|"
    r"donat\w+|membership|cta|paywall|barrier|meter|shares?|sharing|share-?bar|sharedaddy|addthis|addtoany|social|"
    r"rel|related\w*|recirc\w*|recommend\w*|read-?more|see-?also|also-?read|more-?on|pull-?quotes?|pq|captions?|credits?|"
    r"cookies?|consent|gdpr|breadcrumbs?|crumbs|tags|tag-?list|bylines?|author-?(?:bio|box|note|info|card)|about-?author|bio|"
    r"polls?|quiz|survey|outbrain|taboola|trending|most-?read|popular|archive-?note|print-?info|interstitial|listen-?box|"
    r"podcast|follow|toc|table-?of-?contents|fact-?box|infobox|key-?events|footnotes?|endnotes|post-?meta|entry-?meta|"
    r"entry-?utility|post-?footer|timestamp|updated|comment-?count|comments-?label)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_ASIDE_ROLES = frozenset(("complementary", "navigation", "banner", "contentinfo", "doc-endnotes", "search"))
_NAMES = ("class", "id", "data-qa", "data-testid", "data-component", "data-type")
_QUOTE_MARK = re.compile(r"^[\"'\u2018\u201c\u00ab]")
_RIGHTS = re.compile(r"^(?:©|\(c\)|copyright\b)|\ball rights reserved\b", re.IGNORECASE)
_CONTROLS = ("button", "input", "select", "form")
_CONTAINERS = frozenset(("html", "body", "main", "article"))


def without_islands(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Return the chosen blocks without those of boxes, controls, pull quotes and tables, up to the copyright line."""
    kept = _before_rights(blocks, chosen)
    aside = _boxed(blocks, kept) | _cells(blocks, kept)
    return [i for i in kept if i not in aside and not _is_control(blocks[i]) and not _is_pulled(blocks, kept, i)]


def _before_rights(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Leave out what follows a copyright line, where that is a small part of the whole."""
    total = size_of(blocks, chosen)
    for end in range(chosen[0] + 1, chosen[-1] + 1):
        if len(blocks[end].text) < LONGEST_PULL and _RIGHTS.search(blocks[end].text):
            after = [i for i in chosen if i >= end]
            if size_of(blocks, after) < LONGEST_TAIL * total:
                return [i for i in chosen if i < end]
    return list(chosen)


def _boxed(blocks: Sequence[Block], chosen: Sequence[int]) -> set[int]:
    inside: dict[Element, list[int]] = {}
    for i in chosen:
        for node in (blocks[i].element, *blocks[i].element.iterancestors()):
            if node.tag not in _CONTAINERS and _is_box(node):
                inside.setdefault(node, []).append(i)
    total = size_of(blocks, chosen)
    small = (held for held in inside.values() if size_of(blocks, held) < MOST_OF_BODY * total)
    return {i for held in small for i in held}


def _is_box(node: Element) -> bool:
    aside = node.get("role") in _ASIDE_ROLES or node.get("hidden") is not None
    return aside or any(_BOX.search(node.get(name) or "") for name in _NAMES)


def _is_control(block: Block) -> bool:
    """Return whether a short block holds a button or a field: "Follow this topic"."""
    short = len(block.text.split()) <= LONGEST_CONTROL
    return short and any(True for _ in block.element.iter(*_CONTROLS))


def _cells(blocks: Sequence[Block], chosen: Sequence[int]) -> set[int]:
    """Return the rows of tables of figures, unless they are a good part of the article."""
    rows = {i for i in chosen if blocks[i].element.tag == "tr" and len(blocks[i].text.split()) <= LONGEST_CELLS}
    figures = sum(any(sign.isdigit() for sign in blocks[i].text) for i in rows)
    small = size_of(blocks, sorted(rows)) < MOST_OF_BODY * size_of(blocks, chosen)
    return rows if small and 2 * figures >= len(rows) else set()


def _is_pulled(blocks: Sequence[Block], chosen: Sequence[int], index: int) -> bool:
    """Return whether a block says again, set apart, what a paragraph of the body says."""
    block = blocks[index]
    apart = block.inside("blockquote", "aside") or bool(_QUOTE_MARK.match(block.text))
    if len(block.text) > LONGEST_PULL or not apart or block.inside("h2", "h3", "h4"):
        return False
    cited = "".join(cite.text_content() for cite in block.element.iter("cite"))
    key = block.key.removesuffix(key_of(cited)) if cited else block.key
    others = (blocks[i].key for i in chosen if i != index and len(blocks[i].text) > len(block.text))
    return len(key) >= SHORTEST_PULL and any(key in other for other in others)
