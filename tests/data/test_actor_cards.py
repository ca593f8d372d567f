"""The actor cards: what the loader refuses, what the lint finds, and that the shipped cards say what is so."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detente.data.actor_cards import AgentNoun, load_actors, load_agents
from detente.data.actor_checks import check_actors, check_agents
from detente.errors import DataError
from detente.records import Actor

STATE = """
[state]
id = "XAA"
name = "Arcadia"
strong = ["Arcadia"]
adjectives = ["Arcadian"]
capitals = ["Arx"]
since = 1950-01-01
north = ["XAB"]
borders = ["XAB"]
reference = "invented"

[[institution]]
id = "XAA/senate"
name = "Arcadian Senate"
kind = "parliament"
sector = "LEG"
strong = ["Arcadian Senate"]
reference = "invented"
"""
PERSON = """
[[person]]
id = "XAA/ann-ode"
name = "Ann Ode"
strong = ["Ann Ode"]
reference = "invented"
[[person.role]]
role = "head_of_state"
sector = "GOV"
country = "XAA"
since = 2001-01-01
until = 2005-12-31
reference = "invented"
[[person.role]]
role = "party_leader"
sector = "PTY"
country = "XAB"
since = 2006-01-01
reference = "invented"
"""


def _cards(root: Path, folder: str, text: str) -> tuple[Actor, ...]:
    (root / folder).mkdir(exist_ok=True)
    (root / folder / "XAA.toml").write_text(text, encoding="utf-8")
    return load_actors(root)


@pytest.fixture(scope="module")
def actors() -> tuple[Actor, ...]:
    return load_actors()


@pytest.fixture(scope="module")
def states(actors: tuple[Actor, ...]) -> dict[str, Actor]:
    return {actor.id: actor for actor in actors if actor.kind == "state"}


# ------------------------------------------------------------------------------------------ loader


def test_a_state_card_becomes_a_state_and_its_institutions(tmp_path: Path) -> None:
    state, senate = _cards(tmp_path, "states", STATE)
    assert (state.kind, state.country, state.sector) == ("state", "XAA", "GOV")
    assert state.neighbours == (("north", "XAB"), ("border", "XAB"))
    assert (senate.kind, senate.country, senate.sector) == ("parliament", "XAA", "LEG")
    assert senate.since == date(1950, 1, 1)


def test_a_person_has_country_and_sector_of_the_latest_role(tmp_path: Path) -> None:
    (person,) = _cards(tmp_path, "people", PERSON)
    assert (person.kind, person.country, person.sector) == ("person", "XAB", "PTY")
    assert [role.role for role in person.roles if role.holds_on(date(2005, 12, 31))] == ["head_of_state"]


def test_a_person_without_a_role_is_an_elite_of_the_country_in_the_id(tmp_path: Path) -> None:
    (person,) = _cards(tmp_path, "people", PERSON.partition("[[person.role]]")[0])
    assert (person.country, person.sector) == ("XAA", "ELI")


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ('name = "Arcadia"', "name = 3", "state: name must be a string"),
        ('name = "Arcadia"', "", "state: name is missing"),
        ('adjectives = ["Arcadian"]', 'adjectives = "Arcadian"', "state: adjectives must be a list of strings"),
        ("since = 1950-01-01", "since = 1950", "state: since must be a day"),
        ("since = 1950-01-01", "since = 1950-01-01T00:00:00", "state: since must be a day"),
        ("adjectives =", "adjectivs =", "state: unknown key adjectivs"),
        ('sector = "LEG"', "", r"institution 1 \(XAA/senate\): sector is missing"),
        ("[[institution]]", "[institution]", r"institution must be written \[\[institution\]\]"),
        ("[[institution]]", "[[body]]", "unknown table body"),
        ("[state]", "[stat", "not TOML"),
    ],
)
def test_a_malformed_card_is_named_with_its_row(tmp_path: Path, good: str, bad: str, complaint: str) -> None:
    with pytest.raises(DataError, match=rf"^states/XAA\.toml.*{complaint}"):
        _cards(tmp_path, "states", STATE.replace(good, bad, 1))


def test_agents_need_their_columns_and_all_their_fields(tmp_path: Path) -> None:
    table = tmp_path / "agents.csv"
    table.write_text("noun,sector,role,kind,reference\ntroops,MIL,,force,invented\n", encoding="utf-8")
    assert load_agents(tmp_path) == (AgentNoun("troops", "MIL", "", "force", "invented"),)
    table.write_text("noun,sector,role,kind,reference\ntroops,MIL\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"agents\.csv, line 2"):
        load_agents(tmp_path)
    table.write_text("noun,sector\n", encoding="utf-8")
    with pytest.raises(DataError, match="columns"):
        load_agents(tmp_path)


# -------------------------------------------------------------------------------------------- lint


def _problems(tmp_path: Path, change: dict[str, object], *, which: int = 0) -> str:
    cards = list(_cards(tmp_path, "states", STATE.replace('"XAB"', '"XAA"')))
    assert check_actors(cards) == []
    cards[which] = replace(cards[which], **change)  # type: ignore[arg-type]
    return "\n".join(check_actors(cards))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sector": "GVO"}, "unknown sector GVO"),
        ({"kind": "parlament"}, "unknown kind parlament"),
        ({"country": "XAC"}, "no state card for country XAC"),
        ({"reference": " "}, "reference is missing"),
        ({"strong": ("",)}, "is empty or has stray spaces"),
        ({"strong": ("Arcadian  Senate",)}, "is empty or has stray spaces"),
        ({"strong": ()}, "neither a strong nor a weak name"),
        ({"until": date(1949, 12, 31)}, "since is after until"),
        ({"id": "XAA"}, "2 cards have this id"),
        ({"strong": ("Arx",)}, "both are surely 'Arx'"),
        ({"strong": ("ARX", "Árx")}, "both are surely 'Arx'"),
        ({"strong": ("Arcadian",)}, "both are surely 'Arcadian'"),
        ({"neighbours": (("border", "XAC"),)}, "no state card for neighbour XAC"),
    ],
)
def test_the_lint_finds(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    assert complaint in _problems(tmp_path, change, which=1)


def test_one_name_may_pass_from_one_actor_to_the_next(tmp_path: Path) -> None:
    early = {"strong": ("Arcadian Senate", "Arx"), "since": date(1900, 1, 1), "until": date(1949, 12, 31)}
    assert _problems(tmp_path, early, which=1) == ""
    assert "on one day" in _problems(tmp_path, {**early, "until": date(1950, 1, 1)}, which=1)


def test_the_lint_reads_roles(tmp_path: Path) -> None:
    bad = PERSON.replace('"head_of_state"', '"boss"').replace("until = 2005-12-31", "until = 2000-12-31")
    problems = "\n".join(check_actors(_cards(tmp_path, "people", bad)))
    assert "role boss since 2001-01-01: unknown role" in problems
    assert "role boss since 2001-01-01: since is after until" in problems


def test_the_lint_reads_agent_nouns() -> None:
    good = AgentNoun("troops", "MIL", "", "force", "invented")
    assert check_agents([good]) == []
    bad = replace(good, sector="MLI", role="boss", reference="")
    assert len(check_agents([good, bad])) == 4


# ---------------------------------------------------------------------------------- shipped cards


def test_the_shipped_cards_are_clean(actors: tuple[Actor, ...]) -> None:
    assert check_actors(actors) == []
    assert check_agents(load_agents()) == []


def test_every_land_border_stands_on_both_cards(states: dict[str, Actor]) -> None:
    living = {state.id: state for state in states.values() if state.until is None}
    lone = [
        (state.id, other)
        for state in living.values()
        for side, other in state.neighbours
        if side == "border" and ("border", state.id) not in living[other].neighbours
    ]
    assert lone == []


def test_institutions_are_filed_under_their_state(actors: tuple[Actor, ...]) -> None:
    filed = {a.id: a.country for a in actors if a.kind in {"parliament", "ministry", "intelligence", "subnational"}}
    assert [name for name, country in filed.items() if not name.startswith(f"{country}/")] == []


@pytest.mark.parametrize("code", ["PRK", "XKX", "PSE", "TWN", "VAT", "ESH", "HKG", "GRL", "SUN", "DDR", "YUG", "CSK"])
def test_states_that_lists_forget_have_cards(states: dict[str, Actor], code: str) -> None:
    assert states[code].strong


NAMES = [
    ("Burma", "MMR"),
    ("Zaire", "COD"),
    ("Swaziland", "SWZ"),
    ("Czechia", "CZE"),
    ("Türkiye", "TUR"),
    ("Côte d'Ivoire", "CIV"),
    ("Republic of China", "TWN"),
    ("People's Republic of China", "CHN"),
    ("DPRK", "PRK"),
    ("U.S.", "USA"),
    ("Nigerien", "NER"),
    ("Nigerians", "NGA"),
    ("South Sudanese", "SSD"),
    ("Equatorial Guinean", "GNQ"),
    ("Poles", "POL"),
    ("Filipinos", "PHL"),
    ("Kiev", "UKR"),
    ("Kyiv", "UKR"),
    ("Rangoon", "MMR"),
    ("Brazzaville", "COG"),
    ("Kremlin", "RUS"),
    ("White House", "USA"),
    ("Blue House", "KOR"),
    ("Élysée", "FRA"),
    ("Quai d'Orsay", "FRA/quai-dorsay"),
    ("Pentagon", "USA/pentagon"),
    ("Tatmadaw", "MMR/tatmadaw"),
    ("Republika Srpska", "BIH/republika-srpska"),
    ("TRNC", "CYP/northern-cyprus"),
    ("Somaliland", "SOM/somaliland"),
    ("IRGC", "IRN/islamic-revolutionary-guard-corps"),
    ("KCNA", "PRK/korean-central-news-agency"),
]


@pytest.mark.parametrize(("name", "actor"), NAMES)
def test_a_sure_name_means_today(actors: tuple[Actor, ...], name: str, actor: str) -> None:
    assert _owners(actors, name, date(2024, 6, 1)) == [actor]


@pytest.mark.parametrize(
    ("name", "day", "actor"),
    [
        ("Kremlin", date(1988, 6, 1), "SUN"),
        ("Moscow", date(1991, 12, 26), "RUS"),
        ("Prague", date(1992, 12, 31), "CSK"),
        ("Serbian", date(1999, 4, 1), "YUG/serbia"),
        ("Serbian", date(2004, 4, 1), "SCG/serbia"),
        ("Serbian", date(2008, 4, 1), "SRB"),
        ("Belgrade", date(1999, 4, 1), "YUG"),
        ("KGB", date(1985, 1, 1), "SUN/kgb"),
    ],
)
def test_a_sure_name_means_on_that_day(actors: tuple[Actor, ...], name: str, day: date, actor: str) -> None:
    assert _owners(actors, name, day) == [actor]


@pytest.mark.parametrize("name", ["Congo", "Congolese", "Korea", "Korean", "Kashmir", "Male", "Réunion", "America"])
def test_a_name_of_two_or_of_a_common_word_is_sure_of_nobody(actors: tuple[Actor, ...], name: str) -> None:
    assert _owners(actors, name, date(2024, 6, 1)) == []


def test_directions_are_those_of_the_map(states: dict[str, Actor]) -> None:
    assert ("south", "KOR") in states["PRK"].neighbours
    assert ("east", "IND") in states["PAK"].neighbours
    assert ("north", "LBN") in states["ISR"].neighbours
    assert ("west", "COG") in states["COD"].neighbours
    assert ("border", "JPN") not in states["KOR"].neighbours


def _owners(actors: tuple[Actor, ...], name: str, day: date) -> list[str]:
    return [a.id for a in actors if name in (*a.strong, *a.adjectives, *a.capitals, *a.seats) and _exists(a, day)]


def _exists(actor: Actor, day: date) -> bool:
    return (actor.since is None or actor.since <= day) and (actor.until is None or day <= actor.until)
