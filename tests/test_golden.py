"""The shipped examples as golden pairs: each article beside what was made of it, read and approved by a person.

A missing ``tests/golden/NAME.expected.json`` is written and the test fails with "please review": read each row
against its sentence before committing it. To approve a change, delete the file, run the test, and read the difference.
"""

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from detente.coding import Coder
from detente.read import read_paths
from detente.records import Document, Event, Party

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = sorted(item.name for item in (files("detente.data") / "examples").iterdir())


def read_example(name: str) -> Document:
    with as_file(files("detente.data") / "examples" / name) as path:
        (document,) = read_paths([str(path)])
    return document


def compact(document: Document, events: list[Event]) -> dict[str, Any]:
    return {
        "title": document.title,
        "published": f"{document.published} ({document.published_basis})",
        "section": document.section,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "paragraphs": len(document.paragraphs),
        "comments": [comment.text for comment in document.comments],
        "events": [row(event) for event in events],
    }


def row(event: Event) -> dict[str, str]:
    return {
        "source": side(event.sources),
        "event": f"{event.event_type}/{event.mode}" if event.mode else event.event_type,
        "target": side(event.targets),
        "factuality": event.factuality,
        "said_by": " > ".join(f"{named(link.speaker)} ({link.kind})" for link in event.attribution),
        "date": f"{event.when.date} ({event.when.basis})",
        "evidence": event.evidence.text,
    }


def side(parties: tuple[Party, ...]) -> str:
    return ", ".join(named(party) for party in parties)


def named(party: Party) -> str:
    return party.name or f"“{party.text}”"


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_coded_as_approved(name: str, coder: Coder) -> None:
    document = read_example(name)
    found = compact(document, list(coder.code(document)))
    file = GOLDEN / f"{Path(name).stem}.expected.json"
    if not file.exists():
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"{file.name} was written: please review every row before you commit it")
    assert found == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_evidence_is_in_the_article_word_for_word(name: str, coder: Coder) -> None:
    document = read_example(name)
    for event in coder.code(document):
        assert event.evidence.span.of(document.text) == event.evidence.text
        assert any(block.covers(event.evidence.span) for block in document.blocks())


@pytest.mark.parametrize("name", EXAMPLES)
def test_comments_and_furniture_reach_no_event(name: str, coder: Coder) -> None:
    document = read_example(name)
    evidence = "\n".join(event.evidence.text for event in coder.code(document))
    apart = [*(comment.text for comment in document.comments), *document.furniture]
    assert not [words for words in apart if len(words.split()) > 3 and words in evidence]


def test_three_layouts_are_shipped() -> None:
    assert [Path(name).suffix for name in EXAMPLES] == [".txt", ".jsonl", ".html"]


def test_every_pair_has_both_halves() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{Path(name).stem}.expected.json" for name in EXAMPLES}
