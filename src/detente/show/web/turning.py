"""Turning points of all pairs of countries, found anew only for those between which anything passed.

They are those of ``detente.relate.shifts.all_shifts``: the series of a pair is looked at alone, between the first and
the last week in which anything passed between any two. While these weeks stay, what was found of a pair holds until
something new passes between the two.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from detente.records import Period, Shift
from detente.relate.series import periods, start_of
from detente.relate.shifts import EVIDENCE_EVENTS, MIN_EVENTS, newest_first, panel_turns, shift_of
from detente.show.web.lent import Lent
from detente.store import Panel, Turn

EVERY: Period = "week"
NICE = 10
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """Turning points by pair, with the version of the pair in which they were looked for.

    ``frame`` is what all of them depend on besides: how rows are numbered, the first and the last week.
    """

    frame: tuple[int, date, date] | None
    pairs: Mapping[Names, tuple[int, tuple[Shift, ...]]]

    def shifts(self) -> tuple[Shift, ...]:
        """Return them all, newest first."""
        return tuple(newest_first(shift for _, found in self.pairs.values() for shift in found))


@dataclass(frozen=True, slots=True)
class _Busy:
    """A pair with enough events: its number and version, by name."""

    number: int
    version: int


def adopted(store: Lent, shifts: Sequence[Shift]) -> Found:
    """Return turning points that were kept, as if they had just been found in this state of the store."""
    frame, busy = _busy(store)
    by_pair: dict[Names, list[Shift]] = {}
    for shift in shifts:
        by_pair.setdefault((shift.a, shift.b), []).append(shift)
    return Found(frame, {pair: (one.version, tuple(by_pair.get(pair, ()))) for pair, one in busy.items()})


def find(store: Lent, known: Found | None, work: Callable[[Panel], list[Turn]]) -> Found:
    """Return the turning points of the store as it is lent; ``work`` finds the turns of the pairs that it is given."""
    frame, busy = _busy(store)
    kept = known.pairs if known is not None and known.frame == frame else {}
    same = {pair: kept[pair] for pair, one in busy.items() if pair in kept and kept[pair][0] == one.version}
    stale = {pair: one for pair, one in sorted(busy.items()) if pair not in same}
    found: dict[Names, list[Shift]] = {pair: [] for pair in stale}
    if frame is not None and stale:
        panel = _panel(store, stale, frame[1], frame[2])
        store.rest()
        turns = work(panel)
        for turn, ids in zip(turns, _evidence(store, turns, stale), strict=True):
            found[turn.a, turn.b].append(shift_of(turn, ids))
    return Found(frame, same | {pair: (stale[pair].version, tuple(one)) for pair, one in found.items()})


def _busy(store: Lent) -> tuple[tuple[int, date, date] | None, dict[Names, _Busy]]:
    """Return the pairs of countries with enough events, and the weeks between which they lie."""
    sql = f"""
        SELECT p.a, p.b, p.pair, p.version, s.first, s.last
        FROM (SELECT pair, min(told) AS first, max(told) AS last FROM {store.table("dy")} WHERE once AND countries
              GROUP BY pair HAVING count(*) >= ?) s JOIN {store.table("pr")} p USING (pair)"""
    rows = store.rows(sql, [MIN_EVENTS])
    if not rows:
        return None, {}
    first, last = (start_of(day, EVERY) for day in (min(r["first"] for r in rows), max(r["last"] for r in rows)))
    busy = {(row["a"], row["b"]): _Busy(row["pair"], row["version"]) for row in rows}
    return (store.generation, first, last), busy


def _panel(store: Lent, pairs: Mapping[Names, _Busy], first: date, last: date) -> Panel:
    sql = f"""
        SELECT d.pair, date_diff('day', $first::DATE, date_trunc('week', told)::DATE) // 7 AS week, quad,
               count(*) AS events, fsum(intensity) AS net
        FROM {store.table("dy")} d WHERE once AND d.pair IN (SELECT unnest($pairs::BIGINT[])) GROUP BY ALL"""
    numbers = [one.number for one in pairs.values()]
    found = store.columns(sql, {"first": first, "pairs": numbers})
    weeks = len(list(periods(first, last, EVERY)))
    at = np.searchsorted(np.sort(numbers), found["pair"])
    row, week = np.argsort(numbers)[at], found["week"].astype(np.int64)
    counts, net = np.zeros((len(pairs), weeks, 4)), np.zeros((len(pairs), weeks))
    np.add.at(counts, (row, week, found["quad"].astype(np.int64) - 1), found["events"])
    np.add.at(net, (row, week), found["net"])
    return Panel(tuple(pairs), first, last, counts, net)


def _evidence(store: Lent, turns: Sequence[Turn], pairs: Mapping[Names, _Busy]) -> list[tuple[str, ...]]:
    """Return what ``detente.store.turn_evidence`` does, by the pairs' numbers."""
    sql = f"""
        WITH turns AS (
            SELECT unnest($number::BIGINT[]) AS number, unnest($pair::BIGINT[]) AS pair, unnest($at::DATE[]) AS at,
                   unnest($end::DATE[]) AS "end", unnest($before::DOUBLE[]) AS before, unnest($sign::DOUBLE[]) AS sign)
        SELECT t.number,
               list(y.event ORDER BY t.sign * (y.intensity - t.before) DESC, y.told, y.event)[:$limit] AS events
        FROM {store.table("dy")} y JOIN turns t ON t.pair = y.pair AND y.told >= t.at AND y.told < t."end"
        WHERE y.once AND t.sign * (y.intensity - t.before) > 0 GROUP BY t.number"""
    values: dict[str, Any] = {name: [getattr(turn, name) for turn in turns] for name in ("at", "end", "before")}
    values |= {"number": list(range(len(turns))), "pair": [pairs[turn.a, turn.b].number for turn in turns]}
    values |= {"sign": [1.0 if turn.score > 0 else -1.0 for turn in turns], "limit": EVIDENCE_EVENTS}
    known = {row["number"]: tuple(row["events"]) for row in store.rows(sql, values)} if turns else {}
    return [known.get(number, ()) for number in range(len(turns))]


# ------------------------------------------------------------------------- in a process of its own


def packed(table: Panel) -> bytes:
    """Return a panel as bytes, for another process."""
    out = io.BytesIO()
    days = np.array([table.first.toordinal(), table.last.toordinal()])
    names = np.array(json.dumps(table.pairs))
    np.savez(out, days=days, names=names, counts=table.counts, net=table.net)
    return out.getvalue()


def unpacked(content: bytes) -> Panel:
    """Return the panel that ``packed`` packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        first, last = (date.fromordinal(int(day)) for day in held["days"])
        pairs = tuple((a, b) for a, b in json.loads(str(held["names"])))
        return Panel(pairs, first, last, held["counts"], held["net"])


def turns_json(turns: Sequence[Turn]) -> str:
    """Return turns as JSON, for the process that asked."""
    return json.dumps([asdict(turn) for turn in turns], default=date.isoformat)


def turns_of(text: str) -> list[Turn]:
    """Return the turns that ``turns_json`` wrote."""
    return [Turn(**row | {name: date.fromisoformat(row[name]) for name in ("at", "end")}) for row in json.loads(text)]


def main() -> None:
    """Print the turns of the panel on standard input, for the process that asked."""
    with suppress(OSError):
        os.nice(NICE)
    sys.stdout.write(turns_json(panel_turns(unpacked(sys.stdin.buffer.read()), EVERY)))


if __name__ == "__main__":
    main()
