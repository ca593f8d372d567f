"""The nouns of detente: frozen records that the rooms hand to each other. No input or output here.

All positions are half-open character ranges of ``Document.text``. Field names are those of the
promised JSON (``docs/data-dictionary.md``); enumerations are closed sets of lower-case words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

# In EventDate the field ``date`` hides the class of that name.
Day = date
PublishedBasis = Literal["metadata", "dateline", "text", "given"]
ClauseKind = Literal["verb", "noun", "adjective"]
ClauseLink = Literal["root", "conjunct", "complement", "infinitive", "adverbial", "relative", "participle", "noun"]
Voice = Literal["active", "passive"]
Factuality = Literal["asserted", "historical", "future", "hypothetical", "negated"]
AttributionKind = Literal["quoted", "reported", "claimed", "expected"]
DatePrecision = Literal["day", "month", "year", "none"]
DateBasis = Literal["stated", "relative", "publication"]
Direction = Literal["thaw", "freeze"]
Period = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open character range of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers in ``text``."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Return whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, outer: "Span") -> "Span":
        """Return the same range counted from where ``outer`` starts."""
        return Span(self.start - outer.start, self.end - outer.start)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is what it is: the room's word for it, its value and the words that decided."""

    code: str
    value: str = ""
    span: Span | None = None


# ---------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to read, as it came: a file, a response, a line of a JSON lines file."""

    content: bytes
    origin: str
    url: str | None = None
    media_type: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment: its words, who signed it where known, where it starts where it is in the page."""

    text: str
    author: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An article apart from its page: what the newsroom wrote, with what is known of it.

    ``text`` holds title, standfirst and body paragraphs as they stand in the page, character by
    character, blank lines between; comments and furniture are not in it. A page that cannot be read
    is a Document with ``error`` set and empty text.
    """

    id: str
    text: str
    paragraphs: tuple[Span, ...] = ()
    title: str | None = None
    title_span: Span | None = None
    standfirst: str | None = None
    standfirst_span: Span | None = None
    url: str | None = None
    section: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_basis: PublishedBasis | None = None
    language: str | None = None
    comments: tuple[Comment, ...] = ()
    furniture: tuple[str, ...] = ()
    error: str | None = None
    origin: str = ""

    def blocks(self) -> tuple[Span, ...]:
        """Return title, standfirst and paragraphs in the order of the text."""
        extra = (span for span in (self.title_span, self.standfirst_span) if span is not None)
        return tuple(sorted({*extra, *self.paragraphs}))


# ---------------------------------------------------------------------------------------- parsing


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a sentence: its place in the text and its place in the tree.

    ``index`` and ``head`` count from the start of the sentence; the root's head is itself.
    ``tag`` is the Penn Treebank tag, ``dep`` the ClearNLP dependency label of spaCy's English models.
    """

    index: int
    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence: its words, and for each word the indices of its children."""

    span: Span
    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...]
    block: int = 0

    def subtree(self, index: int) -> tuple[int, ...]:
        """Return the indices of a word and all below it, in text order."""
        found, queue = [index], [index]
        while queue:
            below = self.children[queue.pop()]
            found.extend(below)
            queue.extend(below)
        return tuple(sorted(found))

    def span_of(self, indices: Iterable[int]) -> Span:
        """Return the smallest span that holds all the words named."""
        words = [self.words[i] for i in indices]
        return Span(min(w.span.start for w in words), max(w.span.end for w in words))


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase that a predicate takes: its head word, its span, the preposition that brings it in."""

    head: int
    span: Span
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class FactualityMark:
    """A reading of how sure a clause is, with the words that decide it."""

    value: Factuality
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One predication: a verb or an event noun with its arguments.

    ``agents`` and ``patients`` are given for the active reading (the agent of a passive is the phrase
    after "by"); subjects shared by coordination, infinitives, participles and relative clauses are
    filled in. ``parent`` is the index of the governing clause in the list that ``parse`` returns for
    the sentence, None at the top.
    """

    sentence: Sentence
    predicate: int
    span: Span
    lemma: str
    kind: ClauseKind
    voice: Voice = "active"
    particle: str = ""
    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    obliques: tuple[Argument, ...] = ()
    link: ClauseLink = "root"
    parent: int | None = None
    marker: str = ""
    factuality: FactualityMark = FactualityMark("asserted")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody is said to have said: content, cue and speaker phrase where found.

    ``sentence`` and ``speaker_head`` say where the speaker stands in a tree, so that it can be resolved;
    ``outlet_head`` likewise for the outlet that relays the words ("the paper quoted her as saying").
    """

    content: Span
    kind: AttributionKind
    speaker: Span | None = None
    cue: Span | None = None
    direct: bool = False
    sentence: Sentence | None = None
    speaker_head: int | None = None
    outlet_head: int | None = None


# --------------------------------------------------------------------------------------- resolving


@dataclass(frozen=True, slots=True)
class Role:
    """An office that an actor holds from ``since`` to ``until`` (both included, None is open)."""

    role: str
    sector: str
    country: str
    since: date | None = None
    until: date | None = None
    title: str = ""
    reference: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the office is held on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, institution, group or person that can be a side of an event.

    ``strong`` names identify the actor wherever they stand; ``weak`` names (surnames, "the North",
    acronyms shared with others) do so only where the document has named the actor or a context
    word is near. ``country`` is ISO 3166-1 alpha-3, or IGO, NGO, MNC, ISM, IMG.
    """

    id: str
    name: str
    kind: str
    country: str
    sector: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    since: date | None = None
    until: date | None = None
    neighbours: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A side of an event or a speaker, as named in the text and as resolved.

    ``actor`` is None where the text does not settle who it is; ``reason`` then says why, and
    otherwise how it was resolved (``name``, ``adjective``, ``capital``, ``surname``, ``pronoun`` ...).
    """

    text: str
    span: Span | None
    actor: str | None
    name: str | None
    country: str | None
    sector: str | None
    role: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: the words, the gazetteer's name, country and coordinates in degrees."""

    text: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When something happened: first and last day, how finely the text says it, and from what."""

    date: Day | None
    date_end: Day | None
    precision: DatePrecision
    basis: DateBasis


# ------------------------------------------------------------------------------------------ coding


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of the chain on whose word an event rests."""

    speaker: Party
    cue: str
    kind: AttributionKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say so."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where, on whose word and how sure; see docs/data-dictionary.md."""

    id: str
    document: str
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad_class: int
    intensity: float
    goldstein: float
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    factuality: Factuality
    attribution: tuple[Attribution, ...]
    when: EventDate
    place: Place | None
    evidence: Evidence
    confidence: float
    reasons: tuple[Reason, ...]
    codebook: str
    coder: str
    mentions: tuple[Evidence, ...] = ()


# ---------------------------------------------------------------------------------------- relating


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """One directed pair that an event joins: two actor keys, each a country code or an actor id.

    ``mutual`` marks acts that both sides do together ("held talks"); those come in both directions.
    """

    source: str
    target: str
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class DyadPeriod:
    """What passed between two actors in one period: ``start`` included, ``end`` excluded.

    ``by_quad`` counts events of quad class 1..4, ``intensity`` is their mean PLOVER intensity,
    ``net`` the sum of it, ``coverage`` the number of documents read that were published in the period.
    """

    a: str
    b: str
    start: date
    end: date
    events: int
    by_quad: tuple[int, int, int, int]
    intensity: float
    net: float
    coverage: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A turning point of a dyad: mean intensity ``before`` and ``after`` day ``at``, with its events.

    ``certainty`` is the chance that it is a true one. ``without_single_source`` says whether it is found also without
    events that one publisher alone tells of; None where that was not asked or nobody is known to have published
    anything. ``seen`` is the day on which it was new, None where the whole series was looked at.
    """

    a: str
    b: str
    at: date
    direction: Direction
    before: float
    after: float
    score: float
    method: str
    evidence: tuple[str, ...]
    certainty: float | None = None
    without_single_source: bool | None = None
    seen: date | None = None
