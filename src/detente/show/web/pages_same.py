"""Pages on which people rule that events tell of the same happening, or articles are copies, or are not."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.errors import UsageError
from detente.show.review import same
from detente.show.web import likely
from detente.show.web.desk import Desk
from detente.show.web.pages_record import one_event
from detente.show.web.pages_work import author_of, form_of, remember, words_of
from detente.store import rulings_on, stored_documents

PLACES = {"happening": ("event", "happening"), "copy": ("document", "copies")}


def routes(desk: Desk) -> APIRouter:
    """Return the routes of these pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/event/{name}/happening")
    def happening(request: Request, name: str) -> HTMLResponse:
        """What tells of the same happening as an event, and what else may."""
        with desk.door.reading() as store:
            event = one_event(store, name)
            context = {
                "told": likely.told_events(store, name), "likely": likely.likely_events(store, name),
                "rulings": rulings_on(store, "happening", name), "event": event,
                "comparable": bool(event.evidence.text),
            } | desk.with_headings(store, [event])  # fmt: skip
            return _page(desk, request, "happening", name, context)

    @router.get("/document/{name}/copies")
    def copies(request: Request, name: str) -> HTMLResponse:
        """Which articles are the same text, and which else may be."""
        with desk.door.reading() as store:
            document = stored_documents(store, [name]).get(name)
            if document is None:
                raise HTTPException(404, "no document has this id")
            context = {
                "told": likely.copies_of(store, name), "likely": likely.likely_copies(store, name),
                "rulings": rulings_on(store, "copy", name), "document": document, "comparable": bool(document.text),
            }  # fmt: skip
            return _page(desk, request, "copy", name, context)

    @router.post("/rulings")
    async def ruled(request: Request) -> Response:
        """Keep a ruling and go back to its page."""
        form = await form_of(request)
        given = words_of(form)
        others = [str(word) for word in form.getlist(given.get("verdict", ""))]
        wanted = same.checked(given, [*others, *given.get("id", "").split()])
        await run_in_threadpool(rule, desk, wanted)
        return _back(given, wanted.author)

    @router.post("/rulings/{ruling}/withdraw")
    async def withdrawn(request: Request, ruling: int) -> Response:
        """Take a ruling back and go back to the page."""
        given = words_of(await form_of(request))
        author, note = same.signed(given)
        await run_in_threadpool(withdraw, desk, ruling, author=author, note=note)
        return _back(given, author)

    return router


def rule(desk: Desk, wanted: same.Wanted) -> int:
    """Write a ruling into the store and return how many rows it made.

    Raises:
        StoreBusy: Another program writes for longer than a ruling waits.
        UsageError: One of the ids is not there.
    """
    _there(desk)
    with desk.door.writing() as store:
        return same.rule(store, wanted)


def withdraw(desk: Desk, ruling: int, *, author: str, note: str = "") -> None:
    """Take a ruling back; raises as ``rule`` does."""
    _there(desk)
    with desk.door.writing() as store:
        same.take_back(store, ruling, author=author, note=note)


def _there(desk: Desk) -> None:
    if not desk.door.exists():  # writing would make one
        raise HTTPException(404, "there is no store yet")


def _page(desk: Desk, request: Request, kind: str, name: str, context: dict[str, object]) -> HTMLResponse:
    author = author_of(request)
    shared = {"kind": kind, "key": name, "author": author, "place": _place(kind, name)}
    shared["backed"] = "review" if request.query_params.get("back") == "review" else ""
    return desk.page(request, "same.html", shared | context)


def _place(kind: str, name: str) -> str:
    first, last = PLACES[kind]
    return f"/{first}/{quote(name, safe='')}/{last}"


def _back(given: dict[str, str], author: str) -> Response:
    """Return the way back to the page that the form stood on: made of its parts, never taken from the form."""
    if given.get("kind") not in PLACES:
        raise UsageError("the form does not say what it is about")
    more = "?back=review" if given.get("backed") == "review" else ""
    return remember(RedirectResponse(_place(given["kind"], given.get("name", "")) + more, status_code=303), author)
