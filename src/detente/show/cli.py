"""The program ``detente``: one command for each thing that it does; ``commands`` holds them.

Commands import what they need when they run, so that ``detente --help`` is quick.
"""

import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import click

import detente
from detente.show.commands import (
    actors,
    alerting,
    demo,
    doctor,
    exporting,
    importing,
    ingesting,
    keeping,
    merging,
    quoting,
    reading,
    relating,
    reviewing,
    scoring,
    serving,
    watching,
)
from detente.show.failures import exit_status
from detente.show.log import FORMS, LEVELS, Form, Level, note, set_up_log
from detente.show.settings import find_file, load_settings


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
        set_up_log()
        run = partial(super().main, args, prog_name, standalone_mode=False, **extra)
        return sys.exit(exit_status(run)) if standalone_mode else run()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added, which is that of a first session."""
        return list(self.commands)


def _load_settings(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Take in what environment and file set, before any other option is looked at."""
    file = find_file(value, os.environ)
    ctx.default_map = load_settings(cast(click.Group, ctx.command), file, os.environ)
    ctx.obj = file


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(detente.__version__, prog_name="detente", message="%(prog)s %(version)s")
@click.option(
    "--config",
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=_load_settings,
    help="File of settings. Default: DETENTE_CONFIG, or detente.toml here if there is one.",
)
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    default="info",
    show_default=True,
    help="What is said on standard error: this and what weighs more.",
)
@click.option(
    "--log-format",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="Sentences, or a JSON object a line.",
)
@click.pass_context
def main(ctx: click.Context, log_level: Level, log_format: Form) -> None:
    """Read news and keep an auditable record of relations between states and other political actors.

    Start with: detente demo
    """
    set_up_log(log_level, log_format)
    if ctx.obj:
        note(f"settings are those of {ctx.obj}", level="debug", event="settings", file=ctx.obj)


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
    merging.happenings,
    exporting.export,
    keeping.store,
    doctor.doctor,
    serving.serve,
    alerting.alerts,
    reviewing.review,
    actors.actors,
    scoring.score,
):
    main.add_command(command)
# The version is the last of them, as it is the least needed.
main.add_command(main.commands.pop("version"))

if __name__ == "__main__":
    main()
