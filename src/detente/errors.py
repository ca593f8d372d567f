"""Every error that detente raises on purpose.

    DetenteError
    ├── UsageError          the call makes no sense (exit status 2)
    ├── ReadError           a page cannot be turned into a document
    │   ├── EmptyInput      nothing to read
    │   ├── UnknownFormat   binary, or a format that no reader knows
    │   ├── TooLarge        above the size limit
    │   └── FetchError      a URL cannot be had, or may not be asked for
    │       └── Refused     the server answered with an error
    ├── DataError           a dictionary row breaks its rules
    ├── ModelError          a model file is missing or is not the one expected
    ├── EngineError         the machines that code are failing
    └── StoreError          the database cannot do what was asked
        └── StoreBusy       another process holds the database

A library function raises; only ``detente.show`` prints or exits. The message is one sentence for a
person, without a trailing full stop, and names the file, row or field that it is about.
"""


class DetenteError(Exception):
    """Root of the tree: catch this to catch everything detente raises on purpose."""


class UsageError(DetenteError):
    """The call makes no sense: an unknown option value, an impossible range, a missing file."""


class ReadError(DetenteError):
    """A page cannot be turned into a document."""


class EmptyInput(ReadError):
    """There is nothing to read: no bytes, only white space, or no article."""


class UnknownFormat(ReadError):
    """The bytes are binary or in a format that no reader knows."""


class TooLarge(ReadError):
    """The input is above the size limit."""


class FetchError(ReadError):
    """A URL cannot be fetched, or its address is one that may not be asked for."""


class Refused(FetchError):
    """The server answered with an error: its status, and what it said in Retry-After."""

    def __init__(self, message: str, status: int, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class DataError(DetenteError):
    """A dictionary row breaks the rules of its file."""


class ModelError(DetenteError):
    """A model file is missing, or its hash is not the expected one."""


class EngineError(DetenteError):
    """The machines or processes that were to code documents die again and again."""


class StoreError(DetenteError):
    """The database cannot do what was asked."""


class StoreBusy(StoreError):
    """Another process holds the database."""
