"""All frames, compiled and indexed by the lemma that calls them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from detente.coding.patterns import Frame, compile_frame
from detente.data.frame_rows import FrameRow, load_classes, load_frame_rows
from detente.records import ClauseKind


@dataclass(frozen=True, slots=True)
class LightVerbs:
    """Verbs whose object or subject is the event: who does it, who undergoes it, or it happens."""

    does: frozenset[str]
    undergoes: frozenset[str]
    happens: frozenset[str]


@dataclass(frozen=True, slots=True)
class FrameBook:
    """Frames by kind and lemma, most demanding first; the lemmas that any frame starts from."""

    frames: Mapping[tuple[ClauseKind, str], tuple[Frame, ...]]
    nouns: frozenset[str]
    triggers: frozenset[str]
    light: LightVerbs

    def of(self, kind: ClauseKind, lemma: str) -> tuple[Frame, ...]:
        """Return the frames that a predicate may call."""
        return self.frames.get((kind, lemma), ())


def load_framebook() -> FrameBook:
    """Return the shipped frames.

    Raises:
        DataError: a row or class is malformed.
    """
    return build_framebook(load_frame_rows(), load_classes())


def build_framebook(rows: Iterable[FrameRow], classes: Mapping[str, Iterable[str]]) -> FrameBook:
    """Return a frame book of the rows; see ``load_framebook``."""
    members = {name: frozenset(words) for name, words in classes.items()}
    index: dict[tuple[ClauseKind, str], list[Frame]] = {}
    for row in rows:
        frame = compile_frame(
            row.pattern, members, event_type=row.event_type, mode=row.mode, cameo=row.cameo, embed=row.embed
        )
        for lemma in frame.lemmas:
            index.setdefault((frame.kind, lemma), []).append(frame)
    ordered = {key: tuple(sorted(found, key=lambda f: (-f.weight, f.pattern))) for key, found in index.items()}
    nouns = frozenset(_last(lemma) for kind, lemma in index if kind in ("noun", "adjective"))
    return FrameBook(ordered, nouns, frozenset(_last(lemma) for _, lemma in index), _light_verbs())


def _last(lemma: str) -> str:
    """Return the word of a compound that stands in the tree where the compound does ("hunger-strike": strike)."""
    return lemma.partition("-of-")[0].rpartition("-")[2]


def _light_verbs() -> LightVerbs:
    raw = tomllib.loads((files("detente.data") / "frames" / "light.toml").read_text("utf-8"))["light"]
    return LightVerbs(*(frozenset(raw[name]) for name in ("does", "undergoes", "happens")))
