"""Readers of dates that name their day, month or year: "16 January", "Jan. 3-5, 2024", "in 2022", "the 1990s"."""

import re
from dataclasses import dataclass
from datetime import date

from detente.records import EventDate
from detente.resolve import date_values as values
from detente.resolve.date_words import (
    ORDINALS,
    UNSURE_MONTHS,
    leading_digits,
    month_number,
    weekday_number,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader knows beside its words: publication, direction in time, and the date spoken of before."""

    anchor: date | None
    ahead: bool | None
    last: EventDate | None = None


FIRST_JUCHE_YEAR = 1912  # Juche 1; the calendar that North Korea counted by until October 2024
ATTACKS_OF_2001 = date(2001, 9, 11)


def iso(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day of 2024-01-16."""
    return values.day(int(match["y"]), int(match["m"]), int(match["d"]))


def numeric(match: re.Match[str], setting: Setting) -> EventDate | None:
    """3/4/2024 is a day or a month first, nobody knows; 16/1/2024 is sure."""
    first, second = int(match["d"]), int(match["m"])
    if match["sep"] == "." or first > 12 or first == second:
        return values.day(int(match["y"]), second, first)
    return values.day(int(match["y"]), first, second) if second > 12 else None


def named_day(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day or run of days named with their month."""
    if not match["month"][0].isupper() or _is_count(match):
        return None
    groups = match.groupdict()
    first = _day_in(match["month"], match["day"], match, setting)
    if first is None or groups["day2"] is None:
        return first
    last = _day_in(groups.get("month2") or match["month"], groups["day2"], match, setting)
    if last is None or last.date is None or first.date is None:
        return first
    return values.span(first.date, last.date) if first.date <= last.date else first


def _is_count(match: re.Match[str]) -> bool:
    """As in "In May 10 people died": the figure counts what follows."""
    rest = match.string[match.end() : match.end() + 12]
    return (
        match["year"] is None and re.match(r"\s+(?:people|percent|per cent|million|billion|troops)", rest) is not None
    )


def _day_in(name: str, words: str, match: re.Match[str], setting: Setting) -> EventDate | None:
    number, month = leading_digits(words), month_number(name)
    known = year_of(match, setting)
    if known is not None:
        return values.day(known, month, number)
    if setting.anchor is None:
        return None
    wanted = match.groupdict().get("weekday") or match.groupdict().get("weekday2")
    near = values.day_without_year(month, number, setting.anchor, ahead=setting.ahead)
    if near is None or near.date is None or wanted is None or match["day2"]:
        return near
    around = (values.safe_date(near.date.year + offset, month, number) for offset in (0, -1, 1))
    fits = next((d for d in around if d is not None and d.weekday() == weekday_number(wanted)), None)
    return values.one_day(fits, "stated") if fits else near


def year_of(match: re.Match[str], setting: Setting) -> int | None:
    """Return the year that a match gives in figures or as "last year"; None where it gives none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    which = (groups.get("which") or "").lower()
    if which in ("the same", "that"):
        return setting.last.date.year if setting.last and setting.last.date else None
    if not which or setting.anchor is None:
        return None
    return setting.anchor.year + {"last": -1, "this": 0, "next": 1}[which]


def month_of_year(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the month of a year."""
    known = year_of(match, setting)
    return values.month(known, month_number(match["month"])) if match["month"][0].isupper() and known else None


_MONTH_CUE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|during|early|late|mid|after|before|between|through|to|for|and|or|every|"
    r"following|last|next|this|past|coming|the|beginning|end|ending|a|its|their|his|her)\b|mid-|[-\u2013/])\s*$",
    re.IGNORECASE,
)
_RELATIVE_MONTH = re.compile(r"\b(?:(?P<which>last|next|past|previous|coming|this)|every|each)\s+$", re.IGNORECASE)
_NAME_NEAR = re.compile(r"\s+[A-Z][a-z]+|'s\s+[A-Z]")
_DETERMINER = re.compile(r"\b(?:the|a|its|their|his|her)\s+$", re.IGNORECASE)
_GOVERNMENT = re.compile(r"\s+(?:government|cabinet|administration|ministry|years|era|premiership|team)\b")
_NAME_BEFORE = re.compile(r"[A-Z][a-z]+\s+$")


def month_alone(match: re.Match[str], setting: Setting) -> EventDate | None:
    """A month by itself: one that is also a name or a verb only after a word that takes a month."""
    text, word = match.string, match["month"]
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 12]
    if not word[0].isupper() or word.isupper() and len(word) < 4 or setting.anchor is None:
        return None
    cue = _MONTH_CUE.search(before)
    if word == "May" and _GOVERNMENT.match(text, match.end()):
        return None
    if word[:3].lower() in UNSURE_MONTHS | {"mar"} and (cue is None or _NAME_NEAR.match(after)):
        return None
    if cue is None and (_NAME_NEAR.match(after) or _NAME_BEFORE.search(before)):
        return None
    if cue is not None and _DETERMINER.search(before) and re.match(r"\s+(?:on|of|for|to|in|against|through)\b", after):
        return None
    relative = _RELATIVE_MONTH.search(before)
    number = month_number(word)
    if relative is None:
        return values.month_without_year(number, setting.anchor, ahead=setting.ahead)
    return _relative_month(number, (relative["which"] or "").lower(), setting.anchor)


def _relative_month(number: int, which: str, anchor: date) -> EventDate | None:
    if which in ("last", "past", "previous"):
        return values.month(anchor.year, anchor.month - ((anchor.month - number) % 12 or 12), "relative")
    if which in ("next", "coming"):
        return values.month(anchor.year, anchor.month + ((number - anchor.month) % 12 or 12), "relative")
    return values.month(anchor.year, number, "relative") if which == "this" else None


def juche(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the year that a Juche year is."""
    return values.year(int(match["year"]) if match["year"] else FIRST_JUCHE_YEAR - 1 + int(match["juche"]))


def year_range(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the years from one to another."""
    first, tail = int(match["year"]), match["year2"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return values.years(first, last) if first < last else None


_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|until|till|by|before|after|from|during|of|through|to|between|and|or|early|late|mid|year|"
    r"spring|summer|autumn|fall|winter|election|elections|around|circa|than|for|as|back|the|its|his|a|that|"
    r"this|their|her|our|fiscal|both|due|"
    r"into|throughout|pre|post|least|s)\b|mid-|late-|early-|pre-|post-|\()\s*(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
_PLURAL_NEXT = re.compile(
    r"\s+(?:[a-z]+(?:-[a-z]+)?\s+)?(?!was\b|has\b|is\b|as\b|its\b|his"
    r"\b|this\b|says\b|does\b)(?:[a-z]+[^s\W]s|people|men|women|troops"
    r"|children|police)\b"
)
_COUNTS = re.compile(
    r"\b(?:about|some|nearly|almost|over|than|least|than|of|with|for|to"
    r"|up to|only|another)\s+$",
    re.IGNORECASE,
)
_UNIT_NEXT = re.compile(
    r"\s*(?:(?:percent|per cent|million|billion|points?|miles|km|kilomet"
    r"|met(?:er|re)s|tons|tonnes|feet|dollars|won|yen|euros?|hours|local time"
    r"|GMT|hrs)\b|%|\u00b0)"
)


def year_alone(match: re.Match[str], setting: Setting) -> EventDate | None:
    """A bare number of four figures is a year after a word that takes one, and where it counts nothing."""
    text = match.string
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 30]
    opens = not before.strip() or before.rstrip()[-1:] in ".\n"
    if not (_YEAR_CUE.search(before) or opens and re.match(r"\s+(?:was|saw|has|marked|brought|and)\b|\s*:", after)):
        return None
    if (
        _UNIT_NEXT.match(after)
        or _PLURAL_NEXT.match(after)
        and (_COUNTS.search(before) or int(match["year"]) % 100 == 0)
    ):
        return None
    if re.match(r"\s+[a-z]+s\b", after) and re.search(r"\bin\s+$", before) and _PLURAL_NEXT.match(after):
        return None
    number = int(match["year"])
    return values.year(number) if values.FIRST_YEAR <= number < values.LAST_YEAR else None


def decade(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the ten years of a decade."""
    first = int(match["decade"]) if match["decade"] else 1900 + int(match["short"])
    return values.years(first, first + 9)


def century(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the hundred years of a century, the eleventh to the twenty-first."""
    number = int(match["number"])
    return values.years(100 * number - 99, 100 * number) if 11 <= number <= 21 else None


def season(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the three months of a season of a year."""
    return values.season(match["season"].lower(), int(match["year"]))


def quarter(match: re.Match[str], setting: Setting) -> EventDate | None:
    """A quarter without its year is the last that has begun."""
    word = match["ordinal"].lower()
    number = ORDINALS[word] if word in ORDINALS else int(word)
    known = year_of(match, setting)
    if known is not None:
        return values.quarter(known, number)
    if setting.anchor is None:
        return None
    current = (setting.anchor.month + 2) // 3
    return values.quarter(setting.anchor.year - (number > current), number)


def half(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the six months of half a year."""
    known = year_of(match, setting)
    return values.months(known, 1 if match["half"].lower() == "first" else 7, 6) if known else None


def attacks(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return 11 September 2001."""
    return values.one_day(ATTACKS_OF_2001, "stated")


_DAY_FOLLOWS = re.compile(r"\s*(?:$|[.,;:)\u2014-]|(?:and|at|to|with|that|when|in|after|by|for|as|from|between)\b)")
_DAY_PRECEDES = re.compile(r"\b(?:on|until|till|by|since|from|before|after|and)\s+$", re.IGNORECASE)


def ordinal_day(match: re.Match[str], setting: Setting) -> EventDate | None:
    """As in "On the 15th": of this month, or of the month before where that day is still to come."""
    text = match.string
    if (
        setting.anchor is None
        or match["which"] is None
        and not (
            _DAY_PRECEDES.search(text[max(0, match.start() - 8) : match.start()])
            and _DAY_FOLLOWS.match(text[match.end() : match.end() + 10])
        )
    ):
        return None
    number = leading_digits(match["day"])
    offset = {"last": -1, "this": 0, "next": 1}.get((match["which"] or "").lower())
    if offset is None:
        offset = 0 if setting.ahead or number <= setting.anchor.day else -1
    month = values.month(setting.anchor.year, setting.anchor.month + offset).date
    return values.day(month.year, month.month, number, "relative") if month else None
