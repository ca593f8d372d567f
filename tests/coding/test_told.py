"""What is told as a deed, beside what is habit, purpose, judgement or history."""

from dataclasses import replace
from datetime import date

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.records import Event

TOLD_ON = date(2024, 6, 12)
UNTOLD = [
    "Pakistan always stages drills with China in the spring.",
    "Iran usually accuses Israel of every blast in its ports.",
    "The mission of the Cuban drones is to attack American ships.",
    "The duty of the Russian fleet is to bomb Ukrainian ports.",
    "Israel's raid on Gaza is for occupying the strip.",
    "The Chinese drills with Russia are aimed at invading Taiwan.",
    "The American policy of exterminating the Cuban people has failed.",
    "The attempts of the United States to force Iran to surrender are in vain.",
    "It is a mere dream for the United States to invade Iran.",
    "With a view to attacking Iran, the United States builds bases.",
    "Iran insisted that Iraq is not a threat to its neighbours.",
    "Armenia insists that Turkey has no claim on its land.",
    "The reckless acts of Japan are seriously threatening the security of China.",
    "Cuba has smashed the schemes of the United States.",
]
TOLD = [
    ("COOPERATE", "asserted", "China is staging joint drills with Pakistan."),
    ("COOPERATE", "asserted", "China stages drills with Pakistan."),
    ("REQUEST", "asserted", "Greece insisted that North Macedonia use its new name."),
    ("THREATEN", "asserted", "North Korea threatened South Korea over leaflets."),
    ("ASSAULT", "asserted", "Rebels from Chad tried to storm the Libyan town."),
    ("CONSULT", "asserted", "The Belarusian minister arrived in Hanoi on Tuesday to pay an official visit to Vietnam."),
    ("ACCUSE", "asserted", "Cuba condemned the raid on Venezuela staged by the United States."),
    ("ASSAULT", "historical", "During the Korean War American planes bombed the North Korean capital."),
    ("ASSAULT", "asserted", "American planes bombed Yemen on Monday, years after the invasion of Iraq in 2003."),
]


def coded(coder: Coder, text: str) -> list[Event]:
    """Return the events of a text told in June 2024."""
    return coder.code(replace(sentence_document(text), published=TOLD_ON))


@pytest.mark.parametrize("text", UNTOLD)
def test_no_deed(coder: Coder, text: str) -> None:
    assert [(e.event_type, e.factuality) for e in coded(coder, text)] == []


@pytest.mark.parametrize(("event_type", "factuality", "text"), TOLD, ids=lambda v: v)
def test_deed(coder: Coder, event_type: str, factuality: str, text: str) -> None:
    assert (event_type, factuality) in [(e.event_type, e.factuality) for e in coded(coder, text)]


def test_paragraph_of_history_stays_history(coder: Coder) -> None:
    text = "Japanese soldiers killed the Korean queen in 1895. The Japanese soldiers then killed the palace guards."
    assert {e.factuality for e in coded(coder, text)} == {"historical"}


def test_new_paragraph_ends_history(coder: Coder) -> None:
    text = "Iraqi troops invaded Kuwait in 1990. On Monday Iraqi troops shelled a Turkish base."
    assert "asserted" in {e.factuality for e in coded(coder, text)}
