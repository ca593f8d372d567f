"""Dates: what words name which days, and which date is an event's. Published on Tuesday, 16 January 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.coder import Coder, sentence_document
from detente.coding.score_marked import marked_words
from detente.records import EventDate, Sentence, Span
from detente.resolve.dates import DateMention, find_dates, find_points
from detente.resolve.event_dates import event_date, is_historical

ANCHOR = date(2024, 1, 16)


def found(text: str, anchor: date | None = ANCHOR, ahead: bool | None = None) -> list[DateMention]:
    return find_dates(text, Span(0, len(text)), anchor=anchor, ahead=ahead)


def days(text: str, anchor: date | None = ANCHOR) -> list[str]:
    return [_shown(m.when) for m in found(text, anchor)]


def _shown(when: EventDate) -> str:
    return f"{when.date}" if when.date == when.date_end else f"{when.date}..{when.date_end}"


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("Jan. 16, 2024", "2024-01-16", "day"),
        ("16 January", "2024-01-16", "day"),
        ("16 Jan", "2024-01-16", "day"),
        ("2024-01-16", "2024-01-16", "day"),
        ("15/01/2024", "2024-01-15", "day"),
        ("the 14th of May", "2023-05-14", "day"),
        ("Tuesday (16 Jan)", "2024-01-16", "day"),
        ("on December 12", "2023-12-12", "day"),
        ("January 1-3", "2024-01-01..2024-01-03", "day"),
        ("between 3 and 5 May 2023", "2023-05-03..2023-05-05", "day"),
        ("from January 30 to February 2, 2023", "2023-01-30..2023-02-02", "day"),
        ("in January 2024", "2024-01-01..2024-01-31", "month"),
        ("in December", "2023-12-01..2023-12-31", "month"),
        ("in the second quarter of 2023", "2023-04-01..2023-06-30", "month"),
        ("in the summer of 2021", "2021-06-01..2021-08-31", "month"),
        ("in the winter of 2022", "2021-12-01..2022-02-28", "month"),
        ("in 2022", "2022-01-01..2022-12-31", "year"),
        ("Juche 113 (2024)", "2024-01-01..2024-12-31", "year"),
        ("under Juche 113 rules", "2024-01-01..2024-12-31", "year"),
        ("2014-2016", "2014-01-01..2016-12-31", "year"),
        ("the war of 1950-53", "1950-01-01..1953-12-31", "year"),
        ("in the early 1990s", "1990-01-01..1993-12-31", "year"),
        ("the late 1990s", "1996-01-01..1999-12-31", "year"),
        ("in the 19th century", "1801-01-01..1900-12-31", "year"),
        ("after the Sept. 11 attacks", "2001-09-11", "day"),
    ],
)
def test_stated_dates(text: str, expected: str, precision: str) -> None:
    assert [(_shown(m.when), m.when.precision, m.when.basis) for m in found(text)] == [(expected, precision, "stated")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2024-01-15"),
        ("the day before yesterday", "2024-01-14"),
        ("tomorrow morning", "2024-01-17"),
        ("overnight", "2024-01-15..2024-01-16"),
        ("last night", "2024-01-15"),
        ("on Tuesday", "2024-01-16"),
        ("on Wednesday", "2024-01-10"),
        ("on Monday night", "2024-01-15"),
        ("last Tuesday", "2024-01-09"),
        ("next Tuesday", "2024-01-23"),
        ("on Thursday of last week", "2024-01-11"),
        ("they will meet on Thursday", "2024-01-18"),
        ("they had been due to meet on Thursday", "2024-01-11"),
        ("on the 15th", "2024-01-15"),
        ("on the 20th", "2023-12-20"),
        ("earlier this week", "2024-01-15..2024-01-21"),
        ("last month", "2023-12-01..2023-12-31"),
        ("next year", "2025-01-01..2025-12-31"),
        ("last May", "2023-05-01..2023-05-31"),
        ("over the weekend", "2024-01-13..2024-01-14"),
        ("three weeks ago", "2023-12-25..2023-12-31"),
        ("two days ago", "2024-01-14"),
        ("four years ago", "2020-01-01..2020-12-31"),
        ("a decade ago", "2010-01-01..2019-12-31"),
        ("in the past two weeks", "2024-01-02..2024-01-16"),
        ("by the end of the month", "2024-01-01..2024-01-31"),
        ("from Monday to Wednesday", "2024-01-08..2024-01-10"),
        ("since Monday", "2024-01-15..2024-01-16"),
    ],
)
def test_relative_dates(text: str, expected: str) -> None:
    assert [(_shown(m.when), m.when.basis) for m in found(text)] == [(expected, "relative")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Monday. A day earlier they had quarrelled.", ["2024-01-15", "2024-01-14"]),
        ("It fell in 1991. Two years later it rose.", ["1991-01-01..1991-12-31", "1993-01-01..1993-12-31"]),
        ("He came on 3 May 2023 and left the next day.", ["2023-05-03", "2023-05-04"]),
        ("The fire broke out on 3 May. Later that day it spread.", ["2023-05-03", "2023-05-03"]),
        ("They met on March 6 last year. The following month they fought.", ["2023-03-06", "2023-04-01..2023-04-30"]),
    ],
)
def test_dates_counted_from_the_one_spoken_of_before(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_the_date_before_is_looked_for_in_earlier_sentences() -> None:
    text = "They met on 5 January. They agreed on little.\n\nA day later they parted."
    last = Span(text.index("A day"), len(text))
    assert [_shown(m.when) for m in find_dates(text, last, anchor=ANCHOR)] == ["2024-01-06"]


@pytest.mark.parametrize("words", ["since 2022", "since the beginning of 2022", "ever since early 2022"])
def test_since_runs_up_to_publication(words: str) -> None:
    assert [(_shown(m.when), m.kind) for m in found(f"Ties have cooled {words}.")] == [
        ("2022-01-01..2024-01-16", "since")
    ]


def test_since_the_end_starts_at_the_end() -> None:
    assert days("Nothing has moved since the end of 2022") == ["2022-12-31..2024-01-16"]


@pytest.mark.parametrize(
    "text",
    [
        "Troops may march in a second, said the Sun.",
        "the end of a decades",
        "killed 2022 people",
        "some 2000 soldiers",
        "in 2000 villages",
        "at 2000 hours",
        "2,022 men",
        "resolution 2022",
        "the 15th round of talks",
        "Theresa May said",
        "the March on Rome",
        "June Smith met him",
        "an august body",
        "he sat with his wed daughter",
        "every Tuesday",
        "on Tuesdays",
        "the Sunday Times",
        "on Good Friday",
        "3/4/2024",
        "two days before the election",
        "the spring offensive",
    ],
)
def test_ordinary_words_and_counts_are_no_dates(text: str) -> None:
    assert days(text) == []


def test_a_count_after_a_month_is_no_day() -> None:
    assert days("In May 10 people died") == ["2023-05-01..2023-05-31"]


def test_without_a_day_of_publication_only_whole_dates_are_read() -> None:
    assert days("On Tuesday, 16 January, last week, in May and on 3 May 2023", None) == ["2023-05-03"]


def test_a_weekday_settles_the_year_of_a_day() -> None:
    assert days("on Saturday, July 1", date(2024, 3, 1)) == ["2023-07-01"]
    assert days("on Friday, July 1", date(2024, 3, 1)) == ["2022-07-01"]


def test_spans_are_the_words() -> None:
    text = "Talks ran from Monday to Wednesday (10 January), as in the early 1990s."
    assert [m.span.of(text) for m in found(text)] == ["from Monday to Wednesday (10 January)", "the early 1990s"]


@given(st.text(alphabet="0123456789 -/.,MayJunWedthofi ", max_size=40))
def test_any_text_gives_ordered_dates_inside_it(text: str) -> None:
    mentions = find_points(text, Span(0, len(text)), anchor=ANCHOR)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in zip(mentions, mentions[1:], strict=False))
    assert all(
        m.when.date is not None and m.when.date_end is not None and m.when.date <= m.when.date_end for m in mentions
    )


# ------------------------------------------------------------------------------- the date of an event


def parsed(coder: Coder, text: str) -> Sentence:
    return coder.parser.parse(text, [(Span(0, len(text)), 0)])[0]


def dated(coder: Coder, text: str, word: str, ahead: bool | None = None) -> EventDate:
    sentence = parsed(coder, text)
    place = next(w.index for w in sentence.words if w.text == word)
    return event_date(text, sentence, place, anchor=ANCHOR, ahead=ahead)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A spokesman said on Tuesday that troops had entered the town on Sunday.", "entered", "2024-01-14"),
        ("A spokesman said on Monday that troops had entered the town.", "said", "2024-01-15"),
        ("The two ministers held talks in Geneva on Friday.", "talks", "2024-01-12"),
        ("The two ministers held talks in Geneva on Friday.", "held", "2024-01-12"),
        ("The ministers will meet in Geneva on Friday.", "meet", "2024-01-19"),
        ("The army invaded the country in August 2008.", "invaded", "2008-08-01..2008-08-31"),
        ("Sunday's attack killed five soldiers.", "attack", "2024-01-14"),
        ("On Friday the army shelled the port, killing five people.", "killing", "2024-01-12"),
        ("The rebels began shelling the port on Friday.", "began", "2024-01-12"),
        ("The army freed the town last week.", "freed", "2024-01-08..2024-01-14"),
        ("The army has shelled the port earlier this week.", "shelled", "2024-01-15..2024-01-16"),
    ],
)
def test_the_date_on_the_predicate_is_the_events(coder: Coder, text: str, word: str, expected: str) -> None:
    assert _shown(dated(coder, text, word)) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A spokesman said on Monday that troops had entered the town.", "entered"),
        ("The minister condemned the 2019 agreement.", "condemned"),
        ("The minister praised the envoy who resigned on Friday.", "praised"),
        ("The army left after it shelled the port on Friday.", "left"),
        ("The army shelled the port.", "shelled"),
    ],
)
def test_without_a_date_of_its_own_an_event_has_that_of_publication(coder: Coder, text: str, word: str) -> None:
    assert dated(coder, text, word) == EventDate(ANCHOR, ANCHOR, "day", "publication")


def test_the_reading_decides_the_side_of_publication(coder: Coder) -> None:
    text = "The ministers meet on Friday."
    assert dated(coder, text, "meet", ahead=True).date == date(2024, 1, 19)
    assert dated(coder, text, "meet", ahead=False).date == date(2024, 1, 12)


def test_nothing_is_known_without_publication_and_date(coder: Coder) -> None:
    text = "The army shelled the port on Friday."
    sentence = parsed(coder, text)
    assert event_date(text, sentence, 2, anchor=None) == EventDate(None, None, "none", "publication")


@pytest.mark.parametrize(
    ("first", "last", "basis", "expected"),
    [
        (date(2008, 8, 1), date(2008, 8, 31), "stated", True),
        (date(2022, 1, 1), date(2022, 12, 31), "stated", True),
        (date(2023, 1, 1), date(2023, 12, 31), "stated", False),
        (date(2008, 1, 1), ANCHOR, "stated", False),
        (date(2023, 1, 16), date(2023, 1, 16), "relative", False),
        (date(2023, 1, 15), date(2023, 1, 15), "relative", True),
        (date(2020, 1, 1), date(2020, 1, 1), "publication", False),
    ],
)
def test_history_ended_more_than_a_year_before(first: date, last: date, basis: str, expected: bool) -> None:
    assert is_historical(EventDate(first, last, "day", basis), ANCHOR) is expected  # type: ignore[arg-type]


def test_an_old_event_is_coded_as_historical(coder: Coder) -> None:
    old, new = (
        coder.code(sentence_document(f"Russia invaded Georgia {when}.", published=ANCHOR))
        for when in ("in August 2008", "last week")
    )
    assert [(e.factuality, e.when.precision) for e in old] == [("historical", "month")]
    assert [(e.factuality, e.when.date) for e in new] == [("asserted", date(2024, 1, 8))]


def test_a_threat_has_the_day_of_the_threat(coder: Coder) -> None:
    text = "North Korea threatened on Monday to attack South Korea next week."
    events = coder.code(sentence_document(text, published=ANCHOR))
    assert [(e.event_type, e.when.date) for e in events] == [("THREATEN", date(2024, 1, 15))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Christmas Eve", "2023-12-24"),
        ("on New Year’s Day", "2024-01-01"),
        ("on May Day 2019", "2019-05-01"),
        ("on the last day of November", "2023-11-30"),
        ("on the first day of February 2020", "2020-02-01"),
        ("the first of this month", "2024-01-01"),
        ("on the last day of last year", "2023-12-31"),
        ("from 27 November until 10 December", "2023-11-27..2023-12-10"),
        ("from 27 January until 10 February", "2024-01-27..2024-02-10"),
    ],
)
def test_named_days_edges_and_runs(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text", ["The May government fell.", "Tory years and May years.", "They ate Christmas pudding."]
)
def test_governments_and_puddings_are_no_dates(text: str) -> None:
    assert days(text) == []


def carried(coder: Coder, text: str, word: str) -> str:
    """The date of a word in the last sentence, after the others were read."""
    place = marked_words(coder, text, Span(text.rindex(word), text.rindex(word) + len(word)), published=ANCHOR)
    assert place is not None
    when = event_date(place.discourse, place.sentence, place.word, anchor=ANCHOR)
    return when.basis if when.basis == "publication" else _shown(when)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A mine exploded near Sake on Sunday. The blast killed two Tunisians.", "killed", "2024-01-14"),
        ("Guards boarded the ferry on Friday. They arrested a Dane.", "arrested", "2024-01-12"),
        ("Guards boarded the ferry on Friday and searched it. They arrested a Dane.", "arrested", "2024-01-12"),
        # told, not done; nothing that points back; a date of its own; another paragraph; no deed before
        ("Guards boarded the ferry on Friday. They accused a Dane.", "accused", "publication"),
        ("Guards boarded the ferry on Friday. Danes shelled a port.", "shelled", "publication"),
        ("Guards boarded the ferry on Friday. They arrested a Dane on Saturday.", "arrested", "2024-01-13"),
        ("A spokesman said on Friday the ferry was safe. They arrested a Dane.", "arrested", "publication"),
        ("Guards boarded the ferry on Friday. They have arrested a Dane.", "arrested", "publication"),
    ],
)
def test_a_day_is_carried_to_what_goes_on(coder: Coder, text: str, word: str, expected: str) -> None:
    assert carried(coder, text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Chad condemned Sunday’s raid, in which Libyan soldiers killed two herders.", "killed", "2024-01-14"),
        ("The drone that hit the mill in March 2022 came from Sudan.", "hit", "2022-03-01..2022-03-31"),
        ("The visit planned for February 3 was called off.", "visit", "2024-02-03"),
        ("The ministers may meet in February.", "meet", "2024-02-01..2024-02-29"),
        ("The ministers may have met in February.", "met", "2023-02-01..2023-02-28"),
    ],
)
def test_dates_of_clauses_on_nouns_plans_and_possibilities(coder: Coder, text: str, word: str, expected: str) -> None:
    assert carried(coder, text, word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Togo expels the envoy tomorrow.", ("future", "2024-01-17")),
        ("Togo expelled the envoy.", ("asserted", "2024-01-16")),
    ],
)
def test_what_is_told_of_a_day_to_come_is_future(coder: Coder, text: str, expected: tuple[str, str]) -> None:
    text = text.replace("the envoy", "the Ghanaian envoy")
    (event,) = coder.code(sentence_document(text, published=ANCHOR))
    assert (event.factuality, str(event.when.date)) == expected
