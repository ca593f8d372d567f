"""How well speakers are found: on our gold texts and on PolNeAR."""

import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.coding.coder import Coder, sentence_document
from detente.coding.gold_files import GoldLink, GoldText, attribution_texts
from detente.coding.said import Said, find_said
from detente.coding.score import Report, Score, share_of
from detente.records import Document, Span

# Our own texts mark one word of what is said; where all of it is marked, chains are not.
ONE_WORD = 30


@dataclass(frozen=True, slots=True)
class _Heard:
    """A quotation found: its words, and the places of the speakers' heads, outlet first."""

    content: Span
    heads: tuple[Span, ...]
    said: Said


def score_attribution(path: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return how many attributions have the right source head, and on our own texts how many chains are complete.

    An attribution is found where a quotation covers the marked word (for PolNeAR: shares characters with the
    content) and its speaker's head word stands in the marked source. ``speaker`` is precision, recall and F1 of
    that over those with a source, ``chain`` the share of marked words whose whole chain is right, those without
    any speaker included, ``who`` the share of pronouns and surnames that mean the right person.
    """
    texts = attribution_texts(path, part=part)
    # PolNeAR marks attitudes as well as words.
    stances = tarfile.is_tarfile(path)
    heard = [_heard(coder, item, stances=stances) for item in texts]
    # It marks who speaks to the reader, seldom whom a speaker speaks of in turn.
    heard = [_outermost(here) for here in heard] if stances else heard
    pairs = [(link, found) for item, found in zip(texts, heard, strict=True) for link in item.links]
    scores = [_speaker_score(texts, heard)]
    if all(len(link.content) == 1 and link.content[0].end - link.content[0].start < ONE_WORD for link, _ in pairs):
        scores.append(share_of("chain", [_chain_right(link, found) for link, found in pairs]))
    known = [_who_right(link, found) for link, found in pairs if link.who]
    scores += [share_of("who", known)] if known else []
    return Report("attribution", tuple(scores), tuple(_predictions(texts, heard)))


def _heard(coder: Coder, item: GoldText, *, stances: bool) -> list[_Heard]:
    found = []
    for said in find_said(coder, _document(item.text), stances=stances):
        quote = said.quote
        if quote.sentence is None or quote.speaker_head is None or said.speaker is None:
            continue
        heads = [quote.speaker_head] if quote.outlet_head is None else [quote.outlet_head, quote.speaker_head]
        found.append(_Heard(quote.content, tuple(quote.sentence.words[h].span for h in heads), said))
    return found


def _outermost(here: Sequence[_Heard]) -> list[_Heard]:
    """Leave out what is told inside the words of another."""
    return [
        f
        for f in here
        if f.said.quote.cue is None
        or not any(g.said.quote.cue != f.said.quote.cue and g.content.covers(f.said.quote.cue) for g in here)
    ]


def _document(text: str) -> Document:
    """Return a document with a paragraph for each block of the text."""
    spans, start = [], 0
    for part in text.split("\n"):
        if part.strip():
            spans.append(Span(start, start + len(part)))
        start += len(part) + 1
    return sentence_document(text, paragraphs=tuple(spans))


def _is_of(link: GoldLink, found: _Heard, *, anywhere: bool = False) -> bool:
    """Whether a quotation found is that of a link, with the right speaker; ``anywhere`` in the chain for precision."""
    sources = link.chain if anywhere else link.chain[-1:]
    right = any(place.covers(found.heads[-1]) for who in sources for place in who)
    return right and any(found.content.overlaps(content) for content in link.content)


def _speaker_score(texts: Sequence[GoldText], heard: Sequence[Sequence[_Heard]]) -> Score:
    right = found = gold = right_found = 0
    for item, here in zip(texts, heard, strict=True):
        sourced = [link for link in item.links if link.chain]
        gold, found = gold + len(sourced), found + len(here)
        right += sum(any(_is_of(link, f) for f in here) for link in sourced)
        right_found += sum(any(_is_of(link, f, anywhere=True) for link in sourced) for f in here)
    precision, recall = right_found / max(1, found), right / max(1, gold)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score("speaker", round(100 * precision, 2), round(100 * recall, 2), round(100 * f1, 2), gold)


def _chain(link: GoldLink, here: Sequence[_Heard]) -> list[Span]:
    over = sorted(
        (f for f in here if f.content.overlaps(link.content[0])), key=lambda f: f.content.start - f.content.end
    )
    return list(dict.fromkeys(head for f in over for head in f.heads))


def _chain_right(link: GoldLink, here: Sequence[_Heard]) -> bool:
    found = _chain(link, here)
    return len(found) == len(link.chain) and all(
        any(place.covers(head) for place in who) for who, head in zip(link.chain, found, strict=True)
    )


def _who_right(link: GoldLink, here: Sequence[_Heard]) -> bool:
    parties = [f.said.speaker for f in here if _is_of(link, f)]
    return any(p is not None and link.who in f"{p.name} {p.text}" for p in parties)


def _predictions(texts: Sequence[GoldText], heard: Sequence[Sequence[_Heard]]) -> Iterator[Mapping[str, str]]:
    for item, here in zip(texts, heard, strict=True):
        for link in item.links:
            gold = " > ".join(who[0].of(item.text) for who in link.chain)
            found = " > ".join(span.of(item.text) for span in _chain(link, here))
            right = _chain_right(link, here)
            yield _row(item, link.content[0].of(item.text), gold, found, right=right)
        for extra in here:
            if not any(_is_of(link, extra, anywhere=True) for link in item.links):
                words = extra.content.of(item.text)
                yield _row(item, words, "", extra.heads[-1].of(item.text), right=False)


def _row(item: GoldText, words: str, gold: str, found: str, *, right: bool) -> Mapping[str, str]:
    text = item.text if len(item.text) < 400 else ""
    return {"id": item.id, "words": words, "gold": gold, "predicted": found, "right": str(right), "text": text}
