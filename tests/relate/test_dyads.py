"""Pairs of an event: the rules of relate/dyads.py, one row of a table each, and what must hold of any event."""

from hypothesis import given
from hypothesis import strategies as st

from detente.records import Dyad
from detente.relate.dyads import dyads_of, keys_of, party_pairs
from factories import event, party

RUS, UKR, USA = party("RUS"), party("UKR"), party("USA")
NATO = party("IGO", "IGO/nato", sector="IGO")
PRESIDENT = party("RUS", "RUS/president")
CRITIC = party("RUS", "RUS/critic", sector="OPP")
SOMEBODY = party(None, text="rebels")
OFFICIALS = party("UKR", None, text="officials")


def pairs(kind: str, sources: tuple, targets: tuple) -> list[tuple[str, str, bool]]:  # type: ignore[type-arg]
    found = dyads_of(event(event_type=kind, sources=sources, targets=targets))
    return [(dyad.source, dyad.target, dyad.mutual) for dyad in found]


def test_every_source_meets_every_target_in_one_direction() -> None:
    assert pairs("ACCUSE", (USA, UKR), (RUS,)) == [("UKR", "RUS", False), ("USA", "RUS", False)]


def test_parties_of_a_mutual_type_without_a_target_meet_each_other_both_ways() -> None:
    both = [("RUS", "UKR", True), ("UKR", "RUS", True)]
    assert pairs("CONSULT", (RUS, UKR), ()) == both
    assert pairs("AGREE", (RUS, UKR), (UKR, RUS)) == both


def test_a_mutual_type_with_other_parties_as_target_stays_directed() -> None:
    assert pairs("CONSULT", (USA,), (RUS,)) == [("USA", "RUS", False)]
    assert pairs("COOPERATE", (USA, UKR), (RUS,)) == [("UKR", "RUS", False), ("USA", "RUS", False)]


def test_several_sources_of_another_type_without_a_target_do_not_meet() -> None:
    assert pairs("ACCUSE", (RUS, UKR), ()) == []


def test_a_person_stands_for_the_country_too_abroad() -> None:
    assert pairs("ACCUSE", (PRESIDENT,), (UKR,)) == [("RUS", "UKR", False), ("RUS/president", "UKR", False)]


def test_organisations_stand_under_their_id_alone() -> None:
    assert pairs("ACCUSE", (RUS,), (NATO,)) == [("RUS", "IGO/nato", False)]
    assert keys_of(NATO) == ("IGO/nato",)
    assert pairs("CONSULT", (NATO,), (party("IGO", "IGO/eu"),)) == [("IGO/nato", "IGO/eu", False)]


def test_at_home_actors_meet_as_themselves_and_the_country_not_at_all() -> None:
    assert pairs("COERCE", (PRESIDENT,), (CRITIC,)) == [("RUS/president", "RUS/critic", False)]
    assert pairs("COERCE", (RUS,), (CRITIC,)) == [("RUS", "RUS/critic", False)]


def test_a_party_known_by_country_alone_counts_for_it_and_an_unknown_one_for_nobody() -> None:
    assert pairs("ACCUSE", (RUS,), (OFFICIALS,)) == [("RUS", "UKR", False)]
    assert pairs("ASSAULT", (SOMEBODY,), (RUS,)) == []


def test_a_pair_that_is_both_mutual_and_not_is_not_mutual_and_comes_once() -> None:
    twice = event(event_type="CONSULT", sources=(RUS, PRESIDENT), targets=(UKR, OFFICIALS))
    assert [dyad for dyad in dyads_of(twice) if dyad.source == "RUS"] == [Dyad("RUS", "UKR", False)]


def test_rows_for_output_keep_unresolved_parties_and_drop_an_actor_with_itself() -> None:
    told = event(event_type="ACCUSE", sources=(SOMEBODY, RUS), targets=(RUS,))
    assert [(s.text, t.text) for s, t, _ in party_pairs(told)] == [("rebels", "RUS")]


PARTIES = st.sampled_from([RUS, UKR, USA, NATO, PRESIDENT, CRITIC, SOMEBODY, OFFICIALS])
SIDES = st.lists(PARTIES, max_size=4).map(tuple)


@given(kind=st.sampled_from(["AGREE", "CONSULT", "COOPERATE", "ASSAULT"]), sources=SIDES, targets=SIDES)
def test_of_any_event(kind: str, sources: tuple, targets: tuple) -> None:  # type: ignore[type-arg]
    found = dyads_of(event(event_type=kind, sources=sources, targets=targets))
    keys = [(dyad.source, dyad.target) for dyad in found]
    assert keys == sorted(set(keys))
    assert all(source != target for source, target in keys)
    assert all((dyad.target, dyad.source) in keys for dyad in found if dyad.mutual)
    assert found == dyads_of(event(event_type=kind, sources=sources[::-1], targets=targets[::-1]))
