"""Makes the application of the desk and the API, and runs it."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import cast

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles

import detente
from detente.errors import DetenteError, StoreBusy, UsageError
from detente.show.api import feed
from detente.show.api import routes as api
from detente.show.review.decisions import decisions_beside
from detente.show.web import pages_record, pages_same, pages_series, pages_work
from detente.show.web.bench import Bench
from detente.show.web.desk import Desk
from detente.show.web.directory import Directory
from detente.show.web.door import Door
from detente.show.web.safety import LOOPBACK, App, Guard, TooMuch
from detente.show.web.turns import Watch
from detente.store import EventCoder

KEEP_ALIVE = 15
PLACE = Path(__file__).parent / "static"


def create_app(
    path: Path | str,
    *,
    token: str | None = None,
    reader: str | None = None,
    load: Callable[[], EventCoder] | None = None,
    directory: Directory | None = None,
) -> App:
    """Return the application for the store at ``path``, with all that guards it.

    Args:
        path: The store; it need not exist yet.
        token: What reviewers must know; None asks for nothing and answers to this machine's own names alone.
        reader: What readers must know, who can look and change nothing.
        load: Makes the coder, when something is handed in for the first time; the shipped one by default.
        directory: Names of actors, where they have been read already.
    """
    door = Door(path)
    bench = Bench(door, load or _load_coder)
    desk = Desk(door, directory or Directory(), Watch(door), bench, decisions_beside(Path(path)), token, reader)
    app = FastAPI(
        title="detente", version=detente.__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", lifespan=_lifespan(desk),
        description="The record of relations: documents, events with their evidence, series and turning points.",
    )  # fmt: skip
    for router in (
        pages_record.routes(desk), pages_series.routes(desk), pages_work.routes(desk), pages_same.routes(desk),
        api.routes(desk), feed.routes(desk),
    ):  # fmt: skip
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=PLACE), name="static")
    _handle(app, desk)
    return Guard(cast(App, app), token=token, reader=reader)


def serve(path: Path | str, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the desk until it is stopped; says where it is, and the token where one is needed.

    Raises:
        UsageError: It cannot listen there.
    """
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    reader = token and secrets.token_urlsafe(24)
    app = create_app(path, token=token, reader=reader)
    with _listening(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        say(f"the desk is at http://{shown}:{port} (Ctrl-C ends it)")
        if token:
            say(f"visitors need a token; these are said only here. Reviewers: {token} Readers: {reader}")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=KEEP_ALIVE,
            proxy_headers=False, timeout_graceful_shutdown=3,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        UsageError: The address is not this machine's, or somebody else listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot listen on {host}, port {port}: {reason}; choose another with --port") from error


def _load_coder() -> EventCoder:
    from detente.coding import load_coder

    return load_coder()


def _lifespan(desk: Desk) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        desk.directory.warm()
        desk.warm()
        await asyncio.to_thread(desk.door.open)
        yield
        desk.watch.close()
        await asyncio.to_thread(desk.door.close)

    return living


def _handle(app: FastAPI, desk: Desk) -> None:
    """Turn errors into answers: a sentence on a page, or in JSON for the API."""

    def sentence(request: Request, status: int, words: str) -> Response:
        if request.url.path.startswith("/api/") or request.headers.get("accept") == "application/json":
            return JSONResponse({"error": words}, status_code=status)
        return desk.page(
            request, "error.html", {"status": status, "words": words, "empty": not desk.door.exists()}, status=status
        )

    @app.exception_handler(DetenteError)
    def ours(request: Request, error: DetenteError) -> Response:
        status = 400 if isinstance(error, UsageError) else 503 if isinstance(error, StoreBusy) else 500
        if not desk.door.exists():
            status = 404
        answer = sentence(request, status, str(error))
        if status == 503:
            answer.headers["Retry-After"] = "2"
        return answer

    @app.exception_handler(HTTPException)
    def known(request: Request, error: HTTPException) -> Response:
        answer = sentence(request, error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(404)
    def lost(request: Request, error: HTTPException) -> Response:
        detail = str(getattr(error, "detail", ""))
        return sentence(request, 404, "there is no such page" if detail in ("", "Not Found") else detail)

    @app.exception_handler(RequestValidationError)
    def misused(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return sentence(request, 422, f"{first['loc'][-1]}: {first['msg']}")

    @app.exception_handler(TooMuch)
    def too_much(request: Request, error: TooMuch) -> Response:
        return sentence(request, 413, "that is more than is taken at once")
