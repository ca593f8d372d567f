"""Readers of dates that count from publication or from the date spoken of before: "on Tuesday", "a year earlier"."""

import re
from datetime import date, timedelta

from detente.records import DatePrecision, EventDate
from detente.resolve import date_values as values
from detente.resolve.date_stated import Setting
from detente.resolve.date_words import (
    count_of,
    weekday_number,
)

_PAST_WORDS = frozenset({"last", "past", "previous"})
_FUTURE_WORDS = frozenset({"next", "coming", "following"})
_BACK = frozenset({"earlier", "before", "previous", "prior"})


_TITLE_BEFORE = re.compile(r"[A-Z]\w*\s+$")


def day_word(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return today, yesterday or tomorrow."""
    if match["word"].istitle() and _TITLE_BEFORE.search(match.string, max(0, match.start() - 16), match.start()):
        return None
    offset = {"yesterday": -1, "tomorrow": 1}.get(match["word"].lower(), 0)
    return values.one_day(setting.anchor + timedelta(days=offset)) if setting.anchor else None


def next_but_one(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day two days before or after publication."""
    offset = -2 if match["side"].lower().startswith("before") else 2
    return values.one_day(setting.anchor + timedelta(days=offset)) if setting.anchor else None


def part_of_day(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Overnight is the night before publication and that morning."""
    if setting.anchor is None:
        return None
    before = setting.anchor - timedelta(days=1)
    if match["over"]:
        return values.span(before, setting.anchor, "day", "relative")
    return values.one_day(before if "last" in match["when"].lower() else setting.anchor)


_NAMED_DAYS = re.compile(r"\b(?:Black|Bloody|Good|Ash|Palm|Super|Easter|Cyber|Maundy|Holy|Whit|Shrove)\s+$")
_NAMES_AFTER = re.compile(r"\s+(?:Times|Telegraph|Mail|Mirror|Express|Agreement|Herald|Post|Mass)\b")


def weekday(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day that a weekday means: the last one, or with words that look forward the next."""
    text, word = match.string, match["weekday"]
    if setting.anchor is None or match["every"] or match["plural"] or not word[0].isupper():
        return None
    if _NAMED_DAYS.search(text[max(0, match.start("weekday") - 9) : match.start("weekday")]):
        return None
    if _NAMES_AFTER.match(text[match.end() : match.end() + 12]):
        return None
    number = weekday_number(word)
    if match["week"]:
        return _weekday_of_week(number, match["week"].lower(), setting)
    return values.one_day(_directed(number, (match["which"] or "").lower(), setting, setting.anchor))


def _directed(number: int, which: str, setting: Setting, anchor: date) -> date:
    if which == "previous" and setting.last is not None and setting.last.date is not None:
        return values.weekday(number, setting.last.date, ahead=False, strictly=True)
    if which in ("last", "past", "previous", "this past"):
        return values.weekday(number, anchor, ahead=False, strictly=True)
    if which == "following" and setting.last and setting.last.date_end:
        return values.weekday(number, setting.last.date_end, ahead=True, strictly=True)
    if which in ("next", "coming", "following"):
        return values.weekday(number, anchor, ahead=True, strictly=True)
    return values.weekday(number, anchor, ahead=bool(setting.ahead))


def _weekday_of_week(number: int, which: str, setting: Setting) -> EventDate | None:
    start = setting.last.date if which.startswith("the") and setting.last else setting.anchor
    if start is None:
        return None
    monday = start - timedelta(days=start.weekday())
    offset = {"last": -7, "next": 7, "the previous": -7, "the following": 7}.get(which, 0)
    return values.one_day(monday + timedelta(days=offset + number))


def weekday_short(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day that an abbreviated weekday means, where it can be no other word."""
    word = match["weekday"] or match["short"]
    if (
        setting.anchor is None
        or not word[0].isupper()
        or match["weekday"]
        and word[:3].lower() in ("sun", "sat", "wed", "mon")
    ):
        return None
    return values.one_day(values.weekday(weekday_number(word), setting.anchor, ahead=bool(setting.ahead)))


def period(match: re.Match[str], setting: Setting) -> EventDate | None:
    """As in "Last week" is the week before publication; "the previous week" that before the date spoken of."""
    which, unit = match["which"].lower(), match["unit"].lower()
    definite = "the " in match.group().lower()
    if which in ("the same", "that", "very same"):
        return values.period(setting.last.date, unit) if setting.last and setting.last.date else None
    if (
        setting.anchor is None
        or match["unit"][0].isupper()
        and match.start("which") > 0
        and match["which"][0].isupper()
    ):
        return None
    if definite and which in ("past", "last", "coming") or which == "past":
        return _around(setting.anchor, unit, back=which != "coming")
    spoken = which in ("previous", "following") and setting.last is not None and setting.last.date is not None
    start = setting.last.date if spoken and setting.last else setting.anchor
    step = -1 if which in _PAST_WORDS else 1 if which in _FUTURE_WORDS else 0
    return _stepped(start or setting.anchor, step, unit)


def _stepped(start: date, step: int, unit: str) -> EventDate:
    if unit == "weekend":
        return values.weekend(start + timedelta(days=7 * step if step < 0 or start.weekday() >= 5 else 0))
    return values.period(values.shift(start, step, unit), unit)


def _around(anchor: date, unit: str, *, back: bool) -> EventDate:
    """As in "The past week" runs up to publication, "the coming week" from it."""
    if unit == "weekend":
        return values.weekend(anchor - timedelta(days=7 if anchor.weekday() < 5 and back else 0))
    edge = values.shift(anchor, -1 if back else 1, unit)
    first, last = sorted((anchor, edge))
    return values.span(first, last, fineness(unit), "relative")


def fineness(unit: str) -> DatePrecision:
    """Return how finely a period of some units is known."""
    return "day" if unit in ("day", "week", "weekend") else "month" if unit in ("month", "quarter") else "year"


def the_period(match: re.Match[str], setting: Setting) -> EventDate | None:
    """As in "The end of the month" is of the month of publication; a year's end is its December."""
    if setting.anchor is None:
        return None
    if match["end"]:
        return values.month(setting.anchor.year, 12, "relative")
    return values.period(setting.anchor, match["unit"].lower())


def the_weekend(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the last weekend, the current one on its own days, or with words that look forward the next."""
    if setting.anchor is None:
        return None
    back = 0 if setting.ahead or setting.anchor.weekday() >= 5 else 7
    return values.weekend(setting.anchor - timedelta(days=back))


def season(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the season before, in or after publication that the words mean."""
    if setting.anchor is None:
        return None
    name, which = (match["season"] or match["season2"]).lower(), (match["which"] or "").lower()
    around = [values.season(name, setting.anchor.year + offset, "relative") for offset in (-1, 0, 1)]
    begun = [s for s in around if s.date and s.date <= setting.anchor]
    ended = [s for s in around if s.date_end and s.date_end < setting.anchor]
    to_come = [s for s in around if s.date and s.date > setting.anchor]
    if which in ("next", "coming"):
        return to_come[0]
    if which == "this" or not which and setting.ahead:
        return around[1] if which else to_come[0]
    return ended[-1] if "last" in which or "previous" in which else begun[-1]


def ago(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the period that lies so many units back."""
    return _counted(match, setting, back=True)


def from_now(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the period that lies so many units ahead."""
    return _counted(match, setting, back=False)


def _counted(match: re.Match[str], setting: Setting, *, back: bool) -> EventDate | None:
    """As in "Three weeks ago" is the week that lies three weeks back, "four years ago" that year."""
    unit, count = match["unit"].lower(), count_of(match["count"])
    if setting.anchor is None or count == 0:
        return None
    if unit in ("hour", "minute"):
        return values.one_day(setting.anchor)
    try:
        there = values.shift(setting.anchor, -count if back else count, unit)
    except (ValueError, OverflowError):
        return None
    exact = match.groupdict().get("weekday")
    if exact:
        number = setting.anchor.weekday() if exact.lower() == "today" else weekday_number(exact)
        return values.one_day(there - timedelta(days=(there.weekday() - number) % 7))
    if unit == "quarter" or unit == "year" and setting.last is not None and _is_quarter(setting.last):
        return values.period(there, "quarter")
    return values.period(there, unit)


def _is_quarter(found: EventDate) -> bool:
    return (
        found.precision == "month"
        and found.date is not None
        and found.date_end is not None
        and found.date_end.month - found.date.month == 2
    )


def shifted(match: re.Match[str], setting: Setting) -> EventDate | None:
    """As in "A day earlier" counts from the date spoken of before; a coarser date is moved whole."""
    last, unit = setting.last, match["unit"].lower()
    count = count_of(match["count"]) if match.groupdict().get("count") else 1
    if last is None or last.date is None or last.date_end is None or count == 0:
        return None
    if unit == "hour":
        return last if last.precision == "day" else None
    side = (match["side"] or match["side2"]).lower()
    steps = -count if side in _BACK else count
    try:
        if last.precision != "day" and unit == "year":
            return EventDate(
                values.shift(last.date, steps, unit),
                _last_of(values.shift(last.date_end, steps, unit), last),
                last.precision,
                "relative",
            )
        return values.period(values.shift(last.date, steps, unit), unit)
    except (ValueError, OverflowError):
        return None


def _last_of(there: date, last: EventDate) -> date:
    end = values.month(there.year, there.month).date_end
    return end if end is not None and last.precision in ("month", "year") else there


def shifted_day(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day before or after the one spoken of."""
    if (
        setting.last is None
        or setting.last.precision != "day"
        or setting.last.date is None
        or setting.last.date_end is None
    ):
        return None
    back = match["side"].lower() == "previous"
    return values.one_day(setting.last.date - timedelta(days=1) if back else setting.last.date_end + timedelta(days=1))


def same_day(match: re.Match[str], setting: Setting) -> EventDate | None:
    """As in "Later in the day" is the day spoken of before, or that of publication."""
    if setting.last is not None and setting.last.precision == "day" and setting.last.date == setting.last.date_end:
        return EventDate(setting.last.date, setting.last.date_end, "day", "relative")
    return values.one_day(setting.anchor) if match["own"] and setting.anchor else None


def last_units(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the days of the last so many units."""
    return _run(match, setting, back=True)


def next_units(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the days of the next so many units."""
    return _run(match, setting, back=False)


def _run(match: re.Match[str], setting: Setting, *, back: bool) -> EventDate | None:
    unit, count = match["unit"].lower(), count_of(match["count"])
    if setting.anchor is None:
        return None
    if unit == "hour":
        unit, count = "day", max(1, round(count / 24))
    try:
        edge = values.shift(setting.anchor, -count if back else count, unit)
    except (ValueError, OverflowError):
        return None
    first, last = sorted((setting.anchor, edge))
    return values.span(first, last, fineness(unit), "relative")
