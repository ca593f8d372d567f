"""Which turning points were told before, kept beside the store: what ``detente shifts --since-last`` compares with."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from detente.errors import DetenteError
from detente.records import Shift
from detente.relate.online import Known


def told_path(store: str) -> Path:
    """Return the file of the turning points that were told of a store."""
    return Path(f"{store}.told.jsonl")


def read_told(file: Path) -> list[Known]:
    """Return what was told; empty where the file is not there.

    Raises:
        DetenteError: The file cannot be read.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        rows = [json.loads(line) for line in lines]
        return [Known(row["a"], row["b"], row["direction"], date.fromisoformat(row["seen"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DetenteError(f"{file} cannot be read: {error}") from error


def add_told(file: Path, shifts: Iterable[Shift]) -> None:
    """Add shifts to the file, a line each.

    Raises:
        DetenteError: The file cannot be written.
    """
    lines = [_line(shift) + "\n" for shift in shifts if shift.seen]
    try:
        with file.open("a", encoding="utf-8") as out:
            out.writelines(lines)
    except OSError as error:
        raise DetenteError(f"{file} cannot be written: {error.strerror or error}") from error


def _line(shift: Shift) -> str:
    return json.dumps({"a": shift.a, "b": shift.b, "direction": shift.direction, "seen": str(shift.seen)})
