"""Counts of all pairs of countries at once, as arrays, and the evidence of many turns in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from detente.records import Period
from detente.store.queries import FINE_ENOUGH
from detente.store.store import Store

Array = npt.NDArray[np.float64]

_COUNTRIES = 'counted AND "date" IS NOT NULL AND length(source) = 3 AND length(target) = 3'
_RANGE = '"date" BETWEEN coalesce($since, "date") AND coalesce($until, "date")'
_FINE = "date_precision IN (SELECT unnest($fine::VARCHAR[]))"
# What happened counts once for a pair, whichever way round and under however many of its keys.
_PAIR = "least(source, target) AS a, greatest(source, target) AS b"
_MENTIONS = f"""
    SELECT DISTINCT {_PAIR}, event, document, date_trunc($every, "date")::DATE AS start, quad_class, intensity
    FROM dyads WHERE {_COUNTRIES} AND {_FINE} AND {_RANGE}"""
_HAPPENINGS = f"""
    SELECT DISTINCT {_PAIR}, happening, date_trunc($every, "date")::DATE AS start,
           first_value(quad_class) OVER first_told AS quad_class, first_value(intensity) OVER first_told AS intensity
    FROM told_dyads WHERE {_COUNTRIES} AND {_FINE} AND {_RANGE}
    WINDOW first_told AS (
        PARTITION BY least(source, target), greatest(source, target), happening ORDER BY telling, event)"""


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of many pairs over the same periods: by pair, period and quad class, and net intensity."""

    pairs: tuple[tuple[str, str], ...]
    first: date
    last: date
    counts: Array
    net: Array


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point before its evidence is known; ``end`` is the day after its window, the score has a sign."""

    a: str
    b: str
    at: date
    end: date
    before: float
    after: float
    score: float
    method: str


def all_counts(
    store: Store,
    *,
    at_least: int,
    since: date | None,
    until: date | None,
    every: Period,
    mentions: bool = False,
) -> Panel | None:
    """Return the counts of all pairs of countries with at least so many events in the range, None where none has.

    What several events tell of counts once, unless ``mentions`` asks for every event.
    """
    sql = f"""
        WITH events AS ({_MENTIONS if mentions else _HAPPENINGS}),
        busy AS (SELECT a, b FROM events GROUP BY a, b HAVING count(*) >= $least)
        SELECT a, b, start, quad_class AS quad, count(*) AS events, fsum(intensity) AS net
        FROM events SEMI JOIN busy USING (a, b) GROUP BY ALL ORDER BY a, b"""
    values = {"fine": FINE_ENOUGH[every], "since": since, "until": until, "every": every, "least": at_least}
    rows = store.rows(sql, values)
    if not rows:
        return None
    starts = sorted({row["start"] for row in rows})
    pairs = tuple(dict.fromkeys((row["a"], row["b"]) for row in rows))
    number, week = {pair: at for at, pair in enumerate(pairs)}, _calendar(store, starts[0], starts[-1], every)
    counts, net = np.zeros((len(pairs), len(week), 4)), np.zeros((len(pairs), len(week)))
    for row in rows:
        at = number[row["a"], row["b"]], week[row["start"]]
        counts[*at, row["quad"] - 1] += row["events"]
        net[at] += row["net"]
    return Panel(pairs, starts[0], starts[-1], counts, net)


def _calendar(store: Store, first: date, last: date, every: Period) -> dict[date, int]:
    step = {"day": "1 day", "week": "7 days", "month": "1 month"}[every]
    sql = f"SELECT unnest(generate_series($first::DATE, $last::DATE, INTERVAL '{step}'))::DATE AS start"
    return {row["start"]: at for at, row in enumerate(store.rows(sql, {"first": first, "last": last}))}


def turn_evidence(
    store: Store, turns: Sequence[Turn], *, limit: int, every: Period, mentions: bool = False
) -> list[tuple[str, ...]]:
    """Return, per turn, the ids of the events in its window that lie furthest from the old level, on the new side.

    Of a happening the event that told of it first stands for all, unless ``mentions`` asks for every event.
    """
    dyads, once = ("dyads", "y.event") if mentions else ("told_dyads", "y.happening")
    sql = f"""
        WITH turns AS (
            SELECT unnest($number::INTEGER[]) AS number, unnest($a::VARCHAR[]) AS a, unnest($b::VARCHAR[]) AS b,
                   unnest($at::DATE[]) AS at, unnest($end::DATE[]) AS "end", unnest($before::DOUBLE[]) AS before,
                   unnest($sign::DOUBLE[]) AS sign),
        found AS (
            SELECT DISTINCT ON (t.number, {once}) t.number, y.event, y."date",
                   t.sign * (y.intensity - t.before) AS moved
            FROM {dyads} y JOIN turns t ON t.a = least(y.source, y.target) AND t.b = greatest(y.source, y.target)
                 AND y."date" >= t.at AND y."date" < t."end"
            WHERE {_COUNTRIES} AND {_FINE} AND t.sign * (y.intensity - t.before) > 0
            ORDER BY t.number, {once}, {"y.event" if mentions else "y.telling, y.event"})
        SELECT number, list(event ORDER BY moved DESC, "date", event)[:$limit] AS events FROM found GROUP BY number"""
    values = {
        "number": list(range(len(turns))),
        "a": [turn.a for turn in turns],
        "b": [turn.b for turn in turns],
        "at": [turn.at for turn in turns],
        "end": [turn.end for turn in turns],
        "before": [turn.before for turn in turns],
        "sign": [1.0 if turn.score > 0 else -1.0 for turn in turns],
        "limit": limit,
        "fine": FINE_ENOUGH[every],
    }
    known = {row["number"]: tuple(row["events"]) for row in store.rows(sql, values)} if turns else {}
    return [known.get(number, ()) for number in range(len(turns))]
