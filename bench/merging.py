"""What merging is worth: thresholds and parts on the gold set, stories found again, copies, and what it costs.

    python bench/merging.py gold gold/merging.jsonl           thresholds, and each part left out (development part)
    python bench/merging.py stories STORIES.jsonl.gz STORE    clusters of articles found again, and why not
    python bench/merging.py copies STORE [--show N]           groups of copies, and pairs to read
    python bench/merging.py cost STORE                        processor time of merging beside that of coding

The stores are made with ``detente ingest``; ``cost`` works on a copy.
"""

import argparse
import gzip
import json
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.coding import load_coder
from detente.store import Store, clusters, likeness, open_store
from detente.store.catch_up import CHUNK, forget_all
from detente.store.merging import merge_batch, stored_told
from detente.store.score_merging import GoldMention, gold_mentions
from detente.store.traces import Trace, trace_of
from detente.store.unions import Unions

PARTS = ("SAME_PLACE", "SAME_DAY", "SAME_NUMBER", "OTHER_NUMBER", "SAME_MODE", "OTHER_TYPE", "FAR_TYPE", "BOTH_SIDES")
PARTS += ("OTHER_NAME", "OTHER_PERSON", "OTHER_SIDE", "SAME_DOCUMENT")
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


# ---------------------------------------------------------------------------------------------------- gold


def gold(path: Path) -> None:
    coder = load_coder()
    mentions = gold_mentions(path, part="dev")
    traces, told = _coded(mentions, coder)
    print(f"{len(mentions)} reports, {sum(map(bool, told))} with an event; F1 of pairs among these")
    print("threshold  " + "".join(f"{value:>7}" for value in THRESHOLDS))
    for across in (0.3, 0.35, 0.4, 0.45):
        row = []
        for threshold in THRESHOLDS:
            with _set(clusters, THRESHOLD=threshold, ACROSS_DAYS=across):
                row.append(_f1(mentions, traces, told)[2])
        print(f"across {across:<4}" + "".join(f"{value:7.1f}" for value in row))
    print(f"as it is: precision, recall, F1 {_f1(mentions, traces, told)}")
    for part in PARTS:
        with _set(likeness, **{part: 0.0}):
            print(f"without {part:14} {_f1(mentions, traces, told)}")


def _coded(mentions: Sequence[GoldMention], coder: Any) -> tuple[list[Trace], list[list[str]]]:
    traces, told = [], []
    for mention in mentions:
        events = coder.code(mention.document)
        told.append(
            [e.id for e in events if any(s.span.start <= mention.word < s.span.end for s in (e.evidence, *e.mentions))]
        )
        traces += [trace for event in events if (trace := trace_of(mention.document, event)) is not None]
    return traces, told


def _f1(mentions: Sequence[GoldMention], traces: list[Trace], told: list[list[str]]) -> tuple[float, float, float]:
    home = {t.event: h.events[0].event for h in clusters.happenings(traces) for t in h.events}
    labels = [{home.get(name, name) for name in names} for names in told]
    kept = [at for at, names in enumerate(told) if names]
    found = {(a, b) for a, b in combinations(kept, 2) if labels[a] & labels[b]}
    right = {(a, b) for a, b in combinations(kept, 2) if mentions[a].group == mentions[b].group}
    return _scores(found, right)


def _scores(found: set[tuple[int, int]], right: set[tuple[int, int]]) -> tuple[float, float, float]:
    hits = len(found & right)
    precision, recall = 100 * hits / max(1, len(found)), 100 * hits / max(1, len(right))
    return round(precision, 1), round(recall, 1), round(2 * precision * recall / max(1e-9, precision + recall), 1)


@contextmanager
def _set(module: Any, **values: float) -> Iterator[None]:
    old = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in old.items():
            setattr(module, name, value)


# ------------------------------------------------------------------------------------------------- stories


def stories(path: Path, store_path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with open_store(store_path, read_only=True) as store:
        known = {row["url"]: row["id"] for row in store.rows("SELECT id, url FROM documents WHERE url IS NOT NULL")}
        rows = [row for row in rows if row["url"] in known]
        names = [known[row["url"]] for row in rows]
        links = {
            "copies": store.rows("SELECT document, original AS label FROM base.copies"),
            "happenings": store.rows("SELECT document, happening AS label FROM tellings"),
        }
        events = _traces_of(store)
    cluster = [row["cluster"]["EventId"] for row in rows]
    world = [at for at, row in enumerate(rows) if row["cluster"]["Category"] == "world"]
    both = [*links["copies"], *({**row, "label": f"h {row['label']}"} for row in links["happenings"])]
    print(f"{len(rows)} articles, {len(set(cluster))} stories; precision, recall, F1 of pairs of articles")
    for title, chosen in (("all", list(range(len(rows)))), ("world", world)):
        right = {(a, b) for a, b in combinations(chosen, 2) if cluster[a] == cluster[b]}
        for name, found_rows in (*links.items(), ("both", both)):
            found = _linked(names, chosen, found_rows)
            print(f"{title:6} {name:11} {_scores(found, right)}  of {len(right)} pairs, {len(found)} found")
        told = {(a, b) for a, b in right if names[a] in events and names[b] in events}
        print(f"{title:6} of {len(told)} pairs with an event in both, {len(told & found)} found")
        missed = right - found
        print(f"{title:6} missed:", dict(Counter(_why(events, names[a], names[b]) for a, b in missed).most_common()))
        for a, b in sorted(found - right)[:10]:
            print("   false:", rows[a]["title"], "|", rows[b]["title"])


def _linked(names: Sequence[str], chosen: Sequence[int], rows: Sequence[Mapping[str, str]]) -> set[tuple[int, int]]:
    """Return the pairs of articles that are joined by labels that they share, also by way of others."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        held[row["label"]].append(row["document"])
    unions = Unions({*names, *(row["document"] for row in rows)})
    for members in held.values():
        for other in members[1:]:
            unions.join(members[0], other)
    home = {name: number for number, group in enumerate(unions.groups()) for name in group}
    return {(a, b) for a, b in combinations(chosen, 2) if home[names[a]] == home[names[b]]}


def _traces_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.rows("SELECT * FROM base.traces"):
        found.setdefault(row["document"], []).append(row)
    return found


def _why(events: Mapping[str, list[dict[str, Any]]], a: str, b: str) -> str:
    """Return the first test that every pair of events of two articles fails."""
    if a not in events or b not in events:
        return "no event in one of them"
    pairs = [(x, y) for x in events[a] for y in events[b]]
    tests = {
        "events of other families": lambda x, y: x["family"] == y["family"],
        "other sides": lambda x, y: {*x["sources"], *x["targets"]} & {*y["sources"], *y["targets"]},
        "days too far apart": lambda x, y: abs((x["slot"] - y["slot"]).days) <= clusters.REACH_DATED,
    }
    for reason, test in tests.items():
        pairs = [(x, y) for x, y in pairs if test(x, y)]
        if not pairs:
            return reason
    return "words, place or type too unlike"


# -------------------------------------------------------------------------------------------- copies, cost


def copies(store_path: Path, show: int) -> None:
    with open_store(store_path, read_only=True) as store:
        same = store.rows("SELECT count(DISTINCT document) AS n, count(*) AS more FROM base.reprints")[0]
        groups = store.rows("SELECT count(DISTINCT original) AS n, count(*) AS of FROM base.copies")[0]
        print(f"{same['n']} documents stand elsewhere word for word ({same['more']} more addresses)")
        print(f"{groups['n']} groups of near-duplicates, {groups['of']} documents")
        sql = """SELECT p.overlap, p.likeness, a.title AS one, b.title AS other, a.published AS day,
                        b.published AS later
                 FROM base.copy_pairs p JOIN base.documents a ON a.id = p.a JOIN base.documents b ON b.id = p.b
                 ORDER BY p.overlap, p.a LIMIT ?"""
        for row in store.rows(sql, [show]):
            print(f"{row['overlap']:.2f} {row['likeness']:.2f} {row['day']} {row['later']} | {row['one']}")
            print(f"                              | {row['other']}")


def cost(store_path: Path, sample: int) -> None:
    coder = load_coder()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.duckdb"
        shutil.copyfile(store_path, copy)
        with open_store(copy) as store:
            forget_all(store)
            sql = "SELECT id FROM base.documents WHERE error IS NULL ORDER BY published, id"
            names = [row["id"] for row in store.rows(sql)]
            took = []
            for first in range(0, len(names), CHUNK):
                told = stored_told(store, names[first : first + CHUNK])
                started = time.process_time()
                with store.transaction():
                    merge_batch(store, told)
                took.append(time.process_time() - started)
            documents = [document for document, *_ in stored_told(store, names[:: max(1, len(names) // sample)])]
    started = time.process_time()
    for document in documents:
        coder.code(document)
    coding = (time.process_time() - started) / max(1, len(documents))
    merging = sum(took) / max(1, len(names))
    print(f"processor time per thousand documents: merging {1000 * merging:.1f} s, coding {1000 * coding:.1f} s")
    print(f"merging is {100 * merging / coding:.1f}% of coding; by batch:", " ".join(f"{value:.2f}" for value in took))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("gold").add_argument("gold", type=Path)
    told = tasks.add_parser("stories")
    told.add_argument("stories", type=Path)
    told.add_argument("store", type=Path)
    same = tasks.add_parser("copies")
    same.add_argument("store", type=Path)
    same.add_argument("--show", type=int, default=0)
    dear = tasks.add_parser("cost")
    dear.add_argument("store", type=Path)
    dear.add_argument("--sample", type=int, default=60, help="documents that are coded for comparison")
    asked = parser.parse_args()
    if asked.task == "gold":
        gold(asked.gold)
    elif asked.task == "stories":
        stories(asked.stories, asked.store)
    elif asked.task == "copies":
        copies(asked.store, asked.show)
    else:
        cost(asked.store, asked.sample)


if __name__ == "__main__":
    main()
