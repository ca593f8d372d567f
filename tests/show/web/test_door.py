"""The desk reads copies: it answers while another process writes, never shuts one out, and leaves nothing behind."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from desks import client_of, hostile_coding, write
from detente.errors import StoreError
from detente.relate.dyads import dyads_of
from detente.show.web.door import Door
from detente.store import Coded, Store, ingest, open_store
from detente.store.store import Tally
from factories import load_toy_coder, toy_document

TESTS = Path(__file__).parents[2]
PATIENCE = 60.0
PAGES = ("/", "/relation/PRK/KOR", "/world", "/actor", "/actor/PRK", "/search?actor=PRK", "/event/denied00",
         "/review", "/api/v1/events?limit=3", "/api/v1/shifts", "/feed.atom")  # fmt: skip

# Writes with copies put out, as `detente ingest` does, until it is told to end; then holds the file without any.
INGESTS = """
import sys
sys.path.insert(0, sys.argv[2])
from detente.relate.dyads import dyads_of
from detente.store import ingest, open_store
from factories import load_toy_coder, toy_document
def documents():
    for number in range(3):
        yield toy_document("PRK ASSAULT KOR -9.0 2024-03-01", 9000 + number)
    print("at work", flush=True)
    sys.stdin.readline()
with open_store(sys.argv[1]) as store:
    ingest(store, documents(), load=load_toy_coder, pairs=dyads_of)
    print("written", flush=True)
"""
HOLDS = """
import sys
from detente.store import open_store
with open_store(sys.argv[1]) as store:
    print("at work", flush=True)
    sys.stdin.readline()
    print("written", flush=True)
"""


@contextmanager
def another_process(program: str, store: Path) -> Iterator[Callable[[], None]]:
    """Run a program beside the test; what is yielded lets it end and waits until it has."""
    command = [sys.executable, "-c", program, str(store), str(TESTS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def end() -> None:
            assert process.stdin
            assert process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "written\n"
            process.wait(PATIENCE)

        assert process.stdout.readline() == "at work\n"
        try:
            yield end
        finally:
            process.kill()


def total(client: TestClient) -> int:
    return int(client.get("/api/v1/events?limit=1").json()["total"])


def until(true: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


def test_every_page_is_answered_while_another_process_ingests(desk: TestClient, store_path: Path) -> None:
    before = total(desk)
    with another_process(INGESTS, store_path) as end:
        with pytest.raises(StoreError):
            open_store(store_path)
        for path in PAGES:
            answer = desk.get(path)
            assert answer.status_code == 200, path
            if "html" in answer.headers["content-type"]:
                assert "As of <time" in answer.text, path
        end()
    assert until(lambda: total(desk) == before + 3)
    assert until(lambda: "As of <time" not in desk.get("/").text)


def test_a_desk_that_starts_beside_a_writer_shows_what_there_is(store_path: Path) -> None:
    for program in (INGESTS, HOLDS):
        with another_process(program, store_path) as end, client_of(store_path) as client:
            answer = client.get("/search?actor=PRK")
            assert answer.status_code == 200
            assert "As of <time" in answer.text
            end()


def test_nobody_is_shut_out_by_readers(store_path: Path) -> None:
    door = Door(store_path)
    with door.reading() as first, door.reading() as second:
        with open_store(store_path) as writer:
            assert writer.rows("SELECT 1 AS one") == [{"one": 1}]
        assert first.rows("SELECT count(*) AS n FROM documents") == second.rows("SELECT count(*) AS n FROM documents")
    door.close()


def test_no_copy_is_left_behind(store_path: Path) -> None:
    door = Door(store_path)
    with door.reading() as store:
        assert store.table("ev")
        assert [file.name for file in store_path.parent.glob("*.desk-*")] == []
    door.close()


def test_readers_go_on_with_what_they_have_while_the_desk_itself_writes(store_path: Path) -> None:
    door = Door(store_path)
    count = "SELECT count(*) AS n FROM documents"
    with door.writing() as writer:
        ingest(writer, [toy_document("PRK ASSAULT KOR -9.0 2024-03-01", 9000)], load=load_toy_coder, pairs=dyads_of)
        with door.reading() as store:
            assert store.rows(count) in ([{"n": 62}], [{"n": 63}])
    with door.reading() as store:
        assert store.rows(count) == [{"n": 63}]
    door.close()


def keys(store: Store) -> list[tuple[object, ...]]:
    """Return what the index holds, in words that do not depend on rows, numbers of pairs or the order of work."""
    assert hasattr(store, "table")
    t = {name: store.table(name) for name in ("ev", "pa", "pr", "dy", "ac", "up", "dd", "by_id", "by_document", "seen")}
    marks = "(way, day, told, quad, counted, original, once, once_month, once_any, once_directed)::VARCHAR"
    sql = f"""
        SELECT 'ev' AS kind, id, NULL AS key, day, counted::VARCHAR AS more FROM {t["ev"]}
        UNION ALL SELECT 'pa', v.id, key, pa.day, NULL FROM {t["pa"]} pa JOIN {t["ev"]} v USING (row)
        UNION ALL SELECT 'id', v.id, h::VARCHAR, NULL, NULL FROM {t["by_id"]} i JOIN {t["ev"]} v USING (row)
        UNION ALL SELECT 'document', v.id, h::VARCHAR, NULL, NULL FROM {t["by_document"]} i JOIN {t["ev"]} v USING (row)
        UNION ALL SELECT 'seen', NULL, key, NULL, sum(events)::VARCHAR FROM {t["seen"]} GROUP BY key
        UNION ALL SELECT 'dy', event, a || b, day, {marks.replace("way", "forward")}
                  FROM {t["dy"]} JOIN {t["pr"]} USING (pair)
        UNION ALL SELECT 'ac', NULL, key || other, last, (first, events, net, q1, q2, q3, q4)::VARCHAR FROM {t["ac"]}
        UNION ALL SELECT 'up', NULL, a || b, told, (events, net)::VARCHAR FROM {t["up"]} JOIN {t["pr"]} USING (pair)
        UNION ALL SELECT 'dd', NULL, a || b, told, (forward, events, net)::VARCHAR
                  FROM {t["dd"]} JOIN {t["pr"]} USING (pair)
        ORDER BY ALL"""
    return [tuple(row.values()) for row in store.rows(sql)]


def test_an_index_that_grew_is_that_of_the_whole_store(tmp_path: Path) -> None:
    path = tmp_path / "grows.duckdb"
    write(path, [hostile_coding()])
    door = Door(path)
    with door.reading() as store:
        before = keys(store)
    story = toy_document("PRK ASSAULT KOR -9.0 2024-03-01\nUSA CONSULT CHN 2.0 2024-03-02", 9000)
    with open_store(path) as writer:
        ingest(writer, [story], load=load_toy_coder, pairs=dyads_of)
        run = writer.start_run("1", "toy-2")  # one that codes the hostile article anew and finds nothing in it
        writer.write(run, [Coded(hostile_coding().document, ())], pairs=dyads_of, tally=Tally(1, 0))
        writer.end_run(run, Tally(1, 0))
    door.refresh()
    with door.reading() as store:
        grown = keys(store)
    fresh = Door(path)
    with fresh.reading() as store:
        assert keys(store) == grown
    assert "hostile0" in {row[1] for row in before}
    assert "hostile0" not in {row[1] for row in grown}
    assert len(grown) > len(before)
    door.close()
    fresh.close()


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"
    path.write_bytes(b"not a database at all" * 1000)
    with client_of(path) as client:
        answer = client.get("/")
        assert answer.status_code == 500
        assert "is not a store of detente, or it is damaged" in answer.text
