"""Consoles for people: colour and width where there is a terminal, plain text where there is none."""

import os
import re
import sys
from typing import TextIO

from rich.console import Console
from rich.text import Text

PLAIN_WIDTH = 110  # where the output is piped: fits a page in landscape and a wide terminal
NARROWEST = 60
QUAD_STYLES = ("cyan", "green", "yellow", "red")
QUAD_MARKS = ("+", "=", "-", "x")
QUAD_WORDS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
# Control characters, which could steer a terminal, and marks that turn the direction of writing.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console(out: TextIO | None = None) -> Console:
    """Return a console for ``out`` (standard output); rich itself respects ``NO_COLOR`` and ``FORCE_COLOR``."""
    stream = out or sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    made = Console(file=stream, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)
    made.width = max(made.width, NARROWEST)
    return made


def shown(text: str) -> str:
    """Return text of an article fit for a terminal: no control characters, white space as single spaces."""
    return " ".join(_UNSAFE.sub("", text).split())


def short(text: str, limit: int) -> str:
    """Return text of at most ``limit`` characters, cut between words, with an ellipsis where it was cut."""
    text = shown(text)
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def quad_text(words: str, quad_class: int) -> Text:
    """Return words in the colour of a quad class (1..4)."""
    return Text(words, style=QUAD_STYLES[quad_class - 1])
