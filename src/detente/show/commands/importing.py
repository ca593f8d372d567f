"""``detente import``: other people's event data into a store."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from detente.show import options
from detente.show.failures import RunFailed

if TYPE_CHECKING:
    from detente.show.imports.importing import ImportForm, ImportReport


@click.command("import", short_help="Load event data of ICEWS, GDELT, POLECAT or PLOVER.")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--from",
    "form",
    type=click.Choice(["icews", "gdelt", "polecat", "plover"]),
    required=True,
    help="Whose layout the file has.",
)
@options.store
def import_(file: str, form: str, store_path: str) -> None:
    """Load other people's event data into a store; the same file again adds nothing.

    FILE is plain, gzip or zip, or - for standard input. Events keep their coder (icews, gdelt ...) and have no
    evidence, since these files hold no text. Rows with known defects are mended or set aside, and counted.
    """
    from detente.show.imports.importing import import_file
    from detente.store import open_store

    with open_store(store_path) as store:
        report = import_file(store, Path(file), form=cast("ImportForm", form))
    click.echo(summary(report, store_path))
    if report.read and not report.stored + report.repeated:
        raise RunFailed(f"no row of {file} could be used")


def summary(report: "ImportReport", store_path: str) -> str:
    """Return the summary line: counts of what became of the rows."""
    parts = [
        f"{report.read:,} rows read",
        f"{report.stored:,} stored",
        f"{report.repeated:,} there already",
        f"{_sum(report.mended)} mended{_reasons(report.mended)}",
        f"{_sum(report.aside)} set aside{_reasons(report.aside)}",
    ]
    if report.names:
        parts.append(f"{report.unresolved:,} of {report.names:,} actors not resolved")
    return f"{', '.join(parts)}, in {report.seconds:.1f} s: {store_path}"


def _sum(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values()):,}"


def _reasons(counts: Mapping[str, int]) -> str:
    return f" ({', '.join(f'{reason} {count:,}' for reason, count in sorted(counts.items()))})" if counts else ""
