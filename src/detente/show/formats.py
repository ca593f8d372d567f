"""Writes events in any of the formats of ``--format``, one document after another, as they come."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TextIO, get_args

from detente.records import Attribution, Document, DyadPeriod, Event, Party, Shift
from detente.show import gdelt, icews, polecat
from detente.show.layouts import LIST, Cell, Row, iso, joined
from detente.show.plover import plover_json
from detente.show.records_json import COORDINATES, Json, event_json, line, measure, period_json, shift_json
from detente.store import UNTYPED, Told

EventFormat = Literal["jsonl", "csv", "plover", "polecat", "icews", "gdelt"]
EVENT_FORMATS: tuple[str, ...] = get_args(EventFormat)
EVENT_COLUMNS = (
    *("id", "document", "event_type", "mode", "contexts", "cameo", "quad_class", "intensity", "goldstein"),
    *(f"{side}_{what}" for side in ("source", "target") for what in ("names", "actors", "countries", "sectors")),
    *("factuality", "attribution", "date", "date_end", "date_precision", "date_basis"),
    *("place", "place_country", "latitude", "longitude", "evidence_start", "evidence_end", "evidence"),
    *("confidence", "codebook", "coder", "url", "publisher", "published", "title"),
)
PERIOD_COLUMNS = ("a", "b", "start", "end", "events", "q1", "q2", "q3", "q4", "intensity", "net", "coverage")
SHIFT_COLUMNS = (
    *("a", "b", "at", "direction", "before", "after", "score", "method", "evidence"),
    *("certainty", "without_single_source", "seen"),
)
# What a spreadsheet would run as a formula; such a cell gets an apostrophe in front (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Coded = tuple[Document, Sequence[Event]]


def write_events(
    coded: Iterable[Coded], out: TextIO, *, form: EventFormat, told: Mapping[str, Told] | None = None
) -> None:
    """Write events document by document; a header first where the format has one.

    Args:
        coded: Documents with their events.
        out: A text stream.
        form: One of ``EVENT_FORMATS``.
        told: How often the events were told, by id, for formats with counts; by default in their own articles.
    """
    if form in ("jsonl", "plover"):
        objects = _plover if form == "plover" else _own
        for item in coded:
            out.writelines(line(record) + "\n" for record in objects(*item))
            out.flush()
    else:
        columns, make = _layout(form, told or {})
        write_rows((list(_rows_of(item, make)) for item in coded), out, columns=columns, tabs=form != "csv")


def write_periods(periods: Iterable[DyadPeriod], out: TextIO, *, form: Literal["jsonl", "csv"]) -> None:
    """Write a series as the promised JSON lines, or as CSV with a column per quad class."""
    records = [period_json(period) for period in periods]
    if form == "jsonl":
        out.writelines(line(record) + "\n" for record in records)
        return
    rows = [tuple(record[name] for name in PERIOD_COLUMNS) for record in map(spread, records)]
    write_rows([rows], out, columns=PERIOD_COLUMNS, tabs=False)


def write_shifts(shifts: Iterable[Shift], out: TextIO, *, form: Literal["jsonl", "csv"]) -> None:
    """Write turning points as the promised JSON lines, or as CSV with the event ids in one cell."""
    records = [shift_json(shift) for shift in shifts]
    if form == "jsonl":
        out.writelines(line(record) + "\n" for record in records)
        return
    rows = [tuple(joined(record[name]) for name in SHIFT_COLUMNS) for record in records]
    write_rows([rows], out, columns=SHIFT_COLUMNS, tabs=False)


def event_row(document: Document, event: Event) -> Iterator[Row]:
    """Yield the one CSV row of an event, under ``EVENT_COLUMNS``."""
    place = event.place
    yield (
        event.id,
        event.document,
        event.event_type,
        event.mode,
        LIST.join(event.contexts),
        event.cameo,
        event.quad_class,
        measure(event.intensity),
        measure(event.goldstein),
        *_side(event.sources),
        *_side(event.targets),
        event.factuality,
        LIST.join(_said(link) for link in event.attribution),
        iso(event.when.date),
        iso(event.when.date_end),
        event.when.precision,
        event.when.basis,
        *((place.name, place.country) if place else (None, None)),
        *((_degrees(place.latitude), _degrees(place.longitude)) if place else (None, None)),
        event.evidence.span.start,
        event.evidence.span.end,
        event.evidence.text,
        measure(event.confidence),
        event.codebook,
        event.coder,
        document.url,
        document.publisher,
        iso(document.published),
        document.title,
    )


def _own(_: Document, events: Sequence[Event]) -> Iterator[Json]:
    return (event_json(event) for event in events)


def _plover(document: Document, events: Sequence[Event]) -> Iterator[Json]:
    return (plover_json(document, event) for event in events if event.event_type != UNTYPED)


def _layout(
    form: EventFormat, told: Mapping[str, Told]
) -> tuple[Sequence[str], Callable[[Document, Event], Iterator[Row]]]:
    """Return the columns of a table format (none where it has no header) and what makes its rows."""
    if form == "csv":
        return EVENT_COLUMNS, event_row
    if form == "gdelt":
        return (), lambda document, event: gdelt.rows(document, event, told=told.get(event.id))
    if form == "polecat":
        return polecat.COLUMNS, polecat.rows
    from detente.data.codebook_cards import load_codebook  # read only where CAMEO's words are asked for

    codebook = load_codebook()
    return icews.COLUMNS, lambda document, event: icews.rows(document, event, codebook)


def _rows_of(item: Coded, make: Callable[[Document, Event], Iterator[Row]]) -> Iterator[Row]:
    document, events = item
    for event in events:
        yield from make(document, event)


def write_rows(batches: Iterable[Sequence[Row]], out: TextIO, *, columns: Sequence[str], tabs: bool) -> None:
    """Write rows batch by batch under a header, if there is one: as CSV, or with tabs between cells."""
    if tabs:
        # The layouts with tabs know no quoting: their cells come without tabs and line ends.
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    else:
        writer = csv.writer(out, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    for batch in batches:
        writer.writerows([safe_cell(cell) for cell in row] for row in batch)
        out.flush()


def safe_cell(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _side(parties: Sequence[Party]) -> Row:
    columns = (
        [party.name or party.text for party in parties],
        [party.actor or "" for party in parties],
        [party.country or "" for party in parties],
        [party.sector or "" for party in parties],
    )
    return tuple(LIST.join(values) for values in columns)


def _said(link: Attribution) -> str:
    return f"{link.speaker.name or link.speaker.text}: {link.cue} ({link.kind})"


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, COORDINATES)


def spread(record: Json) -> Json:
    """Return a record with its counts by quad class, if it has any, side by side as ``q1`` to ``q4``."""
    return record | {f"q{number}": count for number, count in record.get("by_quad", {}).items()}


def standard_output() -> TextIO:
    """Return standard output, set so that no character of a text can stop the run.

    Lone surrogates, which JSON input can hold, come out as the escapes that they came in as.
    """
    out = sys.stdout
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return out
