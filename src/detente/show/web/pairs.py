"""What a relation's page asks of the store, remembered for as long as nothing new passed between the two."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detente.records import DyadPeriod, Period, Shift
from detente.relate.series import relation
from detente.relate.shifts import shifts
from detente.show.web.door import Lent
from detente.show.web.memory import Memory
from detente.show.web.questions import BETWEEN
from detente.store import dyad_events, factuality_counts


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both included; None is open."""

    since: date | None
    until: date | None


class Pair:
    """Two actors in a store that is lent; ``facts`` is kept for longer than the store is lent."""

    def __init__(self, store: Lent, a: str, b: str, facts: Memory[Any]) -> None:
        self._store, self.a, self.b, self._facts = store, a, b, facts
        sql = f"SELECT count(*) AS n, sum(row) AS rows, max(row) AS last FROM {store.table('dy')} WHERE {BETWEEN}"
        found = store.rows(sql, {"actor": a, "other": b})[0]
        self._state = (store.table("dy"), a, b, *found.values())

    def series(self, days: Days, every: Period) -> list[DyadPeriod]:
        """Return the series; asked anew each time, since it says how much was read."""
        return relation(self._store, self.a, self.b, since=days.since, until=days.until, every=every)

    def shifts(self, days: Days) -> list[Shift]:
        """Return the turning points, newest first; looked for by week whatever is drawn: they do not move with it."""

        def work() -> tuple[list[Shift], bool]:
            return shifts(self._store, self.a, self.b, since=days.since, until=days.until), True

        return list(self._facts.get(("shifts", *self._state, days), work))

    def factuality(self) -> dict[tuple[str, bool, bool], int]:
        """Return how many events there are by factuality, whether they count and whether they have a date."""
        key = ("factuality", *self._state)
        found: dict[tuple[str, bool, bool], int] = self._facts.get(
            key, lambda: (factuality_counts(self._store, self.a, self.b), True)
        )
        return found

    def ids(self, first: date, end: date, every: Period) -> list[str]:
        """Return the ids of the events that series count from ``first`` until before ``end``, newest first."""

        def work() -> tuple[list[str], bool]:
            found = dyad_events(self._store, self.a, self.b, since=first, until=end - timedelta(days=1), every=every)
            return [item.event for item in reversed(found)], True

        return list(self._facts.get(("ids", *self._state, first, end, every), work))
