"""``detente ingest``: documents into a store, each coded once."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from detente.errors import UsageError
from detente.records import Document
from detente.show import options
from detente.show.failures import RunFailed, Stopped, counted, note, note_failed
from detente.show.stopping import ending

if TYPE_CHECKING:
    from detente.show.progress import Progress
    from detente.store import IngestReport, Store

FEW = 200  # documents up to which one process is quicker than starting two
DEFAULT_WORKERS = 2  # at most, unless more are asked for: each holds the dictionaries and the parser, about 400 MB
STOPPING = "ending after the documents under way; Ctrl-C once more ends at once"
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
@options.memory
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Code on this machine, or on a Ray cluster (docs/operations.md).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="With --engine ray: Parquet goes here.")
@click.option("--address", metavar="ADDRESS", help="With --engine ray: the cluster. Default: one on this machine.")
@options.strict
def ingest(paths: Sequence[str], **chosen: Any) -> None:
    """Code documents into a store; what is in it already is skipped.

    PATH is a file, a folder, a URL, or - for standard input. A run that was cut off goes on where it was when it
    is started again. Ctrl-C ends it after the documents under way.
    """
    wanted = Wanted(paths, **chosen)
    if wanted.engine == "ray":
        from detente.show.commands.ray_run import code_and_load

        report = code_and_load(wanted)
    else:
        report = _code_here(wanted)
    if report.stopped:
        raise Stopped(_where(report, wanted.store_path))
    _sum_up(report, wanted.store_path, wanted.strict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    paths: Sequence[str]
    store_path: str
    published: date | None
    workers: int | None
    memory: int | None
    engine: str
    out: Path | None
    address: str | None
    strict: bool


def _code_here(wanted: Wanted) -> "IngestReport":
    from detente.read import read_paths
    from detente.show.progress import count_documents, progress
    from detente.store import open_store, share

    if wanted.out or wanted.address:
        raise UsageError("--out and --address go with --engine ray")
    total = count_documents(wanted.paths)
    number, documents = _workers(read_paths(wanted.paths, published=wanted.published), wanted.workers, total)
    limits = share(wanted.memory, workers=number) if wanted.memory else None
    workers, memory = (limits.workers, limits.database) if limits else (number, None)
    with open_store(wanted.store_path, memory=memory) as store, progress(total) as heard:
        return _ingest(store, documents, heard=heard, workers=workers, memory=limits.worker if limits else None)


def _ingest(
    store: "Store", documents: Iterable[Document], *, heard: "Progress", workers: int, memory: int | None
) -> "IngestReport":
    """Run until the documents end or Ctrl-C is pressed; ``memory`` is what a worker may take, in bytes.

    Raises:
        Stopped: on a second Ctrl-C.
    """
    from detente.coding import load_coder
    from detente.relate.dyads import dyads_of
    from detente.store import ingest as into_store

    stop = Event()
    try:
        with ending(stop, told=STOPPING):
            return into_store(
                store,
                documents,
                load=load_coder,
                pairs=dyads_of,
                workers=workers,
                progress=heard,
                keep_failures=NAMED,
                stop=stop,
                memory=memory,
            )
    except KeyboardInterrupt:
        done = counted(heard.last.documents, "document")
        raise Stopped(f"stopped after {done}, which are in {store.path}: the same command goes on") from None


def _where(report: "IngestReport", store_path: str) -> str:
    done = counted(report.documents, "document")
    at = f", at {report.last}" if report.last else ""
    return f"stopped after {done}{at}; all are in {store_path}, and the same command goes on from there"


def _workers(documents: Iterator[Document], wanted: int | None, total: int | None) -> tuple[int, Iterator[Document]]:
    """Return how many processes are to code, with the documents."""
    return (wanted, documents) if wanted else _choose_workers(documents, total)


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
        note_failed(origin, reason)
    if report.failed > len(report.failures):
        more = report.failed - len(report.failures)
        note(
            f"{more} more failed: SELECT origin, error FROM documents", level="warning", event="more_failed", more=more
        )
    click.echo(
        f"{counted(report.documents, 'document')} coded, {counted(report.events, 'event')} found, "
        f"{report.skipped} skipped, {report.failed} failed, in {report.seconds:.1f} s: {store_path}"
    )
    if not report.documents + report.skipped + report.failed:
        raise RunFailed("nothing to read was found there")
    if report.failed and (strict or not report.documents + report.skipped):
        raise RunFailed(f"{counted(report.failed, 'document')} failed")
