"""Look-up forms and the parser's text: nothing is lost, every character finds its way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.text import clean, fold, look_up_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("People\u2019s Army", "People's Army"),
        ("\u201cNorth\u201d", '"North"'),
        ("North\u00a0Korea", "North Korea"),
        ("North  Korea\n", "North Korea"),
        ("Pyong\u00adyang", "Pyongyang"),
        ("Py\u200bongyang", "Pyongyang"),
        ("Élysée", "Elysee"),
        ("E\u0301lyse\u0301e", "Elysee"),
        ("Erdoğan", "Erdogan"),
        ("Wałęsa", "Walesa"),
        ("Kim Jong\u2011un", "Kim Jong-un"),
        ("of\ufb01ce", "office"),
        ("Ｕ．Ｎ．", "U.N."),
        ("KIM", "KIM"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_can_keep_accents() -> None:
    assert fold("E\u0301lysée\u00a0Palace", accents=False) == "Élysée Palace"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kim Jong-un", "Kim Jong un"),
        ("KIM JONG UN", "KIM JONG UN"),
        ("NORTH KOREA", "NORTH KOREA"),
        ("  Kim\u00a0Jong\u2011 un ", "Kim Jong un"),
        ("NATO", "NATO"),
        ("U.S.", "U.S."),
        ("Inter-Korean", "Inter Korean"),
    ],
)
def test_look_up_key(text: str, key: str) -> None:
    assert look_up_key(text) == key


def test_clean_plain_text_is_itself() -> None:
    cleaned = clean("Nothing to do here.")
    assert cleaned.text == "Nothing to do here."
    assert cleaned.span(0, 7) == Span(0, 7)


def test_clean_maps_back_to_the_untouched_text() -> None:
    text = "The\u00a0Pyong\u00adyang of\ufb01ce said \u201cno\u201d\u200b."
    cleaned = clean(text)
    assert cleaned.text == 'The Pyongyang office said "no".'
    at = cleaned.text.index("Pyongyang")
    assert cleaned.span(at, at + 9).of(text) == "Pyong\u00adyang"
    at = cleaned.text.index("office")
    assert cleaned.span(at, at + 6).of(text) == "of\ufb01ce"
    at = cleaned.text.index('"no"')
    assert cleaned.span(at, at + 4).of(text) == "\u201cno\u201d"


def test_clean_locates_an_original_span() -> None:
    text = "\ufeffThe Pyong\u00adyang of\ufb01ce"
    cleaned = clean(text)
    start = text.index("Pyong")
    found = cleaned.locate(Span(start, start + len("Pyong\u00adyang")))
    assert found.of(cleaned.text) == "Pyongyang"


def test_clean_composes_combining_accents() -> None:
    cleaned = clean("E\u0301lyse\u0301e")
    assert cleaned.text == "Élysée"
    assert cleaned.span(0, 6) == Span(0, 8)


MESSY = st.text(alphabet="ab \n.\u00ad\u00a0\u200b\u201c\u2019\ufb01\ufb03e\u0301é\ufeff", max_size=40)


@given(MESSY)
def test_clean_offsets_are_sound(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert list(cleaned.starts) == sorted(cleaned.starts)
    for index, char in enumerate(cleaned.text):
        original = cleaned.span(index, index + 1).of(text)
        assert original and char in clean(original).text


@given(MESSY)
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
