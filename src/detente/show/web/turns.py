"""Turning points of the whole store: worked out beside the requests, kept until the store changes."""

import threading
from dataclasses import dataclass

from detente.errors import DetenteError
from detente.records import Shift
from detente.relate.shifts import all_shifts
from detente.show.web.door import Door

PATIENCE = 0.7  # seconds that a page waits for turning points before it comes without them


@dataclass(frozen=True, slots=True)
class Turns:
    """Turning points, newest first; ``current`` is false while newer ones are being worked out."""

    shifts: tuple[Shift, ...]
    current: bool


class Watch:
    """Keeps the turning points of a store; one for the server."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._known: tuple[str, tuple[Shift, ...]] | None = None
        self._at_work: threading.Thread | None = None

    def turns(self, stamp: str, *, patience: float = PATIENCE) -> Turns:
        """Return the turning points of the store as of ``stamp``, or older ones while those are not ready."""
        with self._lock:
            if self._known is None or self._known[0] != stamp:
                self._start(stamp)
            worker = self._at_work
        if worker is not None:
            worker.join(patience)
        known = self._known
        if known is None:
            return Turns((), False)
        return Turns(known[1], known[0] == stamp)

    def _start(self, stamp: str) -> None:
        if self._at_work is None or not self._at_work.is_alive():
            self._at_work = threading.Thread(target=self._work, args=(stamp,), daemon=True, name="turns")
            self._at_work.start()

    def _work(self, stamp: str) -> None:
        try:
            with self._door.reading() as store:
                found = tuple(all_shifts(store))
        except DetenteError:
            return  # the next page asks again, and says itself what is wrong with the store
        self._known = (stamp, found)
