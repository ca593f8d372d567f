"""The settings of alerts: a TOML file with a table per webhook."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from detente.errors import FetchError, UsageError
from detente.read.fetch import check_url
from detente.records import Direction
from detente.show.settings import read_file

LEAST_SECRET = 16  # characters: a shorter one can be guessed
DIRECTIONS: tuple[str, ...] = get_args(Direction)
_KNOWN = {"name", "url", "secret", "secret_variable", "dyads", "score", "step", "certainty", "direction", "since"}


@dataclass(frozen=True, slots=True)
class Hook:
    """Where alerts go and which: dyads by name or code, and what a turn must reach at least.

    ``score`` and ``certainty`` are those of ``detente shifts``, ``step`` is how far mean intensity moves. Turns before
    ``since`` are not sent; where it is None, neither are those that are there when the hook is first looked at.
    """

    name: str
    url: str
    secret: bytes
    dyads: tuple[tuple[str, str], ...]
    score: float = 0.0
    step: float = 0.0
    certainty: float = 0.0
    direction: str = ""
    since: date | None = None


def load_hooks(file: Path, environ: Mapping[str, str] = os.environ) -> tuple[Hook, ...]:
    """Return the hooks of a file.

    Raises:
        UsageError: It cannot be read, is no TOML, or sets what a hook does not have.
    """
    tables = read_file(file)
    found = tables.get("hook")
    if set(tables) != {"hook"} or not isinstance(found, list) or not found:
        raise UsageError(f"{file}: it must hold one table or more named [[hook]], and nothing else")
    hooks = tuple(_hook(row, number, f"{file}: hook {number}", environ) for number, row in enumerate(found, 1))
    if len({hook.name for hook in hooks}) < len(hooks):
        raise UsageError(f"{file}: two hooks have one name")
    return hooks


def _hook(row: Mapping[str, Any], number: int, where: str, environ: Mapping[str, str]) -> Hook:
    if unknown := set(row) - _KNOWN:
        raise UsageError(f"{where} has no setting {min(unknown)!r}: it has {', '.join(sorted(_KNOWN))}")
    since = row.get("since")
    if since is not None and type(since) is not date:
        raise UsageError(f"{where}: since must be a day such as 2024-01-16, without quotes")
    if row.get("direction", "") not in ("", *DIRECTIONS):
        raise UsageError(f"{where}: direction must be one of {', '.join(DIRECTIONS)}")
    return Hook(
        name=str(row.get("name", row.get("url", ""))),
        url=_url(row.get("url"), where),
        secret=_secret(row, where, environ),
        dyads=_dyads(row.get("dyads"), where),
        score=_number(row, "score", where),
        step=_number(row, "step", where),
        certainty=_number(row, "certainty", where),
        direction=row.get("direction", ""),
        since=since,
    )


def _url(value: object, where: str) -> str:
    try:
        check_url(str(value or ""))
    except FetchError as error:
        raise UsageError(f"{where}: url: {error}") from error
    return str(value)


def _secret(row: Mapping[str, Any], where: str, environ: Mapping[str, str]) -> bytes:
    variable = str(row.get("secret_variable", ""))
    secret = environ.get(variable, "") if variable else str(row.get("secret", ""))
    if len(secret) < LEAST_SECRET:
        what = f"the variable {variable} holds" if variable else "it needs"
        raise UsageError(f"{where}: {what} a secret of {LEAST_SECRET} characters or more")
    return secret.encode()


def _dyads(value: object, where: str) -> tuple[tuple[str, str], ...]:
    rows = value if isinstance(value, list) else []
    if not rows or not all(isinstance(r, list) and len(r) == 2 and all(isinstance(s, str) for s in r) for r in rows):
        raise UsageError(f'{where}: dyads must be pairs such as [["PRK", "KOR"], ["USA", "CHN"]]')
    return tuple((a, b) for a, b in rows)


def _number(row: Mapping[str, Any], name: str, where: str) -> float:
    value = row.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise UsageError(f"{where}: {name} must be a number from 0 on")
    return float(value)
