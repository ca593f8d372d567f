"""Text -> dates: which words name a day or a period, and which days they mean.

The grammar is our own: it reads only what names a point or period of the calendar, against the day of
publication where the words need one ("on Tuesday"), and against the date spoken of before ("a day earlier").
"May", "march" and "second" as ordinary words, and figures that count things, are no dates.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from detente.records import EventDate, Span
from detente.resolve.date_rules import Rule, relative_rules, stated_rules
from detente.resolve.date_stated import Setting
from detente.resolve.date_values import years
from detente.resolve.date_words import DASH, PART

# How far back a date is looked for that "a day earlier" may count from.
LOOK_BACK = 600
CONTEXT = 90

_TRIGGER = re.compile(
    r"\d|day\b|days\b|week|month|year|ago\b|night|morning|evening|afternoon|quarter|half\b|yesterday|tomorrow|decade|centur|"
    r"spring|summer|autumn|fall\b|winter|later|earlier|"
    r"January|February|March|April|May\b|June|July|August|September|October|November|December|\bSept?\.|"
    r"\bWar\b|\bera\b|\brule\b|times\b|occupation|generations|Holocaust|genocide|Intifada|Revolution|crisis|Pigs|"
    r"Mon\b|Tues?\b|Wed\b|Thu|Fri\b|Sat\b|Sun\b|Christmas|\bEve\b",
    re.IGNORECASE,
)
# Words before a date, in its clause, that turn it to the future.
_AHEAD = re.compile(
    r"\b(?:will|won't|would|wouldn't|shall|scheduled|due|plans? (?:to|for)|planning|planned (?:to|for)|"
    r"expects?|expected|set (?:for|to)|"
    r"slated|upcoming|starting|effective|ahead of|going to|(?:is|are|be) to|to be (?:held|released|signed)|hopes?|"
    r"intends?|deadline|postponed|payable|next)\b|'ll\b|\b(?:until|till|by)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "Had been due to", "was expected to": the plan is told from later.
_OLD_PLAN = re.compile(
    r"\b(?:had|was|were)\s+(?:\w+\s+)?(?:been\s+)?(?:due|scheduled|expected"
    r"|planned|set|planning)\b",
    re.IGNORECASE,
)
# These too count from the date spoken of before, where there is one.
_BACKWARD = re.compile(r"\b(?:previous|following|the same|that)\b", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(
    r"[;:]|,\s+(?:but|and|who|which|while|after)\b|\b(?:said|after|since"
    r"|when|where)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(PART + r"$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:ever\s+)?since\s+$", re.IGNORECASE)
_FROM = re.compile(r"\b(?P<word>from|between)\s+$", re.IGNORECASE)
_TO = re.compile(
    rf"\s*(?:{DASH}|,?\s+(?:to|until|till|through|up to)\s+(?:the\s+)?)"
    rf"|\s+and\s+(?:the\s+)?",
    re.IGNORECASE,
)
_UNTIL_NOW = re.compile(r"\s+(?:to|until|till|through)\s+(?:now|the present|present)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that name a date, and the days that they mean.

    ``kind`` is ``day``, ``month``, ``year``, ``decade``, ``century``, ``season``, ``quarter``, ``half``,
    ``weekday``, ``relative``, ``period``, ``anaphoric`` or ``span`` for one expression, ``range`` or ``since``
    for what joins it to another or to publication.
    """

    span: Span
    when: EventDate
    kind: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: re.Match[str]
    rule: Rule
    order: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.match.start(), self.match.start() - self.match.end(), self.order


def find_dates(text: str, span: Span, *, anchor: date | None, ahead: bool | None = None) -> list[DateMention]:
    """Return the dates that a stretch of text names, in order; those that need an unknown anchor are left out.

    Args:
        text: the document's text.
        span: where to look; words around it are read, never matched.
        anchor: the day of publication.
        ahead: whether dates that could lie on either side of the anchor lie after it; None asks the words before,
            and takes what is near.
    """
    return _joined(text, find_points(text, span, anchor=anchor, ahead=ahead), anchor)


def find_points(text: str, span: Span, *, anchor: date | None, ahead: bool | None = None) -> list[DateMention]:
    """Return the single expressions of ``find_dates``, before "from ... to" and "since" are applied."""
    if _TRIGGER.search(text, span.start, span.end) is None:
        return []
    found: list[DateMention] = []
    end, last = span.start, None
    for candidate in _candidates(text, span):
        if candidate.match.start() < end:
            continue
        _, kind, read = candidate.rule
        if last is None and (kind == "anaphoric" or _BACKWARD.search(candidate.match.group())):
            last = _spoken_of_before(text, span.start, anchor)
        forward = ahead if ahead is not None else _looks_ahead(text, span.start, candidate.match.start())
        if ahead is None and found and _TO.fullmatch(text, found[-1].span.end, candidate.match.start()):
            forward = _is_after(found[-1].when, anchor)
        when = read(candidate.match, Setting(anchor, forward, last))
        if when is None:
            continue
        found.append(_mention(text, span.start, candidate, when))
        end, last = candidate.match.end(), when
    return found


@cache
def _rules() -> tuple[Rule, ...]:
    return (*stated_rules(), *relative_rules())


def _candidates(text: str, span: Span) -> list[_Candidate]:
    found = [
        _Candidate(match, rule, order)
        for order, rule in enumerate(_rules())
        for match in rule[0].finditer(text, span.start, span.end)
    ]
    return sorted(found, key=lambda c: c.rank)


def _spoken_of_before(text: str, start: int, anchor: date | None) -> EventDate | None:
    """Return the last date named shortly before, in the sentences that came first."""
    before = Span(max(0, start - LOOK_BACK), start)
    earlier = [m for m in find_points(text, before, anchor=anchor) if m.kind not in ("anaphoric", "span")]
    return earlier[-1].when if earlier else None


def _looks_ahead(text: str, begin: int, start: int) -> bool | None:
    """Return True where words before a date turn it to the future; otherwise nothing is known."""
    before = text[max(begin, start - CONTEXT) : start]
    edges = [m.end() for m in _CLAUSE_EDGE.finditer(before)]
    begin = edges[-1] if edges else 0
    return True if _AHEAD.search(before, begin) and not _OLD_PLAN.search(before, begin) else None


def _is_after(when: EventDate, anchor: date | None) -> bool | None:
    """Return True where the first of two joined dates lies ahead; "from 3 May until 5 June" is past as a whole."""
    return True if anchor is not None and when.date is not None and when.date > anchor else None


def _mention(text: str, begin: int, candidate: _Candidate, when: EventDate) -> DateMention:
    start, end = candidate.match.span()
    while text[start:end][:1].isspace():
        start += 1
    end += int("(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")")
    part = _PART_BEFORE.search(text, max(begin, start - 30), start)
    kind = candidate.rule[1]
    if part is not None and kind not in ("day", "weekday", "relative", "anaphoric", "span"):
        return DateMention(Span(part.start(), end), _narrowed(when, part["part"].lower()), kind)
    return DateMention(Span(start, end), when, kind)


def _narrowed(when: EventDate, part: str) -> EventDate:
    """As in "The early 1990s" are 1990 to 1993; of shorter periods the whole is kept."""
    if when.date is None or when.date_end is None or when.date_end.year - when.date.year not in (9, 99):
        return when
    first, size = when.date.year, when.date_end.year - when.date.year + 1
    third = size // 3
    if part.startswith(("early", "the beginning", "beginning", "start", "turn")):
        return years(first, first + third, when.basis)
    if part.startswith(("late", "end", "close")):
        return years(first + size - third - 1, first + size - 1, when.basis)
    return years(first + third, first + size - third, when.basis) if part.startswith(("mid", "very mid")) else when


# --------------------------------------------------------------------------------- ranges and since


def _joined(text: str, points: Sequence[DateMention], anchor: date | None) -> list[DateMention]:
    """Join "from A to B", "between A and B", "A-B"; carry "since A" up to publication."""
    found: list[DateMention] = []
    rest = iter(_pairs(points))
    for mention, following in rest:
        pair = _range(text, mention, following) if following is not None else None
        if pair is not None:
            found.append(pair)
            next(rest, None)
        else:
            found.append(_since(text, mention, anchor))
    return found


def _pairs(points: Sequence[DateMention]) -> Iterator[tuple[DateMention, DateMention | None]]:
    followers: Iterable[DateMention | None] = [*points[1:], None]
    yield from zip(points, followers, strict=False)


def _range(text: str, a: DateMention, b: DateMention) -> DateMention | None:
    joint = text[a.span.end : b.span.start]
    if _TO.fullmatch(joint) is None or a.kind in ("anaphoric", "span"):
        return None
    opening = _FROM.search(text, max(0, a.span.start - 10), a.span.start)
    is_and = joint.strip().lower().startswith("and")
    if is_and != (opening is not None and opening["word"].lower() == "between"):
        return None
    first, last = a.when.date, b.when.date_end
    if first is not None and last is not None and first > last and a.kind == "weekday":
        first = first.fromordinal(first.toordinal() - 7)
    if first is None or last is None or first > last:
        return None
    start = opening.start() if opening else a.span.start
    return DateMention(Span(start, b.span.end), EventDate(first, last, a.when.precision, a.when.basis), "range")


def _since(text: str, mention: DateMention, anchor: date | None) -> DateMention:
    opening = _SINCE.search(text, max(0, mention.span.start - 16), mention.span.start)
    open_end = _UNTIL_NOW.match(text, mention.span.end)
    if anchor is None or mention.when.date is None or (opening is None and open_end is None):
        return mention
    words = mention.span.of(text).lower()
    at_end = re.match(r"(?:the\s+)?(?:very\s+)?(?:end|close)\b", words) is not None
    first = mention.when.date_end if at_end and mention.when.date_end else mention.when.date
    if first > anchor:
        return mention
    when = replace(mention.when, date=first, date_end=anchor)
    start = opening.start() if opening else mention.span.start
    return DateMention(Span(start, open_end.end() if open_end else mention.span.end), when, "since")
