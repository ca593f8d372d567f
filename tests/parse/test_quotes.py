"""Who is speaking: the words, the speaker, the cue, and whether they stand in quotation marks."""

import pytest

from detente.coding.coder import Coder
from detente.parse.quotes import quoted_spans
from detente.records import Span
from readings import quotes

# text, kind, direct, speaker, cue, words: of the first quotation
ONE = [
    # indirect
    ("Iran said that it had closed the strait.", "reported", False, "Iran", "said", "that it had closed the strait"),
    ("Mali believes the rebels have left.", "expected", False, "Mali", "believes", "the rebels have left"),
    (
        "Officials claimed that the rebels had left.",
        "claimed",
        False,
        "Officials",
        "claimed",
        "that the rebels had left",
    ),
    (
        "The general alleged that Peru had moved its tanks.",
        "claimed",
        False,
        "The general",
        "alleged",
        "that Peru had moved its tanks",
    ),
    (
        "Analysts expect that the rebels will leave.",
        "expected",
        False,
        "Analysts",
        "expect",
        "that the rebels will leave",
    ),
    (
        "The minister warned that Peru would leave the talks.",
        "reported",
        False,
        "The minister",
        "warned",
        "that Peru would leave the talks",
    ),
    (
        "The minister denied that Peru had broken the treaty.",
        "reported",
        False,
        "The minister",
        "denied",
        "that Peru had broken the treaty",
    ),
    (
        "The admiral told reporters that the ships had left.",
        "reported",
        False,
        "The admiral",
        "told",
        "that the ships had left",
    ),
    (
        "The admiral said the ships had left and that the port was closed.",
        "reported",
        False,
        "The admiral",
        "said",
        "the ships had left and that the port was closed",
    ),
    # the cue after the words
    (
        "The ships left the port, the admiral announced.",
        "reported",
        False,
        "the admiral",
        "announced",
        "The ships left the port",
    ),
    ("The ships have left, the navy said on Friday.", "reported", False, "the navy", "said", "The ships have left"),
    (
        "The fleet will leave soon, the admiral hopes.",
        "expected",
        False,
        "the admiral",
        "hopes",
        "The fleet will leave soon",
    ),
    # a passive cue
    (
        "It was reported by the agency that the ships had left.",
        "reported",
        False,
        "the agency",
        "reported",
        "that the ships had left",
    ),
    # phrases
    (
        "The rebels left the town, according to the army.",
        "reported",
        False,
        "the army",
        "according",
        "The rebels left the town, according to the army.",
    ),
    (
        "According to the army, the rebels left the town.",
        "reported",
        False,
        "the army",
        "According",
        ", the rebels left the town.",
    ),
    ("In the words of the general, the town was lost.", "reported", False, "the general", "In", ", the town was lost."),
    (
        "As the ministry reported, the rebels left the town.",
        "reported",
        False,
        "the ministry",
        "reported",
        ", the rebels left the town.",
    ),
    # things said
    (
        "The army's claim that rebels had left was disputed.",
        "claimed",
        False,
        "The army's",
        "claim",
        "that rebels had left",
    ),
    # relayed
    (
        "Tasnim quoted the general as saying that the ships had left.",
        "reported",
        False,
        "the general",
        "saying",
        "that the ships had left",
    ),
    (
        "The general was quoted by Tasnim as saying that the ships had left.",
        "reported",
        False,
        "The general",
        "saying",
        "that the ships had left",
    ),
    (
        "The admiral quoted the captain, saying that the ships had left.",
        "reported",
        False,
        "the captain",
        "saying",
        "that the ships had left",
    ),
    # direct
    (
        "“We have closed the strait,” the Iranian minister said.",
        "quoted",
        True,
        "the Iranian minister",
        "said",
        "We have closed the strait",
    ),
    (
        "“We have closed the strait,” said the Iranian minister.",
        "quoted",
        True,
        "the Iranian minister",
        "said",
        "We have closed the strait",
    ),
    (
        '"We have closed the strait," the Iranian minister said.',
        "quoted",
        True,
        "the Iranian minister",
        "said",
        "We have closed the strait",
    ),
    (
        "«Peru has broken its word», the envoy said.",
        "quoted",
        True,
        "the envoy",
        "said",
        "Peru has broken its word»",
    ),
    (
        "The minister said: “Peru has broken its word.”",
        "quoted",
        True,
        "The minister",
        "said",
        "Peru has broken its word",
    ),
    (
        "The agency quoted the envoy as saying “we will not leave the treaty”.",
        "quoted",
        True,
        "the envoy",
        "saying",
        "we will not leave the treaty”",
    ),
    # mixed: mostly in quotation marks
    (
        "The ministry said Peru had broken “every single word of the treaty”.",
        "quoted",
        True,
        "The ministry",
        "said",
        "Peru had broken “every single word of the treaty”",
    ),
    # split by its cue
    (
        "“The ships,” the admiral said, “have left the port and will not return.”",
        "quoted",
        True,
        "the admiral",
        "said",
        "“The ships,” the admiral said, “have left the port and will not return.”",
    ),
]


@pytest.mark.parametrize(("text", "kind", "direct", "speaker", "cue", "words"), ONE, ids=lambda v: str(v)[:60])
def test_quotation(coder: Coder, text: str, kind: str, direct: bool, speaker: str, cue: str, words: str) -> None:
    found = quotes(coder, text)
    assert len(found) == 1
    quote = found[0]
    assert quote.speaker is not None and quote.cue is not None
    assert (quote.kind, quote.direct) == (kind, direct)
    assert (quote.speaker.of(text), quote.cue.of(text), quote.content.of(text)) == (speaker, cue, words)
    assert quote.sentence is not None and quote.speaker_head is not None
    assert quote.speaker.covers(quote.sentence.words[quote.speaker_head].span)


@pytest.mark.parametrize(
    "text",
    [
        "The “peace council” met in Oslo.",
        "Peru's “historic” treaty with Chile was signed.",
        'Chile closed the so-called "road of friendship" on Monday.',
        "The minister signed the treaty with Chile on Monday.",
        "The envoy accused Peru of breaking the treaty.",
        "The crowd read the poem aloud.",
    ],
)
def test_scare_quotes_and_deeds_are_no_speech(coder: Coder, text: str) -> None:
    assert quotes(coder, text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "last"),
    [
        (
            "“We have closed the strait,” said the Iranian minister. “We will not open it until they leave.”",
            "the Iranian minister",
            "We will not open it until they leave.",
        ),
        (
            "“Peru has broken its word,” the envoy said.\n\n“It has also closed the border to our trucks.”",
            "the envoy",
            "It has also closed the border to our trucks.",
        ),
        (
            "The envoy said that Peru had broken its word. “It has also closed the border to our trucks.”",
            "The envoy",
            "It has also closed the border to our trucks.",
        ),
    ],
)
def test_speech_without_a_cue_goes_on_with_the_speaker_before(coder: Coder, text: str, speaker: str, last: str) -> None:
    found = quotes(coder, text)[-1]
    assert found.speaker is not None
    assert (found.kind, found.direct) == ("quoted", True)
    assert (found.speaker.of(text), found.content.of(text)) == (speaker, last)


@pytest.mark.parametrize(
    "text",
    [
        "“Peru has broken its word and we will not accept it.”",
        "“Peru has broken its word,” the envoy said.\n\nTrade between the two fell in June.\n\n"
        "The two met in May, after floods had closed the road for weeks and the harvest of that year had failed in "
        "all the valleys that lie to the north of the old town.\n\n“Chile must pay for the damage it has done.”",
    ],
)
def test_speech_far_from_any_cue_has_no_speaker(coder: Coder, text: str) -> None:
    found = quotes(coder, text)[-1]
    assert (found.direct, found.speaker, found.cue, found.speaker_head) == (True, None, None, None)


def test_speech_inside_speech_gives_both_speakers(coder: Coder) -> None:
    text = "Reuters reported that the minister said the ships had left."
    found = quotes(coder, text)
    assert [(q.speaker.of(text) if q.speaker else None, q.content.of(text)) for q in found] == [
        ("Reuters", "that the minister said the ships had left"),
        ("the minister", "the ships had left"),
    ]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “no” and “yes”.", ["no", "yes"]),
        ('He said "no" and "yes".', ["no", "yes"]),
        ("“It runs on to the end", ["It runs on to the end"]),
        ("„Nein”, he said.", ["Nein"]),
        ("No marks at all.", []),
        ("A stray ” closes nothing.", []),
    ],
)
def test_quoted_spans(text: str, inside: list[str]) -> None:
    assert [s.of(text) for s in quoted_spans(text, Span(0, len(text)))] == inside


def test_quoted_spans_stay_inside_their_block() -> None:
    text = "“First.\n\nSecond” and “third”"
    assert [s.of(text) for s in quoted_spans(text, Span(9, len(text)))] == ["third"]
