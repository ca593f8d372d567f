"""Days that lines and values name: dates in words and figures, datelines, date lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_NAMED_DAY = (rf"{_MONTH}\s*{_DAY}", rf"{_DAY}\s*(?:of\s+)?[-/]?{_MONTH}")


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


FULL = _compile(
    *(rf"\b{named}[-/,]?\s*(?:Juche \d+ \()?{_YEAR}" for named in _NAMED_DAY),
    r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)\b",
    r"\b(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>(?:19|20)\d\d)\b",
)
PAIRS = _compile(
    *(rf"\b{WEEKDAY}\s*[,(]?\s*{named}" for named in _NAMED_DAY),
    *(rf"\b{named}\s*[,(]\s*{WEEKDAY}" for named in _NAMED_DAY),
)
NAMED = _compile(*(rf"\b{named}" for named in _NAMED_DAY))
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
_ZONES = (
    r"gmt|utc|kst|jst|ist|ict|sgt|hkt|pht|wib|pkt|npt|eat|cat|wat|sast|gst|trt|msk|bst|brt|art|clt|pet|cot|a[ew]s?t|nzs?t|"
    r"e?e?s?t|ce?s?t|[ecmp][ds]t|local time"
)
_AROUND = re.compile(
    rf"\b(?:\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?|[ap]\.?\s?m\b\.?|{_ZONES}|"
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
        return day_at(int(value[:4]), int(value[4:6]), int(value[6:]))
    iso = re.match(r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)", value)
    if iso:
        return day_at(int(iso[1]), int(iso[2]), int(iso[3]))
    found = full_date(value)
    if found is not None:
        return found
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError):
        return _iso(value)


def full_date(text: str) -> date | None:
    """Return the first day that ``text`` names with its year; 3/4/2024 is ambiguous and none."""
    found = [(match.start(), day) for pattern in FULL for match in pattern.finditer(text) if (day := day_of(match))]
    return min(found)[1] if found else None


def is_date_line(line: str) -> bool:
    """Return whether a line is a day with its year and little else: a stamp, a time, "Published"."""
    if len(line) > LONGEST_DATE_LINE or full_date(line) is None:
        return False
    if _PLACED.match(line) and full_date(line.split(",", 1)[1]) is not None:
        line = line.split(",", 1)[1]
    rest = line
    for pattern in (*FULL, re.compile(WEEKDAY, re.IGNORECASE)):
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
    if when is not None and not any(pattern.search(when) for pattern in NAMED):
        return None
    return Dateline(place, when, agency, match.end())


def days_in(line: str) -> Iterator[date]:
    """Yield the days that a line names with their years; 3/4/2024 is both the days that it may be."""
    for pattern in FULL:
        for match in pattern.finditer(line):
            groups = match.groupdict()
            if "first" not in groups:
                days = [day_of(match)]
            else:
                first, second, year = int(groups["first"]), int(groups["second"]), int(groups["year"])
                days = [day_at(year, first, second), day_at(year, second, first)]
            yield from (day for day in days if day is not None)


def day_of(match: re.Match[str]) -> date | None:
    """Return the day of a match of ``FULL``, None for one that does not exist or may be two."""
    groups = match.groupdict()
    if "first" in groups:
        return _ambiguous(int(groups["first"]), int(groups["second"]), int(groups["year"]))
    return day_at(int(groups["year"]), month_of(match), int(groups["day"]))


def _ambiguous(first: int, second: int, year: int) -> date | None:
    if first == second or second > 12:
        return day_at(year, first, second)
    return day_at(year, second, first) if first > 12 else None


def month_of(match: re.Match[str]) -> int:
    """Return the month of a match, 1 to 12."""
    month = match["month"]
    return int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1


def weekday_of(match: re.Match[str]) -> int:
    """Return the weekday of a match, Monday is 0."""
    return DAYS.index(match["weekday"][:3].lower())


def day_at(year: int, month: int, day: int) -> date | None:
    """Return a day, None where there is none or the year is out of reach."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _iso(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
