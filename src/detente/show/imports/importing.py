"""``import_file``: one file of another project's events into a store, with counts of what became of its rows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.relate.dyads import MUTUAL_TYPES
from detente.show.imports.actors import NameBook
from detente.show.imports.gdelt import Gdelt, mentions_table
from detente.show.imports.icews import Icews
from detente.show.imports.lines import Losses
from detente.show.imports.plover import Plover
from detente.show.imports.polecat import Polecat
from detente.show.imports.staging import Layout, bulk_of
from detente.store import BulkCount, Store, import_events, import_retellings
from detente.store.snapshot import Publisher

ImportForm = Literal["icews", "gdelt", "polecat", "plover"]
LAYOUTS: Mapping[str, Callable[[NameBook], Layout]] = {
    "icews": Icews,
    "gdelt": Gdelt,
    "polecat": Polecat,
    "plover": Plover,
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows read and stored, rows that were there already, mended and set aside by reason.

    ``unresolved`` counts distinct names of actors that have neither a country nor an actor card.
    """

    read: int
    stored: int
    repeated: int
    mended: Mapping[str, int]
    aside: Mapping[str, int]
    unresolved: int
    names: int
    seconds: float


def import_file(store: Store, path: Path, *, form: ImportForm) -> ImportReport:
    """Import one file; the same file again adds nothing.

    Args:
        store: An open, writable store.
        path: The file, plain, gzip or zip; ``-`` for standard input.
        form: Whose layout it has.

    Raises:
        UsageError: There is no such file.
        ReadError: It is damaged, empty, or not in this layout.
        StoreError: The store cannot be written; nothing of the file is in it then.
    """
    started = time.monotonic()
    losses = Losses()
    Publisher(store).offer()
    if form == "gdelt" and str(path) != "-" and (retold := mentions_table(path, losses)) is not None:
        count = import_retellings(store, retold, coder=Gdelt.coder)
        return _report(count, losses, (0, 0), time.monotonic() - started)
    book = NameBook()
    layout = LAYOUTS[form](book)
    bulk = bulk_of(layout.staged(path, losses), layout, losses)
    versions = {"coder": layout.coder, "codebook": book.codebook.version}
    count = import_events(store, bulk, **versions, origin=path.name, mutual=MUTUAL_TYPES)
    unresolved = sum(not any(party.country or party.actor for party in side) for side in bulk.sides.values())
    return _report(count, losses, (unresolved, len(bulk.sides)), time.monotonic() - started)


def _report(count: BulkCount, losses: Losses, names: tuple[int, int], seconds: float) -> ImportReport:
    return ImportReport(
        losses.read, count.stored, count.repeated, dict(losses.mended), dict(losses.aside), *names, seconds
    )
