"""Turning points of the whole store: worked out beside the requests, kept until the store changes, and on disk.

On a large store they take seconds, during which Python would keep the requests waiting: a process of its own works
them out. They are kept in ``STORE.turns.json``, so that a desk that is started again has them at once.
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
from detente.relate.shifts import all_shifts
from detente.show.records_json import shift_json
from detente.show.web.door import Door, Lent

PATIENCE = 0.5  # seconds that a page waits for turning points before it comes without them
FEW_EVENTS = 20_000  # of so few they are worked out at once
BETWEEN_SECONDS = 30.0  # at least so long between two runs while the store grows
SHARE = 20  # and so many times as long as the last run took
LONGEST_SECONDS = 1800.0

Known = tuple[str, tuple[Shift, ...]]


@dataclass(frozen=True, slots=True)
class Turns:
    """Turning points, newest first; ``current`` is false while newer ones are being worked out."""

    shifts: tuple[Shift, ...]
    current: bool


class Watch:
    """Keeps the turning points of a store; one for the server."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._file = door.path.with_name(f"{door.path.name}.turns.json")
        self._lock = threading.Lock()
        self._known: Known | None = _kept(self._file)
        self._at_work: threading.Thread | None = None
        self._next = 0.0
        self._process: subprocess.Popen[str] | None = None

    def turns(self, store: Lent, *, patience: float = PATIENCE) -> Turns:
        """Return the turning points of the store as it is lent, or older ones while those are not ready."""
        with self._lock:
            if self._known is None or self._known[0] != store.stamp:
                self._start(store)
            worker = self._at_work
        if worker is not None and (self._known is None or self._known[0] != store.stamp):
            worker.join(patience)
        known = self._known
        if known is None:
            return Turns((), False)
        return Turns(known[1], known[0] == store.stamp)

    def _start(self, store: Lent) -> None:
        alive = self._at_work is not None and self._at_work.is_alive()
        if not alive and time.monotonic() >= self._next:
            few = store.rows("SELECT count(*) < ? AS few FROM base.events", [FEW_EVENTS])[0]["few"]
            self._at_work = threading.Thread(target=self._work, args=(few,), daemon=True, name="turns")
            self._at_work.start()

    def close(self) -> None:
        """End the process that is at work, if one is."""
        if self._process is not None:
            self._process.kill()

    def _work(self, few: bool) -> None:
        started = time.monotonic()
        with suppress(DetenteError, OSError, ValueError, subprocess.SubprocessError):
            # The next page asks again, and says itself what is wrong with the store.
            found = _found(self._door) if few else self._found_elsewhere()
            self._known = found
            with suppress(OSError):
                _keep(self._file, found)
        took = time.monotonic() - started
        if not few:
            self._next = started + max(BETWEEN_SECONDS, SHARE * took)

    def _found_elsewhere(self) -> Known:
        """Return what another process finds, which is kinder to the other work of this one."""
        command = [sys.executable, "-m", "detente.show.web.turns", str(self._door.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as self._process:
            return _read(self._process.communicate(timeout=LONGEST_SECONDS)[0])


def _found(door: Door) -> Known:
    with door.reading() as store:
        return store.stamp, tuple(all_shifts(store))


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


def main(path: str) -> None:
    """Print the turning points of a store as JSON, for the process that asked."""
    with suppress(OSError):
        os.nice(10)
    door = Door(path, indexed=False)
    sys.stdout.write(_written(_found(door)))
    door.close()


if __name__ == "__main__":
    main(sys.argv[1])
