"""Pages on which something is done: coding what is handed in, reviewing events, logging in."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.datastructures import FormData
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from detente.errors import UsageError
from detente.show.layouts import countries
from detente.show.review.decisions import FIELDS, LONGEST, checked
from detente.show.review.standing import meant
from detente.show.web import asked, questions
from detente.show.web.bench import Handed, Job
from detente.show.web.desk import Desk
from detente.show.web.lent import Lent
from detente.show.web.pages_record import one_event
from detente.show.web.passages import paragraphs
from detente.show.web.safety import CSRF_FIELD, TOKEN_COOKIE, csrf_holds, same

QUEUE = 20
MOST_FILES = 500
AUTHOR_COOKIE = "detente_author"
YEAR_SECONDS = 365 * 86_400


def routes(desk: Desk) -> APIRouter:
    """Return the routes of these pages."""
    router = APIRouter(include_in_schema=False)
    _hand_in(router, desk)
    _progress(router, desk)
    _review(router, desk)
    _login(router, desk)
    return router


def _hand_in(router: APIRouter, desk: Desk) -> None:
    @router.get("/code")
    def code(request: Request) -> HTMLResponse:
        """A form to hand in text, files or a URL."""
        return desk.page(request, "code.html", {"trouble": ""})

    @router.post("/code")
    async def hand_in(request: Request) -> Response:
        """Take in what is handed in, and go to its progress."""
        form = await form_of(request)
        day = asked.day(words_of(form), "published")
        handed = await _handed(form)
        job = await run_in_threadpool(desk.bench.submit, handed, keep=form.get("keep") == "store", published=day)
        return RedirectResponse(f"/code/{job.id}", status_code=303)


def _progress(router: APIRouter, desk: Desk) -> None:
    @router.get("/code/{name}")
    def progress(request: Request, name: str) -> HTMLResponse:
        """How far a job is, and what came out of it."""
        job = _job(desk, name)
        shown = [
            (document, events, {event.id: event for event in events}, paragraphs(document, events))
            for document, events in (job.results if job.ended else [])
        ]
        return desk.page(request, "job.html", {"job": job, "shown": shown, "steps": job.steps.rows()})

    @router.get("/code/{name}/progress")
    def progress_as_json(name: str) -> JSONResponse:
        """The same for the script of the page."""
        job = _job(desk, name)
        done = job.tally.documents + job.tally.skipped + job.tally.failed
        return JSONResponse(
            {
                "state": job.state,
                "done": done,
                "events": job.tally.events,
                "ended": job.ended,
                "steps": job.steps.json(),
            }
        )

    @router.post("/code/{name}/cancel")
    async def cancel(request: Request, name: str) -> Response:
        """End a job after the document under way; what was stored stays."""
        await form_of(request)
        _job(desk, name).stop.set()
        return RedirectResponse(f"/code/{name}", status_code=303)


def _review(router: APIRouter, desk: Desk) -> None:
    @router.get("/review")
    def queue(request: Request) -> HTMLResponse:
        """Events to judge, first those of which a judgement tells most."""
        author = asked.words(request.query_params, "author")[: LONGEST["author"]] or author_of(request)
        with desk.door.reading() as store:
            ids = questions.review_queue(store, _decided(desk, store, author), limit=QUEUE)
            found = questions.events_in_order(store, ids)
            documents = questions.documents_of(store, found)
            context = desk.with_headings(store, found)
            as_of = store.as_of
        context |= {"documents": documents, "author": author, "fields": FIELDS, "made": desk.decisions.count()}
        return desk.page(request, "review.html", context | _choices(desk), as_of=as_of)

    @router.post("/review")
    async def decide(request: Request) -> Response:
        """Keep a decision; the script asks for JSON, a plain form goes back to where it was."""
        form = words_of(await form_of(request))
        number = await run_in_threadpool(keep, desk, form)
        if request.headers.get("accept") == "application/json":
            answer: Response = JSONResponse({"id": number})
        else:
            answer = RedirectResponse("/review", status_code=303)
        return remember(answer, form["author"].strip())


def author_of(request: Request) -> str:
    """Return who the visitor said they were the last time; empty where they did not."""
    return unquote(request.cookies.get(AUTHOR_COOKIE, ""))


def remember(answer: Response, author: str) -> Response:
    """Return the answer with the author's name in a cookie, in letters that a header can hold."""
    answer.set_cookie(AUTHOR_COOKIE, quote(author), max_age=YEAR_SECONDS, httponly=True, samesite="strict")
    return answer


def _decided(desk: Desk, store: Lent, author: str) -> list[str]:
    """Return the ids of today's events that were judged: those of then, or what a newer coder made of them."""
    judged = desk.decisions.judged(author)
    known = questions.ids_held(store, [name for name, _, _ in judged])
    lost = [(document, coded) for name, document, coded in judged if name not in known]
    today = {document: questions.events_of_document(store, document) for document in {item[0] for item in lost}}
    found = [meant(coded, today[document]) for document, coded in lost]
    return [*known, *(event.id for event in found if event is not None)]


def keep(desk: Desk, given: Mapping[str, str]) -> int:
    """Keep a decision on an event of the newest coding; return its number.

    Raises:
        HTTPException: There is no such event.
        UsageError: It is no decision that can be made.
    """
    decision = checked(given, desk.directory.codebook)
    with desk.door.reading() as store:
        event = one_event(store, decision.event)
    return desk.decisions.add(decision, event)


def _choices(desk: Desk) -> dict[str, object]:
    types = desk.directory.codebook.types
    modes = [(name, [mode.name for mode in kind.modes]) for name, kind in sorted(types.items()) if kind.modes]
    actors = [(key, country.name) for key, country in sorted(countries().items())]
    return {"types": sorted(types), "modes": modes, "factualities": asked.FACTUALITIES, "actors": actors}


def _login(router: APIRouter, desk: Desk) -> None:
    @router.get("/login")
    def ask(request: Request) -> HTMLResponse:
        """Ask for the token that detente serve printed."""
        return desk.page(request, "login.html", {"trouble": ""})

    @router.post("/login")
    async def log_in(request: Request) -> Response:
        """Take the token and keep it in a cookie."""
        form = words_of(await form_of(request))
        given = form.get("token", "").strip()
        known = [token for token in (desk.token, desk.reader) if token and same(given, token)]
        if not known:
            return desk.page(request, "login.html", {"trouble": "That is not the token."}, status=403)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(TOKEN_COOKIE, known[0], httponly=True, samesite="lax")
        return answer


async def form_of(request: Request) -> FormData:
    """Return the form of a post.

    Raises:
        HTTPException: It was not sent by a page of ours.
    """
    form = await request.form(max_files=MOST_FILES, max_fields=50)
    if not csrf_holds(request.scope, str(form.get(CSRF_FIELD, ""))):
        raise HTTPException(403, "this form was not sent from a page of this desk: load it anew and send it again")
    return form


def words_of(form: FormData) -> dict[str, str]:
    """Return the text fields of a form."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _handed(form: FormData) -> list[Handed]:
    """Return what stands in the form: files, pasted text, a URL."""
    found = []
    for item in form.getlist("files"):
        if not isinstance(item, str):
            found.append(Handed(_base(item.filename), await item.read()))
    words = words_of(form)
    if text := words.get("text", "").strip():
        found.append(Handed("pasted text", text.encode("utf-8", "replace")))
    if url := words.get("url", "").strip():
        if not url.lower().startswith(("http://", "https://")):
            raise UsageError("a URL begins with http:// or https://")
        found.append(Handed(url, url=url))
    return found


def _base(name: str | None) -> str:
    """Return the name of a dropped file without folders: it names, and is never opened."""
    return (name or "file").replace("\\", "/").rsplit("/", 1)[-1][:200] or "file"


def _job(desk: Desk, name: str) -> Job:
    job = desk.bench.job(name)
    if job is None:
        raise HTTPException(404, "this run is no longer remembered; what it stored is in the store")
    return job
