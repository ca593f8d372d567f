"""Which of the codebook's contexts a sentence speaks of."""

import pytest

from detente.coding.coder import Coder
from detente.coding.contexts import MOST_CONTEXTS, ContextTagger
from detente.data.codebook_cards import load_codebook
from readings import sentences


@pytest.fixture(scope="module")
def tagger() -> ContextTagger:
    return ContextTagger(load_codebook())


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Tanks of the army entered the town.", "military"),
        ("The defence minister met the envoys.", "military"),
        ("The fighter-jet crossed the border.", "military"),
        ("The spy was tried in secret.", "intelligence"),
        ("Parliament debated the draft law.", "legislative"),
        ("Voters queued at the polling station.", "election"),
        ("The cabinet met after the coup.", "executive"),
    ],
)
def test_signal_words(coder: Coder, tagger: ContextTagger, text: str, context: str) -> None:
    assert context in tagger.tag(sentences(coder, text)[0])


def test_inflected_words_and_phrases_are_found_by_lemma(coder: Coder, tagger: ContextTagger) -> None:
    one, many = (tagger.tag(sentences(coder, t)[0]) for t in ("A fighter jet left.", "Two fighter jets left."))
    assert "military" in one and "military" in many


def test_most_signal_words_first_then_by_name(coder: Coder, tagger: ContextTagger) -> None:
    found = tagger.tag(sentences(coder, "Soldiers, tanks and warships surrounded the parliament.")[0])
    assert found[0] == "military"
    assert "legislative" in found[1:]


def test_no_more_than_three(coder: Coder, tagger: ContextTagger) -> None:
    text = "Soldiers, spies, voters, senators, the cabinet and refugees spoke of sanctions, oil and the ceasefire."
    assert len(tagger.tag(sentences(coder, text)[0])) == MOST_CONTEXTS


def test_plain_sentences_have_none(coder: Coder, tagger: ContextTagger) -> None:
    assert tagger.tag(sentences(coder, "Iran met Iraq on Monday.")[0]) == ()


def test_names_are_those_of_the_codebook(coder: Coder, tagger: ContextTagger) -> None:
    known = {context.name for context in load_codebook().contexts}
    found = tagger.tag(sentences(coder, "Soldiers, spies, voters and senators met.")[0])
    assert found and set(found) <= known
