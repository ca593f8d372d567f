"""Remembers what was made of a store that has not changed, so that the same question is not worked out twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from detente.records import Event

KEPT_PAGES = 2000
KEPT_BYTES = 64_000_000
KEPT_EVENTS = 10_000  # some 3 kB each
PATIENCE_SECONDS = 30.0  # how long the same question waits for whoever asked it first

Thing = TypeVar("Thing")


@dataclass(slots=True)
class _Work(Generic[Thing]):
    """What one thread makes and others wait for; ``made`` stays empty where that fails."""

    made: list[Thing] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


class Memory(Generic[Thing]):
    """The things made last, by what was asked and by the state of the store; each is made by one thread alone.

    Not more than ``size`` of them, and where ``weigh`` says how many bytes a thing takes, not more than ``most``.
    """

    def __init__(
        self, size: int = KEPT_PAGES, *, most: int = KEPT_BYTES, weigh: Callable[[Thing], int] | None = None
    ) -> None:
        self._size, self._most, self._weigh = size, most, weigh
        self._turn = threading.Lock()
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._weight = 0
        self._making: dict[Hashable, _Work[Thing]] = {}

    def get(self, key: Hashable, make: Callable[[], tuple[Thing, bool]]) -> Thing:
        """Return the thing for ``key``; ``make`` returns a new one, and whether it may be remembered.

        Whoever asks while it is being made has the same one, also where it is not remembered.
        """
        while True:
            with self._turn:
                if key in self._things:
                    self._things.move_to_end(key)
                    return self._things[key]
                known = self._making.get(key)
                if known is None:
                    mine = self._making[key] = _Work[Thing]()
                    break
            if known.done.wait(PATIENCE_SECONDS) and known.made:
                return known.made[0]
        try:
            made, lasting = make()
            mine.made.append(made)
            if lasting:
                self._remember(key, made)
            return made
        finally:
            with self._turn:
                del self._making[key]
            mine.done.set()

    @property
    def weight(self) -> int:
        """Return how many bytes the things take, where that is known."""
        return self._weight

    def _remember(self, key: Hashable, made: Thing) -> None:
        weight = self._weigh(made) if self._weigh else 0
        if weight > self._most:
            return
        with self._turn:
            self._weight += weight - self._weight_of(key)
            self._things[key] = made
            while len(self._things) > self._size or self._weight > self._most:
                oldest = next(iter(self._things))
                self._weight -= self._weight_of(oldest)
                del self._things[oldest]

    def _weight_of(self, key: Hashable) -> int:
        return self._weigh(self._things[key]) if self._weigh and key in self._things else 0


class Recent:
    """The events looked at last, by the number of their row; an event never changes, and a generation numbers anew."""

    def __init__(self, size: int = KEPT_EVENTS) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._events: OrderedDict[tuple[int, int], Event] = OrderedDict()

    def some(self, generation: int, rows: Iterable[int]) -> dict[int, Event]:
        """Return those of the events in these rows that are remembered."""
        found = {}
        with self._lock:
            for row in rows:
                if event := self._events.get((generation, row)):
                    self._events.move_to_end((generation, row))
                    found[row] = event
        return found

    def add(self, generation: int, events: Mapping[int, Event]) -> None:
        """Remember events by row."""
        with self._lock:
            for row, event in events.items():
                self._events[generation, row] = event
            while len(self._events) > self._size:
                self._events.popitem(last=False)
