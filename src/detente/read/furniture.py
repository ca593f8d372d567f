"""The phrases by which page furniture is known, from ``data/read/furniture.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from detente.text import fold

Kind = Literal["furniture", "related", "comments_open", "comment_controls", "caption", "time"]
LONGEST_LINE = 200
_EDGES = re.compile(r"^[\s\W_\d]+|[\s\W_\d]+$")


@dataclass(frozen=True, slots=True)
class Phrases:
    """One kind of furniture: entire lines, first words, regular expressions, all in lower case."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]

    def match(self, line: str) -> bool:
        """Return whether a line (see ``line_key``) is one of these phrases."""
        return (
            line in self.whole
            or line.startswith(self.starts)
            or _EDGES.sub("", line) in self.whole
            or any(pattern.search(line) for pattern in self.patterns)
        )


def line_key(line: str) -> str:
    """Return a line as phrases are compared: plain quotes, single spaces, lower case."""
    return fold(line, accents=False).lower()


def is_kind(line: str, *kinds: Kind) -> bool:
    """Return whether ``line`` is furniture of one of the ``kinds``; lines of over 200 characters never are."""
    if len(line) > LONGEST_LINE:
        return False
    key = line_key(line)
    phrases = load_phrases()
    return bool(key) and any(phrases[kind].match(key) for kind in kinds)


@lru_cache(maxsize=1)
def load_phrases() -> dict[str, Phrases]:
    """Return the phrases by kind, read once from the package's data."""
    raw = tomllib.loads((files("detente") / "data" / "read" / "furniture.toml").read_text(encoding="utf-8"))
    return {
        kind: Phrases(
            frozenset(rows["whole"]), tuple(rows["starts"]), tuple(re.compile(pattern) for pattern in rows["patterns"])
        )
        for kind, rows in raw.items()
    }
