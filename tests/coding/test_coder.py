"""The whole way from article to events: what is read, what is left out, ids that never change."""

from dataclasses import replace
from datetime import date

import pytest

from detente.coding.coder import Coder, load_coder
from detente.data.codebook_cards import load_codebook
from detente.records import Comment, Document, Event, Span
from readings import article, events

TEXTS = [
    "Iran attacked Iraq on Monday. Kuwait condemned the attack.",
    "Norway promised to send aid to Malawi, its foreign minister said.",
    "“We will not talk to Chile,” the Peruvian president said. He then recalled the ambassador.",
    "North Korea warned its southern neighbour. The two Koreas met on Tuesday.",
]


def _documents() -> list[Document]:
    return [article(text, date(2020, 5, 5), id=f"d{n}", language="en") for n, text in enumerate(TEXTS)]


def test_ids_do_not_depend_on_what_was_coded_before(coder: Coder) -> None:
    documents = _documents()
    forwards = {d.id: coder.code(d) for d in documents}
    backwards = {d.id: coder.code(d) for d in reversed(documents)}
    alone = {d.id: coder.code(d) for d in documents[2:3]}
    assert repr(forwards) == repr({d.id: backwards[d.id] for d in documents})
    assert alone["d2"] == forwards["d2"]


def test_another_coder_gives_the_same_bytes(coder: Coder) -> None:
    other = load_coder()
    for document in _documents():
        assert repr(other.code(document)) == repr(coder.code(document))


def test_ids_are_unique_hashes_of_their_document(coder: Coder) -> None:
    found = [e for d in _documents() for e in coder.code(d)]
    assert len({e.id for e in found}) == len(found) > 4
    assert all(len(e.id) == 16 and int(e.id, 16) >= 0 for e in found)
    elsewhere = coder.code(replace(_documents()[0], id="other"))
    assert not {e.id for e in elsewhere} & {e.id for e in found}


def test_comments_and_furniture_are_never_coded(coder: Coder) -> None:
    plain = article("Iran met Iraq in Basra.", id="d", language="en")
    comment = Comment("Iran attacked Iraq! Syria bombed Jordan.", "reader")
    noisy = replace(plain, comments=(comment,), furniture=("Kuwait condemned Oman.",))
    assert coder.code(noisy) == coder.code(plain) != []


def test_text_outside_title_standfirst_and_paragraphs_is_not_read(coder: Coder) -> None:
    text = "Iran met Iraq in Basra.\n\nSyria bombed Jordan."
    document = Document("d", text, (Span(0, 23),), language="en")
    assert [e.event_type for e in coder.code(document)] == ["CONSULT"]


def test_a_page_that_could_not_be_read_gives_nothing(coder: Coder) -> None:
    document = article("Iran attacked Iraq.", language="en")
    assert coder.code(document)
    assert coder.code(replace(document, error="no article found")) == []


@pytest.mark.parametrize(
    ("language", "coded"), [("en", True), (None, True), ("de", False), ("fr", False), ("ko", False)]
)
def test_only_english_is_coded(coder: Coder, language: str | None, coded: bool) -> None:
    assert bool(coder.code(article("Iran attacked Iraq.", language=language))) is coded


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "No event here.", "1234 5678", "\u00ad\u200b", "“”", "Iran. Iraq. Syria."]
)
def test_nothing_to_code(coder: Coder, text: str) -> None:
    assert events(coder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "((((((((((" * 50,
        "Iran attacked " * 400,
        "\ud800 Iran attacked Iraq.",
        "Iran attacked Iraq.\x00\x01",
        "🙂 Iran 🙂 attacked 🙂 Iraq 🙂",
        "and and and attacked attacked Iran Iran by by by",
        "Iran, who who which that attacked attacked Iraq Iraq said said.",
    ],
)
def test_odd_text_never_raises(coder: Coder, text: str) -> None:
    for event in events(coder, text):
        assert event.evidence.span.of(text) == event.evidence.text


def _all(coder: Coder) -> list[tuple[Document, Event]]:
    return [(d, e) for d in _documents() for e in coder.code(d)]


def test_events_point_into_their_text(coder: Coder) -> None:
    for document, event in _all(coder):
        assert event.document == document.id
        assert event.evidence.span.of(document.text) == event.evidence.text
        for party in (*event.sources, *event.targets):
            assert party.span is not None and party.span.of(document.text) == party.text
        for reason in event.reasons:
            assert reason.span is None or reason.span.end <= len(document.text)


def test_events_carry_the_codebooks_measures(coder: Coder) -> None:
    codebook = load_codebook()
    for _, event in _all(coder):
        assert event.quad_class == codebook.quad_class(event.event_type)
        assert event.intensity == codebook.intensity(event.event_type, event.mode)
        assert event.mode is None or event.mode in codebook.modes(event.event_type)
        assert event.cameo and event.goldstein == codebook.goldstein(event.cameo)
        assert (event.codebook, event.coder) == (coder.codebook, coder.version)
        assert 0 < event.confidence <= 1


def test_events_come_in_text_order(coder: Coder) -> None:
    for document in _documents():
        starts = [e.evidence.span.start for e in coder.code(document)]
        assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Iran attacked Iraq on Monday.", "asserted"),
        ("Iran attacked Iraq in 1980.", "historical"),
        ("Iran did not attack Iraq.", "negated"),
    ],
)
def test_factuality(coder: Coder, text: str, factuality: str) -> None:
    assert [e.factuality for e in events(coder, text, date(2020, 5, 5))] == [factuality]


@pytest.mark.parametrize(
    "text",
    [
        # opinion of others
        "Iran could attack Iraq, an analyst said.",
        "Iran may attack Iraq.",
        # sides that no one can name
        "Rebels attacked the town.",
        "He attacked the town.",
        # a ruler and his own state
        "The Iranian president met the Iranian parliament.",
        # only mentioned
        "Since the Pyongyang summit the weather has been bad.",
    ],
)
def test_too_little_to_keep(coder: Coder, text: str) -> None:
    assert events(coder, text, date(2020, 5, 5)) == []


def test_the_dateline_is_no_part_of_the_story(coder: Coder) -> None:
    found = events(coder, "BEIJING, May 4 — Iran attacked Iraq on Monday.", date(2020, 5, 5))
    assert [([p.actor for p in e.sources], [p.actor for p in e.targets]) for e in found] == [(["IRN"], ["IRQ"])]


def test_a_title_case_headline_is_coded(coder: Coder) -> None:
    (event,) = events(coder, "Iran Expels Three Senior Iraqi Diplomats Over Border Dam Dispute")
    assert event.event_type == "SANCTION"
    assert event.evidence.text.startswith("Iran Expels Three Senior Iraqi Diplomats")


def test_several_who_act_together_are_on_both_sides(coder: Coder) -> None:
    (event,) = events(coder, "Kenya and Uganda held talks in Kisumu.")
    assert {p.actor for p in event.sources} == {p.actor for p in event.targets} == {"KEN", "UGA"}
