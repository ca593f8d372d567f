"""Ending a long run in good order: at Ctrl-C or SIGTERM what is under way is finished, at a second one nothing is."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from detente.show.log import note


@contextmanager
def ending(stop: threading.Event, *, told: str | None = None) -> Iterator[None]:
    """Set ``stop`` at the first Ctrl-C or SIGTERM while the block runs; the second one raises KeyboardInterrupt.

    Args:
        stop: What the block looks at.
        told: Said on standard error at the first.
    """

    def end(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        if told:
            note(told, event="stopping")

    if threading.current_thread() is not threading.main_thread():
        # Signals reach the main thread alone; whoever runs a command elsewhere keeps the handling of them.
        yield
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
