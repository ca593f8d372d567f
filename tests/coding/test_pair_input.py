"""What the pair model reads: word pieces with marks around the sides."""

import pytest

from detente.coding.pair_input import LONGEST, SOURCE_MARKS, START, STOP, TARGET_MARKS, pair_input
from detente.coding.wordpieces import WordPieces
from detente.records import Span

VOCABULARY = ["[UNK]", "peru", "sued", "chile", ".", "##an", "é", "e", "-", "on", "中", "国"]


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces([f"[unused{i}]" for i in range(200)] + VOCABULARY)


def number(piece: str) -> int:
    return 200 + VOCABULARY.index(piece)


def test_sides_stand_between_their_marks(pieces: WordPieces) -> None:
    found = pair_input(pieces, "Peru sued Chile.", source=Span(0, 4), target=Span(10, 15))
    marked = (SOURCE_MARKS[0], number("peru"), SOURCE_MARKS[1], number("sued"), TARGET_MARKS[0], number("chile"))
    assert found.ids == (START, *marked, TARGET_MARKS[1], number("."), STOP)
    assert (found.source_at, found.target_at) == (1, 5)


def test_reversed_sides_are_another_input(pieces: WordPieces) -> None:
    one = pair_input(pieces, "Peru sued Chile.", source=Span(0, 4), target=Span(10, 15))
    other = pair_input(pieces, "Peru sued Chile.", source=Span(10, 15), target=Span(0, 4))
    assert one.ids != other.ids
    assert (one.source_at, one.target_at) == (other.target_at, other.source_at)


def test_side_that_is_absent_is_read_at_the_start(pieces: WordPieces) -> None:
    found = pair_input(pieces, "Peru sued Chile.", source=Span(0, 4), target=None)
    assert found.target_at == 0
    assert not set(TARGET_MARKS) & set(found.ids)


def test_long_sentence_is_cut_around_the_pair(pieces: WordPieces) -> None:
    text = "on " * 200 + "Peru sued Chile" + " on" * 200
    start = text.index("Peru")
    found = pair_input(pieces, text, source=Span(start, start + 4), target=Span(start + 10, start + 15))
    assert len(found.ids) == LONGEST
    assert found.ids[found.source_at : found.source_at + 2] == (SOURCE_MARKS[0], number("peru"))
    assert found.target_at > found.source_at > 0


def test_no_text_forges_a_mark(pieces: WordPieces) -> None:
    found = pair_input(pieces, "[unused0] [unused1] [CLS]", source=None, target=None)
    assert not {*SOURCE_MARKS, *TARGET_MARKS} & set(found.ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PERUAN", ["peru", "##an"]),
        ("é-É", ["e", "-", "e"]),
        ("中国", ["中", "国"]),
        ("per", ["[UNK]"]),
        ("peruxyz", ["[UNK]"]),
        ("on\u200b\ton\n", ["on", "on"]),
        ("o" * 101, ["[UNK]"]),
        ("", []),
    ],
)
def test_words_are_cut_by_longest_known_piece(pieces: WordPieces, text: str, expected: list[str]) -> None:
    assert pieces(text) == [number(piece) for piece in expected]
