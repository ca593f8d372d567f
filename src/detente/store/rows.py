"""Records to rows of the store and back: the only place that knows how a record lies in the tables."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from detente.records import (
    Attribution,
    Comment,
    Document,
    Dyad,
    Event,
    EventDate,
    Evidence,
    Party,
    Place,
    Reason,
    Span,
)

Row = dict[str, Any]

_HALF = re.compile("[\ud800-\udfff]")

_TEXT, _NUMBER = pa.string(), pa.int32()
_SPAN = pa.struct([("start", _NUMBER), ("end", _NUMBER)])
_EVIDENCE = pa.struct([("start", _NUMBER), ("end", _NUMBER), ("text", _TEXT)])
_PARTY_WORDS = ("actor", "name", "country", "sector", "role", "reason")
PARTY = pa.struct([("text", _TEXT), ("start", _NUMBER), ("end", _NUMBER), *((name, _TEXT) for name in _PARTY_WORDS)])
_COMMENT = pa.struct([("text", _TEXT), ("author", _TEXT), ("start", _NUMBER)])
PLACE = pa.struct(
    [("text", _TEXT), ("name", _TEXT), ("country", _TEXT), ("latitude", pa.float64()), ("longitude", pa.float64())]
)

DOCUMENTS = pa.schema(
    [
        ("id", _TEXT),
        ("url", _TEXT),
        ("title", _TEXT),
        ("title_span", _SPAN),
        ("standfirst", _TEXT),
        ("standfirst_span", _SPAN),
        ("section", _TEXT),
        ("publisher", _TEXT),
        ("authors", pa.list_(_TEXT)),
        ("published", pa.date32()),
        ("published_basis", _TEXT),
        ("language", _TEXT),
        ("text", _TEXT),
        ("paragraphs", pa.list_(_SPAN)),
        ("comments", pa.list_(_COMMENT)),
        ("furniture", pa.list_(_TEXT)),
        ("error", _TEXT),
        ("origin", _TEXT),
    ]
)
CODINGS = pa.schema(
    [
        ("document", _TEXT),
        ("run", _NUMBER),
        ("codebook", _TEXT),
        ("coder", _TEXT),
        ("events", _NUMBER),
        ("error", _TEXT),
        ("current", pa.bool_()),
    ]
)
EVENTS = pa.schema(
    [
        ("id", _TEXT),
        ("document", _TEXT),
        ("run", _NUMBER),
        ("position", _NUMBER),
        ("event_type", _TEXT),
        ("mode", _TEXT),
        ("contexts", pa.list_(_TEXT)),
        ("cameo", _TEXT),
        ("quad_class", pa.int8()),
        ("intensity", pa.float64()),
        ("goldstein", pa.float64()),
        ("sources", pa.list_(PARTY)),
        ("targets", pa.list_(PARTY)),
        ("factuality", _TEXT),
        ("attribution", pa.list_(pa.struct([("speaker", PARTY), ("cue", _TEXT), ("kind", _TEXT)]))),
        ("date", pa.date32()),
        ("date_end", pa.date32()),
        ("date_precision", _TEXT),
        ("date_basis", _TEXT),
        ("place", PLACE),
        ("evidence", _EVIDENCE),
        ("confidence", pa.float64()),
        ("reasons", pa.list_(pa.struct([("code", _TEXT), ("value", _TEXT), ("span", _SPAN)]))),
        ("codebook", _TEXT),
        ("coder", _TEXT),
        ("mentions", pa.list_(_EVIDENCE)),
    ]
)
DYADS = pa.schema(
    [
        ("event", _TEXT),
        ("document", _TEXT),
        ("run", _NUMBER),
        ("source", _TEXT),
        ("target", _TEXT),
        ("mutual", pa.bool_()),
        ("event_type", _TEXT),
        ("mode", _TEXT),
        ("cameo", _TEXT),
        ("quad_class", pa.int8()),
        ("intensity", pa.float64()),
        ("goldstein", pa.float64()),
        ("factuality", _TEXT),
        ("date", pa.date32()),
        ("date_precision", _TEXT),
        ("date_basis", _TEXT),
        ("confidence", pa.float64()),
    ]
)

REPRINTS = pa.schema([(name, _TEXT) for name in ("document", "url", "publisher", "origin")])


def arrow_table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as an Arrow table; half a surrogate pair, which no database can hold, becomes U+FFFD."""
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist([_whole(row) for row in rows], schema=schema)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, (list, tuple)) else value


def document_row(document: Document) -> Row:
    """Return the row of ``base.documents`` for a document."""
    row: Row = {name: getattr(document, name) for name in DOCUMENTS.names}
    row["title_span"] = _span_row(document.title_span)
    row["standfirst_span"] = _span_row(document.standfirst_span)
    row["paragraphs"] = [_span_row(span) for span in document.paragraphs]
    row["comments"] = [{"text": c.text, "author": c.author, "start": c.start} for c in document.comments]
    return row


def document_of(row: Mapping[str, Any]) -> Document:
    """Return the document that ``document_row`` wrote."""
    fields = dict(row)
    fields["title_span"] = _span_of(row["title_span"])
    fields["standfirst_span"] = _span_of(row["standfirst_span"])
    fields["paragraphs"] = tuple(Span(**span) for span in row["paragraphs"])
    fields["comments"] = tuple(Comment(**comment) for comment in row["comments"])
    fields["authors"], fields["furniture"] = tuple(row["authors"]), tuple(row["furniture"])
    return Document(**fields)


def event_row(event: Event, *, run: int, position: int) -> Row:
    """Return the row of ``base.events`` for an event."""
    row: Row = {name: getattr(event, name, None) for name in EVENTS.names}
    row |= {"run": run, "position": position, "contexts": list(event.contexts)}
    row |= {"date": event.when.date, "date_end": event.when.date_end}
    row |= {"date_precision": event.when.precision, "date_basis": event.when.basis}
    row["sources"] = [party_row(party) for party in event.sources]
    row["targets"] = [party_row(party) for party in event.targets]
    row["attribution"] = [
        {"speaker": party_row(link.speaker), "cue": link.cue, "kind": link.kind} for link in event.attribution
    ]
    row["place"] = event.place and place_row(event.place)
    row["evidence"] = _evidence_row(event.evidence)
    row["mentions"] = [_evidence_row(mention) for mention in event.mentions]
    row["reasons"] = [{"code": r.code, "value": r.value, "span": _span_row(r.span)} for r in event.reasons]
    return row


def dyad_row(event: Event, dyad: Dyad, *, run: int) -> Row:
    """Return the row of ``base.dyads`` for one pair that an event joins."""
    row: Row = {name: getattr(event, name, None) for name in DYADS.names}
    row |= {"event": event.id, "run": run, "source": dyad.source, "target": dyad.target, "mutual": dyad.mutual}
    return row | {"date": event.when.date, "date_precision": event.when.precision, "date_basis": event.when.basis}


def event_of(row: Mapping[str, Any]) -> Event:
    """Return the event that ``event_row`` wrote."""
    fields = {name: row[name] for name in EVENTS.names if name not in {"run", "position"}}
    fields["when"] = EventDate(
        fields.pop("date"), fields.pop("date_end"), fields.pop("date_precision"), fields.pop("date_basis")
    )
    fields["contexts"] = tuple(row["contexts"])
    fields["sources"], fields["targets"] = _parties_of(row["sources"]), _parties_of(row["targets"])
    fields["attribution"] = tuple(
        Attribution(_party_of(link["speaker"]), link["cue"], link["kind"]) for link in row["attribution"]
    )
    fields["place"] = Place(**row["place"]) if row["place"] else None
    fields["evidence"] = _evidence_of(row["evidence"])
    fields["mentions"] = tuple(_evidence_of(mention) for mention in row["mentions"])
    fields["reasons"] = tuple(Reason(r["code"], r["value"], _span_of(r["span"])) for r in row["reasons"])
    return Event(**fields)


def _span_row(span: Span | None) -> Row | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _span_of(row: Mapping[str, int] | None) -> Span | None:
    return None if row is None else Span(row["start"], row["end"])


def _evidence_row(evidence: Evidence) -> Row:
    return {"start": evidence.span.start, "end": evidence.span.end, "text": evidence.text}


def _evidence_of(row: Mapping[str, Any]) -> Evidence:
    return Evidence(Span(row["start"], row["end"]), row["text"])


def place_row(place: Place) -> Row:
    """Return a place as it lies in a row of ``base.events``."""
    return {name: getattr(place, name) for name in PLACE.names}


def party_row(party: Party) -> Row:
    """Return a side or a speaker as it lies in a row of ``base.events``."""
    start, end = (party.span.start, party.span.end) if party.span else (None, None)
    return {"text": party.text, "start": start, "end": end, **{name: getattr(party, name) for name in _PARTY_WORDS}}


def _party_of(row: Mapping[str, Any]) -> Party:
    span = None if row["start"] is None else Span(row["start"], row["end"])
    return Party(row["text"], span, *(row[name] for name in _PARTY_WORDS))


def _parties_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(_party_of(row) for row in rows)
