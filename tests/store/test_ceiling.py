"""A run keeps to the memory that it was given, and ends in good order when told to."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from detente.errors import UsageError
from detente.records import Document
from detente.relate.dyads import dyads_of
from detente.store import Ceiling, Tally, ingest, open_store, share
from detente.store.ceiling import DATABASE, MAIN, WORKER
from detente.store.pool import FULL
from factories import load_toy_coder, toy_document

LINE = "PRK ACCUSE KOR -2 2024-01-15"
LEAST = (MAIN + WORKER) * DATABASE // (DATABASE - 1)


@pytest.mark.parametrize("total", [LEAST, LEAST * 2, 10 * LEAST])
@pytest.mark.parametrize("workers", [1, 2, 8])
def test_the_parts_are_not_more_than_the_whole(total: int, workers: int) -> None:
    found = share(total, workers=workers)
    assert 1 <= found.workers <= workers and found.worker >= WORKER
    assert found.database + MAIN + found.workers * found.worker <= total


def test_fewer_processes_where_memory_is_short() -> None:
    assert share(LEAST, workers=4) == Ceiling(LEAST // DATABASE, WORKER, 1)


def test_too_little_is_misuse() -> None:
    with pytest.raises(UsageError, match="MB at least"):
        share(LEAST - 10, workers=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_takes_too_much_costs_only_itself(tmp_path: Path, workers: int) -> None:
    documents = [toy_document("HOG" if n == 3 else LINE, n) for n in range(9)]
    with open_store(tmp_path / "s.duckdb", memory=200_000_000) as store:
        report = ingest(store, documents, load=load_toy_coder, pairs=dyads_of, workers=workers, memory=WORKER)
        assert store.rows("SELECT current_setting('memory_limit') AS n") == [{"n": "190.7 MiB"}]
    assert (report.documents, report.failed) == (8, 1) and report.failures == (("story-3.txt", FULL),)


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_writes_what_is_under_way_and_the_next_run_goes_on(tmp_path: Path, workers: int) -> None:
    stop, taken = Event(), []

    def documents() -> Iterator[Document]:
        for n in range(100_000):
            taken.append(n)
            yield toy_document(LINE, n)

    def heard(tally: Tally) -> None:
        if tally.documents == 40:
            stop.set()

    with open_store(tmp_path / "s.duckdb") as store:
        report = ingest(
            store, documents(), load=load_toy_coder, pairs=dyads_of, workers=workers, progress=heard, stop=stop
        )
        assert report.stopped and 40 <= report.documents < 100 and len(taken) < 200
        kept = store.rows("SELECT count(*) AS n FROM base.events")[0]["n"]
        assert kept == report.documents
        assert store.rows("SELECT finished FROM runs") == [{"finished": None}]
        again = ingest(store, (toy_document(LINE, n) for n in range(150)), load=load_toy_coder, pairs=dyads_of)
        assert (again.documents, again.skipped, again.stopped) == (150 - kept, kept, False)
