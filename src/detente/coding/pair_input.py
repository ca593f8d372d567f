"""A sentence with a marked pair -> the numbers that the pair model reads. Training and coding share this code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.records import Span

# The four marks take entries that the vocabulary of BERT (Devlin et al. 2019) keeps free: [unused0] to [unused3].
# They are put in as numbers, so no text can forge one.
SOURCE_MARKS, TARGET_MARKS = (1, 2), (3, 4)
START, STOP = 101, 102
LONGEST = 96
ABSENT = 0


# Text -> the numbers of its word pieces.
Pieces = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class PairInput:
    """Word pieces of a sentence with its marks, and where source and target start; 0, the start mark, where absent."""

    ids: tuple[int, ...]
    source_at: int
    target_at: int


def pair_input(pieces: Pieces, text: str, *, source: Span | None, target: Span | None) -> PairInput:
    """Return what the model reads for one pair; a sentence that is too long is cut around the pair."""
    cuts = sorted([*_marks(source, SOURCE_MARKS), *_marks(target, TARGET_MARKS)])
    ids: list[int] = []
    last = 0
    for place, _, mark in cuts:
        ids += pieces(text[last:place])
        ids.append(mark)
        last = place
    ids += pieces(text[last:])
    whole = (START, *_window(ids, LONGEST - 2), STOP)
    return PairInput(whole, _place(whole, SOURCE_MARKS[0]), _place(whole, TARGET_MARKS[0]))


def _marks(span: Span | None, marks: tuple[int, int]) -> list[tuple[int, int, int]]:
    """Return place, order and number of the marks around a span; at one place a span closes before another opens."""
    if span is None:
        return []
    return [(span.start, 1, marks[0]), (span.end, 0, marks[1])]


def _window(ids: Sequence[int], size: int) -> Sequence[int]:
    """Return at most ``size`` pieces, with the pair in their middle."""
    if len(ids) <= size:
        return ids
    places = [i for i, piece in enumerate(ids) if piece in (*SOURCE_MARKS, *TARGET_MARKS)] or [0]
    room = max(0, size - (places[-1] - places[0] + 1))
    start = max(0, min(places[0] - room // 2, len(ids) - size))
    return ids[start : start + size]


def _place(ids: Sequence[int], mark: int) -> int:
    return ids.index(mark) if mark in ids else ABSENT
