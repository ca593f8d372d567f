"""The parts behind the pages: pieces of text, the chart, and the door to the store."""

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import StoreError
from detente.records import DyadPeriod, Shift, Span
from detente.relate.dyads import dyads_of
from detente.show.web.chart import HEIGHT, WIDTH, chart
from detente.show.web.door import Door
from detente.show.web.links import key_from_url, key_in_url, safe_link
from detente.show.web.memory import Memory
from detente.show.web.passages import Mark, paragraphs, passage, pieces
from detente.store import ingest, open_store
from factories import document, event, load_toy_coder, toy_document

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(min(pair), max(pair)))


@given(SPANS, st.lists(st.tuples(SPANS, st.sampled_from("abc"))))
def test_pieces_joined_are_the_words_themselves(span: Span, marked: list[tuple[Span, str]]) -> None:
    text = "The quick brown fox jumps over a dog."
    found = pieces(text, span, [Mark(where, kind) for where, kind in marked])
    assert "".join(piece.text for piece in found) == text[span.start : span.end]
    at = span.start
    for piece in found:
        inside = {kind for where, kind in marked if where.start <= at < where.end}
        assert set(piece.kinds) == inside
        at += len(piece.text)


def test_an_article_is_whole_whatever_is_marked() -> None:
    found = paragraphs(document(), [event(), event(mode=None)])
    assert [paragraph.role for paragraph in found] == ["title", "body"]
    assert "".join(piece.text for piece in found[1].pieces) == document().text[28:]
    assert len(found[1].pieces[0].events) == 2


def test_a_passage_is_the_paragraph_of_the_evidence() -> None:
    assert "".join(piece.text for piece in passage(document(), event())) == document().text[28:]


def test_a_chart_stays_inside_its_picture() -> None:
    series = [
        DyadPeriod("A", "B", date(2024, n, 1), date(2024, n + 1, 1), n % 3, (n % 3, 0, 0, 0), -float(n % 3), -2.0, 1)
        for n in range(1, 12)
    ]
    turns = [Shift("A", "B", date(2024, n, 1), "thaw", 0, 1, 3, "m", ()) for n in range(2, 11)]
    drawn = chart(series, turns, at=date(2024, 2, 1))
    assert drawn is not None
    assert [bar.period.start for bar in drawn.bars if bar.chosen] == [date(2024, 2, 1)]
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert all(0 <= y <= y + height <= HEIGHT for _, y, height in bar.stack)
    worded = [(turn.x, turn.y) for turn in drawn.turns if turn.worded]
    assert all(abs(x1 - x2) > 90 for n, (x1, y1) in enumerate(worded) for x2, y2 in worded[:n] if y1 == y2)


def test_nothing_is_drawn_of_nothing() -> None:
    assert chart([], []) is None


@pytest.mark.parametrize("key", ["PRK", "PRK/kim-jong-un", "NPL:COP", "IGO/united-nations"])
def test_keys_survive_an_address(key: str) -> None:
    assert "/" not in key_in_url(key)
    assert key_from_url(key_in_url(key)) == key


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://x", None, "", "file:///x"])
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    assert safe_link(url) is None


def test_readers_see_what_a_run_has_written_while_it_runs(store_path: Path) -> None:
    door = Door(store_path)
    with door.writing() as store:
        ingest(store, [toy_document("PRK ASSAULT KOR -9.0 2024-03-01", 9000)], load=load_toy_coder, pairs=dyads_of)
        counts: list[int] = []

        def look() -> None:
            with door.reading() as other:
                counts.append(other.rows("SELECT count(*) AS n FROM documents")[0]["n"])

        thread = threading.Thread(target=look)
        thread.start()
        thread.join(10)
    assert counts == [63]
    door.close()


def test_another_program_may_write_once_nobody_looks(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.show.web.door.IDLE_SECONDS", 0.0)
    door = Door(store_path)
    with door.reading() as store:
        assert store.rows("SELECT 1 AS one") == [{"one": 1}]
        with pytest.raises(StoreError):
            open_store(store_path).close()
    door.rest()
    open_store(store_path).close()


def test_a_page_is_made_once_for_each_state_and_the_oldest_is_forgotten() -> None:
    memory, made = Memory(2), []

    def ask(key: str, *, lasting: bool = True) -> str:
        return memory.page(key, lambda: (made.append(key) or key.upper(), lasting))  # type: ignore[func-returns-value]

    assert [ask(key) for key in ("a", "a", "b", "c", "a")] == ["A", "A", "B", "C", "A"]
    assert made == ["a", "b", "c", "a"]
    assert [ask("d", lasting=False), ask("d")] == ["D", "D"]
    assert made == ["a", "b", "c", "a", "d", "d"]
