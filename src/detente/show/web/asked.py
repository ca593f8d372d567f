"""What a visitor asked for in an address, checked: days, numbers, words and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from detente.errors import UsageError
from detente.records import Factuality, Period
from detente.show.options import FIRST_YEAR, LAST_YEAR

LONGEST_WORDS = 200
PAGE_SIZE = 25
LARGEST_PAGE_SIZE = 1000
DEEPEST_PAGE = 10_000
YES = ("1", "true")
FACTUALITIES: tuple[str, ...] = get_args(Factuality)
PERIODS: tuple[str, ...] = get_args(Period)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are asked for; None or empty asks for nothing."""

    q: str = ""
    actor: str = ""
    other: str = ""
    event_type: str = ""
    factuality: str = ""
    quad_class: int | None = None
    confidence: float | None = None
    since: date | None = None
    until: date | None = None
    document: str = ""
    counted: bool = False
    directed: bool = False


def filters(given: Given) -> Filters:
    """Return the filters of an address.

    Raises:
        UsageError: A value is not what its name wants.
    """
    since, until = days(given)
    return Filters(
        q=words(given, "q"),
        actor=words(given, "actor"),
        other=words(given, "other"),
        event_type=words(given, "type").upper(),
        factuality=one_of(given, "factuality", FACTUALITIES),
        quad_class=whole(given, "quad", 1, 4),
        confidence=share(given, "confidence"),
        since=since,
        until=until,
        document=words(given, "document"),
        counted=given.get("counted", "") in YES,
        directed=given.get("directed", "") in YES,
    )


def words(given: Given, name: str) -> str:
    """Return a text value without white space around it."""
    value = given.get(name, "").strip()
    if len(value) > LONGEST_WORDS:
        raise UsageError(f"{name} is longer than {LONGEST_WORDS} characters")
    return value


def one_of(given: Given, name: str, known: tuple[str, ...]) -> str:
    """Return a value that must be one of ``known``, empty where it is not given."""
    value = given.get(name, "").strip()
    if value and value not in known:
        raise UsageError(f"{name} must be one of {', '.join(known)}")
    return value


def day(given: Given, name: str) -> date | None:
    """Return a day written as 2024-01-16."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} must be a day such as 2024-01-16") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UsageError(f"{name} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return found


def days(given: Given) -> tuple[date | None, date | None]:
    """Return since and until."""
    since, until = day(given, "since"), day(given, "until")
    if since and until and since > until:
        raise UsageError(f"nothing lies between {since} and {until}: the first day is after the last")
    return since, until


def period(given: Given, default: Period) -> Period:
    """Return the length of a period."""
    return cast(Period, one_of(given, "every", PERIODS) or default)


def whole(given: Given, name: str, low: int, high: int) -> int | None:
    """Return a whole number in a range."""
    value = given.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and low <= int(value[:9]) <= high):
        raise UsageError(f"{name} must be a whole number from {low} to {high}")
    return int(value)


def share(given: Given, name: str) -> float | None:
    """Return a number from 0 to 1."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise UsageError(f"{name} must be a number from 0 to 1")
    return found


def page(given: Given) -> int:
    """Return which page is asked for, from 1."""
    return whole(given, "page", 1, DEEPEST_PAGE) or 1
