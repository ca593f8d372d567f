"""What no frame found: pairs of parties of a sentence that the pair model is sure something passes between.

Each ordered pair is asked about on its own. What is proposed goes the same way as what a frame found: the same
filters, attribution, date and evidence; its reason is the model's word, with the word of the sentence that the
two sides meet in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from detente.coding.draft import Draft
from detente.coding.match import Binding
from detente.coding.model import NONE, PairModel, PairScore
from detente.coding.patterns import Frame
from detente.coding.sides import SYMMETRIC
from detente.data.codebook_cards import Codebook
from detente.parse.tree import path_between
from detente.records import Clause, Event, Factuality, Party, Reason, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties

# The chance of a type from which on it is proposed, and of a factuality from which on it overrules the clause's.
SURE, SURE_FACTUALITY = 0.9, 0.7
# A sentence that names more is a list: of its parties the first are asked about.
MOST_PARTIES = 5
# Parts of a name or of another phrase; their phrase is asked about.
INNER = frozenset({"compound", "nmod"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class Place:
    """A party and the word that heads its phrase."""

    party: Party
    head: int


@dataclass(frozen=True, slots=True)
class Proposer:
    """The model, asked about what the rules did not find."""

    model: PairModel
    codebook: Codebook
    sure: float = SURE

    def propose(
        self, discourse: Discourse, sentence: Sentence, clauses: Sequence[Clause], found: Iterable[Event]
    ) -> list[Draft]:
        """Return drafts for the pairs of a sentence that no event of the rules joins, in the order of the pairs."""
        events = list(found)
        known = {pair for event in events for pair in _joined(event)}
        scores = self._scores(discourse, sentence, _pairs(_places(discourse, sentence), known))
        told = {(event.event_type, *pair) for event in events for pair in _joined(event)}
        drafts = []
        for (source, target), score in scores.items():
            clause = _meeting(sentence, clauses, source.head, target.head)
            back = (score.best, target.party.actor, source.party.actor)
            one_way = score.best not in SYMMETRIC
            if clause and not (one_way and (back in told or _is_likelier(score, scores.get((target, source))))):
                drafts.append(self._draft(clause, source, target, score))
        return [draft for draft in drafts if (draft.confidence or 0.0) >= self.sure]

    def _scores(
        self, discourse: Discourse, sentence: Sentence, pairs: Iterable[tuple[Place, Place]]
    ) -> dict[tuple[Place, Place], PairScore]:
        """Return the model's view of those pairs of which it says that something passes."""
        seen = {pair: self._score(discourse.text, sentence.span, pair[0].party, pair[1].party) for pair in pairs}
        return {pair: score for pair, score in seen.items() if score is not None and score.best != NONE}

    def _score(self, text: str, span: Span, source: Party, target: Party) -> PairScore | None:
        if source.span is None or target.span is None:
            return None
        return self.model.score(span.of(text), source.span.within(span), target=target.span.within(span))

    def _draft(self, clause: Clause, source: Place, target: Place, score: PairScore) -> Draft:
        event_type = score.best
        modes = [mode.name for mode in self.codebook.types[event_type].modes]
        word = clause.sentence.words[clause.predicate]
        frame = Frame("", clause.kind, frozenset({clause.lemma}), (), event_type, "", "", "")
        reasons = (
            Reason("model", f"{event_type}:{score.types[event_type]:.2f}", word.span),
            *(Reason("factuality", f"{r.code}:{r.value}", r.span) for r in clause.factuality.reasons),
        )
        return Draft(
            Binding(frame, clause, (target.head,), (), ()), event_type, score.mode(modes), "",
            (source.party,), (target.party,), _factuality(clause, score), reasons, (clause.predicate,),
            round(score.types[event_type], 3),
        )  # fmt: skip


def _is_likelier(score: PairScore, back: PairScore | None) -> bool:
    """Return whether the same thing is likelier the other way round."""
    return back is not None and back.types[score.best] > score.types[score.best]


def _factuality(clause: Clause, score: PairScore) -> Factuality:
    sure = score.factuality[score.certainty] >= SURE_FACTUALITY
    return score.certainty if sure else clause.factuality.value


def _joined(event: Event) -> Iterator[tuple[str | None, str | None]]:
    for source in event.sources:
        for target in event.targets:
            yield source.actor, target.actor


def _places(discourse: Discourse, sentence: Sentence) -> list[Place]:
    """Return the parties that are named or described in a sentence, in text order, each phrase once."""
    found: dict[Span, Place] = {}
    for word in sentence.words:
        if word.pos not in NOMINAL or word.dep in INNER:
            continue
        for party in parties(discourse, sentence, word.index):
            if party.country and party.span and sentence.span.covers(party.span):
                found.setdefault(party.span, Place(party, word.index))
    return list(found.values())[:MOST_PARTIES]


def _pairs(places: Sequence[Place], known: set[tuple[str | None, str | None]]) -> Iterator[tuple[Place, Place]]:
    """Yield the ordered pairs of different actors that stand apart and that no event joins yet."""
    for source, target in permutations(places, 2):
        a, b = source.party, target.party
        if a.span and b.span and not a.span.overlaps(b.span) and a.actor != b.actor and (a.actor, b.actor) not in known:
            yield source, target


def _meeting(sentence: Sentence, clauses: Sequence[Clause], a: int, b: int) -> Clause | None:
    """Return the clause in which two phrases meet: the highest on the path between their heads, verbs first."""
    path = path_between(sentence, a, b)
    on_path = [c for c in clauses if c.predicate in path]
    return min(on_path, key=lambda c: (c.kind == "noun", path.index(c.predicate)), default=None)
