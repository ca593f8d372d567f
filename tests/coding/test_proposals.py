"""What the model proposes where no frame joins two parties: sides, filters, reasons."""

from dataclasses import dataclass, replace

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.coding.model import NONE, PairScore
from detente.coding.proposals import Proposer
from detente.records import Event, Span

SURE = 0.9
SENTENCE = "Warsaw gave a dozen Cuban trade officials until Sunday to be gone, and Peru looked on."


@dataclass(frozen=True, slots=True)
class Always:
    """A model that sees one type from one phrase to another, and nothing elsewhere."""

    source: str
    target: str
    event_type: str
    chance: float
    factuality: str = "asserted"

    def score(self, text: str, source: Span, *, target: Span) -> PairScore:
        asked = (source.of(text), target.of(text)) == (self.source, self.target)
        chance = self.chance if asked else 0.0
        return PairScore({self.event_type: chance, NONE: 1 - chance}, {self.factuality: 0.9}, {"": 1.0})


def coded(coder: Coder, model: Always, text: str = SENTENCE) -> list[Event]:
    proposer = Proposer(model, coder.maker.codebook, SURE)  # type: ignore[arg-type]
    return replace(coder, proposer=proposer).code(sentence_document(text))


def test_a_sure_pair_is_an_event_with_its_reason(coder: Coder) -> None:
    model = Always("Warsaw", "a dozen Cuban trade officials", "SANCTION", 0.97)
    (event,) = coded(coder, model)
    assert (event.event_type, event.confidence, event.factuality) == ("SANCTION", 0.97, "asserted")
    assert [p.country for p in event.sources] == ["POL"] and [p.country for p in event.targets] == ["CUB"]
    (reason,) = [r for r in event.reasons if r.code == "model"]
    assert reason.value == "SANCTION:0.97" and reason.span is not None and reason.span.of(SENTENCE) == "gave"
    assert event.evidence.text == "Warsaw gave a dozen Cuban trade officials"
    assert not [r for r in event.reasons if r.code == "frame"]


@pytest.mark.parametrize("chance", [0.0, SURE - 0.01])
def test_an_unsure_pair_is_none(coder: Coder, chance: float) -> None:
    assert coded(coder, Always("Warsaw", "a dozen Cuban trade officials", "SANCTION", chance)) == []


def test_factuality_that_the_model_is_sure_of_stands(coder: Coder) -> None:
    model = Always("Warsaw", "a dozen Cuban trade officials", "SANCTION", 0.97, "negated")
    assert [e.factuality for e in coded(coder, model)] == ["negated"]


def test_what_a_frame_found_is_not_proposed_again(coder: Coder) -> None:
    text = "Peru attacked Chile on Monday."
    (event,) = coded(coder, Always("Peru", "Chile", "PROTEST", 0.99), text)
    assert event.event_type == "ASSAULT"


def test_a_state_and_its_own_ministry_are_one_side(coder: Coder) -> None:
    text = "Poland heard from the Polish foreign ministry of the plan."
    assert coded(coder, Always("Poland", "the Polish foreign ministry", "CONSULT", 0.99), text) == []
