"""How the memory that a run may take is shared between the database and the processes that code."""

import resource
from dataclasses import dataclass

from detente.errors import UsageError

MEGABYTE = 1_000_000
# What ``python bench/intake.py`` showed: the process that writes held 250 MB, one that codes 350 MB, both without the
# pages of the database. Set above that, since a long article takes more for a while.
MAIN = 350 * MEGABYTE
WORKER = 600 * MEGABYTE
DATABASE = 5  # the database gets one part in so many


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Bytes that the parts of a run may take: the database, and each of ``workers`` processes that code."""

    database: int
    worker: int
    workers: int


def share(total: int, *, workers: int) -> Ceiling:
    """Return how ``total`` bytes are shared; fewer processes than ``workers`` where they would not fit.

    Raises:
        UsageError: Not even one fits.
    """
    database = total // DATABASE
    left = total - database - MAIN
    number = min(workers, left // WORKER)
    if number < 1:
        least = (MAIN + WORKER) * DATABASE // (DATABASE - 1) // MEGABYTE
        raise UsageError(f"{total // MEGABYTE} MB of memory are too few: a run needs {least} MB at least")
    return Ceiling(database, left // number, number)


def hold_to(size: int) -> None:
    """Let this process take no more than ``size`` bytes of data; asking for more is a MemoryError from then on."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
