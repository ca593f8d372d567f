"""The parser's door: one tree for each span, and every word's span is of the untouched text."""

import pytest

from detente.coding.coder import Coder
from detente.parse.syntax import LONGEST_SENTENCE, sentence_case
from detente.records import Sentence, Span
from detente.text.normalise import clean, fold
from readings import whole

AWKWARD = [
    "The envoy of North Ko\u00adrea warned the United Na\u00adtions again.",
    "\u201cIran\u2019s envoy,\u201d he said, \u201chas left.\u201d",
    "The\u00a0United\u00a0States\u00a0expelled two envoys.",
    "France\u200b condemned\ufeff the raid.",
    "The o\ufb03ce in Bu\u0301dapest was closed.",
    "Iran  warned\tIraq \u2013 again \u2013 on Monday\u2026",
    "Co\u0302te d\u2019Ivoire re\u00adcalled its en\u00advoy.",
]


def _parse(coder: Coder, text: str, names: list[Span] | None = None) -> Sentence:
    found = coder.parser.parse(text, [(whole(text), 0)], names=names or [])
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("text", AWKWARD)
def test_words_point_into_the_untouched_text(coder: Coder, text: str) -> None:
    sentence = _parse(coder, text)
    for word in sentence.words:
        assert fold(word.span.of(text)) == fold(word.text)
    assert all(a.span.end <= b.span.start for a, b in zip(sentence.words, sentence.words[1:], strict=False))


@pytest.mark.parametrize("text", AWKWARD)
def test_nothing_but_blanks_and_invisible_signs_lies_between_words(coder: Coder, text: str) -> None:
    sentence = _parse(coder, text)
    covered = set().union(*(range(w.span.start, w.span.end) for w in sentence.words))
    left = "".join(c for i, c in enumerate(text) if i not in covered)
    assert not clean(left).text.strip()


def test_soft_hyphen_stays_inside_its_word(coder: Coder) -> None:
    text = "The army shel\u00adled the har\u00adbour."
    spans = {w.text: w.span.of(text) for w in _parse(coder, text).words}
    assert spans["shelled"] == "shel\u00adled"
    assert spans["harbour"] == "har\u00adbour"


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Abe met Gen. Smith in St. Petersburg on Jan. 5.",
        "He left. She stayed. They met again.",
        "Who attacked the port? Nobody knows!",
        "The U.S. and the U.K. met.",
    ],
)
def test_one_span_gives_one_sentence(coder: Coder, text: str) -> None:
    sentence = _parse(coder, text)
    assert sum(w.head == w.index for w in sentence.words) >= 1
    assert sentence.span == whole(text)


def test_spans_keep_their_order_and_blocks(coder: Coder) -> None:
    text = "Iran warned Iraq.\n\nIraq replied."
    found = coder.parser.parse(text, [(Span(0, 17), 0), (Span(19, 32), 1)])
    assert [(s.span.of(text), s.block) for s in found] == [("Iran warned Iraq.", 0), ("Iraq replied.", 1)]
    assert [w.span.of(text) for w in found[1].words] == ["Iraq", "replied", "."]


@pytest.mark.parametrize("text", ["", "   ", "\u00ad\u200b", "\n"])
def test_blank_spans_give_no_sentence(coder: Coder, text: str) -> None:
    assert coder.parser.parse(text, [(whole(text), 0)]) == []


def test_over_long_spans_are_left_out(coder: Coder) -> None:
    text = "Iran warned Iraq. " + "word " * LONGEST_SENTENCE
    assert coder.parser.parse(text, [(whole(text), 0)]) == []
    assert len(coder.parser.parse(text, [(Span(0, 17), 0), (whole(text), 1)])) == 1


def test_children_agree_with_heads(coder: Coder) -> None:
    sentence = _parse(coder, "Kenya and Uganda, which share the lake, signed the accord in Kisumu.")
    for word in sentence.words:
        assert sentence.children[word.index] == tuple(
            w.index for w in sentence.words if w.head == word.index and w.index != word.index
        )


def test_a_sentence_is_parsed_the_same_whatever_stands_beside_it(coder: Coder) -> None:
    text = "Iran warned Iraq over the dam. The weather was bad. Chile signed the treaty."
    spans = [Span(0, 30), Span(31, 51), Span(52, len(text))]
    together = coder.parser.parse(text, [(s, 0) for s in spans])
    assert together == [s for span in spans for s in coder.parser.parse(text, [(span, 0)])]


@pytest.mark.parametrize(
    ("headline", "names", "expected"),
    [
        ("Iran Warns Iraq Over New Border Dam", ["Iran", "Iraq"], "Iran warns Iraq over new border dam"),
        (
            "South Korea Urges U.S. to Lift Steel Tariffs",
            ["South Korea", "U.S."],
            "South Korea urges U.S. to lift steel tariffs",
        ),
        ("NATO Sends More Ships Toward Baltic Coast", [], "NATO sends more ships toward baltic coast"),
        ("Iran warned Iraq over the new dam", ["Iran", "Iraq"], "Iran warned Iraq over the new dam"),
        ("Iran Warns Iraq", ["Iran", "Iraq"], "Iran Warns Iraq"),
    ],
)
def test_title_case_headlines_keep_capitals_on_names_alone(headline: str, names: list[str], expected: str) -> None:
    spans = [Span(at, at + len(name)) for name in names if (at := headline.find(name)) >= 0]
    assert sentence_case(clean(headline), 0, spans) == expected


def test_title_case_counts_from_the_start_of_the_block() -> None:
    text = "Lead.\n\nIran Warns Iraq Over New Border Dam"
    names = [Span(7, 11), Span(18, 22)]
    assert sentence_case(clean(text[7:]), 7, names) == "Iran warns Iraq over new border dam"


def test_title_case_headline_has_a_verb_and_its_subject(coder: Coder) -> None:
    text = "Iran Warns Iraq Over New Border Dam"
    words = {w.span.of(text): w for w in _parse(coder, text, [Span(0, 4), Span(11, 15)]).words}
    assert (words["Warns"].pos, words["Warns"].lemma) == ("VERB", "warn")
    assert words["Iran"].head == words["Warns"].index


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The army overran the village.", "overrun"),
        ("The rebels hung the flag over the palace.", "hang"),
        ("The admiral hopes the fleet will leave.", "hope"),
        ("Its artillery shelled the village.", "shell"),
    ],
)
def test_lemmas_that_the_parser_gets_wrong_are_corrected(coder: Coder, text: str, lemma: str) -> None:
    assert lemma in {w.lemma for w in _parse(coder, text).words if w.pos == "VERB"}
