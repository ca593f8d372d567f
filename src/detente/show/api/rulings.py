"""Rulings over the API: that events tell of the same happening or articles are copies, or that they are not."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request
from fastapi.responses import JSONResponse

from detente.show.api.answers import Limit, Page, page_of, part
from detente.show.api.decisions import needs_json
from detente.show.review import same
from detente.show.review.decisions import LONGEST
from detente.show.web.desk import Desk
from detente.show.web.pages_same import rule, withdraw

Author = Annotated[str, Body(max_length=LONGEST["author"])]
Note = Annotated[str, Body(max_length=LONGEST["note"])]
Name = Annotated[str, Body(max_length=100)]
LARGEST_NUMBER = 2**31 - 1


def add_routes(router: APIRouter, desk: Desk) -> None:
    """Add the routes of rulings."""

    @router.get("/rulings")
    def rulings(request: Request, page: Page = 1, limit: Limit = 100) -> JSONResponse:
        """List the rulings that stand, as `detente review export` prints them."""
        with desk.door.reading() as store:
            rows = same.standing_json(store)
        items, _ = part(rows, form="json", page=page, limit=limit)
        return page_of(request, items, total=len(rows), page=page, limit=limit)

    @router.post("/rulings", status_code=201)
    def new_ruling(
        request: Request,
        kind: Annotated[same.Kind, Body(description="happening: of events; copy: of documents")],
        verdict: Annotated[same.Verdict, Body()],
        id: Name,
        author: Author,
        others: Annotated[list[Annotated[str, Body(max_length=100)]], Body(max_length=same.MOST)],
        note: Note = "",
    ) -> JSONResponse:
        """Rule that events or documents belong together or apart, as `detente store together` and `apart` do."""
        needs_json(request)
        given = {"kind": kind, "verdict": verdict, "name": id, "author": author, "note": note}
        return JSONResponse({"rulings": rule(desk, same.checked(given, others))}, status_code=201)

    @router.post("/rulings/{ruling}/withdrawal", status_code=201)
    def withdrawal(request: Request, ruling: int, author: Author, note: Note = "") -> JSONResponse:
        """Take a ruling back; what was ruled before on the same pair stands again."""
        needs_json(request)
        if not 0 < ruling <= LARGEST_NUMBER:
            raise HTTPException(404, "there is no such ruling")
        author, note = same.signed({"author": author, "note": note})
        withdraw(desk, ruling, author=author, note=note)
        return JSONResponse({"withdrawn": ruling}, status_code=201)
