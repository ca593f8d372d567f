"""Reads PLOVER JSON: one object a line, or one array of objects; fields of the manual, and those of older drafts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from detente.errors import ReadError
from detente.records import Party, Place
from detente.show.imports.actors import NameBook
from detente.show.imports.acts import act_of_plover
from detente.show.imports.lines import Losses, opened
from detente.show.imports.staging import ActReading, Staged
from detente.show.plover import AUXILIARY

FACTUALITY = {word: name for name, word in AUXILIARY.items()}
LARGEST_ARRAY = 200_000_000  # characters: an array is read whole, lines are not

Json = Mapping[str, Any]


class Plover:
    """The layout; see ``detente.show.imports.staging.Layout``. Keys are JSON texts."""

    coder = "plover"

    def __init__(self, book: NameBook) -> None:
        self._book = book

    def staged(self, path: Path, losses: Losses) -> Iterator[Staged]:
        """Yield the events of a file; lines that are no JSON object are set aside."""
        with opened(path) as file:
            for record in _objects(file, path, losses):
                losses.read += 1
                day = _day(record.get("date"))
                if day is None and record.get("date"):
                    losses.aside["no date"] += 1
                else:
                    yield _staged(record, day)

    def act(self, key: str) -> ActReading:
        """Return the act of [type, mode, contexts]."""
        kind, mode, contexts = json.loads(key)
        return act_of_plover(kind, mode, contexts, self._book.codebook)

    def side(self, key: str) -> tuple[Party, ...]:
        """Return the parties of a list of names or party objects."""
        return tuple(self._party(item) for item in json.loads(key))

    def place(self, key: str) -> Place:
        """Return the place of an object or a name."""
        held = json.loads(key)
        if isinstance(held, str):
            return Place(held, held, None, None, None)
        name = str(held.get("name") or held.get("text") or "")
        return Place(name, name, held.get("country"), _number(held.get("lat")), _number(held.get("lon")))

    def _party(self, item: Any) -> Party:
        if isinstance(item, str):
            return self._book.named(item)
        code = str(item.get("code") or "")
        text = str(item.get("text") or item.get("actorText") or item.get("name") or code)
        country = item.get("country") or self._book.iso(code[:3])
        sector = self._book.sector([str(item.get("sector") or code[3:6])])
        if (known := item.get("id")) in self._book.actors:
            party = self._book.known(text, known, sector)
        else:
            party = self._book.named(str(item.get("name") or text), country=country, sector=sector)
        return self._book.reworded(party, text, str(item.get("title") or ""))


def _objects(file: TextIO, path: Path, losses: Losses) -> Iterator[Json]:
    """Yield the objects of an array or of lines."""
    first = file.readline()
    if first.lstrip("\ufeff \t").startswith("["):
        text = first.lstrip("\ufeff") + file.read(LARGEST_ARRAY)
        try:
            records = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ReadError(f"{path} is no JSON: {error}") from error
        yield from (record for record in records if isinstance(record, dict))
        return
    line = first.lstrip("\ufeff")
    while line:
        record = _object(line)
        if record is not None:
            yield record
        elif line.strip():
            losses.read += 1
            losses.aside["no JSON object"] += 1
        line = file.readline()


def _object(line: str) -> Json | None:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _staged(record: Json, day: date | None) -> Staged:
    cite, info = _dict(record.get("cite_info")), _dict(record.get("text_info"))
    modes = [mode.lower() for mode in _list(record.get("mode"))]
    plain = [mode for mode in modes if mode not in FACTUALITY]
    said = next((FACTUALITY[mode] for mode in modes if mode in FACTUALITY), "asserted")
    kind = next(iter(_list(record.get("event"))), "")
    contexts = _list(record.get("context") or record.get("contexts"))
    published = _day(cite.get("publication"))
    start = info.get("start")
    return Staged(
        key=str(record.get("id") or _hash(record)),
        story=str(cite.get("citation") or cite.get("url") or _hash(record)),
        published=published or day,
        publisher=_text(cite.get("corpus") or record.get("publication")),
        url=_text(cite.get("url")),
        title=_text(cite.get("title")),
        language=_text(cite.get("language") or record.get("language")),
        act=json.dumps([kind, plain[0] if plain else "", contexts]),
        source=_side(record.get("actor") or record.get("source")),
        target=_side(record.get("recipient") or record.get("target")),
        place=json.dumps(record["event_loc"]) if record.get("event_loc") else None,
        date=day,
        date_end=_day(record.get("enddate")),
        precision="day" if day else "none",
        factuality=said,
        evidence=str(record.get("text") or record.get("event_text") or ""),
        start=start if isinstance(start, int) else None,
    )


def _side(value: Any) -> str | None:
    items = [item for item in (value if isinstance(value, list) else [value]) if item]
    return json.dumps(items, sort_keys=True) if items else None


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if item]


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return str(value) if value else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _hash(record: Json) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]
