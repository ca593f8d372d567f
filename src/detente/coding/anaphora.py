"""Events spoken of again: "these developments", "the move", "condemned the attack" after the attack was told.

Who did it is then who did the event told before, where that is one side only; nothing is guessed otherwise.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.draft import Draft
from detente.coding.effects import MATERIAL_CONFLICT
from detente.coding.framebook import FrameBook
from detente.parse.tree import below, prepositional
from detente.records import Party, Sentence, Span

GENERIC = frozenset(
    "act action announcement approach assertion attitude behaviour behavior change comment conduct decision declaration"
    " development escalation event gesture incident initiative measure move news ploy policy position provocation"
    " remark revelation rhetoric shift"
    " situation stance statement step stunt this threat".split()
)
DEFINITE = frozenset({"the", "this", "these", "that", "those", "such", "latest"})
# How many earlier events are looked back on.
REACH = 4


def resolve_doer(draft: Draft, earlier: Sequence[Draft], book: FrameBook) -> Draft:
    """Return the draft with the doer of an event spoken of again as its target, where the text settles it."""
    if (
        draft.targets
        or draft.embed not in ("accuse", "praise", "request")
        and draft.event_type not in ("ACCUSE", "SUPPORT", "REJECT")
    ):
        return draft
    sentence = draft.binding.clause.sentence
    heads = [*draft.binding.regions, *(a.head for a in draft.binding.clause.patients)]
    for head in heads:
        doers = _doers(sentence, head, draft, earlier, book)
        if doers:
            span = sentence.words[head].span
            return replace(draft, targets=tuple(_again(p, span, sentence, head) for p in doers))
    return draft


def _doers(sentence: Sentence, head: int, draft: Draft, earlier: Sequence[Draft], book: FrameBook) -> tuple[Party, ...]:
    if not _is_definite(sentence, head):
        return ()
    lemma = sentence.words[head].lemma
    types = {f.event_type for f in book.of("noun", lemma)} & MATERIAL_CONFLICT
    if lemma not in GENERIC and not types:
        return ()
    own = {p.actor for p in draft.sources}
    for before in reversed(earlier[-REACH:]):
        fits = lemma in GENERIC or before.event_type in types
        if fits and before.sources and not any(p.actor in own for p in before.sources):
            return before.sources if len({p.country for p in before.sources}) == 1 else ()
    return ()


def _is_definite(sentence: Sentence, head: int) -> bool:
    if any(prep in ("by", "of", "on", "against") for prep, _ in prepositional(sentence, head)):
        return False
    words = {sentence.words[i].text.lower() for i in below(sentence, head, "det", "amod")}
    return bool(words & DEFINITE) or sentence.words[head].text.lower() in ("this", "that")


def _again(party: Party, span: Span, sentence: Sentence, head: int) -> Party:
    return replace(party, text=sentence.words[head].text, span=span, reason="event")
