"""Brings the tables of a store to the version that this detente writes, one numbered step after another."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files

import duckdb

from detente.errors import StoreError

# Step n is the SQL that makes version n out of version n - 1. Never change a step that was released: add one.
STEPS: tuple[str, ...] = ("schema.sql", "schema_2.sql", "schema_3.sql")

_VERSIONS = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, applied TIMESTAMP NOT NULL)"


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the version of the tables, 0 where there are none yet.

    Raises:
        StoreError: The file holds tables, but not those of detente.
    """
    names = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
    tables = {row[0] for row in connection.execute(names).fetchall()}
    if "schema_version" not in tables:
        if tables:
            raise StoreError("the database holds other tables than detente's")
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    return int(row[0]) if row else 0


def migrate(connection: duckdb.DuckDBPyConnection, *, steps: Sequence[str] | None = None) -> None:
    """Run the steps that a store lacks, all in one transaction, then make the views anew.

    Args:
        connection: An open, writable connection.
        steps: The SQL text of each step; the shipped ones by default.

    Raises:
        StoreError: The store was written by a newer detente, or holds foreign tables.
    """
    texts = list(steps) if steps is not None else [read_sql(name) for name in STEPS]
    check_version(connection, newest=len(texts))
    connection.execute("BEGIN")
    connection.execute(_VERSIONS)
    for number in range(version_of(connection) + 1, len(texts) + 1):
        connection.execute(texts[number - 1])
        connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, datetime.now(UTC).replace(tzinfo=None)])
    connection.execute(read_sql("views.sql"))
    connection.execute("COMMIT")


def check_version(connection: duckdb.DuckDBPyConnection, *, newest: int = len(STEPS)) -> int:
    """Return the version of the tables.

    Raises:
        StoreError: It is above ``newest``: a newer detente wrote the store.
    """
    version = version_of(connection)
    if version > newest:
        raise StoreError(f"it was written by a newer detente (tables {version}, this one knows {newest}): upgrade")
    return version


def read_sql(name: str) -> str:
    """Return the text of one of the SQL files beside this module."""
    return (files("detente.store") / name).read_text(encoding="utf-8")
