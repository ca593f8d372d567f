"""What a store costs as it grows: rate of writing, size of the file, and three questions, each in a process of its own.

Run: python bench/scale.py [--millions 1 5 20] [--folder DIR]
The events are drawn: few pairs have most of them, years grow busier, weeks are bursty, a document tells of two. They
are written by ``import_events`` in parts of half a million, in order of time, as files of others are. The questions: a
pair over ten years by month; the ten largest shifts of a month among all pairs; the newest fifty events of an actor and
their number. Printed: the first and the best of three times in one process, and the peak of its resident memory.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from detente.data.codebook_cards import load_codebook
from detente.records import Party
from detente.relate.dyads import dyads_between
from detente.relate.series import relation
from detente.relate.shifts import all_shifts
from detente.store import STAGED, Act, Bulk, Store, import_events, open_store, stored_events

PART = 500_000
FIRST, YEARS = date(2015, 1, 1), 10
COUNTRIES, PAIRS = 180, 6_000
MIX = {"CONSULT": 30, "ACCUSE": 14, "COOPERATE": 10, "AGREE": 8, "ASSAULT": 8, "AID": 5, "THREATEN": 5, "REJECT": 5}
MIX |= {"REQUEST": 5, "SUPPORT": 4, "SANCTION": 3, "COERCE": 3}
MONTH = date(2024, 6, 1)


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 5, 20])
    parser.add_argument(
        "--folder", type=Path, help="where the stores lie meanwhile; each is removed when it is measured"
    )
    parser.add_argument("--ask", nargs=2, metavar=("STORE", "QUESTION"), help="ask one question and print its cost")
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(asked(Path(options.ask[0]), options.ask[1])))
        return
    for millions in options.millions:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            found = measured(Path(folder) / "scale.duckdb", int(millions * 1_000_000))
            print(json.dumps(found), flush=True)


def measured(file: Path, events: int) -> dict[str, float]:
    """Fill a store in a process of its own, then ask it the questions; return what each cost."""
    row: dict[str, float] = {"events": events}
    row |= _run(file, f"fill {events}")
    row["megabytes"] = round(file.stat().st_size / 1e6, 1)
    for name in QUESTIONS:
        row |= {f"{name}_{what}": value for what, value in _run(file, name).items()}
    return row


def _run(file: Path, question: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--ask", str(file), question]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def asked(file: Path, question: str) -> dict[str, float]:
    """Fill the store or ask it one question three times; return seconds and peak memory in MB."""
    if question.startswith("fill"):
        return filled(file, int(question.split()[1])) | {"peak_mb": _peak()}
    times = []
    with open_store(file, read_only=True) as store:
        for _ in range(3):
            began = time.perf_counter()
            answer = QUESTIONS[question](store)
            times.append(time.perf_counter() - began)
    return {"rows": answer, "first_s": round(times[0], 3), "best_s": round(min(times), 3), "peak_mb": _peak()}


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


# --------------------------------------------------------------------------------------- questions


def pair_of_ten_years(store: Store) -> int:
    """Return the months of the busiest pair's series."""
    a, b = _pairs()[0]
    return len(relation(store, a, b, since=FIRST, until=_last(), every="month"))


def shifts_of_a_month(store: Store) -> int:
    """Return how many of the ten largest shifts of a month there are; the half year before it is looked at."""
    found = all_shifts(store, since=MONTH - timedelta(days=182), until=MONTH + timedelta(days=58))
    month = [shift for shift in found if MONTH <= shift.at < MONTH + timedelta(days=30)]
    return len(sorted(month, key=lambda shift: -shift.score)[:10])


def events_of_an_actor(store: Store) -> int:
    """Return the number of events of the busiest actor, having fetched its newest fifty."""
    side = {"key": _pairs()[0][0]}
    number = store.rows("SELECT count(*) AS n FROM dyads WHERE source = $key OR target = $key", side)[0]["n"]
    newest = 'SELECT event FROM dyads WHERE source = $key OR target = $key ORDER BY "date" DESC, event LIMIT 50'
    stored_events(store, [row["event"] for row in store.rows(newest, side)])
    return int(number)


QUESTIONS: dict[str, Callable[[Store], int]] = {
    "pair": pair_of_ten_years,
    "shifts": shifts_of_a_month,
    "actor": events_of_an_actor,
}


# ------------------------------------------------------------------------------------------ events


def filled(file: Path, events: int) -> dict[str, float]:
    """Write so many events; return the seconds of writing and events a second, without those of drawing."""
    rng, seconds = np.random.default_rng(7), 0.0
    acts, parts = _acts(), -(-events // PART)
    with open_store(file, memory=2_500_000_000) as store:
        for part in range(parts):
            bulk = drawn(rng, min(PART, events - part * PART), acts, (part / parts, (part + 1) / parts), part)
            began = time.perf_counter()
            import_events(store, bulk, coder="drawn", codebook="drawn", origin=f"part {part}")
            seconds += time.perf_counter() - began
    return {"write_s": round(seconds, 1), "events_a_second": round(events / seconds)}


def drawn(rng: np.random.Generator, count: int, acts: dict[str, Act], span: tuple[float, float], part: int) -> Bulk:
    """Draw events of a stretch of the ten years, which runs from 0 to 1; later years are busier."""
    pairs = _pairs()
    weights = 1 / np.arange(1, len(pairs) + 1) ** 0.9
    which = rng.choice(len(pairs), size=count, p=weights / weights.sum())
    types = np.array(list(acts))
    shares = np.array([MIX[name] for name in types], dtype=float)
    act = rng.choice(len(types), size=count, p=shares / shares.sum())
    weeks = rng.gamma(1.5, 1.0, size=53)  # bursts
    place = np.sort(rng.choice(53, size=count, p=weeks / weeks.sum()) + rng.random(count)) / 53
    days = np.sqrt(span[0] + place * (span[1] - span[0])) * (YEARS * 365.25 - 1)
    dates = pa.array(np.datetime64(FIRST) + days.astype("timedelta64[D]"))
    sides = np.array(pairs)
    table = _staged(part, dates, types[act], sides[which])
    names = sorted({code for pair in pairs for code in pair})
    parties = {code: [Party(code, None, None, code, code, "GOV", None, "code")] for code in names}
    seen = {(*pairs[number], str(types[kind])) for number, kind in set(zip(which.tolist(), act.tolist(), strict=True))}
    joined = {key: _joined(parties[key[0]], parties[key[1]], key[2]) for key in sorted(seen)}
    return Bulk(table, acts, parties, {}, joined)


def _staged(part: int, dates: pa.Array, types: Sequence[str], sides: Sequence[Sequence[str]]) -> pa.Table:
    count = len(dates)
    keys = [f"{part}-{number}" for number in range(count)]
    stories = [f"{part}-{number // 2}" for number in range(count)]
    columns = {
        "key": keys, "story": stories, "published": dates, "publisher": ["drawn"] * count, "url": None, "title": None,
        "language": None, "act": types, "source": [side[0] for side in sides], "target": [side[1] for side in sides],
        "place": None, "date": dates, "date_end": None, "precision": ["day"] * count,
        "factuality": ["asserted"] * count, "evidence": [""] * count, "start": None, "confidence": [1.0] * count,
    }  # fmt: skip
    arrays = [
        pa.nulls(count, f.type) if columns[f.name] is None else pa.array(columns[f.name]).cast(f.type) for f in STAGED
    ]
    return pa.table(arrays, schema=STAGED)


def _joined(source: Sequence[Party], target: Sequence[Party], event_type: str) -> list[tuple[str, str, bool]]:
    return [(dyad.source, dyad.target, dyad.mutual) for dyad in dyads_between(source, target, event_type)]


def _acts() -> dict[str, Act]:
    book = load_codebook()
    return {name: Act(name, None, (), "", book.quad_class(name), book.intensity(name, None), 0.0) for name in MIX}


def _pairs() -> list[tuple[str, str]]:
    """Return directed pairs of made-up countries, the busiest first."""
    codes = ["".join(letters) for letters in itertools.product("ABCDEF", repeat=3)][:COUNTRIES]
    both = [(a, b) for a in codes for b in codes if a != b]
    return sorted(both, key=lambda pair: (codes.index(pair[0]) + 1) * (codes.index(pair[1]) + 1))[:PAIRS]


def _last() -> date:
    return FIRST + timedelta(days=round(YEARS * 365.25))


if __name__ == "__main__":
    main()
