"""Who is speaking: direct, indirect, mixed and split quotations, "according to", relayed words.

A quotation is found by its cue (a verb of speech and its clause, or a phrase) and, for direct speech, by
quotation marks, which may run over sentences; a quoted sentence without a cue belongs to the speaker of the
quotation that it continues (Pareti 2015; Krestel et al. 2008 for the cue patterns).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.data.cues_cards import SpeechCues
from detente.parse.clauses import surface_subjects, voice_of
from detente.parse.tree import ancestors, below, phrase, prepositional
from detente.records import Quote, Sentence, Span

OPEN_OR_CLOSE = re.compile(r"[\u201c\u201d\u201e\u00ab\u00bb\"]")
CLOSING = frozenset("\u201d\u00bb")
OPENING = frozenset("\u201c\u201e\u00ab")
# Fewer quoted words than this are scare quotes or a term, not speech of their own.
SHORTEST_SPEECH = 25


def find_quotes(text: str, blocks: Iterable[Span], sentences: Sequence[Sentence], cues: SpeechCues) -> list[Quote]:
    """Return the quotations of a document in text order; a direct one without a speaker continues the one before."""
    marked = [span for block in blocks for span in quoted_spans(text, block)]
    found = [quote for sentence in sentences for quote in _in_sentence(sentence, cues)]
    found = [replace(q, direct=True, kind="quoted") if _mostly_quoted(q, marked) else q for q in found]
    return sorted([*found, *_uncued(marked, found, text)], key=lambda q: (q.content.start, -q.content.end))


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


def _mostly_quoted(quote: Quote, marked: Iterable[Span]) -> bool:
    inside = sum(max(0, min(quote.content.end, m.end) - max(quote.content.start, m.start)) for m in marked)
    return inside * 2 > quote.content.end - quote.content.start


def _uncued(marked: Iterable[Span], found: Sequence[Quote], text: str) -> Iterator[Quote]:
    """Yield direct speech that no cue covers, given to the speaker whose quotation touches or precedes it."""
    for span in marked:
        words = Span(span.start, span.start + len(text[span.start : span.end].rstrip(" ,.;:!?")))
        if span.end - span.start < SHORTEST_SPEECH or any(q.content.covers(words) for q in found):
            continue
        near = [q for q in found if q.content.overlaps(span)] or _just_before(span, found, text)
        speaker = near[-1] if near else None
        yield Quote(
            content=span,
            kind="quoted",
            speaker=speaker.speaker if speaker else None,
            cue=speaker.cue if speaker else None,
            direct=True,
            sentence=speaker.sentence if speaker else None,
            speaker_head=speaker.speaker_head if speaker else None,
        )


def _just_before(span: Span, found: Sequence[Quote], text: str) -> list[Quote]:
    """The last quotation before, where no more than a paragraph break and its cue lie between."""
    earlier = [q for q in found if q.content.end <= span.start and q.speaker is not None]
    if not earlier:
        return []
    last = max(earlier, key=lambda q: q.content.end)
    between = text[last.content.end : span.start]
    return [last] if len(between) < 200 and between.count("\n\n") <= 1 else []


def _in_sentence(sentence: Sentence, cues: SpeechCues) -> Iterator[Quote]:
    for word in sentence.words:
        if word.pos in ("VERB", "AUX") and word.lemma in cues.kinds:
            yield from _from_verb(sentence, word.index, cues)
        elif word.pos == "NOUN" and word.lemma in cues.nouns:
            yield from _from_noun(sentence, word.index)
    yield from _according(sentence, cues)


def _from_verb(sentence: Sentence, verb: int, cues: SpeechCues) -> Iterator[Quote]:
    kind = cues.kinds[sentence.words[verb].lemma]
    cue = sentence.words[verb].span
    contents = [
        sentence.span_of(sentence.subtree(c))
        for c in below(sentence, verb, "ccomp", "parataxis")
        if _is_clause(sentence, c)
    ]
    contents += list(_inverted_content(sentence, verb)) if not contents else []
    speaker = _speaker_of(sentence, verb, cues)
    outlet = _outlet(sentence, verb, cues)
    for content in contents:
        yield Quote(
            content, kind, _phrase(sentence, speaker), cue, sentence=sentence, speaker_head=speaker, outlet_head=outlet
        )


def _is_clause(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].pos in ("VERB", "AUX") or bool(below(sentence, index, "nsubj", "cop"))


def _inverted_content(sentence: Sentence, verb: int) -> Iterator[Span]:
    """A cue inside what it brings in: "The army, officials said, has left", "as state media reported"."""
    word = sentence.words[verb]
    marks = {sentence.words[i].text.lower() for i in below(sentence, verb, "mark", "advmod")}
    bare = not below(sentence, verb, "dobj", "ccomp", "xcomp", "attr")
    if word.dep == "parataxis" or bare and (word.dep == "ccomp" or word.dep == "advcl" and "as" in marks):
        own = set(sentence.subtree(verb))
        rest = [i for i in sentence.subtree(word.head) if i not in own]
        if rest and word.head != verb:
            yield sentence.span_of(rest)


def _speaker_of(sentence: Sentence, verb: int, cues: SpeechCues) -> int | None:
    """Return the head of the speaker phrase: the subject, the agent of a passive, the object of "quoted"."""
    relayed = _relayed(sentence, verb, cues)
    if relayed is not None:
        return relayed
    if voice_of(sentence, verb) == "passive":
        return next((h for prep, h in prepositional(sentence, verb) if prep == "by"), None)
    subjects = surface_subjects(sentence, verb)
    return subjects[0] if subjects else None


def _relayed(sentence: Sentence, verb: int, cues: SpeechCues) -> int | None:
    """ "Quoted the minister as saying", "quoted Hong, saying that": the object speaks."""
    for place in (verb, *_above_verbs(sentence, verb)):
        if sentence.words[place].lemma in cues.relay:
            objects = below(sentence, place, "dobj")
            if objects and place != verb:
                return objects[0]
    return None


def _outlet(sentence: Sentence, verb: int, cues: SpeechCues) -> int | None:
    """Return the subject of the relaying verb above a cue, where its object is the speaker."""
    for place in _above_verbs(sentence, verb):
        if sentence.words[place].lemma in cues.relay and below(sentence, place, "dobj"):
            return next(iter(below(sentence, place, "nsubj")), None)
    return None


def _above_verbs(sentence: Sentence, verb: int) -> Iterator[int]:
    for head in ancestors(sentence, verb):
        if sentence.words[head].pos not in ("VERB", "AUX", "ADP", "SCONJ", "NOUN", "PROPN"):
            return
        yield head


def _from_noun(sentence: Sentence, noun: int) -> Iterator[Quote]:
    holders = [
        *below(sentence, noun, "poss"),
        *(h for prep, h in prepositional(sentence, noun) if prep in ("by", "from")),
    ]
    for content in below(sentence, noun, "acl", "ccomp"):
        if not any(sentence.words[i].text.lower() == "that" for i in below(sentence, content, "mark")):
            continue
        speaker = holders[0] if holders else None
        span = sentence.span_of(sentence.subtree(content))
        yield Quote(
            span,
            "claimed",
            _phrase(sentence, speaker),
            sentence.words[noun].span,
            sentence=sentence,
            speaker_head=speaker,
        )


def _according(sentence: Sentence, cues: SpeechCues) -> Iterator[Quote]:
    for word in sentence.words:
        if word.dep not in ("prep", "agent") or not below(sentence, word.index):
            continue
        for name, speaker in _phrases_of(sentence, word.index):
            if name in cues.according:
                own = set(sentence.subtree(word.index))
                rest = [i for i in sentence.subtree(word.head) if i not in own]
                if rest:
                    yield Quote(
                        sentence.span_of(rest),
                        "reported",
                        _phrase(sentence, speaker),
                        word.span,
                        sentence=sentence,
                        speaker_head=speaker,
                    )


def _phrases_of(sentence: Sentence, preposition: int) -> Iterator[tuple[str, int]]:
    head = sentence.words[preposition].head
    for name, place in prepositional(sentence, head):
        if preposition in ancestors(sentence, place):
            yield name, place
            # "In the words of the general": the phrase goes on over its noun.
            noun = sentence.words[place].text.lower()
            yield from ((f"{name} the {noun} {prep}", owner) for prep, owner in prepositional(sentence, place))


def _phrase(sentence: Sentence, head: int | None) -> Span | None:
    return phrase(sentence, head) if head is not None else None
