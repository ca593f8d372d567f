"""The words of dates and the regular expressions of their parts; case is looked at by the readers."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
    "half a": 0,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
# Month names that are also people's names or words: alone they need a word before them that takes a month.
UNSURE_MONTHS = frozenset({"mar", "apr", "may", "jun", "aug"})

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
MONTH_NAME = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|(?:st|nd|rd|th))"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
YEAR = r"(?<![\d.,$\u20ac\u00a3])(?:1[1-9]|20|21)\d\d(?![\d%\u2032]|[.,]\d)"
COUNT = (
    r"(?:a couple of|half a|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|twenty|thirty|forty|fifty|\d{1,3})"
)
UNIT = r"(?:day|week|month|quarter|year|decade)"
DASH = r"\s?[-\u2010-\u2015]\s?"
JOIN = rf"(?:{DASH}|\s+(?:to|and|through|until|till|or)\s+)"
PART_OF_DAY = r"(?:early |late |mid-?)?(?:morning|afternoon|evening|night)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
# "Since the beginning of", "until the end of", "late", "mid-": which part of the period is meant.
PART = (
    r"(?:the\s+)?(?P<part>(?:very\s+)?(?:beginning|start|end|middle|close|turn)\s+of(?:\s+the)?|"
    r"(?:early|mid|late)(?:\s+in|\s*-\s*|\s+))\s*"
)


def month_number(word: str) -> int:
    """Return 1..12 for a month's name or abbreviation."""
    return MONTHS.index(word[:3].lower()) + 1


def weekday_number(word: str) -> int:
    """Return 0 (Monday) .. 6 for a weekday's name or abbreviation."""
    return WEEKDAYS.index(word[:3].lower())


def count_of(words: str) -> int:
    """Return the number that a count word or figures give."""
    found = " ".join(words.lower().split())
    return int(found) if found.isdigit() else NUMBERS[found]


def leading_digits(words: str) -> int:
    """Return the number before an ordinal's ending ("15th")."""
    return int("".join(c for c in words if c.isdigit()))
