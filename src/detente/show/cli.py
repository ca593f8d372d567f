"""The program ``detente``: one command for each thing that it does; ``commands`` holds them.

Commands import what they need when they run, so that ``detente --help`` is quick.
"""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

import detente
from detente.show.commands import (
    actors,
    demo,
    doctor,
    exporting,
    importing,
    ingesting,
    keeping,
    quoting,
    reading,
    relating,
    reviewing,
    scoring,
    serving,
    watching,
)
from detente.show.failures import exit_status


class Program(click.Group):
    """A group whose errors are one sentence, with status 2 for misuse and 1 for a failed run."""

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and exit; with ``standalone_mode`` off run and return, letting errors through."""
        run = partial(super().main, args, prog_name, standalone_mode=False, **extra)
        return sys.exit(exit_status(run)) if standalone_mode else run()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added, which is that of a first session."""
        return list(self.commands)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(detente.__version__, prog_name="detente", message="%(prog)s %(version)s")
def main() -> None:
    """Read news and keep an auditable record of relations between states and other political actors.

    Start with: detente demo
    """


@main.command()
def version() -> None:
    """Say which detente and which codebook this is."""
    from detente.data.codebook_cards import load_codebook

    click.echo(f"detente {detente.__version__}, codebook {load_codebook().version}")


for command in (
    demo.demo,
    reading.read,
    reading.code,
    quoting.quotes,
    ingesting.ingest,
    watching.watch,
    importing.import_,
    relating.relation,
    relating.shifts,
    exporting.export,
    keeping.store,
    doctor.doctor,
    serving.serve,
    reviewing.review,
    actors.actors,
    scoring.score,
):
    main.add_command(command)
# The version is the last of them, as it is the least needed.
main.add_command(main.commands.pop("version"))

if __name__ == "__main__":
    main()
