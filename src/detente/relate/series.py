"""Series of a relation: what passed between two actors, period by period, with what was read meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from detente.errors import UsageError
from detente.records import DyadPeriod, Period
from detente.store import DyadCount, Store, coverage, dyad_counts, event_days, known_days

AROUND = 31  # days: the first reports tell of the weeks before them, the last of what is planned next
Days = tuple[date, date]
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
    days = bounds(
        since,
        until,
        known=lambda: known_days(store),
        passed=lambda *span: event_days(store, a, b, since=span[0], until=span[1]),
    )
    if days is None:
        return []
    first, last = days
    found = dyad_counts(store, a, b, since=first, until=last, every=every, mentions=mentions)
    read = coverage(store, since=first, until=last, every=every)
    return laid_out((a, b), found, read, first=first, last=last, every=every)


def laid_out(
    pair: tuple[str, str],
    found: Iterable[DyadCount],
    read: Mapping[date, int],
    *,
    first: date,
    last: date,
    every: Period,
) -> list[DyadPeriod]:
    """Return the series of a pair from the counts of the periods that have any, and how much was read in each."""
    counts = {row.start: row for row in found}
    return [
        _period(*pair, start, end, counts.get(start), read.get(start, 0)) for start, end in periods(first, last, every)
    ]


def bounds(
    since: date | None,
    until: date | None,
    *,
    known: Callable[[], Days | None],
    passed: Callable[[date, date], Days | None],
) -> Days | None:
    """Return the first and the last day of a series; None where nothing is dated.

    Args:
        since: The first day that is asked for.
        until: The last.
        known: Returns the days of what was read.
        passed: Returns the days on which anything passed between two others.

    Raises:
        UsageError: ``since`` is after ``until``, or after all that there is.
    """
    if since is None or until is None:
        days = known()
        if days is None:
            return None
        around = timedelta(days=AROUND)
        inside = passed(days[0] - around, days[1] + around) or days
        since, until = since or min(days[0], inside[0]), until or max(days[1], inside[1])
    if since > until:
        raise UsageError(f"nothing lies between {since} and {until}: the first day is after the last")
    return since, until


def periods(first: date, last: date, every: Period) -> Iterator[tuple[date, date]]:
    """Yield (start, end) of the calendar periods that hold the days from ``first`` to ``last``; end excluded."""
    start = start_of(first, every)
    while start <= last:
        end = start_of(start + timedelta(days={"day": 1, "week": 7, "month": 31}[every]), every)
        yield start, end
        start = end


def start_of(day: date, every: Period) -> date:
    """Return the first day of the calendar period that a day lies in."""
    if every == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every == "month" else day


def _period(a: str, b: str, start: date, end: date, count: DyadCount | None, read: int) -> DyadPeriod:
    if count is None:
        return DyadPeriod(a, b, start, end, 0, (0, 0, 0, 0), 0.0, 0.0, read)
    return DyadPeriod(a, b, start, end, count.events, count.by_quad, count.net / count.events, count.net, read)
