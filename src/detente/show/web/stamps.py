"""Tells by a few numbers whether two copies of a store hold the same."""

import hashlib

import duckdb

# Rows are added, replaced or marked; each of these numbers moves with one of the ways in which that happens.
_SQL = """
    SELECT (SELECT (run, finished, documents, events, skipped, failed) FROM base.runs ORDER BY run DESC LIMIT 1),
           (SELECT (count(*), max(rowid), max_by(id, rowid)) FROM base.events),
           (SELECT (count(*), count_if(current), count_if(error IS NOT NULL)) FROM base.codings),
           (SELECT (count(*), count_if(error IS NOT NULL)) FROM base.documents),
           (SELECT (count(*), bit_xor(hash(event, happening, telling, "day"))) FROM base.tellings),
           (SELECT (count(*), bit_xor(hash(document, original))) FROM base.copies),
           (SELECT count(*) FROM base.retellings), (SELECT count(*) FROM base.reprints),
           (SELECT max(ruling) FROM base.rulings)"""


def stamp_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a word that changes when anything does that a page shows: events, codings, happenings, rulings."""
    found = connection.execute(_SQL).fetchone()
    return hashlib.sha256(repr(found).encode()).hexdigest()[:20]
