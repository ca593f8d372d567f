"""Times that bear a name, and those told by the century."""

from datetime import date

import pytest

from detente.records import Span
from detente.resolve.dates import find_dates

TOLD_ON = date(2024, 6, 12)
READ = [
    ("During the Second World War the two states fought each other.", 1939, 1945),
    ("In the colonial era the British hanged the chiefs.", 1500, 1975),
    ("Under Soviet rule the village was emptied.", 1922, 1991),
    ("Decades ago the two states clashed over the river.", 1924, 2004),
    ("Generations ago settlers seized the wells.", 1874, 1984),
    ("A century ago the army burned the town.", 1924, 1924),
    ("Half a century ago the army burned the town.", 1974, 1974),
    ("Last century France tested bombs on the atoll.", 1901, 2000),
]
UNREAD = [
    "The minister spoke of a Cold War mentality in Brussels.",
    "A new Cold War would help nobody.",
    "The museum of the Korean War veteran closed.",
]


@pytest.mark.parametrize(("text", "first", "last"), READ, ids=lambda v: str(v))
def test_named_time_has_its_years(text: str, first: int, last: int) -> None:
    found = find_dates(text, Span(0, len(text)), anchor=TOLD_ON)
    assert [(d.when.date.year, d.when.date_end.year) for d in found if d.when.date and d.when.date_end] == [
        (first, last)
    ]


@pytest.mark.parametrize("text", UNREAD)
def test_name_that_is_no_time(text: str) -> None:
    assert find_dates(text, Span(0, len(text)), anchor=TOLD_ON) == []
