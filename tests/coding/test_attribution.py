"""On whose word an event rests, outermost first; who acts by speaking is no witness of it."""

import pytest

from detente.coding.coder import Coder
from readings import events

# text, the chain of (name or words, cue, kind) of its one event
CHAINS = [
    ("Iran attacked Iraq.", []),
    ("Iran attacked Iraq, the Kuwaiti foreign minister said.", [("Kuwait", "said", "reported")]),
    ("“Iran has attacked Iraq,” the Kuwaiti minister said.", [("Kuwait", "said", "quoted")]),
    ("Kuwait claimed that Iran had attacked Iraq.", [("Kuwait", "claimed", "claimed")]),
    ("Iran has attacked Iraq, according to Kuwait.", [("Kuwait", "according", "reported")]),
    ("Analysts believe Iran attacked Iraq.", [("Analysts", "believe", "expected")]),
    ("Witnesses said Iran had attacked Iraq.", [("Witnesses", "said", "reported")]),
    ("He said Iran had attacked Iraq.", [("He", "said", "reported")]),
    (
        "State media reported that the minister said Iran had attacked Iraq.",
        [("State media", "reported", "reported"), ("the minister", "said", "reported")],
    ),
    (
        "Syrian state media reported that Kuwait said Iran had attacked Iraq.",
        [("Syria", "reported", "reported"), ("Kuwait", "said", "reported")],
    ),
    (
        "The Kuwaiti minister was quoted by Tasnim as saying that Iran had attacked Iraq.",
        [("Tasnim", "quoted", "reported"), ("Kuwait", "saying", "reported")],
    ),
    # deeds of words rest on the paper's word alone
    ("Iran accused Iraq of shelling Kuwaiti ships.", []),
    ("Iran threatened to attack Iraq.", []),
]


@pytest.mark.parametrize(("text", "expected"), CHAINS, ids=lambda v: v if isinstance(v, str) else "")
def test_chain(coder: Coder, text: str, expected: list[tuple[str, str, str]]) -> None:
    (event,) = events(coder, text)
    assert [(a.speaker.name or a.speaker.text, a.cue, a.kind) for a in event.attribution] == expected


def test_the_publisher_comes_first(coder: Coder) -> None:
    (event,) = events(coder, "Kuwait claimed that Iran had attacked Iraq.", publisher="The Daily Example")
    first, second = event.attribution
    assert (first.speaker.name, first.speaker.reason, first.cue, first.kind) == (
        "The Daily Example",
        "publisher",
        "",
        "reported",
    )
    assert second.speaker.actor == "KWT"


def test_a_speaker_that_nothing_settles_keeps_its_words(coder: Coder) -> None:
    (event,) = events(coder, "He said Iran had attacked Iraq.")
    speaker = event.attribution[0].speaker
    assert (speaker.text, speaker.actor, speaker.country, speaker.reason) == ("He", None, None, "pronoun_unresolved")


def test_speech_that_goes_on_has_the_speaker_before(coder: Coder) -> None:
    text = (
        "“Peru has broken its word,” the Bolivian envoy said.\n\n“Chile has expelled two Peruvian envoys from Arica.”"
    )
    expelled = next(e for e in events(coder, text) if e.event_type == "SANCTION")
    assert [(a.speaker.country, a.kind) for a in expelled.attribution] == [("BOL", "quoted")]


def test_no_speaker_stands_twice_in_a_chain(coder: Coder) -> None:
    text = "Kuwait said that Kuwait believes Iran attacked Iraq."
    (event,) = [e for e in events(coder, text) if e.event_type == "ASSAULT"]
    assert [a.speaker.actor for a in event.attribution] == ["KWT"]
