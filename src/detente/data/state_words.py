"""What a state is called, read from its card alone: for rooms that need no other actor."""

import tomllib
from functools import cache
from importlib.resources import files

_FIELDS = ("strong", "weak", "adjectives", "capitals", "seats")


@cache
def state_words(country: str) -> tuple[str, ...]:
    """Return the names, adjectives, capitals and seats of a state by its code; none for a code without a card."""
    card = files("detente.data") / "actors" / "states" / f"{country}.toml"
    if not country.isalpha() or not card.is_file():
        return ()
    state = tomllib.loads(card.read_text(encoding="utf-8"))["state"]
    return (str(state["name"]), *(str(name) for field in _FIELDS for name in state.get(field, ())))
