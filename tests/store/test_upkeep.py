"""Looking after a store: copies for readers while a writer writes, backup, compacting, finding faults."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from detente.errors import StoreBusy, StoreError
from detente.relate.dyads import dyads_of
from detente.store import (
    Coded,
    Store,
    Tally,
    backup_store,
    check_store,
    compact_store,
    ingest,
    open_store,
    store_info,
    stored_events,
)
from detente.store.snapshot import Publisher, snapshot_path
from factories import document, event, load_toy_coder, toy_document

HERE = Path(__file__).parent.parent
HOLD = "from detente.store import open_store\ns = open_store({path!r})\n"


def put(store: Store, *numbers: int) -> None:
    run = store.start_run("1", "toy-1")
    for number in numbers:
        about = document(text=f"story {number}", paragraphs=(), title_span=None)
        store.write(run, [Coded(about, (event(document=about.id),))], pairs=dyads_of, tally=Tally(documents=1))
    store.end_run(run, Tally(documents=len(numbers), events=len(numbers)))


def elsewhere(script: str) -> subprocess.CompletedProcess[str]:
    text = f"import sys\nsys.path.insert(0, {str(HERE)!r})\n{script}"
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False, timeout=60)


def count_from(path: Path) -> subprocess.CompletedProcess[str]:
    return elsewhere(
        f"from detente.store import open_store\ns = open_store({str(path)!r}, read_only=True)\n"
        "print(s.rows('SELECT count(*) AS n FROM base.events')[0]['n'], s.as_of is not None)"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "s.duckdb") as store:
        put(store, 1, 2, 3)
    return tmp_path / "s.duckdb"


def test_readers_go_on_with_a_copy_while_a_writer_writes(path: Path) -> None:
    with open_store(path) as store:
        assert "StoreBusy" in count_from(path).stderr
        assert Publisher(store).offer()
        put(store, 4)
        assert count_from(path).stdout == "3 True\n"
        # Copying must not have given up the lock: a second writer would ruin the store.
        assert "StoreBusy" in elsewhere(HOLD.format(path=str(path))).stderr
    assert not snapshot_path(path).exists()
    assert count_from(path).stdout == "4 False\n"


def test_an_old_copy_is_not_read_after_another_writer_came(path: Path) -> None:
    snapshot_path(path).write_bytes(path.read_bytes())
    with open_store(path) as store:
        put(store, 4)
        assert "StoreBusy" in count_from(path).stderr


def test_copies_are_put_out_only_now_and_then(path: Path) -> None:
    with open_store(path) as store:
        publisher = Publisher(store)
        assert [publisher.offer(), publisher.offer()] == [True, False]


def test_ingest_puts_out_a_copy_and_takes_it_away(path: Path) -> None:
    seen = []

    def look(_: Tally) -> None:
        seen.append(snapshot_path(path).exists())

    with open_store(path) as store:
        ingest(
            store, [toy_document("PRK ACCUSE KOR -2 2024-01-15")], load=load_toy_coder, pairs=dyads_of, progress=look
        )
    assert seen == [True] and not snapshot_path(path).exists()


def test_a_backup_is_a_sound_store_and_writes_over_nothing(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.duckdb"
    assert backup_store(path, target) == target.stat().st_size
    with open_store(target, read_only=True) as copy:
        assert store_info(copy).rows["events"] == 3
    with pytest.raises(StoreError, match="there already"):
        backup_store(path, target)
    with pytest.raises(StoreError, match="cannot be written"):
        backup_store(path, tmp_path / "no" / "folder.duckdb")
    with pytest.raises(StoreError, match="no store"):
        backup_store(tmp_path / "missing", tmp_path / "x")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.duckdb", "s.duckdb"]


def test_compacting_keeps_everything_and_frees_room(path: Path) -> None:
    with open_store(path) as store:
        put(store, *range(10, 60))
        ids = [row["id"] for row in store.rows("SELECT id FROM events")]
        before = stored_events(store, ids)
    with duckdb.connect(str(path)) as connection:
        for _ in range(3):
            connection.execute("CREATE TABLE t AS SELECT range AS n, md5(range::VARCHAR) AS h FROM range(100000)")
            connection.execute("CHECKPOINT")
            connection.execute("DROP TABLE t")
            connection.execute("CHECKPOINT")
    old, new = compact_store(path)
    assert new < old and new == path.stat().st_size
    with open_store(path) as store:
        assert stored_events(store, ids) == before
        assert check_store(store) == []
        assert [row["finished"] is None for row in store.rows("SELECT finished FROM runs")] == [False, False]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_compacting_a_store_that_is_open_elsewhere_is_refused(path: Path) -> None:
    script = HOLD.format(path=str(path)) + "print('held', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(StoreBusy):
        compact_store(path)
    holder.communicate("\n")


def test_check_finds_what_is_wrong(path: Path) -> None:
    with open_store(path) as store:
        assert check_store(store) == []
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO base.events SELECT * FROM base.events LIMIT 1")
        connection.execute("DELETE FROM base.documents WHERE id = (SELECT max(id) FROM base.documents)")
    with open_store(path, read_only=True) as store:
        faults = check_store(store)
    assert "1 events stored twice" in faults
    assert any("events without their document" in fault for fault in faults)


def test_a_page_that_rotted_is_said(path: Path) -> None:
    with open_store(path) as store:
        put(store, *range(100, 400))
    data = bytearray(path.read_bytes())
    for at in range(3 * 4096 + 500, len(data), 4096):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"), open_store(path, read_only=True) as store:
        check_store(store)


def test_info_counts_rows_coders_and_runs_that_were_cut_off(path: Path) -> None:
    with open_store(path) as store:
        store.start_run("1", "toy-2")
        found = store_info(store)
    assert (found.rows["documents"], found.rows["events"], found.rows["dyads"], found.unfinished) == (3, 3, 3, 1)
    assert found.coders == {("toy-1", "1"): 3} and found.first is not None
