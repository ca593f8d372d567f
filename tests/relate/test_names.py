"""What a person types for an actor."""

from datetime import date

import pytest

from detente.errors import UsageError
from detente.records import Actor
from detente.relate import names
from detente.relate.names import find_actors, find_key

ACTORS = (
    Actor("PRK", "North Korea", "state", "PRK", "GOV", strong=("North Korea", "DPRK"), weak=("the North",),
          adjectives=("North Korean",), capitals=("Pyongyang",)),
    Actor("KOR", "South Korea", "state", "KOR", "GOV", strong=("South Korea",), adjectives=("South Korean",)),
    Actor("RUS", "Russia", "state", "RUS", "GOV", strong=("Russia",), adjectives=("Russian",), seats=("Kremlin",)),
    Actor("SUN", "Soviet Union", "state", "SUN", "GOV", strong=("Russia",), seats=("Kremlin",),
          until=date(1991, 12, 26)),
    Actor("PRK/leader", "Kim Example", "person", "PRK", "GOV", strong=("Kim Example",), weak=("Kim",)),
    Actor("KOR/kim", "Kim Sample", "person", "KOR", "LEG", strong=("Kim Sample",), weak=("Kim",)),
    Actor("CIV", "Côte d’Ivoire", "state", "CIV", "GOV", strong=("Ivory Coast",)),
    Actor("MNC/russia", "Russia Holdings", "company", "MNC", "MNC", strong=("Russia",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("PRK", "PRK"),
        ("prk", "PRK"),
        ("North Korea", "PRK"),
        ("north korean", "PRK"),
        ("DPRK", "PRK"),
        ("pyongyang", "PRK"),
        ("the north", "PRK"),
        ("prk/leader", "PRK/leader"),
        ("cote d'ivoire", "CIV"),
        ("  kremlin ", "RUS"),
        ("russia", "RUS"),
    ],
)
def test_codes_names_adjectives_and_ids_in_any_case(words: str, key: str) -> None:
    assert find_key(words, ACTORS) == key


def test_an_unknown_name_brings_near_ones() -> None:
    with pytest.raises(UsageError, match='no actor is called "North Kore", did you mean .*North Korea'):
        find_key("North Kore", ACTORS)
    with pytest.raises(UsageError, match='^no actor is called "zzzzzz"$'):
        find_key("zzzzzz", ACTORS)


def test_a_name_of_two_is_not_guessed() -> None:
    with pytest.raises(UsageError, match='"kim" can mean 2 actors: use an id, such as KOR/kim, PRK/leader'):
        find_key("kim", ACTORS)


def test_searching_puts_whole_names_before_parts() -> None:
    assert [actor.id for actor in find_actors("korea", ACTORS)] == ["KOR", "PRK"]
    assert [actor.id for actor in find_actors("kim", ACTORS)] == ["KOR/kim", "PRK/leader"]
    assert [actor.id for actor in find_actors("russia", ACTORS)] == ["MNC/russia", "RUS", "SUN"]
    assert find_actors("nobody", ACTORS) == []


def test_tables_of_names_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    make = names._table
    monkeypatch.setattr(names, "_table", lambda rows: (made.append(1), make(rows))[1])
    table = names.Names(ACTORS)
    for words in ("North Korea", "PRK", "Pyongyang", "dprk"):
        assert table.key(words) == names.find_key(words, ACTORS)
        again = len(made)
        assert table.key(words) == table.key(words)
        assert len(made) == again
