"""``detente review``: what people decided on the desk."""

from pathlib import Path

import click

from detente.show import options


@click.group(short_help="Take out what people decided of events.")
def review() -> None:
    """Take out what people decided of events on the desk (detente serve)."""


@review.command()
@options.store
def export(store_path: str) -> None:
    """Print the decisions that stand as JSON lines, each with the event as it was coded."""
    from detente.errors import StoreError
    from detente.show.formats import standard_output
    from detente.show.records_json import line
    from detente.show.review.decisions import decisions_beside

    decisions = decisions_beside(Path(store_path))
    if not decisions.path.exists():
        raise StoreError(f"nobody has decided anything yet: there is no {decisions.path}")
    out = standard_output()
    out.writelines(line(row) + "\n" for row in decisions.export())
