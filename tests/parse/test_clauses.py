"""Clauses: voice, who does it, to whom; subjects that syntax leaves unsaid are filled in."""

import pytest

from detente.coding.coder import Coder
from readings import all_clauses, clause_of

# sentence, predicate, agents, patients: as the words of their phrases, for the active reading.
SIDES = [
    ("France condemned the attack.", "condemn", ["France"], ["the attack"]),
    ("The attack was condemned by France and Germany.", "condemn", ["by France", "by Germany"], ["The attack"]),
    ("Kenya and Uganda signed the accord.", "sign", ["Kenya", "Uganda"], ["the accord"]),
    ("Russia seized the port and the bridge.", "seize", ["Russia"], ["the port", "the bridge"]),
    # shared by coordination
    ("Egypt criticised Sudan and withdrew its envoy.", "withdraw", ["Egypt"], ["its envoy"]),
    ("Spain condemned and rejected the plan.", "condemn", ["Spain"], ["the plan"]),
    ("Spain condemned and rejected the plan.", "reject", ["Spain"], ["the plan"]),
    ("The president was arrested and was deported.", "deport", [], ["The president"]),
    ("Egypt closed the port and Sudan opened the bridge.", "open", ["Sudan"], ["the bridge"]),
    # relative clauses
    ("The minister who met the rebels resigned.", "meet", ["The minister"], ["the rebels"]),
    ("The treaty that Peru rejected was amended.", "reject", ["Peru"], ["The treaty"]),
    ("The treaty they rejected was amended.", "reject", ["they"], ["The treaty"]),
    ("The army, which had seized the port, withdrew.", "seize", ["The army"], ["the port"]),
    ("The city where rebels met fell.", "meet", ["rebels"], []),
    ("Colombia and Peru, whose leaders met on Friday, signed a pact.", "meet", ["whose leaders"], []),
    # participles
    ("Troops backed by Ethiopia seized the port.", "back", ["by Ethiopia"], ["Troops"]),
    ("The soldiers, captured in June, were freed by Mali.", "capture", [], ["The soldiers"]),
    ("Russia shelled the town, killing five civilians.", "kill", ["Russia"], ["five civilians"]),
    ("Having seized the port, the rebels freed the crew.", "seize", ["the rebels"], ["the port"]),
    ("The sanctions imposed by the council were lifted.", "impose", ["by the council"], ["The sanctions"]),
    # control by the object
    ("Iran urged Syria to halt the raids.", "halt", ["Syria"], ["the raids"]),
    ("Turkey asked Greece to return the pilots.", "return", ["Greece"], ["the pilots"]),
    ("Zambia forced Malawi to close the border.", "close", ["Malawi"], ["the border"]),
    ("Ukraine wants Hungary to open the border.", "open", ["Hungary"], ["the border"]),
    ("Brazil helped Paraguay build a dam.", "build", ["Paraguay"], ["a dam"]),
    ("The army was ordered to leave the island.", "leave", ["The army"], ["the island"]),
    ("Iran accused Iraq of shelling the port.", "shell", ["Iraq"], ["the port"]),
    ("Iran thanked Iraq for opening the port.", "open", ["Iraq"], ["the port"]),
    ("Iran stopped Iraq from shelling the port.", "shell", ["Iraq"], ["the port"]),
    ("Jordan was accused of arresting the reporters.", "arrest", ["Jordan"], ["the reporters"]),
    # control by the subject
    ("France promised Mali to send troops.", "send", ["France"], ["troops"]),
    ("Vietnam threatened China to seize the boats.", "seize", ["Vietnam"], ["the boats"]),
    ("The envoy began to negotiate with the rebels.", "negotiate", ["The envoy"], []),
    ("Norway is ready to help Iceland.", "help", ["Norway"], ["Iceland"]),
    ("Ghana's plan to expel the diplomats angered Togo.", "expel", ["Ghana's"], ["the diplomats"]),
    ("The rebels fled the city after shelling the bridge.", "shell", ["The rebels"], ["the bridge"]),
    ("Iran helped Iraq by opening the port.", "open", ["Iran"], ["the port"]),
    # clauses under speech have sides of their own
    ("Algeria said that Morocco had attacked the convoy.", "attack", ["Morocco"], ["the convoy"]),
    ("The rebels agreed to free the crew and leave the ship.", "leave", ["The rebels"], ["the ship"]),
]


@pytest.mark.parametrize(("text", "lemma", "agents", "patients"), SIDES, ids=lambda v: v if isinstance(v, str) else "")
def test_sides(coder: Coder, text: str, lemma: str, agents: list[str], patients: list[str]) -> None:
    clause = clause_of(coder, text, lemma)
    said = [f"{a.preposition} {a.span.of(text)}".strip() for a in clause.agents]
    assert said == agents
    assert [p.span.of(text) for p in clause.patients] == patients


@pytest.mark.parametrize(
    ("text", "lemma", "voice"),
    [
        ("France condemned the attack.", "condemn", "active"),
        ("The attack was condemned by France.", "condemn", "passive"),
        ("The attack was condemned.", "condemn", "passive"),
        ("Troops backed by Ethiopia seized the port.", "back", "passive"),
        ("Troops backed by Ethiopia seized the port.", "seize", "active"),
        ("Troops backing Ethiopia seized the port.", "back", "active"),
        ("The port has been seized.", "seize", "passive"),
        ("The rebels have seized the port.", "seize", "active"),
        ("The president was arrested and deported.", "deport", "passive"),
        ("The envoy is expected to be recalled.", "recall", "passive"),
    ],
)
def test_voice(coder: Coder, text: str, lemma: str, voice: str) -> None:
    assert clause_of(coder, text, lemma).voice == voice


@pytest.mark.parametrize(
    ("text", "lemma", "recipients", "obliques"),
    [
        ("Chile gave Bolivia two ships.", "give", ["Bolivia"], []),
        ("Chile gave two ships to Bolivia.", "give", [], ["to Bolivia"]),
        ("Japan held talks with Russia on fisheries.", "talk", [], ["with Russia", "on fisheries"]),
        ("Israel's attack on Lebanon and Syria continued.", "attack", [], ["on Lebanon", "on Syria"]),
        ("Armenia withdrew because of the raid.", "withdraw", [], ["because of the raid"]),
        ("Armenia pulled troops out of Georgia.", "pull", [], ["out of Georgia"]),
    ],
)
def test_recipients_and_obliques(
    coder: Coder, text: str, lemma: str, recipients: list[str], obliques: list[str]
) -> None:
    clause = clause_of(coder, text, lemma)
    assert [r.span.of(text) for r in clause.recipients] == recipients
    assert [f"{o.preposition} {o.span.of(text)}" for o in clause.obliques] == obliques


@pytest.mark.parametrize(
    ("text", "lemma", "agents"),
    [
        ("Israel's attack on Lebanon continued.", "attack", ["Israel's"]),
        ("The attack on Lebanon by Israel continued.", "attack", ["by Israel"]),
        ("The Israeli attack continued.", "attack", ["Israeli"]),
        ("Talks between Spain and Peru failed.", "talk", ["between Spain", "between Peru"]),
        ("Spain's and Peru's offer was rejected.", "offer", ["Spain's", "Peru's"]),
        ("The attack of the rebels failed.", "attack", ["of the rebels"]),
    ],
)
def test_agents_of_event_nouns(coder: Coder, text: str, lemma: str, agents: list[str]) -> None:
    clause = clause_of(coder, text, lemma)
    assert clause.kind == "noun"
    assert [f"{a.preposition} {a.span.of(text)}".strip() for a in clause.agents] == agents


@pytest.mark.parametrize(
    ("text", "lemma", "link", "governor"),
    [
        ("France condemned the attack.", "condemn", "root", None),
        ("France condemned the attack.", "attack", "noun", "condemn"),
        ("Iran urged Syria to halt the raids.", "halt", "infinitive", "urge"),
        ("Algeria said that Morocco had attacked the convoy.", "attack", "complement", "say"),
        ("Egypt criticised Sudan and withdrew its envoy.", "withdraw", "conjunct", "criticise"),
        ("Russia shelled the town, killing five civilians.", "kill", "adverbial", "shell"),
        ("The minister who met the rebels resigned.", "meet", "relative", "resign"),
        ("Troops backed by Ethiopia seized the port.", "back", "participle", "seize"),
    ],
)
def test_links(coder: Coder, text: str, lemma: str, link: str, governor: str | None) -> None:
    clause = clause_of(coder, text, lemma)
    parent = None if clause.parent is None else all_clauses(coder, text)[clause.parent].lemma
    assert clause.link == link
    # A noun that names no event has no clause: what hangs from it hangs from the verb above.
    assert parent == governor


def test_particle_and_marker(coder: Coder) -> None:
    assert clause_of(coder, "Poland shut down the consulate.", "shut").particle == "down"
    assert clause_of(coder, "Algeria said that Morocco had attacked the convoy.", "attack").marker == "that"
    assert clause_of(coder, "Tunisia will respond if Libya attacked the convoy.", "attack").marker == "if"


def test_auxiliaries_and_other_nouns_are_no_predicates(coder: Coder) -> None:
    found = all_clauses(coder, "The tall president has been seen in the old garden.")
    assert [c.lemma for c in found] == ["see"]


def test_clauses_come_in_text_order_inside_their_sentence(coder: Coder) -> None:
    text = "Iran urged Syria to halt the raids and accused Iraq of shelling the port."
    found = all_clauses(coder, text)
    assert [c.predicate for c in found] == sorted(c.predicate for c in found)
    assert all(c.sentence.span.covers(c.span) for c in found)
