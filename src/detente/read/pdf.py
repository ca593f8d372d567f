"""A PDF file to a draft: lines joined to paragraphs, what repeats at the head and foot of pages set apart."""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from detente.errors import EmptyInput, ReadError, TooLarge, UnknownFormat
from detente.read.credits import publisher_in
from detente.read.draft import Draft
from detente.read.published import published_in
from detente.records import PublishedBasis

PDF = b"%PDF-"
HEAD_BYTES = 1024
MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
FEWEST_PAGES_TO_REPEAT = 3
SHORT_LINE = 0.75
_END = re.compile(r"[.!?:\u2026\u3002][\"'\u201d\u2019)\]]*$")
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")
_FIGURES = re.compile(r"\d+")
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|\s*$)|\.(?:docx?|pdf|indd|rtf|pptx?)$", re.IGNORECASE)


def is_pdf(content: bytes) -> bool:
    """Return whether bytes are a PDF file; up to a kilobyte may stand before its mark."""
    return PDF in content[:HEAD_BYTES]


def read_pdf(content: bytes) -> Draft:
    """Return the draft of a PDF file, title and day from its metadata where they hold one.

    Raises:
        EmptyInput: it holds no text, only pictures of it perhaps.
        UnknownFormat: it is locked, cut off or damaged.
        TooLarge: it has more pages or characters than are read.
    """
    # A fifth of a second to load, which other formats need not wait for.
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on repairs would go to standard error
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnknownFormat("a PDF file that is locked by a password")
        pages = _pages(reader.pages)
        title, created = _metadata(reader)
    except ReadError:
        raise
    # A damaged file makes the library fail in any way: KeyError, AttributeError, RecursionError were seen.
    except Exception as error:
        what = "is locked in a way that is not supported" if "crypt" in str(error).lower() else "is cut off or damaged"
        raise UnknownFormat(f"a PDF file that {what}") from error
    if not any(pages):
        raise EmptyInput("a PDF file without text: pictures of pages perhaps, which are not read")
    return _draft(pages, title, created)


def _pages(pages: Sequence["object"]) -> list[list[str]]:
    if len(pages) > MOST_PAGES:
        raise TooLarge(f"a PDF file of more than {MOST_PAGES} pages")
    found, size = [], 0
    for page in pages:
        text = page.extract_text()  # type: ignore[attr-defined]
        size += len(text)
        if size > MOST_CHARACTERS:
            raise TooLarge("a PDF file with too much text for one document")
        found.append([line.strip() for line in text.splitlines()])
    return [lines if any(lines) else [] for lines in found]


def _metadata(reader: "object") -> tuple[str | None, date | None]:
    known = reader.metadata  # type: ignore[attr-defined]
    if known is None:
        return None, None
    title = str(known.title).strip() if known.title else ""
    try:
        made = known.creation_date
    except (ValueError, TypeError):
        made = None
    return (None if _NO_TITLE.search(title) else title), made.date() if isinstance(made, datetime) else None


def _draft(pages: list[list[str]], title: str | None, created: date | None) -> Draft:
    repeated = _repeated(pages)
    lines = [line for page in pages for line in page if _key(line) not in repeated]
    paragraphs = _paragraphs(lines)
    if title and paragraphs and paragraphs[0].casefold() == title.casefold():
        paragraphs = paragraphs[1:]
    furniture = tuple(dict.fromkeys(line for page in pages for line in page if _key(line) in repeated))
    day, basis = _day(paragraphs, created)
    return Draft(
        paragraphs=tuple(paragraphs),
        title=title,
        publisher=publisher_in(paragraphs[:3], ()),
        published=day,
        published_basis=basis,
        furniture=furniture,
    )


def _day(paragraphs: list[str], created: date | None) -> tuple[date | None, PublishedBasis | None]:
    """Return the day that the text gives, since a file is often made anew later, else the day it was made."""
    found = published_in(paragraphs)
    if found is not None:
        return found
    return created, "metadata" if created else None


def _key(line: str) -> str:
    return _FIGURES.sub("0", line)


def _repeated(pages: list[list[str]]) -> set[str]:
    """Return the lines that open or close half of the pages or more, page numbers taken as equal."""
    full = [[line for line in page if line] for page in pages if page]
    if len(full) < FEWEST_PAGES_TO_REPEAT:
        return set()
    counts = Counter(key for page in full for key in {_key(page[0]), _key(page[-1])})
    return {key for key, count in counts.items() if count * 2 >= len(full)}


def _paragraphs(lines: list[str]) -> list[str]:
    """Return lines joined: a paragraph ends at a blank line, or at a short line that ends a sentence."""
    widths = sorted(len(line) for line in lines if line)
    wide = widths[len(widths) * 8 // 10] if widths else 0
    found: list[str] = []
    open_ = False
    for line in lines:
        if not line:
            open_ = open_ and not _END.search(found[-1])
        elif open_:
            found[-1] = _joined(found[-1], line)
        else:
            found.append(line)
        if line:
            open_ = not (len(line) < SHORT_LINE * wide and (_END.search(line) or len(found[-1]) == len(line)))
    return found


def _joined(before: str, line: str) -> str:
    return _HYPHEN.sub("", before) + line if _HYPHEN.search(before) and line[:1].islower() else f"{before} {line}"
