"""Cuts text into pieces to mark: which words are evidence, a side, a reader's comment; templates only print pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.records import Document, Event, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to mark: where, as what (a class of the style sheet), and the event that they lead to."""

    span: Span
    kind: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with the marks that cover all of it."""

    text: str
    kinds: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces; ``role`` is title, standfirst or body, ``events`` those whose evidence begins in it."""

    role: str
    pieces: tuple[Piece, ...]
    events: tuple[str, ...] = ()


def pieces(text: str, span: Span, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return the words of ``span`` cut wherever a mark begins or ends.

    The pieces joined are exactly the words of the span. Marks beyond the text are cut to it.
    """
    span = Span(max(0, span.start), min(len(text), span.end))
    inside = [mark for mark in marks if mark.span.overlaps(span) and mark.span.start < mark.span.end]
    edges = {span.start, span.end}
    for mark in inside:
        edges |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    cuts = sorted(edges)
    return tuple(_piece(text, Span(a, b), inside) for a, b in zip(cuts, cuts[1:], strict=False))


def _piece(text: str, span: Span, marks: Sequence[Mark]) -> Piece:
    over = [mark for mark in marks if mark.span.covers(span)]
    kinds = tuple(dict.fromkeys(mark.kind for mark in over))
    events = tuple(dict.fromkeys(mark.event for mark in over if mark.event))
    return Piece(span.of(text), kinds, events)


def paragraphs(document: Document, events: Sequence[Event]) -> list[Paragraph]:
    """Return the article in order, with the evidence of each event marked."""
    marks = [Mark(event.evidence.span, f"q{event.quad_class}", event.id) for event in events]
    return [_paragraph(document, block, marks) for block in document.blocks() or (Span(0, len(document.text)),)]


def _paragraph(document: Document, block: Span, marks: Sequence[Mark]) -> Paragraph:
    begun = tuple(mark.event for mark in marks if block.start <= mark.span.start < block.end)
    return Paragraph(_role(document, block), pieces(document.text, block, marks), begun)


def _role(document: Document, block: Span) -> str:
    if block == document.title_span:
        return "title"
    return "standfirst" if block == document.standfirst_span else "body"


def passage(document: Document, event: Event) -> tuple[Piece, ...]:
    """Return the paragraph that holds an event's evidence: evidence, sides and deciding words marked."""
    evidence = event.evidence.span
    held = [block for block in document.blocks() if block.overlaps(evidence)]
    around = Span(min([evidence.start, *(b.start for b in held)]), max([evidence.end, *(b.end for b in held)]))
    return pieces(document.text, around, event_marks(event))


def event_marks(event: Event) -> list[Mark]:
    """Return the marks of one event: evidence, sources, targets, words of factuality and of other reasons."""
    marks = [Mark(event.evidence.span, "evidence")]
    marks += [Mark(party.span, "source") for party in event.sources if party.span]
    marks += [Mark(party.span, "target") for party in event.targets if party.span]
    marks += [Mark(link.speaker.span, "speaker") for link in event.attribution if link.speaker.span]
    for reason in event.reasons:
        if reason.span is not None and reason.code in ("factuality", "effect", "frame"):
            marks.append(Mark(reason.span, "decides" if reason.code != "frame" else "deed"))
    return marks
