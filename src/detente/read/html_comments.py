"""Readers' comments in a page's markup: found one by one, then cut out before the body is looked for.

Known by class and id names (WordPress, wpDiscuz, Disqus, Blogger and their like use much the same words)
and by schema.org Comment; never by the site.
"""

import re
from collections.abc import Iterator

from detente.read.blocks import units_of
from detente.read.furniture import is_kind
from detente.read.html_areas import areas_under_heads
from detente.read.html_tree import Element, blocks_of, text_of
from detente.read.html_unmarked import unmarked_comments
from detente.read.plain_comments import comments_of
from detente.read.signatures import signature_of
from detente.records import Comment

MOST_OF_PAGE = 0.6
LONGEST_AUTHOR = 60
FEWEST_WORDS = 3
NAME_WORDS = 5
NAME_TAGS = ("b", "strong", "h3", "h4", "h5", "h6", "dt")

_AREA = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmts?|commentlist|commentarea|commentsblock|comments?section|commentwrap|disqus(?:_thread)?|respond|discussion|wpd-threads|"
    r"wpdiscuz|wpdcom|wc-thread-wrapper|kommentare?|kommentarbereich|leserkommentare|commentaires|comentarios|user-?comments|"
    r"reader-?comments|talkback|reactions?-list|hreview-comments|livefyre|fb-comments|coral)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_ITEM_ID = re.compile(
    r"^(?:li-|div-|wpd-|wp-|post-)?(?:comm?ent|kommentar|comm|cmt)[-_]?(?:id[-_]?)?\d+(?:[-_]\d+)*$", re.IGNORECASE
)
_ITEM = re.compile(
    r"(?:^|\s)(?:comment|cmt|wpd-comment|wc-comment|comment-?item|single-?comment|comment-?entry|comment_container|comment-container|comment-wrap|user-comment|"
    r"comment-?block|comment--?single|comment__item|comments__item|comments-item|comment-box|kommentar|kommentar-item|c-comment|the-?comment|reply-item|post-comment)(?:$|\s)",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"(?:^|\s)(?:[\w-]*[_-])?(?:comment|cmt|wc-comment|kommentar|commentary)[_-]{0,2}(?:content|text|tx|body|message|copy|inner-text|txt)(?:$|\s)|"
    r"(?:^|\s)(?:post-message|wpd-comment-text|commenttext|comment-p)(?:$|\s)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:fn|author(?:-?name)?|commenter|user(?:-?name)?|nick(?:name)?|comment-?author(?:-?link)?|comment-?name|autor|name|poster)(?:$|[\s_-])",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:author|meta|metadata|date|time|timestamp|reply|replylink|reply-?link|avatar|gravatar|vcard|says|votes?|voting|likes?|"
    r"actions?|tools?|toolbar|footer|respond|edit|permalink|rating|share|report|flag|moderation|awaiting|badge|header|comment-?info|datum|label)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WIDGET = re.compile(
    r"recent|latest|neueste|letzte|popular|widget|count|link|button|toggle|number|open|closed|icon|feed|no-comments|nav",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\s*(?:(?:says|said|wrote|writes|schreibt|sagt|meint|a dit|dice)\s*[:.\u2026]*|:)?\s*$", re.IGNORECASE
)
_NEVER = frozenset(
    ("html", "body", "head", "main", "a", "span", "script", "style", "link", "meta", "button", "input", "svg", "i")
)


def cut_comments(tree: Element) -> tuple[tuple[Comment, ...], tuple[str, ...]]:
    """Return the comments in a page and the lines around them, and take both out of ``tree``."""
    areas = _with_headed(list(_areas(tree)), list(areas_under_heads(tree)))
    comments: list[Comment] = []
    rest: list[str] = []
    for area in areas:
        found = _comments_in(area)
        comments += found
        rest += _left_over(area, found)
    for area in areas:
        _cut(area)
    return tuple(_unique(comments)), tuple(rest)


def _with_headed(named: list[Element], headed: list[Element]) -> list[Element]:
    """Return the areas known by name, and of those known by a line above them the ones that no name reaches."""
    taken = set(named)
    for area in headed:
        around = any(node in taken for node in area.iterancestors())
        if not around and not any(node in taken for node in area.iter()):
            taken.add(area)
            named.append(area)
    return named


def _areas(tree: Element) -> Iterator[Element]:
    """Yield the outermost elements that hold comments and not the article."""
    total = len(tree.text_content()) or 1
    taken: set[Element] = set()
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in _NEVER or not _is_area(node):
            continue
        if any(around in taken for around in node.iterancestors()):
            continue
        if not _holds_article(node, total):
            taken.add(node)
            yield node


def _is_area(node: Element) -> bool:
    if _is_item(node):
        return True
    return any(_AREA.search(name) for name in _names(node))


def _names(node: Element) -> tuple[str, str]:
    return node.get("class") or "", node.get("id") or ""


def _holds_article(node: Element, total: int) -> bool:
    if _is_item(node) and not node.xpath(".//h1 | .//*[@itemprop='articleBody']"):
        return False
    if node.xpath(".//h1 | .//*[@itemprop='articleBody'] | .//article[not(contains(concat(@class, @id), 'comment'))]"):
        return True
    inside = len(node.text_content())
    own = inside - sum(len(item.text_content()) for item in _outer_items(node))
    return own > MOST_OF_PAGE * total


def _is_item(node: Element) -> bool:
    if not isinstance(node.tag, str) or node.tag in _NEVER:
        return False
    names, identity = _names(node)
    if (node.get("itemtype") or "").endswith(("schema.org/Comment", "schema.org/UserComments")):
        return True
    return bool(_ITEM_ID.match(identity) or _ITEM.search(names) or _CONTENT.search(names))


def _outer_items(area: Element) -> list[Element]:
    found: list[Element] = []
    taken: set[Element] = set()
    for node in area.iter():
        if node is not area and _is_item(node) and not any(around in taken for around in node.iterancestors()):
            taken.add(node)
            found.append(node)
    return found


def _comments_in(area: Element) -> list[Comment]:
    names = [name for name in _names(area) if name]
    if names and all(_WIDGET.search(name) for name in names) and not _is_item(area):
        return []
    texts = [node for node in area.iter() if _is_text(node)]
    if not texts:
        return _unmarked(area)
    found = [_comment(node) for node in texts]
    return [comment for comment in found if comment is not None]


def _is_text(node: Element) -> bool:
    """Return whether an element is the innermost that holds a comment's words, replies inside it aside."""
    if not isinstance(node.tag, str) or node.tag == "form":
        return False
    if _CONTENT.search(_names(node)[0]) and node.tag not in ("script", "style"):
        return not any(
            _CONTENT.search(_names(below)[0]) for below in node.iterdescendants() if isinstance(below.tag, str)
        )
    if not _is_item(node):
        return False
    return not any(_owns(node, below) for below in node.iterdescendants() if isinstance(below.tag, str))


def _owns(item: Element, below: Element) -> bool:
    """Return whether ``below`` is the place of ``item``'s own words, or an item inside it that is not a reply."""
    if not (_is_item(below) or _CONTENT.search(_names(below)[0])):
        return False
    between = [node for node in below.iterancestors() if node is not item]
    for node in between:
        if node.tag in ("ul", "ol") or "children" in (node.get("class") or "") or "repl" in (node.get("class") or ""):
            return False
        if node is item.getparent():
            break
    return True


def _comment(node: Element) -> Comment | None:
    lines = [block.text for block in blocks_of(node, skip=lambda below: _is_around(below, node))]
    lines = [line for line in lines if not is_kind(line, "comment_controls", "time", "comments_open")]
    text = "\n\n".join(lines)
    return Comment(text, _author_of(node)) if any(char.isalnum() for char in text) else None


def _is_around(below: Element, node: Element) -> bool:
    if below.tag in ("form", "time", "footer", "cite") or (below is not node and _is_item(below)):
        return True
    if below.get("itemprop") in ("author", "creator", "datePublished", "dateCreated"):
        return True
    names, identity = _names(below)
    return bool(names and _AROUND.search(names)) or identity.startswith("respond")


def _author_of(node: Element) -> str | None:
    """Return who signed a comment: the nearest author mark inside its item, or right before it."""
    item = node
    for _ in range(4):
        for below in item.iter():
            if isinstance(below.tag, str) and _is_author(below):
                name = _name(below)
                if 0 < len(name) <= LONGEST_AUTHOR:
                    return name
        before = _name_before(item)
        if before is not None:
            return before if 0 < len(before) <= LONGEST_AUTHOR else None
        parent = item.getparent()
        if parent is None or len(_texts_in(parent)) > 1:
            return _first_name(item, node)
        item = parent
    return _first_name(item, node)


def _first_name(item: Element, node: Element) -> str | None:
    """Return the first short line of an item that may sign it, above the comment's words."""
    said = text_of(node)
    for block in blocks_of(item):
        if block.text in said:
            return None
        leaf = next((" ".join(text.split()) for text in block.element.itertext() if text.strip()), block.text)
        for line in (leaf, block.text):
            signed = signature_of(line)
            if signed and signed[0] and not is_kind(line, "comment_controls", "time", "comments_open"):
                return signed[0]
    return None


def _name_before(item: Element) -> str | None:
    """Return the name that stands right before a comment's words, a time between them aside."""
    before = item.getprevious()
    while before is not None and before.tag == "time":
        before = before.getprevious()
    if before is None or not isinstance(before.tag, str):
        return None
    bold = before.tag in NAME_TAGS and 0 < len(text_of(before).split()) <= NAME_WORDS
    return _name(before) if bold or _is_author(before) else None


def _name(node: Element) -> str:
    line = " ".join(text_of(node).split())
    signed = signature_of(line)
    return signed[0] if signed and signed[0] else _SAYS.sub("", line)


def _texts_in(node: Element) -> list[Element]:
    return [below for below in node.iter() if _is_text(below)]


def _is_author(node: Element) -> bool:
    return (
        node.tag == "cite"
        or node.get("itemprop") in ("author", "creator", "name")
        or bool(_AUTHOR.search(node.get("class") or ""))
    )


def _unmarked(area: Element) -> list[Comment]:
    """Return the comments of an area whose parts have no names: by its blocks, else by the rules for plain text."""
    comments, sure = unmarked_comments(area)
    if sure and comments:
        return comments
    text = text_of(area, skip=lambda node: node.tag == "form")
    if len(text) < 20:
        return []
    found = comments_of(units_of(text))[0]
    return [Comment(item.text, item.author) for item in found if len(item.text.split()) >= FEWEST_WORDS]


def _left_over(area: Element, found: list[Comment]) -> list[str]:
    said = "\n".join(comment.text for comment in found)
    return [block.text for block in blocks_of(area) if block.text not in said]


def _cut(node: Element) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _unique(comments: list[Comment]) -> Iterator[Comment]:
    seen: set[tuple[str, str | None]] = set()
    for comment in comments:
        if (comment.text, comment.author) not in seen:
            seen.add((comment.text, comment.author))
            yield comment
