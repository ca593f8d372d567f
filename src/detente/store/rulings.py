"""What people ruled: that two events or two documents tell of the same, or do not. Rows are only ever added.

A ruling knows an event by its id, and by document, type and place of its words: what a newer coder finds at the same
place is meant too. A ruling that is withdrawn stays in the table, with a row of its own that says so: what was ruled
before on the same pair stands again.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from detente.errors import UsageError
from detente.store.rows import Row
from detente.store.tables import Tables

COPY, HAPPENING, WITHDRAWN = "copy", "happening", "withdrawn"
Pair = tuple[str, str]

_GONE = "SELECT a::INTEGER FROM base.rulings WHERE kind = 'withdrawn'"
# The current events that the side of a ruling means.
_MEANT = """
    SELECT r.ruling, e.id FROM base.rulings r
    JOIN base.events e ON e.document = r.{side}_document
         AND (e.id = r.{side} OR (e.event_type = r.{side}_type
              AND e.evidence."start" < r.{side}_end AND r.{side}_start < e.evidence."end"))
    JOIN base.codings c ON c.document = e.document AND c.run = e.run AND c.current
    WHERE r.kind = 'happening'"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One row: who ruled when, on which two ids, that they are the same or not, and why."""

    ruling: int
    made: datetime
    author: str
    kind: str
    a: str
    b: str
    same: bool
    note: str
    withdrawn: bool
    a_document: str | None
    b_document: str | None


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
    sql = f"SELECT ruling, a, b, same FROM base.rulings WHERE kind = ? AND ruling NOT IN ({_GONE}) ORDER BY ruling"
    rows = tables.rows(sql, [kind])
    last: dict[Pair, bool] = {}
    meant = [_meant(tables, side) for side in "ab"] if rows and kind == HAPPENING else None
    for row in rows:
        sides = [meant[at].get(row["ruling"], []) for at in (0, 1)] if meant else [[row["a"]], [row["b"]]]
        for a in sides[0]:
            for b in sides[1]:
                if a != b:
                    last[min(a, b), max(a, b)] = row["same"]
    return Rulings({pair for pair, same in last.items() if same}, {pair for pair, same in last.items() if not same})


def stored_rulings(tables: Tables) -> list[Ruling]:
    """Return every ruling in the order in which they were made; ``withdrawn`` marks those that were taken back."""
    sql = f"""
        SELECT ruling, made, author, kind, a, b, same, note, ruling IN ({_GONE}) AS withdrawn, a_document, b_document
        FROM base.rulings WHERE kind <> 'withdrawn' ORDER BY ruling"""
    return [Ruling(**row) for row in tables.rows(sql)]


def rulings_that_stand(tables: Tables) -> list[Ruling]:
    """Return the rulings that were not withdrawn and that no later one on the same pair takes the place of."""
    last = {(r.kind, min(r.a, r.b), max(r.a, r.b)): r for r in stored_rulings(tables) if not r.withdrawn}
    return sorted(last.values(), key=lambda r: r.ruling)


def rulings_on(tables: Tables, kind: str, name: str) -> list[tuple[Ruling, str]]:
    """Return the rulings on a document or a current event, each with the id of the other side as it is today."""
    meant = [_meant(tables, side) for side in "ab"] if kind == HAPPENING else [{}, {}]
    found = []
    for ruling in stored_rulings(tables):
        sides = [set(meant[at].get(ruling.ruling, ())) | {own} for at, own in enumerate((ruling.a, ruling.b))]
        if ruling.kind == kind and name in sides[0] | sides[1]:
            own, others = (ruling.b, sides[1]) if name in sides[0] else (ruling.a, sides[0])
            found.append((ruling, own if own in others and len(others) == 1 else min(others - {own})))
    return found


def withdraw(tables: Tables, ruling: int, *, author: str, note: str = "") -> tuple[str, set[str]]:
    """Take a ruling back; return its kind and the ids of what it was about today. Inside a transaction.

    Raises:
        UsageError: There is no such ruling, or it was withdrawn already.
    """
    found = next((r for r in stored_rulings(tables) if r.ruling == ruling and not r.withdrawn), None)
    if found is None:
        raise UsageError(f"there is no ruling {ruling} that stands")
    names = {found.a, found.b}
    if found.kind == HAPPENING:
        names |= {name for side in "ab" for name in _meant(tables, side).get(ruling, ())}
    _write(tables, WITHDRAWN, [(str(ruling), "")], False, (author, note), {})
    return found.kind, names


def add_rulings(
    tables: Tables, kind: str, pairs: Sequence[Pair], *, same: bool, author: str, note: str = ""
) -> list[int]:
    """Write a ruling per pair of ids and return their numbers; must be called inside a transaction."""
    words = _words(tables, {name for pair in pairs for name in pair}) if kind == HAPPENING else {}
    return _write(tables, kind, pairs, same, (author, note), words)


def _write(
    tables: Tables, kind: str, pairs: Sequence[Pair], same: bool, by: tuple[str, str], words: Mapping[str, Any]
) -> list[int]:
    number = tables.rows("SELECT coalesce(max(ruling), 0) AS n FROM base.rulings")[0]["n"]
    author, note = by
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
