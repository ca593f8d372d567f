"""How sure a clause is, and the words that decide it."""

import pytest

from detente.coding.coder import Coder
from readings import clause_of

# reading, predicate, sentence
READINGS = [
    ("asserted", "attack", "Iran attacked the base on Monday."),
    ("asserted", "attack", "Officials said that Iran had attacked the base."),
    ("asserted", "arrest", "Police arrested the editor and seized his papers."),
    ("asserted", "seize", "Police arrested the editor and seized his papers."),
    ("asserted", "close", "Zambia forced Malawi to close the border."),
    ("asserted", "negotiate", "The envoys continued to negotiate with the rebels."),
    ("asserted", "withdraw", "Ethiopia has withdrawn its troops from the town."),
    ("asserted", "shell", "The army began shelling the village at dawn."),
    ("asserted", "meet", "Leaders of the two states are meeting in Oslo."),
    ("asserted", "capture", "Rebels managed to capture the town."),
    ("asserted", "flee", "The soldiers went on to flee the town."),
    ("asserted", "leave", "The troops who had surrendered left the city."),
    ("asserted", "impose", "The union imposed sanctions to punish Belarus."),
    ("asserted", "talk", "Iran held talks with Iraq."),
    ("future", "visit", "The president will visit Japan next week."),
    ("future", "visit", "The president is going to visit Japan."),
    ("future", "visit", "Kenyan leader to visit Japan"),
    ("future", "sign", "Thai premier to sign border accord with Laos"),
    ("future", "attack", "Sudan plans to attack the rebels."),
    ("future", "attack", "Rebels were preparing to attack the town."),
    ("future", "send", "France promised Mali to send troops."),
    ("future", "send", "France said it would send troops to Mali."),
    ("future", "release", "Mali says it will release the soldiers."),
    ("future", "sign", "Peru and Chile agreed to sign the treaty."),
    ("future", "meet", "The ministers are to meet on Friday."),
    ("future", "expel", "Togo vowed to expel the diplomats."),
    ("future", "expel", "Ghana's plan to expel the diplomats angered Togo."),
    ("future", "close", "Egypt's decision to close the strait was condemned."),
    ("future", "expel", "Ghana decided to arrest and expel the diplomats."),
    ("future", "arrest", "Ghana will arrest and expel the diplomats."),
    ("future", "expel", "Ghana will arrest and expel the diplomats."),
    ("future", "withdraw", "Israel is ready to withdraw its troops."),
    ("future", "lift", "The council is expected to lift the sanctions."),
    ("future", "impose", "The union is set to impose sanctions on Belarus."),
    ("future", "negotiate", "Cuba offered to disarm and negotiate."),
    ("future", "punish", "The union imposed sanctions to punish Belarus."),
    ("future", "talk", "Iran proposed talks with Iraq."),
    ("future", "talk", "Iran will hold talks with Iraq."),
    ("hypothetical", "attack", "Iran may attack the base."),
    ("hypothetical", "attack", "Iran could attack the base."),
    ("hypothetical", "destroy", "The army would enter and destroy the village."),
    ("hypothetical", "lend", "Canada might send or lend tanks."),
    ("hypothetical", "accept", "Syria must accept the inspectors."),
    ("hypothetical", "attack", "If Libya attacked the port, Tunisia would respond."),
    ("hypothetical", "respond", "If Libya attacked the port, Tunisia would respond."),
    ("hypothetical", "sign", "Unless Peru signs the accord, Chile will leave."),
    ("hypothetical", "retaliate", "Pakistan said it would retaliate if India attacked."),
    ("hypothetical", "reply", "Officials asked whether Iran had replied to the letter."),
    ("hypothetical", "return", "Turkey asked Greece to return the pilots."),
    ("hypothetical", "halt", "Iran called on Syria to halt the raids."),
    ("hypothetical", "negotiate", "Cuba urged the rebels to disarm and negotiate."),
    ("hypothetical", "seize", "Vietnam threatened to seize the boats."),
    ("hypothetical", "attack", "Iran threatened to attack the base if it was provoked."),
    ("hypothetical", "open", "Ukraine wants Hungary to open the border."),
    ("hypothetical", "release", "Mali said it might release the soldiers."),
    ("hypothetical", "attack", "Iran allegedly attacked the base."),
    ("hypothetical", "invade", "The threat to invade Kuwait alarmed the region."),
    ("hypothetical", "talk", "Iran demanded talks with Iraq."),
    ("negated", "attack", "Iran did not attack the base."),
    ("negated", "attack", "Iran has never attacked the base."),
    ("negated", "attack", "Iran denied attacking the base."),
    ("negated", "attack", "Iran denied that it had attacked the base."),
    ("negated", "attack", "The general said the army had not attacked the village."),
    ("negated", "attack", "The minister does not believe that Iran attacked the base."),
    ("negated", "attack", "It is not true that Iran attacked the base."),
    ("negated", "attack", "Iran has not threatened to attack the base."),
    ("negated", "attack", "Nor did Iran attack the base."),
    ("negated", "shell", "The army no longer shells the village."),
    ("negated", "meet", "Neither leader met the envoy."),
    ("negated", "reply", "North Korea has yet to reply to the offer."),
    ("negated", "sign", "Peru refused to sign the treaty."),
    ("negated", "sign", "Peru failed to sign the treaty."),
    ("negated", "sign", "No country signed the treaty."),
    ("negated", "send", "Germany will not send tanks."),
    ("negated", "release", "Iran would not release the sailors."),
    ("negated", "recognise", "Serbia can not recognise Kosovo."),
    ("negated", "meet", "The president left Geneva without meeting the rebels."),
    ("negated", "negotiate", "Instead of negotiating, Iran withdrew."),
    ("negated", "negotiate", "Rather than negotiate, Iran withdrew."),
    ("negated", "visit", "The king cancelled a visit to Spain."),
    ("negated", "agreement", "The two sides reached no agreement."),
    ("negated", "extradite", "Brazil's refusal to extradite the banker angered Italy."),
    ("negated", "withdraw", "Russia stopped withdrawing its troops."),
    ("negated", "invade", "Iraq was prevented from invading Kuwait."),
    ("negated", "talk", "Iran ruled out talks with Iraq."),
    ("negated", "talk", "Iran did not hold talks with Iraq."),
    # two negations leave an assertion; speech that is negated says nothing of what is said
    ("asserted", "send", "Norway did not fail to send the aid."),
    ("asserted", "attack", "Iran did not deny attacking the base."),
    ("asserted", "sign", "Peru did not refuse to sign the treaty."),
    ("asserted", "attack", "Iran did not say that it attacked the base."),
    ("asserted", "meet", "Not only did Iran meet the envoy, it thanked him."),
]


@pytest.mark.parametrize(("reading", "lemma", "text"), READINGS, ids=lambda v: v)
def test_reading(coder: Coder, reading: str, lemma: str, text: str) -> None:
    mark = clause_of(coder, text, lemma).factuality
    assert mark.value == reading, mark.reasons


@pytest.mark.parametrize(
    ("text", "lemma", "words"),
    [
        ("Iran attacked the base.", "attack", []),
        ("Iran may attack the base.", "attack", ["may"]),
        ("Iran did not attack the base.", "attack", ["not"]),
        ("Sudan plans to attack the rebels.", "attack", ["plans"]),
        ("Iran did not deny attacking the base.", "attack", ["deny", "not"]),
        ("If Libya attacked the port, Tunisia would respond.", "attack", ["If"]),
        ("North Korea has yet to reply to the offer.", "reply", ["yet"]),
        ("The two sides reached no agreement.", "agreement", ["no"]),
    ],
)
def test_reasons_name_the_deciding_words(coder: Coder, text: str, lemma: str, words: list[str]) -> None:
    reasons = clause_of(coder, text, lemma).factuality.reasons
    said = [r.span.of(text) for r in reasons if r.span is not None]
    assert sorted(said) == sorted(words)


def test_no_clause_is_historical_before_dates_are_known(coder: Coder) -> None:
    assert clause_of(coder, "In 1956 France attacked Egypt.", "attack").factuality.value == "asserted"
