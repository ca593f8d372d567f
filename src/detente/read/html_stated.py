"""An article that the page does not show, only states for machines (JSON-LD ``articleBody``)."""

import re
from html import unescape

from detente.read.draft import Draft
from detente.read.html_meta import Meta

SHORTEST_BODY = 200
_BREAK = re.compile(r"<br\s*/?>|</p>|\n", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,300}>")


def stated_draft(meta: Meta) -> Draft | None:
    """Return a draft of the body that the markup states, None where it states none of a body's length.

    Tags in it are left out and its line ends part paragraphs; the words are those of the statement.
    """
    if meta.body is None or len(meta.body) < SHORTEST_BODY:
        return None
    lines = (" ".join(unescape(_TAG.sub("", line)).split()) for line in _BREAK.split(meta.body))
    return Draft(
        paragraphs=tuple(line for line in lines if line),
        title=next(iter(meta.titles), meta.page_title),
        section=meta.section,
        publisher=meta.publisher,
        authors=meta.authors,
    )
