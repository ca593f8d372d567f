"""Coding on Ray gives the bytes of coding here, whatever dies; passed over where Ray is not installed."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from detente.records import Document
from detente.relate.dyads import dyads_of
from detente.store import Batch, BatchFolder, Store, Tally, ingest, open_store, take_coded
from factories import load_toy_coder, toy_document

HERE = Path(__file__).parent.parent
LINE = "PRK ACCUSE KOR -2 2024-01-15"
VERSION = ("1", "toy-1")
ray_engine = pytest.importorskip("detente.store.ray_engine")
pytest.importorskip("ray", reason="Ray is an extra")


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """A cluster of this machine whose processes find the toys; starting one takes long where much else runs."""
    ray = pytest.importorskip("ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    path = os.pathsep.join([str(HERE), str(HERE.parent / "src")])
    for tries in range(5):
        try:
            ray.init(
                address="local",
                num_cpus=2,
                include_dashboard=False,
                log_to_driver=False,
                runtime_env={"env_vars": {"PYTHONPATH": path}},
            )
            break
        except Exception:
            # Ray gives up after 30 seconds, which a busy machine takes; what this tests is not how fast it starts.
            ray.shutdown()
            if tries == 4:
                raise
    yield
    ray.shutdown()


def code(documents: list[Document] | Iterator[Document], folder: BatchFolder, **options: Any) -> Any:
    settings = {"load": load_toy_coder, "known": lambda *_: set(), "workers": 2, "batch": 5, **options}
    return ray_engine.code_on_ray(documents, folder, **settings)


def contents(store: Store) -> list[list[dict[str, Any]]]:
    tables = ("documents", "codings", "events", "dyads")
    return [store.rows(f"SELECT * FROM base.{table} ORDER BY rowid") for table in tables]


@pytest.mark.usefixtures("cluster")
def test_the_same_bytes_as_here(tmp_path: Path) -> None:
    documents = [toy_document(f"{LINE}\nSLOW" if n % 7 == 0 else LINE, n) for n in range(48)]
    documents[20] = toy_document("BREAK", 20)
    documents[30:32] = [documents[29], documents[3]]  # twice in one batch, and in two
    with open_store(tmp_path / "here.duckdb") as store:
        here = ingest(store, documents, load=load_toy_coder, pairs=dyads_of)
        expected = contents(store)
    folder = BatchFolder(tmp_path / "out", make=True)
    done = code(documents, folder)
    assert done.version == VERSION and done.coded == 10 and not done.set_aside and not done.stopped
    with open_store(tmp_path / "there.duckdb") as store:
        there = take_coded(store, folder.coded(*VERSION), VERSION, pairs=dyads_of, skipped=done.tally.skipped)
        assert contents(store) == expected
    assert (there.documents, there.events, there.skipped, there.failed) == (
        here.documents,
        here.events,
        here.skipped,
        here.failed,
    )


@pytest.mark.usefixtures("cluster")
def test_it_goes_on_and_sets_aside_what_kills(tmp_path: Path) -> None:
    folder = BatchFolder(tmp_path / "out", make=True)
    documents = [toy_document("DIE" if n == 12 else LINE, n) for n in range(40)]
    stop, told = Event(), []

    def heard(tally: Tally) -> None:
        stop.set()

    first = code(documents[:10], folder, progress=heard, stop=stop)
    assert first.stopped and 1 <= first.coded <= 2
    done = code(documents, folder, heard=lambda word, batch: told.append((word, batch.batch)))
    assert done.coded == 7 - first.coded
    assert [batch.batch for batch in done.set_aside] == [2] and told.count(("batch_set_aside", 2)) == 1
    assert told.count(("batch_failed", 2)) == 2
    assert [item.document.id for item in folder.coded(*VERSION)] == [
        document.id for n, document in enumerate(documents) if not 10 <= n < 15
    ]


@pytest.mark.usefixtures("cluster")
def test_what_a_store_has_is_left_out(tmp_path: Path) -> None:
    folder = BatchFolder(tmp_path / "out", make=True)
    documents = [toy_document(LINE, n) for n in range(10)]
    done = code(documents, folder, known=lambda ids, codebook, coder: set(ids[:3]))
    assert (done.tally.documents, done.tally.skipped) == (4, 6)


@pytest.mark.usefixtures("cluster")
def test_batches_are_lines_of_the_manifest(tmp_path: Path) -> None:
    folder = BatchFolder(tmp_path / "out", make=True)
    code([toy_document(LINE, n) for n in range(7)], folder)
    assert {batch.batch: batch.documents for batch in BatchFolder(folder.path).done.values()} == {0: 5, 1: 2}
    assert all(isinstance(batch, Batch) for batch in folder.done.values())
