"""``detente relation`` and ``detente shifts``: series and turning points out of a store."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from detente.errors import DetenteError, UsageError
from detente.records import DyadPeriod, Period, Shift
from detente.show import options
from detente.show.commands.keeping import say_as_of
from detente.show.failures import note

if TYPE_CHECKING:
    from detente.show.naming import Names
    from detente.store import Store

PlainForm = Literal["jsonl", "csv"]


@click.command(short_help="Show what passed between two actors over time.")
@click.argument("a")
@click.argument("b")
@options.store
@options.time_range
@options.every("month")
@options.mentions
@options.form("table", "jsonl", "csv")
@click.option("--plot", metavar="FILE.svg", type=click.Path(dir_okay=False), help="Draw the series into a file too.")
def relation(
    a: str,
    b: str,
    store_path: str,
    since: date | None,
    until: date | None,
    every: Period,
    mentions: bool,
    form: str | None,
    plot: str | None,
) -> None:
    """Show what passed between two actors, period by period.

    A and B are country codes (PRK), names ("North Korea"), adjectives or actor ids. Counted are events asserted
    or planned, past ones that the text dates, and threats; not what is denied or otherwise hypothetical. What
    several events tell of counts once.
    """
    from detente.relate.series import relation as series_of
    from detente.relate.shifts import find_shifts
    from detente.show.naming import Names
    from detente.store import open_store

    names = Names()
    with open_store(store_path, read_only=True) as store:
        say_as_of(store.as_of)
        left, right = _two_keys(store, names, a, b)
        series = series_of(store, left, right, since=since, until=until, every=every, mentions=mentions)
        turns = find_shifts(series)
        _show_series(store, names, (left, right), series, turns, options.chosen(form, sys.stdout.isatty()))
    if not any(period.events for period in series):
        note(f"nothing between {names.name(left)} and {names.name(right)} was found in {store_path}")
    if plot:
        _draw(Path(plot), series, turns, (names.name(left), names.name(right)))


@click.command(short_help="Show when relations turn, and the events that say so.")
@click.argument("a", required=False)
@click.argument("b", required=False)
@options.store
@options.time_range
@options.every("week")
@options.mentions
@options.form("table", "jsonl", "csv")
def shifts(
    a: str | None,
    b: str | None,
    store_path: str,
    since: date | None,
    until: date | None,
    every: Period,
    mentions: bool,
    form: str | None,
) -> None:
    """Show when relations turn, newest first, with the events that say so.

    A and B are as for detente relation; without them every pair of countries with enough events is looked at.
    """
    from detente.relate.shifts import all_shifts
    from detente.relate.shifts import shifts as shifts_of
    from detente.show.formats import standard_output, write_shifts
    from detente.show.naming import Names
    from detente.store import open_store

    if a is not None and b is None:
        raise UsageError("name two actors, or none for all pairs of countries")
    names, wanted = Names(), options.chosen(form, sys.stdout.isatty())
    days: dict[str, Any] = {"since": since, "until": until, "every": every}
    with open_store(store_path, read_only=True) as store:
        say_as_of(store.as_of)
        if a is not None and b is not None:
            found = shifts_of(store, *_two_keys(store, names, a, b), **days, mentions=mentions)
        else:
            found = all_shifts(store, **days, mentions=mentions)
        if wanted == "table":
            _print_shifts(store, names, found)
        else:
            write_shifts(found, standard_output(), form=cast(PlainForm, wanted))


def _two_keys(store: "Store", names: "Names", a: str, b: str) -> tuple[str, str]:
    from detente.store import actor_keys

    known = actor_keys(store)
    left, right = names.key(a, known), names.key(b, known)
    if left == right:
        raise UsageError(f"{a} and {b} are the same actor: name two")
    return left, right


def _show_series(
    store: "Store",
    names: "Names",
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
    screen.print(f"{names.name(keys[0])} and {names.name(keys[1])}", style="bold")
    screen.print(relation_table(series, turns))
    screen.print(counted_line(factuality_counts(store, *keys)))


def _draw(file: Path, series: Sequence[DyadPeriod], turns: Sequence[Shift], names: tuple[str, str]) -> None:
    from detente.show.plot import relation_svg

    try:
        file.write_text(relation_svg(series, turns, names=names), encoding="utf-8")
    except OSError as error:
        raise DetenteError(f"{file} cannot be written: {error.strerror or error}") from error


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
