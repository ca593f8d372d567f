"""``detente ingest --engine ray``: documents coded on a cluster into a folder of Parquet, and that into the store."""

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.show.failures import Stopped, counted, note
from detente.show.stopping import ending

if TYPE_CHECKING:
    from detente.show.commands.ingesting import Wanted
    from detente.store import Batch, BatchFolder, IngestReport, Store
    from detente.store.ray_engine import RayReport

STOPPING = "ending after the batches under way; Ctrl-C once more ends at once"


def code_and_load(wanted: "Wanted") -> "IngestReport":
    """Code what is wanted on Ray, then load the folder; the report counts both.

    Raises:
        UsageError: No folder is named, Ray is not installed or not there.
        Stopped: On Ctrl-C, while batches were being coded.
    """
    from detente.store import BatchFolder, open_store

    if wanted.out is None:
        raise UsageError("--engine ray needs --out FOLDER, where the batches go")
    if wanted.memory:
        raise UsageError("--memory goes with --engine local: Ray has limits of its own")
    folder = BatchFolder(wanted.out, make=True)
    with open_store(wanted.store_path) as store:
        done = _code(wanted, folder, store)
        if done.stopped:
            raise Stopped(f"stopped; {counted(len(folder.done), 'batch')} in {wanted.out}: the same command goes on")
        report = load_folder(store, folder, skipped=done.tally.skipped)
    lost = len(done.set_aside)
    if lost:
        note(f"{counted(lost, 'batch')} set aside: the same command tries again", level="warning", event="set_aside")
    return replace(report, failed=report.failed + lost)


def _code(wanted: "Wanted", folder: "BatchFolder", store: "Store") -> "RayReport":
    from detente.coding import load_coder
    from detente.read import read_paths
    from detente.show.progress import count_documents, progress
    from detente.store.ray_engine import code_on_ray

    stop = Event()
    with progress(count_documents(wanted.paths)) as heard, ending(stop, told=STOPPING):
        return code_on_ray(
            read_paths(wanted.paths, published=wanted.published),
            folder,
            load=load_coder,
            known=lambda ids, codebook, coder: store.coded(ids, codebook, coder),
            workers=wanted.workers,
            address=wanted.address,
            progress=heard,
            heard=_tell,
            stop=stop,
        )


def load_folder(store: "Store", folder: "BatchFolder", *, skipped: int = 0) -> "IngestReport":
    """Bring a folder of batches into a store, in the order of their input; what the store has is skipped."""
    from detente.relate.dyads import dyads_of
    from detente.show.progress import progress
    from detente.store import take_coded

    versions = folder.versions()
    if not versions:
        raise UsageError(f"{folder.path} holds no batch")
    if len(versions) > 1:
        raise UsageError(f"{folder.path} was coded by several versions: run the command that made it again")
    total = sum(batch.documents + batch.failed for batch in folder.done.values())
    stop = Event()
    with progress(total + skipped) as heard, ending(stop):
        return take_coded(
            store,
            folder.coded(*versions[0]),
            versions[0],
            pairs=dyads_of,
            progress=heard,
            stop=stop,
            skipped=skipped,
        )


def _tell(word: str, batch: "Batch") -> None:
    again = "handed out again" if word == "batch_failed" else "set aside"
    told = f"batch {batch.batch} {again}: {batch.set_aside}"
    note(told, level="warning", event=word, batch=batch.batch, reason=batch.set_aside)


def open_folder(path: Path) -> "BatchFolder":
    """Return a folder of batches that is there.

    Raises:
        UsageError: There is none.
    """
    from detente.store import BatchFolder
    from detente.store.folder import MANIFEST

    if not (path / MANIFEST).is_file():
        raise UsageError(f"{path} is no folder of batches: it has no {MANIFEST}")
    return BatchFolder(path)
