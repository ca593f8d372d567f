"""Short ways from a sentence to what the rooms make of it, for tests that use the real parser and cards."""

from datetime import date
from typing import Any

from detente.coding.attribution import speakers
from detente.coding.coder import Coder, note_subjects, sentence_document
from detente.parse.quotes import find_quotes
from detente.records import Clause, Document, Event, Party, Quote, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties
from detente.text.sentences import split_sentences


def whole(text: str) -> Span:
    return Span(0, len(text))


def sentences(coder: Coder, text: str) -> list[Sentence]:
    return coder.parser.parse(text, [(span, 0) for span in split_sentences(text, whole(text))])


def all_clauses(coder: Coder, text: str) -> list[Clause]:
    return [clause for sentence in sentences(coder, text) for clause in coder.clauses(sentence)]


def clause_of(coder: Coder, text: str, lemma: str) -> Clause:
    """Return the first clause with a predicate; fails where there is none."""
    found = {clause.lemma: clause for clause in reversed(all_clauses(coder, text))}
    assert lemma in found, f"{text!r} has no clause of {lemma!r}, only of {sorted(found)}"
    return found[lemma]


def quotes(coder: Coder, text: str) -> list[Quote]:
    return find_quotes(text, paragraphs(text), sentences(coder, text), coder.speech)


def paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.split("\n\n"):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    return spans


def article(text: str, published: date | None = None, **known: Any) -> Document:
    """Return a document with a paragraph for each block of the text."""
    return sentence_document(text, paragraphs=tuple(paragraphs(text)), published=published, **known)


def events(coder: Coder, text: str, published: date | None = None, **known: Any) -> list[Event]:
    return coder.code(article(text, published, **known))


def who(coder: Coder, text: str, phrase: str, day: date | None = None) -> tuple[Party, ...]:
    """Return the parties that the last occurrence of a phrase means, everything before it having been read."""
    spans = split_sentences(text, whole(text))
    mentions = coder.lexicon.names.find(text, spans, day)
    discourse = Discourse(coder.lexicon, text, day, mentions)
    parsed = coder.parser.parse(text, [(span, 0) for span in spans], names=[m.span for m in mentions])
    discourse.speakers.extend(speakers(discourse, find_quotes(text, [whole(text)], parsed, coder.speech)))
    start = text.rindex(phrase)
    wanted = Span(start, start + len(phrase))
    for sentence in parsed:
        if sentence.span.covers(wanted):
            return parties(discourse, sentence, _head(sentence, wanted))
        note_subjects(discourse, sentence)
    raise AssertionError(f"{phrase!r} stands in no sentence of {text!r}")


def _head(sentence: Sentence, span: Span) -> int:
    """Return the word of a phrase whose head stands outside it."""
    inside = [w for w in sentence.words if span.covers(w.span)]
    return next(w.index for w in inside if w.head == w.index or not span.covers(sentence.words[w.head].span))


def actors(found: tuple[Party, ...]) -> list[str | None]:
    return [party.actor for party in found]
