"""What a long run says while it runs, and how many documents it expects."""

import io
from pathlib import Path

import pytest

from detente.show import progress as module
from detente.show.progress import count_documents, progress
from detente.store import Tally


def test_documents_are_counted_without_reading_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("x")
    (tmp_path / "b.jsonl").write_text('{"a": 1}\n\n{"a": 2}\n')
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "detente.duckdb").write_text("x")
    assert count_documents([str(tmp_path)]) == 3
    assert count_documents([str(tmp_path / "a.html"), "https://news.example/x"]) == 2
    assert count_documents(["-"]) is None
    (tmp_path / "c.warc.gz").write_text("x")
    assert count_documents([str(tmp_path)]) is None


def test_a_line_now_and_then_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(float(second) for second in range(1000))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    with progress(100) as heard:
        for number in range(1, 31):
            heard(Tally(documents=number, events=2 * number))
    said = capsys.readouterr().err.splitlines()
    assert 2 <= len(said) < 20
    assert said[0].startswith("detente: ") and " of 100 documents, " in said[0] and " s left" in said[0]
    assert heard.last == Tally(documents=30, events=60)


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(4) as heard:
        heard(Tally(documents=1, events=3))
        heard(Tally(documents=3, skipped=1, events=9))
    assert "4/4" in screen.getvalue() and "9 events" in screen.getvalue()
