"""What an article's words say of its day."""

from datetime import date

import pytest

from detente.read.dates import dateline_of, full_date, is_date_line, parse_date
from detente.read.published import published_in, year_for

DAY = date(2024, 1, 16)


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-16", "2024-01-16T08:30:00Z", "2024-01-16T08:30:00+09:00", "20240116", "2024/1/16", "2024.01.16",
        "16.01.2024", "16. 1. 2024", "January 16, 2024", "16 January 2024", "16th of January, 2024", "Jan. 16, 2024",
        "16-Jan-2024", "Tue, 16 Jan 2024 08:30:00 +0900", "01/16/2024", "16/01/2024", "Tuesday 16 January 2024",
    ],
)  # fmt: skip
def test_parse_date(value: str) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize("value", ["", "soon", "2024-02-31", "03/04/2024", "16 January", "1/16", "99999999", "NaN"])
def test_not_a_date(value: str) -> None:
    assert parse_date(value) is None


def test_same_day_and_month_is_not_ambiguous() -> None:
    assert full_date("04/04/2024") == date(2024, 4, 4)


@pytest.mark.parametrize(
    "line",
    [
        "January 16, 2024", "Published: 16 January 2024 08:10 GMT", "Updated 3:14 p.m. KST, Jan 17, 2024",
        "Posted on Jan. 16, 2024 at 9:00 am", "2024-01-16 10:22", "Tuesday, 16 January 2024", "16.01.2024, 10:44 Uhr",
    ],
)  # fmt: skip
def test_date_lines(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["The pact of January 16, 2024", "Tuesday", "By Ada Holt, January 16, 2024", "It ended on 16 January 2024."]
)
def test_other_lines(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("text", "place", "when", "agency"),
    [
        ("Harrow, December 24 (OCNA) -- The army", "Harrow", "December 24", "OCNA"),
        ("HARROW, Jan. 16 (Northwire) - The army", "HARROW", "Jan. 16", "Northwire"),
        ("HARROW (NW) \u2014 The army", "HARROW", None, "NW"),
        ("LENA CITY, Varland, 16 January 2024 (Wire) \u2013 The", "LENA CITY, Varland", "16 January 2024", "Wire"),
        ("HARROW -- The army", "HARROW", None, None),
    ],
)
def test_dateline(text: str, place: str, when: str | None, agency: str | None) -> None:
    found = dateline_of(text)
    assert found is not None
    assert (found.place, found.when, found.agency) == (place, when, agency)
    assert text[found.end :].startswith("The")


@pytest.mark.parametrize(
    "text",
    [
        "The army - and the navy - left.",
        "Harrow \u2013 two sides of a town",
        "May 5 - a day",
        "It said (again) - no.",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert dateline_of(text) is None


@pytest.mark.parametrize(
    ("paragraphs", "day", "basis"),
    [
        (["State media said so on Tuesday (16 Jan).", "It has grown since 2022."], DAY, "text"),
        (
            ["It said so on Tuesday, 16 January.", "The pact of 2018 is dead; a plan for 2035 is not."],
            date(2018, 1, 16),
            "text",
        ),
        (["The pact died on Tuesday, January 16, 2024."], DAY, "text"),
        (["HARROW, Jan. 16, 2024 (Wire) - The army left."], DAY, "dateline"),
        (["HARROW, Jan. 16 (Wire) - The army left on Tuesday.", "It came in 2023."], DAY, "dateline"),
        (["Harrow, January 1 (OCNA) -- It was January 1, Juche 113 (2024)."], date(2024, 1, 1), "dateline"),
    ],
)
def test_published(paragraphs: list[str], day: date, basis: str) -> None:
    assert published_in(paragraphs) == (day, basis)


@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed on 5 May 1992.",
        "It said so on Tuesday (16 Jan).",
        "HARROW, Jan. 16 (Wire) - The army left.",
        "The pact was renewed in January 2024.",
        "",
    ],
)
def test_nothing_settles_it(text: str) -> None:
    assert published_in([text]) is None


def test_an_update_is_not_the_day() -> None:
    lines = ["Updated: 17 January 2024", "Published: 16 January 2024"]
    assert published_in(["The army left."], lines) == (DAY, "text")


def test_a_future_year_is_given_up() -> None:
    assert year_for([(1, 16, 1)], [2022, 2030]) == 2024
    assert year_for([(1, 16, 1)], []) is None


@pytest.mark.parametrize(
    ("years", "expected"),
    [([2020, 2025], 2024), ([2025], 2024), ([2019, 2021], 2024), ([2018], 2019), ([2013], 2013)],
)
def test_year_lies_between_or_near_those_mentioned(years: list[int], expected: int) -> None:
    assert year_for([(6, 20, 3)], years) == expected


def test_plans_do_not_move_the_day_into_the_future() -> None:
    text = "The corridor, closed since 2020, reopened on Thursday (20 Jun). Varland wants a bridge there in 2025."
    assert published_in([text]) == (date(2024, 6, 20), "text")
