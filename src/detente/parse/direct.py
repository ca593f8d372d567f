"""Quotation marks: the spans inside them, and who stands beside them."""

import re
from collections.abc import Iterator, Sequence

from detente.data.cues_cards import SpeechCues
from detente.parse.speakers import NOMINAL
from detente.parse.tree import below, phrase
from detente.records import Quote, Sentence, Span

OPEN_OR_CLOSE = re.compile(r"[\u201c\u201d\u201e\u00ab\u00bb\"]")
CLOSING = frozenset("\u201d\u00bb")
OPENING = frozenset("\u201c\u201e\u00ab")
# How a sentence ends inside its marks; scare quotes end in a word.
SPEECH_END = (",", ".", "!", "?", "…")
FARTHEST = 60
DASH = re.compile(r"[\u201d\"]?\s*[\u2015\u2014\u2013]\s*(?=[A-Z])|[\u201d\"]\s+--\s+(?=[A-Z])")


def quoted_spans(text: str, block: Span) -> list[Span]:
    """Return the spans inside quotation marks of a block, an unclosed one running to the block's end."""
    spans: list[Span] = []
    start: int | None = None
    for mark in OPEN_OR_CLOSE.finditer(text, block.start, block.end):
        sign = mark.group()
        opens = sign in OPENING or (sign == '"' and start is None)
        if opens:
            start = mark.end()
        elif start is not None and (sign in CLOSING or sign == '"'):
            spans.append(Span(start, mark.start()))
            start = None
    return [*spans, Span(start, block.end)] if start is not None else spans


def beside(
    text: str,
    span: Span,
    marked: Sequence[Span],
    sentences: Sequence[Sentence],
    found: Sequence[Quote],
    cues: SpeechCues,
) -> Quote | None:
    """Return direct speech with the speaker that stands beside it: "Go home!" shouted the guards; "..." - A. Name.

    None where a quotation covers it already, where it reads like scare quotes, or where nobody stands there.
    """
    words = text[span.start : span.end].rstrip()
    if not words.endswith(SPEECH_END) or any(q.speaker is not None and q.content.overlaps(span) for q in found):
        return None
    best: tuple[int, Quote] | None = None
    for sentence in sentences:
        if sentence.span.start > span.end + FARTHEST or sentence.span.end < span.start - FARTHEST:
            continue
        for distance, cue, speaker in _near(text, span, marked, sentence, cues):
            if best is None or distance < best[0]:
                said = phrase(sentence, speaker)
                cue_span = sentence.words[cue].span
                best = distance, Quote(span, "quoted", said, cue_span, True, sentence, speaker)
    return best[1] if best is not None and best[0] <= FARTHEST else None


def _near(
    text: str, span: Span, marked: Sequence[Span], sentence: Sentence, cues: SpeechCues
) -> Iterator[tuple[int, int, int]]:
    """Yield (distance, cue, speaker) for verbs of speech outside the marks in a sentence that touches the words."""
    dash = DASH.match(text, span.end)
    for word in sentence.words:
        if any(m.start <= word.span.start < m.end for m in marked):
            continue
        if dash is not None and dash.end() == word.span.start:
            yield 0, word.index, _name_head(sentence, word.index)
        elif word.lemma in cues.kinds and word.pos in ("VERB", "AUX", "NOUN", "ADJ"):
            speaker = _subject_beside(sentence, word.index, marked)
            distance = min(abs(word.span.start - span.end), abs(span.start - word.span.end))
            if (
                speaker is not None
                and "\n" not in text[min(word.span.start, span.end) : max(word.span.end, span.start)]
            ):
                yield distance, word.index, speaker


def _subject_beside(sentence: Sentence, verb: int, marked: Sequence[Span]) -> int | None:
    near = [*below(sentence, verb, "nsubj"), *(i for i in below(sentence, verb, "dobj", "dep", "npadvmod") if i > verb)]
    for place in near:
        word = sentence.words[place]
        if word.pos in NOMINAL and not any(m.start <= word.span.start < m.end for m in marked):
            return place
    return None


def _name_head(sentence: Sentence, start: int) -> int:
    """Return the last word of the run of names that begins at a word."""
    place = start
    while place + 1 < len(sentence.words) and sentence.words[place + 1].pos == "PROPN":
        place += 1
    return place
