"""``detente.open``: a store asked from Python."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import detente
from detente.errors import StoreError, UsageError
from detente.relate.dyads import dyads_of
from detente.show.python import Desk
from detente.store import ingest, open_store
from factories import load_toy_coder, toy_document


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lines = ("PRK ACCUSE KOR -2 2024-01-15", "KOR CONSULT PRK 4 2024-02-20", "USA ACCUSE RUS -2 2024-01-15")
    documents = [toy_document(line, n, published=date(2024, 1, 16)) for n, line in enumerate(lines)]
    with open_store(tmp_path / "s.duckdb") as store:
        ingest(store, documents, load=load_toy_coder, pairs=dyads_of)
    with detente.open(tmp_path / "s.duckdb") as opened:
        yield opened


def test_a_relation_as_rows_and_as_arrow(desk: Desk) -> None:
    found = desk.relation("PRK", "South Korea", since="2024-01-01", until=date(2024, 2, 29))
    assert [(row["start"], row["events"], row["intensity"]) for row in found.rows()] == [
        (date(2024, 1, 1), 1, -2.0),
        (date(2024, 2, 1), 1, 4.0),
    ]
    assert len(found) == 2 and found.arrow().schema.field("start").type == pa.date32()
    assert pa.table(found) == found.arrow()


def test_pandas_and_polars_take_it_where_they_are_installed(desk: Desk) -> None:
    found = desk.relation("PRK", "KOR", since="2024-01-01", until="2024-02-29")
    for name, give in (("pandas", found.pandas), ("polars", found.polars)):
        if name in sys.modules or _installed(name):
            assert list(give().columns) == found.arrow().column_names


def test_shifts_and_sql(desk: Desk) -> None:
    assert len(desk.shifts()) == len(desk.shifts("PRK", "KOR")) == 0
    assert desk.shifts().arrow().column_names[:4] == ["a", "b", "at", "direction"]
    (row,) = desk.sql("SELECT count(*) AS n FROM events WHERE event_type = $type", {"type": "CONSULT"}).rows()
    assert row == {"n": 1}


def test_it_only_looks(desk: Desk) -> None:
    with pytest.raises(StoreError, match="read-only"):
        desk.sql("DELETE FROM base.events")


@pytest.mark.parametrize("wrong", [{"since": "May"}, {"every": "year"}, {"b": "Atlantis"}, {"b": "PRK"}])
def test_misuse_is_said(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        desk.relation("PRK", **({"b": "KOR"} | wrong))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="two actors"):
        desk.shifts("PRK")


def test_importing_detente_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys, detente; print([m for m in ('duckdb', 'pyarrow', 'numpy', 'spacy', 'click') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    with pytest.raises(StoreError, match="no store"):
        detente.open(tmp_path / "none.duckdb")


def _installed(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None
