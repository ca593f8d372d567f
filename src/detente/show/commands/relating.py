"""``detente relation`` and ``detente shifts``: series and turning points out of a store."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from detente.errors import UsageError
from detente.records import DyadPeriod, Period, Shift
from detente.show import options
from detente.show.commands.keeping import say_as_of
from detente.show.failures import note

if TYPE_CHECKING:
    from detente.show.naming import Names
    from detente.store import DyadEvent, Store

PlainForm = Literal["jsonl", "csv"]


@click.command(short_help="Show what passed between two actors over time.")
@click.argument("a")
@click.argument("b")
@options.store
@options.time_range
@options.every("month")
@options.mentions
@options.form("table", "jsonl", "csv")
@click.option("--blocs", type=click.Path(path_type=Path), metavar="FILE.toml", help="Sets of actors of your own.")
@click.option("--directed", is_flag=True, help="Only what A did to B.")
@click.option("--drop-single-source", is_flag=True, help="Leave out what one publisher alone tells of.")
@click.option("--plot", metavar="FILE", type=click.Path(dir_okay=False), help="Draw the series: .svg or .png.")
def relation(a: str, b: str, **chosen: Any) -> None:
    """Show what passed between two actors, period by period.

    A and B are country codes (PRK), names ("North Korea"), adjectives or actor ids, or sets of --blocs; ALL for B is
    every other country. Counted are events asserted or planned, past ones that the text dates, and threats; not what
    is denied or otherwise hypothetical.
    """
    from detente.show.naming import Names
    from detente.store import open_store

    names, wanted = Names(), Wanted(**chosen)
    with open_store(wanted.store_path, read_only=True) as store:
        say_as_of(store.as_of)
        _relation(store, names, (a, b), wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    store_path: str
    since: date | None
    until: date | None
    every: Period
    form: str | None
    blocs: Path | None
    directed: bool
    drop_single_source: bool
    mentions: bool
    plot: str | None


def _relation(store: "Store", names: "Names", words: tuple[str, str], wanted: Wanted) -> None:
    from detente.relate.series import relation as series_of
    from detente.relate.shifts import find_shifts
    from detente.show.sides import plain, read_blocs, side_name, sides_of
    from detente.store import actor_keys
    from detente.store.lens import looked_at

    blocs = read_blocs(wanted.blocs)
    sides = sides_of(*words, names=names, known=actor_keys(store), blocs=blocs, directed=wanted.directed)
    called = (side_name(sides.a, names, blocs), side_name(sides.b, names, blocs))
    lens = None if plain(sides) else sides
    with looked_at(store, drop_single_source=wanted.drop_single_source, sides=lens):
        span = {"since": wanted.since, "until": wanted.until}
        series = series_of(store, sides.a, sides.b, **span, every=wanted.every, mentions=wanted.mentions)
        # Only the picture names the events behind a turn.
        turns = find_shifts(series, events=_events(store, series, wanted) if wanted.plot else ())
        _show_series(store, called, (sides.a, sides.b), series, turns, options.chosen(wanted.form, sys.stdout.isatty()))
        if wanted.plot:
            _draw(Path(wanted.plot), store, series, turns, called)
    if not any(period.events for period in series):
        note(f"nothing between {called[0]} and {called[1]} was found in {wanted.store_path}")


def _events(store: "Store", series: Sequence[DyadPeriod], wanted: "Wanted") -> "list[DyadEvent]":
    from detente.store import dyad_events

    if not series:
        return []
    first, last = series[0], wanted.until or date.max
    how: dict[str, Any] = {"every": wanted.every, "mentions": wanted.mentions}
    return dyad_events(store, first.a, first.b, since=first.start, until=last, **how)


@click.command(short_help="Show when relations turn, and the events that say so.")
@click.argument("a", required=False)
@click.argument("b", required=False)
@options.store
@options.time_range
@options.every("week")
@options.mentions
@options.form("table", "jsonl", "csv")
@click.option(
    "--as-of", type=options.Day(), metavar="DATE", help="What was new on that day, from events up to it alone."
)
@click.option("--since-last", is_flag=True, help="What is new since this was asked last; kept in STORE.told.jsonl.")
@click.option("--drop-single-source", is_flag=True, help="Leave out what one publisher alone tells of.")
def shifts(a: str | None, b: str | None, store_path: str, **chosen: Any) -> None:
    """Show when relations turn, newest first, with the events that say so.

    A and B are as for detente relation; without them every pair of countries with enough events is looked at.
    """
    from detente.show.formats import standard_output, write_shifts
    from detente.show.naming import Names
    from detente.store import open_store
    from detente.store.lens import looked_at

    if a is not None and b is None:
        raise UsageError("name two actors, or none for all pairs of countries")
    wanted = Turns(store_path, **chosen)
    names, form = Names(), options.chosen(wanted.form, sys.stdout.isatty())
    with open_store(store_path, read_only=True) as store:
        say_as_of(store.as_of)
        pair = _two_keys(store, names, a, b) if a is not None and b is not None else None
        with looked_at(store, drop_single_source=wanted.drop_single_source):
            found = _turns(store, pair, wanted)
        if form == "table":
            _print_shifts(store, names, found)
        else:
            write_shifts(found, standard_output(), form=cast(PlainForm, form))
        _remember(found, wanted)


@dataclass(frozen=True, slots=True)
class Turns:
    """What the command line asks of turning points."""

    store_path: str
    since: date | None
    until: date | None
    every: Period
    form: str | None
    as_of: date | None
    since_last: bool
    drop_single_source: bool
    mentions: bool


def _turns(store: "Store", pair: tuple[str, str] | None, wanted: Turns) -> list[Shift]:
    from detente.relate.shifts import all_shifts, mark_single_source
    from detente.relate.shifts import shifts as shifts_of

    if wanted.as_of or wanted.since_last:
        return _new(store, pair, wanted)

    how: dict[str, Any] = {"since": wanted.since, "until": wanted.until, "every": wanted.every}
    how["mentions"] = wanted.mentions

    def find() -> list[Shift]:
        return shifts_of(store, *pair, **how) if pair else all_shifts(store, **how)

    return find() if wanted.drop_single_source else mark_single_source(store, find(), find)


def _new(store: "Store", pair: tuple[str, str] | None, wanted: Turns) -> list[Shift]:
    """Return what is new on a day, or since the last time; what was told is left out only in the second."""
    from detente.relate.online import REPEAT_DAYS, new_shifts, untold
    from detente.show.told import read_told, told_path

    if wanted.since or wanted.until or wanted.every != "week":
        raise UsageError("--since, --until and --every do not go with --as-of and --since-last")
    day = wanted.as_of or date.today()
    if not wanted.since_last:
        return new_shifts(store, as_of=day, pair=pair, mentions=wanted.mentions)
    # Of six weeks, so that what a late report shows of the days before is told too.
    since = day - timedelta(days=REPEAT_DAYS)
    found = new_shifts(store, as_of=day, since=since, pair=pair, mentions=wanted.mentions)
    return untold(found, read_told(told_path(wanted.store_path)))


def _remember(found: Sequence[Shift], wanted: Turns) -> None:
    from detente.show.told import add_told, told_path

    if wanted.since_last:
        add_told(told_path(wanted.store_path), found)


def _two_keys(store: "Store", names: "Names", a: str, b: str) -> tuple[str, str]:
    from detente.store import actor_keys

    known = actor_keys(store)
    left, right = names.key(a, known), names.key(b, known)
    if left == right:
        raise UsageError(f"{a} and {b} are the same actor: name two")
    return left, right


def _show_series(
    store: "Store",
    called: tuple[str, str],
    keys: tuple[str, str],
    series: Sequence[DyadPeriod],
    turns: Sequence[Shift],
    form: str,
) -> None:
    from detente.show.formats import standard_output, write_periods

    if form != "table":
        write_periods(series, standard_output(), form=cast(PlainForm, form))
        return
    from detente.show.console import console
    from detente.show.tables import counted_line, relation_table
    from detente.store import factuality_counts

    screen = console()
    screen.print(f"{called[0]} and {called[1]}", style="bold")
    screen.print(relation_table(series, turns))
    screen.print(counted_line(factuality_counts(store, *keys)))


def _draw(
    file: Path, store: "Store", series: Sequence[DyadPeriod], turns: Sequence[Shift], called: tuple[str, str]
) -> None:
    from detente.show.picture import main_events, write_picture
    from detente.show.plot import relation_svg

    svg = relation_svg(series, turns, names=called, labels=main_events(store, turns))
    write_picture(file, svg)


def _print_shifts(store: "Store", names: "Names", found: Sequence[Shift]) -> None:
    from detente.show.console import console
    from detente.show.tables import shift_block
    from detente.store import stored_events

    screen = console()
    events = stored_events(store, [name for shift in found for name in shift.evidence])
    for shift in found:
        evidence = [(events[name].when.date, events[name]) for name in shift.evidence if name in events]
        screen.print(shift_block(shift, (names.name(shift.a), names.name(shift.b)), evidence))
    if not found:
        screen.print("No turning point was found: the relations are steady, or there are too few events to say.")
