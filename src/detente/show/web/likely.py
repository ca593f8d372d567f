"""What may be the same as an event or an article, for a person to choose from."""

from typing import Any

from detente.store import Store

AROUND = 3  # days on either side; set by judgement
OFFERED = 12

Row = dict[str, Any]
_ABOUT = """e.id, e."date" AS day, e.event_type AS about, e.evidence."text" AS words, d.publisher, d.published"""


def likely_events(store: Store, event: str) -> list[Row]:
    """Return events of other happenings between the same two within some days, the nearest in time first."""
    sql = f"""
        WITH mine AS (SELECT source, target, "date" FROM dyads WHERE event = $event),
        near AS (
            SELECT DISTINCT y.event FROM dyads y JOIN mine m
              ON ((y.source = m.source AND y.target = m.target) OR (y.source = m.target AND y.target = m.source))
             AND y."date" BETWEEN m."date" - {AROUND} AND m."date" + {AROUND})
        SELECT {_ABOUT} FROM near JOIN base.events e ON e.id = near.event
        JOIN current_codings USING (document, run) JOIN base.documents d ON d.id = e.document
        WHERE e.id <> $event AND e.id IN (SELECT event FROM base.traces)
          AND coalesce((SELECT happening FROM base.tellings t WHERE t.event = e.id), e.id)
           <> coalesce((SELECT happening FROM base.tellings t WHERE t.event = $event), $event)
        ORDER BY abs(e."date" - (SELECT min("date") FROM mine)), e.id LIMIT {OFFERED}"""
    return store.rows(sql, {"event": event})


def told_events(store: Store, event: str) -> list[Row]:
    """Return the other events of the same happening, in the order in which they told of it, with why."""
    sql = f"""
        SELECT {_ABOUT}, [r.code || if(r."value" = '', '', ' ' || r."value") FOR r IN t.reasons] AS reasons
        FROM base.tellings t JOIN base.events e ON e.id = t.event
        JOIN current_codings USING (document, run) JOIN base.documents d ON d.id = e.document
        WHERE t.event <> $event AND t.happening = (SELECT happening FROM base.tellings WHERE event = $event)
        ORDER BY t.telling"""
    return store.rows(sql, {"event": event})


def copies_of(store: Store, document: str) -> list[Row]:
    """Return the other documents of its group of copies, the original first."""
    sql = """
        SELECT c.document AS id, c.published AS day, '' AS about, coalesce(c.title, c.document) AS words, c.publisher,
               c.published, [format('{:.0f} % of the shorter text', 100 * c.overlap)] AS reasons
        FROM copies c WHERE c.document <> $document
          AND c.original = (SELECT original FROM base.copies WHERE document = $document)
        ORDER BY c.document <> c.original, c.published, c.document"""
    return store.rows(sql, {"document": document})


def likely_copies(store: Store, document: str) -> list[Row]:
    """Return documents outside its group that tell of the same happenings or have its title."""
    sql = f"""
        SELECT d.id, d.published AS day, '' AS about, coalesce(d.title, d.id) AS words, d.publisher, d.published
        FROM base.documents d
        WHERE d.id <> $document AND d.id IN (SELECT document FROM base.prints)
          AND d.id NOT IN (SELECT c.document FROM base.copies c JOIN base.copies m ON m.original = c.original
                           WHERE m.document = $document)
          AND (d.title = (SELECT title FROM base.documents WHERE id = $document) OR d.id IN (
               SELECT e.document FROM base.events mine JOIN base.tellings m ON m.event = mine.id
               JOIN base.tellings t ON t.happening = m.happening JOIN base.events e ON e.id = t.event
               WHERE mine.document = $document))
        ORDER BY d.published, d.id LIMIT {OFFERED}"""
    return store.rows(sql, {"document": document})
