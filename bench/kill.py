"""Kills ingest at random moments and looks whether anything was lost or doubled.

Run: python bench/kill.py [--times 50] [--import FILE]. A child codes documents with a toy coder and says after each
batch how many it has stored; it is killed with SIGKILL after a random time, and the next child goes on in the same
store. After each kill: what was said to be stored is there, nothing stands twice, ``check_store`` finds no fault. With
``--import`` a child imports an ICEWS extract instead, and each kill must leave all of the file or nothing.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from detente.store import check_store, open_store

TESTS = Path(__file__).parent.parent / "tests"
DOCUMENTS = 4000
CHILD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from factories import ToyCoder, toy_document
import detente.store.intake as intake
from detente.relate.dyads import dyads_of
from detente.store import open_store
intake.BATCH, written = 25, intake.Store.write
class Slow(ToyCoder):
    def code(self, document):
        time.sleep(0.0005)
        return super().code(document)
def write(self, run, batch, **more):
    written(self, run, batch, **more)
    print(run, more["tally"].documents, more["tally"].events, flush=True)
intake.Store.write = write
lines = ["PRK ACCUSE KOR -2 2024-01-15", "USA CONSULT RUS 2.5 2024-02-01"]
documents = (toy_document(chr(10).join(lines), n) for n in range(int(sys.argv[3])))
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    intake.ingest(store, documents, load=Slow, pairs=dyads_of)
print("end", flush=True)
"""
IMPORT = """
import sys
from pathlib import Path
from detente.show.imports.importing import import_file
from detente.store import open_store
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    import_file(store, Path(sys.argv[2]), form="icews")
print("end", flush=True)
"""


def main() -> None:
    """Kill as often as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--import", dest="file", help="an ICEWS extract to import instead")
    options = parser.parse_args()
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "s.duckdb"
        done = ended = 0
        while done < options.times:
            lines = _run(store, rng, options.file)
            ended += "end" in lines
            done += "end" not in lines
            _judge(store, [line for line in lines if line[0].isdecimal()])
            if "end" in lines:
                store.unlink()
    print(f"{done} kills, {ended} runs that ended in between: nothing lost, nothing doubled")


def _run(store: Path, rng: random.Random, file: str | None) -> list[str]:
    arguments = [IMPORT, str(store), file] if file else [CHILD, str(store), str(TESTS), str(DOCUMENTS)]
    child = subprocess.Popen([sys.executable, "-c", *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(rng.uniform(0.0, 12.0 if file else 1.5))
    child.send_signal(signal.SIGKILL)
    return [line.strip() for line in [first, *child.stdout.read().splitlines()] if line.strip()]


def _judge(store: Path, said: list[str]) -> None:
    """Stop with a message if something said is missing, something stands twice, or the store is not sound."""
    with open_store(store) as opened:
        faults = check_store(opened)
        runs = {row["run"]: row for row in opened.rows("SELECT * FROM base.runs")}
        for line in said:
            run, documents, events = map(int, line.split())
            if runs[run]["documents"] < documents or runs[run]["events"] < events:
                faults.append(f"run {run} said {documents} documents and has {runs[run]['documents']}")
        events = opened.rows("SELECT count(*) AS n, count(DISTINCT (id, document)) AS single FROM base.events")[0]
        if events["n"] != events["single"]:
            faults.append(f"{events['n'] - events['single']} events stand twice")
        kept = opened.rows("SELECT coalesce(sum(events), 0) AS n FROM base.runs")[0]["n"]
        if kept != events["n"]:
            faults.append(f"the runs say {kept} events, the table has {events['n']}")
    if faults:
        sys.exit(f"{store}: {'; '.join(faults)}")


if __name__ == "__main__":
    main()
