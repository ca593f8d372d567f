"""Who a noun phrase means: names, offices, titles, surnames, persons in no card."""

from datetime import date

import pytest

from detente.coding.coder import Coder
from readings import actors, who

IN_2018, IN_2023 = date(2018, 5, 1), date(2023, 5, 1)

# text, phrase, day, actor, sector, role, reason
SETTLED = [
    # states by name, capital, seat, adjective and side
    ("Jordan met the envoys.", "Jordan", None, "JOR", "GOV", None, "name"),
    ("Seoul rejected the plan.", "Seoul", None, "KOR", "GOV", None, "capital"),
    ("The White House denied it.", "White House", None, "USA", "GOV", None, "seat"),
    ("Kremlin rejected the plan.", "Kremlin", None, "RUS", "GOV", None, "seat"),
    ("The Russian side rejected the plan.", "side", None, "RUS", "GOV", None, "office"),
    # organisations
    ("The European Union imposed sanctions.", "Union", None, "IGO/european-union", "EUR", None, "name"),
    ("NATO troops entered the town.", "troops", None, "IGO/nato", "IGO", None, "office"),
    ("Hamas fighters entered the town.", "fighters", None, "PSE/hamas", "REB", None, "office"),
    # bodies and forces of a state
    ("French troops entered the town.", "troops", None, "FRA:MIL", "MIL", None, "office"),
    ("Turkish police arrested the man.", "police", None, "TUR:COP", "COP", None, "office"),
    ("The Spanish parliament rejected the plan.", "parliament", None, "ESP:LEG", "LEG", None, "office"),
    ("Sudanese rebels attacked the town.", "rebels", None, "SDN:REB", "REB", None, "office"),
    ("Afghan villagers fled.", "villagers", None, "AFG:CVL", "CVL", None, "office"),
    ("A Pentagon spokesman denied it.", "spokesman", None, "USA/pentagon", "MIL", "spokesperson", "office"),
    # officials speak for the state, whatever ties them to it
    ("Chinese officials rejected the plan.", "officials", None, "CHN", "GOV", None, "office"),
    ("The Iranian foreign minister warned them.", "minister", None, "IRN", "GOV", "foreign_minister", "office"),
    ("Iran's foreign minister warned the envoys.", "minister", None, "IRN", "GOV", "foreign_minister", "office"),
    ("The foreign minister of Iran warned them.", "minister", None, "IRN", "GOV", "foreign_minister", "office"),
    # the government of the one state that a text is about
    (
        "Turkey met them. Turkey thanked them. The government denied it.",
        "government",
        None,
        "TUR",
        "GOV",
        None,
        "focus",
    ),
    # persons of the cards, by name, with and without titles
    ("Moon Jae-in met the envoys.", "Moon Jae-in", IN_2018, "KOR/moon-jae-in", "GOV", "head_of_state", "name"),
    ("Mr Putin met the envoys.", "Putin", IN_2018, "RUS/vladimir-putin", "GOV", "head_of_state", "weak"),
    ("German Chancellor Merkel spoke.", "Merkel", IN_2018, "DEU/angela-merkel", "GOV", "head_of_government", "weak"),
    (
        "Angela Merkel, the German chancellor, spoke.",
        "Merkel",
        IN_2018,
        "DEU/angela-merkel",
        "GOV",
        "head_of_government",
        "name",
    ),
    (
        "UN Secretary-General Antonio Guterres spoke.",
        "Guterres",
        IN_2018,
        "IGO/antonio-guterres",
        "UNO",
        "secretary_general",
        "name",
    ),
    # surnames: after a title that fits, after the full name
    ("South Korean President Yoon met them.", "Yoon", IN_2023, "KOR/yoon-suk-yeol", "GOV", "head_of_state", "weak"),
    ("President Yoon met the envoys.", "Yoon", IN_2023, "KOR/yoon-suk-yeol", "GOV", "head_of_state", "weak"),
    ("President Moon met the envoys.", "Moon", IN_2018, "KOR/moon-jae-in", "GOV", "head_of_state", "weak"),
    # two of the name were head of state on that day: the state, not the person
    ("North Korean leader Kim met the envoys.", "Kim", IN_2018, "PRK", "GOV", None, "title"),
    ("Kim Jong Un met them. Kim thanked them.", "Kim", IN_2018, "PRK/kim-jong-un", "GOV", "head_of_state", "weak"),
    (
        "Emmanuel Macron spoke in Paris. Macron then left.",
        "Macron",
        IN_2018,
        "FRA/emmanuel-macron",
        "GOV",
        "head_of_state",
        "weak",
    ),
]


@pytest.mark.parametrize(
    ("text", "phrase", "day", "actor", "sector", "role", "reason"),
    SETTLED,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_settled(
    coder: Coder, text: str, phrase: str, day: date | None, actor: str, sector: str, role: str | None, reason: str
) -> None:
    found = who(coder, text, phrase, day)
    assert [(p.actor, p.sector, p.role, p.reason) for p in found] == [(actor, sector, role, reason)]


@pytest.mark.parametrize(
    ("name", "day", "sector", "role"),
    [
        ("Moon Jae-in", date(2018, 5, 1), "GOV", "head_of_state"),
        ("Moon Jae-in", date(2022, 5, 9), "GOV", "head_of_state"),
        ("Moon Jae-in", date(2024, 1, 1), "ELI", None),
        ("Yoon Suk Yeol", date(2023, 5, 1), "GOV", "head_of_state"),
        ("Angela Merkel", date(2021, 12, 7), "GOV", "head_of_government"),
        ("Angela Merkel", date(2022, 2, 1), "ELI", None),
    ],
)
def test_roles_are_those_of_the_day(coder: Coder, name: str, day: date, sector: str, role: str | None) -> None:
    found = who(coder, f"The envoys met {name} on Monday.", name, day)
    assert [(p.sector, p.role) for p in found] == [(sector, role)]


@pytest.mark.parametrize(
    ("surname", "year", "actor"), [("Moon", 2018, "KOR/moon-jae-in"), ("Yoon", 2023, "KOR/yoon-suk-yeol")]
)
def test_president_with_a_surname_is_the_one_in_office(coder: Coder, surname: str, year: int, actor: str) -> None:
    text = f"The envoys met President {surname} on Monday."
    assert actors(who(coder, text, surname, date(year, 6, 1))) == [actor]


@pytest.mark.parametrize("surname", ["Moon", "Yoon"])
def test_president_with_a_surname_is_not_one_out_of_office(coder: Coder, surname: str) -> None:
    found = who(coder, f"The envoys met President {surname} on Monday.", surname, date(2010, 6, 1))
    assert not {"KOR/moon-jae-in", "KOR/yoon-suk-yeol"} & set(actors(found))


@pytest.mark.parametrize(
    ("text", "phrase", "name", "country", "role", "reason"),
    [
        (
            "Yesterday the envoys met Kenyan Foreign Minister Abel Otundo in the capital.",
            "Otundo",
            "Abel Otundo",
            "KEN",
            "foreign_minister",
            "title",
        ),
        (
            "Kenya's defence minister, Abel Otundo, met the envoys.",
            "Otundo",
            "Abel Otundo",
            "KEN",
            "defence_minister",
            "title",
        ),
        (
            "Abel Otundo, the Kenyan defence minister, met them.",
            "Otundo",
            "Abel Otundo",
            "KEN",
            "defence_minister",
            "title",
        ),
        # his surname after the full name
        (
            "Abel Otundo, the Kenyan defence minister, met the envoys. Otundo then left.",
            "Otundo",
            "Abel Otundo",
            "KEN",
            "defence_minister",
            "surname",
        ),
        # the office with the name in apposition is the person
        (
            "Kenya's defence minister, Abel Otundo, met the envoys.",
            "minister",
            "Abel Otundo",
            "KEN",
            "defence_minister",
            "title",
        ),
    ],
)
def test_persons_in_no_card(
    coder: Coder, text: str, phrase: str, name: str, country: str, role: str, reason: str
) -> None:
    found = who(coder, text, phrase, IN_2023)
    assert [(p.name, p.country, p.role, p.reason) for p in found] == [(name, country, role, reason)]


@pytest.mark.parametrize(
    ("text", "phrase", "reason"),
    [
        ("The Korean minister resigned.", "minister", "no_country"),
        ("The Congolese army left the town.", "army", "no_country"),
        ("Police arrested the man.", "Police", "no_country"),
        ("Turkey and Greece met. The government denied it.", "government", "no_country"),
    ],
)
def test_what_the_text_leaves_open_stays_open_with_a_reason(coder: Coder, text: str, phrase: str, reason: str) -> None:
    found = who(coder, text, phrase)
    assert [(p.actor, p.country, p.reason) for p in found] == [(None, None, reason)]


@pytest.mark.parametrize(
    ("text", "phrase", "day"),
    [
        # a surname that several in office bear
        ("Kim met the envoys.", "Kim", IN_2018),
        # a name that no card has, without a title
        ("Abel Otundo met the envoys.", "Otundo", IN_2023),
        # a state's name as a first name
        ("Jordan Henderson met the envoys.", "Henderson", None),
        ("Jordan Henderson met the envoys.", "Jordan", None),
        # which north, only the text before can say
        ("The North closed the border.", "North", None),
        ("The table stood in the hall.", "table", None),
        ("Trade fell in June.", "Trade", None),
    ],
)
def test_nobody_is_meant(coder: Coder, text: str, phrase: str, day: date | None) -> None:
    assert [p.actor for p in who(coder, text, phrase, day) if p.actor] == []


@pytest.mark.parametrize(
    ("text", "phrase", "words"),
    [
        ("South Korean President Yoon met them.", "Yoon", "South Korean President Yoon"),
        ("The foreign minister of Iran warned them.", "minister", "The foreign minister of Iran"),
        ("Hamas fighters entered the town.", "fighters", "Hamas fighters"),
        ("Iran's foreign minister warned the envoys.", "minister", "Iran's foreign minister"),
        ("The U.S. closed the port.", "U.S.", "U.S."),
        ("The North Ko\u00adrean army closed the big port.", "army", "The North Ko\u00adrean army"),
    ],
)
def test_parties_keep_their_words_as_written(coder: Coder, text: str, phrase: str, words: str) -> None:
    (party,) = who(coder, text, phrase, IN_2023)
    assert party.text == words
    assert party.span is not None and party.span.of(text) == words


def test_the_north_after_its_full_name(coder: Coder) -> None:
    assert actors(who(coder, "North Korea warned Seoul. The North closed the border.", "North")) == ["PRK"]


@pytest.mark.parametrize(
    ("text", "noun", "actor"),
    [
        ("Police fired at the crowd in Nairobi.", "Police", "KEN:COP"),
        ("Protesters marched in Tbilisi on Sunday.", "Protesters", "GEO:CVL"),
        ("The army fought rebels in Mali.", "army", None),
    ],
)
def test_a_crowd_is_of_the_place_where_it_acts(coder: Coder, text: str, noun: str, actor: str | None) -> None:
    assert [p.actor for p in who(coder, text, noun)] == [actor]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Chad Smith, a singer, sued the Russians.", "Chad"),
        ("Anna Ireland sued the Russians.", "Ireland"),
        ("Boats went up the Niger.", "Niger"),
        ("Lee said the road was shut.", "Lee"),
    ],
)
def test_names_of_others_and_rivers_are_no_states(coder: Coder, text: str, phrase: str) -> None:
    assert [p.actor for p in who(coder, text, phrase, IN_2023) if p.actor] == []


@pytest.mark.parametrize(
    ("text", "phrase", "day", "expected"),
    [
        ("A former Danish minister sued them.", "minister", IN_2023, ("DNK", "ELI", None)),
        ("The WHO warned the Danes.", "WHO", IN_2023, ("IGO", "UNO", None)),
        (
            "U.S. Secretary of State Tillerson warned them.",
            "Tillerson",
            date(2017, 5, 1),
            ("USA", "GOV", "foreign_minister"),
        ),
        (
            "General Anders Falk, a commander of the Danish army, spoke.",
            "Falk",
            IN_2023,
            ("DNK", "MIL", "military_commander"),
        ),
    ],
)
def test_former_offices_initials_and_titles_apart(
    coder: Coder, text: str, phrase: str, day: date, expected: tuple[str, str, str | None]
) -> None:
    (party,) = who(coder, text, phrase, day)
    assert (party.country, party.sector, party.role) == expected
