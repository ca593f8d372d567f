"""``detente read`` and ``detente code``: from pages to documents and events on standard output."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

import click

from detente.records import Document, Event
from detente.show import options
from detente.show.failures import Outcome

if TYPE_CHECKING:
    from detente.coding import Coder
    from detente.show.formats import EventFormat


@click.command(short_help="Print each document as a JSON object.")
@options.paths
@options.published
@options.strict
def read(paths: Sequence[str], published: date | None, strict: bool) -> None:
    """Print each document as a JSON object: article apart from page furniture and readers' comments.

    PATH is a file, a folder, a URL, or - for standard input. A page that cannot be read is an object with its
    error.
    """
    from detente.read import read_paths
    from detente.show.formats import standard_output
    from detente.show.records_json import document_json, line

    out, outcome = standard_output(), Outcome(strict)
    documents = read_paths(paths, published=published)
    with outcome.run():
        for document in outcome.watch(documents):
            out.write(line(document_json(document)) + "\n")
            out.flush()
            outcome.count(document.origin, document.error)


@click.command(short_help="Print the events of each document.")
@options.paths
@options.published
@options.form("table", "jsonl", "csv", "plover", "polecat", "icews", "gdelt")
@click.option("--comments", is_flag=True, help="Code readers' comments too, on their readers' word.")
@options.strict
def code(paths: Sequence[str], published: date | None, form: str | None, comments: bool, strict: bool) -> None:
    """Print the events of each document: who did what to whom, on whose word, and how sure it is.

    PATH is a file, a folder, a URL, or - for standard input. What readers wrote below an article is left out, unless
    --comments asks for it; the document of such an event ends in #comment-1, #comment-2 ...
    """
    from detente.coding import load_coder
    from detente.read import read_paths
    from detente.show.formats import standard_output, write_events

    documents = read_paths(paths, published=published)
    out, outcome = standard_output(), Outcome(strict)
    wanted = options.chosen(form, sys.stdout.isatty())
    with outcome.run():
        coded = _coded(outcome.watch(documents), load_coder(), outcome, comments=comments)
        if wanted == "table":
            _print_tables(coded)
        else:
            write_events(coded, out, form=cast("EventFormat", wanted))


def _coded(
    documents: Iterable[Document], coder: "Coder", outcome: Outcome, *, comments: bool
) -> Iterator[tuple[Document, tuple[Event, ...]]]:
    from detente.coding.comments import CommentCoder, comment_documents
    from detente.store import code_safely, failure

    for document in documents:
        done = code_safely(coder, document)
        outcome.count(document.origin, failure(done))
        if failure(done) is None:
            yield document, done.events
        for comment in comment_documents(document) if comments else ():
            said = code_safely(CommentCoder(coder), comment)
            if failure(said) is not None:
                outcome.count(comment.origin, failure(said))
            elif said.events:
                yield comment, said.events


def _print_tables(coded: Iterable[tuple[Document, Sequence[Event]]]) -> None:
    from detente.show.console import console
    from detente.show.tables import document_heading, events_table, legend

    screen = console()
    for document, events in coded:
        screen.print(document_heading(document))
        screen.print(events_table(events) if events else "No event between political actors was found.")
        screen.print()
    screen.print(legend())
