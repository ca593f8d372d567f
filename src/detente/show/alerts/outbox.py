"""What was sent or waits to be: an SQLite file beside the store, so that nothing is sent twice after a restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from detente.errors import StoreError
from detente.records import Shift

SAME_DAYS = 42  # a turn moves by weeks as more is read of its time: nearer than this it is the same; set by judgement
BUSY_SECONDS = 10.0

_TABLES = """
CREATE TABLE IF NOT EXISTS alerts (
    id INTEGER PRIMARY KEY,
    hook TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    at TEXT NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'passed', 'given up')),
    body BLOB NOT NULL DEFAULT x'',
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS begun (
    hook TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (hook, a, b)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that is due: its number, for which hook, what is sent, and how often that was tried."""

    id: int
    hook: str
    body: bytes
    tries: int


class Outbox:
    """The alerts of one store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, hook: str, a: str, b: str) -> bool:
        """Note that a dyad is looked at for a hook; return whether that is the first time."""
        with self._open() as held:
            return held.execute("INSERT OR IGNORE INTO begun VALUES (?, ?, ?)", (hook, a, b)).rowcount > 0

    def knows(self, hook: str, shift: Shift) -> bool:
        """Return whether a turn was queued or passed over: the same two, the same way, at about the same time."""
        around = [(shift.at + timedelta(days=days)).isoformat() for days in (-SAME_DAYS, SAME_DAYS)]
        sql = "SELECT 1 FROM alerts WHERE hook = ? AND a = ? AND b = ? AND direction = ? AND at BETWEEN ? AND ?"
        with self._open() as held:
            return held.execute(sql, (hook, shift.a, shift.b, shift.direction, *around)).fetchone() is not None

    def put(self, hook: str, shift: Shift, body: bytes = b"") -> None:
        """Queue a turn to be sent; without a body it is only remembered."""
        values = (hook, shift.a, shift.b, shift.at.isoformat(), shift.direction, "waiting" if body else "passed", body)
        with self._open() as held:
            held.execute(
                "INSERT INTO alerts (hook, a, b, at, direction, state, body) VALUES (?, ?, ?, ?, ?, ?, ?)", values
            )

    def due(self, now: float) -> list[Waiting]:
        """Return what is to be sent by ``now``, seconds since 1970, the oldest first."""
        sql = "SELECT id, hook, body, tries FROM alerts WHERE state = 'waiting' AND due <= ? ORDER BY id"
        with self._open() as held:
            return [Waiting(*row) for row in held.execute(sql, (now,))]

    def settle(self, waiting: Waiting, state: str, *, due: float = 0.0, trouble: str = "") -> None:
        """Note how a try went."""
        sql = "UPDATE alerts SET state = ?, tries = ?, due = ?, trouble = ? WHERE id = ?"
        with self._open() as held:
            held.execute(sql, (state, waiting.tries + 1, due, trouble, waiting.id))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as held, held:
                held.executescript(_TABLES)
                yield held
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: the alerts cannot be remembered: {error}") from error


def outbox_beside(store: Path) -> Outbox:
    """Return the outbox of a store: a file beside it, named after it."""
    return Outbox(store.with_name(f"{store.name}.alerts.sqlite"))
