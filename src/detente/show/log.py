"""What a run says on standard error: a sentence a line, or a JSON object a line for programs that collect them.

Python's ``logging`` holds level and form, under the name ``detente``; ``note`` is the one door to it.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal

Level = Literal["debug", "info", "warning", "error"]
Form = Literal["text", "json"]
LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")
FORMS: tuple[Form, ...] = ("text", "json")
NAME = "detente"


def note(sentence: str, *, level: Level = "info", event: str = "note", who: str = NAME, **fields: Any) -> None:
    """Say a sentence on standard error, unless its level is below the one asked for.

    Args:
        sentence: For a person; as text it is printed on one line, without characters that could steer a terminal.
        level: Its weight.
        event: For programs: a word that stays the same when the sentence is put otherwise (docs/operations.md).
        who: Before the sentence, in text.
        fields: For programs: what the sentence is about, such as ``origin``; in JSON alone.
    """
    log = logging.getLogger(NAME)
    if not log.handlers:
        set_up_log()
    extra = {"event": event, "who": who, "fields": fields}
    log.log(logging.getLevelNamesMapping()[level.upper()], "%s", sentence, extra=extra)


def set_up_log(level: Level = "info", form: Form = "text") -> None:
    """Set from which level on lines are printed, and in which form; replaces what was set before."""
    log = logging.getLogger(NAME)
    log.propagate = False
    log.setLevel(level.upper())
    handler = _Handler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    log.handlers[:] = [handler]


def told_to_people() -> bool:
    """Return whether lines are text that is not to be spared, so that a progress bar may be drawn instead."""
    log = logging.getLogger(NAME)
    asked_for_json = any(isinstance(handler.formatter, _Json) for handler in log.handlers)
    return log.getEffectiveLevel() <= logging.INFO and not asked_for_json


class _Handler(logging.Handler):
    """Prints to what standard error is at that moment; a reader that went away is no fault of the run."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except (BrokenPipeError, ValueError):
            return


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        plain = "".join(char if char.isprintable() else " " for char in record.getMessage())
        return f"{record.__dict__['who']}: {plain}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row = {"time": moment, "level": record.levelname.lower(), "event": record.__dict__["event"]}
        # Escaped throughout: half a surrogate pair from a page must not end the run.
        return json.dumps({**row, "message": record.getMessage(), **record.__dict__["fields"]}, default=str)
