"""Which sentences are worth parsing: those with a word that calls a frame and an actor in reach."""

import pytest

from detente.coding.coder import Coder
from detente.coding.prefilter import Prefilter, forms_of
from detente.data.cues_cards import load_irregular_forms
from detente.data.frame_rows import load_frame_rows
from detente.records import Span
from detente.resolve.discourse import Discourse
from readings import whole


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("attack", ["attack", "attacks", "attacked", "attacking"]),
        ("condemn", ["condemns", "condemned", "condemning"]),
        ("praise", ["praises", "praised", "praising"]),
        ("deny", ["denies", "denied", "denying"]),
        ("die", ["dies", "died", "dying"]),
        ("bar", ["bars", "barred", "barring"]),
        ("meet", ["meets", "met", "meeting"]),
        ("send", ["sends", "sent", "sending"]),
        ("withdraw", ["withdraws", "withdrew", "withdrawn", "withdrawing"]),
        ("clash", ["clashes", "clashed", "clashing"]),
        ("ally", ["allies", "allied", "allying"]),
        ("crisis", ["crisis", "crises"]),
        ("be", ["is", "was", "were", "are", "been", "being"]),
    ],
)
def test_forms(lemma: str, forms: list[str]) -> None:
    assert set(forms) <= forms_of(lemma, load_irregular_forms())


def test_irregular_forms_are_lower_case_words() -> None:
    for lemma, forms in load_irregular_forms().items():
        assert lemma.isalpha() and lemma == lemma.lower()
        assert all(form.isalpha() and form == form.lower() for form in forms.split())


def _may(coder: Coder, text: str, prefilter: Prefilter | None = None) -> bool:
    mentions = coder.lexicon.names.find(text, [whole(text)])
    discourse = Discourse(coder.lexicon, text, None, mentions)
    return (prefilter or Prefilter(["attack", "meet"], load_irregular_forms())).may_hold_event(discourse, whole(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran attacked Iraq.", True),
        ("They attacked the town.", True),
        ("Rebels attacked the town.", True),
        ("The minister met the crew.", True),
        # no actor
        ("The storm attacked the coast.", False),
        # no word of a frame
        ("Iran is a large country.", False),
        ("The weather was bad.", False),
        # a frame's word inside another
        ("Iran's counterattackers slept.", False),
    ],
)
def test_may_hold_event(coder: Coder, text: str, expected: bool) -> None:
    assert _may(coder, text) is expected


def test_only_the_span_is_looked_at(coder: Coder) -> None:
    text = "Iran attacked Iraq. The weather was bad."
    mentions = coder.lexicon.names.find(text, [whole(text)])
    discourse = Discourse(coder.lexicon, text, None, mentions)
    prefilter = Prefilter(["attack"], {})
    assert prefilter.may_hold_event(discourse, Span(0, 19))
    assert not prefilter.may_hold_event(discourse, Span(20, len(text)))


def test_no_example_of_a_frame_is_filtered_out(coder: Coder) -> None:
    lost = [row.example for row in load_frame_rows() if not _may(coder, row.example, coder.prefilter)]
    assert lost == []
