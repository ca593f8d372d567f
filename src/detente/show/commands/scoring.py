"""``detente score``: how well the coder does on a benchmark."""

from pathlib import Path

import click

from detente.show import options


@click.command(short_help="Score the coder on a gold file.")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--task", type=click.Choice(["relation", "events"]), default="relation", show_default=True)
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was predicted per row."
)
@options.form("table", "jsonl")
def score(gold: Path, task: str, predictions: Path | None, form: str | None) -> None:
    """Score the coder on a gold file: relations of marked pairs, or whole events."""
    raise NotImplementedError
