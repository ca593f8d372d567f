"""What many tell of is one happening, whatever the order; what only looks alike stays apart."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.records import Attribution, EventDate, Evidence, Place, Span
from detente.store import Coded, Store, Tally, open_store
from detente.store.clusters import happenings
from detente.store.traces import trace_of
from factories import document, event, on, party

KADUGLI, EL_OBEID = (11.01, 29.72), (13.18, 30.22)


def report(
    name: str,
    words: str,
    *,
    published: str = "2024-03-05",
    day: str | None = "2024-03-04",
    spot: tuple[str, tuple[float, float]] | None = None,
    publisher: str | None = None,
    **fields: Any,
) -> Coded:
    """Return a report in which SDN attacks SSD in so many words; without a day it is dated by its publication."""
    title = f"Report {name}"
    text = f"{title}\n\n{words}"
    first = Span(len(title) + 2, len(text))
    made = document(
        id=name,
        text=text,
        title=title,
        title_span=Span(0, len(title)),
        paragraphs=(first,),
        published=date.fromisoformat(published),
        publisher=publisher or f"Paper {name}",
    )
    place = spot and Place(spot[0], spot[0], "SDN", *spot[1])
    values: dict[str, Any] = {
        "event_type": "ASSAULT",
        "mode": None,
        "quad_class": 4,
        "intensity": -9.0,
        "sources": (party("SDN"),),
        "targets": (party("SSD"),),
        "attribution": (),
        "when": on(day) if day else on(published, basis="publication"),
        "place": place,
        "evidence": Evidence(first, words),
        "mentions": (),
    }
    return Coded(made, (event(id=f"e-{name}", document=name, **values | fields),))


SHELLED = "Rebels shelled the cattle market of Kadugli and killed nine traders."
AGAIN = "Nine traders were killed when rebels shelled the cattle market."
STORIES: Sequence[Coded] = (
    report("a", SHELLED, spot=("Kadugli", KADUGLI)),
    report("b", AGAIN),
    report("c", SHELLED.replace("Kadugli", "El Obeid"), spot=("El Obeid", EL_OBEID)),
    report("d", AGAIN, published="2024-03-06", day=None),
    report("e", SHELLED, published="2024-03-12", day="2024-03-11", spot=("Kadugli", KADUGLI)),
    report("f", AGAIN, published="2024-03-13", day=None),
    report("g", "Rebels shelled the cattle market of Kadugli again.", published="2024-03-06", day=None),
    report("h", AGAIN, sources=(party("SSD"),), targets=(party("SDN"),)),
    report("i", AGAIN, factuality="negated"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def put(store: Store, *batch: Coded, coder: str = "toy-1") -> None:
    store.write(store.start_run("1", coder), batch, pairs=lambda _: (), tally=Tally())


def told(store: Store) -> list[list[str]]:
    sql = "SELECT list(event ORDER BY event) AS events FROM base.tellings GROUP BY happening ORDER BY 1"
    return [row["events"] for row in store.rows(sql)]


def test_reports_of_one_deed_are_one_happening_and_two_towns_are_two(store: Store) -> None:
    put(store, *STORIES[:3])
    assert told(store) == [["e-a", "e-b"]] or told(store) == [["e-b", "e-c"]]
    assert len(told(store)) == 1


def test_an_undated_report_is_laid_to_the_day_that_the_text_of_another_gives(store: Store) -> None:
    put(store, STORIES[0], STORIES[3])
    assert told(store) == [["e-a", "e-d"]]
    assert {row["day"] for row in store.rows("SELECT day FROM base.tellings")} == {date(2024, 3, 4)}


def test_the_same_words_a_week_later_are_another_happening(store: Store) -> None:
    put(store, STORIES[0], STORIES[1], STORIES[4], STORIES[5])
    assert told(store) == [["e-a", "e-b"], ["e-e", "e-f"]]


def test_daily_reports_never_become_a_chain(store: Store) -> None:
    put(store, *(report(str(day), SHELLED, published=f"2024-03-{day:02}", day=None) for day in range(1, 10)))
    assert max(map(len, told(store))) <= 2


def test_who_did_it_and_whether_it_happened_keep_reports_apart(store: Store) -> None:
    put(store, STORIES[1], STORIES[7], STORIES[8])
    assert told(store) == []


def test_two_visitors_on_one_day_are_two_visits(store: Store) -> None:
    def visit(name: str, who: str) -> Coded:
        guest = party("RUS", f"RUS/{who}", role="minister", text="the minister")
        kind = {"event_type": "CONSULT", "mode": "visit", "quad_class": 1}
        return report(
            name, "The minister was received in the capital.", sources=(guest,), targets=(party("PRK"),), **kind
        )

    put(store, visit("a", "defence"), visit("b", "foreign"), visit("c", "foreign"))
    assert told(store) == [["e-b", "e-c"]]


def test_every_telling_says_with_what_it_was_joined_and_why(store: Store) -> None:
    put(store, STORIES[0], STORIES[1])
    rows = store.rows("SELECT * FROM tellings ORDER BY telling")
    assert [(row["happening"], row["event"], row["beside"]) for row in rows] == [
        ("e-a", "e-a", "e-b"),
        ("e-a", "e-b", "e-a"),
    ]
    why = {reason["code"]: reason["value"] for reason in rows[0]["reasons"]}
    assert why["sides"] == "SDN;SSD" and why["type"] == "ASSAULT" and "market" in why["words"] and why["numbers"] == "9"


def test_counts_are_of_mentions_publishers_and_independent_speakers(store: Store) -> None:
    army = Attribution(party("SDN", "SDN/army", text="the army"), "said", "reported")
    put(
        store,
        report("a", SHELLED, attribution=(army,)),
        report("b", AGAIN, attribution=(army,), mentions=(Evidence(Span(0, 6), "Report"), Evidence(Span(9, 12), "x"))),
        report("c", SHELLED + " A doctor counted them."),
    )
    (row,) = store.rows("SELECT events, mentions, articles, publishers, speakers FROM happenings")
    assert row == {"events": 3, "mentions": 4, "articles": 3, "publishers": 3, "speakers": 2}


def test_copies_of_one_text_are_one_voice(store: Store) -> None:
    text = " ".join(f"Word{n} follows word{n + 1} in line {n}." for n in range(20))
    put(
        store,
        report("a", f"{SHELLED} {text}"),
        report("b", f"{SHELLED} {text}"),
        report("c", f"{AGAIN} Others heard it."),
    )
    (row,) = store.rows("SELECT events, publishers, speakers FROM happenings")
    assert row == {"events": 3, "publishers": 3, "speakers": 2}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(STORIES))), size=st.integers(1, 5))
def test_the_order_and_the_batches_do_not_matter(tmp_path: Path, order: Sequence[int], size: int) -> None:
    traces = [trace for item in STORIES if (trace := trace_of(item.document, item.events[0])) is not None]
    wanted = sorted(sorted(trace.event for trace in found.events) for found in happenings(traces))
    path = tmp_path / "-".join(map(str, [size, *order]))
    with open_store(path.with_suffix(".duckdb")) as store:
        for first in range(0, len(order), size):
            put(store, *(STORIES[at] for at in order[first : first + size]))
        assert told(store) == wanted
    path.with_suffix(".duckdb").unlink()


def test_a_newer_coding_takes_the_place_of_the_older(store: Store) -> None:
    put(store, STORIES[0], STORIES[1])
    newer = replace(STORIES[1], events=(replace(STORIES[1].events[0], id="new", coder="toy-2"),))
    put(store, newer, coder="toy-2")
    assert told(store) == [["e-a", "new"]]
    put(store, replace(STORIES[1], events=()), coder="toy-3")
    assert told(store) == []


def test_an_event_without_a_day_or_a_known_side_is_never_merged() -> None:
    nobody = replace(STORIES[0].events[0], sources=(party(None, None),), targets=())
    undated = replace(STORIES[0].events[0], when=EventDate(None, None, "none", "publication"))
    assert trace_of(STORIES[0].document, nobody) is None and trace_of(STORIES[0].document, undated) is None


WORDS = "market bridge harbour convoy school traders villagers soldiers airport clinic rockets mortars".split()


@pytest.mark.parametrize("seed", [1, 2])
def test_many_reports_of_many_days_in_batches_give_what_all_at_once_give(store: Store, seed: int) -> None:
    pick = random.Random(seed)
    reports = [random_report(f"{number:02}", pick) for number in range(40)]
    traces = [trace for item in reports if (trace := trace_of(item.document, item.events[0])) is not None]
    wanted = sorted(sorted(trace.event for trace in found.events) for found in happenings(traces))
    pick.shuffle(reports)
    for first in range(0, len(reports), 7):
        put(store, *reports[first : first + 7])
    assert told(store) == wanted and len(wanted) > 3


def random_report(name: str, pick: random.Random) -> Coded:
    day, dated = pick.randint(1, 10), pick.random() < 0.5
    source, target = pick.sample(["SDN", "SSD", "TCD"], 2)
    return report(
        name,
        f"Rebels shelled {' '.join(pick.sample(WORDS, 4))}",
        published=f"2024-03-{day + (pick.randint(0, 2) if dated else 0):02}",
        day=f"2024-03-{day:02}" if dated else None,
        spot=pick.choice([None, None, ("Kadugli", KADUGLI), ("El Obeid", EL_OBEID)]),
        sources=(party(source),),
        targets=(party(target),) if pick.random() < 0.7 else (),
    )
