"""Remembers what was made of a store that has not changed, so that the same question is not worked out twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

KEPT_PAGES = 400  # some 50 kB each
PATIENCE_SECONDS = 30.0  # how long the same question waits for whoever asked it first

Thing = TypeVar("Thing")


class Memory(Generic[Thing]):
    """The things made last, by what was asked and by the state of the store; each is made by one thread alone."""

    def __init__(self, size: int = KEPT_PAGES) -> None:
        self._size = size
        self._turn = threading.Condition()
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._making: set[Hashable] = set()

    def get(self, key: Hashable, make: Callable[[], tuple[Thing, bool]]) -> Thing:
        """Return the thing for ``key``; ``make`` returns a new one, and whether it may be remembered."""
        with self._turn:
            self._turn.wait_for(lambda: key not in self._making, timeout=PATIENCE_SECONDS)
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            self._making.add(key)
        try:
            made, lasting = make()
            if lasting:
                self._remember(key, made)
            return made
        finally:
            with self._turn:
                self._making.discard(key)
                self._turn.notify_all()

    def _remember(self, key: Hashable, made: Thing) -> None:
        with self._turn:
            self._things[key] = made
            while len(self._things) > self._size:
                self._things.popitem(last=False)
