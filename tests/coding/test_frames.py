"""Every frame row's example is a test: the coder finds the row's type, and mode, between the row's sides."""

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.data.frame_rows import FrameRow, load_frame_rows
from detente.records import Event, Party


def _names(sides: tuple[Party, ...], words: str) -> bool:
    return not words or any(words in p.text or p.text in words or words == p.name for p in sides)


def _says(event: Event, row: FrameRow) -> bool:
    event_type = row.event_type or row.expect
    return (
        event.event_type == event_type
        and (not row.mode or event.mode == row.mode)
        and _names(event.sources, row.source)
        and _names(event.targets, row.target)
    )


@pytest.mark.parametrize("row", load_frame_rows(), ids=lambda row: f"{row.file}:{row.pattern}")
def test_example_is_coded(row: FrameRow, coder: Coder) -> None:
    if not (row.event_type or row.expect):
        pytest.skip("an operator without an expected event")
    events = coder.code(sentence_document(row.example))
    found = [(e.event_type, e.mode, [p.text for p in e.sources], [p.text for p in e.targets]) for e in events]
    assert any(_says(event, row) for event in events), f"{row.example!r} gave {found}"
