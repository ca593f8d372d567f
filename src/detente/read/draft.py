"""From what a reader found to a Document: joins the pieces, counts the spans, makes the id."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date

from detente.records import Comment, Document, Page, PublishedBasis, Span

BLANK_LINE = "\n\n"
ID_LENGTH = 16
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader took out of a page, each piece of text as it stands there."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    standfirst: str | None = None
    section: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_basis: PublishedBasis | None = None
    language: str | None = None
    url: str | None = None
    comments: tuple[Comment, ...] = ()
    furniture: tuple[str, ...] = ()


def finish(draft: Draft, page: Page, *, published: date | None = None) -> Document:
    """Return the Document of a draft.

    Args:
        draft: what was found.
        page: the page that it was found in; gives the origin, and the URL where the draft has none.
        published: the day to take instead of the one found (basis "given").
    """
    draft = _sound(draft)
    pieces = [piece for piece in (draft.title, draft.standfirst) if piece] + list(draft.paragraphs)
    text = BLANK_LINE.join(pieces)
    spans = _spans(pieces)
    title = spans.pop(0) if draft.title else None
    standfirst = spans.pop(0) if draft.standfirst else None
    day = published or draft.published
    return Document(
        id=content_id(text, day),
        text=text,
        paragraphs=tuple(spans),
        title=draft.title,
        title_span=title,
        standfirst=draft.standfirst,
        standfirst_span=standfirst,
        url=draft.url or page.url,
        section=draft.section,
        publisher=draft.publisher,
        authors=draft.authors,
        published=day,
        published_basis="given" if published else draft.published_basis,
        language=draft.language,
        comments=draft.comments,
        furniture=draft.furniture,
        origin=page.origin,
    )


def failed(page: Page, error: str, *, published: date | None = None) -> Document:
    """Return the row of a page that could not be read: no text, one sentence that says why."""
    basis: PublishedBasis | None = "given" if published else None
    return Document(
        id=content_id(f"{page.origin}{BLANK_LINE}{error}", published),
        text="",
        url=page.url,
        published=published,
        published_basis=basis,
        error=error,
        origin=page.origin,
    )


def content_id(text: str, day: date | None) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a text and its day; no URL goes in."""
    content = f"{day.isoformat() if day else ''}\n{text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def with_language(draft: Draft, language: str | None) -> Draft:
    """Return the draft with a language where it had none."""
    return draft if draft.language or not language else replace(draft, language=language)


def _sound(draft: Draft) -> Draft:
    """Return the draft with U+FFFD for each lone surrogate (JSON can hold them, UTF-8 cannot); lengths stay."""
    return replace(
        draft,
        title=draft.title and _whole(draft.title),
        standfirst=draft.standfirst and _whole(draft.standfirst),
        section=draft.section and _whole(draft.section),
        publisher=draft.publisher and _whole(draft.publisher),
        language=draft.language and _whole(draft.language),
        url=draft.url and _whole(draft.url),
        paragraphs=_all_sound(draft.paragraphs),
        authors=_all_sound(draft.authors),
        furniture=_all_sound(draft.furniture),
        comments=tuple(
            replace(comment, text=_whole(comment.text), author=comment.author and _whole(comment.author))
            for comment in draft.comments
        ),
    )


def _all_sound(pieces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_whole(piece) for piece in pieces)


def _whole(piece: str) -> str:
    return _SURROGATE.sub("\ufffd", piece)


def _spans(pieces: list[str]) -> list[Span]:
    spans, at = [], 0
    for piece in pieces:
        spans.append(Span(at, at + len(piece)))
        at += len(piece) + len(BLANK_LINE)
    return spans
