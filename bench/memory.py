"""Memory and work of processes, as Linux counts them."""

import os
from collections.abc import Iterable
from pathlib import Path


def resident_megabytes(processes: Iterable[int] | None = None) -> float:
    """Return the megabytes of main memory that processes hold: this one and its children by default."""
    return sum(_resident(process) for process in (processes or family(os.getpid()))) / 1e6


def worked_seconds() -> float:
    """Return the seconds that processors have worked for this process and its children."""
    return sum(_ticks(process) for process in family(os.getpid())) / os.sysconf("SC_CLK_TCK")


def worked_by(process: int) -> float:
    """Return the seconds that processors have worked for one process, 0 where it is gone."""
    return _ticks(process) / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    try:
        # The name of the program stands in brackets and may hold anything; user and system time are 14th and 15th.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def family(process: int) -> list[int]:
    """Return a process and all that it started, directly or not."""
    found = [process]
    for parent in found:
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in file.read_text().split()]
            except OSError:
                continue
    return found


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
