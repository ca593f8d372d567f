"""``detente score``: how well the coder does on a gold file."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.errors import DetenteError, UsageError
from detente.show import options

if TYPE_CHECKING:
    from detente.coding import Coder
    from detente.coding.score import Report


@click.command(short_help="Score the coder on a gold file.")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--task",
    type=click.Choice(
        ["relation", "events", "quads", "attribution", "factuality", "dates", "places", "actors", "articles", "merging"]
    ),
    default="relation",
    show_default=True,
    help="relation: the type between two marked sides; events: everything found in a text; quads: the quad class "
    "of a sentence, or none; attribution: who says it; factuality: how sure a predicate is; dates, places: when and "
    "where an event was; actors: whom a name means; articles: a folder of whole pages; merging: "
    "which reports tell of the same.",
)
@click.option("--part", type=click.Choice(["dev", "sealed"]), help="Only this part of our own gold files.")
@click.option(
    "--coder",
    "voice",
    type=click.Choice(["rules", "model", "both"]),
    default="both",
    show_default=True,
    help="Who speaks: the rules alone, the model alone (relation only), or both together.",
)
@click.option(
    "--predictions",
    metavar="OUT.tsv",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a row per gold row too.",
)
@options.form("table", "jsonl")
def score(gold: Path, task: str, part: str | None, voice: str, predictions: Path | None, form: str | None) -> None:
    """Score the coder on a gold file; docs/benchmarks.md says what the files hold."""
    from detente.coding import load_coder
    from detente.show.formats import standard_output
    from detente.show.records_json import line

    if voice == "model" and task in ("events", "quads"):
        raise UsageError("--coder model: the model alone finds no events, it only tells what passes between two sides")
    if gold.is_dir() != (task == "articles"):
        raise UsageError(f"{gold}: --task articles takes a folder of pages, the other tasks take a file")
    coder = load_coder(model=voice != "rules")
    report = _report(gold, coder, task=task, part=part, rules=voice != "model")
    out = standard_output()
    if options.chosen(form, sys.stdout.isatty()) == "table":
        _print_table(report.rows())
    else:
        out.writelines(line(row) + "\n" for row in report.rows())
    if predictions is not None:
        _write(predictions, report.predictions)


def _report(gold: Path, coder: "Coder", *, task: str, part: str | None, rules: bool) -> "Report":
    from detente.coding.score import score_events, score_relation
    from detente.coding.score_actors import score_actors
    from detente.coding.score_articles import score_articles
    from detente.coding.score_dates import score_dates
    from detente.coding.score_places import score_places
    from detente.coding.score_quads import score_quads
    from detente.coding.score_speech import score_attribution
    from detente.coding.score_sureness import score_factuality
    from detente.store.score_merging import score_merging

    parted = {
        "attribution": score_attribution,
        "factuality": score_factuality,
        "dates": score_dates,
        "places": score_places,
        "actors": score_actors,
        "articles": score_articles,
        "merging": score_merging,
    }
    if task in parted:
        return parted[task](gold, coder, part=part)
    if part is not None:
        raise UsageError(f"--part is for {', '.join(parted)}, not for {task}")
    if task == "relation":
        return score_relation(gold, coder, rules=rules)
    return score_events(gold, coder) if task == "events" else score_quads(gold, coder)


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    from detente.show.console import console

    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for name in rows[0] if rows else ():
        table.add_column(name, justify="left" if isinstance(rows[0][name], str) else "right")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console().print(table)


def _write(file: Path, rows: Sequence[Mapping[str, str]]) -> None:
    try:
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]) if rows else [], delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise DetenteError(f"{file} cannot be written: {error.strerror or error}") from error
