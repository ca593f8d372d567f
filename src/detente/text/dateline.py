"""Where a wire story's dateline ends: "Pyongyang, October 12 (KCNA) -- ", "KABUL, Jan. 3 (Reuters) - "."""

import re

from detente.records import Span

LONGEST_DATELINE = 120
DATELINE = re.compile(
    r"\s*[A-Z][\w .,'’/\u00a0-]{1,70}?"
    r"(?:\((?:[A-Z][\w .&/-]{1,30})\)\s*(?:[-–—]{1,3}|:)\s*|(?:(?<=[A-Z]{3})|(?<=\d))\s*(?:--|–|—|\s-\s)\s*)"
)


def dateline_end(text: str, span: Span) -> int:
    """Return where the words of a block begin after its dateline; the block's start where it has none."""
    found = DATELINE.match(text, span.start, min(span.end, span.start + LONGEST_DATELINE))
    return found.end() if found and found.end() < span.end else span.start
