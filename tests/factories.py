"""Small makers of records for tests: documents, parties and events of fictional incidents, and a toy coder."""

import hashlib
import os
import re
import signal
import time
from datetime import date
from typing import Any

from detente.records import (
    Attribution,
    Comment,
    Document,
    Event,
    EventDate,
    Evidence,
    Party,
    Place,
    Reason,
    Span,
)

TEXT = "Freedonia accuses Sylvania\n\nFreedonia accused Sylvania of moving troops to the river on Monday."


def document(**fields: Any) -> Document:
    """Return a document; fields given replace the usual ones."""
    text = fields.pop("text", TEXT)
    values: dict[str, Any] = {
        "id": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "text": text,
        "paragraphs": (Span(min(28, len(text)), len(text)),),
        "title": "Freedonia accuses Sylvania",
        "title_span": Span(0, min(26, len(text))),
        "url": "https://news.example/river",
        "publisher": "The Daily Example",
        "authors": ("A. Writer",),
        "published": date(2024, 1, 16),
        "published_basis": "metadata",
        "language": "en",
        "comments": (Comment("Well said!", "reader1", 5), Comment("Nonsense.")),
        "furniture": ("Share this",),
        "origin": "river.html",
    }
    return Document(**values | fields)


def party(country: str | None, actor: str | None = "", **fields: Any) -> Party:
    """Return a party of a country, by default the state itself; actor None is a party that was not resolved."""
    actor = country if actor == "" else actor
    values: dict[str, Any] = {
        "text": country or "somebody",
        "span": Span(0, 3),
        "actor": actor,
        "name": actor,
        "country": country,
        "sector": "GOV",
        "role": None,
        "reason": "name",
    }
    return Party(**values | fields)


def event(**fields: Any) -> Event:
    """Return an accusation of PRK against KOR; fields given replace the usual ones. The id follows from them."""
    values: dict[str, Any] = {
        "document": document().id,
        "event_type": "ACCUSE",
        "mode": "allege",
        "contexts": ("military", "territory"),
        "cameo": "112",
        "quad_class": 3,
        "intensity": -2.0,
        "goldstein": -2.0,
        "sources": (party("PRK"),),
        "targets": (party("KOR"),),
        "factuality": "asserted",
        "attribution": (Attribution(party("PRK", "PRK/kcna", sector="JRN"), "said", "quoted"),),
        "when": EventDate(date(2024, 1, 15), date(2024, 1, 15), "day", "relative"),
        "place": Place("the river", "Amnok", "PRK", 40.123456, 124.4),
        "evidence": Evidence(Span(28, 94), TEXT[28:94]),
        "confidence": 0.875,
        "reasons": (Reason("verb", "accuse", Span(38, 45)), Reason("rule", "ACCUSE-1")),
        "codebook": "1",
        "coder": "toy-1",
        "mentions": (Evidence(Span(0, 26), TEXT[0:26]),),
    }
    values |= fields
    values.setdefault("id", hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16])
    return Event(**values)


def on(day: str, precision: Any = "day", basis: Any = "relative") -> EventDate:
    """Return the date of an event, ``day`` as 2024-01-15."""
    return EventDate(date.fromisoformat(day), date.fromisoformat(day), precision, basis)


class ToyCoder:
    """Codes lines such as "PRK ACCUSE KOR -2 2024-01-15"; what else a document can say is in ``code``."""

    codebook = "1"

    def __init__(self, version: str = "toy-1") -> None:
        self.version = version

    def code(self, document: Document) -> list[Event]:
        """Return an event per such line; BREAK raises, DIE kills the process, HOG takes 4 GB, SLOW takes a while."""
        if "BREAK" in document.text:
            raise ValueError("a line that breaks the coder")
        if "DIE" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HOG" in document.text:
            bytearray(4_000_000_000)
        if "SLOW" in document.text:
            time.sleep(0.02)
        return [self._event(document, match) for match in _LINE.finditer(document.text)]

    def _event(self, document: Document, match: re.Match[str]) -> Event:
        source, kind, target, intensity, day = match.groups()
        return event(
            document=document.id,
            event_type=kind,
            sources=(party(source),),
            targets=(party(target),),
            intensity=float(intensity),
            quad_class=1 if float(intensity) > 0 else 3,
            when=on(day),
            evidence=Evidence(Span(*match.span()), match.group()),
            coder=self.version,
        )


_LINE = re.compile(r"(\w{3}) ([A-Z]+) (\w{3}) (-?[\d.]+) (\d{4}-\d\d-\d\d)")


def load_toy_coder(*, model: bool = True) -> ToyCoder:
    """Return a toy coder, which has no model to leave out; importable by worker processes."""
    return ToyCoder()


def load_newer_coder() -> ToyCoder:
    """Return a toy coder of another version."""
    return ToyCoder("toy-2")


def toy_document(line: str, number: int = 0, **fields: Any) -> Document:
    """Return a document with one line for the toy coder, numbered so that it differs from others."""
    return document(text=f"Story {number}\n\n{line}", origin=f"story-{number}.txt", **fields)
