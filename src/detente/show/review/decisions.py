"""Decisions on events: an SQLite file beside the store, to which rows are only ever added.

A later decision of the same author on the same event takes the place of the earlier one, which stays in the file.
Each row keeps the event as it was coded, so that it can be read when a newer coder has given other ids.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from detente.data.codebook_cards import Codebook
from detente.errors import StoreError, UsageError
from detente.records import Event, Factuality
from detente.show.records_json import Json, event_json
from detente.show.review.standing import meant, standing

Verdict = Literal["accept", "reject", "correct"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
FIELDS = ("event_type", "mode", "factuality", "date", "source", "target", "place", "evidence")
LONGEST = {"author": 80, "value": 400, "note": 1000}
BUSY_SECONDS = 10.0

_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    author TEXT NOT NULL,
    event TEXT NOT NULL,
    document TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'correct')),
    field TEXT,
    value TEXT,
    note TEXT NOT NULL DEFAULT '',
    coded TEXT NOT NULL
) STRICT"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of an event; ``field`` and ``value`` only where the verdict is ``correct``."""

    event: str
    author: str
    verdict: str
    field: str | None = None
    value: str | None = None
    note: str = ""
    made: str = ""


def checked(given: Mapping[str, str], codebook: Codebook) -> Decision:
    """Return the decision that a form holds.

    Raises:
        UsageError: The author or verdict is missing, or a corrected value is none that its field can have.
    """
    values = {name: given.get(name, "").strip() for name in ("event", "author", "verdict", "field", "value", "note")}
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            raise UsageError(f"{name} is longer than {longest} characters")
    if not values["author"]:
        raise UsageError("say who you are: a decision needs an author")
    if values["verdict"] not in VERDICTS:
        raise UsageError(f"verdict must be one of {', '.join(VERDICTS)}")
    if values["verdict"] != "correct":
        return Decision(values["event"], values["author"], values["verdict"], note=values["note"])
    _check_value(values["field"], values["value"], codebook)
    return Decision(**values)


def _check_value(field: str, value: str, codebook: Codebook) -> None:
    if field not in FIELDS:
        raise UsageError(f"field must be one of {', '.join(FIELDS)}")
    known: dict[str, tuple[str, ...]] = {
        "event_type": tuple(sorted(codebook.types)),
        "factuality": get_args(Factuality),
        "mode": tuple(sorted({mode.name for kind in codebook.types.values() for mode in kind.modes})),
    }
    if field in known and value not in known[field]:
        raise UsageError(f"{field} must be one of {', '.join(known[field])}")
    if not value:
        raise UsageError(f"say what {field} should be")
    if field == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError("date must be a day such as 2024-01-16") from None


class Decisions:
    """The decisions on the events of one store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def add(self, decision: Decision, event: Event) -> int:
        """Keep a decision and return the number of its row."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        coded = json.dumps(event_json(event), ensure_ascii=False)
        row = (made, decision.author, event.id, event.document, decision.verdict, decision.field, decision.value,
               decision.note, coded)  # fmt: skip
        with self._lock, self._connection() as connection:
            cursor = connection.execute(
                "INSERT INTO decisions (made, author, event, document, verdict, field, value, note, coded)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            return int(cursor.lastrowid or 0)

    def on(self, event: Event) -> list[Decision]:
        """Return the decisions on an event, oldest first; those made before it was coded anew too, by their words."""
        sql = "SELECT * FROM decisions WHERE event = ? OR document = ? ORDER BY id"
        rows = self._rows(sql, (event.id, event.document))
        return [_decision(row) for row in rows if meant(json.loads(row["coded"]), [event]) is not None]

    def judged(self, author: str = "") -> list[tuple[str, str, Json]]:
        """Return (event, document, event as it was coded) of what was judged, by one author or by anybody."""
        sql = "SELECT event, document, max(coded) AS coded FROM decisions WHERE ? IN ('', author) GROUP BY 1, 2"
        return [(row["event"], row["document"], json.loads(row["coded"])) for row in self._rows(sql, (author,))]

    def count(self) -> int:
        """Return how many rows there are."""
        rows = self._rows("SELECT count(*) AS n FROM decisions", ())
        return int(rows[0]["n"]) if rows else 0

    def export(self) -> Iterator[Json]:
        """Yield the decisions that stand, in the order in which they were made, each with the event as coded.

        A row is a decision and stands unless its author judged the same event later; several corrections of one
        event by one author stand together, one per field.
        """
        for row in standing([dict(row) for row in self._rows("SELECT * FROM decisions ORDER BY id", ())]):
            kept = {name: row[name] for name in ("made", "author", "event", "document", "verdict", "field", "value")}
            yield kept | {"note": row["note"], "coded": json.loads(row["coded"])}

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[sqlite3.Row]:
        if not self.path.exists():
            return []
        with self._lock, self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_TABLE)
                with connection:
                    yield connection
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: the decisions cannot be used: {error}") from error


def decisions_beside(store: Path) -> Decisions:
    """Return the decisions of a store: in a file beside it, named after it."""
    return Decisions(store.with_name(f"{store.name}.review.sqlite"))


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(**{name: row[name] for name in ("event", "author", "verdict", "field", "value", "note", "made")})
