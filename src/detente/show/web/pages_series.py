"""Pages of relations: a dyad over time, the world as a matrix, the search."""

from dataclasses import replace
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from detente.errors import UsageError
from detente.records import DyadPeriod, Period
from detente.show.tables import counted_line
from detente.show.web import asked, links, questions, totals
from detente.show.web.asked import PAGE_SIZE, Filters, Given
from detente.show.web.atlas import atlas, events_of_each, tone_of
from detente.show.web.chart import chart
from detente.show.web.desk import Desk
from detente.show.web.lent import Lent
from detente.show.web.pages_record import pairs_of
from detente.show.web.pairs import Days, Pair

NEWEST = 20  # events shown where no period is chosen
IN_PERIOD = 200
PAIRS_LISTED = 40
MATRIX = (8, 12, 16, 24)


def routes(desk: Desk) -> APIRouter:
    """Return the routes of these pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/relation")
    def choose(request: Request) -> Response:
        """Two actors from a form, by name or code, to their page."""
        a, b = asked.words(request.query_params, "a"), asked.words(request.query_params, "b")
        if not (a and b):
            with desk.door.reading() as store:
                return desk.told(request, store, "relations.html", lambda: _relations(desk, store, a, b))
        return RedirectResponse(links.relation_url(desk.directory.key(a), desk.directory.key(b)), status_code=303)

    @router.get("/relation/{a}/{b}")
    def dyad(request: Request, a: str, b: str) -> Response:
        """What passed between two actors, and when that turned."""
        left, right = (desk.directory.key_if_known(links.key_from_url(part)) for part in (a, b))
        if left == right:
            raise UsageError(f"{a} and {b} are the same actor: name two")
        if links.key_in_url(left) != links.key_in_url(links.key_from_url(a)) or right != links.key_from_url(b):
            return RedirectResponse(links.relation_url(left, right, **dict(request.query_params)), status_code=303)
        with desk.door.reading() as store:
            return desk.told(
                request, store, "relation.html", lambda: _relation(desk, store, left, right, request.query_params)
            )

    @router.get("/world")
    def world(request: Request) -> Response:
        """The busiest countries against each other in a period."""
        since, until = asked.days(request.query_params)
        size = asked.whole(request.query_params, "size", MATRIX[0], MATRIX[-1]) or MATRIX[1]
        with desk.door.reading() as store:
            return desk.told(request, store, "world.html", lambda: _world(desk, store, since, until, size=size))

    @router.get("/search")
    def search(request: Request) -> Response:
        """Events and documents by words, actor, type, factuality, confidence and day."""
        with desk.door.reading() as store:
            return desk.told(request, store, "search.html", lambda: _search(desk, store, request.query_params))

    return router


def _relations(desk: Desk, store: Lent, a: str, b: str) -> dict[str, object]:
    return {"pairs": pairs_of(desk, store)[:PAIRS_LISTED], "a": a, "b": b}


def _relation(desk: Desk, store: Lent, a: str, b: str, given: Given) -> dict[str, object]:
    since, until = asked.days(given)
    every, at = asked.period(given, "month"), asked.day(given, "at")
    pair, days = desk.pair(store, a, b), Days(since, until)
    series, turns = pair.series(days, every), pair.shifts(days)
    chosen = _chosen(series, at, asked.day(given, "to"))
    rows, total = _newest(pair, series, chosen, every)
    totals = [sum(period.by_quad[quad] for period in series) for quad in range(4)]
    counted = sum(totals)
    context: dict[str, object] = {
        "a": a, "b": b, "since": since, "until": until, "every": every, "series": series,
        "busy": [period for period in series if period.events], "turns": turns,
        "chart": chart(series, turns, at=chosen), "chosen": chosen, "total": total, "totals": totals,
        "counted": counted, "net": sum(period.net for period in series),
        "last_day": chosen[1] - timedelta(days=1) if chosen else None,
        "compared": _compared(desk, store, given, days, every),
        "not_counted": counted_line(pair.factuality()),
        "mix": _mix(totals),
    }  # fmt: skip
    return context | desk.with_headings(store, questions.events_at(store, rows))


def _chosen(series: list[DyadPeriod], at: date | None, to: date | None) -> tuple[date, date] | None:
    """Return the first day of the period of ``at`` and the day after that of ``to``; None where there are none."""
    inside = [
        period for period in series if at and period.end > min(at, to or at) and period.start <= max(at, to or at)
    ]
    return (inside[0].start, inside[-1].end) if inside else None


def _newest(
    pair: Pair, series: list[DyadPeriod], chosen: tuple[date, date] | None, every: Period
) -> tuple[list[int], int]:
    """Return the rows of the events of the chosen periods, or of the newest of all, and how many there are."""
    if not series:
        return [], 0
    first, end = chosen or (series[0].start, series[-1].end)
    return pair.newest(first, end, every, limit=IN_PERIOD if chosen else NEWEST)


def _compared(desk: Desk, store: Lent, given: Given, days: Days, every: Period) -> dict[str, object] | None:
    """Return the second relation of the page, where one is asked for as ``with=USA,CHN``; in the same days."""
    words = asked.words(given, "with")
    if not words:
        return None
    a, comma, b = (part.strip() for part in words.partition(","))
    if not (comma and a and b):
        raise UsageError("name the two actors to compare with as with=USA,CHN")
    pair = desk.pair(store, desk.directory.key(a), desk.directory.key(b))
    series, turns = pair.series(days, every), pair.shifts(days)
    return {
        "a": pair.a, "b": pair.b, "turns": turns, "chart": chart(series, turns),
        "counted": sum(period.events for period in series), "net": sum(period.net for period in series),
    }  # fmt: skip


def _mix(totals: list[int]) -> list[tuple[int, float, float]]:
    """Return (quad class, x, width) in percent of a bar that the four classes share."""
    whole, x, found = sum(totals) or 1, 0.0, []
    for quad, count in enumerate(totals, start=1):
        width = 100 * count / whole
        found.append((quad, round(x, 3), round(width, 3)))
        x += width
    return found


def _world(desk: Desk, store: Lent, since: date | None, until: date | None, *, size: int) -> dict[str, object]:
    pairs = pairs_of(desk, store, since=since, until=until)
    drawn = atlas(pairs, desk.directory.by_id, desk.directory.gazetteer)
    shown = {"map": drawn, "since": since, "until": until, "size": size}
    return _matrix(totals.matrix(store, since, until, size=size)) | shown


def _matrix(rows: list[totals.Row]) -> dict[str, object]:
    cells = {(row["source"], row["target"]): row for row in rows}
    keys = list(events_of_each(rows, ("source", "target")))
    most = max((row["events"] for row in rows), default=1)
    for row in rows:
        row["tone"] = tone_of(row["net"] / row["events"])
        row["weight"] = min(4, 1 + int(4 * (row["events"] / most) ** 0.5))
    return {"keys": keys, "cells": cells, "total": sum(row["events"] for row in rows)}


def _search(desk: Desk, store: Lent, given: Given) -> dict[str, object]:
    wanted, page = asked.filters(given), asked.page(given)
    typed = wanted.actor, wanted.other
    wanted = _by_key(desk, wanted)
    kind = asked.one_of(given, "in", ("events", "documents")) or "events"
    offset = (page - 1) * PAGE_SIZE
    cut = questions.cut_of(asked.words(given, "after"), asked.words(given, "before"))
    newer = older = ""
    documents: list[totals.Row] = []
    context: dict[str, object] = {"events": [], "headings": {}}
    if kind == "events":
        found = questions.find_events(store, wanted, limit=PAGE_SIZE, offset=0 if cut else offset, cut=cut)
        total, newer, older = found.total, found.newer, found.older
        context = desk.with_headings(store, questions.events_at(store, found.rows))
    else:
        total, documents = questions.find_documents(store, wanted.q, wanted=wanted, limit=PAGE_SIZE, offset=offset)
    kept = {name: value for name, value in given.items() if value and name not in ("page", "after", "before")}
    return context | {
        "wanted": wanted, "typed": typed, "kind": kind, "page": page, "pages": max(1, -(-total // PAGE_SIZE)),
        "newer": newer, "older": older,
        "total": total, "documents": documents, "kept": kept, "types": sorted(desk.directory.codebook.types),
        "factualities": asked.FACTUALITIES,
    }  # fmt: skip


def _by_key(desk: Desk, wanted: Filters) -> Filters:
    if wanted.other and not wanted.actor:
        raise UsageError("name the actor before the other side")
    actor, other = (desk.directory.key(value) if value else "" for value in (wanted.actor, wanted.other))
    return replace(wanted, actor=actor, other=other)
