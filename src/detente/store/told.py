"""What people ask of happenings: which there are, how often and by how many each was told, and by which events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.store.queries import BETWEEN
from detente.store.store import Store

_ACTOR = "id IN (SELECT happening FROM told_dyads WHERE source = $a OR target = $a)"
_PAIR = f"id IN (SELECT happening FROM told_dyads WHERE {BETWEEN})"


@dataclass(frozen=True, slots=True)
class Told:
    """How often a happening was told: events, mentions, articles, publishers, and speakers independent of one another.

    An event can be mentioned several times in its article. Outlets that copy one text, credit one agency or quote one
    speaker are one speaker.
    """

    events: int
    mentions: int
    articles: int
    publishers: int
    speakers: int


@dataclass(frozen=True, slots=True)
class StoredHappening:
    """A happening as its first telling has it, with countries of all tellings and how often it was told."""

    id: str
    day: date | None
    event_type: str
    mode: str | None
    quad_class: int
    intensity: float
    factuality: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    place: str | None
    evidence: str
    told: Told


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of a happening, with the event that it was joined beside, how alike they are and why."""

    event: str
    telling: int
    document: str
    publisher: str | None
    published: date | None
    event_type: str
    voice: str
    evidence: str
    beside: str | None
    likeness: float
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Documents with one text: ids in order of publication, the original first, and the least overlap of any."""

    original: str
    title: str | None
    documents: tuple[str, ...]
    publishers: tuple[str, ...]
    overlap: float


def stored_happenings(
    store: Store,
    *,
    actors: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    at_least: int = 2,
    limit: int | None = None,
) -> list[StoredHappening]:
    """Return happenings, the most told first, then the newest.

    Args:
        store: An open store.
        actors: One country code or actor id that takes part, or two that stand on opposite sides.
        since: First day.
        until: Last day, included.
        at_least: Events that tell of it; 1 for all, also those told once.
        limit: How many at most.
    """
    values: dict[str, Any] = {"least": at_least, "since": since, "until": until, "limit": limit}
    values |= dict(zip("ab", actors, strict=False))
    chosen = {0: "true", 1: _ACTOR}.get(len(actors), _PAIR)
    sql = f"""
        SELECT * FROM happenings
        WHERE events >= $least AND {chosen}
          AND ($since IS NULL OR "day" >= $since) AND ($until IS NULL OR "day" <= $until)
        ORDER BY events DESC, "day" DESC, id LIMIT $limit"""
    return [_happening(row) for row in store.rows(sql, values)]


def stored_tellings(store: Store, happening: str) -> list[Telling]:
    """Return the events of a happening in the order in which they told of it; empty for one that is told once."""
    rows = store.rows("SELECT * EXCLUDE (happening) FROM tellings WHERE happening = ? ORDER BY telling", [happening])
    return [Telling(**{**row, "reasons": _pairs(row["reasons"])}) for row in rows]


def copy_groups(store: Store, *, limit: int | None = None) -> list[CopyGroup]:
    """Return the groups of documents that are copies of one text, the largest first."""
    sql = """
        SELECT original, arg_min(title, (document <> original, published, document)) AS title,
               list(document ORDER BY document <> original, published, document) AS documents,
               list_sort(list_distinct(list(publisher))) AS publishers, min(overlap) AS overlap
        FROM copies GROUP BY original ORDER BY count(*) DESC, original LIMIT ?"""
    return [
        CopyGroup(**{**row, "documents": tuple(row["documents"]), "publishers": tuple(row["publishers"] or ())})
        for row in store.rows(sql, [limit])
    ]


def told_often(store: Store) -> dict[str, Told]:
    """Return how often each happening was told that more than one article tells of, by id."""
    sql = "SELECT id, events, mentions, articles, publishers, speakers FROM happenings WHERE events > 1 OR articles > 1"
    return {row.pop("id"): Told(**row) for row in store.rows(sql)}


def later_tellings(store: Store) -> set[str]:
    """Return the ids of events that tell of what another event told of before."""
    return {row["event"] for row in store.rows("SELECT event FROM base.tellings WHERE telling > 1")}


def _happening(row: dict[str, Any]) -> StoredHappening:
    told = Told(row["events"], row["mentions"], row["articles"], row["publishers"], row["speakers"])
    names = ("id", "day", "event_type", "mode", "quad_class", "intensity", "factuality", "evidence")
    return StoredHappening(
        **{name: row[name] for name in names},
        sources=tuple(sorted(row["source_countries"])),
        targets=tuple(sorted(row["target_countries"])),
        place=row["place_name"],
        told=told,
    )


def _pairs(reasons: Sequence[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((reason["code"], reason["value"]) for reason in reasons)
