"""Readers of times that bear a name ("during the Cold War") or are told by the century ("decades ago").

Years are those of the common reference works (Encyclopaedia Britannica); of an era that no day begins, the years that
its name covers.
"""

import re

from detente.records import EventDate
from detente.resolve import date_values as values
from detente.resolve.date_stated import Setting
from detente.resolve.date_words import count_of

ERAS = {
    "russo-japanese war": (1904, 1905),
    "first world war": (1914, 1918),
    "world war i": (1914, 1918),
    "great war": (1914, 1918),
    "second world war": (1939, 1945),
    "world war ii": (1939, 1945),
    "world war two": (1939, 1945),
    "great patriotic war": (1941, 1945),
    "holocaust": (1941, 1945),
    "nazi occupation": (1939, 1945),
    "japanese colonial rule": (1910, 1945),
    "japanese military occupation": (1905, 1945),
    "cold war": (1947, 1991),
    "korean war": (1950, 1953),
    "fatherland liberation war": (1950, 1953),
    "suez crisis": (1956, 1956),
    "bay of pigs": (1961, 1961),
    "cuban missile crisis": (1962, 1962),
    "vietnam war": (1955, 1975),
    "cultural revolution": (1966, 1976),
    "six-day war": (1967, 1967),
    "prague spring": (1968, 1968),
    "yom kippur war": (1973, 1973),
    "iran-iraq war": (1980, 1988),
    "imposed war": (1980, 1988),
    "falklands war": (1982, 1982),
    "first intifada": (1987, 1993),
    "second intifada": (2000, 2005),
    "rwandan genocide": (1994, 1994),
    "soviet rule": (1922, 1991),
    "soviet era": (1922, 1991),
    "soviet times": (1922, 1991),
    "apartheid era": (1948, 1994),
    "ottoman rule": (1299, 1922),
    "colonial era": (1500, 1975),
    "colonial times": (1500, 1975),
    "colonial rule": (1500, 1975),
}
# "A new Cold War", "a Cold War mentality" are no time.
BEFORE = ("during ", "throughout ", "in ", "of ", "from ", "under ")
VAGUE = {"decades": (100, 20), "generations": (150, 40), "centuries": (900, 100)}


def era_pattern() -> str:
    """Return the pattern of a named time after its preposition."""
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace(r"\-", "[-\u2013 ]") for name in ERAS)
    led = "|".join(f"(?<={word})|(?<={word}the )" for word in BEFORE)
    return (
        rf"(?:{led})(?P<era>{names})\b(?!\s*-?\s*(?:style|mentality|thinking|rhetoric|relic|memorial|museum|veteran))"
    )


def era(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the years of a named time."""
    name = "-".join(match["era"].lower().replace("\u2013", "-").split())
    found = next((years for era_name, years in ERAS.items() if era_name.replace(" ", "-") == name), None)
    return values.years(*found) if found else None


def long_ago(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the years that "decades ago" spans, by convention: a hundred to twenty years back, and so on."""
    if setting.anchor is None:
        return None
    far, near = VAGUE[match["vague"].lower()]
    return values.years(setting.anchor.year - far, setting.anchor.year - near)


def centuries_ago(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the year that lies so many hundred years back."""
    if setting.anchor is None:
        return None
    back = 50 if match["half"] else 100 * count_of(match["count"])
    year = setting.anchor.year - back
    return values.year(year) if year > 0 else None


def last_century(match: re.Match[str], setting: Setting) -> EventDate | None:
    """Return the hundred years before the century of publication."""
    if setting.anchor is None:
        return None
    first = (setting.anchor.year - 1) // 100 * 100 - 99
    return values.years(first, first + 99)
