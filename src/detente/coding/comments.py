"""What readers wrote below an article, coded apart from it where someone asks, and always on a reader's word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.coder import Coder
from detente.coding.events import event_id
from detente.read.language import language_of
from detente.records import Attribution, Comment, Document, Event, Party, Reason, Span

READER = "a reader"


@dataclass(frozen=True, slots=True)
class CommentCoder:
    """Codes the documents that ``comment_documents`` makes; each event rests on the reader's word first of all."""

    coder: Coder

    @property
    def codebook(self) -> str:
        """Return the version of the codebook that events are coded under."""
        return self.coder.codebook

    @property
    def version(self) -> str:
        """Return the name and version of the coder."""
        return self.coder.version

    def code(self, document: Document) -> list[Event]:
        """Return the events that a reader tells of: the reader speaks outermost, and a reason ``reader`` says so."""
        name = document.authors[0] if document.authors else READER
        party = Party(name, None, None, name, None, None, None, "reader")
        return [_marked(event, Attribution(party, "", "claimed")) for event in self.coder.code(document)]


def comment_documents(document: Document) -> Iterator[Document]:
    """Yield each comment of a page as a document of its own, ``ID#comment-1`` on; publisher and section are left out.

    A comment is dated by its page. In other languages than English it is kept and not coded, as an article is.
    """
    for number, comment in enumerate(document.comments, start=1):
        yield Document(
            id=f"{document.id}#comment-{number}",
            text=comment.text,
            paragraphs=tuple(_paragraphs(comment)),
            authors=(comment.author,) if comment.author else (),
            url=document.url,
            published=document.published,
            published_basis=document.published_basis,
            language=language_of(comment.text),
            origin=f"{document.origin}#comment-{number}",
        )


def _paragraphs(comment: Comment) -> Iterator[Span]:
    start = 0
    for line in comment.text.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _marked(event: Event, reader: Attribution) -> Event:
    marked = replace(
        event, attribution=(reader, *event.attribution), reasons=(*event.reasons, Reason("reader", reader.speaker.text))
    )
    return replace(marked, id=event_id(marked))
