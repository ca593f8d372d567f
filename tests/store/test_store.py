"""The store keeps what it is given, once, and answers with what it was given."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from detente.errors import StoreBusy, StoreError
from detente.relate.dyads import dyads_of
from detente.store import Coded, Store, Tally, every_event, open_store, stored_documents, stored_events
from detente.store.faults import fault
from detente.store.migrations import STEPS, migrate, read_sql, version_of
from factories import document, event, party

HERE = Path(__file__).parent.parent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def put(store: Store, *batch: Coded, coder: str = "toy-1") -> int:
    run = store.start_run("1", coder)
    store.write(run, batch, pairs=dyads_of, tally=Tally(documents=len(batch)))
    return run


def count(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def test_documents_and_events_come_back_equal(store: Store) -> None:
    full, bare = document(), document(text="", id="bare", paragraphs=(), comments=(), published=None, error="no text")
    events = (event(), event(place=None, mode=None, sources=(), attribution=(), reasons=(), mentions=()))
    put(store, Coded(full, events), Coded(bare))
    assert stored_documents(store, [full.id, "bare"]) == {full.id: full, "bare": bare}
    assert stored_events(store, [e.id for e in events]) == {e.id: e for e in events}
    assert list(every_event(store)) == [(full, events)]


def test_views_show_what_a_researcher_asks_for(store: Store) -> None:
    put(store, Coded(document(), (event(targets=(party("KOR"), party("USA"))),)))
    row = store.rows("SELECT * FROM events")[0]
    assert (row["source_countries"], sorted(row["target_countries"])) == (["PRK"], ["KOR", "USA"])
    assert row["publisher"] == "The Daily Example" and row["evidence"].startswith("Freedonia accused")
    assert count(store, "parties") == 3
    assert [r["kind"] for r in store.rows("SELECT * FROM attribution")] == ["quoted"]
    assert [(r["position"], r["author"]) for r in store.rows("SELECT * FROM comments ORDER BY position")] == [
        (1, "reader1"),
        (2, None),
    ]
    assert count(store, "mentions") == 1
    pairs = store.rows("SELECT source, target, counted FROM dyad_events ORDER BY target")
    assert [(r["source"], r["target"], r["counted"]) for r in pairs] == [("PRK", "KOR", True), ("PRK", "USA", True)]


@pytest.mark.parametrize(
    ("factuality", "kind", "basis", "counted"),
    [
        ("asserted", "ACCUSE", "publication", True),
        ("future", "AGREE", "publication", True),
        ("historical", "ASSAULT", "stated", True),
        ("historical", "ASSAULT", "publication", False),
        ("hypothetical", "THREATEN", "publication", True),
        ("hypothetical", "SANCTION", "stated", False),
        ("negated", "ASSAULT", "stated", False),
    ],
)
def test_which_events_a_series_counts(store: Store, factuality: str, kind: str, basis: str, counted: bool) -> None:
    found = event(factuality=factuality, event_type=kind, when=replace(event().when, basis=basis))
    put(store, Coded(document(), (found,)))
    assert store.rows("SELECT counted FROM dyad_events") == [{"counted": counted}]


def test_a_newer_coder_puts_its_events_beside_the_old_and_the_views_show_the_newer(store: Store) -> None:
    put(store, Coded(document(), (event(id="old"),)))
    put(store, Coded(document(), (event(id="new", coder="toy-2"),)), coder="toy-2")
    assert count(store, "base.events") == 2
    assert count(store, "base.documents") == 1
    assert [r["id"] for r in store.rows("SELECT id FROM events")] == ["new"]
    assert [r["event"] for r in store.rows("SELECT event FROM dyad_events")] == ["new"]


def test_a_failed_coding_does_not_hide_the_events_of_an_earlier_one(store: Store) -> None:
    put(store, Coded(document(), (event(id="old"),)))
    put(store, Coded(document(), error="the coder broke"), coder="toy-2")
    assert [r["id"] for r in store.rows("SELECT id FROM events")] == ["old"]
    assert store.coded([document().id], "1", "toy-2") == set()
    assert store.rows("SELECT error FROM documents") == [{"error": "the coder broke"}]


def test_a_document_that_could_not_be_read_is_replaced_once_it_can(store: Store) -> None:
    put(store, Coded(document(id="x", text="", paragraphs=(), error="binary")))
    put(store, Coded(document(id="x")))
    assert store.rows("SELECT error, title FROM documents") == [{"error": None, "title": document().title}]


def test_a_batch_is_written_whole_or_not_at_all(store: Store) -> None:
    def broken(_: object) -> list[object]:
        raise RuntimeError("no pairs today")

    run = store.start_run("1", "toy-1")
    with pytest.raises(RuntimeError):
        store.write(run, [Coded(document(), (event(),))], pairs=broken, tally=Tally(documents=1))  # type: ignore[arg-type]
    assert count(store, "base.documents") == count(store, "base.events") == 0
    put(store, Coded(document(), (event(),)))
    assert count(store, "base.events") == 1


def test_a_second_process_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    script = f"from detente.store import open_store; s = open_store({str(path)!r}); print('held', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    for read_only in (False, True):
        with pytest.raises(StoreBusy, match=f"in use by process {holder.pid} "):
            open_store(path, read_only=read_only)
    holder.communicate("\n")
    open_store(path).close()


def test_a_full_disk_is_one_sentence_and_loses_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    script = textwrap.dedent(f"""
        import resource, signal, sys
        sys.path.insert(0, {str(HERE)!r})
        from factories import document, event
        from detente.errors import StoreError
        from detente.relate.dyads import dyads_of
        from detente.store import Coded, Tally, open_store
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = open_store({str(path)!r})
        run = store.start_run("1", "toy-1")
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
        written = 0
        try:
            for number in range(500):
                text = str(number) + chr(10) + "".join(chr(33 + (number * i * i) % 8000) for i in range(20000))
                store.write(run, [Coded(document(text=text), (event(),))], pairs=dyads_of, tally=Tally())
                written += 1
        except StoreError as error:
            print(written, error)
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    written, _, sentence = done.stdout.partition(" ")
    assert 0 < int(written) < 500 and "disk is full" in sentence
    with open_store(path) as store:
        assert count(store, "base.documents") == int(written)


def test_what_is_not_a_store_is_said_to_be_none(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database")
    with pytest.raises(StoreError, match="not a store"):
        open_store(text)
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="no store at"):
        open_store(tmp_path / "missing.duckdb", read_only=True)
    with pytest.raises(StoreError, match="folder of .* does not exist"):
        open_store(tmp_path / "no" / "such.duckdb")
    duckdb.connect(str(tmp_path / "other.duckdb")).execute("CREATE TABLE cats (name VARCHAR)").close()
    with pytest.raises(StoreError, match="other tables"):
        open_store(tmp_path / "other.duckdb")


def test_migrations_run_once_each_and_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    steps = [*(read_sql(name) for name in STEPS), "CREATE TABLE base.extra (n INTEGER)"]
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        migrate(connection, steps=steps)
        migrate(connection, steps=steps)
        assert version_of(connection) == len(steps)
        found = connection.execute("SELECT version FROM schema_version ORDER BY 1").fetchall()
        assert [row[0] for row in found] == list(range(1, len(steps) + 1))
    for read_only in (False, True):
        with pytest.raises(StoreError, match="newer detente"):
            open_store(path, read_only=read_only)


def test_a_migration_that_breaks_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection, pytest.raises(duckdb.Error):
        broken = "CREATE TABLE base.x (n INTEGER); SELECT no_such_thing()"
        migrate(connection, steps=[*(read_sql(name) for name in STEPS), broken])
    with open_store(path) as store:
        assert store.rows("SELECT max(version) AS version FROM schema_version") == [{"version": len(STEPS)}]
        assert store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'x'") == []


def test_a_store_of_version_1_keeps_what_it_holds_and_shows_the_newest_coding(tmp_path: Path) -> None:
    old, new = event(id="old"), event(id="new", coder="toy-2")
    with open_store(tmp_path / "s.duckdb") as made:
        put(made, Coded(document(), (old,)))
        put(made, Coded(document(), (new,)), coder="toy-2")
    with duckdb.connect(str(tmp_path / "s.duckdb")) as connection:
        connection.execute("ALTER TABLE base.codings DROP COLUMN current; DROP TABLE base.retellings")
        connection.execute(
            "CREATE OR REPLACE TABLE base.dyads AS SELECT event, document, run, source, target, mutual FROM base.dyads"
        )
        for table in ("prints", "copy_pairs", "copies", "reprints", "traces", "tellings", "rulings"):
            connection.execute(f"DROP TABLE base.{table}")
        connection.execute("DELETE FROM schema_version WHERE version > 1")
    with pytest.raises(StoreError, match="older detente"):
        open_store(tmp_path / "s.duckdb", read_only=True)
    with open_store(tmp_path / "s.duckdb") as store:
        assert stored_events(store, ["old", "new"]) == {"new": new}
        assert store.rows("SELECT event, intensity FROM dyads") == [{"event": "new", "intensity": new.intensity}]
        assert count(store, "base.dyads") == 2


def test_values_never_become_sql(store: Store) -> None:
    nasty = "x'; DROP TABLE base.documents; --"
    put(store, Coded(document(id=nasty, title=nasty), (event(document=nasty),)))
    assert stored_documents(store, [nasty])[nasty].title == nasty
    assert store.coded([nasty], "1", "toy-1") == {nasty}


def test_text_that_no_database_can_hold_keeps_its_length(store: Store) -> None:
    put(store, Coded(document(id="half", text="a \ud800 b\x00c", title="\udfff"), (event(document="half"),)))
    kept = stored_documents(store, ["half"])["half"]
    assert (kept.text, kept.title) == ("a \ufffd b\x00c", "\ufffd")


def test_unknown_messages_of_the_database_stay_one_sentence() -> None:
    assert str(fault(Path("s"), "Binder Error: no such column\n\nLINE 1: SELECT")) == "s: no such column"
