"""The line over or under a reader's comment: who signed it, and when."""

import re

LONGEST_NAME = 60
MOST_WORDS = 5
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_UNIT = r"(?:second|minute|min|hour|hr|day|week|month|year)s?"
_WHEN = re.compile(
    r"(?:\b(?:on|at)\s+)?(?:\b\d{1,2}[:.h]\d{2}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}|\b{_MONTH}\s+\d{{1,2}}\b"
    rf"|\b(?:about |over |almost )?(?:\d+|an?|one|two|three|few|a few)\s*{_UNIT}\s+ago\b"
    r"|\b(?:yesterday|today|just now)\b|\b\d+\s?(?:s|m|h|d|w|mo|y)\b(?: ago)?$).*$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = re.compile(
    r"^(?:#\d+[.)]?\s+|\d+[.)]\s+|at\s+\d{1,2}[:.]\d{2}[^,]{0,20},\s*|(?:posted |written )?by:?\s+)", re.IGNORECASE
)
_SAYS = re.compile(
    r"\s+(?:says|said|wrote|writes|commented|replied|posted|schreibt|schrieb|sagt|meint|a dit|dice)\b\s*[:.\u2026]*$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[A-Z]\.$")
_EDGES = " \t\n,\u00b7\u2022|@-\u2013\u2014:("


def signature_of(line: str) -> tuple[str, bool] | None:
    """Return the name in a line that signs a comment, "" where it has a time alone, and whether it has a mark of one.

    The mark is a time or a verb of saying: "Ada, Leeds, 3 hours ago", "At 9:14 PM, Ada said...". None where the line is
    no name: too many words, or the end of a sentence.
    """
    text = _BEFORE.sub("", " ".join(line.split()))
    name = _WHEN.sub("", text).strip(_EDGES)
    timed = name != text.strip(_EDGES)
    said = _SAYS.sub("", name)
    marked = timed or said != name
    name = said.strip(_EDGES)
    if timed and "," in name:
        name = name.split(",", 1)[0].strip()
    ends = name[-1:] in (".", "!", "?") and not _INITIAL.search(name)
    if len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS or (ends and not marked):
        return None
    return name, marked
