"""When an article was published, as far as its own words and the lines around it say.

Kinds of words, and the basis that they give (``Document.published_basis``):
    a date line, "Published: 16 January 2024"                     "text"
    a dateline, "SEOUL, Jan. 16, 2024 (Wire) -"                   "dateline"
    a dateline without year, where the text or a line around it
    names the same day with a year, or a weekday settles it       "dateline"
    a weekday and a day in the prose, "Tuesday (16 Jan)", where
    the years that the text mentions settle the year              "text"
Nothing else is taken: a date in the prose is when something happened, not when it was told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from detente.read.dates import (
    FULL,
    NAMED,
    PAIRS,
    WEEKDAY,
    dateline_of,
    day_at,
    day_of,
    days_in,
    full_date,
    is_date_line,
    month_of,
    weekday_of,
)
from detente.records import PublishedBasis

YEARS_AHEAD = 4
YEARS_BEHIND = 2  # an article may look forward to the next years, seldom further
WIDEST_SEARCH = 6
LONGEST_LABELLED = 200
LABEL_REACH = 30
STAMP_AFTER = 3
_WEEKDAY_ALONE = re.compile(rf"\bon\s+{WEEKDAY}", re.IGNORECASE)
_YEAR_ALONE = re.compile(
    r"(?P<future>\b(?:by|for|until|till|through)\s+)?(?<![\d.,$-])(?P<year>(?:19|20)\d\d)(?!\d|[.,-]\d)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:air date|aired|broadcast|date|dated|published|posted|issued)(?: on)?\s*:\s*", re.IGNORECASE
)


def published_in(
    paragraphs: Sequence[str], lines: Iterable[str] = (), *, around: Iterable[str] = ()
) -> tuple[date, PublishedBasis] | None:
    """Return the day of publication and its basis ("dateline" or "text") from an article's own words.

    Args:
        paragraphs: the article, title and standfirst included.
        lines: short lines around it (date lines are looked for here).
        around: other lines of the page, which may settle a dateline's year or name the day ("Air date: ...").
    """
    around = list(around)
    stamped = _first_stamp([*lines, *paragraphs]) or _labelled([*paragraphs, *around])
    wired = next((found for text in paragraphs if (found := dateline_of(text)) and found.when), None)
    text = "\n".join(paragraphs)
    if wired is not None and wired.when is not None:
        day = full_date(wired.when) or _year_near(wired.when, around) or _year_of(wired.when, text)
        if day is not None:
            return day, "dateline"
    if stamped is not None:
        return stamped, "text"
    spoken = next(_dated_weekdays(text), None) or _year_by_weekdays(text, years=mentioned_years([text, *lines]))
    return (spoken, "text") if spoken else None


def mentioned_years(texts: Iterable[str]) -> list[int]:
    """Return the years that texts mention, without those only looked forward to ("by 2030"), ascending."""
    found = {int(m["year"]) for text in texts for m in _YEAR_ALONE.finditer(text) if not m["future"]}
    return sorted(found)


def year_for(days: Sequence[tuple[int, int, int]], years: Sequence[int]) -> int | None:
    """Return the year in which every (month, day, weekday) agrees and which fits the ``years`` mentioned.

    The order of search: the latest mentioned year and the four after it, the same from the one mentioned before
    it (a plan made for 2035 does not date an article), the years between those two from the later down, the two
    years before the latest, then up to six years ahead. None where no year is mentioned or none agrees.
    """
    latest_two = sorted(set(years), reverse=True)[:2]
    if not latest_two:
        return None
    latest, earlier = latest_two[0], latest_two[-1]
    ahead = [range(year, year + YEARS_AHEAD + 1) for year in latest_two]
    between, before = range(latest, earlier, -1), range(latest - 1, latest - 1 - YEARS_BEHIND, -1)
    widest = [range(year, year + WIDEST_SEARCH + 1) for year in latest_two]
    order = chain(*ahead, between, before, *widest)
    return next((year for year in order if all(_agrees(year, *day) for day in days)), None)


def _agrees(year: int, month: int, day: int, weekday: int) -> bool:
    found = day_at(year, month, day)
    return found is not None and found.weekday() == weekday


def _first_stamp(lines: Iterable[str]) -> date | None:
    """Return the day of the first date line, those that say "updated" last."""
    stamps = [line for line in lines if is_date_line(line)]
    stamps.sort(key=lambda line: "updated" in line.lower() or "modified" in line.lower())
    return full_date(stamps[0]) if stamps else None


def _labelled(texts: Iterable[str]) -> date | None:
    """Return the day that a short text names behind a label: "Program: Daybreak. Air date: April 2, 1999."."""
    for text in texts:
        label = _LABELLED.search(text) if len(text) <= LONGEST_LABELLED else None
        day = full_date(text[label.end() : label.end() + LABEL_REACH]) if label else None
        if day is not None:
            return day
    return None


def _year_near(when: str, around: Sequence[str]) -> date | None:
    """Return a dateline's day with the year of a line that names that day, or one up to three days after."""
    month, number = _month_and_day(when)
    for line in around:
        for stamp in days_in(line):
            day = day_at(stamp.year, month, number)
            if day is not None and 0 <= (stamp - day).days <= STAMP_AFTER:
                return day
    return None


def _month_and_day(when: str) -> tuple[int, int]:
    match = next(found for pattern in NAMED if (found := pattern.search(when)))
    return month_of(match), int(match["day"])


def _dated_weekdays(text: str) -> Iterator[date]:
    """Yield days given with weekday and year where the two agree: "Tuesday, January 16, 2024"."""
    for pattern in PAIRS:
        for match in pattern.finditer(text):
            day = full_date(text[match.start() : match.end() + 8])
            if day is not None and day.weekday() == weekday_of(match):
                yield day


def _year_by_weekdays(text: str, *, years: Sequence[int]) -> date | None:
    found = [match for pattern in PAIRS for match in pattern.finditer(text)]
    found.sort(key=lambda match: match.start())
    days = [(month_of(match), int(match["day"]), weekday_of(match)) for match in found]
    for chosen in (days, days[:1]):
        year = year_for(chosen, years) if chosen else None
        if year is not None:
            return day_at(year, days[0][0], days[0][1])
    return None


def _year_of(when: str, text: str) -> date | None:
    """Return a dateline's day with its year: the text names the same day in full, or a weekday settles it."""
    month, number = _month_and_day(when)
    for pattern in FULL:
        for full in pattern.finditer(text):
            day = day_of(full)
            if day is not None and (day.month, day.day) == (month, number):
                return day
    years = mentioned_years([text])
    weekday = _WEEKDAY_ALONE.search(text)
    if weekday is None:
        return None
    return _nearest(month, number, weekday_of(weekday), years)


def _nearest(month: int, number: int, weekday: int, years: Sequence[int]) -> date | None:
    """Return the dateline's day where it, or else the day before it, falls on the weekday that the text names."""
    year = year_for([(month, number, weekday)], years)
    if year is not None:
        return day_at(year, month, number)
    for latest in reversed(years):
        day = day_at(latest, month, number)
        if day is not None and (day - timedelta(days=1)).weekday() == weekday:
            return day
    return None
