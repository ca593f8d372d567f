"""Events spoken of again: blame and praise go to who did it, where the text settles that."""

import pytest

from detente.coding.coder import Coder
from readings import events


@pytest.mark.parametrize(
    ("text", "event_type", "source", "target", "word"),
    [
        ("Iran attacked Iraq on Monday. Kuwait condemned the attack.", "ACCUSE", "KWT", "IRN", "attack"),
        ("Iran expelled Iraqi diplomats on Monday. Kuwait welcomed the decision.", "SUPPORT", "KWT", "IRN", "decision"),
        ("Iran expelled Iraqi diplomats on Monday. Kuwait criticised this move.", "ACCUSE", "KWT", "IRN", "move"),
        # the latest of several
        ("Iran attacked Iraq. Syria attacked Jordan. Kuwait condemned the attack.", "ACCUSE", "KWT", "SYR", "attack"),
        # what the judge did itself is not what it judges
        ("Iran attacked Iraq. Kuwait met Oman. Kuwait condemned the attack.", "ACCUSE", "KWT", "IRN", "attack"),
    ],
)
def test_the_doer_is_found(coder: Coder, text: str, event_type: str, source: str, target: str, word: str) -> None:
    last = events(coder, text)[-1]
    assert last.event_type == event_type
    assert [p.actor for p in last.sources] == [source]
    assert [(p.actor, p.text, p.reason) for p in last.targets] == [(target, word, "event")]


@pytest.mark.parametrize(
    "text",
    [
        # nothing told before
        "Kuwait condemned the attack.",
        # another attack
        "Iran attacked Iraq on Monday. Kuwait condemned an attack.",
        # its own
        "Iran attacked Iraq. Iran condemned the attack.",
        # done by two states
        "Iran and Syria attacked Iraq on Monday. Kuwait condemned the attack.",
        # no such event told
        "Iran expelled Iraqi diplomats on Monday. Kuwait condemned the attack.",
    ],
)
def test_no_doer_is_guessed(coder: Coder, text: str) -> None:
    assert "ACCUSE" not in {e.event_type for e in events(coder, text)}


def test_a_doer_named_in_the_phrase_wins(coder: Coder) -> None:
    last = events(coder, "Iran attacked Iraq on Monday. Kuwait condemned the attack by Syria.")[-1]
    assert [p.actor for p in last.targets] == ["SYR"]
