"""What merging asks of the open store: rows of a query, a statement, rows into a table; inside one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa  # type: ignore[import-untyped]

from detente.store.rows import Row

Values = Sequence[Any] | Mapping[str, Any]


class Tables(Protocol):
    """An open store, as ``detente.store.store.Store`` is one."""

    def rows(self, sql: str, parameters: Values = ()) -> list[Row]:
        """Return the rows of a query."""
        ...

    def run(self, sql: str, parameters: Values = ()) -> None:
        """Run a statement."""
        ...

    def append(self, table: str, rows: list[Row], schema: pa.Schema) -> None:
        """Write rows into a table."""
        ...
