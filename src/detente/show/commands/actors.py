"""``detente actors``: look actors up, and check the cards that people edit."""

import click

from detente.errors import UsageError
from detente.records import Actor
from detente.show.failures import RunFailed, counted

SHOWN = 20  # actors that a search lists before it asks for more words


@click.group()
def actors() -> None:
    """Look actors up, or check the actor cards."""


@actors.command()
@click.argument("words", nargs=-1, required=True)
def find(words: tuple[str, ...]) -> None:
    """List the actors that are called so, with their ids, offices and references."""
    from detente.data.actor_cards import load_actors
    from detente.relate.names import find_actors
    from detente.show.console import console

    if not " ".join(words).strip():
        raise UsageError("give a name, or a part of one")
    found = find_actors(" ".join(words), load_actors())
    if not found:
        raise UsageError(f'no actor has "{" ".join(words)}" in a name')
    screen = console()
    for actor in found[:SHOWN]:
        screen.print(_card(actor))
    if len(found) > SHOWN:
        screen.print(f"and {len(found) - SHOWN} more: give more of the name")


@actors.command()
def check() -> None:
    """Check every actor card; ends with status 1 if one breaks a rule."""
    from detente.data.actor_cards import check_actors, load_actors

    cards = load_actors()
    problems = check_actors(cards)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise RunFailed(f"{counted(len(problems), 'problem')} in {len(cards)} actor cards")
    click.echo(f"{len(cards)} actor cards, no problem")


def _card(actor: Actor) -> str:
    lines = [f"{actor.id}  {actor.name}  ({actor.kind}, {actor.country}, {actor.sector})"]
    names = dict.fromkeys((*actor.strong, *actor.adjectives, *actor.capitals, *actor.seats))
    if others := [name for name in names if name != actor.name]:
        lines.append(f"    also: {', '.join(others)}")
    for role in actor.roles:
        lines.append(f"    {role.title or role.role}, {role.country}, {role.since or '?'} to {role.until or 'now'}")
    return "\n".join(lines)
