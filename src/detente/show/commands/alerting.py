"""``detente alerts``: turning points of chosen dyads to a webhook, each once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING

import click

from detente.errors import StoreBusy
from detente.show import options
from detente.show.failures import RunFailed, counted, note
from detente.show.stopping import ending

if TYPE_CHECKING:
    from detente.show.alerts.hooks import Hook
    from detente.show.alerts.outbox import Outbox
    from detente.show.web.copies import Mark

EVERY = 60  # seconds between two looks at the store


@click.command(short_help="Send turning points of chosen dyads to a webhook, each once.")
@click.argument("hooks", metavar="HOOKS", type=click.Path(path_type=Path))
@options.store
@click.option("--once", is_flag=True, help="Look once, send what is due, and end; status 1 where something failed.")
@click.option(
    "--every", type=click.IntRange(1), default=EVERY, show_default=True, metavar="SECONDS", help="Between two looks."
)
@click.option("--allow-private", is_flag=True, help="Send to private networks and to this machine too.")
def alerts(hooks: Path, store_path: str, once: bool, every: int, allow_private: bool) -> None:
    """Send turning points of chosen dyads as signed JSON to a webhook.

    HOOKS is a TOML file (docs/alerts.md). What was sent is kept beside the store, in a file that ends in
    .alerts.sqlite, so that the same turn is never sent twice. What is not taken is sent again later.
    """
    from detente.read.fetch import is_public
    from detente.show.alerts.hooks import load_hooks
    from detente.show.alerts.outbox import outbox_beside
    from detente.show.alerts.sending import deliver
    from detente.show.layouts import countries
    from detente.show.naming import Names

    listed, stop, key = load_hooks(hooks), Signal(), partial(Names().key, known=set(countries()))
    permit = (lambda _: True) if allow_private else is_public
    outbox, looked = outbox_beside(Path(store_path)), None
    with ending(stop):
        while not stop.is_set():
            looked = _look(Path(store_path), listed, outbox, key=key, looked=looked)
            sent, failed = deliver(
                listed, outbox, say=partial(note, level="warning", event="alert_failed"), permit=permit
            )
            if once or sent:
                click.echo(f"{counted(sent, 'alert')} sent, {failed} not taken: {store_path}")
            if once:
                if failed:
                    raise RunFailed(f"{counted(failed, 'alert')} not taken: they are tried again the next time")
                return
            stop.wait(every)


def _look(
    path: Path, hooks: "tuple[Hook, ...]", outbox: "Outbox", *, key: Callable[[str], str], looked: "Mark | None"
) -> "Mark | None":
    """Queue what is new; the store is looked at as a copy, so that nobody is kept from writing.

    Where it is as it was when it was ``looked`` at, no copy is taken. Returns what it was like now, None where that is
    not known: a program is writing, and what was seen may be older than the store.
    """
    from detente.show.alerts.sending import queue_new
    from detente.show.web.copies import mark_of
    from detente.show.web.door import Door

    mark = mark_of(path)
    if mark == looked and outbox.path.exists():
        return looked
    door = Door(path, indexed=False)
    try:
        with door.reading() as store:
            queue_new(store, hooks, outbox, key=key)
            return mark if store.as_of is None else None
    except StoreBusy as error:
        note(f"{error}; looked at again later", level="warning", event="store_busy")
        return None
    finally:
        door.close()
