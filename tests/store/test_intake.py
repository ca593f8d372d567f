"""Ingest codes what is missing, in any number of processes, and loses nothing that it wrote."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.records import Document, Event
from detente.relate.dyads import dyads_of
from detente.store import Store, Tally, ingest, open_store
from factories import ToyCoder, load_newer_coder, load_toy_coder, toy_document

HERE = Path(__file__).parent.parent
LINE = "PRK ACCUSE KOR -2 2024-01-15"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def run(store: Store, documents: list[Document], **options: Any) -> tuple[int, int, int, int]:
    report = ingest(store, documents, **{"load": load_toy_coder, "pairs": dyads_of, **options})
    return report.documents, report.events, report.skipped, report.failed


def contents(store: Store) -> list[list[dict[str, Any]]]:
    tables = ("documents", "codings", "events", "dyads")
    return [store.rows(f"SELECT * FROM base.{table} ORDER BY rowid") for table in tables]


def test_what_is_coded_is_not_coded_again(store: Store) -> None:
    documents = [toy_document(LINE, n) for n in range(5)]
    assert run(store, documents) == (5, 5, 0, 0)
    before = contents(store)

    class Refuses(ToyCoder):
        def code(self, document: Document) -> list[Event]:
            raise AssertionError("coded again")

    assert run(store, documents, load=Refuses) == (0, 0, 5, 0)
    assert contents(store) == before


def test_the_same_document_twice_in_one_run_is_coded_once(store: Store) -> None:
    assert run(store, [toy_document(LINE), toy_document(LINE)]) == (1, 1, 1, 0)


def test_a_new_version_codes_everything_again_beside_the_old(store: Store) -> None:
    documents = [toy_document(LINE, n) for n in range(3)]
    run(store, documents)
    assert run(store, documents, load=load_newer_coder) == (3, 3, 0, 0)
    counts = store.rows("SELECT coder, count(*) AS n FROM base.events GROUP BY coder ORDER BY coder")
    assert counts == [{"coder": "toy-1", "n": 3}, {"coder": "toy-2", "n": 3}]
    assert store.rows("SELECT DISTINCT coder FROM events") == [{"coder": "toy-2"}]


def test_a_document_that_breaks_is_a_row_and_is_tried_again(store: Store) -> None:
    documents = [toy_document(LINE, 1), toy_document("BREAK", 2), toy_document(LINE, 3)]
    unread = toy_document("", 4, id="unread", error="page.bin: binary")
    report = ingest(store, [*documents, unread], load=load_toy_coder, pairs=dyads_of)
    assert (report.documents, report.failed) == (2, 2)
    assert report.failures == (
        ("story-2.txt", "ValueError: a line that breaks the coder"),
        ("story-4.txt", "page.bin: binary"),
    )
    errors = store.rows("SELECT error FROM documents WHERE error IS NOT NULL ORDER BY error")
    assert [row["error"] for row in errors] == ["ValueError: a line that breaks the coder", "page.bin: binary"]
    assert run(store, documents) == (0, 0, 2, 1)


def test_rows_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    documents = [toy_document(f"{LINE}\nSLOW" if n % 7 == 0 else LINE, n) for n in range(60)]
    documents[20] = toy_document("BREAK", 20)
    found = []
    for workers in (1, 2):
        with open_store(tmp_path / f"{workers}.duckdb") as store:
            assert run(store, documents, workers=workers) == (59, 59, 0, 1)
            found.append(contents(store))
    assert found[0] == found[1]


def test_a_document_that_kills_its_process_costs_only_itself(store: Store) -> None:
    documents = [toy_document("DIE" if n == 3 else LINE, n) for n in range(12)]
    report = ingest(store, documents, load=load_toy_coder, pairs=dyads_of, workers=2)
    assert (report.documents, report.events, report.failed) == (11, 11, 1)
    assert report.failures == (("story-3.txt", "the process that coded it died"),)


def test_progress_hears_every_document_and_ends_with_the_sum(store: Store) -> None:
    heard: list[Tally] = []
    documents = [toy_document(LINE, n) for n in range(4)]
    run(store, [*documents, documents[0]], progress=heard.append)
    assert len(heard) == 5
    assert heard[-1] == Tally(documents=4, events=4, skipped=1)
    row = store.rows("SELECT documents, events, skipped, failed, finished FROM runs")[0]
    assert (row["documents"], row["events"], row["skipped"], row["failed"]) == (4, 4, 1, 0)
    assert row["finished"] is not None


@pytest.mark.parametrize("workers", [1, 2])
def test_kill_nine_loses_nothing_written_and_the_next_run_goes_on(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "s.duckdb"
    script = tmp_path / "go.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(HERE)!r})
        from factories import load_toy_coder, toy_document
        from detente.relate.dyads import dyads_of
        from detente.store import ingest, open_store

        def main():
            import detente.store.intake as settings
            settings.BATCH = 5
            documents = (toy_document({LINE!r} + chr(10) + "SLOW", n) for n in range(100_000))
            with open_store({str(path)!r}) as store:
                write = store.write
                def told(*arguments, **options):
                    write(*arguments, **options)
                    print(options["tally"].documents, flush=True)
                store.write = told
                ingest(store, documents, load=load_toy_coder, pairs=dyads_of, workers={workers})

        if __name__ == "__main__":
            main()
        """)
    )
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(4)][-1]
    children = _children(process.pid)
    process.kill()
    rest = process.communicate()[0].split()
    acknowledged = max([acknowledged, *map(int, rest)])
    with open_store(path) as store:
        kept = store.rows("SELECT count(*) AS n FROM base.documents")[0]["n"]
        assert acknowledged <= kept
        for table in ("codings", "events", "dyads"):
            assert store.rows(f"SELECT count(*) AS n FROM base.{table}")[0]["n"] == kept
        again = [toy_document(f"{LINE}\nSLOW", n) for n in range(kept + 3)]
        assert run(store, again) == (3, 3, kept, 0)
        assert store.rows("SELECT count(*) AS n FROM runs WHERE finished IS NULL") == [{"n": 1}]
    assert len(children) >= workers - 1
    _wait_for_end(children)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


def _wait_for_end(pids: list[int]) -> None:
    for _ in range(100):
        pids = [pid for pid in pids if _alive(pid)]
        if not pids:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes {pids} live on after their parent was killed")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
