"""When an article was published, as far as its own words say.

Kinds of words, and the basis that they give (``Document.published_basis``):
    a date line, "Published: 16 January 2024"                     "text"
    a dateline, "SEOUL, Jan. 16, 2024 (Wire) -"                   "dateline"
    a dateline without year, where the text names the same day
    with a year, or a weekday that settles it                     "dateline"
    a weekday and a day in the prose, "Tuesday (16 Jan)", where
    the years that the text mentions settle the year              "text"
Nothing else is taken: a date in the prose is when something happened, not when it was told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import chain

from detente.records import PublishedBasis

FIRST_YEAR, LAST_YEAR = 1900, 2100
YEARS_AHEAD = 4
YEARS_BEHIND = 2  # an article may look forward to the next years, seldom further
WIDEST_SEARCH = 6
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_NAMED_DAY = (rf"{_MONTH}\s*{_DAY}", rf"{_DAY}\s*(?:of\s+)?[-/]?{_MONTH}")


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_FULL = _compile(
    *(rf"\b{named}[-/,]?\s*(?:Juche \d+ \()?{_YEAR}" for named in _NAMED_DAY),
    r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)\b",
    r"\b(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>(?:19|20)\d\d)\b",
)
_PAIRS = _compile(
    *(rf"\b{_WEEKDAY}\s*[,(]?\s*{named}" for named in _NAMED_DAY),
    *(rf"\b{named}\s*[,(]\s*{_WEEKDAY}" for named in _NAMED_DAY),
)
_NAMED = _compile(*(rf"\b{named}" for named in _NAMED_DAY))
_WEEKDAY_ALONE = re.compile(rf"\bon\s+{_WEEKDAY}", re.IGNORECASE)
_YEAR_ALONE = re.compile(
    r"(?P<future>\b(?:by|for|until|till|through)\s+)?(?<![\d.,$-])(?P<year>(?:19|20)\d\d)(?!\d|[.,-]\d)\b",
    re.IGNORECASE,
)
_PLACE_WORD = r"[A-Z\u00c0-\u00de][\w.'\u2019\u00c0-\u024f-]*"
_PLACE = rf"{_PLACE_WORD}(?:[ ,/]+(?:{_PLACE_WORD}|de|of|al)){{0,6}}?"
_WHEN = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+(?:Juche \d+ \()?(?:19|20)\d\d\)?)?"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/'\u2019-]{1,40})\)"
_DATELINE = re.compile(
    rf"^\s*(?P<place>{_PLACE})(?:\s*[,.]?\s*(?P<when>{_WHEN}))?\s*,?\s*(?:{_AGENCY})?\s*(?:--|[-\u2013\u2014]|:)\s*(?=\S)"
)
_LABEL = re.compile(
    r"^\W*(?:first\s+)?(?:published|posted|updated|last updated|modified|last modified|date|issued|created|released)"
    r"(?:\s+(?:on|at))?\b\s*:?",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:\d{1,2}[:.h]\d{2}(?::\d{2})?|[ap]\.?\s?m\b\.?|gmt|utc|kst|jst|ist|msk|bst|ce?s?t|[ecmp][ds]t|local time|"
    r"at|on|of|the|uhr|o'clock|published|posted|updated|first|last|modified|date|issued|created|released)\b|"
    r"\(?[+-]\d{1,2}:?\d{0,2}\)?|[\W_]",
    re.IGNORECASE,
)
# "Harrow, 8 May 2023": how letters and statements begin.
_PLACED = re.compile(rf"^(?!By\b){_PLACE_WORD}(?: {_PLACE_WORD}){{0,2}},")
LONGEST_DATE_LINE = 90


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of wire copy: place, day where given, agency where given, and where the prose begins."""

    place: str
    when: str | None
    agency: str | None
    end: int


def parse_date(value: str) -> date | None:
    """Return the day that a metadata value names: ISO 8601, RFC 2822, or a date with its year in words."""
    value = value.strip()
    if re.fullmatch(r"(?:19|20)\d{6}", value):
        return _day(int(value[:4]), int(value[4:6]), int(value[6:]))
    iso = re.match(r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)", value)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    found = full_date(value)
    if found is not None:
        return found
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError):
        return _iso(value)


def full_date(text: str) -> date | None:
    """Return the first day that ``text`` names with its year; 3/4/2024 is ambiguous and none."""
    found = [(match.start(), day) for pattern in _FULL for match in pattern.finditer(text) if (day := _of(match))]
    return min(found)[1] if found else None


def is_date_line(line: str) -> bool:
    """Return whether a line is a day with its year and little else: a stamp, a time, "Published"."""
    if len(line) > LONGEST_DATE_LINE or full_date(line) is None:
        return False
    if _PLACED.match(line) and full_date(line.split(",", 1)[1]) is not None:
        line = line.split(",", 1)[1]
    rest = line
    for pattern in (*_FULL, re.compile(_WEEKDAY, re.IGNORECASE)):
        rest = pattern.sub(" ", rest)
    words = [word for word in _AROUND.sub(" ", rest).split() if len(word) > 1]
    return not words or (bool(_LABEL.match(line)) and len(words) <= 3)


def dateline_of(paragraph: str) -> Dateline | None:
    """Return the dateline that a paragraph opens with; it has a day, an agency, or a place in capitals."""
    match = _DATELINE.match(paragraph)
    if match is None or match.end() > 100:
        return None
    place, when, agency = match["place"].strip(" ,"), match["when"], match["agency"]
    if when is None and agency is None and not (place.isupper() and len(place) > 3):
        return None
    if when is not None and not any(pattern.search(when) for pattern in _NAMED):
        return None
    return Dateline(place, when, agency, match.end())


def published_in(paragraphs: Sequence[str], lines: Iterable[str] = ()) -> tuple[date, PublishedBasis] | None:
    """Return the day of publication and its basis ("dateline" or "text") from an article's own words.

    Args:
        paragraphs: the article, title and standfirst included.
        lines: short lines around it (date lines are looked for here).
    """
    stamped = _first_stamp([*lines, *paragraphs])
    wired = next((found for text in paragraphs if (found := dateline_of(text)) and found.when), None)
    text = "\n".join(paragraphs)
    if wired is not None and wired.when is not None:
        day = full_date(wired.when) or _year_of(wired.when, text)
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
    found = _day(year, month, day)
    return found is not None and found.weekday() == weekday


def _first_stamp(lines: Iterable[str]) -> date | None:
    """Return the day of the first date line, those that say "updated" last."""
    stamps = [line for line in lines if is_date_line(line)]
    stamps.sort(key=lambda line: "updated" in line.lower() or "modified" in line.lower())
    return full_date(stamps[0]) if stamps else None


def _dated_weekdays(text: str) -> Iterator[date]:
    """Yield days given with weekday and year where the two agree: "Tuesday, January 16, 2024"."""
    for pattern in _PAIRS:
        for match in pattern.finditer(text):
            day = full_date(text[match.start() : match.end() + 8])
            if day is not None and day.weekday() == _weekday(match):
                yield day


def _year_by_weekdays(text: str, *, years: Sequence[int]) -> date | None:
    found = [match for pattern in _PAIRS for match in pattern.finditer(text)]
    found.sort(key=lambda match: match.start())
    days = [(_month(match), int(match["day"]), _weekday(match)) for match in found]
    for chosen in (days, days[:1]):
        year = year_for(chosen, years) if chosen else None
        if year is not None:
            return _day(year, days[0][0], days[0][1])
    return None


def _year_of(when: str, text: str) -> date | None:
    """Return a dateline's day with its year: the text names the same day in full, or a weekday settles it."""
    match = next(found for pattern in _NAMED if (found := pattern.search(when)))
    month, number = _month(match), int(match["day"])
    for pattern in _FULL:
        for full in pattern.finditer(text):
            day = _of(full)
            if day is not None and (day.month, day.day) == (month, number):
                return day
    years = mentioned_years([text])
    weekday = _WEEKDAY_ALONE.search(text)
    if weekday is None:
        return None
    return _nearest(month, number, _weekday(weekday), years)


def _nearest(month: int, number: int, weekday: int, years: Sequence[int]) -> date | None:
    """Return the dateline's day where it, or else the day before it, falls on the weekday that the text names."""
    year = year_for([(month, number, weekday)], years)
    if year is not None:
        return _day(year, month, number)
    for latest in reversed(years):
        day = _day(latest, month, number)
        if day is not None and (day - timedelta(days=1)).weekday() == weekday:
            return day
    return None


def _of(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    if "first" in groups:
        return _ambiguous(int(groups["first"]), int(groups["second"]), int(groups["year"]))
    return _day(int(groups["year"]), _month(match), int(groups["day"]))


def _ambiguous(first: int, second: int, year: int) -> date | None:
    if first == second or second > 12:
        return _day(year, first, second)
    return _day(year, second, first) if first > 12 else None


def _month(match: re.Match[str]) -> int:
    month = match["month"]
    return int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1


def _weekday(match: re.Match[str]) -> int:
    return DAYS.index(match["weekday"][:3].lower())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _iso(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
