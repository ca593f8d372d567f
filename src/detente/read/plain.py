"""Plain text, as pasted or as saved from a browser, to a draft: the article apart from what stands around it.

Only general signs decide: length and end of a line, where the prose begins and ends, the furniture
phrases of ``data/read/furniture.toml``, date lines, bylines, lines that repeat, the gaps between blocks.
"""

from collections import Counter
from dataclasses import dataclass, replace

from detente.errors import EmptyInput
from detente.read.blocks import Unit, units_of
from detente.read.credits import authors_of, is_byline, is_credit, publisher_in
from detente.read.dates import dateline_of, is_date_line
from detente.read.draft import Draft
from detente.read.furniture import is_kind, line_key
from detente.read.headline import Head, head_of
from detente.read.plain_comments import comments_of
from detente.read.published import published_in

SHARE_BEFORE_COMMENTS = 0.3
MENU_RUN = 3
MOST_OF_UNIT = 400
LINE_COST = 60
_LETTER = ("dear ", "sir,", "sir:", "madam", "excellency", "your excellency", "to the editor", "mr. president", "sirs,")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Units with a label each: body, short, and the kinds that stand outside (see ``_kind``, ``_label``)."""

    units: list[Unit]
    labels: list[str]


def read_plain(text: str) -> Draft:
    """Return the draft of a plain text.

    Raises:
        EmptyInput: there is nothing but white space or page furniture.
    """
    units = units_of(text)
    if not units:
        raise EmptyInput("nothing but white space")
    opening = _comments_at(units)
    article = _label(units[:opening])
    head = head_of(article.units, article.labels)
    body = _body(article, head)
    if not body and head.title is None:
        raise EmptyInput("no article: only page furniture")
    comments, controls = comments_of(units[opening:])
    draft = _compose(article, head, body)
    return replace(draft, comments=comments, furniture=(*draft.furniture, *controls))


def _comments_at(units: list[Unit]) -> int:
    """Return the index of the line that opens the comment area, the number of units where none does."""
    total = sum(len(unit.text) for unit in units if unit.prose)
    before = 0
    for index, unit in enumerate(units):
        if unit.prose and not is_kind(unit.text, "comments_open"):
            before += len(unit.text)
        elif before > SHARE_BEFORE_COMMENTS * total and is_kind(unit.text, "comments_open"):
            return index
    return len(units)


def _label(units: list[Unit]) -> _Layout:
    seen = Counter(line_key(unit.text) for unit in units if not unit.prose)
    labels = [_kind(unit, repeated=seen[line_key(unit.text)] > 2) for unit in units]
    _spread_related(units, labels)
    _menus(units, labels)
    _strays(units, labels)
    return _Layout(units, labels)


def _kind(unit: Unit, *, repeated: bool) -> str:
    if is_date_line(unit.text):
        return "date"
    if is_byline(unit.text):
        return "byline"
    if is_credit(unit.text):
        return "credit"
    if is_kind(unit.text, "related"):
        return "related"
    if is_kind(unit.text, "furniture", "comments_open", "time"):
        return "furniture"
    if repeated:
        return "repeated"
    if not (unit.prose and dateline_of(unit.text)) and is_kind(unit.text, "caption"):
        return "caption"
    return "body" if unit.prose else "short"


def _spread_related(units: list[Unit], labels: list[str]) -> None:
    """Headlines under the head of a list of links belong to the list, up to the next prose."""
    inside = False
    for index, (unit, label) in enumerate(zip(units, labels, strict=True)):
        if label == "related":
            inside = ":" not in unit.text.rstrip(":")
        elif label == "body":
            inside = False
        elif inside and label == "short":
            labels[index] = "listed"


def _menus(units: list[Unit], labels: list[str]) -> None:
    """Three or more menu-length lines in a row are a menu; blank lines and furniture do not break it."""
    run: list[int] = []
    for index, unit in enumerate([*units, None]):
        if unit is not None and labels[index] in ("short", "furniture", "repeated") and unit.brief:
            run.append(index)
            continue
        if len(run) >= MENU_RUN:
            for member in run:
                labels[member] = "menu"
        run = []


def _strays(units: list[Unit], labels: list[str]) -> None:
    """Prose outside the page's core (a cookie notice, a footer) is none of the article's.

    The core is the run of units with the greatest sum, where prose counts its letters and a line that
    is neither prose nor a date, byline or credit takes some off.
    """
    best, total, begin, core = 0, 0, 0, (0, len(units))
    for i, (unit, label) in enumerate(zip(units, labels, strict=True)):
        if total <= 0:
            total, begin = 0, i
        if label == "body":
            total += min(len(unit.text), MOST_OF_UNIT)
        elif label not in ("date", "byline", "credit"):
            total -= LINE_COST
        if total > best:
            best, core = total, (begin, i + 1)
    for i, label in enumerate(labels):
        if label == "body" and not core[0] <= i < core[1]:
            labels[i] = "stray"


def _body(article: _Layout, head: Head) -> list[int]:
    """Return the indices of the body's units: from the end of the head to the last prose."""
    prose = [i for i, label in enumerate(article.labels) if label == "body" and i >= head.end]
    shorts = [i for i, label in enumerate(article.labels) if label == "short" and i >= head.end]
    if not prose:
        return shorts
    stop = prose[-1] + 1
    if _is_letter(article, head):
        return _letter_body(article, head)
    return [i for i in sorted({*prose, *shorts}) if i < stop or _closes(article.units[i])]


def _is_letter(article: _Layout, head: Head) -> bool:
    opening = [unit.text.lower() for unit in article.units[: head.end + 4]]
    return any(text.startswith(_LETTER) and len(text) < 60 for text in opening)


def _letter_body(article: _Layout, head: Head) -> list[int]:
    """Return a letter's units with salutation, closing words and signature, up to the first furniture."""
    last = max(i for i, label in enumerate(article.labels) if label == "body")
    end = next(
        (i for i in range(last, len(article.labels)) if article.labels[i] in ("furniture", "related")),
        len(article.labels),
    )
    return [i for i in range(head.end, end) if article.labels[i] in ("body", "short", "menu")]


def _closes(unit: Unit) -> bool:
    """Return whether a line after the last prose is a last short sentence of the story."""
    return unit.ends and not unit.text.rstrip().endswith(":") and unit.words >= 3


def _compose(article: _Layout, head: Head, body: list[int]) -> Draft:
    units = article.units
    kept = {*body, *(i for i in (head.title, head.standfirst) if i is not None)}
    used = kept | {head.section} if head.section is not None else kept
    texts = [units[i].text for i in sorted(kept)]
    others = [unit.text for i, unit in enumerate(units) if i not in used]
    stamp = published_in(texts, [units[i].text for i, label in enumerate(article.labels) if label == "date"])
    bylines = [units[i].text for i, label in enumerate(article.labels) if label == "byline"]
    return Draft(
        paragraphs=tuple(units[i].text for i in body),
        title=None if head.title is None else units[head.title].text,
        standfirst=None if head.standfirst is None else units[head.standfirst].text,
        section=head.section_name,
        publisher=publisher_in(texts, others) or head.publisher,
        authors=authors_of(bylines),
        published=stamp[0] if stamp else None,
        published_basis=stamp[1] if stamp else None,
        furniture=tuple(others),
    )
