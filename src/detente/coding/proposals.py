"""What no frame found: pairs of parties of a sentence that the pair model is sure something passes between.

Each ordered pair is asked about on its own. What is proposed goes the same way as what a frame found: the same
filters, attribution, date and evidence; its reason is the model's word, with the word of the sentence that the
two sides meet in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from detente.coding.draft import Draft, why_so_sure
from detente.coding.match import Binding
from detente.coding.model import NONE, PairModel, PairScore
from detente.coding.patterns import Frame
from detente.coding.sides import SYMMETRIC
from detente.data.codebook_cards import Codebook
from detente.parse.tree import first_conjunct, path_between
from detente.records import Clause, Event, Factuality, Party, Reason, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties

# The chance of a factuality from which on it overrules the clause's.
SURE_FACTUALITY = 0.7
# A sentence that names more is a list: of its parties the first are asked about.
MOST_PARTIES = 5
# Parts of a name or of another phrase; their phrase is asked about.
INNER = frozenset({"compound", "nmod"})
# Where something is or happens: "in Washington" names no side.
WHERE = frozenset("in at near around outside inside across through throughout within over along".split())
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
Dyads = set[tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Place:
    """A party, where it stands in the text, and the word that heads its phrase."""

    party: Party
    span: Span
    head: int


Proposal = tuple[Place, Place, Clause, PairScore]


@dataclass(frozen=True, slots=True)
class Proposer:
    """The model, asked about what the rules did not find."""

    model: PairModel
    codebook: Codebook
    sure: float

    def propose(
        self, discourse: Discourse, sentence: Sentence, clauses: Sequence[Clause], found: Iterable[Event]
    ) -> list[Draft]:
        """Return drafts for the dyads of a sentence that no event of the rules joins, the surest of each, by place.

        The same the other way round is left out where the type has a direction: who is attacked did not attack.
        """
        told = {(event.event_type, *dyad) for event in found for dyad in _dyads(event)}
        known = {(source, target) for _, source, target in told}
        chosen = []
        for source, target, clause, score in self._scored(discourse, sentence, clauses, known):
            here = (source.party.country, target.party.country)
            back = (score.best, *here[::-1]) in told and score.best not in SYMMETRIC
            if score.types[score.best] >= self.sure and not back and here not in known:
                told.add((score.best, *here))
                known.add(here)
                chosen.append((source, target, clause, score))
        return [self._draft(*row) for row in sorted(chosen, key=lambda row: (row[0].span, row[1].span))]

    def _scored(
        self, discourse: Discourse, sentence: Sentence, clauses: Sequence[Clause], known: Dyads
    ) -> list[Proposal]:
        """Return those pairs of which the model says that something passes, the surest first."""
        text, span, seen = sentence.span.of(discourse.text), sentence.span, []
        for source, target in _pairs(_places(discourse, sentence), known):
            clause = _meeting(sentence, clauses, source.head, target.head)
            if clause is not None:
                score = self.model.score(text, source.span.within(span), target=target.span.within(span))
                seen.append((source, target, clause, score))
        events = [row for row in seen if row[3].best != NONE]
        return sorted(events, key=lambda row: -row[3].types[row[3].best])

    def _draft(self, source: Place, target: Place, clause: Clause, score: PairScore) -> Draft:
        event_type = score.best
        modes = [mode.name for mode in self.codebook.types[event_type].modes]
        word = clause.sentence.words[clause.predicate]
        frame = Frame("", clause.kind, frozenset({clause.lemma}), (), event_type, "", "", "")
        reasons = (
            Reason("model", f"{event_type}:{score.types[event_type]:.2f}", word.span),
            *why_so_sure(clause.factuality),
        )
        return Draft(
            Binding(frame, clause, (target.head,), (), ()), event_type, score.mode(modes), "",
            (source.party,), (target.party,), _factuality(clause, score), reasons, (clause.predicate,),
            round(score.types[event_type], 3),
        )  # fmt: skip


def _factuality(clause: Clause, score: PairScore) -> Factuality:
    sure = score.factuality[score.certainty] >= SURE_FACTUALITY
    return score.certainty if sure else clause.factuality.value


def _dyads(event: Event) -> Iterator[tuple[str | None, str | None]]:
    for source in event.sources:
        for target in event.targets:
            yield source.country, target.country


def _places(discourse: Discourse, sentence: Sentence) -> list[Place]:
    """Return the parties that are named or described in a sentence as who, not as where; each phrase once."""
    found: dict[Span, Place] = {}
    for word in sentence.words:
        if word.pos not in NOMINAL or word.dep in INNER or _is_where(sentence, word.index):
            continue
        for party in parties(discourse, sentence, word.index):
            if party.country and party.span and sentence.span.covers(party.span):
                found.setdefault(party.span, Place(party, party.span, word.index))
    return list(found.values())[:MOST_PARTIES]


def _is_where(sentence: Sentence, index: int) -> bool:
    word = sentence.words[first_conjunct(sentence, index)]
    return word.dep == "pobj" and sentence.words[word.head].text.lower() in WHERE


def _pairs(places: Sequence[Place], known: Dyads) -> Iterator[tuple[Place, Place]]:
    """Yield the ordered pairs of two countries' parties that stand apart and that no event joins yet.

    What passes between two of one country is left to the frames: of the model's proposals there, few were right.
    """
    for source, target in permutations(places, 2):
        here = (source.party.country, target.party.country)
        if not source.span.overlaps(target.span) and here[0] != here[1] and here not in known:
            yield source, target


def _meeting(sentence: Sentence, clauses: Sequence[Clause], a: int, b: int) -> Clause | None:
    """Return the clause in which two phrases meet: the highest on the path between their heads, verbs first."""
    path = path_between(sentence, a, b)
    on_path = [c for c in clauses if c.predicate in path]
    return min(on_path, key=lambda c: (c.kind == "noun", path.index(c.predicate)), default=None)
