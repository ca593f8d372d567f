"""Pages of the record itself: what changed, an event, a document, an actor."""

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from detente.records import Event
from detente.show.layouts import country_name
from detente.show.records_json import event_json, line
from detente.show.web import asked, links, questions, totals
from detente.show.web.asked import Filters
from detente.show.web.desk import Desk
from detente.show.web.lent import Lent
from detente.show.web.passages import paragraphs
from detente.show.web.turns import Turns
from detente.store import stored_documents

TURNS_SHOWN = 30
PAIRS_SHOWN, PAIRS_KEPT = 12, 60
EVENTS_SHOWN = 12
SUGGESTED = 60
ACTORS_LISTED = 60


def routes(desk: Desk) -> APIRouter:
    """Return the routes of these pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(request: Request) -> Response:
        """What changed: turning points, newest first, with their events."""
        if not desk.door.exists():
            return desk.page(request, "home.html", _nothing())
        with desk.door.reading() as store:
            turns = desk.watch.turns(store)
            return desk.told(request, store, "home.html", lambda: _home(desk, store, turns), also=turns.mark)

    @router.get("/event/{name}.json")
    def event_as_json(name: str) -> RedirectResponse:
        """The event as the API gives it."""
        return RedirectResponse(f"/api/v1/events/{name}", status_code=307)

    @router.get("/event/{name}")
    def event(request: Request, name: str) -> Response:
        """One event: evidence, attribution, factuality, date, place, reasons, codes."""
        with desk.door.reading() as store:
            return desk.told(
                request, store, "event.html", lambda: _event(desk, store, name), also=desk.decisions.count()
            )

    @router.get("/document/{name}")
    def document(request: Request, name: str) -> Response:
        """The article with its events marked."""
        with desk.door.reading() as store:
            return desk.told(request, store, "document.html", lambda: _document(store, name))

    @router.get("/actor/{key:path}")
    def actor(request: Request, key: str) -> Response:
        """An actor: offices, and with whom it deals."""
        key = desk.directory.key_if_known(links.key_from_url(key))
        with desk.door.reading() as store:
            return desk.told(request, store, "actor.html", lambda: _actor(desk, store, key))

    @router.get("/actor")
    def actors(request: Request) -> Response:
        """The actors of the record, and a look-up by name."""
        q = asked.words(request.query_params, "q")
        with desk.door.reading() as store:
            return desk.told(request, store, "actors.html", lambda: _actors(desk, store, q))

    return router


def _nothing() -> dict[str, object]:
    return {"held": {"events": 0, "documents": 0}, "turns": None, "pairs": [], "evidence": {}, "headings": {}}


def _home(desk: Desk, store: Lent, turns: Turns) -> dict[str, object]:
    held = desk.facts.get(("overview", store.stamp), lambda: (totals.overview(store), True))
    shifts = turns.shifts[:TURNS_SHOWN]
    evidence = questions.events_by_id(store, [name for shift in shifts for name in shift.evidence])
    return {
        "held": held,
        "turns": turns if held["events"] else None,
        "shifts": shifts,
        "evidence": evidence,
        "headings": desk.headings(store, {item.document for item in evidence.values()}),
        "pairs": pairs_of(desk, store)[:PAIRS_SHOWN],
    }


def pairs_of(desk: Desk, store: Lent, *, since: date | None = None, until: date | None = None) -> list[totals.Row]:
    """Return the busiest pairs of countries of all time or of some days, ``PAIRS_KEPT`` at most."""
    found: list[totals.Row] = desk.facts.get(
        ("pairs", store.stamp, since, until),
        lambda: (totals.busiest_pairs(store, limit=PAIRS_KEPT, since=since, until=until), True),
    )
    return found


def _event(desk: Desk, store: Lent, name: str) -> dict[str, object]:
    event = one_event(store, name)
    document = stored_documents(store, [event.document]).get(event.document)
    retold, told = questions.retellings(store, name), questions.tellings(store, name)
    codebook = desk.directory.codebook
    return {
        "event": event,
        "document": document,
        "cameo": codebook.cameo_codes.get(event.cameo),
        "retold": retold,
        "told": told,
        "retold_in": desk.headings(store, [row["document"] for row in retold]),
        "decisions": desk.decisions.on(event),
        "sectors": codebook.sectors,
        "json": line(event_json(event)),
    }


def one_event(store: Lent, name: str) -> Event:
    """Return an event of the newest coding, or answer that there is none."""
    found = questions.events_by_id(store, [name]).get(name)
    if found is None:
        raise HTTPException(404, "no event has this id in the newest coding")
    return found


def _document(store: Lent, name: str) -> dict[str, object]:
    document = stored_documents(store, [name]).get(name)
    if document is None:
        raise HTTPException(404, "no document has this id")
    events = questions.events_of_document(store, name)
    return {
        "document": document,
        "events": events,
        "by_id": {event.id: event for event in events},
        "paragraphs": paragraphs(document, events),
    }


def _actors(desk: Desk, store: Lent, q: str) -> dict[str, object]:
    rows = desk.facts.get(("actors", store.stamp), lambda: (totals.actor_counts(store, limit=ACTORS_LISTED)[1], True))
    events = {row["actor"]: row["events"] for row in rows}
    found = sorted(desk.directory.keys(q), key=lambda actor: -events.get(actor.id, 0))  # stable: best fit first
    return {"q": q, "found": found[:SUGGESTED], "of": len(found), "rows": rows, "events": events}


def _actor(desk: Desk, store: Lent, key: str) -> dict[str, object]:
    card = desk.directory.by_id.get(key)
    found = questions.find_events(store, Filters(actor=key), limit=EVENTS_SHOWN)
    if card is None and not found.total and desk.directory.name(key) == key:
        raise HTTPException(404, f"no actor has the id {key}: look it up under Actors")
    roles = sorted(card.roles, key=lambda role: str(role.since or ""), reverse=True) if card else []
    context: dict[str, object] = {
        "key": key,
        "card": card,
        "roles": roles,
        "total": found.total,
        "partners": totals.partners(store, key),
        "country_name": country_name,
    }
    return context | desk.with_headings(store, questions.events_at(store, found.rows))
