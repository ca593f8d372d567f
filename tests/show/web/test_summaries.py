"""The desk's summaries say what the dyads themselves say, when they are made and after the store has grown."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import direct
from detente.records import Document, Event, EventDate, Period
from detente.relate.dyads import dyads_of
from detente.relate.series import relation
from detente.relate.shifts import all_shifts, panel_turns, shifts
from detente.show.web import questions, totals, turning
from detente.show.web.asked import Filters
from detente.show.web.door import Door
from detente.show.web.lent import Lent
from detente.show.web.memory import Memory
from detente.show.web.pairs import Days, Pair
from detente.store import Coded, Store, Tally, dyad_events, factuality_counts, open_store
from factories import document, event, party

FIRST = date(2023, 1, 2)
SIDES = ("PRK", "KOR", "USA", "CHN")
KINDS = (("ASSAULT", 4, -9.0), ("CONSULT", 1, 2.5), ("ACCUSE", 3, -2.0), ("AID", 2, 7.0), ("THREATEN", 3, -4.0))
SPANS = (Days(None, None), Days(date(2023, 3, 1), None), Days(date(2023, 2, 10), date(2023, 9, 30)))


def some_event(r: random.Random, article: Document, number: int) -> Event:
    """Return an event with sides, date and factuality of every sort."""
    kind, quad, intensity = r.choice(KINDS)
    day = FIRST + timedelta(days=r.randrange(330))
    precision = r.choices(("day", "month", "year", "none"), (20, 3, 1, 1))[0]
    when = EventDate(None if precision == "none" else day, None, precision, r.choice(("stated", "publication")))
    sources = [party(country, r.choice((country, f"{country}/a-person"))) for country in r.sample(SIDES, 2)]
    targets = [party(country) for country in r.sample(SIDES, r.choice((1, 1, 2)))]
    return event(
        id=f"{article.id}-{number}", document=article.id, event_type=kind, mode=None, quad_class=quad,
        intensity=intensity + r.randrange(5) / 10, sources=tuple(sources[: r.choice((1, 1, 2))]),
        targets=tuple(targets), when=when, confidence=r.random(),
        factuality=r.choices(("asserted", "historical", "negated"), (8, 1, 1))[0],
    )  # fmt: skip


def some_codings(r: random.Random, name: str, *, articles: int, events: int) -> list[Coded]:
    made = [document(id=f"{name}{n}", text=f"{name} {n}") for n in range(articles)]
    days = [FIRST + timedelta(days=r.randrange(330)) for _ in made]
    made = [replace(article, published=day) for article, day in zip(made, days, strict=True)]
    return [Coded(article, tuple(some_event(r, article, n) for n in range(events))) for article in made]


def tell(store: Store, r: random.Random, *, groups: int) -> None:
    """Join events at random to happenings, and part those that were joined before."""
    store.run("DELETE FROM base.tellings")
    names = [row["id"] for row in store.rows('SELECT id FROM base.events WHERE "date" IS NOT NULL ORDER BY id')]
    r.shuffle(names)
    for _ in range(groups):
        members, day = [names.pop() for _ in range(r.choice((2, 3, 5)))], FIRST + timedelta(days=r.randrange(330))
        for number, name in enumerate(members, 1):
            store.run("INSERT INTO base.tellings VALUES (?, ?, ?, ?, NULL, 1.0, [])", [name, members[0], number, day])


def add(path: Path, codings: Sequence[Coded], r: random.Random, *, groups: int | None) -> None:
    with open_store(path) as store:
        run = store.start_run("1", "toy-1")
        store.write(run, codings, pairs=dyads_of, tally=Tally(len(codings), 0))
        store.end_run(run, Tally(len(codings), 0))
        if groups is not None:
            tell(store, r, groups=groups)


def plain(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without the last digits, in which sums of sums differ."""
    return [{name: round(v, 9) if isinstance(v, float) else v for name, v in row.items()} for row in rows]


def check_totals(store: Lent) -> None:
    _, counted = totals.actor_counts(store, limit=100)
    assert counted == direct.actors(store)
    for key in SIDES:
        assert plain(totals.partners(store, key)) == plain(direct.partners(store, key))
    for days in SPANS:
        found = totals.matrix(store, days.since, days.until, size=3)
        assert plain(found) == plain(direct.matrix(store, days.since, days.until, 3))
        pairs = totals.busiest_pairs(store, limit=9, since=days.since, until=days.until)
        assert plain(pairs) == plain(totals.direct_pairs(store, limit=9, since=days.since, until=days.until))
    assert pairs


def check_pair(store: Lent, a: str, b: str) -> None:
    pair, periods = Pair(store, a, b, Memory()), ("day", "week", "month")
    assert pair.factuality() == factuality_counts(store, a, b)
    for days in SPANS:
        for every in periods:
            assert_series(pair, store, days, every)
        told = shifts(store, a, b, since=days.since, until=days.until)
        assert plain_turns(pair.shifts(days)) == plain_turns(told)
    rows, total = pair.newest(date(2023, 3, 1), date(2023, 6, 1), "month", limit=10_000)
    passed = dyad_events(store, a, b, since=date(2023, 3, 1), until=date(2023, 5, 31), every="month")
    assert [item.id for item in questions.events_at(store, rows)] == [item.event for item in reversed(passed)]
    assert total == len(passed) > 0


def assert_series(pair: Pair, store: Lent, days: Days, every: Period) -> None:
    found = pair.series(days, every)
    wanted = relation(store, pair.a, pair.b, since=days.since, until=days.until, every=every)
    near = [(x.start, x.end, x.events, x.by_quad, round(x.net, 9), x.coverage) for x in wanted]
    assert [(x.start, x.end, x.events, x.by_quad, round(x.net, 9), x.coverage) for x in found] == near


SEARCHES: tuple[tuple[Filters, str], ...] = (
    (Filters(actor="PRK"), "list_contains([p.actor FOR p IN sources || targets], 'PRK')"
                           " OR list_contains([p.country FOR p IN sources || targets], 'PRK')"),
    (Filters(actor="PRK", other="KOR"), "id IN (SELECT event FROM dyads WHERE least(source, target) = 'KOR'"
                                        " AND greatest(source, target) = 'PRK')"),
    (Filters(actor="PRK", other="KOR", directed=True, event_type="ACCUSE", until=date(2023, 8, 1)),
     "id IN (SELECT event FROM dyads WHERE source = 'PRK' AND target = 'KOR') AND event_type = 'ACCUSE'"
     " AND e.\"date\" <= '2023-08-01'"),
    (Filters(actor="KOR", other="PRK", counted=True, quad_class=4),
     "id IN (SELECT event FROM told_dyads WHERE least(source, target) = 'KOR' AND greatest(source, target) = 'PRK'"
     " AND counted AND telling = 1) AND quad_class = 4"),
    (Filters(document="first3"), "e.document = 'first3'"),
    (Filters(document="first3", actor="USA", other="CHN"),
     "e.document = 'first3' AND id IN (SELECT event FROM dyads WHERE least(source, target) = 'CHN'"
     " AND greatest(source, target) = 'USA')"),
    (Filters(actor="USA", confidence=0.5), "confidence >= 0.5 AND (list_contains([p.actor FOR p IN sources || targets],"
                                           " 'USA') OR list_contains([p.country FOR p IN sources || targets], 'USA'))"),
)  # fmt: skip


def check_searches(store: Lent) -> None:
    for wanted, condition in SEARCHES:
        found = questions.find_events(store, wanted, limit=10_000)
        names = [item.id for item in questions.events_at(store, found.rows)]
        assert names == direct.found(store, f"({condition})"), wanted
        assert found.total == len(names) > 0


def check(store: Lent) -> None:
    assert store.table("dy")
    check_totals(store)
    check_searches(store)
    for a, b in (("PRK", "KOR"), ("USA", "CHN"), ("PRK/a-person", "USA")):
        check_pair(store, a, b)
    assert list(turning.find(store, None, lambda panel: panel_turns(panel, "week")).pairs)


@pytest.mark.parametrize("seed", [1, 2])
def test_summaries_agree_with_the_dyads(tmp_path: Path, seed: int) -> None:
    path, r = tmp_path / "desk.duckdb", random.Random(seed)
    add(path, some_codings(r, "first", articles=12, events=30), r, groups=40)
    door = Door(path)
    with door.reading() as store:
        check(store)
    add(path, some_codings(r, "second", articles=4, events=12), r, groups=50)
    door.refresh()
    with door.reading() as store:
        assert store.generation == 1
        check(store)
    door.close()


def test_turns_of_changed_pairs_alone_are_those_of_all(tmp_path: Path) -> None:
    path, r = tmp_path / "desk.duckdb", random.Random(7)
    codings = some_codings(r, "first", articles=20, events=60)
    add(path, codings, r, groups=None)
    door, asked = Door(path), []

    def work(panel: Any) -> Any:
        asked.append(panel.pairs)
        return panel_turns(turning.unpacked(turning.packed(panel)), "week")

    with door.reading() as store:
        first = turning.find(store, None, work)
        assert plain_turns(first.shifts()) == plain_turns(all_shifts(store))
        kept = turning.adopted(store, first.shifts())
        for a, b in (("PRK", "KOR"), ("CHN", "USA")):
            alone = Pair(store, a, b, Memory(), found=first).shifts(SPANS[0])
            assert plain_turns(alone) == plain_turns(shifts(store, a, b))
    article = document(id="new", text="new", published=date(2023, 5, 1))
    fresh = [event(id=f"new-{n}", document="new", quad_class=4, intensity=-9.0, when=day_of(n)) for n in range(40)]
    with open_store(path) as writer:
        run = writer.start_run("1", "toy-1")
        writer.write(run, [Coded(article, tuple(fresh))], pairs=dyads_of, tally=Tally(1, 40))
    door.refresh()
    with door.reading() as store:
        for known in (first, kept):
            assert plain_turns(turning.find(store, known, work).shifts()) == plain_turns(all_shifts(store))
    # Joining what tells of the same may touch a neighbour too.
    assert asked[1] == asked[2]
    assert ("KOR", "PRK") in asked[1]
    assert len(asked[1]) < len(asked[0]) == 6
    door.close()


def day_of(number: int) -> EventDate:
    day = date(2023, 6, 1) + timedelta(days=number % 20)
    return EventDate(day, day, "day", "stated")


def plain_turns(found: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(x.a, x.b, x.at, x.direction, x.method, round(x.score, 6), x.evidence) for x in found]


def test_turns_come_back_from_the_process_that_found_them() -> None:
    turns = [turning.Turn("A", "B", FIRST, FIRST + timedelta(days=7), -1.0, 2.5, -3.25, "contrast")]
    assert turning.turns_of(turning.turns_json(turns)) == turns
