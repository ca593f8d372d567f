"""What one document has said so far: its names, who was subject, who is speaking.

Resolution reads this and never changes the text. Everything in it comes from earlier in the document, so
that a phrase means the same whatever follows.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.records import Actor, Party, Sentence, Span
from detente.resolve.lexicon import Lexicon
from detente.resolve.names import Mention

# The one state a story is about must be named at least this often, and this many times as often as the next.
FOCUS_COUNT = 2
FOCUS_RATIO = 2.0


@dataclass(slots=True)
class Discourse:
    """The running memory of one document; ``day`` is the day on which roles are looked up."""

    lexicon: Lexicon
    text: str
    day: date | None
    mentions: Sequence[Mention]
    local_names: dict[str, Party] = field(default_factory=dict)
    subjects: list[tuple[Sentence, tuple[Party, ...]]] = field(default_factory=list)
    speakers: list[tuple[Span, Party]] = field(default_factory=list)
    voice: Party | None = None
    heading: Span | None = None
    outlets: dict[str, Party] = field(default_factory=dict)
    cache: dict[tuple[int, int], tuple[Party, ...]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _focuses: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [m.span.start for m in self.mentions]

    def mention_over(self, span: Span) -> Mention | None:
        """Return the mention that covers a word, or the end of one run together with another ("ComradeKim")."""
        place = bisect_left(self._starts, span.end) - 1
        if place >= 0 and self.mentions[place].span.end >= span.end:
            return self.mentions[place]
        return None

    def mentions_in(self, span: Span) -> Sequence[Mention]:
        """Return the mentions that begin inside a span."""
        return self.mentions[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def last_named(self, ids: Iterable[str], position: int) -> str | None:
        """Return which of the actors was named last before a position, None where none was."""
        wanted = set(ids)
        return next((actor.id for actor in self._named_back(position) if actor.id in wanted), None)

    def most_named(self, ids: Iterable[str], position: int) -> str | None:
        """Return which of the actors was named most often before a position, None where two were as often."""
        wanted = set(ids)
        counts = Counter(a.id for a in self._named_back(position) if a.id in wanted).most_common(2)
        if not counts or len(counts) == 2 and counts[0][1] == counts[1][1]:
            return None
        return counts[0][0]

    def states_before(self, position: int) -> list[str]:
        """Return the ids of states named before a position, the latest first, each once."""
        return list(dict.fromkeys(actor.id for actor in self._named_back(position) if actor.kind == "state"))

    def focus(self, position: int) -> str | None:
        """Return the state that the document is about up to a position, None where it is about several."""
        if not self._focuses:
            self._focuses = list(focuses(self.mentions, self.lexicon))
        return self._focuses[bisect_left(self._starts, position)]

    def speaker_at(self, span: Span) -> Party | None:
        """Return who speaks the quotation around a span, or the whole article, if it is known."""
        return next((party for quoted, party in self.speakers if quoted.covers(span)), self.voice)

    def _named_back(self, position: int) -> Iterator[Actor]:
        """Yield the actors named outright before a position, the latest first."""
        for place in range(bisect_left(self._starts, position) - 1, -1, -1):
            yield from sure_actors(self.mentions[place])


def focuses(mentions: Iterable[Mention], lexicon: Lexicon) -> Iterator[str | None]:
    """Yield the state that a document is about before its first mention, and after each."""
    counts: Counter[str] = Counter()
    yield None
    for mention in mentions:
        counts.update({a.country for a in sure_actors(mention) if a.country in lexicon.actors})
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        enough = ranked[0][1] >= max(FOCUS_COUNT, FOCUS_RATIO * ranked[1][1])
        yield ranked[0][0] if enough else None


def sure_actors(mention: Mention) -> tuple[Actor, ...]:
    """Return the actors that a mention names outright: one actor only, and not by a weak name."""
    actors = {c.actor.id: c.actor for c in mention.candidates if c.kind != "weak"}
    return tuple(actors.values()) if len(actors) == 1 else ()
