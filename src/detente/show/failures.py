"""How a run ends: what is said on standard error, and with which exit status."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from detente.errors import DetenteError, UsageError
from detente.records import Document
from detente.show.log import note as note

TRACEBACK = "DETENTE_TRACEBACK"  # environment variable: let faults of the program through with their traceback
OK, FAILED, MISUSE, STOPPED = 0, 1, 2, 130


class RunFailed(DetenteError):
    """A run that did nothing of what it was asked for; the message says why."""


class Stopped(Exception):
    """Ctrl-C; the message says where the run was."""


@dataclass(slots=True)
class Outcome:
    """Counts the documents of a run and those that failed, knows where it is, and says so at the end."""

    strict: bool
    documents: int = 0
    failed: int = 0
    at: str = ""

    @contextmanager
    def run(self) -> Iterator[None]:
        """Hold a run: Ctrl-C says where it was, and a run that comes to its end is judged.

        Raises:
            Stopped: On Ctrl-C.
            RunFailed: All documents failed, there were none, or some failed under ``--strict``.
        """
        try:
            yield
        except KeyboardInterrupt:
            where = f" at {self.at}" if self.at else ""
            raise Stopped(f"stopped{where}, after {counted(self.documents, 'document')}") from None
        self._end()

    def watch(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents and remember where the run is."""
        for document in documents:
            self.at = document.origin
            yield document

    def count(self, origin: str, error: str | None) -> None:
        """Count a document; one that failed is named on standard error."""
        self.documents += 1
        if error is not None:
            self.failed += 1
            note_failed(origin, error)

    def _end(self) -> None:
        if not self.documents:
            raise RunFailed("nothing to read was found there")
        failed = f"{self.failed} of {counted(self.documents, 'document')} failed"
        if self.failed == self.documents or (self.failed and self.strict):
            raise RunFailed(failed)
        if self.failed:
            note(failed, level="warning", event="some_failed", failed=self.failed, documents=self.documents)


def counted(number: int, noun: str) -> str:
    """Return "1 document" or "2 documents"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def note_failed(origin: str, reason: str) -> None:
    """Name a document that failed, with the reason, on standard error."""
    sentence = reason if reason.startswith(origin) else f"{origin}: {reason}"
    note(sentence, level="warning", event="document_failed", origin=origin, reason=reason)


def exit_status(call: Callable[[], object]) -> int:
    """Run a command and return its exit status; an error is one sentence on standard error.

    Args:
        call: Runs the command and returns an exit status or nothing.
    """
    try:
        result = call()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return MISUSE
    except click.ClickException as error:
        place = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "detente"
        told = f"{_one_line(error.format_message())} (see {place} --help)"
        note(told, level="error", event="misuse", who=place)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        note("stopped", level="warning", event="stopped")
        return STOPPED
    except Stopped as stop:
        note(str(stop), level="warning", event="stopped")
        return STOPPED
    except DetenteError as error:
        misuse = isinstance(error, UsageError)
        note(_one_line(str(error)), level="error", event="misuse" if misuse else "run_failed")
        return MISUSE if misuse else FAILED
    except OSError as error:
        told = f"{error.filename or 'the output'} cannot be used: {error.strerror or error}"
        note(told, level="error", event="run_failed")
        return FAILED
    except Exception as error:
        # A fault of ours: still one sentence, and the whole story for whoever reports it.
        if os.environ.get(TRACEBACK):
            raise
        told = f"a fault in detente, {type(error).__name__}: {_one_line(str(error))}; {TRACEBACK}=1 shows where"
        note(told, level="error", event="fault")
        return FAILED
    return result if isinstance(result, int) else OK


def _one_line(message: str) -> str:
    return " ".join(message.split()).rstrip(".")
