"""What a watch remembers between rounds and runs: an SQLite file beside the store.

Times are those of the machine's clock, which may be set: a feed is due when its wait is over, and also when it
seems to have been asked in the future.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.errors import StoreBusy, StoreError

DAY_SECONDS = 86_400.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, modified TEXT, polled_at REAL NOT NULL, wait REAL NOT NULL,
    failures INTEGER NOT NULL, error TEXT
);
CREATE TABLE IF NOT EXISTS items (
    key TEXT PRIMARY KEY, feed TEXT NOT NULL, url TEXT, entry TEXT, pages INTEGER NOT NULL, waiting INTEGER NOT NULL,
    tries INTEGER NOT NULL, tried_at REAL NOT NULL, wait REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS items_waiting ON items (tried_at) WHERE waiting;
"""
_ITEM = "key, feed, url, entry, pages, tries"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed: how to ask whether it changed, when it was asked, how often in a row it failed."""

    etag: str | None = None
    modified: str | None = None
    polled_at: float = 0.0
    wait: float = 0.0
    failures: int = 0
    error: str | None = None

    def due(self, now: float) -> bool:
        """Return whether it is time to ask again."""
        return now >= self.polled_at + self.wait or now < self.polled_at


@dataclass(frozen=True, slots=True)
class Item:
    """An article that a feed named; ``entry`` is what the feed itself says of it, as JSON."""

    key: str
    feed: str
    url: str | None
    entry: str | None
    pages: bool
    tries: int = 0


@dataclass(frozen=True, slots=True)
class WatchInfo:
    """What a watch has behind and before it: articles stored and waiting, feeds asked, those that failed last time."""

    settled: int
    waiting: int
    feeds: int
    failing: int


def look_at(path: Path) -> WatchInfo:
    """Return what the file of a watch holds, without changing it.

    Raises:
        StoreBusy: a watch is running.
        StoreError: it is damaged, or something else.
    """
    sql = """SELECT count(*) FILTER (WHERE NOT waiting), count(*) FILTER (WHERE waiting), (SELECT count(*) FROM feeds),
                    (SELECT count(*) FROM feeds WHERE failures > 0) FROM items"""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)) as db:
            faults = [row[0] for row in db.execute("PRAGMA quick_check")]
            if faults != ["ok"]:
                raise StoreError(f"{path} is damaged: {faults[0]}")
            return WatchInfo(*db.execute(sql).fetchone())
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy(f"{path} is in use by a watch") from error
        raise StoreError(f"{path} cannot be read: {error}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} is no file of a watch") from error


class WatchState:
    """The open file. For one thread; a second process that opens it is refused."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it where it is missing.

        Raises:
            StoreBusy: another watch has it open.
            StoreError: it cannot be opened, or is something else.
        """
        try:
            self._db = sqlite3.connect(path, timeout=1.0, isolation_level=None)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(SCHEMA)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreBusy(f"{path} is in use by another watch") from error
            raise StoreError(f"{path} cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path} is no file of a watch") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""
        sql = "SELECT etag, modified, polled_at, wait, failures, error FROM feeds WHERE url = ?"
        row = self._db.execute(sql, (url,)).fetchone()
        return FeedState(*row) if row else FeedState()

    def polled(self, url: str, state: FeedState, items: Iterable[Item]) -> int:
        """Keep what a look at a feed gave, all of it or nothing; return how many items are new."""
        before = self._db.total_changes
        with self._transaction():
            rows = [(item.key, item.feed, item.url, item.entry, item.pages) for item in items]
            self._db.executemany("INSERT OR IGNORE INTO items VALUES (?, ?, ?, ?, ?, 1, 0, 0, 0)", rows)
            new = self._db.total_changes - before
            self._db.execute(
                "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)",
                (url, state.etag, state.modified, state.polled_at, state.wait, state.failures, state.error),
            )
        return new

    def waiting(self, now: float) -> list[Item]:
        """Return the items that are due, in the order in which they were found."""
        sql = f"SELECT {_ITEM} FROM items WHERE waiting AND (tried_at + wait <= ? OR tried_at > ?) ORDER BY rowid"
        return [
            Item(key, feed, url, entry, bool(pages), tries)
            for key, feed, url, entry, pages, tries in self._db.execute(sql, (now, now))
        ]

    def tried(self, key: str, *, now: float, wait: float) -> None:
        """Keep that an item could not be had, to be tried again after ``wait`` seconds."""
        sql = "UPDATE items SET tries = tries + 1, tried_at = ?, wait = ? WHERE key = ?"
        self._db.execute(sql, (now, wait, key))

    def settle(self, keys: Sequence[str]) -> None:
        """Keep that items are in the store and done with."""
        with self._transaction():
            sql = "UPDATE items SET waiting = 0, entry = NULL WHERE key = ?"
            self._db.executemany(sql, [(key,) for key in keys])

    def count_waiting(self) -> int:
        """Return how many items wait."""
        return int(self._db.execute("SELECT count(*) FROM items WHERE waiting").fetchone()[0])

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._db)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")
