"""The patterns of dates: what each looks like, its kind, and the reader that says which days it means."""

import re
from collections.abc import Callable

from detente.records import EventDate
from detente.resolve import date_eras as eras
from detente.resolve import date_feasts as feasts
from detente.resolve import date_relative as relative
from detente.resolve import date_stated as stated
from detente.resolve.date_stated import Setting
from detente.resolve.date_words import (
    COUNT,
    DASH,
    DAY_NUMBER,
    JOIN,
    MONTH,
    MONTH_NAME,
    PART_OF_DAY,
    SEASON,
    UNIT,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
)

Reader = Callable[[re.Match[str], Setting], EventDate | None]
Rule = tuple[re.Pattern[str], str, Reader]
_RELATIVE_YEAR = r"(?:of\s+)?(?P<which>last|this|next|the same|that)\s+year"
_YEAR_TAIL = rf"(?:\s*,?\s*(?:of\s+)?(?:Juche\s+\d+\s+\()?(?P<year>{YEAR})|\s*,?\s*{_RELATIVE_YEAR})?"
_WEEKDAY_HEAD = rf"(?:(?P<weekday>{WEEKDAY}|{WEEKDAY_SHORT})\s*,?\s*\(?(?:the\s+)?)?"
_WEEKDAY_TAIL = rf"(?:\s*\(?,?\s*(?P<weekday2>{WEEKDAY})\)?)?"
_OPEN = r"\b(?<![\w$-])"
_PERIOD = r"week|weekend|month|quarter|year|decade"
_END = r"(?=\s*(?:$|[.,;:)\u2014-]|and\b|in\b|at\b|to\b|when\b|by\b|that\b|with\b|on\b|as\b|for\b|after\b|\"|'s\b))"


def stated_rules() -> list[Rule]:
    """Return the patterns of stated dates, each with its kind and reader."""
    names = "|".join(re.escape(name).replace("'", "['\u2019]").replace(r"\ ", r"\s+") for name in feasts.FEASTS)
    rows: tuple[tuple[str, str, Reader], ...] = (
        (rf"\b(?P<feast>{names}){_YEAR_TAIL}(?!\w)", "day", feasts.feast),
        (
            rf"\bthe\s+(?:very\s+)?(?P<edge>first|last)\s+day\s+of\s+(?P<month>{MONTH}){_YEAR_TAIL}",
            "day",
            feasts.edge_of_month,
        ),
        (
            r"\bthe\s+(?:very\s+)?(?P<edge>first|last)\s+(?:day\s+)?of\s+(?P<which>the|this|last|next)\s+(?P<unit>month|year)\b",
            "day",
            feasts.edge_of_period,
        ),
        (r"(?<!\w)(?:9/11|Sept(?:ember|\.)? 11(?=,? (?:2001|attack|terror|hijack)))", "day", stated.attacks),
        (r"(?<![\d/-])(?P<y>(?:1[89]|20)\d\d)[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?![\d/-])", "day", stated.iso),
        (
            r"(?<![\d/.])(?P<d>\d\d?)(?P<sep>[/.])(?P<m>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/])",
            "day",
            stated.numeric,
        ),
        (
            rf"{_OPEN}{_WEEKDAY_HEAD}(?P<month>{MONTH})\s*(?P<day>{DAY_NUMBER})"
            rf"(?:{JOIN}(?P<month2>{MONTH}\s*)?(?P<day2>{DAY_NUMBER}))?{_YEAR_TAIL}",
            "day",
            stated.named_day,
        ),
        (
            rf"{_OPEN}{_WEEKDAY_HEAD}(?P<day>{DAY_NUMBER})(?:{JOIN}(?P<day2>{DAY_NUMBER}))?"
            rf"(?:\s+of)?[\s-]+(?P<month>{MONTH}){_WEEKDAY_TAIL}{_YEAR_TAIL}",
            "day",
            stated.named_day,
        ),
        (rf"{_OPEN}(?P<month>{MONTH})\s*,?\s*(?:of\s+)?(?P<year>{YEAR})", "month", stated.month_of_year),
        (rf"{_OPEN}(?P<month>{MONTH}),?\s+{_RELATIVE_YEAR}", "month", stated.month_of_year),
        (
            rf"{_OPEN}(?P<month>{MONTH_NAME}|Sept\.?|Sep\.|Jan\.|Feb\.|Aug\."
            rf"|Oct\.|Nov\.|Dec\.)(?![\w-]*\w)",
            "month",
            stated.month_alone,
        ),
        (rf"{_OPEN}Juche\s+(?P<juche>\d{{1,3}})(?:\s*\((?P<year>{YEAR})\))?", "year", stated.juche),
        (rf"(?P<year>{YEAR}){DASH}(?P<year2>(?:1[5-9]|20)\d\d|\d\d)(?![\d-])", "year", stated.year_range),
        (rf"(?P<year>{YEAR})(?!\s*-\s*\d|s\b)", "year", stated.year_alone),
        (r"\b(?P<decade>(?:1[5-9]|20)\d0)'?s\b|(?<!\w)'(?P<short>[2-9]0)s\b", "decade", stated.decade),
        (r"\b(?:the\s+)?(?P<number>\d\d?)(?:st|nd|rd|th)[\s-]centur(?:y|ies)\b", "century", stated.century),
        (eras.era_pattern(), "century", eras.era),
        (r"\b(?P<vague>decades|generations|centuries)\s+(?:ago|earlier|before)\b", "century", eras.long_ago),
        (
            r"\b(?:(?P<half>half\s+a)|(?P<count>an?|one|two|three|four|five|six))\s+centur(?:y|ies)\s+ago\b",
            "year",
            eras.centuries_ago,
        ),
        (r"\b(?:the\s+)?last\s+century\b", "century", eras.last_century),
        (rf"\b(?P<season>{SEASON})\s+(?:of\s+)?(?P<year>{YEAR})", "season", stated.season),
        (
            rf"\b(?:the\s+)?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd"
            rf"|4th)[\s-]quarter(?:\s+(?:of\s+)?(?:(?P<year>{YEAR})|{_RELATIVE_YEAR}))?"
            rf"\b",
            "quarter",
            stated.quarter,
        ),
        (rf"\bQ(?P<ordinal>[1-4])(?:\s+(?:of\s+)?(?P<year>{YEAR}))?\b", "quarter", stated.quarter),
        (
            rf"\b(?:the\s+)?(?P<half>first|second|last)\s+half\s+(?:of\s+)?"
            rf"(?:(?P<year>{YEAR})|{_RELATIVE_YEAR})",
            "half",
            stated.half,
        ),
        (
            r"\bthe\s+(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th))\b(?:"
            r"\s+of\s+(?P<which>this|last|next)\s+month)?",
            "day",
            stated.ordinal_day,
        ),
    )
    return [(re.compile(pattern, re.IGNORECASE), kind, reader) for pattern, kind, reader in rows]


def relative_rules() -> list[Rule]:
    """Return the patterns of relative dates, each with its kind and reader."""
    rows: tuple[tuple[str, str, Reader], ...] = (
        (rf"\b(?P<word>today|tonight|yesterday|tomorrow)\b(?:\s+{PART_OF_DAY}\b)?", "relative", relative.day_word),
        (r"\bthe day (?P<side>before yesterday|after tomorrow)\b", "relative", relative.next_but_one),
        (
            r"\b(?P<when>this|last|earlier this|later this|late last|early this)"
            r"\s+(?P<part>morning|afternoon|evening|night)\b|\b(?P<over>overnight)"
            r"\b",
            "relative",
            relative.part_of_day,
        ),
        (
            rf"\b(?:{PART_OF_DAY}\s+)?(?:(?P<every>each|every|most|on alternate)"
            rf"\s+)?(?:(?P<which>this past|this|last|past|previous|next|coming"
            rf"|following)\s+)?(?P<weekday>{WEEKDAY})\b(?!s\b)(?:\s+{PART_OF_DAY}"
            rf"(?P<plural>s?)\b)?(?:\s+(?:of\s+)?(?P<week>last|this|next|the previous"
            rf"|the same|the following)\s+week)?",
            "weekday",
            relative.weekday,
        ),
        (
            rf"(?<=[ (])(?P<weekday>{WEEKDAY_SHORT})(?<=\.)(?=[\s,)])|(?<=\()"
            rf"(?P<short>Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?=[),])",
            "weekday",
            relative.weekday_short,
        ),
        (
            rf"\b(?:(?:earlier|later|late|early)\s+)?(?:the\s+)?(?P<which>last"
            rf"|past|previous|next|coming|following|this|current|the same|that"
            rf"|very same)\s+(?P<unit>{_PERIOD})\b(?!\s*-\s*(?:long|old))",
            "period",
            relative.period,
        ),
        (
            r"\b(?:end|close|beginning|start|middle|rest|remainder|half|months"
            r"|weeks|earlier|later)\s+(?:of|in)\s+(?:the\s+(?P<unit>week|month"
            r"|year|decade))\b|\b(?P<end>year's end|year-end)\b",
            "period",
            relative.the_period,
        ),
        (r"\b(?:over|at|during|through|of|for)?\s*the\s+(?P<unit>weekend)\b", "period", relative.the_weekend),
        (
            rf"\b(?:(?P<which>last|this past|this|next|the past|the previous"
            rf"|coming|earlier this|past)\s+)(?P<season>{SEASON})\b(?:\s+season)?"
            rf"|\b(?:in|during|over|since|until|by)\s+(?:the\s+)?(?:early\s+"
            rf"|late\s+)?(?P<season2>{SEASON})\b(?!\s+(?:of|{SEASON}|\d|from"
            rf"|apart|to|in|school|camp|palace|olymp|games|session))",
            "season",
            relative.season,
        ),
        (
            rf"\b(?:(?:about|nearly|almost|around|some|over|more than|less than"
            rf"|just|only|exactly|at least)\s+)?(?P<count>{COUNT})\s+(?P<unit>hour"
            rf"|minute|{UNIT})s?\s+ago\b(?:\s+(?P<weekday>today|{WEEKDAY}))?",
            "relative",
            relative.ago,
        ),
        (
            rf"\b(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+(?:from now|from today|hence)\b",
            "relative",
            relative.from_now,
        ),
        (
            rf"\b(?P<count>{COUNT})\s+(?P<unit>hour|{UNIT})s?\s+(?:(?P<side>earlier"
            rf"|later|afterwards?)\b(?!\s+than)|(?P<side2>before|prior|after){_END})",
            "anaphoric",
            relative.shifted,
        ),
        (
            rf"\bthe\s+(?P<unit>day|week|month|year)\s+(?P<side>before|after)(?P<side2>){_END}",
            "anaphoric",
            relative.shifted,
        ),
        (r"\b(?:the\s+)?(?P<side>next|following|previous)\s+day\b(?!s\b)", "anaphoric", relative.shifted_day),
        (
            r"\b(?P<same>the same|that same|that|the very same)\s+day\b|\b"
            r"(?:earlier|later)\s+(?:in|on)\s+the\s+(?P<own>day)\b|\b(?:earlier"
            r"|later)\s+that\s+(?P<that>day)\b",
            "anaphoric",
            relative.same_day,
        ),
        (
            rf"\b(?:the\s+)?(?:last|past|previous)\s+(?P<count>{COUNT})\s+(?P<unit>hour|{UNIT})s\b",
            "span",
            relative.last_units,
        ),
        (rf"\b(?:the\s+)?(?:next|coming)\s+(?P<count>{COUNT})\s+(?P<unit>hour|{UNIT})s\b", "span", relative.next_units),
    )
    return [(re.compile(pattern, re.IGNORECASE), kind, reader) for pattern, kind, reader in rows]
