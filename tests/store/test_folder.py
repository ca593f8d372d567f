"""Folders of batches: whole or not there, read back as they were, loaded into a store as if it had coded them."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from detente.errors import StoreError, UsageError
from detente.relate.dyads import dyads_of
from detente.show.cli import main
from detente.store import Batch, BatchFolder, Coded, Store, ingest, open_store, take_coded
from detente.store.folder import MANIFEST, files_of, hash_of
from detente.store.pool import code_safely
from factories import ToyCoder, load_toy_coder, toy_document

LINE = "PRK ACCUSE KOR -2 2024-01-15\nUSA CONSULT RUS 2.5 2024-02-01"
VERSION = ("1", "toy-1")


def coded(first: int, last: int) -> list[Coded]:
    documents = [toy_document("BREAK" if n == 4 else LINE, n) for n in range(first, last)]
    documents += [toy_document("", last + 1000, id=f"unread-{last}", error="page.bin: binary")]
    return [code_safely(ToyCoder(), document) for document in documents]


def put(folder: BatchFolder, number: int, batch: list[Coded], *, version: tuple[str, str] = VERSION) -> None:
    codebook, coder = version
    failed = sum(bool(item.error or item.document.error) for item in batch)
    events = sum(len(item.events) for item in batch)
    line = Batch(number, hash_of(item.document.id for item in batch), codebook, coder, len(batch) - failed, events)
    folder.put(line, files_of(batch, codebook=codebook, coder=coder))


def contents(store: Store) -> list[list[dict[str, Any]]]:
    tables = ("documents", "codings", "events", "dyads")
    return [store.rows(f"SELECT * FROM base.{table} ORDER BY rowid") for table in tables]


@pytest.fixture
def folder(tmp_path: Path) -> BatchFolder:
    made = BatchFolder(tmp_path / "out", make=True)
    put(made, 1, coded(10, 17))
    put(made, 0, coded(0, 10))
    return made


def test_what_was_written_is_read_back_in_the_order_of_the_input(folder: BatchFolder) -> None:
    found = list(BatchFolder(folder.path).coded(*VERSION))
    assert found == [*coded(0, 10), *coded(10, 17)] and sum(len(item.events) for item in found) == 32


def test_a_store_that_loads_it_is_as_one_that_coded_it(folder: BatchFolder, tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store:
        documents = [item.document for item in [*coded(0, 10), *coded(10, 17)]]
        here = ingest(store, documents, load=load_toy_coder, pairs=dyads_of)
        expected = contents(store)
    with open_store(tmp_path / "b.duckdb") as store:
        there = take_coded(store, folder.coded(*VERSION), VERSION, pairs=dyads_of)
        assert contents(store) == expected and len(expected[2]) == 32
        again = take_coded(store, folder.coded(*VERSION), VERSION, pairs=dyads_of)
        assert (again.documents, again.skipped) == (0, 16)
        assert len(contents(store)[2]) == 32
    counts = ("documents", "events", "skipped", "failed", "failures", "last")
    assert [getattr(here, name) for name in counts] == [getattr(there, name) for name in counts]


def test_others_can_read_it(folder: BatchFolder) -> None:
    sql = f"SELECT count(*), count(DISTINCT document) FROM read_parquet('{folder.path}/events/*.parquet')"
    assert duckdb.connect().execute(sql).fetchall() == [(32, 16)]


def test_a_batch_without_its_line_does_not_count(folder: BatchFolder) -> None:
    manifest = folder.path / MANIFEST
    lines = manifest.read_text().splitlines()
    assert [json.loads(line)["batch"] for line in lines] == [1, 0]
    manifest.write_text(lines[0] + "\n" + lines[1][:40])
    assert sorted(BatchFolder(folder.path).done) == [1]
    # The next writer begins a line of its own.
    opened = BatchFolder(folder.path, make=True)
    put(opened, 0, coded(0, 10))
    assert sorted(BatchFolder(folder.path).done) == [0, 1]


def test_another_input_is_not_written_over(folder: BatchFolder) -> None:
    ids = folder.done[0].ids
    assert folder.has(0, ids, codebook="1", coder="toy-1") and not folder.has(0, ids, codebook="1", coder="toy-2")
    assert not folder.has(2, "0", codebook="1", coder="toy-1")
    with pytest.raises(UsageError, match="holds other documents from batch 0 on"):
        folder.has(0, "0", codebook="1", coder="toy-1")


def test_a_batch_set_aside_is_named_and_coded_again(folder: BatchFolder) -> None:
    folder.put(Batch(2, "abc", *VERSION, set_aside="died"), {})
    opened = BatchFolder(folder.path, make=True)
    assert [batch.batch for batch in opened.set_aside()] == [2] and len(list(opened.coded(*VERSION))) == 19
    assert not opened.has(2, "abc", codebook="1", coder="toy-1")


def test_files_that_do_not_belong_together(folder: BatchFolder, tmp_path: Path) -> None:
    (folder.path / "events" / "00000000.parquet").write_bytes(
        (folder.path / "events" / "00000001.parquet").read_bytes()
    )
    with pytest.raises(StoreError, match="batch 0 do not belong together"):
        list(folder.coded(*VERSION))
    (folder.path / "events" / "00000000.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(StoreError, match="cannot be read"):
        list(folder.coded(*VERSION))


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_load_on_the_command_line(folder: BatchFolder, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    folder.put(Batch(2, "abc", *VERSION, set_aside="died"), {})
    status, told = run("store", "load", folder.path, "--store", store)
    assert status == 0 and "16 documents, 32 events loaded, 0 skipped, 3 failed" in told
    assert "batch 2 was set aside: died" in told
    assert "0 documents, 0 events loaded, 16 skipped" in run("store", "load", folder.path, "--store", store)[1]
    status, told = run("store", "load", tmp_path, "--store", store)
    assert status == 2 and "no folder of batches" in told


def test_a_folder_of_two_versions_is_misuse(folder: BatchFolder, tmp_path: Path) -> None:
    put(folder, 2, coded(20, 22), version=("1", "toy-2"))
    status, told = run("store", "load", folder.path, "--store", tmp_path / "s.duckdb")
    assert status == 2 and "several versions" in told


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    for more, words in (
        (["--engine", "ray"], "needs --out"),
        (["--engine", "ray", "--out", tmp_path / "o", "--memory", "3GB"], "--memory goes with"),
        (["--out", tmp_path / "o"], "go with --engine ray"),
    ):
        status, told = run("ingest", tmp_path, "--store", store, *more)
        assert status == 2 and words in told
