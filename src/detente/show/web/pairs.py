"""What a relation's page asks of the store, remembered for as long as nothing new passed between the two."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.records import DyadPeriod, Period, Shift
from detente.relate.series import bounds, laid_out, start_of
from detente.relate.shifts import find_shifts, newest_first
from detente.show.web import totals
from detente.show.web.lent import Lent
from detente.show.web.memory import Memory
from detente.show.web.questions import pair_of
from detente.show.web.turning import EVERY, Found
from detente.store import DyadCount, DyadEvent

MARKS = {"day": "once", "week": "once", "month": "once_month"}  # of the events that a series counts


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both included; None is open."""

    since: date | None
    until: date | None


class Pair:
    """Two actors in a store that is lent; ``facts`` is kept for longer than the store is lent."""

    def __init__(self, store: Lent, a: str, b: str, facts: Memory[Any], *, found: Found | None = None) -> None:
        self._store, self.a, self.b, self._facts, self._found = store, a, b, facts, found
        self._table = store.table("dy")
        self._known = pair_of(store, a, b)
        self._state = (store.generation, a, b, self._known)

    def series(self, days: Days, every: Period) -> list[DyadPeriod]:
        """Return the series as ``detente.relate.series.relation`` does.

        Raises:
            UsageError: The first day is after the last.
        """
        span = self._span(days)
        if span is None:
            return []
        first, last = span
        counts = self._remembered(("counts", span, every), lambda: self._counts(first, last, every))
        read = Counter[date]()
        for day, number in self._read().items():
            if first <= day <= last:
                read[start_of(day, every)] += number
        return laid_out((self.a, self.b), counts, read, first=first, last=last, every=every)

    def shifts(self, days: Days, every: Period = "week") -> list[Shift]:
        """Return the turning points, newest first; by week whatever is drawn: they do not move with it."""
        span = self._span(days)
        if span is None:
            return []
        last = days.until or date.max
        if every == EVERY and days == Days(None, None) and (known := self._known_shifts(span)) is not None:
            return known

        def work() -> list[Shift]:
            series = self.series(days, every)
            return find_shifts(series, events=self._events(series[0].start, last, every))

        return list(self._remembered(("shifts", span, last, every), work))

    def _known_shifts(self, span: tuple[date, date]) -> list[Shift] | None:
        """Return what was found of all pairs, if it was between the same weeks and nothing passed since."""
        if self._found is None:
            return None
        weeks = (self._store.generation, *(start_of(day, EVERY) for day in span))
        version, shifts = self._found.pairs.get((min(self.a, self.b), max(self.a, self.b)), (None, ()))
        if self._found.frame != weeks or version != self._known.version:
            return None
        return [replace(shift, a=self.a, b=self.b) for shift in newest_first(shifts)]

    def factuality(self) -> dict[tuple[str, bool, bool], int]:
        """Return how many events there are by factuality, whether they count and whether they have a date."""
        sql = f"""
            SELECT factuality, counted, day IS NOT NULL AS dated, count(DISTINCT (event, document)) AS events
            FROM {self._table} WHERE pair = ? GROUP BY ALL ORDER BY ALL"""

        def work() -> dict[tuple[str, bool, bool], int]:
            rows = self._store.rows(sql, [self._known.number])
            return {(row["factuality"], row["counted"], row["dated"]): row["events"] for row in rows}

        found: dict[tuple[str, bool, bool], int] = self._remembered(("factuality",), work)
        return found

    def newest(self, first: date, end: date, every: Period, *, limit: int) -> tuple[list[int], int]:
        """Return the rows of the events that series count from ``first`` until before ``end``, newest first.

        With them comes how many there are in all.
        """
        sql = f"""
            SELECT row, count(*) OVER () AS n FROM {self._table}
            WHERE pair = ? AND {MARKS[every]} AND told >= ? AND told < ? ORDER BY told DESC, event DESC LIMIT ?"""
        rows = self._store.rows(sql, [self._known.number, first, end, limit])
        return [row["row"] for row in rows], rows[0]["n"] if rows else 0

    def _counts(self, first: date, last: date, every: Period) -> list[DyadCount]:
        sql = f"""
            SELECT date_trunc('{every}', told)::DATE AS start, count(*) AS events, count_if(quad = 1) AS q1,
                   count_if(quad = 2) AS q2, count_if(quad = 3) AS q3, count_if(quad = 4) AS q4, fsum(intensity) AS net
            FROM {self._table} WHERE pair = ? AND {MARKS[every]} AND told BETWEEN ? AND ? GROUP BY 1 ORDER BY 1"""
        rows = self._store.rows(sql, [self._known.number, first, last])
        return [DyadCount(r["start"], r["events"], (r["q1"], r["q2"], r["q3"], r["q4"]), r["net"]) for r in rows]

    def _events(self, first: date, last: date, every: Period) -> list[DyadEvent]:
        sql = f"""
            SELECT event, told, quad, intensity FROM {self._table}
            WHERE pair = ? AND {MARKS[every]} AND told BETWEEN ? AND ? ORDER BY told, event"""
        rows = self._store.rows(sql, [self._known.number, first, last])
        return [DyadEvent(row["event"], row["told"], row["quad"], row["intensity"]) for row in rows]

    def _span(self, days: Days) -> tuple[date, date] | None:
        return bounds(days.since, days.until, known=self._store_days, passed=self._passed)

    def _passed(self, first: date, last: date) -> tuple[date, date] | None:
        sql = f"""
            SELECT min(day) AS first, max(day) AS last FROM {self._table}
            WHERE pair = ? AND counted AND day BETWEEN ? AND ?"""

        def work() -> tuple[date, date] | None:
            row = self._store.rows(sql, [self._known.number, first, last])[0]
            return None if row["first"] is None else (row["first"], row["last"])

        found: tuple[date, date] | None = self._remembered(("passed", first, last), work)
        return found

    def _store_days(self) -> tuple[date, date] | None:
        key = ("known", self._store.stamp)
        found: tuple[date, date] | None = self._facts.get(key, lambda: (totals.known_days(self._store), True))
        return found

    def _read(self) -> dict[date, int]:
        found: dict[date, int] = self._facts.get(
            ("read", self._store.stamp), lambda: (totals.days_read(self._store), True)
        )
        return found

    def _remembered(self, key: tuple[object, ...], work: Callable[[], Any]) -> Any:
        self._store.hold()  # before anybody waits for this thread
        return self._facts.get((key, *self._state), lambda: (work(), True))
