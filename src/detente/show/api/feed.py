"""Turning points as an Atom feed (RFC 4287): a subscription to what changed."""

from collections.abc import Hashable
from datetime import UTC, datetime
from typing import cast
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response

from detente.records import Event, Shift
from detente.show.api.answers import answer
from detente.show.web import links, questions
from detente.show.web.desk import Desk
from detente.show.web.lent import Lent
from detente.show.web.pairs import Days
from detente.show.web.turns import Turns

NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 50
PATIENCE = 10.0
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def routes(desk: Desk) -> APIRouter:
    """Return the route of the feed."""
    router = APIRouter(tags=["record"])

    @router.get("/feed.atom", response_class=Response, responses={200: {"content": {"application/atom+xml": {}}}})
    def feed(request: Request, a: str = "", b: str = "") -> Response:
        """Turning points, newest first; of one relation with `a` and `b`."""
        pair = (desk.directory.key(a), desk.directory.key(b)) if a and b else None

        turns: list[Turns] = []

        def state(store: Lent) -> Hashable:
            if not pair:
                turns.append(desk.watch.turns(store, patience=PATIENCE))
            return tuple(found.mark for found in turns)

        def make(store: Lent) -> Response:
            if pair:
                shifts = desk.pair(store, *pair).shifts(Days(None, None))[:ENTRIES]
            else:
                shifts = list(turns[0].shifts[:ENTRIES])
            events = questions.events_by_id(store, [name for shift in shifts for name in shift.evidence])
            xml = atom(desk, shifts, events, base=str(request.base_url).rstrip("/"))
            return Response(xml, media_type="application/atom+xml; charset=utf-8")

        return answer(desk, request, make, also=state)

    return router


def atom(desk: Desk, shifts: list[Shift], events: dict[str, Event], *, base: str) -> bytes:
    """Return the feed; ids stay the same for the same turning point, so that no reader shows it twice."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("feed"))
    _add(root, "title", "detente: turning points")
    _add(root, "id", f"{base}/feed.atom")
    ET.SubElement(root, _tag("link"), href=f"{base}/feed.atom", rel="self")
    _add(root, "updated", _moment(shifts[0]) if shifts else datetime(1970, 1, 1, tzinfo=UTC).isoformat())
    _add(ET.SubElement(root, _tag("author")), "name", "detente")
    for shift in shifts:
        _entry(root, desk, shift, events, base=base)
    return cast(bytes, ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, desk: Desk, shift: Shift, events: dict[str, Event], *, base: str) -> None:
    entry = ET.SubElement(root, _tag("entry"))
    names = f"{desk.directory.name(shift.a)} and {desk.directory.name(shift.b)}"
    _add(entry, "title", f"{shift.at}: {shift.direction}, {names}")
    _add(entry, "id", f"{base}{links.relation_url(shift.a, shift.b)}#{shift.at}-{shift.direction}")
    _add(entry, "updated", _moment(shift))
    ET.SubElement(entry, _tag("link"), href=f"{base}{links.relation_url(shift.a, shift.b)}", rel="alternate")
    lines = [f"Mean intensity {shift.before:+.1f} to {shift.after:+.1f}."]
    lines += [
        f"{events[name].when.date}: {events[name].event_type}: {events[name].evidence.text}"
        for name in shift.evidence
        if name in events
    ]
    _add(entry, "summary", "\n".join(lines))


def _moment(shift: Shift) -> str:
    return datetime(shift.at.year, shift.at.month, shift.at.day, tzinfo=UTC).isoformat()


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, _tag(name)).text = text.translate(_FORBIDDEN)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
