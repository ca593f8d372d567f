"""Measures the reading of dates on TimeBank's time expressions (TIMEX3), and the dates of events on its links.

Run: python bench/dates.py TIMEBANK.tar.gz [--errors 40] [--events]

What counts: TIMEX3 of type DATE or TIME whose value names a point or period of the calendar. Left out are
DURATION and SET, values that name none (PRESENT_REF, PAST_REF, FUTURE_REF, with X for a digit, WXX, QX),
and the document's own time. Values are mapped to first and last day: a day; of a time of day its day; a
month; a quarter (Q1..Q4) or half (H1, H2); a year; an ISO week (W..) and its weekend (WE); a season as its
three months; three figures a decade, two a century. Found: a date overlaps the expression. Right: first and
last day agree; a decade or century agrees as a whole ("early" is TimeBank's attribute, not its value).
With --events, dates of events: those that TimeBank links to one DATE as included in it or simultaneous.
"""

import argparse
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.parse.syntax import Parser, load_parser
from detente.records import EventDate, Sentence, Span
from detente.resolve.date_values import month, months, quarter, season, week, weekend, year, years
from detente.resolve.dates import DateMention, find_points
from detente.resolve.event_dates import event_date
from detente.text.sentences import split_sentences

TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
SEASONS = {"SP": "spring", "SU": "summer", "FA": "fall", "WI": "winter"}


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: id, place, type and value."""

    id: str
    span: Span
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document of TimeBank without its tags."""

    name: str
    text: str
    published: date | None
    times: tuple[Timex, ...]
    events: tuple[tuple[str, Span], ...]
    links: tuple[tuple[str, str, str], ...]


def main() -> None:
    """Print found and right shares, by kind of value, and some errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("timebank")
    parser.add_argument("--errors", type=int, default=0, help="how many errors to print")
    parser.add_argument("--events", action="store_true", help="measure the dates of events too (parses; a minute)")
    options = parser.parse_args()
    articles = list(read(options.timebank))
    report(articles, errors=options.errors)
    if options.events:
        report_events(articles, errors=options.errors)


def read(path: str) -> Iterator[Article]:
    """Yield the documents of the archive."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = member.name.rsplit("/", 1)[-1]
            handle = archive.extractfile(member) if name.endswith(".tml") and not name.startswith(".") else None
            if handle is not None:
                yield article(name, handle.read().decode("utf-8", "replace"))


def article(name: str, raw: str) -> Article:
    """Return a document apart from its markup."""
    created = re.search(r"<TIMEX3[^>]*CREATION_TIME[^>]*>", raw)
    value = re.search(r'value="(\d{4})-?(\d\d)-?(\d\d)', created.group()) if created else None
    published = date(*map(int, value.groups())) if value else None
    instances = dict(re.findall(r'<MAKEINSTANCE[^>]*?\beventID="(e\d+)"[^>]*?\beiid="(ei\d+)"', raw))
    instances |= {e: i for i, e in re.findall(r'<MAKEINSTANCE[^>]*?\beiid="(ei\d+)"[^>]*?\beventID="(e\d+)"', raw)}
    by_instance = {i: e for e, i in instances.items()}
    links = tuple(
        (by_instance.get(a["eventInstanceID"], ""), a["relatedToTime"], a["relType"])
        for a in map(attributes, re.findall(r"<TLINK([^>]*)>", raw))
        if "eventInstanceID" in a and "relatedToTime" in a
    )
    body = re.search(r"<TEXT>(.*)</TEXT>", raw, re.DOTALL)
    text, times, events = unmarked(body[1] if body else raw)
    return Article(name, text, published, times, events, links)


def attributes(words: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    return dict(re.findall(r'(\w+)="([^"]*)"', words))


def unmarked(body: str) -> tuple[str, tuple[Timex, ...], tuple[tuple[str, Span], ...]]:
    """Return the text without tags and the places of what the tags marked."""
    text, stack = "", []
    times: list[Timex] = []
    events: list[tuple[str, Span]] = []
    at = 0
    for tag in TAG.finditer(body):
        text += body[at : tag.start()].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        at = tag.end()
        if tag[3].endswith("/"):
            continue
        if not tag[1]:
            stack.append((attributes(tag[3]), len(text)))
            continue
        known, start = stack.pop() if stack else ({}, 0)
        if tag[2] == "TIMEX3" and known.get("functionInDocument") != "CREATION_TIME":
            times.append(Timex(known["tid"], Span(start, len(text)), known["type"], known.get("value", "")))
        elif tag[2] == "EVENT":
            events.append((known["eid"], Span(start, len(text))))
    return text + body[at:], tuple(times), tuple(events)


def days_of(value: str) -> tuple[date, date] | None:
    """Return first and last day of a TIMEX3 value, None where it names no point or period of the calendar."""
    found = _period(value.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", value) else value)
    return (found.date, found.date_end) if found and found.date and found.date_end else None


def _period(value: str) -> EventDate | None:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        only = date(*map(int, match.groups()))
        return EventDate(only, only, "day", "stated")
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return month(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return quarter(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})-H([12])", value):
        return months(int(match[1]), 1 if match[2] == "1" else 7, 6)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return weekend(monday) if match[3] else week(monday)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return season(SEASONS[match[2]], int(match[1]))
    if re.fullmatch(r"\d{4}", value):
        return year(int(value))
    if re.fullmatch(r"\d{3}", value):
        return years(10 * int(value), 10 * int(value) + 9)
    return years(100 * int(value), 100 * int(value) + 99) if re.fullmatch(r"\d\d", value) else None


def report(articles: list[Article], *, errors: int) -> None:
    """Print how many expressions are found, how many values are right, and what is found that is no expression."""
    totals, found, right = Counter[str](), Counter[str](), Counter[str]()
    extra = 0
    shown: list[str] = []
    for item in articles:
        mentions = find_points_by_paragraph(item)
        extra += sum(1 for m in mentions if not any(m.span.overlaps(t.span) for t in item.times))
        shown += [
            f"  extra   {around(item.text, m.span)}"
            for m in mentions
            if not any(m.span.overlaps(t.span) for t in item.times)
        ]
        for time in item.times:
            days = days_of(time.value) if time.type in ("DATE", "TIME") else None
            if days is None:
                continue
            kind = re.sub(r"\d", "9", time.value.split("T")[0])
            totals[kind] += 1
            match = next((m for m in mentions if m.span.overlaps(time.span)), None)
            if match is None:
                shown.append(f"  missed  {around(item.text, time.span)} = {time.value}")
                continue
            found[kind] += 1
            if agrees(match, days):
                right[kind] += 1
            else:
                shown.append(
                    f"  wrong   {around(item.text, time.span)} = {time.value}, "
                    f"read {match.when.date}..{match.when.date_end} ({item.published})"
                )
    for kind, count in totals.most_common():
        print(
            f"{kind:14} {count:5}  found {found[kind] / count:5.1%}  "
            f"right of found {right[kind] / max(1, found[kind]):5.1%}"
        )
    n, f, r = totals.total(), found.total(), right.total()
    print(
        f"{'all':14} {n:5}  found {f / n:5.1%}  right of found {r / f:5.1%}  "
        f"dates where TimeBank has no expression: {extra}"
    )
    step = max(1, len(shown) // errors) if errors else 0
    print("\n".join(shown[:: step or 1][:errors]))


def find_points_by_paragraph(item: Article) -> list[DateMention]:
    """Return the dates of a document, sought paragraph by paragraph."""
    found: list[DateMention] = []
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", item.text):
        found += find_points(item.text, Span(*paragraph.span()), anchor=item.published)
    return found


def agrees(mention: DateMention, days: tuple[date, date]) -> bool:
    """Return whether first and last day agree; a part of a decade or century agrees with the whole."""
    if (mention.when.date, mention.when.date_end) == days:
        return True
    long = days[1] - days[0] > timedelta(days=3000)
    return bool(
        long
        and mention.when.date
        and mention.when.date_end
        and days[0] <= mention.when.date
        and mention.when.date_end <= days[1] + timedelta(days=366)
    )


def around(text: str, span: Span) -> str:
    """Return words with some text on either side, for reading errors."""
    before, after = text[max(0, span.start - 50) : span.start], text[span.end : span.end + 30]
    return " ".join(f"{before}[{span.of(text)}]{after}".split())


def report_events(articles: list[Article], *, errors: int) -> None:
    """Print how often an event's date is the one that TimeBank links it to."""
    parser = load_parser()
    counts = Counter[str]()
    shown: list[str] = []
    for item in articles:
        values = {t.id: days_of(t.value) for t in item.times if t.type in ("DATE", "TIME")}
        places = {t.id: t.span for t in item.times}
        places_of_events = dict(item.events)
        sentences = list(sentences_of(parser, item.text))
        for event, time, kind in item.links:
            days, at = values.get(time), places_of_events.get(event)
            if kind not in ("IS_INCLUDED", "SIMULTANEOUS", "DURING") or days is None or at is None:
                continue
            sentence = next((s for s in sentences if s.span.covers(at) and s.span.covers(places[time])), None)
            word = next((w.index for w in sentence.words if w.span.overlaps(at)), None) if sentence else None
            if sentence is None or word is None:
                continue
            got = event_date(item.text, sentence, word, anchor=item.published)
            verdict = (
                "right"
                if is_same(got, days, item.published)
                else "publication"
                if got.basis == "publication"
                else "wrong"
            )
            counts[verdict] += 1
            if verdict != "right":
                shown.append(
                    f"  {verdict:11} {at.of(item.text)!r} {days[0]}..{days[1]}, read {got.date}..{got.date_end}: "
                    + " ".join(sentence.span.of(item.text).split())
                )
    total = max(1, counts.total())
    print("events linked to a date of their sentence:", total, {k: f"{v / total:.1%}" for k, v in counts.items()})
    step = max(1, len(shown) // errors) if errors else 1
    print("\n".join(shown[::step][:errors]))


def is_same(got: EventDate, days: tuple[date, date], published: date | None) -> bool:
    """Return whether an event's days are the expected ones; "earlier this week" may end with publication."""
    first, last = days
    return (got.date, got.date_end) in (
        (first, last),
        (first, published if published and first <= published < last else last),
    )


def sentences_of(parser: Parser, text: str) -> Iterator[Sentence]:
    """Yield the parsed sentences of a text."""
    spans = [
        (s, 0) for p in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text) for s in split_sentences(text, Span(*p.span()))
    ]
    yield from parser.parse(text, spans)


if __name__ == "__main__":
    main()
