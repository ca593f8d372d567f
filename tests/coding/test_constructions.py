"""Events in many constructions: together, passive, by the way, in headlines, without a verb, without a named side."""

import csv
from pathlib import Path

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.records import Party

ROWS = Path(__file__).parent / "constructions.tsv"


def _rows() -> list[dict[str, str]]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _is(sides: tuple[Party, ...], wanted: str) -> bool:
    if wanted == "-":
        return not any(p.country for p in sides)
    return any(p.country == wanted or (p.actor or "").startswith(wanted) for p in sides)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["sentence"][:60])
def test_is_coded_between_its_sides(row: dict[str, str], coder: Coder) -> None:
    events = coder.code(sentence_document(row["sentence"]))
    found = [(e.event_type, [p.actor for p in e.sources], [p.actor for p in e.targets]) for e in events]
    assert any(
        e.event_type == row["event_type"]
        and _is(e.sources, row["source"])
        and _is(e.targets, row["target"])
        and e.factuality != "negated"
        for e in events
    ), f"{row['sentence']!r} gave {found}"


def test_a_company_that_stops_its_flights_sanctions_nobody(coder: Coder) -> None:
    events = coder.code(sentence_document("Lufthansa suspended flights to Iran on Thursday."))
    assert [e for e in events if e.event_type == "SANCTION"] == []


def test_talks_that_are_taken_for_known_are_not_told_again(coder: Coder) -> None:
    known = "Oil fell after the talks between Oman and Iran in Muscat."
    new = "Oil fell after talks between Oman and Iran in Muscat."
    assert [len(coder.code(sentence_document(text))) for text in (known, new)] == [0, 1]


def test_a_quota_agreed_on_is_no_measure_against_anybody(coder: Coder) -> None:
    events = coder.code(sentence_document("Norway and Iceland agreed in Bergen on Monday on the herring quota."))
    assert [e.event_type for e in events] == ["AGREE"]


def test_what_two_discuss_is_not_talked_to(coder: Coder) -> None:
    events = coder.code(sentence_document("The presidents of Chile and Peru discussed Bolivia in Arica on Monday."))
    assert {p.country for e in events for p in (*e.sources, *e.targets)} == {"CHL", "PER"}


def test_the_forces_in_a_place_arrest_foreigners_there(coder: Coder) -> None:
    events = coder.code(sentence_document("A Latvian smuggler was arrested in Minsk on Friday."))
    assert [([p.country for p in e.sources], [p.country for p in e.targets]) for e in events] == [(["BLR"], ["LVA"])]
