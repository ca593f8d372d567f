"""Sentence spans of a block of news prose, by rules: a terminator ends a sentence unless something says no."""

import re

from detente.records import Span

TITLES = frozenset(
    "mr mrs ms messrs dr prof gen lt col maj capt cpt cmdr cdr sgt cpl pvt adm vadm brig amb sen sens rep reps gov "
    "govs pres rev hon fr st ste supt insp det atty asst assoc dep min sec-gen vs cf viz e.g i.e approx ca mt "
    "ft".split()
)
NUMBERED = frozenset("no nos art arts sec secs fig figs vol vols ch chap para paras p pp pt res op".split())
MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
DAYS = frozenset("mon tue tues wed thu thur thurs fri sat sun".split())
COMPANIES = frozenset(
    "inc corp co cos ltd bros plc llc jr sr ph.d dept govt intl natl univ assn ave blvd rd est".split()
)
STARTERS = frozenset(
    "the this that these those he she it they we you his her its their our my i a an in on at as but and or so yet if "
    "when while after before although though however since for from with by under despite according meanwhile earlier "
    "later last both some many most several there here what why how who no not also then now such during following "
    "asked speaking analysts officials experts".split()
)
# What may follow "9 a.m." without a new sentence.
CLOCK_WORDS = frozenset(
    "gmt utc est edt cst cdt pst pdt kst jst ist msk bst cet eastern pacific central local monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october november "
    "december".split()
)
SAYING = (
    "said|says|asked|asks|added|adds|wrote|writes|told|cried|shouted|replied|answered|demanded|declared|exclaimed|"
    "wondered|warned|insisted|tweeted|posted|continued"
)

_CLOSERS = "\"'\u201d\u2019\u00bb)\\]"
_OPENERS = "\"'\u201c\u2018\u00ab(\\["
_CANDIDATE = re.compile(
    rf"(?P<dots>\.{{2,}}|\u2026)(?P<c1>[{_CLOSERS}]*)(?=\s|$)"
    rf"|(?P<stop>[.!?]+)(?P<c2>[{_CLOSERS}]*(?:\[\d{{1,3}}\])*)(?=\s|$)"
    rf"|(?P<joined>(?<=[a-z]{{2}})\.(?=[A-Z][a-z])|[.!?][\"\u201d](?=[A-Z])|(?<=[a-z]{{2}}[\"\u201d])\.(?=[A-Z][a-z]))"
    r"|(?P<wide>[\u3002\uff01\uff1f][\u300d\u300f\u201d]*)"
    r"|(?P<gap>\n[^\S\n]*\n\s*|\n(?=[^\S\n]*[\u2022\u25cf\u25aa\u2013*-][^\S\n]))"
)
_BEFORE = re.compile(r"[^\s\"'\u201c\u2018\u00ab(\[\u2014\u2013/]+$")
_NEXT = re.compile(
    rf"\s*(?P<open>[{_OPENERS}]*)\s*"
    r"(?P<word>(?:(?:al|el|as|ash|ad|an|at|ar)-)?[^\W_]+(?:['\u2019][^\W\d_]+)?\.?|\S)"
)
_END_MARK = re.compile(r"\s*(?:-0-|-30-|###|\(?END\)?(?=\s|$)|/+(?=\s|$))")
_SPEAKER = re.compile(rf"\s*(?:[A-Z][\w'\u2019.-]*\s+){{1,5}}(?:{SAYING})\b")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")
_CLOCK = re.compile(r"[ap]\.?m", re.IGNORECASE)
_PLACE_TIME = re.compile(r"\s*(?:[A-Z]\w+\s+){1,2}[Tt]ime\b")
_ADDRESS = re.compile(r"\S*(?:https?:|www\.|@)\S*$")
_ROMAN = re.compile(r"[IVXLC]+\.?$")
_LOOK_BACK = 40
_LOOK_AHEAD = 90


def split_sentences(text: str, span: Span | None = None) -> list[Span]:
    """Return the sentences of ``text`` inside ``span`` in order, without white space around them.

    Sentences never cross the borders of ``span`` (a block: title, standfirst or paragraph) nor a blank
    line; a single line feed is a space, as in hard-wrapped text.

    Args:
        text: the document's text, untouched.
        span: the block to cut; the whole text where it is not given.
    """
    begin, stop = (span.start, span.end) if span is not None else (0, len(text))
    found: list[Span] = []
    for match in _CANDIDATE.finditer(text, begin, stop):
        if match.start() >= begin and _ends(text, begin, stop, match=match):
            _add(found, text, begin, match.end())
            begin = match.end()
    _add(found, text, begin, stop)
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    kept = piece.strip()
    if kept:
        found.append(Span(start + lead, start + lead + len(kept)))


def _ends(text: str, begin: int, stop: int, *, match: re.Match[str]) -> bool:
    """Return whether a candidate ends the sentence that began at ``begin``."""
    kind = match.lastgroup if match.lastgroup not in ("c1", "c2") else ("dots" if match.group("dots") else "stop")
    if kind in ("gap", "wide"):
        return True
    back = text[max(begin, match.start() - _LOOK_BACK) : match.start()]
    if kind == "joined":
        return _ADDRESS.search(back) is None
    ahead = text[match.end() : min(stop, match.end() + _LOOK_AHEAD)]
    after = _NEXT.match(ahead)
    if after is None or _END_MARK.match(ahead):
        return True
    if not _opens(after):
        return False
    if kind == "dots":
        return _dots_end(back, after)
    return _stop_ends(back, after, ahead, match=match)


def _opens(after: re.Match[str]) -> bool:
    """Return whether the next word can open a sentence: a capital, a figure, or a name such as "al-Nur"."""
    word = after.group("word")
    if word[0].isalpha():
        head = word.split("-", 1)[-1] if "-" in word else word
        return head[0].isupper() or (not word[0].islower() and not word[0].isupper())
    return word[0].isdigit() or bool(after.group("open")) or word[0] in "$€£#@\u2022"


def _dots_end(back: str, after: re.Match[str]) -> bool:
    """Return whether an ellipsis ends a sentence: attached to its word, or before a usual opener."""
    return not (back and back[-1].isspace()) or after.group("word").lower() in STARTERS


def _stop_ends(back: str, after: re.Match[str], ahead: str, *, match: re.Match[str]) -> bool:
    closed = bool(match.group("c2"))
    if match.group("stop") != ".":
        return not (closed and not after.group("open") and _SPEAKER.match(ahead))
    return not _abbreviated(back, after, ahead, closed=closed)


def _abbreviated(back: str, after: re.Match[str], ahead: str, *, closed: bool) -> bool:
    """Return whether the full stop belongs to the word before it and the sentence goes on."""
    before = _BEFORE.search(back)
    if before is None:
        return False
    word, follower = before.group(), after.group("word").rstrip(".")
    low = word.lower()
    starts = follower.lower() in STARTERS or bool(after.group("open") and after.group("open")[0] in '"\u201c\u2018')
    if word.isdigit():
        return back.strip() == word and len(word) <= 3
    if _CLOCK.fullmatch(word):
        return _clock_goes_on(follower, ahead)
    if low in TITLES:
        return not closed
    if low in NUMBERED:
        return follower[:1].isdigit() or bool(_ROMAN.match(follower) and follower != "I")
    if low in MONTHS or low in DAYS:
        return follower[:1].isdigit()
    if low in COMPANIES or _INITIALS.fullmatch(word):
        return not starts
    return len(word) == 1 and word.isupper() and not _letter_ends(back, starts)


def _clock_goes_on(follower: str, ahead: str) -> bool:
    low = follower.lower()
    return low in CLOCK_WORDS or low in MONTHS or low in DAYS or bool(_PLACE_TIME.match(ahead))


def _letter_ends(back: str, starts: bool) -> bool:
    """Return whether a single capital is a label ("Plan B. The ...") and not an initial ("J. Doe")."""
    return starts and len(back.split()) > 1
