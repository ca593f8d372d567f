"""The routes of the API: documents, events, relations, turning points, actors."""

from collections.abc import Hashable
from datetime import date
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from detente.records import Actor, Event, Factuality, Period
from detente.relate.shifts import all_shifts
from detente.show.api import coding, decisions, rulings
from detente.show.api.answers import AsTable, Form, Json, Limit, Page, SomeLimit, answer, csv_of, file_of, page_of, part
from detente.show.api.tables import DOCUMENTS, PARQUET, TABLE, listed
from detente.show.formats import write_events
from detente.show.parquet import write_parquet
from detente.show.records_json import document_json, event_json, period_json, shift_json
from detente.show.web import asked, questions, totals
from detente.show.web.desk import Desk
from detente.show.web.lent import Lent
from detente.show.web.pages_record import one_event
from detente.show.web.pairs import Days
from detente.show.web.turns import Turns
from detente.store import Store, stored_documents

PREFIX = "/api/v1"
Day = Annotated[date | None, Query(description="A day such as 2024-01-16.")]
Words = Annotated[str, Query(max_length=asked.LONGEST_WORDS)]


def routes(desk: Desk) -> APIRouter:
    """Return the routes of the API."""
    router = APIRouter(prefix=PREFIX, tags=["record"])
    _documents(router, desk)
    _events(router, desk)
    _series(router, desk)
    _actors(router, desk)
    decisions.add_routes(router, desk)
    rulings.add_routes(router, desk)
    coding.add_routes(router, desk)
    return router


def _documents(router: APIRouter, desk: Desk) -> None:
    @router.get("/documents", responses=TABLE)
    def documents(
        request: Request, q: Words = "", since: Day = None, until: Day = None, page: Page = 1, limit: Limit = 100,
        form: AsTable = "json",
    ) -> Response:  # fmt: skip
        """List documents, newest first, without their text."""
        wanted = asked.Filters(q=q, since=since, until=until)

        def make(store: Lent) -> Response:
            total, rows = questions.find_documents(store, q, wanted=wanted, limit=limit, offset=(page - 1) * limit)
            items = [{name: _plain(row[name]) for name in DOCUMENTS} for row in rows]
            return listed(request, "documents", items, form=form, total=total, page=page, limit=limit)

        return answer(desk, request, make)

    @router.get("/documents/{id}")
    def document(request: Request, id: str) -> Response:
        """Return a document as `detente read` prints it."""

        def make(store: Lent) -> Response:
            found = stored_documents(store, [id]).get(id)
            if found is None:
                raise HTTPException(404, "no document has this id")
            return JSONResponse(document_json(found))

        return answer(desk, request, make)


def _events(router: APIRouter, desk: Desk) -> None:
    @router.get("/events", responses=TABLE)
    def events(
        request: Request,
        q: Words = "",
        actor: Words = "",
        other: Words = "",
        type: Words = "",
        factuality: Factuality | None = None,
        quad: Annotated[int | None, Query(ge=1, le=4)] = None,
        confidence: Annotated[float | None, Query(ge=0, le=1, description="At least so sure.")] = None,
        since: Day = None,
        until: Day = None,
        document: Words = "",
        counted: Annotated[bool, Query(description="Only those that series count.")] = False,
        directed: Annotated[bool, Query(description="Only done by `actor` to `other`.")] = False,
        page: Page = 1,
        limit: Limit = 100,
        form: AsTable = "json",
    ) -> Response:
        """List events, newest first, as `detente code` prints them; actors by code, id or name."""
        actor, other = (desk.directory.key(words) if words else "" for words in (actor, other))
        wanted = asked.Filters(
            q, actor, other, type.upper(), factuality or "", quad, confidence, since, until, document, counted, directed
        )

        def make(store: Lent) -> Response:
            found = questions.find_events(store, wanted, limit=limit, offset=(page - 1) * limit)
            rows = questions.events_at(store, found.rows)
            if form != "json":
                return _events_table(store, rows, form)
            return page_of(request, [event_json(row) for row in rows], total=found.total, page=page, limit=limit)

        return answer(desk, request, make)

    @router.get("/events/{id}")
    def event(request: Request, id: str) -> Response:
        """Return an event as `detente code` prints it."""
        return answer(desk, request, lambda store: JSONResponse(event_json(one_event(store, id))))


def _events_table(store: Store, rows: list[Event], form: Form) -> Response:
    documents = questions.documents_of(store, rows)
    coded = [(documents[row.document], [row]) for row in rows if row.document in documents]
    if form == "csv":
        return csv_of(lambda out: write_events(coded, out, form="csv"), "events")
    out = BytesIO()
    write_parquet(coded, out)
    return file_of(out.getvalue(), "events.parquet", PARQUET)


def _series(router: APIRouter, desk: Desk) -> None:
    @router.get("/relations", responses=TABLE)
    def relations(
        request: Request, a: Words, b: Words, since: Day = None, until: Day = None,
        every: Period = "month", page: Page = 1, limit: SomeLimit = None, form: AsTable = "json",
    ) -> Response:  # fmt: skip
        """Return what passed between two actors, period by period, as `detente relation` prints it."""
        left, right = desk.directory.key(a), desk.directory.key(b)

        def make(store: Lent) -> Response:
            series = desk.pair(store, left, right).series(Days(since, until), every)
            some, size = part(series, form=form, page=page, limit=limit)
            items = [period_json(period) for period in some]
            return listed(request, "relation", items, form=form, total=len(series), page=page, limit=size)

        return answer(desk, request, make)

    @router.get("/shifts", responses=TABLE)
    def shifts(
        request: Request, a: Words = "", b: Words = "", since: Day = None, until: Day = None,
        every: Period = "week", page: Page = 1, limit: SomeLimit = None, form: AsTable = "json",
    ) -> Response:  # fmt: skip
        """Return turning points, newest first, as `detente shifts` prints them; of all pairs without `a` and `b`."""
        if bool(a) != bool(b):
            raise HTTPException(400, "name two actors, or none for all pairs of countries")
        pair = (desk.directory.key(a), desk.directory.key(b)) if a else None
        of_all_time = since is until is None and every == "week"
        turns: list[Turns] = []

        def state(store: Lent) -> Hashable:
            if of_all_time and not pair:
                turns.append(desk.watch.turns(store, patience=10))
            return tuple(found.mark for found in turns)

        def make(store: Lent) -> Response:
            if pair:
                found = desk.pair(store, *pair).shifts(Days(since, until), every)
            elif turns:
                found = list(turns[0].shifts)
            else:
                found = all_shifts(store, since=since, until=until, every=every)
            some, size = part(found, form=form, page=page, limit=limit)
            items = [shift_json(shift) for shift in some]
            return listed(request, "shifts", items, form=form, total=len(found), page=page, limit=size)

        return answer(desk, request, make, also=state)


def _actors(router: APIRouter, desk: Desk) -> None:
    @router.get("/actors", responses=TABLE)
    def actors(request: Request, q: Words = "", page: Page = 1, limit: Limit = 100, form: AsTable = "json") -> Response:
        """List the actors of the record, busiest first; with `q` those of the cards that are called so."""

        def make(store: Lent) -> Response:
            if q:
                called = desk.directory.keys(q)
                items = [_actor_json(actor) for actor in part(called, form=form, page=page, limit=limit)[0]]
                return listed(request, "actors", items, form=form, total=len(called), page=page, limit=limit)
            total, rows = totals.actor_counts(store, limit=limit, offset=(page - 1) * limit)
            items = [{"id": r["actor"], "name": desk.directory.name(r["actor"]), "events": r["events"]} for r in rows]
            return listed(request, "actors", items, form=form, total=total, page=page, limit=limit)

        return answer(desk, request, make)

    @router.get("/actors/{id:path}")
    def actor(request: Request, id: str) -> Response:
        """Return an actor's card, and with whom it deals."""

        def make(store: Lent) -> Response:
            partners = totals.partners(store, id)
            card = desk.directory.by_id.get(id)
            if card is None and not partners:
                raise HTTPException(404, "no actor has this id")
            known = _actor_json(card) if card else {"id": id, "name": desk.directory.name(id)}
            return JSONResponse(known | {"partners": [{n: _plain(v) for n, v in row.items()} for row in partners]})

        return answer(desk, request, make)


def _actor_json(actor: Actor) -> Json:
    names = ("role", "title", "sector", "country", "since", "until", "reference")
    roles = [{name: _plain(getattr(role, name)) for name in names} for role in actor.roles]
    plain = {name: getattr(actor, name) for name in ("id", "name", "kind", "country", "sector", "reference")}
    return plain | {"names": [*actor.strong, *actor.weak], "roles": roles}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
