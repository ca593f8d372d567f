"""Readers of days that bear a name ("on Christmas Eve") or are the edge of a period ("the last day of September").

Only feasts of a fixed day are read. Easter and the feasts of the moon move, and "Independence Day" is many.
"""

import re

from detente.records import EventDate
from detente.resolve import date_values as values
from detente.resolve.date_stated import Setting, year_of
from detente.resolve.date_words import month_number

FEASTS = {
    "new year's day": (1, 1),
    "orthodox christmas": (1, 7),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "assumption day": (8, 15),
    "all saints' day": (11, 1),
    "armistice day": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}


def feast(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the day of a feast, in the year given or in the one that is near."""
    month, number = FEASTS[" ".join(match["feast"].lower().replace("\u2019", "'").split())]
    known = year_of(match, setting)
    if known is not None:
        return values.day(known, month, number)
    return values.day_without_year(month, number, setting.anchor, ahead=setting.ahead) if setting.anchor else None


def edge_of_month(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the first or last day of a month."""
    known, number = year_of(match, setting), month_number(match["month"])
    if known is not None:
        inside = values.month(known, number)
    elif setting.anchor is not None:
        inside = values.month_without_year(number, setting.anchor, ahead=setting.ahead)
    else:
        return None
    return _edge(inside, match["edge"])


def edge_of_period(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the first or last day of the month or year of publication, or of the one beside it."""
    if setting.anchor is None:
        return None
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    return _edge(values.period(values.shift(setting.anchor, step, unit), unit), match["edge"])


def _edge(inside: EventDate, edge: str) -> EventDate | None:
    found = inside.date if edge.lower() == "first" else inside.date_end
    return values.one_day(found, inside.basis) if found else None
