"""The program: what it prints, what it says when something is wrong, and with which status it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.show.cli import main
from factories import load_toy_coder

LINES = ("PRK ACCUSE KOR -2 2024-01-15", "PRK CONSULT KOR 4 2024-01-20", "USA ACCUSE RUS -2 2024-01-15")


def page(*lines: str, number: int = 0) -> str:
    """Return a plain page whose paragraphs hold lines for the toy coder, in prose that a reader keeps."""
    prose = [f"The note of the day reads {line} and it was sent to every newsroom in town." for line in lines]
    return "\n\n".join([f"Envoys met at the river, report {number}", "LONDON, Jan. 16, 2024 - They spoke.", *prose, ""])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_STORE", raising=False)
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "one.txt").write_text(page(*LINES, number=1))
    (pages / "two.txt").write_text(page("PRK ACCUSE KOR -6 2024-02-02", number=2))
    return tmp_path


def run(*arguments: str, **options: object) -> Result:
    return CliRunner().invoke(main, [*arguments], **options)  # type: ignore[arg-type]


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detente", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


def rows(result: Result) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(row) for row in result.stdout.splitlines()]


# ------------------------------------------------------------------------------------------ reading


def test_read_prints_a_document_a_line(folder: Path) -> None:
    result = run("read", "pages", "--published", "2024-01-16")
    assert result.exit_code == 0
    assert [(row["published"], row["published_basis"]) for row in rows(result)] == [("2024-01-16", "given")] * 2
    assert run("read", "pages").stdout == run("read", "pages").stdout


def test_code_prints_an_event_a_line_where_output_is_no_terminal(folder: Path) -> None:
    result = run("code", "pages")
    assert result.exit_code == 0
    assert [row["intensity"] for row in rows(result)] == [-2.0, 4.0, -2.0, -6.0]


def test_code_as_a_table_is_plain_text_with_all_that_matters(folder: Path) -> None:
    result = run("code", "pages/two.txt", "--format", "table")
    assert "\x1b" not in result.stdout
    for words in (
        "2024-02-02",
        "PRK → KOR",
        "ACCUSE",
        "allege",
        "asserted",
        "PRK/kcna (quoted)",
        "x material conflict",
    ):
        assert words in " ".join(result.stdout.split())
    assert max(map(len, result.stdout.splitlines())) <= 120


def test_colour_only_where_wanted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("code", "pages/two.txt", "--format", "table", color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = run("code", "pages/two.txt", "--format", "table", color=True).stdout
    assert "\x1b[33m" not in coloured and "\x1b[31m" not in coloured


def test_control_characters_of_a_text_do_not_reach_the_terminal(folder: Path) -> None:
    (folder / "evil.txt").write_text(page("PRK ACCUSE KOR -6 2024-02-02").replace("Envoys met", "Envoys \x1b[2Jmet"))
    assert "\x1b" not in run("code", "evil.txt", "--format", "table").stdout


@pytest.mark.parametrize("form", ["csv", "plover", "polecat", "icews", "gdelt"])
def test_code_in_every_format(folder: Path, form: str) -> None:
    result = run("code", "pages", "--format", form)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4 + (form in {"csv", "polecat", "icews"})


def test_readers_comments_are_coded_only_where_asked_for() -> None:
    example = str(files("detente.data") / "examples" / "west-africa.html")
    plain, asked = run("code", example), run("code", example, "--comments")
    assert plain.exit_code == asked.exit_code == 0
    added = [row for row in rows(asked) if "#comment-" in row["document"]]
    assert [row for row in rows(asked) if row not in added] == rows(plain)
    assert {row["attribution"][0]["speaker"]["text"] for row in added} == {"Lamine72", "M. Diatta"}
    assert all(row["reasons"][-1]["code"] == "reader" for row in added)


def test_some_failures_are_said_and_do_not_end_the_run(folder: Path) -> None:
    (folder / "pages" / "broken.txt").write_text(page("BREAK"))
    result = run("code", "pages")
    assert (result.exit_code, len(rows(result))) == (0, 4)
    assert "detente: pages/broken.txt: ValueError: a line that breaks the coder" in result.stderr
    assert result.stderr.splitlines()[-1] == "detente: 1 of 3 documents failed"
    assert run("code", "pages", "--strict").exit_code == 1
    assert run("code", "pages/broken.txt").exit_code == 1


def test_a_page_that_cannot_be_read_is_a_row_of_read(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    result = run("read", "empty.txt", "pages/one.txt")
    assert [row["error"] is None for row in rows(result)] == [False, True]
    assert result.exit_code == 0 and "1 of 2 documents failed" in result.stderr
    assert run("read", "empty.txt").exit_code == 1


def test_an_empty_folder_is_a_failed_run(folder: Path) -> None:
    (folder / "nothing").mkdir()
    result = run("read", "nothing")
    assert (result.exit_code, result.stderr) == (1, "detente: nothing to read was found there\n")


# -------------------------------------------------------------------------------------------- store


def test_ingest_sums_up_and_is_idempotent(folder: Path) -> None:
    first, second = run("ingest", "pages"), run("ingest", "pages")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.startswith("2 documents coded, 4 events found, 0 skipped, 0 failed, in ")
    assert second.stdout.startswith("0 documents coded, 0 events found, 2 skipped, 0 failed, in ")
    assert first.stdout.endswith(": detente.duckdb\n")


def test_ingest_with_failures(folder: Path) -> None:
    (folder / "pages" / "broken.txt").write_text(page("BREAK"))
    assert run("ingest", "pages", "--strict", "--store", "a.duckdb").exit_code == 1
    result = run("ingest", "pages", "--store", "b.duckdb")
    assert result.exit_code == 0 and ", 1 failed, in " in result.stdout
    assert "broken.txt: ValueError" in result.stderr


def test_the_store_can_be_named_by_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_STORE", str(folder / "mine.duckdb"))
    assert run("ingest", "pages").exit_code == 0
    assert (folder / "mine.duckdb").exists() and not (folder / "detente.duckdb").exists()


def test_relation_as_lines_table_and_csv(folder: Path) -> None:
    run("ingest", "pages")
    result = run("relation", "PRK", "KOR", "--format", "jsonl")
    assert [(row["start"], row["events"]) for row in rows(result)] == [("2024-01-01", 2), ("2024-02-01", 1)]
    assert rows(run("relation", "north korea", "South Korean"))[0]["events"] == 2
    table = run("relation", "PRK", "KOR", "--format", "table").stdout
    assert "North Korea and South Korea" in table and "In the store: 3 asserted." in table
    assert (
        run("relation", "PRK", "KOR", "--format", "csv")
        .stdout.splitlines()[1]
        .startswith("PRK,KOR,2024-01-01,2024-02-01,2,1,0,1,0,1.0,2.0,")
    )
    weeks = rows(run("relation", "PRK", "KOR", "--every", "week", "--since", "2024-01-15", "--until", "2024-01-21"))
    assert [(row["start"], row["events"]) for row in weeks] == [("2024-01-15", 2)]


def test_relation_draws(folder: Path) -> None:
    run("ingest", "pages")
    assert run("relation", "PRK", "KOR", "--plot", "out.svg").exit_code == 0
    assert (folder / "out.svg").read_text().startswith("<svg")
    failed = run("relation", "PRK", "KOR", "--plot", "no/such/out.svg")
    assert failed.exit_code == 1 and "no/such/out.svg cannot be written" in failed.stderr


def test_relation_of_two_that_never_met_says_so(folder: Path) -> None:
    run("ingest", "pages")
    result = run("relation", "PRK", "USA", "--format", "jsonl")
    assert result.exit_code == 0 and all(row["events"] == 0 for row in rows(result))
    assert "nothing between North Korea and United States was found" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["relation", "PRK", "Freedonia"], 'no actor is called "Freedonia"'),
        (["relation", "PRK", "north koreas"], "did you mean North Korea"),
        (["relation", "PRK", "North Korea"], "are the same actor"),
        (
            ["relation", "PRK", "KOR", "--since", "2024-05-01", "--until", "2024-01-01"],
            "the first day is after the last",
        ),
        (["relation", "PRK", "KOR", "--since", "16.1.2024"], "'16.1.2024' is no day: write it as 2024-01-16"),
        (["relation", "PRK", "KOR", "--since", "0001-01-01"], "lies outside 1800 to 2200"),
        (["shifts", "PRK"], "name two actors"),
        (["read", "no-such-file"], "no-such-file: no such file or folder"),
        (["code", "pages", "--format", "xml"], "'xml' is not one of"),
        (["ingest", "pages", "--workers", "0"], "0 is not in the range"),
        (["cod", "pages"], "No such command 'cod'"),
        (["code"], "Missing argument 'PATH...'"),
    ],
)
def test_misuse_is_one_sentence_and_status_two(folder: Path, arguments: Sequence[str], words: str) -> None:
    run("ingest", "pages")
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr and len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_missing_store_is_a_failed_run(folder: Path) -> None:
    result = run("relation", "PRK", "KOR", "--store", "none.duckdb")
    assert result.exit_code == 1
    assert result.stderr == (
        "detente: there is no store at none.duckdb: make one with detente ingest PATH --store none.duckdb\n"
    )


def test_shifts_of_a_store_with_a_turn(folder: Path) -> None:
    lines = [
        f"PRK ACCUSE KOR {value} 20{20 + month // 12}-{month % 12 + 1:02}-{day:02}"
        for month in range(24)
        for day, value in ((3, 4 if month < 12 else -6), (17, 5 if month < 12 else -7))
    ]
    (folder / "long.txt").write_text(page(*lines))
    run("ingest", "long.txt")
    found = rows(run("shifts", "PRK", "KOR", "--every", "month", "--since", "2020-01-01"))
    assert [(row["at"], row["direction"]) for row in found] == [("2021-01-01", "freeze")]
    assert 1 <= len(found[0]["evidence"]) <= 5
    assert rows(run("shifts", "--every", "month", "--since", "2020-01-01"))[0]["at"] == "2021-01-01"
    table = run("shifts", "--every", "month", "--since", "2020-01-01", "--format", "table").stdout
    assert "freeze  South Korea and North Korea" in table or "freeze  North Korea and South Korea" in table
    assert "ACCUSE/allege" in table
    assert run("shifts", "--format", "csv", "--every", "month", "--since", "2020-01-01").stdout.count("\n") == 2


def test_no_shift_says_so(folder: Path) -> None:
    run("ingest", "pages")
    assert "No turning point was found" in run("shifts", "--format", "table").stdout
    assert run("shifts").stdout == ""


# ----------------------------------------------------------------------------------- actors, version


def test_actors_are_found_and_checked(folder: Path) -> None:
    result = run("actors", "find", "pyongyang")
    assert result.exit_code == 0 and "PRK  North Korea  (state, PRK, GOV)" in result.stdout
    assert run("actors", "find", "zzzzzz").exit_code == 2


def test_version(folder: Path) -> None:
    assert run("version").stdout.startswith("detente 0.1.0, codebook ")
    assert run("--version").stdout == "detente 0.1.0\n"


# --------------------------------------------------------------------------------- the real program


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from detente.show.cli import main; main(['--help'], standalone_mode=False); "
        "heavy = {'spacy', 'duckdb', 'numpy', 'lxml', 'trafilatura', 'pyarrow', 'rich'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_exit_statuses_and_a_clean_standard_error(tmp_path: Path) -> None:
    missing = program("relation", "PRK", "KOR", "--store", str(tmp_path / "none.duckdb"))
    assert (missing.returncode, len(missing.stderr.splitlines()), missing.stdout) == (1, 1, "")
    assert program("read", str(tmp_path / "none")).returncode == 2
    (tmp_path / "notes.duckdb").write_text("no database")
    damaged = program("shifts", "--store", str(tmp_path / "notes.duckdb"))
    assert damaged.returncode == 1 and damaged.stderr.endswith("is not a store of detente, or it is damaged\n")
    assert len(damaged.stderr.splitlines()) == 1


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(page("nothing. " * 50, number=number))
    reader = subprocess.Popen(
        [sys.executable, "-m", "detente", "read", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert reader.stdout is not None and reader.stderr is not None
    assert json.loads(reader.stdout.readline())["error"] is None
    reader.stdout.close()
    assert reader.stderr.read() == b""
    assert reader.wait(60) != 0


def _listen_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_says_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(page("They met."))
    os.mkfifo(tmp_path / "b.jsonl")
    command = [sys.executable, "-m", "detente", "read", str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")]
    # A run in the background is born deaf to Ctrl-C, and so are its children.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_listen_to_ctrl_c
    )
    assert process.stdout is not None and process.stdout.readline().startswith('{"id"')
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == f"detente: stopped at {tmp_path / 'a.txt'}, after 1 document\n"


def test_a_store_in_use_is_named_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    script = f"from detente.store import open_store; s = open_store({str(path)!r}); print('held', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    busy = program("relation", "PRK", "KOR", "--store", str(path))
    assert busy.returncode == 1 and f"in use by process {holder.pid}" in busy.stderr
    assert len(busy.stderr.splitlines()) == 1
    holder.communicate("\n")
