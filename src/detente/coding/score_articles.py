"""Whole articles: events found against those that a careful reader takes from the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.gold_pages import GoldDyad, GoldPage, gold_pages, is_right
from detente.coding.score import Report, Score, figures, share_of
from detente.coding.score_pages import read_gold, reading_scores
from detente.read.html_tree import key_of
from detente.records import Event, Party


@dataclass(frozen=True, slots=True)
class _Found:
    """One pair that an event found joins; ``mutual`` where both sides do it together."""

    event: Event
    source: Party
    target: Party | None
    mutual: bool


@dataclass(frozen=True, slots=True)
class _Matched:
    """A page's pairs: which pair found goes with which gold pair, by index."""

    page: GoldPage
    found: tuple[_Found, ...]
    right: Mapping[int, int]
    spared: frozenset[int]


def score_articles(folder: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return how well whole pages are read and coded; see ``docs/benchmarks.md``.

    An event is scored as the pairs that it joins. A pair found is right where source, target, type and factuality
    are those of a gold pair, each used once: an event told twice in the record is wrong once. ``evidence`` is the
    share of events whose words stand in the article; what is missing there came from comments or furniture.

    Args:
        folder: pages with their labels.
        coder: what is scored.
        part: "dev" or "sealed"; None for all.

    Raises:
        UsageError: the folder holds no pages with labels.
    """
    readings = [read_gold(page) for page in gold_pages(folder, part=part)]
    coded = [(r, [event for document in r.documents for event in coder.code(document)]) for r in readings]
    strict = [_match(r.page, events, sure=True) for r, events in coded]
    loose = [_match(r.page, events, sure=False) for r, events in coded]
    told = [(r.page, event, _stands_in(r.page, event)) for r, events in coded for event in events]
    scores = (
        _score("events", strict),
        _score("events, any factuality", loose),
        share_of("evidence in the article", [inside for _, _, inside in told]),
        *reading_scores(readings),
    )
    strays = (_row(p, "outside", "", e.event_type, e.evidence.text) for p, e, inside in told if not inside)
    return Report("articles", scores, (*(row for m in strict for row in _rows(m)), *strays))


def _stands_in(page: GoldPage, event: Event) -> bool:
    return key_of(event.evidence.text) in "|".join(key_of(text) for text in page.article())


def _match(page: GoldPage, events: Sequence[Event], *, sure: bool) -> _Matched:
    found = tuple(pair for event in events for pair in _pairs(event))
    asked = [i for i, gold in enumerate(page.dyads) if not gold.optional]
    right = _assign(asked, len(found), lambda i, j: _fits(page.dyads[i], found[j], sure=sure))
    rest = [j for j in range(len(found)) if j not in right.values()]
    options = [i for i, gold in enumerate(page.dyads) if gold.optional]
    spared = _assign(options, len(rest), lambda i, j: _fits(page.dyads[i], found[rest[j]], sure=sure))
    return _Matched(page, found, right, frozenset(rest[j] for j in spared.values()))


def _pairs(event: Event) -> Iterator[_Found]:
    """Yield the pairs of an event, each once; a side of which nothing is known is nobody."""
    sources, targets = _known(event.sources), _known(event.targets)
    if set(sources) == set(targets) and len(sources) > 1:
        yield from (_Found(event, a, b, mutual=True) for a, b in combinations(sources.values(), 2))
    else:
        pairs = product(sources.values(), targets.values() or [None])
        yield from (_Found(event, source, target, mutual=False) for source, target in pairs)


def _known(parties: Sequence[Party]) -> dict[str, Party]:
    return {p.actor or p.country or "": p for p in parties if p.actor or p.country}


def _fits(gold: GoldDyad, found: _Found, *, sure: bool) -> bool:
    if found.event.event_type not in gold.types or (sure and found.event.factuality not in gold.factualities):
        return False
    if found.mutual and not gold.mutual:
        return False
    straight = is_right(gold.source, found.source) and is_right(gold.target, found.target)
    return straight or (gold.mutual and is_right(gold.source, found.target) and is_right(gold.target, found.source))


def _assign(asked: Sequence[int], count: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """Return the most pairs of (asked, found) that fit, none used twice (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in range(count):
            if j not in seen and fits(i, j):
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in asked:
        place(i, set())
    return {i: j for j, i in owner.items()}


def _score(level: str, pages: Sequence[_Matched]) -> Score:
    right = sum(len(m.right) for m in pages)
    found = sum(len(m.found) - len(m.spared) for m in pages)
    gold = sum(not dyad.optional for m in pages for dyad in m.page.dyads)
    return Score(level, *figures(right, found, gold), gold)


def _rows(matched: _Matched) -> Iterator[Mapping[str, str]]:
    owner = {j: i for i, j in matched.right.items()}
    for i, gold in enumerate(matched.page.dyads):
        if i in matched.right:
            yield _row(matched.page, "right", _told(gold), _shown(matched.found[matched.right[i]]), gold.evidence)
        elif not gold.optional:
            yield _row(matched.page, "missed", _told(gold), "", gold.evidence)
    for j, found in enumerate(matched.found):
        if j not in owner:
            verdict = "optional" if j in matched.spared else "wrong"
            yield _row(matched.page, verdict, "", _shown(found), found.event.evidence.text)


def _row(page: GoldPage, verdict: str, gold: str, found: str, words: str) -> Mapping[str, str]:
    return {"page": page.name, "verdict": verdict, "gold": gold, "predicted": found, "words": words}


def _told(gold: GoldDyad) -> str:
    source, target, types, sure = (
        "|".join(sorted(side)) for side in (gold.source, gold.target, gold.types, gold.factualities)
    )
    return f"{source} {'<>' if gold.mutual else '>'} {target} {types} {sure}"


def _shown(found: _Found) -> str:
    source = found.source.actor or found.source.country
    target = (found.target.actor or found.target.country) if found.target else "-"
    return f"{source} {'<>' if found.mutual else '>'} {target} {found.event.event_type} {found.event.factuality}"
