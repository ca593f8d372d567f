"""A copy of a store together with the index of it, lent out through a few connections.

Each connection holds a transaction that was begun when the copy and the index agreed: however the index goes on
growing, whoever looks at a view sees what there was. More than ``CONNECTIONS`` do not look at once: on few cores they
would only be in each other's way.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field

import duckdb

from detente.errors import StoreBusy
from detente.show.web.copies import Copy, Mark
from detente.show.web.index import Index, table_name

CONNECTIONS = 4
PATIENCE_SECONDS = 30.0  # how long a question waits for a connection


@dataclass(eq=False)
class View:
    """What requests look at: under which name the copy is attached, of what state it is, and how many look.

    ``generation`` and ``version`` are those of the index; 0 where there is none yet.
    """

    name: str
    copy: Copy
    mark: Mark
    stamp: str
    generation: int = 0
    version: int = 0
    readers: int = 0
    _idle: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    _turn: threading.Condition = field(default_factory=threading.Condition)

    def fill(self, hub: duckdb.DuckDBPyConnection, index: Index | None) -> None:
        """Make the connections; nothing may change the index meanwhile."""
        if index is not None:
            self.generation, self.version = index.generation, index.version
        self._idle = [self._connection(hub) for _ in range(CONNECTIONS)]

    def _connection(self, hub: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        connection = hub.cursor()
        connection.execute(f"USE {self.name}")
        if self.generation:
            connection.execute("BEGIN")
            # A transaction begins with the first look at a database.
            connection.execute(f"SELECT 1 FROM {table_name('holes')} LIMIT 1").fetchall()
        return connection

    def take(self) -> duckdb.DuckDBPyConnection:
        """Lend a connection.

        Raises:
            StoreBusy: None comes back for too long.
        """
        with self._turn:
            if not self._turn.wait_for(lambda: self._idle, timeout=PATIENCE_SECONDS):
                raise StoreBusy("too much is asked at once: try again in a moment")
            return self._idle.pop()

    def give(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take a connection back."""
        with self._turn:
            self._idle.append(connection)
            self._turn.notify()

    def replace(self, broken: duckdb.DuckDBPyConnection, hub: duckdb.DuckDBPyConnection | None) -> None:
        """Take back a connection after a question failed, which ends its transaction; ``hub`` gives a new one.

        ``hub`` is None where the index has gone on: there is nobody then to see what this view saw.
        """
        with suppress(duckdb.Error):
            broken.close()
        fresh = None if hub is None else self._connection(hub)
        with self._turn:
            if fresh is not None:
                self._idle.append(fresh)
            self._turn.notify()

    def close(self) -> None:
        """Give the connections up; nobody looks any more."""
        with self._turn:
            for connection in self._idle:
                with suppress(duckdb.Error):
                    connection.close()
            self._idle.clear()
