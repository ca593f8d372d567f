"""``detente ingest``: documents into a store, each coded once."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from detente.records import Document
from detente.show import options
from detente.show.failures import RunFailed, Stopped, counted, note

if TYPE_CHECKING:
    from detente.store import IngestReport

FEW = 200  # documents up to which one process is quicker than starting two
DEFAULT_WORKERS = 2  # at most, unless more are asked for: each holds the dictionaries and the parser, about 400 MB
NAMED = 20  # failed documents that are named on standard error; all of them are in the store


@click.command(short_help="Code documents into a store, each once.")
@options.paths
@options.store
@options.published
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help=f"Processes that code. Default: 1, or {DEFAULT_WORKERS} for more than {FEW} documents.",
)
@options.strict
def ingest(paths: Sequence[str], store_path: str, published: date | None, workers: int | None, strict: bool) -> None:
    """Code documents into a store; what is in it already is skipped.

    PATH is a file, a folder, a URL, or - for standard input. A run that was cut off goes on where it was when it
    is started again.
    """
    from detente.coding import load_coder
    from detente.read import read_paths
    from detente.relate.dyads import dyads_of
    from detente.show.progress import count_documents, progress
    from detente.store import ingest as into_store
    from detente.store import open_store

    total = count_documents(paths)
    documents = read_paths(paths, published=published)
    number, documents = (workers, documents) if workers else _choose_workers(documents, total)
    with open_store(store_path) as store, progress(total) as heard:
        try:
            report = into_store(
                store,
                documents,
                load=load_coder,
                pairs=dyads_of,
                workers=number,
                progress=heard,
                keep_failures=NAMED,
            )
        except KeyboardInterrupt:
            done = counted(heard.last.documents, "document")
            raise Stopped(f"stopped after {done}, which are in {store_path}: the same command goes on") from None
    _sum_up(report, store_path, strict)


def _choose_workers(documents: Iterator[Document], total: int | None) -> tuple[int, Iterator[Document]]:
    """Return how many processes to use; where the number of documents is unknown, some are read to see."""
    first: list[Document] = []
    if total is None:
        first = list(islice(documents, FEW + 1))
    many = (total or len(first)) > FEW
    return min(DEFAULT_WORKERS, os.cpu_count() or 1) if many else 1, chain(first, documents)


def _sum_up(report: "IngestReport", store_path: str, strict: bool) -> None:
    """Print the summary and name failed documents.

    Raises:
        RunFailed: There was nothing, all failed, or some did under ``--strict``.
    """
    for origin, reason in report.failures:
        note(reason if reason.startswith(origin) else f"{origin}: {reason}")
    if report.failed > len(report.failures):
        note(f"{report.failed - len(report.failures)} more failed: SELECT origin, error FROM documents")
    click.echo(
        f"{counted(report.documents, 'document')} coded, {counted(report.events, 'event')} found, "
        f"{report.skipped} skipped, {report.failed} failed, in {report.seconds:.1f} s: {store_path}"
    )
    if not report.documents + report.skipped + report.failed:
        raise RunFailed("nothing to read was found there")
    if report.failed and (strict or not report.documents + report.skipped):
        raise RunFailed(f"{counted(report.failed, 'document')} failed")
