"""What people ruled: that two events or two documents tell of the same, or do not. Rows are only ever added.

A ruling knows an event by its id, and by document, type and place of its words: what a newer coder finds at the same
place is meant too.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from detente.store.rows import Row
from detente.store.tables import Tables

COPY, HAPPENING = "copy", "happening"
Pair = tuple[str, str]

# The current events that the side of a ruling means.
_MEANT = """
    SELECT r.ruling, e.id FROM base.rulings r
    JOIN base.events e ON e.document = r.{side}_document
         AND (e.id = r.{side} OR (e.event_type = r.{side}_type
              AND e.evidence."start" < r.{side}_end AND r.{side}_start < e.evidence."end"))
    JOIN base.codings c ON c.document = e.document AND c.run = e.run AND c.current
    WHERE r.kind = 'happening'"""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pairs of ids, the lesser first, that are ruled to be the same, and pairs that are ruled to be apart."""

    same: Set[Pair] = frozenset()
    apart: Set[Pair] = frozenset()

    def partners(self, names: Iterable[str]) -> set[str]:
        """Return what the names are ruled to be the same as."""
        wanted = set(names)
        return {b if a in wanted else a for a, b in self.same if a in wanted or b in wanted}

    def same_among(self, names: Set[str]) -> set[Pair]:
        """Return the pairs ruled to be the same of which both are among the names."""
        return {pair for pair in self.same if pair[0] in names and pair[1] in names}


def read_rulings(tables: Tables, kind: str) -> Rulings:
    """Return the rulings that stand on documents (``copy``) or on current events (``happening``)."""
    rows = tables.rows("SELECT ruling, a, b, same FROM base.rulings WHERE kind = ? ORDER BY ruling", [kind])
    last: dict[Pair, bool] = {}
    meant = [_meant(tables, side) for side in "ab"] if rows and kind == HAPPENING else None
    for row in rows:
        sides = [meant[at].get(row["ruling"], []) for at in (0, 1)] if meant else [[row["a"]], [row["b"]]]
        for a in sides[0]:
            for b in sides[1]:
                if a != b:
                    last[min(a, b), max(a, b)] = row["same"]
    return Rulings({pair for pair, same in last.items() if same}, {pair for pair, same in last.items() if not same})


def add_rulings(
    tables: Tables, kind: str, pairs: Sequence[Pair], *, same: bool, author: str, note: str = ""
) -> list[int]:
    """Write a ruling per pair of ids and return their numbers; must be called inside a transaction."""
    number = tables.rows("SELECT coalesce(max(ruling), 0) AS n FROM base.rulings")[0]["n"]
    words = _words(tables, {name for pair in pairs for name in pair}) if kind == HAPPENING else {}
    made = datetime.now(UTC).replace(tzinfo=None)
    for at, (a, b) in enumerate(pairs, number + 1):
        sides = [*words.get(a, (None,) * 4), *words.get(b, (None,) * 4)]
        values = [at, made, author, kind, a, b, same, note, *sides]
        tables.run(f"INSERT INTO base.rulings VALUES ({', '.join('?' * len(values))})", values)
    return list(range(number + 1, number + 1 + len(pairs)))


def _meant(tables: Tables, side: str) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in tables.rows(_MEANT.format(side=side)):
        found.setdefault(row["ruling"], []).append(row["id"])
    return found


def _words(tables: Tables, names: Set[str]) -> Mapping[str, tuple[str, str, int, int]]:
    sql = """SELECT e.id, e.document, e.event_type, e.evidence."start" AS first, e.evidence."end" AS last
             FROM base.events e JOIN current_codings USING (document, run)
             WHERE e.id IN (SELECT unnest(?::VARCHAR[]))"""
    rows: list[Row] = tables.rows(sql, [sorted(names)])
    return {row["id"]: (row["document"], row["event_type"], row["first"], row["last"]) for row in rows}
