"""What somebody says of somebody else without a verb of accusing or threatening, and what only looks like it."""

import pytest

from detente.coding.coder import Coder, sentence_document

CHARGED = [
    ("Colombia said Ecuador was harbouring guerrillas.", "ACCUSE", "COL", "ECU"),
    ("Chad says Sudan is arming the rebels.", "ACCUSE", "TCD", "SDN"),
    ("Mali said Algeria was sheltering terrorists.", "ACCUSE", "MLI", "DZA"),
    ("The Ethiopian foreign ministry said that Eritrea had sheltered the militants.", "ACCUSE", "ETH", "ERI"),
    ('Burundi said Rwanda was "feeding the war" in Kivu.', "ACCUSE", "BDI", "RWA"),
    ("Rwanda 'feeding the war', says Burundi", "ACCUSE", "BDI", "RWA"),
    ("Georgia said Russia was meddling in its election.", "ACCUSE", "GEO", "RUS"),
    ('The Russian embassy said Latvia had "crossed a red line".', "ACCUSE", "RUS", "LVA"),
    ("Morocco said Spain would pay a price for sheltering the rebel leader.", "THREATEN", "MAR", "ESP"),
    ("Iran said Israel would pay a heavy price for the raid.", "THREATEN", "IRN", "ISR"),
    ("Armenia will pay dearly for the shelling, said Azerbaijan.", "THREATEN", "AZE", "ARM"),
    ("Algeria said Mali would face consequences.", "THREATEN", "DZA", "MLI"),
]
NOT_CHARGED = [
    "The Kenyan minister said Ghana would pay the price of the bridge.",
    "Peru said Chile would pay a fair price for its gas.",
    "Peru said Chile would pay for the damage to the pier.",
    "Ecuador said Colombia was not harbouring guerrillas.",
    "Ecuador said it was harbouring no guerrillas.",
    "Kenya said Uganda was training doctors in Somalia.",
    "An analyst in Nairobi said Rwanda was arming the rebels.",
    "A Kenyan economist said Uganda would pay a heavy price for the drought.",
    "Kenya may say that Uganda is arming rebels.",
    "Norway said Sweden was feeding the reindeer.",
]


@pytest.mark.parametrize(("text", "event_type", "source", "target"), CHARGED)
def test_is_coded_on_the_word_of_who_says_it(
    coder: Coder, text: str, event_type: str, source: str, target: str
) -> None:
    (event,) = coder.code(sentence_document(text))
    assert event.event_type == event_type
    assert ([p.country for p in event.sources], [p.country for p in event.targets]) == ([source], [target])


@pytest.mark.parametrize("text", NOT_CHARGED)
def test_is_no_charge_and_no_threat(coder: Coder, text: str) -> None:
    events = coder.code(sentence_document(text))
    assert [e.evidence.text for e in events if e.event_type in ("ACCUSE", "THREATEN")] == []


def test_what_is_charged_is_not_coded_as_done(coder: Coder) -> None:
    events = coder.code(sentence_document("Pakistan said India was arming Baloch separatists."))
    assert [e.event_type for e in events] == ["ACCUSE"]


def test_a_crowd_that_masses_moves_no_troops(coder: Coder) -> None:
    crowds = ("Reporters from Kenya massed on the border of Uganda.", "Refugees massed on the border of Poland.")
    assert [e for text in crowds for e in coder.code(sentence_document(text)) if e.event_type == "MOBILIZE"] == []
