"""The gazetteer: every line can be found, and places that matter are in it."""

import csv
import gzip
import io
from importlib.resources import files
from pathlib import Path

import pytest

from detente.data.gazetteer import FILE, Gazetteer, place_key
from detente.errors import DataError

LARGEST_FILE = 6_000_000


def lines() -> list[list[str]]:
    raw = gzip.decompress(files("detente.data").joinpath(FILE).read_bytes()).decode()
    return [line.split("\t") for line in raw.splitlines()]


def own_places() -> list[dict[str, str]]:
    text = files("detente.data").joinpath("places/places.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def test_every_name_is_found_again(gazetteer: Gazetteer) -> None:
    for key, name, country, *_ in lines()[::97]:
        assert any((r.name, r.country) == (name, country) for r in gazetteer.find(key)), key


def test_first_and_last_line_are_found(gazetteer: Gazetteer) -> None:
    rows = lines()
    assert gazetteer.find(rows[0][0])
    assert gazetteer.find(rows[-1][0])


def test_lines_are_sorted_small_and_sound() -> None:
    rows = lines()
    keys = [f"{row[0]}\t".encode() for row in rows]
    assert keys == sorted(keys)
    assert all(len(row) == 8 and row[0] == place_key(row[0]) for row in rows)
    assert all(-90 <= float(row[4]) <= 90 and -180 <= float(row[5]) <= 180 for row in rows)
    assert all(row[2] == "" or (len(row[2]) == 3 and row[2].isupper()) for row in rows)
    assert len(files("detente.data").joinpath(FILE).read_bytes()) < LARGEST_FILE


@pytest.mark.parametrize("spelling", ["Kyiv", "Kiev", "KYIV", "kyiv"])
def test_case_and_older_names_lead_to_the_place(gazetteer: Gazetteer, spelling: str) -> None:
    assert (gazetteer.find(spelling)[0].name, gazetteer.find(spelling)[0].country) == ("Kyiv", "UKR")


@pytest.mark.parametrize(
    "spelling", ["Deir ez-Zor", "Deir Ezzor", "Deir al-Zor", "Zürich", "Zurich", "Cox’s Bazar", "P'yongyang"]
)
def test_accents_hyphens_and_apostrophes_make_no_difference(gazetteer: Gazetteer, spelling: str) -> None:
    assert gazetteer.find(spelling)


@pytest.mark.parametrize("name", ["", " ", "!", "Freedonia", "zzzzzz", "March", "God"])
def test_what_is_no_place_is_not_found(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name) == ()


def test_our_own_places_are_in_the_file_and_have_references(gazetteer: Gazetteer) -> None:
    rows = own_places()
    assert [r["name"] for r in rows] == sorted({r["name"] for r in rows})
    for place in rows:
        assert place["reference"]
        for spelling in (place["name"], *filter(None, place["alternates"].split("|"))):
            assert any(r.name == place["name"] for r in gazetteer.find(spelling)), spelling


def test_a_broken_file_is_a_data_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tsv.gz"
    broken.write_bytes(gzip.compress(b"paris\tParis\tFRA\n"))
    with pytest.raises(DataError):
        Gazetteer(broken).find("Paris")
    with pytest.raises(DataError):
        Gazetteer(tmp_path / "absent.tsv.gz").find("Paris")
