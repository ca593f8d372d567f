"""Finds copies and happenings among what is stored already, and carries out what people rule on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.errors import UsageError
from detente.store.bulk import join_mirrored
from detente.store.copies import regroup
from detente.store.merging import days_of, merge_batch, refresh, stored_told, take_in
from detente.store.rulings import COPY, HAPPENING, add_rulings, withdraw
from detente.store.store import Store

CHUNK = 200  # documents taken in at once, each chunk in a transaction of its own
_TABLES = ("prints", "copy_pairs", "copies", "traces", "tellings")
_UNSEEN = """
    SELECT d.id FROM base.documents d ANTI JOIN base.prints p ON p.document = d.id
    WHERE d.error IS NULL AND (d."text" <> '' OR d.id IN (
        SELECT document FROM base.events WHERE evidence."text" <> ''))
    ORDER BY d.published, d.id"""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What was looked at: documents taken in now; groups of copies and happenings told more than once, in the store."""

    documents: int
    copies: int
    happenings: int


def merge_stored(
    store: Store, *, mutual: Sequence[str], anew: bool = False, progress: Callable[[int, int], None] | None = None
) -> MergeReport:
    """Take in the documents that were stored before copies and happenings were looked for.

    It can be cut off at any point and goes on from there. What it finds is what would have been found while they came.

    Args:
        store: An open, writable store.
        mutual: Event types that both sides do: ``detente.relate.dyads.MUTUAL_TYPES``.
        anew: Forget what was found and look at everything again; what people ruled stays.
        progress: Called with the number of documents done and of all.

    Raises:
        StoreError: The store cannot be written.
    """
    if anew:
        forget_all(store)
    names = [row["id"] for row in store.rows(_UNSEEN)]
    for first in range(0, len(names), CHUNK):
        told = stored_told(store, names[first : first + CHUNK])
        with store.transaction():
            merge_batch(store, told)
        if progress is not None:
            progress(min(first + CHUNK, len(names)), len(names))
    join_mirrored(store, mutual)
    copies = store.rows("SELECT count(DISTINCT original) AS n FROM base.copies")[0]["n"]
    return MergeReport(
        len(names), copies, store.rows("SELECT count(DISTINCT happening) AS n FROM base.tellings")[0]["n"]
    )


def rule_events(store: Store, event: str, others: Sequence[str], *, same: bool, author: str, note: str = "") -> int:
    """Rule that an event tells of the same as others, or does not, and bring the happenings up to date.

    Args:
        store: An open, writable store.
        event: The id of an event.
        others: Ids of other events; for "not the same" none means all that it was joined with.
        same: What is ruled.
        author: Who rules.
        note: Why.

    Returns:
        How many rulings were written: one per pair. They are kept, and outlive a newer coder where its event has the
        same document and type and words at the same place. A later ruling on a pair takes the place of an earlier one.

    Raises:
        UsageError: An event is not there or cannot be compared, or there is nothing to rule on.
    """
    _check_author(author)
    wanted = list(dict.fromkeys(others)) or ([] if same else _joined_with(store, event))
    if not wanted or wanted == [event]:
        raise UsageError(f"event {event} was not joined with any other: name two")
    mirrored = [] if same else _mirrored(store, event)
    if not mirrored:
        _check(store, "base.traces", "event", [event, *wanted])
    with store.transaction():
        add_rulings(store, HAPPENING, [(event, name) for name in wanted], same=same, author=author, note=note)
        store.run("DELETE FROM base.tellings WHERE event IN (SELECT unnest(?::VARCHAR[]))", [mirrored])
        refresh(store, days_of(store, [event, *wanted]))
    return len(wanted)


def rule_documents(store: Store, a: str, b: str, *, same: bool, author: str, note: str = "") -> None:
    """Rule that two documents are copies of one text, or are not, and bring copies and happenings up to date.

    Raises:
        UsageError: A document is not there.
    """
    _check_author(author)
    _check(store, "base.prints", "document", [a, b])
    with store.transaction():
        add_rulings(store, COPY, [(a, b)], same=same, author=author, note=note)
        changed = regroup(store, {a, b})
        take_in(store, stored_told(store, changed))


def withdraw_ruling(store: Store, ruling: int, *, author: str, note: str = "", mutual: Sequence[str] = ()) -> None:
    """Take a ruling back, as if it had not been made; what was ruled before on the same pair stands again.

    Args:
        store: An open, writable store.
        ruling: Its number.
        author: Who takes it back.
        note: Why.
        mutual: Event types that both sides do, for imported acts that are told once for each side.

    Raises:
        UsageError: There is no such ruling, or it was withdrawn already.
    """
    _check_author(author)
    with store.transaction():
        kind, names = withdraw(store, ruling, author=author, note=note)
        if kind == COPY:
            take_in(store, stored_told(store, regroup(store, names)))
        else:
            refresh(store, days_of(store, names))
    if kind == HAPPENING and mutual:
        join_mirrored(store, mutual)


def forget_all(store: Store) -> None:
    """Take away all copies and happenings that were found; what people ruled stays."""
    with store.transaction():
        for table in _TABLES:
            store.run(f"DELETE FROM base.{table}")


def _joined_with(store: Store, event: str) -> list[str]:
    sql = """SELECT event FROM base.tellings WHERE event <> $event AND happening IN (
                 SELECT happening FROM base.tellings WHERE event = $event) ORDER BY telling"""
    return [row["event"] for row in store.rows(sql, {"event": event})]


def _mirrored(store: Store, event: str) -> list[str]:
    """Return the two imported events that tell of one act from both sides, if this is one of them."""
    sql = """SELECT event FROM base.tellings WHERE reasons[1].code = 'mirrored' AND happening IN (
                 SELECT happening FROM base.tellings WHERE event = ?)"""
    return [row["event"] for row in store.rows(sql, [event])]


def _check_author(author: str) -> None:
    if not author.strip():
        raise UsageError("say who rules: a ruling needs an author")


def _check(store: Store, table: str, column: str, names: Sequence[str]) -> None:
    sql = f"SELECT {column} AS name FROM {table} WHERE {column} IN (SELECT unnest(?::VARCHAR[]))"
    known = {row["name"] for row in store.rows(sql, [list(names)])}
    if missing := [name for name in names if name not in known]:
        raise UsageError(f"there is no {column} {missing[0]} here that could be compared")
