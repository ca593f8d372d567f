"""What all pages share: the store's door, names, jobs, decisions, and how a page is made."""

import hashlib
import secrets
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from importlib.resources import files
from typing import Any

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

import detente
from detente.records import Event, Party
from detente.show.console import QUAD_WORDS
from detente.show.review.decisions import Decisions
from detente.show.web import links, questions
from detente.show.web.atlas import outlines
from detente.show.web.bench import Bench
from detente.show.web.directory import Directory
from detente.show.web.door import Door, give_way
from detente.show.web.lent import Lent
from detente.show.web.memory import Memory
from detente.show.web.pairs import Pair
from detente.show.web.passages import event_marks, passage, pieces
from detente.show.web.turns import Watch

KEPT_FACTS = 2000
KEPT_HEADINGS = 5000
MARKS = ("+", "=", "−", "×")  # of the quad classes: colour alone says nothing to some


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of the API that can be given again: status, content and headers."""

    status: int
    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """Everything behind the pages; one for the server."""

    door: Door
    directory: Directory
    watch: Watch
    bench: Bench
    decisions: Decisions
    token: str | None = None
    reader: str | None = None

    @cached_property
    def templates(self) -> jinja2.Environment:
        """Return the templates; all of them escape what they print."""
        made = jinja2.Environment(
            loader=jinja2.PackageLoader("detente.show.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.globals |= {
            "name": self.directory.name,
            "actor_url": links.actor_url,
            "relation_url": links.relation_url,
            "search_url": links.search_url,
            "safe_link": links.safe_link,
            "outlines": outlines,
            "pieces": pieces,
            "passage": passage,
            "event_marks": event_marks,
            "quad_words": QUAD_WORDS,
            "quad_marks": MARKS,
            "version": detente.__version__,
            "look": _fingerprint(),
            "store_name": self.door.path.name,
        }
        made.filters |= {
            "day": _day, "number": _number, "signed": _signed, "when": when, "party": party_name,
            "party_key": party_key, "percent": _percent,
        }  # fmt: skip
        made.tests["mutual"] = mutual
        return made

    def warm(self) -> None:
        """Make the templates ready, in a thread, ahead of the first request for each."""

        def work() -> None:
            give_way()
            for name in self.templates.list_templates(["html"]):
                self.templates.get_template(name)

        threading.Thread(target=work, daemon=True, name="templates").start()

    def pair(self, store: Lent, a: str, b: str) -> Pair:
        """Return two actors of a store that is lent, with what is remembered of them."""
        return Pair(store, a, b, self.facts, found=self.watch.found)

    @cached_property
    def memory(self) -> Memory[str]:
        """Return the pages that were shown last."""
        return Memory(weigh=len)

    @cached_property
    def answers(self) -> Memory[Kept]:
        """Return the answers of the API that were given last."""
        return Memory(weigh=lambda kept: len(kept.content))

    @cached_property
    def _headings(self) -> dict[tuple[str, str], Any]:
        return {}

    @cached_property
    def facts(self) -> Memory[Any]:
        """Return what was worked out of the store, by what of it was looked at; short lists, no pages."""
        return Memory(KEPT_FACTS)

    @cached_property
    def _blank(self) -> str:
        """Return what stands in remembered pages for the token of whoever looks; nobody can write it into a text."""
        return secrets.token_urlsafe(24)

    def key(self, request: Request, store: Lent, also: Hashable = None) -> Hashable:
        """Return all that an answer depends on: what is asked, of whom, by whom, and the state of the store."""
        asked = (request.url.path, request.url.query, str(request.base_url), request.scope.get("detente_role", ""))
        return (*asked, store.stamp, store.as_of, also)

    def mark(self, key: Hashable) -> str:
        """Return the ETag of an answer; a server that starts anew gives others, since its pages may look different."""
        return f'W/"{hashlib.sha256(repr((self._blank, key)).encode()).hexdigest()[:20]}"'

    def told(
        self,
        request: Request,
        store: Lent,
        template: str,
        make: Callable[[], Mapping[str, Any]],
        *,
        also: Hashable = None,
    ) -> Response:
        """Return a page that says nothing but what the store holds; made once for each state of the store.

        Whoever has it already is sent nothing.

        Args:
            request: What is asked; all of it stands in the address.
            store: The store.
            template: The page.
            make: Returns what the template needs.
            also: What the page depends on besides.
        """
        key = self.key(request, store, (template, also))
        csrf = request.scope.get("detente_csrf", "")
        headers = {"ETag": self.mark((key, csrf)), "Cache-Control": "private, no-cache"}
        if has_already(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)

        def made() -> tuple[str, bool]:
            store.hold()  # before anybody waits for this thread
            return self._rendered(request, template, make(), as_of=store.as_of, csrf=self._blank), True

        html = self.memory.get(key, made).replace(self._blank, csrf)
        return HTMLResponse(html, headers=headers)

    def page(
        self,
        request: Request,
        template: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        as_of: datetime | None = None,
    ) -> HTMLResponse:
        """Return a page made from a template; ``as_of`` is the store's, where the page shows something of it."""
        html = self._rendered(request, template, context, as_of=as_of, csrf=request.scope.get("detente_csrf", ""))
        return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})

    def _rendered(
        self, request: Request, template: str, context: Mapping[str, Any], *, as_of: datetime | None, csrf: str
    ) -> str:
        shared = {"path": request.url.path, "csrf": csrf, "token": bool(self.token), "as_of": as_of}
        return self.templates.get_template(template).render(**shared, **context)

    def with_headings(self, store: Lent, events: list[Event]) -> dict[str, Any]:
        """Return what the list of events needs: the events, and title and publisher of their documents."""
        return {"events": events, "headings": self.headings(store, {e.document for e in events})}

    def headings(self, store: Lent, ids: Iterable[str]) -> dict[str, Any]:
        """Return title, publisher, day and URL of documents, by id; those of one state of the store are remembered."""
        known, stamp = self._headings, store.stamp
        kept = {name: known.get((stamp, name)) for name in ids}
        found = {name: row for name, row in kept.items() if row is not None}
        if missing := [name for name in kept if name not in found]:
            rows = questions.headings(store, missing)
            if len(known) > KEPT_HEADINGS:
                known.clear()
            known.update({(stamp, name): row for name, row in rows.items()})
            found |= rows
        return found


def has_already(request: Request, mark: str) -> bool:
    """Return whether the visitor has the answer with this mark."""
    return mark in [item.strip() for item in request.headers.get("if-none-match", "").split(",")]


def when(event: Event) -> str:
    """Return the day of an event as a person reads it: a range, a month, a year; "~" before a stand-in."""
    first, last = event.when.date, event.when.date_end
    if first is None:
        return "no date"
    mark = "~" if event.when.basis == "publication" else ""
    if event.when.precision in ("year", "month"):
        return f"{mark}{first.isoformat()[: 4 if event.when.precision == 'year' else 7]}"
    return f"{mark}{first}" if last in (None, first) else f"{mark}{first} to {last}"


def mutual(event: Event) -> bool:
    """Return whether both sides are the same parties, who did it together."""
    names = [{(party.actor, party.text if party.actor is None else "") for party in side}
             for side in (event.sources, event.targets)]  # fmt: skip
    return len(names[0]) > 1 and names[0] == names[1]


def party_name(party: Party) -> str:
    """Return what a side is called: by its card, otherwise in its own words."""
    return party.name or f"“{party.text}”"


def party_key(party: Party) -> str:
    """Return the key under which a side has a page; empty where it is not known who it is."""
    return party.actor or ""


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _number(value: float) -> str:
    return f"{value:,}".replace(",", " ")  # a narrow space: a comma is a decimal sign to half of the readers


def _signed(value: float) -> str:
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _fingerprint() -> str:
    """Return a short hash of style and script, so that browsers take new ones at once and keep old ones."""
    folder = files("detente.show.web") / "static"
    joined = b"".join(
        file.read_bytes() for file in sorted(folder.iterdir(), key=lambda item: item.name) if file.is_file()
    )
    return hashlib.sha256(joined).hexdigest()[:10]
