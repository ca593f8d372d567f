"""Other projects' files: what lies in the store afterwards, what is mended, what is set aside, and that it is said."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.errors import EmptyInput, ReadError, UnknownFormat, UsageError
from detente.show import gdelt, icews, polecat
from detente.show.cli import main
from detente.show.formats import write_events
from detente.show.imports.gdelt import MENTION_COLUMNS
from detente.show.imports.importing import ImportReport, import_file
from detente.store import Store, every_event, open_store
from factories import document, event, on, party

EXTRACT = (
    "date\tsource\trelation\ttarget\n"
    "2018-03-01\tGovernment (North Korea)\tConsult\tSouth Korea\n"
    "2018-03-01\tKim Jong-Un\tMake a visit\tChina\n"
    "2018-03-02\tPolice (Freedonia)\tMake statement\tUnspecified Actor\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def load(store: Store, text: str | bytes, form: Any, name: str = "file") -> ImportReport:
    path = store.path.parent / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_file(store, path, form=form)


def tabs(columns: Sequence[str], *rows: dict[str, str], header: bool = True) -> str:
    lines = [columns] if header else []
    return "".join("\t".join(line) + "\n" for line in [*lines, *([row.get(c, "") for c in columns] for row in rows)])


def icews_row(**fields: str) -> dict[str, str]:
    values = {
        "Event ID": "7",
        "Event Date": "2019-01-02",
        "Source Name": "Military (South Korea)",
        "Source Sectors": "Government,Military",
        "Source Country": "South Korea",
        "Event Text": "Accuse",
        "CAMEO Code": "112",
        "Intensity": "-2",
        "Target Name": "North Korea",
        "Target Country": "North Korea",
        "Story ID": "99",
        "Sentence Number": "2",
        "Publisher": "The Daily Example",
        "City": "Seoul",
        "Country": "South Korea",
        "Latitude": "37.5",
        "Longitude": "127.0",
    }
    return values | {key.replace("_", " "): value for key, value in fields.items()}


def gdelt_row(**fields: str) -> dict[str, str]:
    values = {
        "GLOBALEVENTID": "410000001",
        "SQLDATE": "20190102",
        "Actor1Code": "PRKGOV",
        "Actor1Name": "PYONGYANG",
        "Actor1CountryCode": "PRK",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "ROM",
        "Actor2Name": "ROMANIA",
        "Actor2CountryCode": "ROM",
        "EventCode": "112",
        "EventRootCode": "11",
        "QuadClass": "3",
        "GoldsteinScale": "-2.0",
        "ActionGeo_FullName": "Seoul, Soul-T'ukpyolsi, South Korea",
        "ActionGeo_CountryCode": "KS",
        "ActionGeo_Lat": "37.5",
        "ActionGeo_Long": "127",
        "DATEADDED": "20190103001500",
        "SOURCEURL": "https://www.daily.example/a",
    }
    return values | fields


# --------------------------------------------------------------------------------------------- ICEWS


def test_an_extract_gives_countries_types_and_dyads(store: Store) -> None:
    report = load(store, EXTRACT, "icews")
    assert (report.read, report.stored, report.repeated, report.unresolved) == (3, 3, 0, 2)
    first, second, third = store.rows('SELECT * FROM events ORDER BY "date", event_type')
    assert (first["event_type"], first["source_countries"], first["target_countries"]) == ("CONSULT", ["PRK"], ["KOR"])
    assert (second["cameo"], second["mode"], second["coder"], second["evidence"]) == ("042", "visit", "icews", "")
    assert third["event_type"] == "NONE"
    pairs = {(r["source"], r["target"]) for r in store.rows("SELECT source, target FROM dyads WHERE counted")}
    assert pairs == {("PRK", "KOR"), ("PRK", "CHN"), ("PRK/kim-jong-un", "CHN")}


def test_the_same_file_twice_and_files_that_overlap_add_nothing_twice(store: Store) -> None:
    load(store, EXTRACT, "icews")
    more = EXTRACT + "2018-03-01\tChina\tAccuse\tJapan\n" + "2018-03-01\tKim Jong-Un\tMake a visit\tChina\n"
    report = load(store, more, "icews", "other.tsv")
    assert (report.read, report.stored, report.repeated) == (5, 1, 4)
    assert [r["n"] for r in store.rows("SELECT count(*) AS n FROM events")] == [4]
    assert len(store.rows("SELECT 1 FROM dyads WHERE source = 'PRK' AND target = 'KOR'")) == 1
    assert [r["events"] for r in store.rows("SELECT events FROM documents ORDER BY published")] == [3, 1]


def test_a_file_of_20_columns(store: Store) -> None:
    load(store, tabs(icews.COLUMNS, icews_row()), "icews")
    ((about, (found,)),) = every_event(store)
    assert (about.publisher, about.published, about.text) == ("The Daily Example", on("2019-01-02").date, "")
    (source,), (target,) = found.sources, found.targets
    assert (source.text, source.country, source.sector, source.actor) == ("Military (South Korea)", "KOR", "GOV", None)
    assert (target.actor, target.country, found.goldstein, found.intensity) == ("PRK", "PRK", -2.0, -2.0)
    assert found.place is not None and (found.place.name, found.place.country) == ("Seoul", "KOR")


def test_the_key_of_icews_is_id_and_date(store: Store) -> None:
    rows = (icews_row(), icews_row(Event_Date="2019-01-03"), icews_row())
    assert load(store, tabs(icews.COLUMNS, *rows), "icews").stored == 2


def test_stray_tabs_missing_values_and_lost_zeros_are_mended_and_counted(store: Store) -> None:
    text = tabs(icews.COLUMNS, icews_row())
    stray = text.splitlines()[1].replace("North Korea\t", "North\t Korea\t", 1)
    broken = tabs(icews.COLUMNS, icews_row(Event_ID="9", CAMEO_Code="40", Intensity="")).splitlines()[1]
    unknown = tabs(icews.COLUMNS, icews_row(Event_ID="10", CAMEO_Code="999")).splitlines()[1]
    undated = tabs(icews.COLUMNS, icews_row(Event_ID="11", Event_Date="yesterday")).splitlines()[1]
    short = "12\t2019-01-02\tKorea"
    report = load(store, "\n".join([text.splitlines()[0], stray, broken, unknown, undated, short]), "icews")
    assert report.mended == {"stray tab": 1, "CAMEO code without its zero": 1, "Goldstein value missing": 1}
    assert report.aside == {"unknown event type": 1, "no date": 1, "wrong number of columns": 1}
    rows = store.rows("SELECT cameo, goldstein FROM events ORDER BY cameo")
    assert [(r["cameo"], r["goldstein"]) for r in rows] == [("040", 1.0), ("112", -2.0)]
    assert (report.read, report.stored) == (5, 2)


@pytest.mark.parametrize("packed", ["gzip", "zip"])
def test_packed_files_are_known_by_their_bytes(store: Store, packed: str) -> None:
    if packed == "gzip":
        data = gzip.compress(EXTRACT.encode())
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("events.tsv", EXTRACT)
        data = out.getvalue()
    assert load(store, data, "icews").stored == 3


def test_what_cannot_be_imported_is_one_error_and_leaves_nothing(store: Store) -> None:
    with pytest.raises(UsageError, match="no file"):
        import_file(store, store.path.parent / "missing", form="icews")
    with pytest.raises(EmptyInput):
        load(store, "", "icews")
    with pytest.raises(UnknownFormat, match="no ICEWS file"):
        load(store, "a\tb\n1\t2\n", "icews")
    with pytest.raises(ReadError, match="cut off"):
        load(store, gzip.compress(EXTRACT.encode() * 50)[:-20], "icews")
    assert store.rows("SELECT count(*) AS n FROM base.documents") == [{"n": 0}]


# --------------------------------------------------------------------------------------------- GDELT


def test_gdelt_events_and_their_mentions(store: Store) -> None:
    report = load(store, tabs(gdelt.COLUMNS, gdelt_row(), header=False), "gdelt")
    assert (report.stored, report.mended) == (1, {})
    ((about, (found,)),) = every_event(store)
    assert (about.url, about.publisher) == ("https://www.daily.example/a", "daily.example")
    assert [p.country for p in (*found.sources, *found.targets)] == ["PRK", "ROU"]
    assert found.sources[0].sector == "GOV" and found.targets[0].actor == "ROU"
    assert found.place is not None and found.place.country == "KOR"
    mention = dict.fromkeys(MENTION_COLUMNS, "1") | {
        "GLOBALEVENTID": "410000001",
        "MentionTimeDate": "20190104120000",
        "EventTimeDate": "20190103001500",
        "MentionSourceName": "other.example",
        "MentionIdentifier": "https://other.example/b",
        "Confidence": "60",
    }
    stray = mention | {"GLOBALEVENTID": "5"}
    told = load(store, tabs(MENTION_COLUMNS, mention, stray, mention, header=False), "gdelt", "m.csv")
    assert (told.read, told.stored, told.repeated) == (3, 1, 2)
    (row,) = store.rows("SELECT * FROM retellings")
    assert (row["event"], row["publisher"], row["confidence"]) == (found.id, "other.example", 0.6)


def test_gdelt_without_goldstein_or_first_actor_and_of_version_1(store: Store) -> None:
    bare = {f"Actor1{name}": "" for name in ("Code", "Name", "CountryCode", "Type1Code")}
    rows = (gdelt_row(GoldsteinScale=""), gdelt_row(GLOBALEVENTID="2", **bare))
    assert load(store, tabs(gdelt.COLUMNS, *rows, header=False), "gdelt").mended == {"Goldstein value missing": 1}
    first = tuple(name for name in gdelt.COLUMNS if "ADM2" not in name)
    assert len(first) == 58
    assert load(store, tabs(first, gdelt_row(GLOBALEVENTID="3"), header=False), "gdelt", "v1").stored == 1
    assert store.rows("SELECT count(*) AS n FROM events") == [{"n": 3}]
    with pytest.raises(UnknownFormat, match="61"):
        load(store, "1\t2\t3\n", "gdelt")


# ------------------------------------------------------------------------------------------- POLECAT


def test_polecat_under_either_name_of_its_columns(store: Store) -> None:
    columns = ["Event Intensity" if name == "Intensity" else name for name in polecat.COLUMNS]
    row = {
        "Event ID": "e1",
        "Event Date": "2023-05-06",
        "Event Type": "DEMAND",
        "Event Mode": "change",
        "Contexts": "military;feelings",
        "Actor Name": "North Korea",
        "Actor Country": "PRK",
        "Actor Name Raw": "Pyongyang",
        "Primary Actor Sector": "GOV",
        "Recipient Name": "South Korea",
        "Recipient Country": "KOR",
        "Source": "The Daily Example",
        "Publication Date": "2023-05-07",
        "Language": "English",
    }
    report = load(store, tabs(columns, row), "polecat")
    assert report.mended == {"older name of a type": 1, "context that the codebook lacks": 1}
    ((about, (found,)),) = every_event(store)
    assert (found.event_type, found.mode, found.contexts) == ("REQUEST", "change", ("military",))
    assert (found.sources[0].text, found.sources[0].actor, about.language) == ("Pyongyang", "PRK", "en")


# -------------------------------------------------------------------------------------------- PLOVER


def test_plover_lines_and_arrays_and_what_is_no_json(store: Store) -> None:
    record = {"id": "a", "date": "2023-01-02", "actor": ["North Korea"], "recipient": [], "event": "FIGHT"}
    assert load(store, json.dumps([record]), "plover").stored == 1
    report = load(store, json.dumps(record | {"id": "b"}) + "\nnot json\n[1]\n", "plover", "lines")
    assert (report.read, report.stored, report.aside) == (3, 1, {"no JSON object": 2})
    assert {r["event_type"] for r in store.rows("SELECT event_type FROM events")} == {"ASSAULT"}


# ---------------------------------------------------------------------------------------- round trips

KEPT = {
    "plover": ("event_type", "mode", "contexts", "factuality", "when", "place"),
    "polecat": ("event_type", "mode", "contexts"),
    "icews": ("cameo", "goldstein"),
    "gdelt": ("cameo", "goldstein"),
}


@pytest.mark.parametrize("form", KEPT)
def test_what_is_exported_comes_back(store: Store, form: Any) -> None:
    sides = {"sources": (party("PRK", name="North Korea"),), "targets": (party("KOR", name="South Korea"),)}
    made = event(event_type="SANCTION", mode="discontinue", cameo="163", quad_class=4, intensity=-6.0, goldstein=-8.0,
                 when=on("2024-01-15", basis="stated"), **sides)  # fmt: skip
    out = io.StringIO()
    write_events([(document(), [made])], out, form=form)
    load(store, out.getvalue(), form)
    ((about, (back,)),) = every_event(store)
    for name in KEPT[form]:
        assert getattr(back, name) == getattr(made, name) or name == "place", name
    assert [p.actor for p in (*back.sources, *back.targets)] == ["PRK", "KOR"]
    assert back.when.date == made.when.date
    again = io.StringIO()
    write_events([(about, [back])], again, form=form)
    if form == "plover":
        before, after = json.loads(out.getvalue()), json.loads(again.getvalue())
        assert {k for k in before if before[k] != after[k]} <= {"id", "coder", "cite_info", "actor", "recipient"}


def test_the_command_says_what_became_of_the_rows(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text(EXTRACT + "2018-03-04\tChina\tBefriend\tJapan\n")
    command = ["import", str(tmp_path / "x.tsv"), "--from", "icews", "--store", str(tmp_path / "s.duckdb")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0
    assert "4 rows read, 3 stored, 0 there already, 0 mended, 1 set aside (unknown event type 1)" in result.stdout
    assert "3 there already" in CliRunner().invoke(main, command).stdout
