"""Compares ways to find turning points: on synthetic series of known truth, and on real ones written down beforehand.

Run: python bench/shifts.py [--series 100] [--known bench/turning_points.toml] [--store FILE --extract 2014]...
Synthetic: share of true turns found within two weeks (hits), false alarms per series and year, those on flat ones.
Real (stores made by ``detente import``, turns of a list that was written beforehand): recall within 30 days with the
right direction of all turns and of those that the extract can tell of, what the same alarms would reach if they fell on
other days (chance), alarms per year of the pairs with a known turn, and alarms per quiet pair and year (of all quiet
pairs, and of those of which something is heard).
"""

import argparse
import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from shift_methods import METHODS, Array, Method, Turn

from detente.relate.series import periods
from detente.relate.shifts import THRESHOLD
from detente.store import Store, open_store

Methods = Mapping[str, tuple[Method, tuple[float, ...]]]
Known = Mapping[str, object]  # a turn as a list says it

KNOWN = Path(__file__).parent / "turning_points.toml"
WEEKS = 104
MARGIN_WEEKS = 2
MARGIN_DAYS = 30
LEAST_EVENTS = 16  # in the year, below which nothing can be said of a pair: the extract does not hold the story
FRIENDLY = (2.5, 2.5, 2.5, 4.0, 5.0, 9.5, -2.0, 0.0)
MIXED = (2.5, 2.5, 0.0, -2.0, -3.5, 5.0, -6.0, 9.5)
COOL = (2.5, 0.0, -2.0, -2.0, -3.5, -3.5, 2.5, 5.0)
HOSTILE = (-2.0, -3.5, -3.5, -6.5, -9.0, -6.0, 2.5, -2.0)
KINDS: Mapping[str, tuple[tuple[int, ...], tuple[Sequence[float], ...]]] = {
    "flat mixed": ((), (MIXED,)),
    "flat hostile": ((), (HOSTILE,)),
    "flat friendly": ((), (FRIENDLY,)),
    "friendly to hostile": ((52,), (FRIENDLY, HOSTILE)),
    "mixed to cool": ((52,), (MIXED, COOL)),
    "hostile to friendly": ((52,), (HOSTILE, FRIENDLY)),
    "12 weeks friendly": ((46, 58), (HOSTILE, FRIENDLY, HOSTILE)),
}
RATES = (1.0, 4.0, 20.0)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100, help="synthetic series of each kind and rate")
    parser.add_argument("--store", action="append", default=[], help="a store with events of a year")
    parser.add_argument("--extract", action="append", default=[], help="its turns: a year, or a name of the list")
    parser.add_argument("--known", type=Path, default=KNOWN, help="the list of turns")
    parser.add_argument("--only", default="", help="measure the methods whose names hold this")
    parser.add_argument("--list", action="store_true", help="list what the chosen method finds, turn by turn")
    options = parser.parse_args()
    methods = {name: method for name, method in METHODS.items() if options.only in name}
    if options.series:
        synthetic(options.series, methods)
    for store, extract in zip(options.store, options.extract, strict=True):
        turns, quiet = known(options.known, extract)
        with open_store(store, read_only=True) as opened:
            real(opened, extract, turns, quiet, methods)
            if options.list:
                listed(opened, turns)


# ------------------------------------------------------------------------------------------ synthetic


def synthetic(count: int, methods: Methods) -> None:
    """Print hits and false alarms per method and threshold."""
    drawn = [
        (truth, draw(random.Random(f"{name} {rate} {seed}"), truth, levels, rate))
        for name, (truth, levels) in KINDS.items()
        for rate in RATES
        for seed in range(count)
    ]
    print(f"{'synthetic':30} {'threshold':>9} {'hits':>6} {'false alarms a year':>20} {'of them on flat':>16}")
    for name, (method, thresholds) in methods.items():
        for threshold in thresholds:
            hits = turns = alarms = flat = flats = 0
            for truth, (counts, net) in drawn:
                found = method(counts, net, threshold)
                near = [any(abs(at - true) <= MARGIN_WEEKS for at, _ in found) for true in truth]
                hits, turns = hits + sum(near), turns + len(truth)
                false = sum(all(abs(at - true) > MARGIN_WEEKS for true in truth) for at, _ in found)
                alarms, flat, flats = alarms + false, flat + (not truth) * false, flats + (not truth)
            years = WEEKS / 52
            shown = f"{hits / turns:6.2f} {alarms / len(drawn) / years:20.3f} {flat / flats / years:16.3f}"
            print(f"{name:30} {threshold:9} {shown}", flush=True)


def draw(
    rng: random.Random, truth: Sequence[int], levels: Sequence[Sequence[float]], rate: float
) -> tuple[Array, Array]:
    """Draw a series: bursty counts, one or two acts a week told again and again, coverage that doubles half-way."""
    counts, net = np.zeros((WEEKS, 4)), np.zeros(WEEKS)
    for week in range(WEEKS):
        level = levels[sum(week >= cut for cut in truth)]
        busy = rate * rng.gammavariate(2.0, 0.5) * (1.0 if week < WEEKS * 0.7 else 2.0)
        for _ in range(_poisson(rng, busy / 2)):
            intensity = rng.choice(level)
            told = 1 + _poisson(rng, 1.0)
            counts[week, quad(intensity)] += told
            net[week] += intensity * told
    return counts, net


def quad(intensity: float) -> int:
    """Return the quad class, from 0, that an intensity of the lists above stands for."""
    if intensity > 0:
        return 1 if intensity > 8 else 0
    return 3 if intensity < -4 else 2


def _poisson(rng: random.Random, rate: float) -> int:
    count, waited = 0, rng.expovariate(rate)
    while waited < 1:
        count, waited = count + 1, waited + rng.expovariate(rate)
    return count


# ----------------------------------------------------------------------------------------------- real


def known(file: Path, extract: str) -> tuple[list[Known], list[tuple[str, str]]]:
    """Return the turns of an extract that a list knows, and its quiet pairs."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    turns = [turn for turn in table["turn"] if turn.get("extract", str(turn["day"].year)) == extract]
    pairs = [pair.split("-") for pair in table["quiet"][0]["pairs"]]
    return turns, [(min(pair), max(pair)) for pair in pairs]


def real(
    store: Store, extract: str, turns: Sequence[Known], quiet: Sequence[tuple[str, str]], methods: Methods
) -> None:
    """Print recall and alarms of every method on an extract."""
    weeks, series = weekly(store)
    years = len(weeks) / 52
    pairs = sorted({_pair(turn) for turn in turns} & series.keys())
    tellable = [turn for turn in turns if events(series, _pair(turn)) >= LEAST_EVENTS]
    missing = [f"{t['a']}-{t['b']} {events(series, _pair(t))}" for t in turns if t not in tellable]
    heard = sum(events(series, pair) >= LEAST_EVENTS for pair in quiet)
    print(f"\n{extract}: {len(turns)} turns, {len(tellable)} of them tellable, {len(weeks)} weeks")
    print(f"not tellable (events in all): {', '.join(missing) or 'none'}")
    print(f"{len(quiet)} quiet pairs, {heard} of them with {LEAST_EVENTS} events or more")
    heads = ("recall", "tellable", "chance", "alarms", "quiet", "heard")
    print(f"{'method':30} {'threshold':>9} {' '.join(f'{head:>{max(6, len(head))}}' for head in heads)}")
    for name, (method, thresholds) in methods.items():
        for threshold in thresholds:
            found = {pair: dated(method, series[pair], weeks, threshold) for pair in pairs}
            calm = [len(dated(method, series[pair], weeks, threshold)) for pair in quiet if pair in series]
            hit = sum(is_hit(turn, found.get(_pair(turn), [])) for turn in turns)
            told = sum(is_hit(turn, found.get(_pair(turn), [])) for turn in tellable)
            luck = chance(turns, found, weeks)
            busy = sum(map(len, found.values())) / len(found) / years
            rates = f"{hit / len(turns):6.2f} {told / len(tellable):8.2f} {luck:6.2f}"
            calls = f"{busy:6.2f} {sum(calm) / len(quiet) / years:6.2f} {sum(calm) / max(1, heard) / years:6.2f}"
            print(f"{name:30} {threshold:9} {rates} {calls}", flush=True)


def listed(store: Store, turns: Sequence[Known]) -> None:
    """Print every turn with what the chosen method finds for its pair."""
    weeks, series = weekly(store)
    for turn in turns:
        own = series.get(_pair(turn))
        found = dated(METHODS["contrast and segments (chosen)"][0], own, weeks, THRESHOLD) if own else []
        marks = " ".join(f"{day}{'+' if sign > 0 else '-'}" for day, sign in found)
        print(f"{turn['a']}-{turn['b']} {turn['day']} {turn['direction']:6} {is_hit(turn, found)!s:5} {marks}")


def events(series: Mapping[tuple[str, str], tuple[Array, Array]], pair: tuple[str, str]) -> int:
    """Return how many counted events a pair has."""
    return int(series[pair][0].sum()) if pair in series else 0


def weekly(store: Store) -> tuple[list[date], dict[tuple[str, str], tuple[Array, Array]]]:
    """Return the weeks of a store, and counts and net intensity per pair of countries and week."""
    rows = store.rows("""
        SELECT a, b, week, q, count(*) AS n, sum(intensity) AS net FROM (
            SELECT DISTINCT least(source, target) AS a, greatest(source, target) AS b, event, quad_class AS q,
                   intensity, date_trunc('week', "date")::DATE AS week
            FROM dyads WHERE counted AND "date" IS NOT NULL AND length(source) = 3 AND length(target) = 3)
        GROUP BY ALL""")
    first, last = min(row["week"] for row in rows), max(row["week"] for row in rows)
    weeks = [start for start, _ in periods(first, last, "week")]
    at = {week: number for number, week in enumerate(weeks)}
    found: dict[tuple[str, str], tuple[Array, Array]] = {}
    for row in rows:
        counts, net = found.setdefault((row["a"], row["b"]), (np.zeros((len(weeks), 4)), np.zeros(len(weeks))))
        counts[at[row["week"]], row["q"] - 1] += row["n"]
        net[at[row["week"]]] += row["net"]
    return weeks, found


Dated = list[tuple[date, int]]


def dated(method: Method, series: tuple[Array, Array], weeks: Sequence[date], threshold: float) -> Dated:
    """Return the turns of a series with their days."""
    found: list[Turn] = method(*series, threshold)
    return [(weeks[at], sign) for at, sign in found]


def is_hit(turn: Known, found: Dated) -> bool:
    """Return whether a turn was found within the margin, with its direction."""
    day, sign = turn["day"], 1 if turn["direction"] == "thaw" else -1
    assert isinstance(day, date)
    return any(which == sign and abs((at - day).days) <= MARGIN_DAYS for at, which in found)


def chance(turns: Sequence[Known], found: Mapping[tuple[str, str], Dated], weeks: Sequence[date]) -> float:
    """Return the recall of the same alarms moved around the year, on average over all shifts of whole weeks."""
    span = 7 * len(weeks)
    total = 0
    for step in range(len(weeks)):
        for turn in turns:
            moved = [
                (weeks[0] + timedelta(days=((at - weeks[0]).days + 7 * step) % span), sign)
                for at, sign in found.get(_pair(turn), [])
            ]
            total += is_hit(turn, moved)
    return total / len(weeks) / len(turns)


def _pair(turn: Known) -> tuple[str, str]:
    a, b = sorted((str(turn["a"]), str(turn["b"])))
    return a, b


if __name__ == "__main__":
    main()
