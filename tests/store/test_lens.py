"""Other ways to look at a store: sets of actors as sides, all the others, one direction, and no single source."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.errors import StoreError, UsageError
from detente.relate.dyads import dyads_of
from detente.relate.series import relation
from detente.store import Store, ingest, open_store
from detente.store.lens import Sides, looked_at
from factories import load_toy_coder, toy_document


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        said = ("PRK ACCUSE KOR -2", "USA ACCUSE KOR -3")
        days = [date(2024, 3, n) for n in range(1, 4)]
        wanted = [(f"{line} {day}", day) for day in days for line in said]
        documents = [toy_document(line, n, published=day) for n, (line, day) in enumerate(wanted)]
        ingest(opened, documents, load=load_toy_coder, pairs=dyads_of)
        yield opened


def pairs(store: Store) -> set[tuple[str, str]]:
    return {(row["source"], row["target"]) for row in store.rows("SELECT DISTINCT source, target FROM told_dyads")}


def total(store: Store, a: str, b: str) -> int:
    return sum(period.events for period in relation(store, a, b))


def test_a_set_counts_what_its_members_count(store: Store) -> None:
    a, b = next(iter(sorted(pair for pair in pairs(store) if len(pair[0]) == len(pair[1]) == 3)))
    alone = total(store, a, b)
    with looked_at(store, sides=Sides("WE", (a, "XXX"), "THEY", (b,))):
        assert total(store, "WE", "THEY") == alone > 0
        assert pairs(store) <= {("WE", "THEY"), ("THEY", "WE")}
    assert total(store, a, b) == alone


def test_all_others_and_one_direction(store: Store) -> None:
    a, b = next(iter(sorted(pair for pair in pairs(store) if len(pair[0]) == len(pair[1]) == 3)))
    with looked_at(store, sides=Sides(a, (a,), "ALL", None)):
        assert total(store, a, "ALL") > 0
    with looked_at(store, sides=Sides("WE", (a,), "THEY", (b,), directed=True)):
        assert pairs(store) == {("WE", "THEY")}


def test_a_side_that_holds_the_other_is_told(store: Store) -> None:
    with pytest.raises(UsageError, match="nobody is left"), looked_at(store, sides=Sides("A", ("X",), "B", ("X", "Y"))):
        pass


def test_without_single_source_nothing_of_one_publisher_is_left(store: Store) -> None:
    with looked_at(store, drop_single_source=True):
        assert pairs(store) == set()
    assert pairs(store)


def test_one_look_inside_another(store: Store) -> None:
    a, b = next(iter(sorted(pair for pair in pairs(store) if len(pair[0]) == len(pair[1]) == 3)))
    with looked_at(store, sides=Sides("WE", (a,), "THEY", (b,))):
        within = total(store, "WE", "THEY")
        with looked_at(store, sides=Sides("US", ("WE",), "THEM", ("THEY",))):
            assert total(store, "US", "THEM") == within > 0
            assert pairs(store) <= {("US", "THEM"), ("THEM", "US")}
        with looked_at(store, drop_single_source=True):
            assert pairs(store) == set()
        assert total(store, "WE", "THEY") == within
    assert (a, b) in pairs(store)


def test_a_statement_that_cannot_be_run_is_an_error_of_the_store(store: Store) -> None:
    with pytest.raises(StoreError, match="nothing_like_it"):
        store.run("DELETE FROM nothing_like_it")
