"""``detente demo``: the main job on the shipped examples."""

import click


@click.command(short_help="Code the shipped examples and say what to do next.")
def demo() -> None:
    """Code the shipped examples, show what was found, and say what to do next; takes some seconds."""
    from detente.coding import load_coder
    from detente.show.console import console
    from detente.show.formats import standard_output
    from detente.show.walkthrough import walk_through

    walk_through(console(standard_output()), load_coder())
