"""Headlines whose verb the parser takes for a noun are read again; what has its verb, or needs none, is left."""

from dataclasses import replace

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.data.cues_cards import load_irregular_forms
from detente.parse.headlines import headline_verbs, past_of, third_person
from detente.records import Event, Sentence, Span

SIDES = [
    ("Kenya and Uganda sign treaty", "SUPPORT", {"KEN", "UGA"}),
    ("Australia and Japan ink defence pact", "SUPPORT", {"AUS", "JPN"}),
    ("Rwanda, Burundi ink border accord", "SUPPORT", {"RWA", "BDI"}),
    ("Laos and Thailand ink bridge deal", "SUPPORT", {"LAO", "THA"}),
    ("Kenya and Uganda Sign Treaty", "SUPPORT", {"KEN", "UGA"}),
]
# Nouns of these forms, with a name before them: there is no verb to be found.
WITHOUT_VERB = [
    "Iran sanctions relief",
    "Iran sanctions bill",
    "Israel and Hamas hostage deal",
    "Israel and Egypt border talks",
    "Germany and France aid package for Kyiv",
    "India and Nepal border dispute map",
    "Russia and Turkey exchange of prisoners in Ankara",
    "Kenya and Uganda trade deal",
    "Serbia and Kosovo visit plans",
    "Chad protest ban",
]


def _headline(coder: Coder, text: str) -> list[Event]:
    block = Span(0, len(text))
    return coder.code(replace(sentence_document(text), title=text, title_span=block, paragraphs=()))


def _parsed(coder: Coder, text: str) -> Sentence:
    _, sentences = coder.read(sentence_document(text), whole=True)
    return sentences[0]


@pytest.mark.parametrize(("text", "event_type", "countries"), SIDES)
def test_two_who_sign_are_found(coder: Coder, text: str, event_type: str, countries: set[str]) -> None:
    (event,) = _headline(coder, text)
    assert event.event_type == event_type
    assert {p.country for p in event.sources} == {p.country for p in event.targets} == countries


@pytest.mark.parametrize("text", [text for text, _, _ in SIDES])
def test_words_and_evidence_stand_as_in_the_text(coder: Coder, text: str) -> None:
    assert [w.span.of(text) for w in _parsed(coder, text).words] == text.replace(",", " ,").split()
    for event in _headline(coder, text):
        assert event.evidence.text == event.evidence.span.of(text)
        assert all(r.span is None or r.span.of(text).strip() for r in event.reasons)


@pytest.mark.parametrize("text", WITHOUT_VERB)
def test_nouns_stay_nouns(coder: Coder, text: str) -> None:
    assert not [w.text for w in _parsed(coder, text).words if w.pos == "VERB"]


def test_signs_between_the_words_keep_their_place(coder: Coder) -> None:
    text = "Ken\u00adya  and Uganda si\u00adgn treaty"
    words = _parsed(coder, text).words
    assert [w.span.of(text) for w in words] == ["Ken\u00adya", "and", "Uganda", "si\u00adgn", "treaty"]
    assert (words[3].lemma, words[3].tag) == ("sign", "VBD")


@pytest.mark.parametrize(
    ("lemma", "past", "third"),
    [
        ("sign", "signed", "signs"),
        ("ban", "banned", "bans"),
        ("expel", "expelled", "expels"),
        ("visit", "visited", "visits"),
        ("deny", "denied", "denies"),
        ("release", "released", "releases"),
        ("meet", "met", "meets"),
        ("clash", "clashed", "clashes"),
        ("vow", "vowed", "vows"),
        ("jail", "jailed", "jails"),
    ],
)
def test_forms(lemma: str, past: str, third: str) -> None:
    assert (past_of(lemma, load_irregular_forms()), third_person(lemma)) == (past, third)


def test_third_person_of_one_verb_is_not_the_base_of_another() -> None:
    found = headline_verbs(["sign", "attack"], {}, nouns=["attack"])
    assert {form: (v.lemma, v.singular, v.noun) for form, v in found.items()} == {
        "sign": ("sign", False, False),
        "signs": ("sign", True, False),
        "attack": ("attack", False, True),
        "attacks": ("attack", True, True),
    }
