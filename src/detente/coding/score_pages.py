"""Whole pages: paragraphs and comments found against those that the page holds, beside trafilatura alone."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import trafilatura

from detente.coding.gold_pages import GoldPage
from detente.coding.score import Score, figures, share_of
from detente.read import read_bytes
from detente.read.html_tree import key_of
from detente.records import Document

# A line is found where its words and those of the page's line agree to this F1: spaces around links may differ.
SAME_LINE = 0.9
# So many words in a row of a comment, in the body, are comment text in the body.
RUN_OF_WORDS = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it was read: by this reader, and by trafilatura where it is HTML."""

    page: GoldPage
    documents: tuple[Document, ...]
    ours: "Lines"
    theirs: "Lines | None"


@dataclass(frozen=True, slots=True)
class Lines:
    """What a reader takes for body and for comments, line by line."""

    body: tuple[str, ...]
    comments: tuple[str, ...]


def read_gold(page: GoldPage) -> Reading:
    """Return what this reader and trafilatura make of a page."""
    content = page.file.read_bytes()
    documents = tuple(read_bytes(content, page.file.name))
    body = _lines(span.of(d.text) for d in documents for span in d.paragraphs)
    comments = _lines(comment.text for d in documents for comment in d.comments)
    theirs = _trafilatura(content) if page.file.suffix == ".html" else None
    return Reading(page, documents, Lines(body, comments), theirs)


def _trafilatura(content: bytes) -> Lines:
    found = trafilatura.bare_extraction(content, include_comments=True, with_metadata=False)
    text, comments = (getattr(found, key, None) or "" for key in ("text", "comments"))
    return Lines(_lines([text]), _lines([comments]))


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.split("\n") if _WORD.search(line))


def reading_scores(readings: Sequence[Reading]) -> Iterator[Score]:
    """Yield the scores of paragraphs, comments, title and day: on all pages, and on HTML beside trafilatura.

    ``comments out of the body`` is the share of comments of which no six words in a row stand in the body.
    """
    html = [(r.page, r.ours, r.theirs) for r in readings if r.theirs is not None]
    ours, theirs = [(page, own) for page, own, _ in html], [(page, other) for page, _, other in html]
    for name, rows in (
        ("", [(r.page, r.ours) for r in readings]),
        (" of HTML", ours),
        (" of HTML, trafilatura", theirs),
    ):
        yield _sum("paragraphs" + name, [paragraph_counts(page, lines) for page, lines in rows])
        yield _sum("comments" + name, [comment_counts(page, lines) for page, lines in rows])
        yield share_of("comments out of the body" + name, [out for p, lines in rows for out in kept_out(p, lines)])
    yield share_of("comment authors", [right for r in readings for right in _authors(r)])
    yield share_of("title", [any(key_of(d.title or "") == key_of(r.page.title) for d in r.documents) for r in readings])
    yield share_of("day", [r.page.published in {_day(d) for d in r.documents} for r in readings])


def paragraph_counts(page: GoldPage, lines: Lines) -> tuple[int, int, int]:
    """Return how many paragraphs are right, found and there; title, standfirst and neutral lines are left out."""
    aside = [text for text in (page.title, page.standfirst, *page.neutral) if text]
    found = [line for line in lines.body if not any(_same(line, text) for text in aside)]
    return _right(page.paragraphs, found), len(found), len(page.paragraphs)


def comment_counts(page: GoldPage, lines: Lines) -> tuple[int, int, int]:
    """Return how many lines of comments are right, found and there."""
    gold = [line for comment in page.comments for line in comment.lines]
    return _right(gold, lines.comments), len(lines.comments), len(gold)


def kept_out(page: GoldPage, lines: Lines) -> list[bool]:
    """Return for each comment whether none of it stands in the body."""
    body = {run for line in lines.body for run in _runs(line)} | {tuple(_words(line)) for line in lines.body}
    return [not any(run in body for line in comment.lines for run in _runs(line)) for comment in page.comments]


def _runs(line: str) -> Iterator[tuple[str, ...]]:
    words = _words(line)
    size = min(RUN_OF_WORDS, len(words))
    yield from (tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def _words(line: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(line.replace("\u00ad", ""))]


def _same(a: str, b: str) -> bool:
    first, second = Counter(_words(a)), Counter(_words(b))
    return 2 * (first & second).total() >= SAME_LINE * (first.total() + second.total())


def _right(gold: Sequence[str], found: Sequence[str]) -> int:
    """Return how many gold lines are found, each line used once."""
    left, right = list(found), 0
    for line in gold:
        same = next((other for other in left if _same(line, other)), None)
        if same is not None:
            left.remove(same)
            right += 1
    return right


def _sum(level: str, counts: Sequence[tuple[int, int, int]]) -> Score:
    right, found, gold = (sum(row[i] for row in counts) for i in range(3))
    return Score(level, *figures(right, found, gold), gold)


def _authors(reading: Reading) -> Iterator[bool]:
    """Yield for each signed comment whether it is found under that name."""
    found = [(comment.author, comment.text) for d in reading.documents for comment in d.comments]
    for comment in reading.page.comments:
        if comment.author:
            text = " ".join(comment.lines)
            yield any(author == comment.author and _same(text, words) for author, words in found)


def _day(document: Document) -> str | None:
    return document.published.isoformat() if document.published else None
