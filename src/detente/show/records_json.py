"""The promised JSON objects of ``docs/data-dictionary.md``: same keys, same order, same bytes for the same record."""

import json
from datetime import date
from typing import Any

from detente.records import (
    Attribution,
    Comment,
    Document,
    DyadPeriod,
    Event,
    Party,
    Place,
    Reason,
    Shift,
    Span,
)

PLACES = 4  # decimals of measures: intensities have at most two, means need no more
COORDINATES = 5  # decimals of degrees, about a metre

Json = dict[str, Any]


def line(record: Json) -> str:
    """Return one line of JSON, without its line feed; characters stand as they are."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def document_json(document: Document) -> Json:
    """Return the object that ``detente read`` prints."""
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "standfirst": document.standfirst,
        "section": document.section,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "published": _day(document.published),
        "published_basis": document.published_basis,
        "language": document.language,
        "text": document.text,
        "paragraphs": [_span(span) for span in document.paragraphs],
        "comments": [_comment(comment) for comment in document.comments],
        "furniture": list(document.furniture),
        "error": document.error,
    }


def event_json(event: Event) -> Json:
    """Return the object that ``detente code --format jsonl`` prints."""
    return {
        "id": event.id,
        "document": event.document,
        "event_type": event.event_type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad_class": event.quad_class,
        "intensity": measure(event.intensity),
        "goldstein": measure(event.goldstein),
        "sources": [party_json(party) for party in event.sources],
        "targets": [party_json(party) for party in event.targets],
        "factuality": event.factuality,
        "attribution": [_attribution(link) for link in event.attribution],
        "date": _day(event.when.date),
        "date_end": _day(event.when.date_end),
        "date_precision": event.when.precision,
        "date_basis": event.when.basis,
        "place": None if event.place is None else _place(event.place),
        "evidence": {**_span(event.evidence.span), "text": event.evidence.text},
        "confidence": measure(event.confidence),
        "reasons": [_reason(reason) for reason in event.reasons],
        "codebook": event.codebook,
        "coder": event.coder,
    }


def party_json(party: Party) -> Json:
    """Return a side of an event or a speaker."""
    return {
        "text": party.text,
        "start": None if party.span is None else party.span.start,
        "end": None if party.span is None else party.span.end,
        "actor": party.actor,
        "name": party.name,
        "country": party.country,
        "sector": party.sector,
        "role": party.role,
        "reason": party.reason,
    }


def period_json(period: DyadPeriod) -> Json:
    """Return the object that ``detente relation --format jsonl`` prints."""
    return {
        "a": period.a,
        "b": period.b,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "events": period.events,
        "by_quad": {str(number): count for number, count in enumerate(period.by_quad, start=1)},
        "intensity": measure(period.intensity),
        "net": measure(period.net),
        "coverage": period.coverage,
    }


def shift_json(shift: Shift) -> Json:
    """Return the object that ``detente shifts --format jsonl`` prints."""
    return {
        "a": shift.a,
        "b": shift.b,
        "at": shift.at.isoformat(),
        "direction": shift.direction,
        "before": measure(shift.before),
        "after": measure(shift.after),
        "score": measure(shift.score),
        "method": shift.method,
        "evidence": list(shift.evidence),
        "certainty": None if shift.certainty is None else measure(shift.certainty),
        "without_single_source": shift.without_single_source,
        "seen": _day(shift.seen),
    }


def measure(value: float) -> float:
    """Return a measure rounded for output; never minus zero, which would differ between machines."""
    return round(value, PLACES) + 0.0


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _comment(comment: Comment) -> Json:
    known: Json = {"text": comment.text, "author": comment.author}
    return known if comment.start is None else {**known, "start": comment.start}


def _attribution(link: Attribution) -> Json:
    return {"speaker": party_json(link.speaker), "cue": link.cue, "kind": link.kind}


def _place(place: Place) -> Json:
    return {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "latitude": None if place.latitude is None else round(place.latitude, COORDINATES),
        "longitude": None if place.longitude is None else round(place.longitude, COORDINATES),
    }


def _reason(reason: Reason) -> Json:
    span = None if reason.span is None else _span(reason.span)
    return {"code": reason.code, "value": reason.value, "span": span}
