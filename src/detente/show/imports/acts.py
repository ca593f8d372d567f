"""What CAMEO codes and PLOVER types of other projects stand for in our codebook."""

from detente.data.codebook_cards import Codebook
from detente.show.imports.staging import ActReading
from detente.store import UNTYPED, Act

# CAMEO's four classes by root code, as GDELT counts them: 01-05, 06-08, 09-13, 14-20.
LAST_ROOTS = (5, 8, 13, 20)
# Names that PLOVER had before 2023.
OLD_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_NO_MODE = {"", "none", "nan"}


def act_of_cameo(code: str, goldstein: str, book: Codebook) -> ActReading:
    """Return the act of a CAMEO code; a value on Goldstein's scale that is missing is that of our crosswalk.

    Codes that lost a leading zero are mended. Statements and appeals, which PLOVER dropped, have the type ``NONE``.
    """
    mends = []
    if code not in book.cameo_codes and f"0{code}" in book.cameo_codes:
        code, mends = f"0{code}", ["CAMEO code without its zero"]
    card = book.cameo_codes.get(code)
    if card is None:
        return ActReading(None)
    if not goldstein:
        mends.append("Goldstein value missing")
    value = float(goldstein) if goldstein else card.goldstein
    if not card.event_type:
        quad = next(number for number, last in enumerate(LAST_ROOTS, 1) if int(code[:2]) <= last)
        return ActReading(Act(UNTYPED, None, (), code, quad, 0.0, value), tuple(mends))
    quad, score = book.quad_class(card.event_type), book.intensity(card.event_type, card.mode or None)
    return ActReading(Act(card.event_type, card.mode or None, card.contexts, code, quad, score, value), tuple(mends))


def act_of_plover(event_type: str, mode: str, contexts: list[str], book: Codebook) -> ActReading:
    """Return the act of a PLOVER type; intensity, quad class and CAMEO code are those of our codebook.

    A mode or context that the codebook lacks is dropped.
    """
    name, mends = event_type.strip().upper(), []
    if name in OLD_TYPES:
        name, mends = OLD_TYPES[name], ["older name of a type"]
    if name not in book.types:
        return ActReading(None)
    known = {context.name for context in book.contexts}
    wanted = "" if mode.lower() in _NO_MODE else mode.lower()
    kept = wanted if wanted in book.modes(name) else None
    if wanted and kept is None:
        mends.append("mode that the codebook lacks")
    if set(contexts) - known:
        mends.append("context that the codebook lacks")
    code = book.cameo(name, kept)
    held = tuple(context for context in contexts if context in known)
    act = Act(name, kept, held, code, *book.measures(name, kept, code))
    return ActReading(act, tuple(mends))
