"""An HTML page to a draft: comments cut out, body chosen, title and standfirst found where the page shows them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from htmldate import find_date

from detente.errors import EmptyInput
from detente.read.credits import authors_of, is_byline, is_credit, publisher_in
from detente.read.dates import full_date, is_date_line
from detente.read.draft import Draft
from detente.read.html_body import body_blocks
from detente.read.html_comments import cut_comments
from detente.read.html_islands import without_islands
from detente.read.html_meta import Meta, meta_of
from detente.read.html_stated import stated_draft
from detente.read.html_title import title_of
from detente.read.html_tree import Block, Element, blocks_of, key_of, parse_tree, size_of
from detente.read.published import published_in
from detente.records import PublishedBasis

STANDFIRST_SEARCH = 40
LONGEST_STANDFIRST = 600
SHORTEST_STANDFIRST = 30
MOST_FURNITURE = 300
LONGEST_NOTE = 160
HEAD_LINES = 5
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?head(?:line|ing)?|lede|lead|summary|intro|excerpt|strapline|description|teaser)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"(?:enable|activate|turn on|requires?|need)\s+javascript|id=[\"'](?:root|app|__next|__nuxt)[\"']", re.IGNORECASE
)


def read_html(text: str, *, url: str | None = None) -> Draft:
    """Return the draft of a page.

    Args:
        text: the markup.
        url: where it came from, for the date that an address may hold.

    Raises:
        EmptyInput: the page holds no article: an empty body, or one that scripts would fill.
    """
    tree = parse_tree(text)
    comments, around = cut_comments(tree)
    meta = meta_of(tree)
    blocks = list(blocks_of(tree))
    chosen = body_blocks(tree, blocks, stated=meta.body)
    title = title_of(blocks, meta, chosen)
    chosen = _body(blocks, chosen, title)
    draft = _draft(blocks, meta, chosen, title=title) if chosen else stated_draft(meta)
    if draft is None:
        raise EmptyInput(_why_empty(text, blocks))
    draft = _dated(draft, meta, tree, url=url, near=_near(blocks, title, chosen))
    return replace(
        draft, comments=comments, furniture=(*draft.furniture, *around)[:MOST_FURNITURE], url=url or meta.url
    )


def _why_empty(text: str, blocks: Sequence[Block]) -> str:
    if _SCRIPTED.search(text) or (not blocks and "<script" in text.lower()):
        return "no article: the page is filled in by scripts, which are not run"
    return "no article: only page furniture" if blocks else "no article: the page has no text"


def _body(blocks: Sequence[Block], chosen: Sequence[int], title: int | str | None) -> list[int]:
    """Return the body without title, what stands above it, dates, bylines, credits, boxes and tails."""
    chosen = without_islands(blocks, chosen) if chosen else chosen
    chosen = _below(blocks, chosen, title)
    key = blocks[title].key if isinstance(title, int) else key_of(title or "")
    kept = [i for i in chosen if i != title and not (key and blocks[i].key == key)]
    return [
        i for i in kept if not (is_date_line(blocks[i].text) or is_byline(blocks[i].text) or is_credit(blocks[i].text))
    ]


def _below(blocks: Sequence[Block], chosen: Sequence[int], title: int | str | None) -> Sequence[int]:
    """Leave out what stands above the title, unless that is the greater part."""
    if not isinstance(title, int):
        return chosen
    below = [i for i in chosen if i > title]
    return below if size_of(blocks, below) > size_of(blocks, chosen) / 2 else chosen


def _draft(blocks: Sequence[Block], meta: Meta, chosen: list[int], *, title: int | str | None) -> Draft:
    standfirst = _standfirst(blocks, meta, chosen, title)
    body = [i for i in chosen if i != standfirst]
    used = {*body, title, standfirst}
    others = [block.text for i, block in enumerate(blocks) if i not in used]
    return Draft(
        paragraphs=tuple(blocks[i].text for i in body),
        title=blocks[title].text if isinstance(title, int) else title,
        standfirst=blocks[standfirst].text if standfirst is not None and body else None,
        section=meta.section,
        publisher=meta.publisher or publisher_in([blocks[i].text for i in body[:3]], others),
        authors=meta.authors or authors_of(text for text in others if is_byline(text)),
        furniture=tuple(dict.fromkeys(others)),
    )


def _standfirst(blocks: Sequence[Block], meta: Meta, chosen: Sequence[int], title: int | str | None) -> int | None:
    """Return the block that stands between title and body and is named, or stated in the markup, as the lede."""
    first = chosen[0]
    start = title + 1 if isinstance(title, int) and title < first else max(0, first - STANDFIRST_SEARCH)
    keys = [key for text in meta.descriptions if len(key := key_of(text)) >= SHORTEST_STANDFIRST]
    for i in range(start, first + 1):
        block = blocks[i]
        wrong = i == title or block.links > 0.5 or block.inside("figcaption", "figure")
        if wrong or not SHORTEST_STANDFIRST <= len(block.text) <= LONGEST_STANDFIRST:
            continue
        stated = any(block.key == key for key in keys)
        if (stated or _named(block.element)) and (i < first or _apart(blocks, chosen)):
            return i
    return None


def _named(element: Element) -> bool:
    around = [element, *list(element.iterancestors())[:2]]
    return any(
        _STANDFIRST.search(node.get("class") or "")
        for node in around
        if node.tag not in ("body", "html", "main", "article")
    )


def _apart(blocks: Sequence[Block], chosen: Sequence[int]) -> bool:
    """Return whether the body's first block has another parent, tag or class than the second."""
    if len(chosen) < 3:
        return False
    one, two = blocks[chosen[0]].element, blocks[chosen[1]].element
    return one.getparent() is not two.getparent() or one.tag != two.tag or one.get("class") != two.get("class")


def _near(blocks: Sequence[Block], title: int | str | None, chosen: Sequence[int]) -> list[str]:
    """Return the lines beside the title and above the body, the ones under the title first."""
    if not isinstance(title, int):
        return []
    first = next((i for i in chosen if i > title), title + 1)
    found = [*range(title + 1, min(first, title + HEAD_LINES)), *range(title - 1, max(-1, title - HEAD_LINES), -1)]
    return [line for i in found if len(blocks[i].text) <= LONGEST_NOTE for line in blocks[i].text.split("\n")]


def _dated(draft: Draft, meta: Meta, tree: Element, *, url: str | None, near: Sequence[str]) -> Draft:
    day: date | None = meta.published
    basis: PublishedBasis = "metadata"
    if day is None:
        lines = [text for text in draft.furniture if is_date_line(text)]
        texts = [text for text in (draft.title, draft.standfirst, *draft.paragraphs) if text]
        day = _searched(tree, url)
        around = [*filter(None, [meta.page_title]), *(text for text in draft.furniture if len(text) <= LONGEST_NOTE)]
        if day is None and (found := published_in(texts, lines, around=around)):
            day, basis = found
        elif day is None:
            day, basis = next((known for line in near if (known := full_date(line))), None), "text"
    return replace(draft, published=day, published_basis=basis if day else None)


def _searched(tree: Element, url: str | None) -> date | None:
    """Return the day that htmldate finds in markup and address, without guessing from the prose."""
    try:
        found = find_date(tree, url=url, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    return date.fromisoformat(found) if found else None
