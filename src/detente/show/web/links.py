"""Addresses of the desk's pages: what is shown is in the address, so that it can be shared."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

SLASH = "~"  # stands for the slash of an actor id, which would end a part of an address


def key_in_url(key: str) -> str:
    """Return an actor key as one part of an address: PRK/kim-jong-un is PRK~kim-jong-un."""
    return quote(key.replace("/", SLASH), safe=f"{SLASH}:")


def key_from_url(part: str) -> str:
    """Return the actor key of a part of an address."""
    return part.replace(SLASH, "/")


def relation_url(a: str, b: str, **asked: object) -> str:
    """Return the address of a relation; ``asked`` are since, until, every, at."""
    return f"/relation/{key_in_url(a)}/{key_in_url(b)}{query(asked)}"


def actor_url(key: str) -> str:
    """Return the address of an actor."""
    return f"/actor/{key_in_url(key)}"


def search_url(**asked: object) -> str:
    """Return the address of a search."""
    return f"/search{query(asked)}"


def query(asked: Mapping[str, object]) -> str:
    """Return the part of an address after the path; what is empty is left out."""
    given = {name: _plain(value) for name, value in asked.items() if value not in (None, "", False)}
    return f"?{urlencode(given)}" if given else ""


def safe_link(url: str | None) -> str | None:
    """Return an address of an article where it is http or https; nothing else becomes a link."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
