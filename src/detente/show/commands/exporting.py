"""``detente export``: events out of a store, in the formats of the field."""

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from detente.errors import DetenteError, UsageError
from detente.records import Document, Event
from detente.show import options
from detente.show.commands.keeping import say_as_of
from detente.show.failures import counted, note

if TYPE_CHECKING:
    from detente.show.formats import EventFormat
    from detente.store import Selection, Store

Coded = Iterable[tuple[Document, Sequence[Event]]]
FACTUALITY = ("asserted", "historical", "future", "hypothetical", "negated")


@click.command(short_help="Write events of a store as CSV, Parquet, PLOVER, POLECAT, ICEWS or GDELT.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet", "plover", "polecat", "icews", "gdelt"]),
    default="csv",
    show_default=True,
    help="Format; docs/formats.md says what each of them loses.",
)
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write there; by default to the output.")
@options.store
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="On either side; may be given again.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Such as SANCTION; may be given again.")
@click.option("--factuality", multiple=True, type=click.Choice(FACTUALITY), help="May be given again.")
@click.option("--coder", "coders", multiple=True, metavar="CODER", help="Such as icews; may be given again.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Imported events state none: 0.")
@click.option("--happenings", is_flag=True, help="Once what several events tell of: the event that told of it first.")
@options.time_range
def export(
    form: str,
    out: str | None,
    store_path: str,
    actors: tuple[str, ...],
    types: tuple[str, ...],
    factuality: tuple[str, ...],
    coders: tuple[str, ...],
    min_confidence: float | None,
    happenings: bool,
    since: date | None,
    until: date | None,
) -> None:
    """Write the events of a store, all of them or those that the options pick.

    Days are those of the event. An event without a date is left out where --since or --until is given. With
    --happenings GDELT's counts of mentions, sources and articles are those of all events that tell of the same.
    """
    from detente.store import Selection, open_store

    if form == "parquet" and out is None:
        raise UsageError("Parquet is no text: name a file with --out")
    with open_store(store_path, read_only=True) as store:
        say_as_of(store.as_of)
        wanted = Selection(
            actors=_keys(store, actors),
            types=tuple(_type(name) for name in types),
            factuality=factuality,
            coders=coders,
            since=since,
            until=until,
            min_confidence=min_confidence,
        )
        _write(store, wanted, form, out, happenings=happenings)


def _write(store: "Store", wanted: "Selection", form: str, out: str | None, *, happenings: bool) -> None:
    from detente.show.formats import write_events
    from detente.store import later_tellings, selected_events, told_often

    count = _Count()
    picked = selected_events(store, wanted)
    coded = count.watch(_once(picked, later_tellings(store)) if happenings else picked)
    if form == "parquet":
        from detente.show.parquet import write_parquet

        assert out is not None
        with _whole(out) as part:
            write_parquet(coded, part)
    else:
        with _text(out) as stream:
            told = told_often(store) if happenings and form == "gdelt" else {}  # no other has counts
            write_events(coded, stream, form=cast("EventFormat", form), told=told)
    if out is not None or not count.events:
        note(f"{counted(count.events, 'event')} of {counted(count.documents, 'document')} picked")


def _once(coded: Coded, later: Set[str]) -> Iterator[tuple[Document, Sequence[Event]]]:
    """Leave out events that tell of what another told of before, and documents that have no others."""
    for document, events in coded:
        if kept := [event for event in events if event.id not in later]:
            yield document, kept


class _Count:
    """Counts what passes."""

    documents = events = 0

    def watch(self, coded: Coded) -> Iterator[tuple[Document, Sequence[Event]]]:
        for document, events in coded:
            self.documents += 1
            self.events += len(events)
            yield document, events


@contextmanager
def _text(out: str | None) -> Iterator[TextIO]:
    from detente.show.formats import standard_output

    if out is None:
        yield standard_output()
        return
    with _whole(out) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        yield stream


@contextmanager
def _whole(out: str) -> Iterator[Path]:
    """Lend a file beside the one that is wanted, and put it there once it is whole."""
    target = Path(out)
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
        os.replace(part, target)
    except OSError as error:
        raise DetenteError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _keys(store: "Store", words: Sequence[str]) -> tuple[str, ...]:
    if not words:
        return ()
    from detente.show.naming import Names
    from detente.store import actor_keys

    names, known = Names(), actor_keys(store)
    return tuple(names.key(word, known) for word in words)


def _type(name: str) -> str:
    from detente.data.codebook_cards import load_codebook
    from detente.store import UNTYPED

    wanted = name.upper()
    return wanted if wanted == UNTYPED else load_codebook().event_type(wanted).name
