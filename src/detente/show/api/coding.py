"""Text or a document in, events out, as ``detente code`` prints them; nothing of it is stored."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from detente.errors import UsageError
from detente.records import Page
from detente.show.api.answers import CSV, Json, TextForm, csv_of, media_type_of
from detente.show.formats import write_events
from detente.show.options import FIRST_YEAR, LAST_YEAR
from detente.show.records_json import event_json
from detente.show.web.desk import Desk
from detente.show.web.safety import Rate
from detente.store import Coded, failure

LARGEST = 2_000_000  # bytes of one call; more goes through the page or the command line
PER_SECOND, BURST = 2, 20  # calls of one address
MOST_DOCUMENTS = 100
# What a page of another site may send without asking first is not among them.
DOCUMENTS = ("text/html", "application/xhtml+xml", "application/pdf", "application/octet-stream", "message/rfc822")
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}, "title": {"type": "string"}}}
BODY = {
    "required": True,
    "content": {"application/json": {"schema": TEXT}, **{kind: {"schema": {"type": "string"}} for kind in DOCUMENTS}},
}
REFUSALS = {400: "It cannot be read.", 413: "It is too large.", 415: "It is of another kind.", 429: "Too many calls."}
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {CSV.partition(";")[0]: {}}}}
ANSWERS |= {status: {"description": words} for status, words in REFUSALS.items()}


def add_routes(router: APIRouter, desk: Desk) -> None:
    """Add the route of coding."""
    rate = Rate(PER_SECOND, BURST)

    @router.post("/code", openapi_extra={"requestBody": BODY}, responses=ANSWERS)
    async def code(
        request: Request,
        published: Annotated[date | None, Query(description="The day, where the page does not say it.")] = None,
        form: Annotated[
            TextForm, Query(alias="format", description="JSON, or CSV as the command line writes it.")
        ] = "json",
    ) -> Response:
        """Code a text (JSON: text, title) or a document (its bytes) and return its events; nothing is stored."""
        if (wait := rate.wait(str(request.client.host if request.client else ""))) > 0:
            raise HTTPException(429, "that is more than is coded at once: slow down", {"Retry-After": str(wait)})
        page = _page(media_type_of(request), await _body(request))
        return await run_in_threadpool(_answer, desk, page, published, form)


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LARGEST:
            raise HTTPException(413, f"more than {LARGEST // 1_000_000} MB at once is not coded here")
    return bytes(found)


def _page(media: str, body: bytes) -> Page:
    """Return the page that was sent."""
    if media in DOCUMENTS:
        return Page(body, origin="document", media_type=None if media == "application/octet-stream" else media)
    if media != "application/json":
        raise HTTPException(415, f"send application/json, or a document as {', '.join(DOCUMENTS)}")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UsageError("that is no JSON") from None
    fields = {"text", "title"}
    if not isinstance(given, dict) or set(given) - fields or not all(isinstance(v, str) for v in given.values()):
        raise UsageError("send an object with text, and perhaps title, both of them words")
    if not given.get("text", "").strip():
        raise UsageError("there is no text to code")
    words = "\n\n".join(part for part in (given.get("title", "").strip(), given["text"]) if part)
    return Page(words.encode("utf-8", "replace"), origin="text", media_type="text/plain")


def _answer(desk: Desk, page: Page, published: date | None, form: TextForm) -> Response:
    if published is not None and not FIRST_YEAR <= published.year <= LAST_YEAR:
        raise UsageError(f"published lies outside {FIRST_YEAR} to {LAST_YEAR}")
    coded = list(_first(desk.bench.code_now(page, published=published)))
    failed = [{"origin": item.document.origin, "error": reason} for item in coded if (reason := failure(item))]
    if failed and len(failed) == len(coded):
        raise UsageError(failed[0]["error"])
    if form == "csv":
        told = [(item.document, list(item.events)) for item in coded if not failure(item)]
        return csv_of(lambda out: write_events(told, out, form="csv"), "events")
    items: list[Json] = [event_json(event) for item in coded for event in item.events]
    answer = {"total": len(items), "documents": len(coded) - len(failed), "failures": failed, "items": items}
    return JSONResponse(answer)


def _first(coded: Iterator[Coded]) -> Iterator[Coded]:
    for number, item in enumerate(coded):
        if number >= MOST_DOCUMENTS:
            raise UsageError(f"more than {MOST_DOCUMENTS} documents at once are not coded here")
        yield item
