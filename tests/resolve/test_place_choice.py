"""Which place a name means, or none."""

import pytest

from detente.data.gazetteer import Gazetteer
from detente.resolve.place_choice import Surroundings, choose_place


def test_namesake_in_a_state_that_the_article_names_is_left_open() -> None:
    rows = Gazetteer().find("Dublin")
    assert choose_place(rows, Surroundings(divisions={"WY"})) is None
    found = choose_place(rows, Surroundings())
    assert found is not None and found.country == "IRL"


@pytest.mark.parametrize(
    ("name", "country"), [("Tal Afar", "IRQ"), ("Dapchi", "NGA"), ("Bint Jbeil", "LBN"), ("Sudzha", "RUS")]
)
def test_small_town_of_a_war_is_known(name: str, country: str) -> None:
    found = choose_place(Gazetteer().find(name), Surroundings())
    assert found is not None and found.country == country
