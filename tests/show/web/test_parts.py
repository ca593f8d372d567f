"""The parts behind the pages: pieces of text, the chart, and the door to the store."""

import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import DyadPeriod, Shift, Span
from detente.show.web.chart import HEIGHT, WIDTH, chart
from detente.show.web.links import key_from_url, key_in_url, safe_link
from detente.show.web.memory import Memory
from detente.show.web.passages import Mark, paragraphs, passage, pieces
from factories import document, event

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
    drawn = chart(series, turns, at=(date(2024, 2, 1), date(2024, 3, 1)))
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


def test_a_page_is_made_once_for_each_state_and_the_oldest_is_forgotten() -> None:
    memory: Memory[str] = Memory(2)
    made: list[str] = []

    def ask(key: str, *, lasting: bool = True) -> str:
        return memory.get(key, lambda: (made.append(key) or key.upper(), lasting))  # type: ignore[func-returns-value]

    assert [ask(key) for key in ("a", "a", "b", "c", "a")] == ["A", "A", "B", "C", "A"]
    assert made == ["a", "b", "c", "a"]
    assert [ask("d", lasting=False), ask("d")] == ["D", "D"]
    assert made == ["a", "b", "c", "a", "d", "d"]


def test_the_same_question_is_worked_out_by_one_alone() -> None:
    memory: Memory[int] = Memory()
    begun, go, made = threading.Event(), threading.Event(), []

    def make() -> tuple[int, bool]:
        made.append(1)
        begun.set()
        go.wait(10)
        return 7, True

    threads = [threading.Thread(target=memory.get, args=("a", make)) for _ in range(4)]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert (len(made), memory.get("a", make)) == (1, 7)
