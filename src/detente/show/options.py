"""Options that several commands share, each in one place."""

import re
from collections.abc import Callable, Mapping
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


class Size(click.ParamType):  # type: ignore[type-arg]
    """An amount of memory written as 800MB or 2GB (of a thousand), 2GiB (of 1,024) or in bytes."""

    name = "size"
    UNITS: Mapping[str, int] = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the bytes, or end the command with a sentence."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]I?B|)", str(value).strip(), re.IGNORECASE)
        if not found:
            self.fail(f"{value!r} is no amount of memory: write it as 800MB or 2GB", param, ctx)
        return int(float(found[1]) * self.UNITS[found[2].upper()])


def paths(command: Command) -> Command:
    """Add the argument PATH..."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(command)


def store(command: Command) -> Command:
    """Add ``--store``, whose default is detente.duckdb in the working folder (and see ``settings``)."""
    return click.option(
        "--store",
        "store_path",
        metavar="FILE",
        default="detente.duckdb",
        show_default=True,
        help="The store; DETENTE_STORE sets it too.",
    )(command)


def strict(command: Command) -> Command:
    """Add ``--strict``."""
    return click.option("--strict", is_flag=True, help="End with status 1 if any document failed.")(command)


def memory(command: Command) -> Command:
    """Add ``--memory``."""
    return click.option(
        "--memory", type=Size(), metavar="SIZE", help="Ceiling for all processes of the run, such as 2GB."
    )(command)


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


def mentions(command: Command) -> Command:
    """Add ``--mentions``."""
    told = "Count every event; by default what several events tell of counts once."
    return click.option("--mentions", is_flag=True, help=told)(command)


def form(*choices: str) -> Callable[[Command], Command]:
    """Add ``--format``: a table on a terminal and JSON lines otherwise, unless one is chosen."""
    return click.option(
        "--format", "form", type=click.Choice(choices), help="Default: table on a terminal, jsonl otherwise."
    )


def chosen(form: str | None, terminal: bool) -> str:
    """Return the format asked for, or the usual one."""
    return form or ("table" if terminal else "jsonl")
