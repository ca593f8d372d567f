"""Finds articles that are the same text: with another headline, cut at the end, lightly edited, or word for word.

What is stored: a print per document, a row per pair of copies, and groups, each under its first published document.
Pairs do not depend on the order in which documents come, and groups follow from pairs and rulings alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa  # type: ignore[import-untyped]

from detente.records import Document, Span
from detente.store.rows import Row
from detente.store.rulings import COPY, Rulings, read_rulings
from detente.store.shingles import Hashes, bands, body_of, overlap, shingles, whole
from detente.store.tables import Tables
from detente.store.unions import Unions

# Set by reading what stands near them in docs/benchmarks.md ("Articles that stand several times").
LEAST_OVERLAP = 0.75  # share of the shorter text's shingles that must stand in the longer one
SHORT, SHORT_OVERLAP = 100, 0.9  # of a shorter text nearly all must: formulas fill most of a brief notice
LEAST_SHINGLES = 20  # of the shorter text: below that a phrase of courtesy is a whole text
WITHIN_DAYS = 30  # between the days of publication; the same formula a year later is another occasion
NO_DAY = date(1, 2, 1)  # where no document has a day: nothing was published near it, and it can be widened

_PRINTS = pa.schema(
    [
        ("document", pa.string()),
        ("published", pa.date32()),
        ("whole", pa.uint64()),
        ("shingles", pa.int32()),
        ("bands", pa.list_(pa.uint64())),
    ]
)
_PAIRS = pa.schema([("a", pa.string()), ("b", pa.string()), ("overlap", pa.float64()), ("likeness", pa.float64())])
_COPIES = pa.schema(
    [
        ("document", pa.string()),
        ("original", pa.string()),
        ("published", pa.date32()),
        ("overlap", pa.float64()),
        ("likeness", pa.float64()),
    ]
)
_NEAR = f"""
    WITH fresh AS (SELECT document, published, unnest(bands) AS band FROM base.prints
                   WHERE document IN (SELECT unnest($names::VARCHAR[]))),
    others AS (SELECT document, published, unnest(bands) AS band FROM base.prints
               WHERE published IS NULL
                  OR published BETWEEN $first::DATE - {WITHIN_DAYS} AND $last::DATE + {WITHIN_DAYS})
    SELECT DISTINCT least(f.document, o.document) AS a, greatest(f.document, o.document) AS b
    FROM fresh f JOIN others o ON o.band = f.band AND o.document <> f.document
    WHERE abs(f.published - o.published) <= {WITHIN_DAYS} OR (f.published IS NULL AND o.published IS NULL)
    UNION
    SELECT least(f.document, o.document), greatest(f.document, o.document)
    FROM base.prints f JOIN base.prints o ON o.whole = f.whole AND o.document <> f.document
    WHERE f.document IN (SELECT unnest($names::VARCHAR[])) AND f.shingles >= {LEAST_SHINGLES}
    ORDER BY 1, 2"""

Pair = tuple[str, str]


def update_copies(tables: Tables, documents: Iterable[Document]) -> set[str]:
    """Take documents in, those already known left out; return the ids of all whose group changed.

    Must be called inside a transaction, after the documents were written.
    """
    readable = {document.id: document for document in documents if document.error is None and document.text}
    known = tables.rows(
        "SELECT document FROM base.prints WHERE document IN (SELECT unnest(?::VARCHAR[]))", [[*readable]]
    )
    for row in known:
        del readable[row["document"]]
    if not readable:
        return set()
    sets = {name: shingles(body_of(document)) for name, document in readable.items()}
    tables.append("base.prints", [_print(document, sets[name]) for name, document in readable.items()], _PRINTS)
    days = [document.published for document in readable.values() if document.published] or [NO_DAY]
    values = {"names": [*readable], "first": min(days), "last": max(days)}
    pairs = [(row["a"], row["b"]) for row in tables.rows(_NEAR, values)]
    found = _verified(tables, pairs, sets)
    tables.append("base.copy_pairs", found, _PAIRS)
    return regroup(tables, {name for row in found for name in (row["a"], row["b"])})


def regroup(tables: Tables, names: set[str]) -> set[str]:
    """Make the groups of these documents anew; return the ids of all whose group or first day changed."""
    if not names:
        return set()
    rulings = read_rulings(tables, COPY)
    old = _whole_groups(tables, names | rulings.partners(names))
    members = names | rulings.partners(names) | set(old)
    sql = "SELECT * FROM base.copy_pairs WHERE list_contains($n::VARCHAR[], a) OR list_contains($n::VARCHAR[], b)"
    rows = tables.rows(sql, {"n": sorted(members)})
    scores = {(row["a"], row["b"]): (row["overlap"], row["likeness"]) for row in rows}
    scores |= dict.fromkeys(rulings.same_among({*members, *(name for pair in scores for name in pair)}), (1.0, 1.0))
    groups = _groups(scores, rulings)
    fresh = _rows(groups, scores, _days(tables, {name for group in groups for name in group}))
    changed = {name for name in old.keys() | fresh.keys() if old.get(name) != fresh.get(name)}
    tables.run("DELETE FROM base.copies WHERE document IN (SELECT unnest(?::VARCHAR[]))", [sorted(changed)])
    tables.append("base.copies", [fresh[name] for name in sorted(changed & fresh.keys())], _COPIES)
    return changed


def first_days(tables: Tables, names: Sequence[str]) -> Mapping[str, tuple[str, date | None]]:
    """Return the original and its day for those of the documents that are in a group of copies."""
    sql = """SELECT c.document, c.original, o.published FROM base.copies c JOIN base.copies o ON o.document = c.original
             WHERE c.document IN (SELECT unnest(?::VARCHAR[]))"""
    return {row["document"]: (row["original"], row["published"]) for row in tables.rows(sql, [list(names)])}


def _print(document: Document, found: Hashes) -> Row:
    row: Row = {"document": document.id, "published": document.published}
    return row | {"whole": whole(found), "shingles": len(found), "bands": bands(found)}


def _verified(tables: Tables, pairs: Sequence[Pair], sets: dict[str, Hashes]) -> list[Row]:
    missing = sorted({name for pair in pairs for name in pair} - set(sets))
    sql = 'SELECT id, "text", paragraphs FROM base.documents WHERE id IN (SELECT unnest(?::VARCHAR[]))'
    for row in tables.rows(sql, [missing]) if missing else ():
        spans = tuple(Span(**span) for span in row["paragraphs"])
        sets[row["id"]] = shingles(body_of(Document(row["id"], row["text"], spans)))
    found = []
    for a, b in pairs:
        shared, size = overlap(sets[a], sets[b]), min(len(sets[a]), len(sets[b]))
        if size >= LEAST_SHINGLES and shared.least >= (LEAST_OVERLAP if size >= SHORT else SHORT_OVERLAP):
            found.append({"a": a, "b": b, "overlap": round(shared.least, 4), "likeness": round(shared.jaccard, 4)})
    return found


def _whole_groups(tables: Tables, names: set[str]) -> dict[str, Row]:
    sql = """SELECT * FROM base.copies WHERE original IN (
                 SELECT original FROM base.copies WHERE document IN (SELECT unnest(?::VARCHAR[])))"""
    return {row["document"]: row for row in tables.rows(sql, [sorted(names)])}


def _groups(scores: Mapping[Pair, tuple[float, float]], rulings: Rulings) -> list[list[str]]:
    """Join pairs, the surest first; two documents that were ruled apart never meet."""
    unions = Unions({name for pair in scores for name in pair}, apart=rulings.apart)
    for pair in sorted(scores, key=lambda pair: (pair not in rulings.same, *(-x for x in scores[pair]), pair)):
        unions.join(*pair)
    return [group for group in unions.groups() if len(group) > 1]


def _rows(
    groups: Sequence[Sequence[str]], scores: Mapping[Pair, tuple[float, float]], days: Mapping[str, date | None]
) -> dict[str, Row]:
    best: dict[str, tuple[float, float]] = {}
    home = {name: number for number, group in enumerate(groups) for name in group}
    for (a, b), score in scores.items():
        if a in home and home[a] == home.get(b):
            best[a], best[b] = max(score, best.get(a, score)), max(score, best.get(b, score))
    found: dict[str, Row] = {}
    for group in groups:
        original = min(group, key=lambda name: (days.get(name) or date.max, name))
        for name in group:
            row: Row = {"document": name, "original": original, "published": days.get(name)}
            found[name] = row | {"overlap": best[name][0], "likeness": best[name][1]}
    return found


def _days(tables: Tables, names: set[str]) -> dict[str, date | None]:
    sql = "SELECT id, published FROM base.documents WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    return {row["id"]: row["published"] for row in tables.rows(sql, [sorted(names)])}
