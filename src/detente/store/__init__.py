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
from detente.store.catch_up import MergeReport, merge_stored, rule_documents, rule_events, withdraw_ruling
from detente.store.ceiling import Ceiling, share
from detente.store.connection import open_store
from detente.store.folder import Batch, BatchFolder
from detente.store.intake import IngestReport, failure, ingest, take_coded
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
from detente.store.rulings import Ruling, rulings_on, rulings_that_stand, stored_rulings
from detente.store.selection import Selection, selected_events
from detente.store.store import Coded, Store, Tally
from detente.store.told import (
    CopyGroup,
    StoredHappening,
    Telling,
    Told,
    copy_groups,
    later_tellings,
    stored_happenings,
    stored_tellings,
    told_often,
)
from detente.store.upkeep import StoreInfo, backup_store, check_store, compact_store, store_info

__all__ = [
    "Act",
    "Batch",
    "BatchFolder",
    "Bulk",
    "BulkCount",
    "Ceiling",
    "Coded",
    "CoderLoader",
    "CopyGroup",
    "DyadCount",
    "DyadEvent",
    "EventCoder",
    "IngestReport",
    "MergeReport",
    "Panel",
    "RETOLD",
    "STAGED",
    "Ruling",
    "Selection",
    "Store",
    "StoreInfo",
    "StoredHappening",
    "Tally",
    "Telling",
    "Told",
    "Turn",
    "UNTYPED",
    "actor_keys",
    "all_counts",
    "backup_store",
    "busy_dyads",
    "check_store",
    "code_safely",
    "compact_store",
    "copy_groups",
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
    "later_tellings",
    "merge_stored",
    "open_store",
    "rule_documents",
    "rule_events",
    "rulings_on",
    "rulings_that_stand",
    "selected_events",
    "share",
    "store_info",
    "stored_documents",
    "stored_events",
    "stored_happenings",
    "stored_rulings",
    "stored_tellings",
    "take_coded",
    "told_often",
    "turn_evidence",
    "withdraw_ruling",
]
