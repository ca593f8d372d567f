"""Loads the desk as many readers at once would, while an ingest writes; prints the times of each page.

    python bench/desk.py STORE [--users 20] [--seconds 60] [--think 1.0] [--quiet] [--alone 15]

Serves a copy of STORE on this machine, in a process of its own, and lets users click through it in another: each opens
a page of a random kind, about random actors, days and events of the store, reads it for ``--think`` seconds on average
and goes on. Times are those that the user waits, from the first byte sent to the last one had. Meanwhile
``detente ingest`` codes invented articles into the same store, unless --quiet. The first page is timed from the
start of the server on, and again from the moment that it listens.

Before that ``--alone`` pages of each kind are asked one after another, each different and each for the first time,
while nothing else goes on in the server; beside the time stands the processor time that the server took (its own and
that of the system for it), which other work on the machine disturbs less, and how many times that of the cheapest kind
it is.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from memory import worked_by

from detente.store import open_store

SEED = 20
ARTICLES = 20_000
FOLDER_OF = 500
DEEDS = (
    "accused {b} of moving troops to the border",
    "signed a trade agreement with {b}",
    "condemned {b} over the strike",
    "held talks with {b} on the ceasefire",
    "sent humanitarian aid to {b}",
    "threatened {b} with sanctions",
)
NAMES = "France Germany Japan Brazil Egypt Kenya India Pakistan Turkey Greece Peru Chile".split()
PAIRS = """
    SELECT a || ' ' || b AS v FROM (
        SELECT least(source, target) AS a, greatest(source, target) AS b, count(*) AS n
        FROM dyads WHERE length(source) = 3 AND length(target) = 3 GROUP BY ALL ORDER BY n DESC LIMIT 200)"""

Make = Callable[[random.Random, dict[str, list[str]]], str]


@dataclass
class Times:
    """What users waited for each kind of page, in seconds, and what did not come."""

    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)


def pair(r: random.Random, known: dict[str, list[str]]) -> tuple[str, str]:
    a, b = r.choice(known["pairs"]).split()
    return a, b


KINDS: dict[str, tuple[int, Make]] = {
    "what changed": (3, lambda r, k: "/"),
    "relations": (1, lambda r, k: "/relation"),
    "relation, by month": (3, lambda r, k: "/relation/{}/{}".format(*pair(r, k))),
    "relation, by week": (2, lambda r, k: "/relation/{}/{}?every=week".format(*pair(r, k))),
    "relation, one period": (2, lambda r, k: "/relation/{}/{}?at={}-01".format(*pair(r, k), r.choice(k["days"])[:7])),
    "world": (1, lambda r, k: f"/world?since={r.choice(k['days'])}"),
    "actors": (1, lambda r, k: "/actor"),
    "actor": (2, lambda r, k: f"/actor/{r.choice(k['actors']).replace('/', '~')}"),
    "event": (3, lambda r, k: f"/event/{r.choice(k['events'])}"),
    "article": (2, lambda r, k: f"/document/{r.choice(k['documents'])}"),
    "search, all": (1, lambda r, k: "/search"),
    "search, by actor": (2, lambda r, k: f"/search?actor={r.choice(k['actors'])}"),
    "search, by pair and type": (2, lambda r, k: "/search?actor={}&other={}&type=CONSULT".format(*pair(r, k))),
    "search, by words": (2, lambda r, k: f"/search?q={r.choice(k['words'])}"),
    "search, in articles": (1, lambda r, k: f"/search?in=documents&q={r.choice(k['words'])}"),
    "review": (1, lambda r, k: "/review"),
    "API, events": (2, lambda r, k: f"/api/v1/events?actor={r.choice(k['actors'])}&limit=50"),
    "API, series": (1, lambda r, k: "/api/v1/relations?a={}&b={}".format(*pair(r, k))),
}


def known_things(store: Path) -> dict[str, list[str]]:
    """Return what addresses are made of: pairs, actors, events, documents, days, words of the store."""
    with open_store(store) as held:  # for writing, so that an older store is brought up to date

        def column(sql: str) -> list[str]:
            return [str(row["v"]) for row in held.rows(sql)]

        return {
            "pairs": column(PAIRS),
            "actors": column("SELECT source AS v FROM dyads GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 300"),
            "events": column("SELECT id AS v FROM base.events ORDER BY hash(id) LIMIT 500"),
            "documents": column("SELECT id AS v FROM base.documents ORDER BY id LIMIT 200"),
            "days": column('SELECT DISTINCT "date" AS v FROM dyads WHERE "date" IS NOT NULL ORDER BY 1 LIMIT 400'),
            "words": ["troops", "border", "sanctions", "ceasefire", "trade", "talks", "nuclear", "aid"],
        }


def alone(port: int, process: int, known: dict[str, list[str]], pages: int) -> None:
    """Ask pages of each kind one after another and print what each took."""
    rows = []
    for name, (_, make) in KINDS.items():
        r, waited = random.Random(SEED), []
        addresses = list(dict.fromkeys(make(r, known).replace(" ", "%20") for _ in range(pages)))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        before = worked_by(process)
        for address in addresses:
            began = time.monotonic()
            got(connection, address)
            waited.append(time.monotonic() - began)
        taken = (worked_by(process) - before) / len(addresses)
        rows.append((name, len(addresses), statistics.median(waited), max(waited), taken))
    least = min(row[-1] for row in rows if row[-1] > 0)
    print(f"{'page, alone':28} {'asked':>6} {'median':>8} {'worst':>8} {'processor':>10} {'ratio':>6}")
    for name, asked, median, worst, taken in rows:
        times = f"{1000 * median:5.0f} ms {1000 * worst:5.0f} ms {1000 * taken:7.1f} ms"
        print(f"{name:28} {asked:6} {times} {taken / least:6.1f}")
    print(f"mean of the mix: {1000 * mixed({row[0]: row[-1] for row in rows}):.1f} ms of the processor a page")


def mixed(taken: dict[str, float]) -> float:
    """Return the mean of what kinds of pages take, weighted by how often users ask for them."""
    return sum(KINDS[name][0] * one for name, one in taken.items()) / sum(weight for weight, _ in KINDS.values())


def user(number: int, port: int, known: dict[str, list[str]], times: Times, end: float, think: float) -> None:
    r = random.Random(SEED + number)
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(r.random() * think)
    while time.monotonic() < end:
        name = r.choices(names, weights)[0]
        began = time.monotonic()
        try:
            status = got(connection, KINDS[name][1](r, known).replace(" ", "%20"))
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        with times.lock:
            times.waited[name].append(time.monotonic() - began)
            times.failed[name] += status not in (200, 404)
        time.sleep(r.expovariate(1 / think) if think else 0)


def got(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def articles(folder: Path) -> None:
    """Write invented articles, each different."""
    r = random.Random(SEED)
    for number in range(ARTICLES):
        a, b, c, d = r.sample(NAMES, 4)
        deeds = [r.choice(DEEDS).format(b=side) for side in (b, d)]
        text = f"Report {number}\n\n{a} {deeds[0]} on Monday.\n\nThe government of {c} {deeds[1]}, officials said."
        row = {"text": text, "title": f"Report {number}", "date": f"2018-{1 + number % 12:02}-{1 + number % 28:02}"}
        with (folder / f"{number // FOLDER_OF:03}.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")


@contextmanager
def served(store: Path) -> Iterator[tuple[int, int]]:
    """Serve the store and say how long the first page took; yields the port and the number of the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    command = [sys.executable, "-m", "detente.show.cli", "serve", "--store", str(store), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                    connection.connect()
                    listens = time.monotonic()
                    status = got(connection, "/")
                    break
                except ConnectionRefusedError:
                    time.sleep(0.02)
            first = time.monotonic()
            said = f"first page: {first - listens:.2f} s (status {status})"
            print(f"{said}, {first - began:.2f} s with the start of the server")
            yield port, process.pid
        finally:
            process.terminate()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def report(times: Times) -> None:
    print(f"{'page':28} {'asked':>6} {'median':>8} {'p99':>8} {'worst':>8} {'failed':>7}")
    rows = [*sorted(times.waited.items()), ("all", [value for values in times.waited.values() for value in values])]
    for name, values in rows:
        failed = sum(times.failed.values()) if name == "all" else times.failed[name]
        numbers = [1000 * value for value in (statistics.median(values), percentile(values, 0.99), max(values))]
        print(f"{name:28} {len(values):6} " + " ".join(f"{number:5.0f} ms" for number in numbers) + f" {failed:7}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--alone", type=int, default=15, help="pages of each kind asked one by one; 0 for none")
    parser.add_argument("--settle", type=float, default=30, help="seconds for index and turning points before that")
    parser.add_argument("--quiet", action="store_true", help="no ingest meanwhile")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.store.parent) as name:
        folder = Path(name)
        store = folder / "desk.duckdb"
        shutil.copyfile(given.store, store)
        known = known_things(store)
        writer = None
        if not given.quiet:
            (folder / "in").mkdir()
            articles(folder / "in")
        with served(store) as (port, process):
            if given.alone:
                time.sleep(given.settle)
                alone(port, process, known, given.alone)
            if not given.quiet:
                command = [sys.executable, "-m", "detente.show.cli", "ingest", str(folder / "in")]
                command += ["--store", str(store), "--workers", "1"]
                writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(10)  # until it has loaded what it needs
            before = worked_by(process)
            times, end = Times(), time.monotonic() + given.seconds
            threads = [
                threading.Thread(target=user, args=(n, port, known, times, end, given.think))
                for n in range(given.users)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if writer:
                print("the ingest was", "at work to the end" if writer.poll() is None else "over before the end")
                writer.terminate()
                writer.wait()
            load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
            print(f"{given.users} users, {given.think} s between pages, {given.seconds:.0f} s")
            taken, pages = worked_by(process) - before, sum(len(one) for one in times.waited.values())
            print(f"the server took {taken:.1f} s of the processor for {pages} pages and what it did beside them")
            print(f"load average of the machine: {load} on {os.cpu_count()} cores")
            report(times)


if __name__ == "__main__":
    main()
