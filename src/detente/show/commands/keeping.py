"""``detente store``: what is in a store, whether it is sound, making it small, copying it."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.errors import StoreError
from detente.show import options
from detente.show.failures import RunFailed, Stopped, counted, note

if TYPE_CHECKING:
    from detente.store import StoreInfo

MEGABYTE = 1_000_000


@click.group()
def store() -> None:
    """Look after a store: info, check, compact, backup, load."""


@store.command()
@options.store
@options.form("table", "jsonl")
def info(store_path: str, form: str | None) -> None:
    """Say what a store holds: rows, coders, days, runs that were cut off."""
    from detente.store import open_store, store_info

    with open_store(store_path, read_only=True) as opened:
        found = store_info(opened)
    if options.chosen(form, sys.stdout.isatty()) == "jsonl":
        click.echo(json.dumps(_json(found), ensure_ascii=False))
        return
    click.echo(f"{found.path}: {found.size / MEGABYTE:,.1f} MB, tables of version {found.version}")
    for table, rows in found.rows.items():
        click.echo(f"  {table:11} {rows:>12,}")
    for (coder, codebook), events in found.coders.items():
        click.echo(f"  events of {coder}, codebook {codebook}: {events:,}")
    if found.first:
        click.echo(f"  days: {found.first} to {found.last}")
    if found.unfinished:
        click.echo(f"  {counted(found.unfinished, 'run')} cut off: the same command goes on")


@store.command()
@options.store
def check(store_path: str) -> None:
    """Read every row and say what is wrong; ends with status 1 if anything is."""
    from detente.store import check_store, open_store

    with open_store(store_path, read_only=True) as opened:
        if opened.as_of:
            raise StoreError(f"{store_path} is being written: check it when that is done")
        faults = check_store(opened)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise RunFailed(f"{store_path} is not sound: take a backup and code its documents anew into another store")
    click.echo(f"{store_path} is sound")


@store.command()
@options.store
def compact(store_path: str) -> None:
    """Write the store anew without the room that changes left; nobody may have it open."""
    from detente.store import compact_store

    before, after = compact_store(existing(store_path))
    click.echo(f"{store_path}: {before / MEGABYTE:,.1f} MB became {after / MEGABYTE:,.1f} MB")


@store.command()
@click.argument("file", type=click.Path(dir_okay=False))
@options.store
def backup(file: str, store_path: str) -> None:
    """Copy the store to FILE and check the copy."""
    from detente.store import backup_store

    size = backup_store(existing(store_path), file)
    click.echo(f"{file}: {size / MEGABYTE:,.1f} MB, checked")


@store.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.store
def load(folder: Path, store_path: str) -> None:
    """Bring a folder of Parquet that ingest --engine ray wrote into the store; what it has is skipped."""
    from detente.show.commands.ray_run import load_folder, open_folder
    from detente.store import open_store

    batches = open_folder(folder)
    with open_store(store_path) as opened:
        report = load_folder(opened, batches)
    for batch in batches.set_aside():
        told = f"batch {batch.batch} was set aside: {batch.set_aside}"
        note(told, level="warning", event="batch_set_aside", batch=batch.batch, reason=batch.set_aside)
    if report.stopped:
        raise Stopped(f"stopped at {report.last}: the same command goes on")
    counts = f"{counted(report.documents, 'document')}, {counted(report.events, 'event')}"
    click.echo(f"{counts} loaded, {report.skipped} skipped, {report.failed} failed: {store_path}")


def existing(path: str) -> str:
    """Return the path of a store that is there.

    Raises:
        StoreError: It is not.
    """
    if not Path(path).exists():
        raise StoreError(f"there is no store at {path}")
    return path


def _json(found: "StoreInfo") -> dict[str, object]:
    coders = [{"coder": c, "codebook": b, "events": n} for (c, b), n in found.coders.items()]
    days = (None if day is None else day.isoformat() for day in (found.first, found.last))
    first, last = days
    return {
        "path": str(found.path),
        "size": found.size,
        "version": found.version,
        "rows": dict(found.rows),
        "coders": coders,
        "first": first,
        "last": last,
        "unfinished": found.unfinished,
    }


def say_as_of(as_of: datetime | None) -> None:
    """Say on standard error that a copy is looked at, where one is."""
    if as_of is not None:
        note(f"another process is writing; this is the copy of {as_of:%Y-%m-%d %H:%M:%S} UTC")
