"""Layouts of other projects: their columns, one row per pair, and nothing in them that did not happen."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from detente.records import Document, Event
from detente.show import gdelt, icews, polecat
from detente.show.formats import EVENT_COLUMNS, write_events
from factories import document, event, party

TALKS = event(event_type="CONSULT", mode="meet", cameo="046", quad_class=1, intensity=4.0, goldstein=7.0,
              sources=(party("PRK"), party("RUS")), targets=())  # fmt: skip


def written(form: Any, *events: Event, about: Document | None = None) -> str:
    out = io.StringIO()
    write_events([(about or document(), events)], out, form=form)
    return out.getvalue()


def table(form: str, *events: Event) -> list[dict[str, str]]:
    text = written(form, *events)
    if form == "gdelt":
        return [dict(zip(gdelt.COLUMNS, row.split("\t"), strict=True)) for row in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text), delimiter="," if form == "csv" else "\t"))


def test_the_columns_are_those_of_the_projects() -> None:
    assert (len(gdelt.COLUMNS), len(icews.COLUMNS), len(polecat.COLUMNS)) == (61, 20, 40)
    assert gdelt.COLUMNS[26:30] == ("EventCode", "EventBaseCode", "EventRootCode", "QuadClass")
    assert (gdelt.COLUMNS[0], gdelt.COLUMNS[5], gdelt.COLUMNS[15]) == ("GLOBALEVENTID", "Actor1Code", "Actor2Code")
    assert (gdelt.COLUMNS[51], gdelt.COLUMNS[59], gdelt.COLUMNS[60]) == (
        "ActionGeo_Type",
        "DATEADDED",
        "SOURCEURL",
    )
    assert polecat.COLUMNS[7:15] == (
        *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors"),
        *("Actor Title", "Actor Name Raw", "Wikipedia Actor ID"),
    )


def test_icews() -> None:
    (row,) = table("icews", event())
    assert (row["Source Country"], row["Target Country"], row["CAMEO Code"]) == ("North Korea", "South Korea", "112")
    assert row["Event Text"].startswith("Accuse") and row["Intensity"] == "-2"
    assert (row["Story ID"], row["Sentence Number"], row["Publisher"]) == (document().id, "2", "The Daily Example")
    assert (row["City"], row["Country"], row["Latitude"]) == ("Amnok", "North Korea", "40.12346")
    assert int(row["Event ID"]) > 0


def test_gdelt() -> None:
    (row,) = table("gdelt", event())
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == ("20240115", "202401", "2024")
    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor1Type1Code"]) == ("PRKGOV", "PRK", "GOV")
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("112", "112", "11")
    assert (row["QuadClass"], row["GoldsteinScale"], row["IsRootEvent"]) == ("3", "-2", "1")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"], row["ActionGeo_Lat"]) == ("4", "KN", "40.12346")
    assert row["SOURCEURL"] == "https://news.example/river"


def test_polecat() -> None:
    (row,) = table("polecat", event())
    assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("ACCUSE", "allege", "VERBAL CONFLICT")
    assert (row["Actor Country"], row["Recipient Country"], row["Contexts"]) == ("PRK", "KOR", "military;territory")
    assert (row["Publication Date"], row["Language"]) == ("2024-01-16", "English")


def test_plover_keeps_what_is_denied_and_says_so() -> None:
    (first, second) = [json.loads(row) for row in written("plover", event(), event(factuality="negated")).splitlines()]
    assert (first["mode"], second["mode"]) == (["allege"], ["allege", "negation"])
    assert list(first)[:9] == ["id", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc"]
    assert first["actor"][0]["code"] == "PRKGOV" and first["quad_code"] == "VERBAL CONFLICT"
    assert first["cite_info"]["publication"] == "2024-01-16"


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_layouts_without_factuality_hold_no_event_that_did_not_happen(form: str) -> None:
    denied = event(factuality="negated")
    possible = event(event_type="SANCTION", factuality="hypothetical")
    threat = event(event_type="THREATEN", factuality="hypothetical")
    assert table(form, denied, possible) == []
    assert len(table(form, threat, event(factuality="future"))) == 2


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_an_event_of_two_that_act_together_is_a_row_each_way_with_its_own_id(form: str) -> None:
    rows = table(form, TALKS)
    assert len(rows) == 2
    assert len({next(iter(row.values())) for row in rows}) == 2


def test_an_event_without_target_is_a_row_where_the_layout_allows_it() -> None:
    alone = event(targets=())
    assert [len(table(form, alone)) for form in ("icews", "gdelt", "polecat")] == [0, 1, 1]


@pytest.mark.parametrize("form", ["icews", "gdelt", "polecat"])
def test_tabs_and_line_ends_of_a_text_do_not_break_a_row(form: str) -> None:
    nasty = party("PRK", text="the\tnorth\n\u2028", name="North\tKorea\r\n")
    rows = table(form, event(sources=(nasty,)))
    assert len(rows) == 1 and None not in rows[0] and None not in rows[0].values()
    about = replace(document(), publisher='Daily\t"Example"\n', url=None, origin="a\tb")
    assert len(written(form, event(), about=about).splitlines()) == (1 if form == "gdelt" else 2)


def test_csv_has_a_row_per_event_with_all_that_is_known() -> None:
    (row,) = table("csv", TALKS)
    assert list(row) == list(EVENT_COLUMNS)
    assert (row["source_countries"], row["target_countries"]) == ("PRK;RUS", "")
    assert row["attribution"] == "PRK/kcna: said (quoted)"
    assert (row["intensity"], row["evidence_start"], row["publisher"]) == ("4.0", "28", "The Daily Example")


def test_csv_cells_are_no_formulas_for_a_spreadsheet() -> None:
    evil = event(evidence=replace(event().evidence, text='=HYPERLINK("https://evil.example")'))
    (row,) = table("csv", evil)
    assert row["evidence"].startswith("'=")
    assert row["intensity"] == "-2.0"


def test_undated_events_have_empty_dates() -> None:
    undated = event(when=replace(event().when, date=None, date_end=None, precision="none"))
    assert table("gdelt", undated)[0]["SQLDATE"] == ""
    assert table("icews", undated)[0]["Event Date"] == ""
    assert json.loads(written("plover", undated))["date"] is None
