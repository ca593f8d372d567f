"""What one document has said so far: its names, who was subject, who is speaking.

Resolution reads this and never changes the text. Everything in it comes from earlier in the document, so
that a phrase means the same whatever follows.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
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
    outlets: dict[str, Party] = field(default_factory=dict)
    cache: dict[tuple[int, int], tuple[Party, ...]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

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

    def named_before(self, position: int) -> set[str]:
        """Return ids of the actors named outright before a position."""
        return {a.id for m in self._before(position) for a in sure_actors(m)}

    def last_named(self, ids: Iterable[str], position: int) -> str | None:
        """Return which of the actors was named last before a position, None where none was."""
        wanted = set(ids)
        for mention in reversed(self._before(position)):
            for actor in sure_actors(mention):
                if actor.id in wanted:
                    return actor.id
        return None

    def most_named(self, ids: Iterable[str], position: int) -> str | None:
        """Return which of the actors was named most often before a position, None where two were as often."""
        wanted = set(ids)
        counts = Counter(a.id for m in self._before(position) for a in sure_actors(m) if a.id in wanted).most_common(2)
        if not counts or len(counts) == 2 and counts[0][1] == counts[1][1]:
            return None
        return counts[0][0]

    def states_before(self, position: int) -> list[str]:
        """Return the ids of states named before a position, the latest first, each once."""
        found: dict[str, None] = {}
        for mention in reversed(self._before(position)):
            for actor in sure_actors(mention):
                if actor.kind == "state":
                    found.setdefault(actor.id)
        return list(found)

    def focus(self, position: int) -> str | None:
        """Return the state that the document is about up to a position, None where it is about several."""
        counts: Counter[str] = Counter()
        for mention in self._before(position):
            counts.update({a.country for a in sure_actors(mention) if a.country in self.lexicon.actors})
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < FOCUS_COUNT:
            return None
        if len(ranked) == 2 and ranked[0][1] < FOCUS_RATIO * ranked[1][1]:
            return None
        return ranked[0][0]

    def speaker_at(self, span: Span) -> Party | None:
        """Return who speaks the quotation around a span, or the whole article, if it is known."""
        return next((party for quoted, party in self.speakers if quoted.covers(span)), self.voice)

    def _before(self, position: int) -> Sequence[Mention]:
        return self.mentions[: bisect_left(self._starts, position)]


def sure_actors(mention: Mention) -> tuple[Actor, ...]:
    """Return the actors that a mention names outright: one actor only, and not by a weak name."""
    actors = {c.actor.id: c.actor for c in mention.candidates if c.kind != "weak"}
    return tuple(actors.values()) if len(actors) == 1 else ()
