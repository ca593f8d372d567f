"""Remembers pages of a store that has not changed, so that the same question is not worked out twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

KEPT_PAGES = 200  # some 50 kB each


class Memory:
    """The pages shown last, by what was asked and by the state of the store."""

    def __init__(self, size: int = KEPT_PAGES) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, str] = OrderedDict()

    def page(self, key: Hashable, make: Callable[[], tuple[str, bool]]) -> str:
        """Return the page for ``key``; ``make`` returns a new one, and whether it may be remembered."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        made, lasting = make()
        if lasting:
            with self._lock:
                self._pages[key] = made
                while len(self._pages) > self._size:
                    self._pages.popitem(last=False)
        return made
