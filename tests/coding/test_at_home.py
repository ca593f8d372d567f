"""Deeds between a state and people without a named country, and parts of a whole."""

import pytest

from detente.coding.coder import Coder, sentence_document

TOLD = [
    ("Nicaragua's president pardoned dozens of jailed students.", "CONCEDE", "NIC", "EDU"),
    ("South Sudan's government eased restrictions on aid workers.", "RETREAT", "SSD", "SOC"),
    ("Turkey opened its borders to refugees fleeing the fighting.", "AID", "TUR", "REF"),
    ("Hungary says it will not accept returned asylum seekers.", "REJECT", "HUN", "REF"),
    ("Al-Shabaab refused to lift the ban on aid agencies.", "REJECT", "SOM", "SOC"),
    ("South Sudanese authorities released two followers of a rebel leader.", "RETREAT", "SSD", "REB"),
]
GIVEN_IN = [
    ("Nepal's prime minister has agreed to resign.", "NPL"),
    ("Sudan's government agreed to lift the curfew.", "SDN"),
    ("Chile scrapped the fuel tax after protests in a dozen towns.", "CHL"),
]
QUIET = [
    "Nicaragua's president greeted dozens of students.",
    "A museum in Lima released dozens of students from the queue.",
    "A Peruvian bakery pardoned its late customers.",
]


@pytest.mark.parametrize(("text", "event_type", "country", "sector"), TOLD)
def test_a_group_without_a_country_is_a_side(
    text: str, event_type: str, country: str, sector: str, coder: Coder
) -> None:
    found = [
        (e.event_type, {p.country for p in e.sources}, {(p.country, p.sector) for p in e.targets})
        for e in coder.code(sentence_document(text))
    ]
    assert (event_type, {country}, {(None, sector)}) in found


@pytest.mark.parametrize(("text", "country"), GIVEN_IN)
def test_giving_in_needs_nobody_named(text: str, country: str, coder: Coder) -> None:
    found = [(e.event_type, [p.country for p in e.sources]) for e in coder.code(sentence_document(text))]
    assert ("CONCEDE", [country]) in found


@pytest.mark.parametrize("text", QUIET)
def test_everyday_dealings_are_no_events(text: str, coder: Coder) -> None:
    assert coder.code(sentence_document(text)) == []


def test_what_is_some_of_a_thing_is_that_thing(coder: Coder) -> None:
    found = coder.code(sentence_document("Russia has begun withdrawing some of its troops from Armenia."))
    assert [(e.event_type, e.targets[0].country) for e in found] == [("RETREAT", "ARM")]
