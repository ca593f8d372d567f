"""An event in the making: what a frame found in a clause, before effects, factuality and attribution."""

from dataclasses import dataclass, replace

from detente.coding.match import Binding
from detente.records import Factuality, FactualityMark, Party, Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """One frame that fired, or what the model proposes: its reading, sides, factuality, and which words said so.

    ``confidence`` is given by who proposes; for a frame it is None, and comes from how the frame was met.
    """

    binding: Binding
    event_type: str
    mode: str
    cameo: str
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    factuality: Factuality
    reasons: tuple[Reason, ...]
    predicates: tuple[int, ...]
    confidence: float | None = None

    @property
    def place(self) -> int:
        """Return the index of the word that called the frame."""
        return self.binding.clause.predicate

    @property
    def embed(self) -> str:
        """Return what the frame does to an event below it."""
        return self.binding.frame.embed

    @property
    def composed(self) -> bool:
        """Return whether an effect made it out of two events ("refused to meet")."""
        return any(reason.code == "effect" for reason in self.reasons)

    @property
    def telling(self) -> int:
        """Return the index of the word that tells it: the verb that carries a noun's deed, or the calling word."""
        carrier = self.binding.carrier
        return carrier if carrier is not None else self.place

    @property
    def is_verbal(self) -> bool:
        """Return whether a verb tells it, its own or one that carries it."""
        return self.binding.clause.kind == "verb" or self.binding.carrier is not None

    def recoded(self, event_type: str, mode: str = "", cameo: str = "") -> "Draft":
        """Return the draft under another type; the CAMEO code is then the type's own unless given."""
        return replace(self, event_type=event_type, mode=mode, cameo=cameo)

    @property
    def opens(self) -> bool:
        """Return whether the frame has a slot for what it embeds, beside the nouns that it names."""
        return any(slot.clause for slot in self.binding.frame.slots)


def why_so_sure(mark: FactualityMark) -> tuple[Reason, ...]:
    """Return the reasons of a factuality as reasons of an event."""
    return tuple(replace(r, code="factuality", value=f"{r.code}:{r.value}") for r in mark.reasons)
