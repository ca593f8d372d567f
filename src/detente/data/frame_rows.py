"""Loads the verb, noun and adjective frames, their noun classes and their near misses, and lints them.

A pattern is text here, checked for its alphabet only; the coding room compiles it.
"""

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise, product

from detente.data.codebook_cards import Codebook
from detente.errors import DataError

FRAME_COLUMNS = ("pattern", "event_type", "mode", "cameo", "embed", "example", "source", "target")
OPERATOR_FILE = "operators.csv"
OPERATOR_COLUMNS = (*FRAME_COLUMNS, "expect")
NEAR_MISS_COLUMNS = ("sentence", "not_type", "why")
NEAR_MISS_FILE = "near_misses.csv"
EMBEDS = frozenset({"", "commit", "refuse", "request", "threaten", "accuse", "praise", "cease", "allow", "deny"})
WHYS = frozenset({"sport", "figurative", "noun-sense", "opinion", "culture", "market", "physical", "routine"})
SHORTEST_EXAMPLE = 6
LONGEST_EXAMPLE = 40
SLOT = re.compile(r"[@'’\w-]+(\|[@'’\w-]+)*")


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One row of a frame file: the pattern, what it means and a sentence of ours in which it fires.

    Rows of ``operators.csv`` have no event type: they act on the event below them as ``embed`` says, or let
    it through unchanged where ``embed`` is empty. ``expect`` is the type that their example is coded as.
    """

    pattern: str
    event_type: str
    mode: str
    cameo: str
    embed: str
    example: str
    source: str
    target: str
    file: str
    expect: str = ""


@dataclass(frozen=True, slots=True)
class NearMissRow:
    """A sentence of ours that must not be coded as ``not_type``; ``why`` is one word."""

    sentence: str
    not_type: str
    why: str


def load_frame_rows() -> tuple[FrameRow, ...]:
    """Return the rows of all frame files, by file name and in the order of the file.

    Raises:
        DataError: a file has other columns, or a row has too few or too many fields.
    """
    paths = [path for path in _folder().iterdir() if path.name.endswith(".csv") and path.name != NEAR_MISS_FILE]
    return tuple(
        FrameRow(**fields, file=path.name)
        for path in sorted(paths, key=lambda path: path.name)
        for fields in _fields(path, OPERATOR_COLUMNS if path.name == OPERATOR_FILE else FRAME_COLUMNS)
    )


def load_near_misses() -> tuple[NearMissRow, ...]:
    """Return the rows of ``near_misses.csv``.

    Raises:
        DataError: the file has other columns, or a row has too few or too many fields.
    """
    return tuple(NearMissRow(**fields) for fields in _fields(_folder() / NEAR_MISS_FILE, NEAR_MISS_COLUMNS))


def load_classes() -> dict[str, frozenset[str]]:
    """Return the noun classes that a pattern may name with ``@``: name -> lemmas.

    Raises:
        DataError: the file is no TOML, or a class is not a list of lower-case words.
    """
    try:
        raw = tomllib.loads(_text(_folder() / "classes.toml"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"classes.toml: {error}") from error
    for name, members in raw.items():
        if not isinstance(members, list) or any(not isinstance(word, str) or word != word.lower() for word in members):
            raise DataError(f"classes.toml: {name} is not a list of lower-case words")
    return {name: frozenset(members) for name, members in raw.items()}


def check_frame_rows(
    rows: Sequence[FrameRow], codebook: Codebook, *, classes: Mapping[str, frozenset[str]] | None = None
) -> list[str]:
    """Return every breach of the rules of frame rows, one sentence each; empty when all is well.

    Args:
        rows: as ``load_frame_rows`` gives them.
        codebook: where types, modes and CAMEO codes are known.
        classes: noun classes; those that ship where None.
    """
    known = load_classes() if classes is None else classes
    return [
        *(f"{row.file}: {row.pattern!r}: {found}" for row in rows for found in _check_row(row, codebook, known)),
        *_check_order(rows),
        *_check_clashes(rows),
    ]


def check_near_misses(rows: Sequence[NearMissRow], codebook: Codebook) -> list[str]:
    """Return every breach of the rules of near misses, one sentence each; empty when all is well."""
    found = []
    for row in rows:
        if row.not_type not in codebook.types:
            found.append(f"{NEAR_MISS_FILE}: {row.sentence!r}: unknown event type {row.not_type!r}")
        if row.why not in WHYS:
            found.append(f"{NEAR_MISS_FILE}: {row.sentence!r}: {row.why!r} is not one of the reasons")
    if len({(row.sentence, row.not_type) for row in rows}) != len(rows):
        found.append(f"{NEAR_MISS_FILE}: a row stands twice")
    return found


def expand(pattern: str) -> tuple[str, ...]:
    """Return the patterns without alternatives that a pattern stands for, in order."""
    return tuple(" ".join(words) for words in product(*(slot.split("|") for slot in pattern.split())))


def _folder() -> Traversable:
    return files("detente.data") / "frames"


def _text(path: Traversable) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise DataError(f"{path.name} is missing") from error


def _fields(path: Traversable, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    if tuple(next(reader, ())) != columns:
        raise DataError(f"{path.name}: the columns are not {', '.join(columns)}")
    for fields in reader:
        if len(fields) != len(columns):
            raise DataError(f"{path.name}: line {reader.line_num}: {len(fields)} fields where {len(columns)} are due")
        yield dict(zip(columns, fields, strict=True))


def _check_row(row: FrameRow, codebook: Codebook, classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    yield from _check_pattern(row.pattern, classes)
    yield from _check_meaning(row, codebook)
    yield from _check_example(row)


def _check_pattern(pattern: str, classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    slots = pattern.split(" ")
    if slots[0] not in ("S", "*") or len(slots) < 2:
        yield "a pattern starts with S or * and goes on"
    for slot in slots[1:]:
        if slot not in ("T", "~") and (not SLOT.fullmatch(slot) or slot != slot.lower()):
            yield f"{slot!r} is no slot"
    if slots.count("T") > 1 or slots.count("~") > 1:
        yield "T or ~ stands twice"
    for name in re.findall(r"@([\w-]+)", pattern):
        if name not in classes:
            yield f"there is no noun class {name!r}"


def _check_meaning(row: FrameRow, codebook: Codebook) -> Iterator[str]:
    if row.embed not in EMBEDS:
        yield f"unknown embed {row.embed!r}"
    if row.expect and row.expect not in codebook.types:
        yield f"expects an unknown event type {row.expect!r}"
    if (row.file == OPERATOR_FILE) != (not row.event_type):
        yield f"rows without event type stand in {OPERATOR_FILE}, all others elsewhere"
    if not row.event_type:
        if row.mode or row.cameo:
            yield "a row without event type has no mode and no CAMEO code"
        return
    if row.event_type not in codebook.types:
        yield f"unknown event type {row.event_type!r}"
        return
    if row.mode and row.mode not in codebook.modes(row.event_type):
        yield f"{row.event_type} has no mode {row.mode!r}"
    if row.cameo not in codebook.cameo_codes:
        yield f"unknown CAMEO code {row.cameo!r}"
    elif not codebook.allows(row.cameo, row.event_type):
        yield f"CAMEO code {row.cameo} maps to {codebook.type_of_cameo(row.cameo)}, not to {row.event_type}"


def _check_example(row: FrameRow) -> Iterator[str]:
    words = len(row.example.split())
    if not SHORTEST_EXAMPLE <= words <= LONGEST_EXAMPLE:
        yield f"the example has {words} words"
    if not row.source:
        yield "the example names no source"
    for side in (row.source, row.target):
        if side not in row.example:
            yield f"{side!r} does not stand in the example"


def _check_order(rows: Sequence[FrameRow]) -> Iterator[str]:
    for before, after in pairwise(rows):
        if before.file == after.file and before.pattern > after.pattern:
            yield f"{after.file}: {after.pattern!r} is not in its sorted place"


def _check_clashes(rows: Sequence[FrameRow]) -> Iterator[str]:
    seen: dict[str, FrameRow] = {}
    for row in rows:
        for pattern in expand(row.pattern):
            first = seen.setdefault(pattern, row)
            if first.event_type != row.event_type:
                yield f"{row.file}: {pattern!r} is {row.event_type} here and {first.event_type} in {first.file}"
    for (file, whole), times in Counter((row.file, row.pattern) for row in rows).items():
        if times > 1:
            yield f"{file}: {whole!r}: the pattern stands {times} times"
