"""Mentions of one event within an article become one event with all its evidence."""

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.coding.events import certainty_order, event_id
from detente.records import Document, Event

WORD = re.compile(r"[^\W\d_]+")
STEM = 6


def merge_mentions(document: Document, events: Sequence[Event]) -> list[Event]:
    """Return the events in text order, repeated mentions folded into the fullest one.

    Two mentions are one event where type, mode, sides and factuality agree, and the same frame says both, or one
    stands in the headline or standfirst and shares a word with the other beside the names.
    """
    kept: list[Event] = []
    for event in events:
        same = next((i for i, k in enumerate(kept) if _is_same(document, k, event)), None)
        if same is None:
            kept.append(event)
        else:
            kept[same] = _folded(kept[same], event)
    return kept


def _is_same(document: Document, a: Event, b: Event) -> bool:
    if a.event_type != b.event_type or a.factuality != b.factuality or _other_day(a, b):
        return False
    heads = [s for s in (document.title_span, document.standfirst_span) if s is not None]
    in_head = any(h.covers(e.evidence.span) for h in heads for e in (a, b))
    if not _same_sides(a, b, loose=in_head):
        return False
    if _said_by(document, a) == _said_by(document, b):
        return a.mode == b.mode
    return in_head and a.mode == b.mode and bool(_content(a) & _content(b))


def _same_sides(a: Event, b: Event, *, loose: bool) -> bool:
    """A headline's "frees prisoners" has the target that the body names: no side against a side is the same side."""
    (sources_a, targets_a), (sources_b, targets_b) = _key(a), _key(b)
    settled = all(any(p.actor for p in e.targets) for e in (a, b))
    return sources_a == sources_b and (targets_a == targets_b or loose and not settled)


def _content(event: Event) -> set[str]:
    """Return the words of the evidence that are not the sides' names, cut to their stems' length."""
    names = {w for p in (*event.sources, *event.targets) if p.name for w in p.name.lower().split()}
    words = {w.lower() for w in WORD.findall(event.evidence.text)}
    return {w[:STEM] for w in words - names if len(w) >= STEM - 1}


def _other_day(a: Event, b: Event) -> bool:
    """Two attacks on different stated days are two events."""
    stated = all(e.when.basis != "publication" and e.when.precision == "day" for e in (a, b))
    return stated and a.when.date != b.when.date


def _key(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(p.actor or p.text for p in event.sources),
        frozenset(p.actor or p.text for p in event.targets),
    )


def _said_by(document: Document, event: Event) -> str:
    """Return the frame, or of what the model proposed the word that its sides meet in."""
    frame = next((r.value for r in event.reasons if r.code == "frame"), None)
    words = (r.span.of(document.text).lower() for r in event.reasons if r.code == "model" and r.span)
    return frame if frame is not None else next(words, "")


def _folded(a: Event, b: Event) -> Event:
    """The body's mention speaks for the event where the headline said it first: it has the fuller words."""
    main = b if _fuller(b) > _fuller(a) else a
    mentions = tuple(sorted({*a.mentions, *b.mentions}, key=lambda m: m.span))
    merged = replace(main, mentions=mentions, confidence=max(a.confidence, b.confidence))
    return replace(merged, id=event_id(merged))


def _fuller(event: Event) -> tuple[int, int, int, int]:
    named = any(p.actor for p in event.targets)
    dated = event.when.basis != "publication"
    return (int(named), len(event.attribution), -certainty_order(event.factuality), int(dated))
