"""Measures coding on Ray, on this machine: ``speed`` of one and two workers, or a ``kill`` of one of two raylets.

Run: python bench/on_ray.py speed [--articles 600], or python bench/on_ray.py kill. Needs Ray (``pip install ray``).

``speed`` says what a cluster takes to start, what the actors take to load their models, how long the articles take
with one worker and with two, what memory a worker holds, and whether both gave the bytes that coding without Ray
gives. With the load of the machine beside it: where others work on its processors, two workers are not twice as fast.
So the work of the processors is counted too: of the workers, of this process and of Ray's own. From it comes the ratio
that two processors with nothing else to do allow: one worker leaves a processor to the others, two share both.

``kill`` starts a head without processors and two nodes with one each, kills one node with SIGKILL when a third of
the batches are done, lets the run come to its end, loads the folder and compares with a store that coded all itself.
"""

import argparse
import hashlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
ROOT = Path(__file__).parent.parent
FOUND = os.pathsep.join(str(ROOT / name) for name in ("src", "tests", "bench"))
os.environ["PYTHONPATH"] = FOUND
sys.path[:0] = FOUND.split(os.pathsep)

import ray  # noqa: E402
from articles import lines  # noqa: E402
from memory import family, resident_megabytes, worked_by  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from detente.coding import load_coder  # noqa: E402
from detente.read import read_paths  # noqa: E402
from detente.records import Document  # noqa: E402
from detente.relate.dyads import dyads_of  # noqa: E402
from detente.store import BatchFolder, Tally, check_store, ingest, open_store, take_coded  # noqa: E402
from detente.store.ray_engine import code_on_ray  # noqa: E402
from factories import load_toy_coder, toy_document  # noqa: E402

TABLES = ("documents", "codings", "events", "dyads")
BATCH = 25
LINE = "PRK ACCUSE KOR -2 2024-01-15\nSLOW"


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["speed", "kill"])
    parser.add_argument("--articles", type=int, default=600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.what == "speed":
            speed(Path(folder), options.articles)
        else:
            kill(Path(folder))


def speed(folder: Path, number: int) -> None:
    """Print what one worker and two take for the same articles."""
    file = folder / "articles.jsonl"
    file.write_text("".join(lines(0, number)))
    documents = list(read_paths([str(file)]))
    digests, seconds = [here(folder, documents, load_coder)], []
    costs: list[dict[str, float]] = []
    for workers in (1, 2):
        quiet = {"include_dashboard": False, "log_to_driver": False, "logging_level": "ERROR"}
        started = patiently(partial(ray.init, address="local", num_cpus=workers, **quiet))
        ready = time.monotonic()
        out = BatchFolder(folder / f"out{workers}", make=True)
        first: list[float] = []
        held: list[float] = []
        spent: list[dict[str, float]] = []
        heard = noted(first, held, spent)
        done = code_on_ray(documents, out, load=load_coder, known=nothing, workers=workers, batch=BATCH, progress=heard)
        ended = time.monotonic()
        # From the first batch to the last: loading the models is paid once, however many articles there are.
        # Each worker has about a batch behind it when the first comes: counting these would flatter two workers.
        after = number - workers * BATCH
        pace = after / (ended - first[0])
        costs.append({name: 1000 * (spent[-1][name] - spent[0].get(name, 0.0)) / after for name in spent[-1]})
        seconds.append(pace)
        digests.append(there(folder / f"{workers}.duckdb", out, done.version))
        up, loaded = ready - started, first[0] - ready
        print(f"{workers} workers: cluster up in {up:.1f} s, first batch after {loaded:.1f} s more, then ", end="")
        print(f"{pace:.1f} articles/s; a worker holds {max(held):.0f} MB; load {os.getloadavg()[0]:.1f}")
        print(f"  work, ms an article: {', '.join(f'{name} {cost:.2f}' for name, cost in costs[-1].items())}")
        ray.shutdown()
    print(f"two workers are {seconds[1] / seconds[0]:.2f} times as fast as one by the clock")
    one = max(costs[0]["coding"], costs[0]["handing out"] + costs[0]["Ray"])
    print(f"by the work on two processors: {one / (sum(costs[1].values()) / 2):.2f} times at most")
    print("the same bytes as without Ray" if len(set(digests)) == 1 else f"OTHER BYTES: {digests}")


def kill(folder: Path) -> None:
    """Print whether a run whose node was killed lost or doubled anything."""
    documents = [toy_document(f"{LINE} {n}", n) for n in range(1500)]
    expected = here(folder, documents, load_toy_coder)
    cluster = Cluster()
    patiently(partial(cluster.add_node, num_cpus=0, include_dashboard=False))
    for _ in range(2):
        patiently(partial(cluster.add_node, num_cpus=1))
    nodes = list(cluster.worker_nodes)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    out = BatchFolder(folder / "out", make=True)
    killed: list[int] = []

    def heard(tally: Tally) -> None:
        if tally.documents >= len(documents) // 3 and not killed:
            killed.append(tally.documents)
            stop = threading.Thread(target=cluster.remove_node, args=(nodes[0],), kwargs={"allow_graceful": False})
            stop.start()

    said: list[str] = []
    done = code_on_ray(
        documents,
        out,
        load=load_toy_coder,
        known=nothing,
        workers=2,
        batch=BATCH,
        progress=heard,
        heard=lambda word, batch: said.append(f"{word} {batch.batch}"),
    )
    print(
        f"killed one of two nodes after {killed[0]} of {len(documents)} articles; {', '.join(said) or 'nothing'} said"
    )
    print(f"{done.coded} batches, {len(done.set_aside)} set aside, {len(ray.nodes())} nodes known")
    same = there(folder / "there.duckdb", out, done.version) == expected
    print("nothing lost, nothing doubled: the same bytes as without Ray" if same else "OTHER BYTES")
    ray.shutdown()
    cluster.shutdown()


def patiently(start: Callable[[], object]) -> float:
    """Start something of Ray, which gives up after 30 seconds on a busy machine; return when the last try began."""
    for tries in range(8):
        began = time.monotonic()
        try:
            start()
        except Exception:
            if tries == 7:
                raise
            continue
        return began
    raise AssertionError


def nothing(ids: list[str], codebook: str, coder: str) -> set[str]:
    """Return that a store has none of these."""
    return set()


def noted(times: list[float], held: list[float], spent: list[dict[str, float]]) -> Callable[[Tally], None]:
    """Return what keeps the time of each batch, and the memory of a worker and the work of all until then."""

    def note(tally: Tally) -> None:
        times.append(time.monotonic())
        held.append(worker_megabytes())
        spent.append(work())

    return note


def here(folder: Path, documents: list[Document], load: Callable[[], Any]) -> str:
    """Return the digest of a store that coded the documents without Ray."""
    with open_store(folder / "here.duckdb") as store:
        ingest(store, documents, load=load, pairs=dyads_of)
        return digest(store)


def there(path: Path, out: BatchFolder, version: tuple[str, str]) -> str:
    """Return the digest of a store that loaded a folder."""
    with open_store(path) as store:
        take_coded(store, out.coded(*version), version, pairs=dyads_of)
        assert not check_store(store), "the store is not sound"
        return digest(store)


def digest(store: Any) -> str:
    """Return a hash of all rows in their order."""
    total = hashlib.sha256()
    for table in TABLES:
        for row in store.rows(f"SELECT * FROM base.{table} ORDER BY rowid"):
            total.update(repr(row).encode())
    return total.hexdigest()[:16]


def work() -> dict[str, float]:
    """Return the seconds of work of the workers, of this process and of Ray's own processes."""
    names = dict(processes())
    found = {"coding": 0.0, "handing out": worked_by(os.getpid()), "Ray": 0.0}
    for number in family(os.getpid())[1:]:
        found["coding" if names.get(number, "").startswith("ray::_Actor") else "Ray"] += worked_by(number)
    return found


def worker_megabytes() -> float:
    """Return what the largest worker holds of main memory."""
    return max((resident_megabytes([n]) for n, name in processes() if name.startswith("ray::_Actor")), default=0.0)


def processes() -> Iterator[tuple[int, str]]:
    """Yield the processes of this machine: their numbers and what they call themselves."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            name = (place / "cmdline").read_bytes().split(b"\0")[0].decode("utf-8", "replace")
        except OSError:
            continue
        yield int(place.name), name


if __name__ == "__main__":
    main()
