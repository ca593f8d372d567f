"""Loads the codebook: event types with their modes, contexts, sectors and the CAMEO crosswalk.

The codebook is the project's own edition of PLOVER (``docs/decisions/0003-codebook.md`` says where it
departs from the manual). ``codebook_checks.check_codebook`` lints what ``load_codebook`` returns.
"""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from detente.errors import DataError, UsageError

CAMEO_COLUMNS = ("code", "name", "goldstein", "event_type", "mode", "contexts", "reference")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of ours in which a type, and a mode where one is given, is coded between two sides."""

    text: str
    source: str
    target: str
    mode: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence of ours that looks like a type and is another one, or none."""

    text: str
    right_type: str
    why: str


@dataclass(frozen=True, slots=True)
class Mode:
    """A way in which an event type is done. ``cameo`` is the code used where a frame names none."""

    name: str
    number: int
    definition: str
    intensity: float
    cameo: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types: what it is, what it is not, how it is scored, with examples."""

    name: str
    number: int
    quad_class: int
    intensity: float
    recipient_required: bool
    cameo: str
    definition: str
    is_not: str
    reference: str
    modes: tuple[Mode, ...]
    examples: tuple[Example, ...]
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What an event is about; ``words`` are lower-case lemmas or phrases that signal it."""

    name: str
    number: int
    definition: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One row of the crosswalk; ``event_type`` and ``mode`` are empty where PLOVER has none."""

    code: str
    name: str
    goldstein: float
    event_type: str
    mode: str
    contexts: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class QuadClass:
    """One of the four quad classes; ``sign`` (1 or -1) is that of every intensity under it."""

    number: int
    name: str
    sign: int


@dataclass(frozen=True, slots=True)
class Sector:
    """What kind of actor stands on a side of an event."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Remap:
    """What an event of one type is coded as when it is only future or hypothetical."""

    to_type: str
    to_mode: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole codebook of one version, with the look-ups that coding, import and export need.

    Every look-up raises UsageError on a type, mode or code that the codebook does not have.
    ``remaps`` is keyed by (factuality, event type), ``untyped`` by the start of a CAMEO code.
    """

    version: str
    title: str
    types: Mapping[str, EventType]
    contexts: tuple[Context, ...]
    cameo_codes: Mapping[str, CameoCode]
    quad_classes: Mapping[int, QuadClass]
    sectors: Mapping[str, Sector]
    remaps: Mapping[tuple[str, str], Remap]
    untyped: Mapping[str, tuple[str, ...]]

    def event_type(self, name: str) -> EventType:
        """Return the card of an event type."""
        if name not in self.types:
            raise UsageError(f"the codebook has no event type {name!r}")
        return self.types[name]

    def mode(self, event_type: str, mode: str) -> Mode:
        """Return the card of a mode of an event type."""
        for card in self.event_type(event_type).modes:
            if card.name == mode:
                return card
        raise UsageError(f"{event_type} has no mode {mode!r}")

    def modes(self, event_type: str) -> tuple[str, ...]:
        """Return the names of a type's modes in their order."""
        return tuple(mode.name for mode in self.event_type(event_type).modes)

    def intensity(self, event_type: str, mode: str | None = None) -> float:
        """Return the score (-10 to 10) of a mode, or of the type where no mode is given."""
        return self.mode(event_type, mode).intensity if mode else self.event_type(event_type).intensity

    def quad_class(self, event_type: str) -> int:
        """Return the quad class: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
        return self.event_type(event_type).quad_class

    def cameo(self, event_type: str, mode: str | None = None) -> str:
        """Return the default CAMEO code of a mode, or of the type where no mode is given."""
        return self.mode(event_type, mode).cameo if mode else self.event_type(event_type).cameo

    def cameo_code(self, code: str) -> CameoCode:
        """Return the crosswalk row of a CAMEO code (two, three or four digits)."""
        if code not in self.cameo_codes:
            raise UsageError(f"the crosswalk has no CAMEO code {code!r}")
        return self.cameo_codes[code]

    def goldstein(self, code: str) -> float:
        """Return the value of a CAMEO code on Goldstein's scale (-10 to 10)."""
        return self.cameo_code(code).goldstein

    def measures(self, event_type: str, mode: str | None, code: str) -> tuple[int, float, float]:
        """Return quad class, intensity and Goldstein value of an event of this type and mode under a CAMEO code."""
        return self.quad_class(event_type), self.intensity(event_type, mode), self.goldstein(code)

    def type_of_cameo(self, code: str) -> str | None:
        """Return the event type of a CAMEO code, None for statements and appeals (01, 02)."""
        return self.cameo_code(code).event_type or None

    def allows(self, code: str, event_type: str) -> bool:
        """Return whether an event of the type may carry the code: it maps there, or is a documented statement."""
        mapped = self.type_of_cameo(code)
        if mapped is not None:
            return mapped == event_type
        return any(code.startswith(start) and event_type in types for start, types in self.untyped.items())

    def remap(self, event_type: str, mode: str, factuality: str) -> tuple[str, str]:
        """Return type and mode as coded: another type where the event is only future or hypothetical."""
        self.event_type(event_type)
        found = self.remaps.get((factuality, event_type))
        return (event_type, mode) if found is None else (found.to_type, found.to_mode)

    def future_of(self, event_type: str) -> str:
        """Return the type that an event of this type is coded as while it is still to come."""
        return self.remap(event_type, "", "future")[0]

    def hypothetical_of(self, event_type: str) -> str:
        """Return the type that an event of this type is coded as while it is only a possibility."""
        return self.remap(event_type, "", "hypothetical")[0]


def load_codebook() -> Codebook:
    """Return the codebook that ships with the package.

    Raises:
        DataError: a file breaks the form of its rows; the message names file and row.
    """
    folder = files("detente.data") / "codebook"
    head = _toml(folder / "codebook.toml")
    cards = [p for p in folder.iterdir() if p.name.endswith(".toml") and p.name.removesuffix(".toml").isupper()]
    types = sorted((_event_type(card) for card in cards), key=lambda card: card.number)
    contexts = _rows(Context, _toml(folder / "contexts.toml").get("context", []), "contexts.toml")
    try:
        return Codebook(
            version=head["version"],
            title=head["title"],
            types={card.name: card for card in types},
            contexts=tuple(sorted(contexts, key=lambda context: context.number)),
            cameo_codes=_cameo_codes(folder / "cameo.csv"),
            quad_classes={q.number: q for q in _rows(QuadClass, head["quad_class"], "codebook.toml")},
            sectors={s.code: s for s in _rows(Sector, head["sector"], "codebook.toml")},
            remaps={(r["factuality"], r["from"]): Remap(r["to"], r.get("mode", "")) for r in head["remap"]},
            untyped={start: tuple(names) for start, names in head["untyped"].items()},
        )
    except KeyError as error:
        raise DataError(f"codebook.toml: table or key {error} is missing") from error


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error


def _rows(record: type[Record], rows: list[dict[str, Any]], file: str) -> tuple[Record, ...]:
    return tuple(_row(record, row, f"{file}: row {number}") for number, row in enumerate(rows, 1))


def _row(record: type[Record], row: dict[str, Any], where: str) -> Record:
    try:
        return record(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
    except TypeError as error:
        raise DataError(f"{where}: {error}") from error


def _event_type(path: Traversable) -> EventType:
    raw = _toml(path)
    try:
        head = dict(raw["event_type"])
        head["definition"], head["is_not"] = _joined(head["definition"]), _joined(head["is_not"])
    except KeyError as error:
        raise DataError(f"{path.name}: table or key {error} is missing") from error
    head["modes"] = _rows(Mode, raw.get("mode", []), f"{path.name}: mode")
    head["examples"] = _rows(Example, raw.get("example", []), f"{path.name}: example")
    head["near_misses"] = _rows(NearMiss, raw.get("near_miss", []), f"{path.name}: near_miss")
    return _row(EventType, head, path.name)


def _joined(text: str) -> str:
    return " ".join(text.split())


def _cameo_codes(path: Traversable) -> dict[str, CameoCode]:
    reader = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    if tuple(reader.fieldnames or ()) != CAMEO_COLUMNS:
        raise DataError(f"{path.name}: the columns are not {', '.join(CAMEO_COLUMNS)}")
    found: dict[str, CameoCode] = {}
    for line, row in enumerate(reader, 2):
        if row["code"] in found:
            raise DataError(f"{path.name}: line {line}: code {row['code']} stands twice")
        found[row["code"]] = _cameo_code(row, f"{path.name}: line {line}")
    return found


def _cameo_code(row: dict[str, str], where: str) -> CameoCode:
    try:
        value = float(row["goldstein"])
    except ValueError as error:
        raise DataError(f"{where}: {row['goldstein']!r} is no number") from error
    contexts = tuple(row["contexts"].split(";")) if row["contexts"] else ()
    return CameoCode(row["code"], row["name"], value, row["event_type"], row["mode"], contexts, row["reference"])
