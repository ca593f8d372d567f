"""Pronouns and descriptions take up who was spoken of before, where that is sure, and nobody otherwise."""

from datetime import date

import pytest

from detente.coding.coder import Coder
from readings import actors, who

DAY = date(2020, 5, 1)
MACRON, MERKEL, PUTIN = "FRA/emmanuel-macron", "DEU/angela-merkel", "RUS/vladimir-putin"

TAKEN_UP = [
    # persons
    ("Emmanuel Macron met the envoys. He thanked them.", "He", [MACRON]),
    ("Angela Merkel met the envoys. She thanked them.", "She", [MERKEL]),
    ("Angela Merkel said she would leave.", "she", [MERKEL]),
    ("Emmanuel Macron praised the envoys and his minister.", "his", [MACRON]),
    ("Emmanuel Macron warned Vladimir Putin. He left the room.", "He", [MACRON]),
    # states
    ("Iran met the envoys. It thanked them.", "It", ["IRN"]),
    ("Iran said it would leave the treaty.", "it", ["IRN"]),
    ("Iran withdrew its envoy.", "its", ["IRN"]),
    ("Iran warned Iraq. It expelled the inspectors.", "It", ["IRN"]),
    ("Spain told Peru that its ships had left.", "its", ["ESP"]),
    # several
    ("Iran and Iraq signed the treaty. They thanked the envoys.", "They", ["IRN", "IRQ"]),
    ("Iran and Iraq said they would sign the treaty.", "they", ["IRN", "IRQ"]),
    ("Sudanese rebels left the town. They burned the bridge.", "They", ["SDN:REB"]),
    ("Emmanuel Macron and Vladimir Putin met. They signed the treaty.", "They", [MACRON, PUTIN]),
    # the speaker of a quotation
    ("“We will leave the treaty,” the Iranian minister said.", "We", ["IRN"]),
    ("“I will leave,” Emmanuel Macron said.", "I", [MACRON]),
    ("“Our ships will leave,” said Vladimir Putin.", "Our", [PUTIN]),
    # groups
    ("The two Koreas signed the treaty.", "Koreas", ["PRK", "KOR"]),
    ("The two Sudans signed the treaty.", "Sudans", ["SDN", "SSD"]),
    ("The Baltic states signed the treaty.", "states", ["EST", "LVA", "LTU"]),
    ("The Greek and Turkish sides signed the treaty.", "sides", ["GRC", "TUR"]),
    ("North Korea met South Korea. Both sides signed the treaty.", "sides", ["PRK", "KOR"]),
    ("Iran signed the treaty with Iraq. The two sides shook hands.", "sides", ["IRN", "IRQ"]),
    ("Spain and Peru met. The two countries signed the treaty.", "countries", ["ESP", "PER"]),
    ("Iran attacked Iraq. The neighbours signed the treaty.", "neighbours", ["IRN", "IRQ"]),
    ("Iran attacked Iraq in Russia. Both governments signed the treaty.", "governments", ["IRN", "IRQ"]),
    ("Iran attacked Iraq. Norway thanked both.", "both", ["IRN", "IRQ"]),
    ("Iran met Iraq. The pair left the room.", "pair", ["IRN", "IRQ"]),
    ("Iran met Iraq. The two left the room.", "two", ["IRN", "IRQ"]),
    ("Iran, Iraq and Syria met. Norway thanked all three.", "three", ["IRN", "IRQ", "SYR"]),
    ("Iran met Iraq. The two armies left the town.", "armies", ["IRN:MIL", "IRQ:MIL"]),
    ("Iran met Iraq. Both foreign ministers left the room.", "ministers", ["IRN", "IRQ"]),
    ("Emmanuel Macron met Vladimir Putin. The two men left the room.", "men", ["FRA", "RUS"]),
    ("Israel and Hamas fought. Norway thanked both sides.", "sides", ["ISR", "PSE/hamas"]),
    # descriptions
    ("North Korea warned its southern neighbour.", "neighbour", ["KOR"]),
    ("Iran left the treaty. The country expelled the inspectors.", "country", ["IRN"]),
    ("Germany recalled its envoy. The country then closed the border.", "country", ["DEU"]),
    ("Africa's most populous nation closed the border.", "nation", ["NGA"]),
]


@pytest.mark.parametrize(("text", "phrase", "expected"), TAKEN_UP, ids=lambda v: v if isinstance(v, str) else "")
def test_taken_up(coder: Coder, text: str, phrase: str, expected: list[str]) -> None:
    assert actors(who(coder, text, phrase, DAY)) == expected


UNRESOLVED = [
    # nobody before
    ("He left the room.", "He"),
    ("It closed the border.", "It"),
    ("They left the room.", "They"),
    ("We will leave the treaty.", "We"),
    # what came before does not fit
    ("Iran left the treaty. He thanked the envoys.", "He"),
    ("Iran left the treaty. They thanked the envoys.", "They"),
    ("Emmanuel Macron left. It thanked the envoys.", "It"),
    ("The table is old. It stood in Paris.", "It"),
    ("The weather is bad. It is raining.", "It"),
    # too long ago
    ("Iran left the treaty. The weather was bad. The harvest failed. It thanked the envoys.", "It"),
    # several fit
    ("Iran, Iraq and Syria met. Both sides signed the treaty.", "sides"),
    ("Iran warned Iraq. The country expelled the inspectors.", "country"),
    ("North Korea warned its northern neighbour.", "neighbour"),
    # the words say something else
    ("Iran left the treaty. A country expelled the inspectors.", "country"),
    ("Iran attacked Spain. The neighbours signed the treaty.", "neighbours"),
    ("Iran attacked Iraq. Neighbours signed the treaty.", "Neighbours"),
    ("Iran attacked Iraq. The two leaders of the plot signed the treaty.", "leaders"),
    ("Iran and Iraq met. Two ministers left the room.", "ministers"),
    ("Iran and Iraq met. The two of them left the room.", "two"),
    ("Iran, Iraq and Syria met. Norway praised both.", "both"),
    ("Spain left the treaty. Norway praised both governments.", "governments"),
    ("Iran and Iraq met. The two men left the room.", "men"),
    ("Spain and Peru met. Other countries signed the treaty.", "countries"),
]


@pytest.mark.parametrize(("text", "phrase"), UNRESOLVED, ids=lambda v: v)
def test_not_taken_up(coder: Coder, text: str, phrase: str) -> None:
    assert [p for p in who(coder, text, phrase, DAY) if p.actor] == []


def test_the_pronoun_keeps_its_own_words(coder: Coder) -> None:
    text = "Iran met the envoys. It thanked them."
    (party,) = who(coder, text, "It", DAY)
    assert (party.text, party.reason, party.name) == ("It", "pronoun", "Iran")
    assert party.span is not None and party.span.of(text) == "It"


def test_a_description_says_how_it_was_resolved(coder: Coder) -> None:
    (party,) = who(coder, "North Korea warned its southern neighbour.", "neighbour", DAY)
    assert (party.text, party.reason) == ("its southern neighbour", "description")


@pytest.mark.parametrize("reason", ["group", "both"])
def test_groups_say_how_they_were_resolved(coder: Coder, reason: str) -> None:
    text, phrase = {
        "group": ("The two Koreas signed the treaty.", "Koreas"),
        "both": ("Spain and Peru met. The two countries signed it.", "countries"),
    }[reason]
    assert {p.reason for p in who(coder, text, phrase, DAY)} == {reason}


def test_what_follows_changes_nothing(coder: Coder) -> None:
    before = who(coder, "Iran met the envoys. It left.", "It left", DAY)
    text = "Iran met the envoys. It left. Iraq thanked them."
    assert who(coder, text, "It left", DAY) == before
