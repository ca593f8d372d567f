"""Series per dyad: which events fall in which period, and what was read meanwhile."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.relate.dyads import dyads_of
from detente.relate.series import periods, relation
from detente.store import Coded, Store, Tally, factuality_counts, open_store
from factories import document, event, on, party


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def put(store: Store, *batch: Coded) -> None:
    store.write(store.start_run("1", "toy-1"), batch, pairs=dyads_of, tally=Tally())


def story(number: int, published: str, *events: object) -> Coded:
    made = document(text=f"Story {number}", published=date.fromisoformat(published))
    return Coded(made, tuple(event(**{"document": made.id, **fields}) for fields in events))  # type: ignore[dict-item]


def test_periods_are_those_of_the_calendar_and_leave_no_gap() -> None:
    assert list(periods(date(2024, 1, 30), date(2024, 3, 1), "month")) == [
        (date(2024, 1, 1), date(2024, 2, 1)),
        (date(2024, 2, 1), date(2024, 3, 1)),
        (date(2024, 3, 1), date(2024, 4, 1)),
    ]
    assert list(periods(date(2024, 1, 17), date(2024, 1, 22), "week")) == [
        (date(2024, 1, 15), date(2024, 1, 22)),
        (date(2024, 1, 22), date(2024, 1, 29)),
    ]
    assert len(list(periods(date(2023, 12, 30), date(2024, 1, 2), "day"))) == 4


def test_counts_means_and_coverage(store: Store) -> None:
    put(
        store,
        story(1, "2024-01-16", {"intensity": -2.0, "quad_class": 3}, {"intensity": 5.0, "quad_class": 1}),
        story(2, "2024-01-17", {"sources": (party("KOR"),), "targets": (party("PRK"),), "intensity": -6.0}),
        story(3, "2024-03-05"),
    )
    january, february, march = relation(store, "PRK", "KOR")
    assert (january.events, january.by_quad, january.coverage) == (3, (1, 0, 2, 0), 2)
    assert (january.intensity, january.net) == (pytest.approx(-1.0), pytest.approx(-3.0))
    assert (february.events, february.intensity, february.coverage) == (0, 0.0, 0)
    assert (march.events, march.coverage) == (0, 1)
    assert relation(store, "KOR", "PRK")[0].net == january.net


def test_a_mutual_event_counts_once(store: Store) -> None:
    talks = {"event_type": "CONSULT", "sources": (party("PRK"), party("KOR")), "targets": (), "quad_class": 1}
    put(store, story(1, "2024-01-16", talks))
    assert [period.events for period in relation(store, "PRK", "KOR")] == [1]


def test_an_event_of_several_persons_of_a_country_counts_once(store: Store) -> None:
    people = (party("PRK"), party("PRK", "PRK/leader"))
    put(store, story(1, "2024-01-16", {"sources": people}))
    assert [period.events for period in relation(store, "PRK", "KOR")] == [1]
    assert [period.events for period in relation(store, "PRK/leader", "KOR")] == [1]


def test_since_and_until_are_included(store: Store) -> None:
    put(store, *(story(day, f"2024-01-{day:02}", {"when": on(f"2024-01-{day:02}")}) for day in range(10, 21)))
    rows = relation(store, "PRK", "KOR", since=date(2024, 1, 12), until=date(2024, 1, 14), every="day")
    assert [(row.start.day, row.events, row.coverage) for row in rows] == [(12, 1, 1), (13, 1, 1), (14, 1, 1)]
    week = relation(store, "PRK", "KOR", since=date(2024, 1, 12), until=date(2024, 1, 14), every="week")
    assert [(row.start.day, row.end.day, row.events, row.coverage) for row in week] == [(8, 15, 3, 3)]


def test_a_date_coarser_than_the_period_counts_in_none(store: Store) -> None:
    put(
        store,
        story(1, "2024-01-16", {"when": on("2024-01-01", "month")}, {"when": on("2024-01-01", "year")}),
    )
    counts = {
        every: sum(row.events for row in relation(store, "PRK", "KOR", every=every)) for every in ("month", "week")
    }
    assert counts == {"month": 1, "week": 0}


def test_the_past_stays_outside_unless_asked_for(store: Store) -> None:
    put(store, story(1, "2024-01-16", {"factuality": "historical", "when": on("1953-07-27", basis="stated")}, {}))
    assert [row.events for row in relation(store, "PRK", "KOR")] == [1]
    assert sum(row.events for row in relation(store, "PRK", "KOR", since=date(1953, 1, 1))) == 2


def test_what_is_left_out_can_be_counted(store: Store) -> None:
    undated = {"when": on("2024-01-15").__class__(None, None, "none", "publication")}
    put(store, story(1, "2024-01-16", {}, {"factuality": "negated"}, undated))
    assert factuality_counts(store, "KOR", "PRK") == {
        ("asserted", True, False): 1,
        ("asserted", True, True): 1,
        ("negated", False, True): 1,
    }


def test_an_empty_store_has_an_empty_series_and_a_reversed_range_is_misuse(store: Store) -> None:
    assert relation(store, "PRK", "KOR") == []
    with pytest.raises(UsageError):
        relation(store, "PRK", "KOR", since=date(2024, 2, 1), until=date(2024, 1, 1))


def test_only_the_newest_coding_counts(store: Store) -> None:
    put(store, story(1, "2024-01-16", {}, {"intensity": -3.0}))
    put(store, story(1, "2024-01-16", {}))
    assert [row.events for row in relation(store, "PRK", "KOR")] == [1]
