"""``detente review``: what people decided on the desk."""

from pathlib import Path
from typing import Any

import click

from detente.show import options


@click.group(short_help="Take out what people decided of events.")
def review() -> None:
    """Take out what people decided of events on the desk (detente serve)."""


@review.command()
@options.store
def agreement(store_path: str) -> None:
    """Print Krippendorff's alpha over the events that more than one reviewer judged."""
    from detente.show.review.agreement import agreement as agree
    from detente.show.review.decisions import decisions_beside

    found = agree(decisions_beside(Path(store_path)).export())
    value = "cannot be said" if found.alpha is None else f"{found.alpha:.3f}"
    who = ", ".join(found.reviewers) or "nobody"
    click.echo(f"alpha {value}: {found.units} events judged by more than one of {who}")


@review.command()
@options.store
@click.option(
    "--as",
    "form",
    type=click.Choice(["decisions", "corpus"]),
    default="decisions",
    show_default=True,
    help="JSON lines of decisions, or rows of the corpus that the model learns from.",
)
def export(store_path: str, form: str) -> None:
    """Print the decisions that stand, each with its event as coded, then the rulings; or sentences to train with.

    A ruling has verdict "together" or "apart" and the ids of two events (kind "happening") or documents ("copy").
    """
    from detente.errors import StoreError
    from detente.show.formats import standard_output
    from detente.show.records_json import line
    from detente.show.review.decisions import decisions_beside

    decisions = decisions_beside(Path(store_path))
    ruled = _rulings(Path(store_path)) if form == "decisions" else []
    if not decisions.path.exists() and not ruled:
        raise StoreError(f"nobody has decided anything yet: there is no {decisions.path}")
    out = standard_output()
    if form == "corpus":
        from detente.show.review.training import COLUMNS, corpus_rows

        out.writelines("\t".join(row) + "\n" for row in (COLUMNS, *corpus_rows(decisions.export())))
        return
    out.writelines(line(row) + "\n" for row in (*decisions.export(), *ruled))


def _rulings(store: Path) -> list[dict[str, Any]]:
    from detente.show.review.same import standing_json
    from detente.store import open_store

    if not store.exists():
        return []
    with open_store(store, read_only=True) as opened:
        return standing_json(opened)
