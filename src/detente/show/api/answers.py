"""How the API answers: with the store's mark, so that nothing is sent twice, as JSON or CSV, page by page."""

import hashlib
import io
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from detente.show.web import asked
from detente.show.web.desk import Desk
from detente.show.web.door import Lent

Form = Literal["json", "csv"]
EventForm = Literal["json", "csv", "parquet"]
Page = Annotated[int, Query(ge=1, le=asked.DEEPEST_PAGE)]
Limit = Annotated[int, Query(ge=1, le=asked.LARGEST_PAGE_SIZE)]
LARGEST_KEPT = 200_000  # bytes
CSV = "text/csv; charset=utf-8"

Json = dict[str, Any]


def answer(desk: Desk, request: Request, make: Callable[[Lent], Response]) -> Response:
    """Return what ``make`` makes of the store, or 304 where the visitor has it already.

    The mark (``ETag``) is that of the store's newest run together with the address.
    """
    with desk.door.reading() as store:
        whole = f"{store.stamp} {request.url.path}?{request.url.query}"
        mark = f'W/"{hashlib.sha256(whole.encode()).hexdigest()[:20]}"'
        headers = {"ETag": mark, "Cache-Control": "no-cache"}
        if mark in [item.strip() for item in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        kept = desk.facts.get(("api", whole), lambda: _kept(make(store)))
    status, content, named = kept
    return Response(content, status_code=status, headers=named | headers)


def _kept(made: Response) -> tuple[tuple[int, bytes, dict[str, str]], bool]:
    """Return what of an answer can be sent again, and whether it is small enough to be kept."""
    named = {name: value for name, value in made.headers.items() if name != "content-length"}
    return (made.status_code, bytes(made.body), named), len(made.body) < LARGEST_KEPT


def page_of(request: Request, items: list[Json], *, total: int, page: int, limit: int) -> JSONResponse:
    """Return one page of a list, with the address of the next one where there is one."""
    more = page * limit < total
    following = str(request.url.include_query_params(page=page + 1)) if more else None
    return JSONResponse({"total": total, "page": page, "limit": limit, "next": following, "items": items})


def csv_of(write: Callable[[io.StringIO], None], name: str) -> Response:
    """Return a CSV file that ``write`` writes."""
    out = io.StringIO()
    write(out)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue().encode("utf-8", "backslashreplace"), media_type=CSV, headers=headers)
