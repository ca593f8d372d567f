"""Our own invented pages, one layout each: ``tests/pages/NAME.html`` beside ``NAME.expected.json``."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.read import read_bytes
from detente.records import Document

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.html"))


def found_in(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "standfirst": document.standfirst,
        "paragraphs": [span.of(document.text) for span in document.paragraphs],
        "comments": [[comment.author, comment.text] for comment in document.comments],
        "section": document.section,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "published": document.published.isoformat() if document.published else None,
        "published_basis": document.published_basis,
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    expected = json.loads(page.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
    (document,) = read_bytes(page.read_bytes(), page.name)
    assert document.error is None
    assert found_in(document) == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_spans_and_apartness(page: Path) -> None:
    (document,) = read_bytes(page.read_bytes(), page.name)
    blocks = document.blocks()
    assert "\n\n".join(span.of(document.text) for span in blocks) == document.text
    assert document.title_span is not None and document.title_span.of(document.text) == document.title
    for comment in document.comments:
        assert comment.text not in document.text
    for line in document.furniture:
        assert len(line) < 40 or line not in document.text


def test_there_are_enough_layouts() -> None:
    assert len(PAGES) >= 15


def test_furniture_is_listed() -> None:
    page = next(page for page in PAGES if page.stem == "wordpress")
    (document,) = read_bytes(page.read_bytes(), page.name)
    listed = "\n".join(document.furniture)
    for words in (
        "We use cookies",
        "Share this",
        "Related stories",
        "Ostmark opens a new bridge",
        "All rights reserved",
    ):
        assert words in listed


def test_same_article_same_id_whatever_the_address() -> None:
    content = PAGES[0].read_bytes()
    (one,) = read_bytes(content, "a.html", url="https://one.example/a")
    (two,) = read_bytes(content, "b.html", url="https://two.example/b")
    assert one.id == two.id and one.url != two.url and len(one.id) == 16
