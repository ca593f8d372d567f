"""Keeps documents and events in one DuckDB file, so that they can be asked again without coding again.

Public verbs: ``open_store(path)`` gives a ``Store``; ``ingest(store, documents, ...)`` codes what the store does
not have yet and writes it in batches, each of them whole or not at all; ``Store`` reads back documents, events
and the counts that series are made of. ``schema.sql`` and ``views.sql`` say what lies in the file.
"""

from detente.store.bulk import (
    RETOLD,
    STAGED,
    UNTYPED,
    Act,
    Bulk,
    BulkCount,
    import_events,
    import_retellings,
)
from detente.store.ceiling import Ceiling, share
from detente.store.connection import open_store
from detente.store.intake import IngestReport, failure, ingest
from detente.store.panel import Panel, Turn, all_counts, turn_evidence
from detente.store.pool import CoderLoader, EventCoder, code_safely
from detente.store.queries import (
    DyadCount,
    DyadEvent,
    actor_keys,
    busy_dyads,
    coverage,
    dyad_counts,
    dyad_events,
    event_days,
    every_event,
    factuality_counts,
    known_days,
    stored_documents,
    stored_events,
)
from detente.store.selection import Selection, selected_events
from detente.store.store import Coded, Store, Tally
from detente.store.upkeep import StoreInfo, backup_store, check_store, compact_store, store_info

__all__ = [
    "RETOLD",
    "STAGED",
    "UNTYPED",
    "Act",
    "Bulk",
    "BulkCount",
    "Ceiling",
    "Coded",
    "CoderLoader",
    "DyadCount",
    "DyadEvent",
    "EventCoder",
    "IngestReport",
    "Panel",
    "Selection",
    "Store",
    "StoreInfo",
    "Turn",
    "Tally",
    "actor_keys",
    "backup_store",
    "check_store",
    "compact_store",
    "store_info",
    "all_counts",
    "busy_dyads",
    "code_safely",
    "coverage",
    "dyad_counts",
    "dyad_events",
    "event_days",
    "every_event",
    "factuality_counts",
    "failure",
    "import_events",
    "import_retellings",
    "ingest",
    "known_days",
    "open_store",
    "selected_events",
    "share",
    "stored_documents",
    "stored_events",
    "turn_evidence",
]
