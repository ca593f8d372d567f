"""Headline and body tell one event: one row, with all the words that say so."""

from datetime import date

import pytest

from detente.coding.coder import Coder
from detente.coding.merge import merge_mentions
from detente.records import Document, Evidence, Reason, Span
from factories import event, party
from readings import events


def _article(title: str, *paragraphs: str, **known: object) -> Document:
    text = "\n\n".join([title, *paragraphs])
    spans, start = [], 0
    for part in (title, *paragraphs):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    return Document("d", text, tuple(spans[1:]), title=title, title_span=spans[0], language="en", **known)  # type: ignore[arg-type]


def test_headline_and_body_are_one_event(coder: Coder) -> None:
    document = _article("Iran expels Iraqi diplomats", "Iran expelled three Iraqi diplomats on Monday, Kuwait said.")
    (found,) = coder.code(document)
    assert [m.text for m in found.mentions] == ["Iran expels Iraqi diplomats", "Iran expelled three Iraqi diplomats"]
    # The body speaks: it says on whose word.
    assert found.evidence.text == "Iran expelled three Iraqi diplomats"
    assert [a.speaker.actor for a in found.attribution] == ["KWT"]


def test_mentions_are_the_texts_own_words(coder: Coder) -> None:
    document = _article("Iran attacks Iraq", "Iran attacked Iraq on Monday.", "The weather was bad.")
    for found in coder.code(document):
        assert all(m.span.of(document.text) == m.text for m in found.mentions)
        assert list(found.mentions) == sorted(found.mentions, key=lambda m: m.span)


@pytest.mark.parametrize(
    ("title", "body", "number"),
    [
        ("Iran attacks Iraq", "Iran attacked Iraq on Monday.", 1),
        # another type
        ("Iran attacks Iraq", "Iran condemned Iraq on Monday.", 2),
        # the other way round
        ("Iran attacks Iraq", "Iraq attacked Iran on Monday.", 2),
        # other sides
        ("Iran attacks Iraq", "Iran attacked Kuwait on Monday.", 2),
        # not as sure
        ("Iran attacks Iraq", "Iran did not attack Iraq on Monday.", 2),
    ],
)
def test_what_agrees_is_one(coder: Coder, title: str, body: str, number: int) -> None:
    assert len(coder.code(_article(title, body))) == number


def test_other_stated_days_are_other_events(coder: Coder) -> None:
    text = "Iran attacked Iraq on 3 May 2020.\n\nIran attacked Iraq on 5 May 2020."
    assert len(events(coder, text, date(2020, 5, 6))) == 2


def test_merging_again_changes_nothing(coder: Coder) -> None:
    document = _article("Iran attacks Iraq", "Iran attacked Iraq on Monday.", "Kuwait condemned Iran.")
    found = coder.code(document)
    assert merge_mentions(document, found) == found


def test_the_surer_mention_gives_its_confidence() -> None:
    text = "Iran attacks Iraq\n\nIran attacked Iraq on Monday."
    document = Document("d", text, (Span(19, len(text)),), title_span=Span(0, 17))
    heads = Evidence(Span(0, 17), text[0:17])
    body = Evidence(Span(19, 37), text[19:37])
    told = {
        "document": "d",
        "event_type": "ASSAULT",
        "mode": None,
        "sources": (party("IRN"),),
        "targets": (party("IRQ"),),
        "attribution": (),
        "reasons": (Reason("frame", "S attack T"),),
    }
    a = event(**told, evidence=heads, mentions=(heads,), confidence=0.9)
    b = event(**told, evidence=body, mentions=(body,), confidence=0.5)
    (found,) = merge_mentions(document, [a, b])
    assert (found.confidence, found.mentions) == (0.9, (heads, body))
    assert merge_mentions(document, []) == []
