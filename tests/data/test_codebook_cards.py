"""The codebook that ships, and the lint that guards it."""

from dataclasses import replace
from typing import Any

import pytest

from detente.data.codebook_cards import Codebook, load_codebook
from detente.data.codebook_checks import check_codebook
from detente.errors import UsageError


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def with_type(codebook: Codebook, name: str, **changes: Any) -> Codebook:
    """Return the codebook with one card changed."""
    return replace(codebook, types={**codebook.types, name: replace(codebook.types[name], **changes)})


def with_code(codebook: Codebook, code: str, **changes: Any) -> Codebook:
    """Return the codebook with one crosswalk row changed."""
    row = replace(codebook.cameo_codes[code], **changes)
    return replace(codebook, cameo_codes={**codebook.cameo_codes, code: row})


def test_the_codebook_breaks_none_of_its_rules(codebook: Codebook) -> None:
    assert check_codebook(codebook) == []


def test_it_holds_all_of_plover(codebook: Codebook) -> None:
    assert codebook.version == "1.0.0"
    assert len(codebook.types) == 16
    assert sum(len(card.modes) for card in codebook.types.values()) == 67
    assert len(codebook.contexts) == 37
    assert [card.number for card in codebook.types.values()] == list(range(1, 17))


def test_no_sentence_stands_twice_among_the_examples(codebook: Codebook) -> None:
    texts = [example.text for card in codebook.types.values() for example in card.examples]
    assert len(texts) == len(set(texts))


def test_a_sentence_that_is_an_example_of_one_type_misses_another_for_that_type(codebook: Codebook) -> None:
    coded = {example.text: card.name for card in codebook.types.values() for example in card.examples}
    misses = [miss for card in codebook.types.values() for miss in card.near_misses]
    shared = [miss for miss in misses if miss.text in coded]
    assert shared
    assert all(coded[miss.text] == miss.right_type for miss in shared)


@pytest.mark.parametrize(
    ("event_type", "mode", "intensity"),
    [
        ("ACCUSE", None, -3.0),
        ("REQUEST", "assist", 0.0),
        ("RETREAT", "ceasefire", 7.5),
        ("RETREAT", "", 6.5),
        ("ASSAULT", "unconventional", -10.0),
    ],
)
def test_intensity_is_that_of_the_mode_or_else_of_the_type(
    codebook: Codebook, event_type: str, mode: str | None, intensity: float
) -> None:
    assert codebook.intensity(event_type, mode) == intensity


def test_sanction_is_material_conflict_and_accuse_verbal(codebook: Codebook) -> None:
    assert codebook.quad_class("SANCTION") == 4
    assert codebook.quad_class("ACCUSE") == 3


@pytest.mark.parametrize(
    ("code", "event_type", "mode", "goldstein"),
    [
        ("163", "SANCTION", "discontinue", -8.0),
        ("116", "SANCTION", "convict", -2.0),
        ("1712", "ASSAULT", "destroy", -9.2),
        ("106", "REQUEST", "meet", -5.0),
        ("1214", "REJECT", "assist", -4.0),
        ("085", "RETREAT", "", 7.0),
        ("0233", None, "", 3.4),
        ("012", None, "", -0.4),
        ("19", "ASSAULT", "", -10.0),
    ],
)
def test_the_crosswalk(codebook: Codebook, code: str, event_type: str | None, mode: str, goldstein: float) -> None:
    assert codebook.type_of_cameo(code) == event_type
    assert codebook.cameo_code(code).mode == mode
    assert codebook.goldstein(code) == goldstein


def test_default_codes_come_from_the_mode_first(codebook: Codebook) -> None:
    assert codebook.cameo("CONSULT") == "040"
    assert codebook.cameo("CONSULT", "visit") == "042"


@pytest.mark.parametrize(
    ("code", "event_type", "allowed"),
    [
        ("112", "ACCUSE", True),
        ("112", "REQUEST", False),
        ("0253", "REQUEST", True),
        ("0253", "ACCUSE", False),
        ("018", "SUPPORT", True),
        ("015", "SUPPORT", False),
    ],
)
def test_a_frame_may_cite_a_code_of_its_type_or_a_documented_statement(
    codebook: Codebook, code: str, event_type: str, allowed: bool
) -> None:
    assert codebook.allows(code, event_type) is allowed


def test_what_has_not_happened_is_coded_as_another_type(codebook: Codebook) -> None:
    future = {name: codebook.future_of(name) for name in codebook.types}
    assert {name for name, to in future.items() if to == "AGREE"} == {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"}
    assert future["RETREAT"] == "CONCEDE"
    assert future["SANCTION"] == "SANCTION"
    assert codebook.hypothetical_of("ASSAULT") == "THREATEN"
    assert codebook.hypothetical_of("PROTEST") == "PROTEST"
    assert codebook.remap("ASSAULT", "aerial", "hypothetical") == ("THREATEN", "violence")
    assert codebook.remap("ASSAULT", "aerial", "asserted") == ("ASSAULT", "aerial")
    assert codebook.remap("CONSULT", "visit", "future") == ("AGREE", "")


def test_unknown_names_are_misuse(codebook: Codebook) -> None:
    with pytest.raises(UsageError, match="no event type 'DEMAND'"):
        codebook.quad_class("DEMAND")
    with pytest.raises(UsageError, match="PROTEST has no mode 'general'"):
        codebook.intensity("PROTEST", "general")
    with pytest.raises(UsageError, match="no CAMEO code '999'"):
        codebook.goldstein("999")
    with pytest.raises(UsageError, match="no event type 'YIELD'"):
        codebook.future_of("YIELD")


def test_lint_finds_a_wrong_sign(codebook: Codebook) -> None:
    assert any("wrong sign" in found for found in check_codebook(with_type(codebook, "ACCUSE", intensity=3.0)))


def test_lint_finds_a_default_code_of_another_type(codebook: Codebook) -> None:
    assert any("map back to AID" in found for found in check_codebook(with_type(codebook, "AID", cameo="060")))


def test_lint_finds_a_hole_in_the_numbers(codebook: Codebook) -> None:
    assert any("without holes" in found for found in check_codebook(with_type(codebook, "AID", number=17)))
    modes = codebook.types["SANCTION"].modes[1:]
    assert any("SANCTION modes" in found for found in check_codebook(with_type(codebook, "SANCTION", modes=modes)))


def test_lint_finds_missing_and_broken_examples(codebook: Codebook) -> None:
    examples = codebook.types["AID"].examples
    assert any("fewer than 3 examples" in f for f in check_codebook(with_type(codebook, "AID", examples=examples[:2])))
    broken = (replace(examples[0], source="Atlantis"), replace(examples[1], target=""), *examples[2:])
    found = check_codebook(with_type(codebook, "AID", examples=broken))
    assert any("'Atlantis' does not stand in" in line for line in found)
    assert any("a side is missing" in line for line in found)
    visit = tuple(e for e in codebook.types["CONSULT"].examples if e.mode != "visit")
    assert any("CONSULT/visit: no example" in f for f in check_codebook(with_type(codebook, "CONSULT", examples=visit)))


def test_lint_finds_broken_near_misses(codebook: Codebook) -> None:
    misses = codebook.types["AID"].near_misses
    own = (replace(misses[0], right_type="AID"), *misses[1:])
    assert any("needs another type" in f for f in check_codebook(with_type(codebook, "AID", near_misses=own)))
    assert any("fewer than 3 near" in f for f in check_codebook(with_type(codebook, "AID", near_misses=misses[:2])))


def test_lint_finds_what_the_crosswalk_breaks(codebook: Codebook) -> None:
    assert any("unknown context" in f for f in check_codebook(with_code(codebook, "073", contexts=("humanitarian",))))
    assert any("has no mode 'ease'" in f for f in check_codebook(with_code(codebook, "085", mode="ease")))
    assert any("unknown event type" in f for f in check_codebook(with_code(codebook, "190", event_type="FIGHT")))
    assert any("off the scale" in f for f in check_codebook(with_code(codebook, "190", goldstein=-100.0)))
    assert any("untyped 02" in f for f in check_codebook(with_code(codebook, "020", event_type="REQUEST")))
    backwards = dict(reversed(list(codebook.cameo_codes.items())))
    assert any("not sorted" in f for f in check_codebook(replace(codebook, cameo_codes=backwards)))


def test_lint_finds_thin_or_untidy_contexts(codebook: Codebook) -> None:
    first, *others = codebook.contexts
    found = check_codebook(replace(codebook, contexts=(replace(first, words=("Women",)), *others)))
    assert any("fewer than 15 words" in line for line in found)
    assert any("not in lower case" in line for line in found)
