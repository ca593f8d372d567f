"""detente reads news and keeps an auditable record of relations between political actors.

``detente.open("x.duckdb")`` opens a store to ask it from Python.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from detente.show.python import Desk

__version__ = "0.1.0"


def open(path: "Path | str") -> "Desk":
    """Open a store to look at: ``detente.open("x.duckdb").relation("PRK", "KOR").pandas()``.

    Raises:
        StoreError: There is no store at ``path``, or it cannot be read.
    """
    from detente.show.python import Desk  # the database and Arrow are loaded only when they are asked for

    return Desk(path)
