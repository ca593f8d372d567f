"""What is remembered is what would be said now: of this state of the store, to this visitor, under this address."""

import threading
import time
from pathlib import Path

import duckdb
import pytest
from fastapi.testclient import TestClient

from desks import SECRET, client_of
from detente.show.web import index
from detente.show.web.door import Door
from detente.show.web.memory import Memory
from detente.show.web.turns import Turns, Watch
from detente.store import open_store, rule_events
from factories import toy_document

OTHERS = ("/api/v1/shifts", "/feed.atom", "/")


@pytest.mark.parametrize("path", OTHERS)
def test_an_answer_made_before_turning_points_are_ready_is_not_kept(
    desk: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Watch.turns
    monkeypatch.setattr(Watch, "turns", lambda *given, **named: Turns((), False))
    before = desk.get(path)
    monkeypatch.setattr(Watch, "turns", ready)
    after = desk.get(path, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert "2023-07-31" not in before.text
    assert "2023-07-31" in after.text


def test_addresses_in_an_answer_are_those_of_whoever_asked(desk: TestClient) -> None:
    for path, word in (
        ("/api/v1/events?limit=1", "http://{}/api/v1/events?limit=1&page=2"),
        ("/feed.atom", "http://{}/"),
    ):
        for host in ("localhost:8000", "127.0.0.1:8001"):
            assert word.format(host) in desk.get(path, headers={"host": host}).text


def test_a_ruling_is_seen(desk: TestClient, store_path: Path) -> None:
    events = [event["id"] for event in desk.get("/api/v1/events?type=CONSULT&limit=2").json()["items"]]
    before = desk.get(f"/event/{events[0]}")
    assert events[1] not in before.text
    with open_store(store_path) as store:
        rule_events(store, events[0], [events[1]], same=True, author="Ada")
    give_up = time.monotonic() + 30
    while "As of <time" in (after := desk.get(f"/event/{events[0]}")).text and time.monotonic() < give_up:
        time.sleep(0.1)
    assert after.headers["etag"] != before.headers["etag"]
    assert events[1] in after.text


def test_a_page_is_not_sent_again_to_who_has_it(desk: TestClient) -> None:
    first = desk.get("/relation/PRK/KOR")
    again = desk.get("/relation/PRK/KOR", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert desk.get("/relation/PRK/KOR?every=week").headers["etag"] != first.headers["etag"]


def test_a_reader_is_not_shown_what_a_reviewer_was(store_path: Path) -> None:
    with client_of(store_path, SECRET, reader="only-looks") as client:
        marks = {
            client.get("/actor", headers={"authorization": f"Bearer {token}"}).headers["etag"]
            for token in (SECRET, "only-looks")
        }
    assert len(marks) == 2


def test_growth_that_fails_half_way_leaves_the_index_as_it_was(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.relate.dyads import dyads_of
    from detente.store import ingest
    from factories import load_toy_coder

    def counts(door: Door) -> list[int]:
        with door.reading() as store:
            names = ("ev", "pa", "dy", "by_id", "ac")
            return [store.rows(f"SELECT count(*) AS n FROM {store.table(name)}")[0]["n"] for name in names]

    def fails(*given: object, **named: object) -> None:
        raise duckdb.OutOfMemoryException("no room")

    door = Door(store_path)
    before = counts(door)
    with monkeypatch.context() as broken:
        broken.setattr(index, "refresh", fails)
        with open_store(store_path) as writer:
            ingest(writer, [toy_document("PRK AID JPN 7.0 2024-03-01", 9000)], load=load_toy_coder, pairs=dyads_of)
        door.refresh()
        assert counts(door) == before
    door.refresh()
    assert counts(door) == [before[0] + 1, before[1] + 2, before[2] + 1, before[3] + 1, before[4] + 2]
    door.close()


def test_a_question_that_fails_spoils_no_other(store_path: Path) -> None:
    door = Door(store_path)
    for _ in range(10):  # more often than there are connections
        with door.reading() as store:
            assert store.table("ev")
            with pytest.raises(Exception, match="nothing_like_it"):
                store.rows("SELECT nothing_like_it FROM base.events")
            assert store.rows("SELECT 1 AS one") == [{"one": 1}]
    door.close()


def test_who_looks_sees_one_state_while_the_index_goes_on(store_path: Path) -> None:
    from detente.relate.dyads import dyads_of
    from detente.store import ingest
    from factories import load_toy_coder

    door = Door(store_path)
    with door.reading() as old:
        sql = f"SELECT (SELECT count(*) FROM {old.table('ev')}) AS kept, (SELECT count(*) FROM base.events) AS held"
        before = old.rows(sql)[0]
        with open_store(store_path) as writer:
            ingest(writer, [toy_document("PRK AID JPN 7.0 2024-03-01", 9000)], load=load_toy_coder, pairs=dyads_of)
        door.refresh()
        with door.reading() as new:
            assert new.rows(sql)[0] == {"kept": before["kept"] + 1, "held": before["held"] + 1}
        assert old.rows(sql)[0] == before
    door.close()


def test_what_is_kept_has_a_bound_in_bytes() -> None:
    memory: Memory[str] = Memory(most=100, weigh=len)
    for number in range(50):
        memory.get(number, lambda: ("x" * 30, True))
        assert memory.weight <= 100
    memory.get("large", lambda: ("x" * 101, True))
    assert memory.weight == 90


def test_who_waits_has_what_is_not_kept_either() -> None:
    memory: Memory[int] = Memory()
    begun, go, made, had = threading.Event(), threading.Event(), [], []

    def make() -> tuple[int, bool]:
        made.append(1)
        begun.set()
        go.wait(10)
        return 7, False

    threads = [threading.Thread(target=lambda: had.append(memory.get("a", make))) for _ in range(4)]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while sum(thread.is_alive() for thread in threads) < 4:
        pass
    threading.Timer(0.2, go.set).start()
    for thread in threads:
        thread.join(10)
    assert (had, len(made)) == ([7] * 4, 1)
