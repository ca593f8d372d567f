"""Turning points of the whole store: worked out beside the requests, kept until the store changes, and on disk.

On a large store they take seconds, during which Python would keep the requests waiting: a process of its own works
them out, for the pairs alone between which anything passed since (``detente.show.web.turning``). They are kept in
``STORE.turns.json``, so that a desk that is started again has them at once.
"""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import DetenteError
from detente.records import Shift
from detente.relate.shifts import panel_turns
from detente.show.records_json import shift_json
from detente.show.web import turning
from detente.show.web.door import Door, give_way
from detente.show.web.lent import Lent
from detente.show.web.turning import EVERY, Found
from detente.store import Panel, Turn

PATIENCE = 0.3  # seconds that a page waits for turning points before it comes without them
FEW_EVENTS, FEW_PATIENCE = 20_000, 5.0  # of so few events they come soon enough to wait for
FEW_PAIRS = 20  # of so few they are worked out at once, some hundredths of a second each
BETWEEN_SECONDS = 30.0  # at least so long between two runs while the store grows
SHARE = 20  # and so many times as long as the last run took
LONGEST_SECONDS = 1800.0

Known = tuple[str, tuple[Shift, ...]]


@dataclass(frozen=True, slots=True)
class Turns:
    """Turning points, newest first; ``stamp`` is that of the store in which they were found, empty where none were.

    ``current`` is false while newer ones are being worked out.
    """

    shifts: tuple[Shift, ...]
    current: bool
    stamp: str = ""

    @property
    def mark(self) -> tuple[str, bool]:
        """Return what changes when these do."""
        return self.stamp, self.current


class Watch:
    """Keeps the turning points of a store; one for the server."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._file = door.path.with_name(f"{door.path.name}.turns.json")
        self._lock = threading.Lock()
        self._known: Known | None = _kept(self._file)
        self._found: Found | None = None
        self._at_work: threading.Thread | None = None
        self._next = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def found(self) -> Found | None:
        """Return what was found last, pair by pair."""
        return self._found

    def turns(self, store: Lent, *, patience: float = PATIENCE) -> Turns:
        """Return the turning points of the store as it is lent, or older ones while those are not ready.

        Nobody waits for newer ones while the store is being written to: there is no end of them.
        """
        with self._lock:
            if self._known is None or self._known[0] != store.stamp or self._found is None:
                self._start()
            worker = self._at_work
        if worker is not None and (self._known is None or (self._known[0] != store.stamp and store.as_of is None)):
            patience = max(patience, FEW_PATIENCE) if _few(store) else patience
            store.rest()
            worker.join(patience)
        known = self._known
        if known is None:
            return Turns((), False)
        return Turns(known[1], known[0] == store.stamp, known[0])

    def _start(self) -> None:
        alive = self._at_work is not None and self._at_work.is_alive()
        if not alive and time.monotonic() >= self._next:
            self._at_work = threading.Thread(target=self._work, daemon=True, name="turns")
            self._at_work.start()

    def close(self) -> None:
        """End the process that is at work, if one is."""
        if self._process is not None:
            self._process.kill()

    def _work(self) -> None:
        give_way()
        started = time.monotonic()
        with suppress(DetenteError, OSError, ValueError, subprocess.SubprocessError), self._door.reading() as store:
            # The next page asks again, and says itself what is wrong with the store.
            self._look(store)
        took = time.monotonic() - started
        if took > 1:
            self._next = started + max(BETWEEN_SECONDS, SHARE * took)

    def _look(self, store: Lent) -> None:
        known = self._known
        store.table("dy")  # waits for the index
        if known is not None and known[0] == store.stamp:
            self._found = turning.adopted(store, known[1])
            return
        self._found = turning.find(store, self._found, self._turns)
        self._known = (store.stamp, self._found.shifts())
        with suppress(OSError):
            _keep(self._file, self._known)

    def _turns(self, table: Panel) -> list[Turn]:
        """Return the turns of these pairs; those of many from a process of its own, which is kinder to requests."""
        if len(table.pairs) <= FEW_PAIRS:
            return panel_turns(table, EVERY)
        command = [sys.executable, "-m", turning.__name__]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as self._process:
            return turning.turns_of(self._process.communicate(turning.packed(table), LONGEST_SECONDS)[0].decode())


def _few(store: Lent) -> bool:
    return bool(store.rows("SELECT count(*) < ? AS few FROM base.events", [FEW_EVENTS])[0]["few"])


def _kept(file: Path) -> Known | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _read(file.read_text(encoding="utf-8"))
    return None


def _keep(file: Path, known: Known) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(_written(known), encoding="utf-8")
    os.replace(part, file)


def _written(known: Known) -> str:
    return json.dumps({"stamp": known[0], "shifts": [shift_json(shift) for shift in known[1]]}, ensure_ascii=False)


def _read(text: str) -> Known:
    kept = json.loads(text)
    shifts = [
        Shift(**row | {"at": date.fromisoformat(row["at"]), "evidence": tuple(row["evidence"])})
        for row in kept["shifts"]
    ]
    return str(kept["stamp"]), tuple(shifts)
