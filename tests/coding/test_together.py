"""What two do together or to each other, and whom a deed without a named victim is done to."""

import pytest

from detente.coding.coder import Coder, sentence_document

TOGETHER = [
    ("Thai and Cambodian soldiers clashed below the temple on Tuesday.", "ASSAULT", {"THA", "KHM"}),
    ("Eritrea and Djibouti traded accusations over the island.", "ACCUSE", {"ERI", "DJI"}),
    ("American and Kenyan forces began drills near Mombasa.", "COOPERATE", {"USA", "KEN"}),
    ("The Chilean and Peruvian presidents met in Arica.", "CONSULT", {"CHL", "PER"}),
]


@pytest.mark.parametrize(("text", "event_type", "countries"), TOGETHER)
def test_each_is_on_both_sides(coder: Coder, text: str, event_type: str, countries: set[str]) -> None:
    (event,) = coder.code(sentence_document(text))
    assert event.event_type == event_type
    assert {p.country for p in event.sources} == {p.country for p in event.targets} == countries


def test_own_troops_are_not_who_is_refused(coder: Coder) -> None:
    (event,) = coder.code(sentence_document("Ethiopia refused to withdraw its troops from western Somalia."))
    assert (event.event_type, [p.country for p in event.targets]) == ("REJECT", ["SOM"])


def test_victims_of_unknown_country_are_kept(coder: Coder) -> None:
    (event,) = coder.code(sentence_document("Boko Haram fighters abducted 12 villagers at dawn."))
    assert (event.event_type, event.mode, event.targets[0].text) == ("ASSAULT", "abduct", "12 villagers")
