"""``detente happenings``, and ``detente store`` merge, copies, apart, together, rulings and withdraw."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from detente.errors import UsageError
from detente.show import options
from detente.show.commands.keeping import existing, say_as_of, store
from detente.show.failures import counted, note

if TYPE_CHECKING:
    from detente.store import Store, StoredHappening

SHOWN = 50  # happenings and groups that a listing has, unless more are asked for

author = click.option("--author", envvar="DETENTE_AUTHOR", required=True, metavar="NAME", help="Who rules.")
remark = click.option("--note", "words", default="", metavar="WORDS", help="Why.")
as_documents = click.option("--documents", is_flag=True, help="The ids are those of documents: copies of one text.")
limit = click.option("--limit", type=click.IntRange(1), default=SHOWN, show_default=True, metavar="N", help="At most.")


@click.command(short_help="List what several events tell of, and how often each was told.")
@click.argument("actors", nargs=-1, metavar="[A [B]]")
@options.store
@options.time_range
@click.option("--at-least", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="Events that tell.")
@limit
@options.form("table", "jsonl", "csv")
def happenings(
    actors: tuple[str, ...],
    store_path: str,
    since: date | None,
    until: date | None,
    at_least: int,
    limit: int,
    form: str | None,
) -> None:
    """List happenings, the most told first: all of them, those of an actor, or those between two.

    A happening is what one event or several tell of. Counted are events, their publishers, and speakers: outlets that
    copy one text, credit one agency or quote one speaker are one speaker. --format jsonl has every telling and why
    it was joined. docs/store.md says how to rule that events belong together or apart.
    """
    from detente.show.naming import Names
    from detente.store import actor_keys, open_store, stored_happenings

    if len(actors) > 2:
        raise UsageError("name one actor or two")
    with open_store(store_path, read_only=True) as opened:
        say_as_of(opened.as_of)
        names, known = Names(), actor_keys(opened) if actors else set()
        keys = tuple(names.key(word, known) for word in actors)
        found = stored_happenings(opened, actors=keys, since=since, until=until, at_least=at_least, limit=limit)
        _show(found, opened, options.chosen(form, sys.stdout.isatty()))
    if not found:
        note(f"nothing there is told by {counted(at_least, 'event')} or more: {store_path}")


@store.command()
@options.store
@click.option("--anew", is_flag=True, help="Forget what was found and look at everything again; rulings stay.")
def merge(store_path: str, anew: bool) -> None:
    """Find copies and happenings among what is stored; ingest does so for what comes.

    Needed once for a store of an older detente. It can be cut off, and goes on from there.
    """
    from detente.relate.dyads import MUTUAL_TYPES
    from detente.store import merge_stored, open_store

    with open_store(existing(store_path)) as opened:
        report = merge_stored(opened, mutual=sorted(MUTUAL_TYPES), anew=anew)
    click.echo(
        f"{counted(report.documents, 'document')} looked at; {counted(report.copies, 'group')} of copies and "
        f"{counted(report.happenings, 'happening')} told more than once: {store_path}"
    )


@store.command()
@options.store
@limit
@options.form("table", "jsonl")
def copies(store_path: str, limit: int, form: str | None) -> None:
    """List articles that are the same text, the largest groups first."""
    from detente.show.console import console
    from detente.show.formats import standard_output
    from detente.show.happenings import copies_json, copies_table
    from detente.show.records_json import line
    from detente.store import copy_groups, open_store

    with open_store(store_path, read_only=True) as opened:
        say_as_of(opened.as_of)
        found = copy_groups(opened, limit=limit)
    if options.chosen(form, sys.stdout.isatty()) == "table":
        console().print(copies_table(found))
    else:
        standard_output().writelines(line(copies_json(group)) + "\n" for group in found)


@store.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID [OTHER...]")
@options.store
@author
@remark
@as_documents
def apart(ids: tuple[str, ...], store_path: str, author: str, words: str, documents: bool) -> None:
    """Rule that an event tells of something else than others: OTHER, or all that it was joined with."""
    _rule(ids, store_path, same=False, author=author, words=words, documents=documents)


@store.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID OTHER...")
@options.store
@author
@remark
@as_documents
def together(ids: tuple[str, ...], store_path: str, author: str, words: str, documents: bool) -> None:
    """Rule that events tell of the same, wherever and whenever they seem to be."""
    _rule(ids, store_path, same=True, author=author, words=words, documents=documents)


@store.command()
@options.store
def rulings(store_path: str) -> None:
    """Print the rulings that stand, as JSON lines, each with its number."""
    from detente.show.formats import standard_output
    from detente.show.records_json import line
    from detente.show.review.same import standing_json
    from detente.store import open_store

    with open_store(existing(store_path), read_only=True) as opened:
        say_as_of(opened.as_of)
        standard_output().writelines(line(row) + "\n" for row in standing_json(opened))


@store.command()
@click.argument("ruling", type=click.IntRange(1))
@options.store
@author
@remark
def withdraw(ruling: int, store_path: str, author: str, words: str) -> None:
    """Take a ruling back, by its number; what was ruled before on the same pair stands again."""
    from detente.show.review.same import take_back
    from detente.store import open_store

    with open_store(existing(store_path)) as opened:
        take_back(opened, ruling, author=author, note=words)
    click.echo(f"ruling {ruling} withdrawn: {store_path}")


def _rule(ids: Sequence[str], store_path: str, *, same: bool, author: str, words: str, documents: bool) -> None:
    from detente.store import open_store, rule_documents, rule_events

    first, *others = ids
    if (same or documents) and not others:
        raise UsageError("name two of them at least")
    with open_store(existing(store_path)) as opened:
        if documents:
            for other in others:
                rule_documents(opened, first, other, same=same, author=author, note=words)
            number = len(others)
        else:
            number = rule_events(opened, first, others, same=same, author=author, note=words)
    click.echo(f"{counted(number, 'ruling')} kept: {store_path}")


def _show(found: "Sequence[StoredHappening]", opened: "Store", form: str) -> None:
    from detente.show.console import console
    from detente.show.formats import standard_output
    from detente.show.happenings import happenings_table, write_csv, write_jsonl
    from detente.store import stored_tellings

    if form == "table":
        console().print(happenings_table(found))
    elif form == "csv":
        write_csv(found, standard_output())
    else:
        write_jsonl(((item, stored_tellings(opened, item.id)) for item in found), standard_output())
