"""Options that several commands share, each in one place."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

FIRST_YEAR, LAST_YEAR = 1800, 2200  # what a day on the command line can be: a typing error is caught here

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day written as 2024-01-16."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or end the command with a sentence."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day: write it as 2024-01-16", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value!r} lies outside {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        return day


def paths(command: Command) -> Command:
    """Add the argument PATH..."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(command)


def store(command: Command) -> Command:
    """Add ``--store``, whose default is DETENTE_STORE or detente.duckdb in the working folder."""
    return click.option(
        "--store",
        "store_path",
        metavar="FILE",
        envvar="DETENTE_STORE",
        default="detente.duckdb",
        show_default=True,
        show_envvar=True,
        help="The store.",
    )(command)


def strict(command: Command) -> Command:
    """Add ``--strict``."""
    return click.option("--strict", is_flag=True, help="End with status 1 if any document failed.")(command)


def published(command: Command) -> Command:
    """Add ``--published``."""
    return click.option(
        "--published", type=Day(), metavar="DATE", help="Take this as the day of publication of every document."
    )(command)


def time_range(command: Command) -> Command:
    """Add ``--since`` and ``--until``."""
    command = click.option("--until", type=Day(), metavar="DATE", help="Last day, included.")(command)
    return click.option("--since", type=Day(), metavar="DATE", help="First day.")(command)


def every(default: str) -> Callable[[Command], Command]:
    """Add ``--every`` with its default."""
    choice = click.Choice(["day", "week", "month"])
    return click.option("--every", type=choice, default=default, show_default=True, help="Length of a period.")


def form(*choices: str) -> Callable[[Command], Command]:
    """Add ``--format``: a table on a terminal and JSON lines otherwise, unless one is chosen."""
    return click.option(
        "--format", "form", type=click.Choice(choices), help="Default: table on a terminal, jsonl otherwise."
    )


def chosen(form: str | None, terminal: bool) -> str:
    """Return the format asked for, or the usual one."""
    return form or ("table" if terminal else "jsonl")
