"""How the API answers: with the store's mark, so that nothing is sent twice, as JSON or CSV, page by page."""

import io
from collections.abc import Callable, Hashable, Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from detente.show.web import asked
from detente.show.web.desk import Desk, Kept, has_already
from detente.show.web.lent import Lent

Form = Literal["json", "csv", "parquet"]
TextForm = Literal["json", "csv"]
Page = Annotated[int, Query(ge=1, le=asked.DEEPEST_PAGE)]
Limit = Annotated[int, Query(ge=1, le=asked.LARGEST_PAGE_SIZE)]
SomeLimit = Annotated[
    int | None, Query(ge=1, le=asked.LARGEST_PAGE_SIZE, description="By default 1000 as JSON, and all as a table.")
]
AsTable = Annotated[Form, Query(alias="format", description="JSON, CSV or Parquet.")]
LARGEST_KEPT = 2_000_000  # bytes
CSV = "text/csv; charset=utf-8"

Json = dict[str, Any]


def answer(
    desk: Desk, request: Request, make: Callable[[Lent], Response], *, also: Callable[[Lent], Hashable] | None = None
) -> Response:
    """Return what ``make`` makes of the store, or 304 where the visitor has it already.

    Args:
        desk: The desk.
        request: What is asked.
        make: Makes the answer; called once for all who ask the same of one state of the store.
        also: Returns what the answer depends on besides what is asked and the store.
    """
    with desk.door.reading() as store:
        key = desk.key(request, store, also(store) if also else None)
        headers = {"ETag": desk.mark(key), "Cache-Control": "no-cache"}
        if has_already(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)

        def made() -> tuple[Kept, bool]:
            store.hold()  # before anybody waits for this thread
            return _kept(make(store))

        kept = desk.answers.get(key, made)
    return Response(kept.content, status_code=kept.status, headers={**kept.headers, **headers})


def _kept(made: Response) -> tuple[Kept, bool]:
    """Return what of an answer can be given again, and whether it is small enough to be remembered."""
    named = {name: value for name, value in made.headers.items() if name != "content-length"}
    return Kept(made.status_code, bytes(made.body), named), len(made.body) < LARGEST_KEPT


def page_of(request: Request, items: list[Json], *, total: int, page: int, limit: int) -> JSONResponse:
    """Return one page of a list, with the address of the next one where there is one."""
    more = page * limit < total
    following = str(request.url.include_query_params(page=page + 1)) if more else None
    return JSONResponse({"total": total, "page": page, "limit": limit, "next": following, "items": items})


def part(items: Sequence[Any], *, form: Form, page: int, limit: int | None) -> tuple[list[Any], int]:
    """Return what a page of a list holds, and how many a page holds: of a table without ``limit`` all there is."""
    size = limit or (asked.LARGEST_PAGE_SIZE if form == "json" else max(1, len(items)))
    return list(items[(page - 1) * size : page * size]), size


def csv_of(write: Callable[[io.StringIO], None], name: str) -> Response:
    """Return a CSV file that ``write`` writes."""
    out = io.StringIO()
    write(out)
    return file_of(out.getvalue().encode("utf-8", "backslashreplace"), f"{name}.csv", CSV)


def file_of(content: bytes, name: str, media_type: str) -> Response:
    """Return a file to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def media_type_of(request: Request) -> str:
    """Return as what the body of a request is sent, without parameters; empty where that is not said."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
