"""Events as PLOVER JSON, one object a line, with the fields of the PLOVER manual's chapter on data fields.

This layout keeps what is denied, hypothetical, planned and past: PLOVER's auxiliary modes say so in ``mode``.
"""

from typing import Any

from detente.records import Document, Event, Party
from detente.show.layouts import QUAD_NAMES, country_code, link
from detente.show.records_json import measure

AUXILIARY = {"historical": "historical", "future": "future", "hypothetical": "hypothetical", "negated": "negation"}

Json = dict[str, Any]


def plover_json(document: Document, event: Event) -> Json:
    """Return the PLOVER object of an event."""
    day = None if event.when.date is None else event.when.date.isoformat()
    last = None if event.when.date_end is None else event.when.date_end.isoformat()
    modes = [event.mode] if event.mode else []
    span = event.evidence.span
    return {
        "id": event.id,
        "date": day,
        "time": None,
        "enddate": None if last == day else last,
        "endtime": None,
        "actor": [_party(party) for party in event.sources],
        "recipient": [_party(party) for party in event.targets],
        "event": [event.event_type],
        "event_loc": _place(event),
        "event_text": event.evidence.text,
        "quad_code": QUAD_NAMES[event.quad_class - 1],
        "event_scale": measure(event.intensity),
        "mode": modes + ([AUXILIARY[event.factuality]] if event.factuality in AUXILIARY else []),
        "context": list(event.contexts),
        "link": None,
        "text": event.evidence.text,
        "text_info": {"sequence": None, "start": span.start, "end": span.end, "text_story": None},
        "cite_info": _citation(document, event),
        "coder": event.coder,
        "coded_date": None,
        "coded_time": None,
        "comment": None,
    }


def _party(party: Party) -> Json:
    return {
        "name": party.name or party.text,
        "code": "".join((country_code(party.country) or party.country or "", party.sector or "")),
        "country": party.country,
        "sector": party.sector,
        "title": party.role,
        "text": party.text,
        "id": party.actor,
    }


def _place(event: Event) -> Json | None:
    place = event.place
    if place is None:
        return None
    return {"name": place.name, "country": place.country, "lat": place.latitude, "lon": place.longitude}


def _citation(document: Document, event: Event) -> Json:
    return {
        "corpus": document.publisher,
        "citation": document.id,
        "url": link(document),
        "title": document.title,
        "language": document.language,
        "publication": None if document.published is None else document.published.isoformat(),
        "license": None,
        "copyright": None,
        "coder": event.coder,
        "codebook": event.codebook,
        "version": event.coder,
    }
