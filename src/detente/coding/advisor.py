"""Rules and model together: the model's word on each event that the rules found, and on the type between two sides.

The rules stay in charge of what is an event; the model makes it surer or less sure, names another type where it is
sure of it, and strikes an event out where it is sure that there is none. The constants were chosen on the validation
part of the corpus (``train/choose.py`` prints them; docs/decisions/0009-model.md says what else was tried).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from detente.coding.events import event_id
from detente.coding.model import NONE, PairModel, PairScore
from detente.data.codebook_cards import Codebook
from detente.records import Event, Party, Reason, Sentence, Span

# An event is struck out where the model gives NONE at least this chance.
STRIKE = 0.9
# An event is of another type where the model gives that type at least this chance.
OVERRULE = 0.9
# Log odds that an event is right: from the rules' confidence, the model's chance of its type, and a constant.
RULES_WEIGHT, MODEL_WEIGHT, CONSTANT = 0.25, 0.76, 0.87
# What the rules' word on a type weighs against the model's, as log odds, by how the rules came to it.
RULES_VOTE: Mapping[str, float] = {"both": 2.0, "one": 1.5, "words": 0.0}
MOST_PAIRS = 4
LEAST = 0.001
# The scores of a sentence's pairs: several events of one pair are scored once.
Known = dict[tuple[Span, Span], PairScore]


@dataclass(frozen=True, slots=True)
class Advisor:
    """The model, asked about what the rules found."""

    model: PairModel
    codebook: Codebook

    def advise(self, text: str, sentence: Sentence, events: Iterable[Event]) -> list[Event]:
        """Return the events of a sentence with the model's opinion; those that it is sure are none are left out."""
        known: Known = {}
        advised = (self._advised(text, sentence.span, event, known) for event in events)
        return [event for event in advised if event is not None]

    def _advised(self, text: str, span: Span, event: Event, known: Known) -> Event | None:
        score = self.opinion(text, span, event, known=known)
        if score is None:
            return event
        if score.types[NONE] >= STRIKE:
            return None
        said = Reason("model", f"{score.best}:{score.types[score.best]:.2f}")
        sure = combined(event.confidence, score.types[event.event_type])
        advised = replace(event, confidence=sure, reasons=(*event.reasons, said))
        other = score.best not in (NONE, event.event_type) and score.types[score.best] >= OVERRULE
        return self._recoded(advised, score) if other else advised

    def _recoded(self, event: Event, score: PairScore) -> Event:
        """Return the event under the model's type; a reason keeps what the rules said."""
        book, event_type = self.codebook, score.best
        mode = score.mode(m.name for m in book.types[event_type].modes) or None
        cameo = book.cameo(event_type, mode)
        quad_class, intensity, goldstein = book.measures(event_type, mode, cameo)
        ruled = Reason("rules", f"{event.event_type}{f'/{event.mode}' if event.mode else ''}")
        recoded = replace(
            event, event_type=event_type, mode=mode, cameo=cameo,
            quad_class=quad_class, intensity=intensity, goldstein=goldstein,
            confidence=round(score.types[event_type], 3), reasons=(*event.reasons, ruled),
        )  # fmt: skip
        return replace(recoded, id=event_id(recoded))

    def opinion(self, text: str, span: Span, event: Event, *, known: Known | None = None) -> PairScore | None:
        """Return the view of those of its sides that speak most for an event; None where none stand in the sentence.

        Args:
            text: the text of the document.
            span: the sentence that the event was found in.
            event: what the rules found there.
            known: scores of this sentence's pairs; what is scored here is added.
        """
        known = {} if known is None else known
        pairs = list(islice(_pairs(span, event), MOST_PAIRS))
        for source, target in set(pairs) - known.keys():
            known[source, target] = self.model.score(span.of(text), source.within(span), target=target.within(span))
        return max((known[pair] for pair in pairs), key=lambda s: s.types[event.event_type], default=None)

    def type_of(self, score: PairScore, ruled: str | None, how: str) -> str:
        """Return the likeliest type between two sides between which something does pass.

        Args:
            score: the model's view.
            ruled: what the rules say; None where they are silent.
            how: "both" where a frame joins the sides, "one" where it has one of them, "words" where only words vote.
        """
        votes = {name: math.log(max(p, LEAST)) for name, p in score.types.items() if name != NONE}
        if ruled in votes:
            votes[ruled] += RULES_VOTE[how]
        return max(votes, key=lambda name: (votes[name], name))


def combined(rules: float, model: float) -> float:
    """Return how sure both together are of an event, between 0 and 1, rounded to three places."""
    odds = RULES_WEIGHT * log_odds(rules) + MODEL_WEIGHT * log_odds(model) + CONSTANT
    return round(1 / (1 + math.exp(-odds)), 3)


def log_odds(chance: float) -> float:
    """Return log odds; what is certain is taken as nearly certain."""
    kept = min(1 - LEAST, max(LEAST, chance))
    return math.log(kept / (1 - kept))


def _pairs(span: Span, event: Event) -> Iterator[tuple[Span, Span]]:
    """Yield the places of source and target where both stand in the sentence, apart from each other."""
    for source, target in product(_places(span, event.sources), _places(span, event.targets)):
        if not source.overlaps(target):
            yield source, target


def _places(span: Span, sides: Sequence[Party]) -> list[Span]:
    return [p.span for p in sides if p.span is not None and span.covers(p.span)]
