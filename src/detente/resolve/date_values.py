"""Calendar arithmetic behind the readings of dates: days, weeks, months, quarters, seasons, years, decades.

Every function returns an ``EventDate`` with first and last day, or None where the calendar has no such day.
"""

from calendar import monthrange
from datetime import date, timedelta

from detente.records import DateBasis, DatePrecision, EventDate

FIRST_YEAR, LAST_YEAR = 1000, 2200
# Months in which the seasons of northern newsrooms begin; the winter of a year begins the December before.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# A date without its year: where the words do not say on which side of publication it lies, it is the one past
# unless the next is at most so many days (months) off; after "will" it is the next unless one has just gone.
NEAR_AHEAD_DAYS, JUST_GONE_DAYS = 45, 20
NEAR_AHEAD_MONTHS, JUST_GONE_MONTHS = 1, 1


def span(first: date, last: date, precision: DatePrecision = "day", basis: DateBasis = "stated") -> EventDate:
    """Return the days from ``first`` to ``last``, both included."""
    return EventDate(first, last, precision, basis)


def day(year: int, month: int, number: int, basis: DateBasis = "stated") -> EventDate | None:
    """Return one day, None where the calendar lacks it."""
    found = safe_date(year, month, number)
    return span(found, found, "day", basis) if found else None


def safe_date(year: int, month: int, number: int) -> date | None:
    """Return the day, None where the calendar lacks it or the year is out of range."""
    try:
        return date(year, month, number) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def one_day(found: date, basis: DateBasis = "relative") -> EventDate:
    """Return a day that is known as a date."""
    return span(found, found, "day", basis)


def month(year: int, number: int, basis: DateBasis = "stated") -> EventDate:
    """Return a month; numbers outside 1..12 run on into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return span(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month", basis)


def months(year: int, number: int, count: int, basis: DateBasis = "stated") -> EventDate:
    """Return ``count`` months from a month on, as one period of precision month."""
    first, last = month(year, number, basis), month(year, number + count - 1, basis)
    return EventDate(first.date, last.date_end, "month", basis)


def year(number: int, basis: DateBasis = "stated") -> EventDate:
    """Return a year."""
    return years(number, number, basis)


def years(first: int, last: int, basis: DateBasis = "stated") -> EventDate:
    """Return the years from ``first`` to ``last``, both included."""
    return span(date(first, 1, 1), date(last, 12, 31), "year", basis)


def week(inside: date, basis: DateBasis = "relative") -> EventDate:
    """Return the week from Monday to Sunday that a day lies in."""
    monday = inside - timedelta(days=inside.weekday())
    return span(monday, monday + timedelta(days=6), "day", basis)


def weekend(inside: date, basis: DateBasis = "relative") -> EventDate:
    """Return Saturday and Sunday of the week that a day lies in."""
    saturday = inside - timedelta(days=inside.weekday()) + timedelta(days=5)
    return span(saturday, saturday + timedelta(days=1), "day", basis)


def quarter(number_of_year: int, number: int, basis: DateBasis = "stated") -> EventDate:
    """Return a quarter, 1..4; other numbers run on into the years beside."""
    return months(number_of_year, 3 * (number - 1) + 1, 3, basis)


def season(name: str, number_of_year: int, basis: DateBasis = "stated") -> EventDate:
    """Return the three months of a season; the winter of 2024 begins in December 2023."""
    first = SEASONS[name]
    return months(number_of_year - (name == "winter"), first, 3, basis)


def shift(inside: date, count: int, unit: str) -> date:
    """Return the day ``count`` units later; the 31st becomes the last day of a shorter month."""
    if unit in ("day", "week"):
        return inside + timedelta(days=count * (7 if unit == "week" else 1))
    number = inside.month - 1 + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    at = inside.year + number // 12, number % 12 + 1
    return date(at[0], at[1], min(inside.day, monthrange(*at)[1]))


def period(inside: date, unit: str, basis: DateBasis = "relative") -> EventDate:
    """Return the day, week, weekend, month, quarter, year or decade that a day lies in."""
    if unit == "day":
        return one_day(inside, basis)
    if unit in ("week", "weekend"):
        return week(inside, basis) if unit == "week" else weekend(inside, basis)
    if unit == "month":
        return month(inside.year, inside.month, basis)
    if unit == "quarter":
        return quarter(inside.year, (inside.month + 2) // 3, basis)
    if unit == "year":
        return year(inside.year, basis)
    first = inside.year // 10 * 10
    return years(first, first + 9, basis)


def day_without_year(number_of_month: int, number: int, anchor: date, *, ahead: bool | None) -> EventDate | None:
    """Return the day of a month in the year that the anchor and the direction of the words give."""
    candidates = [safe_date(y, number_of_month, number) for y in range(anchor.year - 4, anchor.year + 5)]
    known = [c for c in candidates if c is not None]
    past = max((c for c in known if c <= anchor), default=None)
    future = min((c for c in known if c >= anchor), default=None)
    if past is None or future is None:
        return None
    if ahead:
        chosen = past if (anchor - past).days <= JUST_GONE_DAYS else future
    else:
        near = ahead is None and (future - anchor).days <= NEAR_AHEAD_DAYS < (anchor - past).days
        chosen = future if near else past
    return one_day(chosen, "stated")


def month_without_year(number: int, anchor: date, *, ahead: bool | None) -> EventDate:
    """Return a month in the year that the anchor and the direction of the words give."""
    forward = (number - anchor.month) % 12
    back = (anchor.month - number) % 12
    if ahead:
        chosen = -back if back <= JUST_GONE_MONTHS else forward
    else:
        chosen = forward if ahead is None and forward <= NEAR_AHEAD_MONTHS < back else -back
    return month(anchor.year, anchor.month + chosen)


def weekday(number: int, anchor: date, *, ahead: bool, strictly: bool = False) -> date:
    """Return the last such weekday (0 is Monday) not after the anchor, or with ``ahead`` the next not before it.

    ``strictly`` leaves out the anchor itself.
    """
    distance = (number - anchor.weekday()) % 7 if ahead else (anchor.weekday() - number) % 7
    distance = distance or (7 if strictly else 0)
    return anchor + timedelta(days=distance if ahead else -distance)
