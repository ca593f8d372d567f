"""``detente quotes``: who says what in each document."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from detente.records import Document
from detente.show import options
from detente.show.failures import Outcome

if TYPE_CHECKING:
    from detente.coding import Coder
    from detente.show.quotations import Told


@click.command(short_help="Print who says what in each document.")
@options.paths
@options.published
@options.form("table", "jsonl", "csv")
@options.strict
def quotes(paths: Sequence[str], published: date | None, form: str | None, strict: bool) -> None:
    """Print every quotation of each document: speaker, cue, kind, words and where they stand.

    PATH is a file, a folder, a URL, or - for standard input.
    """
    from detente.coding import load_coder
    from detente.read import read_paths
    from detente.show.formats import standard_output
    from detente.show.quotations import write_csv, write_jsonl

    documents = read_paths(paths, published=published)
    out, outcome = standard_output(), Outcome(strict)
    wanted = options.chosen(form, sys.stdout.isatty())
    with outcome.run():
        told = _told(outcome.watch(documents), load_coder(), outcome)
        if wanted == "table":
            _print_tables(told)
        elif wanted == "csv":
            write_csv(told, out)
        else:
            write_jsonl(told, out)


def _told(documents: Iterable[Document], coder: "Coder", outcome: Outcome) -> Iterator["Told"]:
    from detente.coding.said import find_said

    for document in documents:
        outcome.count(document.origin, document.error)
        if document.error is None:
            yield document, find_said(coder, document)


def _print_tables(told: Iterable["Told"]) -> None:
    from detente.show.console import console
    from detente.show.quotations import quotations_table
    from detente.show.tables import document_heading

    screen = console()
    for document, found in told:
        screen.print(document_heading(document))
        screen.print(quotations_table(document, found) if found else "No quotation was found.")
        screen.print()
