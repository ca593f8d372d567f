"""The demonstration: the shipped examples coded, each event with its sentence, and what to do next."""

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from detente.coding import Coder
from detente.errors import DataError
from detente.read import read_paths
from detente.records import Document, Event, Span
from detente.show.console import QUAD_MARKS, QUAD_STYLES, short, shown
from detente.show.failures import counted
from detente.show.tables import document_heading, legend, when, who, word_of
from detente.text.sentences import split_sentences

COMMENTS = 3  # comments shown of those that were kept apart
NEXT = (
    ("detente code ARTICLE.html", "the events of a page of yours; --format csv for a spreadsheet"),
    ("detente ingest FOLDER", "many pages into detente.duckdb; the same command goes on where it stopped"),
    ('detente relation "North Korea" "South Korea"', "what passed between two actors; --plot FILE.svg draws it"),
    ("detente shifts", "when relations turned, with the sentences that say so"),
)


def examples() -> Iterator[Document]:
    """Yield the shipped examples as documents, in order of their files.

    Raises:
        DataError: The package lacks them.
    """
    folder = files("detente.data") / "examples"
    if not folder.is_dir():
        raise DataError("the examples are missing: detente is not installed as it should be")
    with as_file(folder) as place:
        names = sorted(str(file) for file in place.iterdir() if file.suffix in {".html", ".txt", ".jsonl"})
        yield from read_paths(names)


def walk_through(screen: Console, coder: Coder) -> None:
    """Code each example and show what was found, then what to do next."""
    for document in examples():
        screen.rule(style="dim")
        screen.print(document_heading(document))
        screen.print()
        events = coder.code(document)
        for event in events:
            screen.print(event_lines(document, event, plain=not screen.is_terminal))
        screen.print(_apart(document, len(events)))
    screen.rule(style="dim")
    screen.print(legend())
    screen.print("\nWhat to do next", style="bold")
    width = max(len(command) for command, _ in NEXT)
    for command, words in NEXT:
        screen.print(Text(f"  {command:{width}}  ", style="bold").append(words, style="not bold"))


def event_lines(document: Document, event: Event, *, plain: bool) -> Padding:
    """Return an event as lines: who did what to whom, its sentence with the evidence marked, and its source.

    Args:
        document: What the event was found in.
        event: The event.
        plain: Mark the evidence with brackets, where nothing can be underlined.
    """
    kind = f"{QUAD_MARKS[event.quad_class - 1]} {event.event_type}{'/' + event.mode if event.mode else ''}"
    head = Text(f"{kind}  ", style=QUAD_STYLES[event.quad_class - 1]).append_text(who(event).copy())
    head.append("  ").append_text(when(event))
    head.append(f"  {event.factuality}", style="bold" if event.factuality != "asserted" else "not bold")
    lines = Text("\n").join([head, sentence_text(document, event.evidence.span, plain=plain), word_of(event), Text("")])
    return Padding(lines, (0, 0, 0, 2), expand=False)


def sentence_text(document: Document, evidence: Span, *, plain: bool) -> Text:
    """Return the sentence that holds the evidence, with the evidence underlined or in brackets."""
    around = _sentence(document, evidence)
    before, after = Span(around.start, evidence.start), Span(evidence.end, around.end)
    left, inside, right = (_spaced(span.of(document.text)) for span in (before, evidence, after))
    if plain:
        return Text(f"{left}[{inside}]{right}".strip())
    return Text(left.lstrip()).append(inside, style="underline").append(right.rstrip())


def _sentence(document: Document, evidence: Span) -> Span:
    for block in document.blocks():
        if block.overlaps(evidence):
            held = [s for s in split_sentences(document.text, block) if s.overlaps(evidence)]
            if held:
                return Span(min(held[0].start, evidence.start), max(held[-1].end, evidence.end))
    return evidence


def _spaced(text: str) -> str:
    """Return text fit for a terminal with its space at either end kept, for joining."""
    words = shown(text)
    if not words:
        return " " if text else ""
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if text[-1:].isspace() else ''}"


def _apart(document: Document, events: int) -> Text:
    text = Text(f"{counted(events, 'event')}.", style="bold")
    comments: Sequence[str] = [short(comment.text, 70) for comment in document.comments]
    if comments:
        text.append(f" {counted(len(comments), 'comment')} of readers kept apart and not coded:", style="not bold")
        for comment in comments[:COMMENTS]:
            text.append(f"\n    {comment}", style="not bold dim")
    return text
