"""Judgements over the API: those that stand, and new ones.

A new one must come as ``application/json``: a page of another site cannot send that without asking first, and is
never allowed to.
"""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from detente.show.api.answers import AsTable, Limit, Page, media_type_of, part
from detente.show.api.tables import TABLE, listed
from detente.show.review.decisions import LONGEST
from detente.show.web.desk import Desk
from detente.show.web.pages_work import keep


def add_routes(router: APIRouter, desk: Desk) -> None:
    """Add the routes of judgements."""

    @router.get("/decisions", responses=TABLE)
    def decisions(request: Request, page: Page = 1, limit: Limit = 100, form: AsTable = "json") -> Response:
        """List the decisions that stand, as `detente review export` prints them."""
        rows = list(desk.decisions.export())
        items, _ = part(rows, form=form, page=page, limit=limit)
        return listed(request, "decisions", items, form=form, total=len(rows), page=page, limit=limit)

    @router.post("/decisions", status_code=201)
    def decide(
        request: Request,
        event: Annotated[str, Body(max_length=100)],
        author: Annotated[str, Body(max_length=LONGEST["author"])],
        verdict: Annotated[str, Body(max_length=20, description="accept, reject or correct")],
        field: Annotated[str, Body(max_length=40)] = "",
        value: Annotated[str, Body(max_length=LONGEST["value"])] = "",
        note: Annotated[str, Body(max_length=LONGEST["note"])] = "",
    ) -> JSONResponse:
        """Keep a decision on an event of the newest coding; returns its number."""
        needs_json(request)
        given = {"event": event, "author": author, "verdict": verdict, "field": field, "value": value, "note": note}
        given = {name: words.replace("\x00", "") for name, words in given.items()}
        return JSONResponse({"id": keep(desk, given)}, status_code=201)


def needs_json(request: Request) -> None:
    """Refuse what is not sent as JSON: a page of another site can send a form, but that not.

    Raises:
        HTTPException: It is something else.
    """
    if media_type_of(request) != "application/json":
        raise HTTPException(415, "send it as application/json")
