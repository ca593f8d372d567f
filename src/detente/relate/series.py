"""Series of a relation: what passed between two actors, period by period, with what was read meanwhile."""

from collections.abc import Iterator
from datetime import date, timedelta

from detente.errors import UsageError
from detente.records import DyadPeriod, Period
from detente.store import DyadCount, Store, coverage, dyad_counts, event_days, known_days

AROUND = 31  # days: the first reports tell of the weeks before them, the last of what is planned next
PERIODS: tuple[Period, ...] = ("day", "week", "month")


def relation(
    store: Store,
    a: str,
    b: str,
    *,
    since: date | None = None,
    until: date | None = None,
    every: Period = "month",
    mentions: bool = False,
) -> list[DyadPeriod]:
    """Return the series of what passed between two actors, in either direction.

    Counted are events asserted or planned, past ones that the text dates, and threats; not what is denied or
    otherwise hypothetical (the column ``counted`` of the view ``dyad_events``). An event falls in the period of
    its own date, not of its report; one without a date, or with a date coarser than the period, in none.
    What several events tell of counts once.

    Args:
        store: An open store.
        a: A country code or an actor id.
        b: The other.
        since: First day; by default that of the first document, or of what it tells of the month before.
        until: Last day, included; by default that of the last document, or of what is planned for the month after.
        every: Calendar periods; weeks begin on Monday.
        mentions: Count every event, whether or not another tells of the same.

    Returns:
        One row per period, in order, without gaps: a period in which nothing passed has 0 events, and its
        ``coverage`` says whether anything was read. Empty where the store holds nothing dated.

    Raises:
        UsageError: ``since`` is after ``until``.
    """
    days = _bounds(store, a, b, since, until)
    if days is None:
        return []
    first, last = days
    if first > last:
        raise UsageError(f"nothing lies between {first} and {last}: the first day is after the last")
    found = dyad_counts(store, a, b, since=first, until=last, every=every, mentions=mentions)
    counts = {row.start: row for row in found}
    read = coverage(store, since=first, until=last, every=every)
    return [
        _period(a, b, start, end, counts.get(start), read.get(start, 0)) for start, end in periods(first, last, every)
    ]


def periods(first: date, last: date, every: Period) -> Iterator[tuple[date, date]]:
    """Yield (start, end) of the calendar periods that hold the days from ``first`` to ``last``; end excluded."""
    start = _start_of(first, every)
    while start <= last:
        end = _start_of(start + timedelta(days={"day": 1, "week": 7, "month": 31}[every]), every)
        yield start, end
        start = end


def _start_of(day: date, every: Period) -> date:
    if every == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every == "month" else day


def _bounds(store: Store, a: str, b: str, since: date | None, until: date | None) -> tuple[date, date] | None:
    if since is not None and until is not None:
        return since, until
    known = known_days(store)
    if known is None:
        return None
    around = timedelta(days=AROUND)
    days = event_days(store, a, b, since=known[0] - around, until=known[1] + around) or known
    return since or min(known[0], days[0]), until or max(known[1], days[1])


def _period(a: str, b: str, start: date, end: date, count: DyadCount | None, read: int) -> DyadPeriod:
    if count is None:
        return DyadPeriod(a, b, start, end, 0, (0, 0, 0, 0), 0.0, 0.0, read)
    return DyadPeriod(a, b, start, end, count.events, count.by_quad, count.net / count.events, count.net, read)
