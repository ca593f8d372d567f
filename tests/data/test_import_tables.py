"""The tables of other projects' words and codes name things that we have."""

import csv
from pathlib import Path

import pytest

from detente.data.actor_cards import load_actors
from detente.data.codebook_cards import load_codebook
from detente.data.import_tables import load_import_tables, relation_key

CAMEO_NAMES = Path(__file__).parents[2] / "../shared/data/actors/cameo_codes_goldstein.csv"


def test_every_row_names_something_that_we_have() -> None:
    tables, book = load_import_tables(), load_codebook()
    actors = {actor.id for actor in load_actors()}
    assert set(tables.relations.values()) <= set(book.cameo_codes)
    assert set(tables.sectors.values()) <= set(book.sectors)
    assert set(tables.groups.values()) <= actors
    assert {name for name, _ in tables.actors.values() if name} <= actors
    assert {country for _, country in tables.actors.values()} | set(tables.countries.values()) <= actors


def test_names_of_relations_are_known_whatever_their_punctuation() -> None:
    relations = load_import_tables().relations
    assert relations[relation_key("Abduct, hijack or take hostage")] == "181"
    assert relations[relation_key("ABDUCT, HIJACK, OR TAKE HOSTAGE")] == "181"
    assert len(set(relations.values())) > 250


def test_the_names_agree_with_a_list_that_others_made() -> None:
    if not CAMEO_NAMES.exists():
        pytest.skip(f"{CAMEO_NAMES.name} is not here")
    theirs: dict[str, set[str]] = {}
    for row in csv.DictReader(CAMEO_NAMES.open(encoding="utf-8")):
        theirs.setdefault(relation_key(row["name"]), set()).add(row["code"])
    ours = load_import_tables().relations
    assert {name: code for name, code in ours.items() if name in theirs and code not in theirs[name]} == {}
    assert len(ours.keys() & theirs.keys()) > 250
