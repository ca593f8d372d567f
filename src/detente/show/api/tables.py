"""Lists of the API as tables: CSV for spreadsheets, Parquet with the same columns and types of their own."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from fastapi import Request, Response

from detente.show.api.answers import CSV, Form, Json, csv_of, file_of, page_of
from detente.show.formats import PERIOD_COLUMNS, SHIFT_COLUMNS, spread, write_rows
from detente.show.layouts import joined
from detente.show.records_json import line

PARQUET = "application/vnd.apache.parquet"
# What the description of the API says of a list that comes as a table too.
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {CSV.partition(";")[0]: {}, PARQUET: {}}}}

DOCUMENTS = ("id", "title", "publisher", "url", "published", "events", "error")
ACTORS = ("id", "name", "kind", "country", "sector", "events", "names", "reference")
DECISIONS = ("made", "author", "event", "document", "verdict", "field", "value", "note", "coded")
COLUMNS = {
    "documents": DOCUMENTS, "actors": ACTORS, "decisions": DECISIONS, "relation": PERIOD_COLUMNS,
    "shifts": SHIFT_COLUMNS,
}  # fmt: skip
_LISTS = frozenset({"names", "evidence"})
_DAYS = frozenset({"published", "start", "end", "at", "seen"})
_WHOLE = frozenset({"events", "q1", "q2", "q3", "q4", "coverage"})
_NUMBERS = frozenset({"intensity", "net", "before", "after", "score", "certainty"})
_YES_OR_NO = frozenset({"without_single_source"})


def listed(
    request: Request, name: str, items: Sequence[Json], *, form: Form, total: int, page: int, limit: int
) -> Response:
    """Return one page of a list as JSON, or as the table of that name.

    Args:
        request: What is asked.
        name: One of ``COLUMNS``.
        items: The objects of the page, as the JSON has them.
        form: json, csv or parquet.
        total: How many there are on all pages.
        page: Which page this is; the first is 1.
        limit: How many a page holds.
    """
    paged = page_of(request, list(items), total=total, page=page, limit=limit)
    if form == "json":
        return paged
    answer = table(name, items, form)
    if page * limit < total:  # RFC 8288: a table has no room for the address of the next page
        answer.headers["Link"] = f'<{request.url.include_query_params(page=page + 1)}>; rel="next"'
    return answer


def table(name: str, items: Sequence[Json], form: Form) -> Response:
    """Return objects as a table, a row each."""
    columns = COLUMNS[name]
    rows = [{column: item.get(column) for column in columns} for item in map(_flat, items)]
    if form == "csv":
        cells = [tuple(joined(value) for value in row.values()) for row in rows]
        return csv_of(lambda out: write_rows([cells], out, columns=columns, tabs=False), name)
    out = io.BytesIO()
    schema = pa.schema([(column, _type(column)) for column in columns])
    typed = [{column: _typed(column, value) for column, value in row.items()} for row in rows]
    pq.write_table(pa.Table.from_pylist(typed, schema=schema), out, compression="zstd")
    return file_of(out.getvalue(), f"{name}.parquet", PARQUET)


def _flat(item: Json) -> Json:
    """Return the object with its counts by quad class side by side and what was coded as words."""
    found = spread(item)
    if isinstance(found.get("coded"), Mapping):
        return found | {"coded": line(found["coded"])}
    return found


def _type(column: str) -> pa.DataType:
    if column in _LISTS:
        return pa.list_(pa.string())
    if column in _DAYS:
        return pa.date32()
    if column in _WHOLE:
        return pa.int64()
    if column in _NUMBERS:
        return pa.float64()
    return pa.bool_() if column in _YES_OR_NO else pa.string()


def _typed(column: str, value: Any) -> Any:
    if value is None:
        return None
    if column in _DAYS:
        return date.fromisoformat(value)
    if isinstance(value, str):  # a lone surrogate has no form in a file
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value
