"""Happenings from the command line: listed with counts, ruled on, exported once, imported without counting twice."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import detente
from detente.records import Evidence, Span
from detente.relate.dyads import dyads_of
from detente.relate.series import relation
from detente.relate.shifts import all_shifts, shifts
from detente.show import gdelt
from detente.show.cli import main
from detente.show.formats import write_events
from detente.show.imports.importing import import_file
from detente.store import (
    Coded,
    Store,
    Tally,
    busy_dyads,
    check_store,
    dyad_events,
    merge_stored,
    open_store,
    rule_events,
)
from factories import document, event, on, party

WORDS = (
    "Freedonia accused Sylvania of moving troops to the river.",
    "Sylvania moved troops to the river, Freedonia says.",
)


def report(number: int, *, publisher: str, day: str = "2024-01-15", words: str = "", **fields: Any) -> Coded:
    words = words or WORDS[number % 2]
    text = f"Story {number}\n\n{words}"
    first = Span(len(text) - len(words), len(text))
    name = f"d{number}"
    made = document(
        id=name, text=text, paragraphs=(first,), title=None, title_span=None, publisher=publisher,
        published=date.fromisoformat(day),
    )  # fmt: skip
    values = {"when": on(day), "attribution": (), "mentions": (), "evidence": Evidence(first, words)}
    return Coded(made, (event(id=f"e{number}", document=name, **values | fields),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "s.duckdb"
    with open_store(file) as store:
        put(store, report(1, publisher="North"), report(2, publisher="South"), report(3, publisher="South"))
        put(store, report(4, publisher="North", day="2024-01-29"))
    return file


def put(store: Store, *batch: Coded) -> None:
    store.write(store.start_run("1", "toy-1"), batch, pairs=dyads_of, tally=Tally(documents=len(batch)))


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done


def listed(path: Path, *words: str) -> list[dict[str, Any]]:
    out = run("happenings", *words, "--store", str(path), "--format", "jsonl").stdout
    return [json.loads(line) for line in out.splitlines()]


def test_a_happening_is_listed_with_its_counts_and_every_reason(path: Path) -> None:
    (found,) = listed(path, "PRK", "KOR")
    assert (found["events"], found["articles"], found["publishers"], found["speakers"]) == (3, 3, 2, 3)
    assert [(telling["event"], telling["publisher"]) for telling in found["tellings"]] == [
        ("e1", "North"),
        ("e2", "South"),
        ("e3", "South"),
    ]
    assert all("words" in {reason["code"] for reason in telling["reasons"]} for telling in found["tellings"])
    assert len(listed(path, "--at-least", "1")) == 2 and listed(path, "--since", "2024-01-20") == []


def test_the_same_in_a_table_in_csv_and_from_python(path: Path) -> None:
    assert "ACCUSE" in run("happenings", "PRK", "--store", str(path), "--format", "table").stdout
    head, row = run("happenings", "--store", str(path), "--format", "csv").stdout.splitlines()
    assert head.startswith("id,day,event_type") and row.startswith("e1,2024-01-15,ACCUSE")
    with detente.open(path) as desk:
        (found,) = desk.happenings("PRK", "KOR").rows()
        assert (found["id"], found["events"], found["speakers"]) == ("e1", 3, 3)
        assert sum(row["events"] for row in desk.relation("PRK", "KOR").rows()) == 2
        assert sum(row["events"] for row in desk.relation("PRK", "KOR", mentions=True).rows()) == 4


def test_series_count_happenings_unless_mentions_are_asked_for(path: Path) -> None:
    with open_store(path, read_only=True) as store:
        assert [period.events for period in relation(store, "PRK", "KOR", every="month")] == [2]
        assert [period.events for period in relation(store, "PRK", "KOR", every="month", mentions=True)] == [4]
        days = {"since": date(2024, 1, 1), "until": date(2024, 1, 31)}
        assert [found.event for found in dyad_events(store, "PRK", "KOR", **days)] == ["e1", "e4"]
        assert len(dyad_events(store, "PRK", "KOR", **days, mentions=True)) == 4
        assert busy_dyads(store, at_least=1) == [("KOR", "PRK", 2)]
        assert busy_dyads(store, at_least=1, mentions=True) == [("KOR", "PRK", 4)]
    out = run("relation", "PRK", "KOR", "--mentions", "--store", str(path), "--format", "csv").stdout
    assert ",4,0,0,4,0," in out


def test_turning_points_of_retold_acts_are_those_of_the_acts(tmp_path: Path) -> None:
    once, thrice = tmp_path / "once.duckdb", tmp_path / "thrice.duckdb"
    acts = [(f"2024-{1 + week // 4:02}-{1 + week % 4 * 7:02}", 5.0 if week < 20 else -8.0) for week in range(40)]
    for file, times in ((once, 1), (thrice, 3)):
        with open_store(file) as store:
            told = [
                report(10 * number + copy, publisher=f"P{copy}", day=day, words=f"{WORDS[0]} On day {number}.",
                       intensity=score, quad_class=1 if score > 0 else 4)
                for number, (day, score) in enumerate(acts)
                for copy in range(times)
            ]  # fmt: skip
            put(store, *told)
            found = shifts(store, "PRK", "KOR", every="month")
            assert [(s.at, s.direction) for s in found] == [
                (s.at, s.direction) for s in all_shifts(store, every="month")
            ]
            assert sum(p.events for p in relation(store, "PRK", "KOR")) == len(acts)


def test_people_have_the_last_word(path: Path) -> None:
    run("store", "apart", "e2", "--author", "ada", "--note", "another column", "--store", str(path))
    assert [[t["event"] for t in found["tellings"]] for found in listed(path)] == [["e1", "e3"]]
    with open_store(path) as store:
        put(store, report(5, publisher="West"))
        run_rows = store.rows("SELECT author, same, note FROM base.rulings")
        assert {(row["author"], row["same"], row["note"]) for row in run_rows} == {("ada", False, "another column")}
    assert all("e2" not in (t["event"] for t in found["tellings"]) for found in listed(path) if found["id"] == "e1")
    run("store", "merge", "--anew", "--store", str(path))
    assert all("e2" not in (t["event"] for t in found["tellings"]) for found in listed(path) if found["id"] == "e1")
    run("store", "together", "e1", "e4", "--author", "ada", "--store", str(path))
    assert {"e1", "e4"} <= {t["event"] for t in listed(path)[0]["tellings"]}
    with open_store(path, read_only=True) as store:
        assert check_store(store) == []


def test_a_ruling_outlives_a_newer_coder(path: Path) -> None:
    run("store", "apart", "e1", "e2", "--author", "ada", "--store", str(path))
    again = report(2, publisher="South")
    with open_store(path) as store:
        newer = Coded(again.document, (event(**{**_fields(again), "id": "newer", "coder": "toy-2"}),))
        store.write(store.start_run("1", "toy-2"), [newer], pairs=dyads_of, tally=Tally())
        groups = store.rows("SELECT list(event) AS events FROM base.tellings GROUP BY happening")
    assert not any({"e1", "newer"} <= set(row["events"]) for row in groups)


def _fields(coded: Coded) -> dict[str, Any]:
    (found,) = coded.events
    return {name: getattr(found, name) for name in type(found).__slots__}


@pytest.mark.parametrize("words", [("apart", "e9"), ("apart", "e4"), ("together", "e1"), ("together", "e1", "e9")])
def test_a_ruling_on_nothing_is_misuse(path: Path, words: Sequence[str]) -> None:
    done = CliRunner().invoke(main, ["store", *words, "--author", "ada", "--store", str(path)])
    assert done.exit_code == 2 and "Traceback" not in done.output


def test_an_older_store_is_merged_by_command(path: Path) -> None:
    with open_store(path) as store:
        before = store.rows("SELECT * FROM base.tellings ORDER BY ALL")
        for table in ("prints", "copy_pairs", "copies", "traces", "tellings"):
            with store.transaction():
                store.run(f"DELETE FROM base.{table}")
    assert "4 documents looked at" in run("store", "merge", "--store", str(path)).stdout
    assert "0 documents looked at" in run("store", "merge", "--store", str(path)).stdout
    with open_store(path, read_only=True) as store:
        assert store.rows("SELECT * FROM base.tellings ORDER BY ALL") == before


def test_export_of_happenings_has_each_once_with_its_counts(path: Path) -> None:
    out = run("export", "--to", "gdelt", "--happenings", "--store", str(path)).stdout
    rows = [dict(zip(gdelt.COLUMNS, line.split("\t"), strict=True)) for line in out.splitlines()]
    counts = [(row["NumMentions"], row["NumSources"], row["NumArticles"]) for row in rows]
    assert sorted(counts) == [("1", "1", "1"), ("3", "2", "3")]
    assert len(run("export", "--to", "gdelt", "--store", str(path)).stdout.splitlines()) == 4


def test_compact_keeps_what_was_merged(path: Path) -> None:
    before = listed(path)
    run("store", "compact", "--store", str(path))
    assert listed(path) == before


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_talks_that_come_back_from_an_export_count_once(tmp_path: Path, form: Any) -> None:
    talks = event(
        document=document().id, event_type="CONSULT", mode=None, cameo="040", quad_class=1, intensity=2.5,
        sources=(party("PRK"), party("KOR"), party("CHN")), targets=(), factuality="asserted",
    )  # fmt: skip
    file = tmp_path / "talks.tsv"
    with file.open("w", encoding="utf-8") as out:
        write_events([(document(), (talks,))], out, form=form)
    with open_store(tmp_path / "t.duckdb") as store:
        assert import_file(store, file, form=form).stored == 6
        for pair in (("PRK", "KOR"), ("KOR", "CHN"), ("CHN", "PRK")):
            assert sum(period.events for period in relation(store, *pair)) == 1
            assert sum(period.events for period in relation(store, *pair, mentions=True)) == 2
        assert {row["r"] for row in store.rows("SELECT reasons[1].code AS r FROM tellings")} == {"mirrored"}
        assert import_file(store, file, form=form).stored == 0
        assert len(store.rows("SELECT * FROM base.tellings")) == 6
        one = store.rows("SELECT min(event) AS event FROM base.tellings")[0]["event"]
        assert rule_events(store, one, (), same=False, author="ada") == 1
        assert merge_stored(store, mutual=["CONSULT"], anew=True).happenings == 2
        assert check_store(store) == []


def test_accusations_both_ways_are_two(tmp_path: Path) -> None:
    both = [
        event(sources=(party(a),), targets=(party(b),), attribution=()) for a, b in (("PRK", "KOR"), ("KOR", "PRK"))
    ]
    file = tmp_path / "words.tsv"
    with file.open("w", encoding="utf-8") as out:
        write_events([(document(), both)], out, form="icews")
    with open_store(tmp_path / "t.duckdb") as store:
        import_file(store, file, form="icews")
        assert sum(period.events for period in relation(store, "PRK", "KOR")) == 2
