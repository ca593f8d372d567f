"""Lints the codebook: what a reviewer would look for in a changed card, checked for all of them."""

from collections.abc import Iterator

from detente.data.codebook_cards import CameoCode, Codebook, Context, EventType

EXAMPLES_PER_TYPE = 3
WORDS_PER_CONTEXT = 15
SCALE = 10.0


def check_codebook(codebook: Codebook) -> list[str]:
    """Return every breach of the codebook's rules, one sentence each; empty when all is well.

    Intensities take the sign of their quad class (zero is allowed), numbers run from 1 without holes,
    default CAMEO codes map back to their type, examples name their sides and near misses name a type.
    """
    return [
        *_check_numbers("event types", [card.number for card in codebook.types.values()]),
        *_check_numbers("contexts", [context.number for context in codebook.contexts]),
        *(finding for card in codebook.types.values() for finding in _check_type(card, codebook)),
        *(finding for context in codebook.contexts for finding in _check_context(context)),
        *_check_order(codebook),
        *(finding for row in codebook.cameo_codes.values() for finding in _check_cameo_code(row, codebook)),
        *_check_remaps(codebook),
        *_check_untyped(codebook),
    ]


def _check_numbers(what: str, numbers: list[int]) -> Iterator[str]:
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield f"{what}: the numbers {sorted(numbers)} do not run from 1 without holes"


def _check_type(card: EventType, codebook: Codebook) -> Iterator[str]:
    yield from _check_numbers(f"{card.name} modes", [mode.number for mode in card.modes])
    yield from _check_score(card.name, card.intensity, card.quad_class, codebook)
    yield from _check_default(card.name, card.cameo, card.name, codebook)
    for mode in card.modes:
        yield from _check_score(f"{card.name}/{mode.name}", mode.intensity, card.quad_class, codebook)
        yield from _check_default(f"{card.name}/{mode.name}", mode.cameo, card.name, codebook)
    yield from _check_examples(card)
    yield from _check_near_misses(card, codebook)
    if not (card.definition and card.is_not and card.reference):
        yield f"{card.name}: definition, is_not or reference is empty"


def _check_score(what: str, intensity: float, quad_class: int, codebook: Codebook) -> Iterator[str]:
    quad = codebook.quad_classes.get(quad_class)
    if quad is None:
        yield f"{what}: there is no quad class {quad_class}"
    elif intensity * quad.sign < 0:
        yield f"{what}: intensity {intensity} has the wrong sign for {quad.name}"
    if abs(intensity) > SCALE:
        yield f"{what}: intensity {intensity} is off the scale"


def _check_default(what: str, code: str, event_type: str, codebook: Codebook) -> Iterator[str]:
    row = codebook.cameo_codes.get(code)
    if row is None or row.event_type != event_type:
        yield f"{what}: default CAMEO code {code} does not map back to {event_type}"


def _check_examples(card: EventType) -> Iterator[str]:
    if len(card.examples) < EXAMPLES_PER_TYPE:
        yield f"{card.name}: fewer than {EXAMPLES_PER_TYPE} examples"
    names = {mode.name for mode in card.modes}
    for name in sorted(names - {example.mode for example in card.examples}):
        yield f"{card.name}/{name}: no example"
    for example in card.examples:
        if example.mode and example.mode not in names:
            yield f"{card.name}: example with unknown mode {example.mode!r}"
        if not example.source or not example.target and card.recipient_required:
            yield f"{card.name}: a side is missing in {example.text!r}"
        for side in (example.source, example.target):
            if side not in example.text:
                yield f"{card.name}: {side!r} does not stand in {example.text!r}"


def _check_near_misses(card: EventType, codebook: Codebook) -> Iterator[str]:
    if len(card.near_misses) < EXAMPLES_PER_TYPE:
        yield f"{card.name}: fewer than {EXAMPLES_PER_TYPE} near misses"
    others = {"none", *codebook.types} - {card.name}
    for miss in card.near_misses:
        if miss.right_type not in others or not miss.why:
            yield f"{card.name}: near miss {miss.text!r} needs another type (or none) and a reason"


def _check_context(context: Context) -> Iterator[str]:
    if len(set(context.words)) < WORDS_PER_CONTEXT:
        yield f"{context.name}: fewer than {WORDS_PER_CONTEXT} words"
    if list(context.words) != sorted(set(context.words)):
        yield f"{context.name}: the words are not sorted, or one stands twice"
    for word in context.words:
        if word != word.lower() or word != " ".join(word.split()):
            yield f"{context.name}: {word!r} is not in lower case with single spaces"


def _check_order(codebook: Codebook) -> Iterator[str]:
    codes = list(codebook.cameo_codes)
    if codes != sorted(codes):
        yield "cameo.csv: the rows are not sorted by code"


def _check_cameo_code(row: CameoCode, codebook: Codebook) -> Iterator[str]:
    if row.event_type and row.event_type not in codebook.types:
        yield f"CAMEO {row.code}: unknown event type {row.event_type!r}"
    elif row.mode and (not row.event_type or row.mode not in codebook.modes(row.event_type)):
        yield f"CAMEO {row.code}: {row.event_type or 'no type'} has no mode {row.mode!r}"
    names = {context.name for context in codebook.contexts}
    for name in row.contexts:
        if name not in names:
            yield f"CAMEO {row.code}: unknown context {name!r}"
    if abs(row.goldstein) > SCALE:
        yield f"CAMEO {row.code}: {row.goldstein} is off the scale"
    if not (row.name and row.reference):
        yield f"CAMEO {row.code}: name or reference is empty"


def _check_remaps(codebook: Codebook) -> Iterator[str]:
    for (factuality, source), remap in codebook.remaps.items():
        modes = codebook.modes(remap.to_type) if remap.to_type in codebook.types else ()
        if source not in codebook.types or remap.to_type not in codebook.types:
            yield f"remapping of {factuality} {source}: unknown event type"
        elif remap.to_mode and remap.to_mode not in modes:
            yield f"remapping of {factuality} {source}: unknown mode {remap.to_mode!r}"
        if factuality not in ("future", "hypothetical"):
            yield f"remapping of {source}: {factuality!r} is neither future nor hypothetical"


def _check_untyped(codebook: Codebook) -> Iterator[str]:
    for start, names in codebook.untyped.items():
        matched = [row for code, row in codebook.cameo_codes.items() if code.startswith(start)]
        if not matched or any(row.event_type for row in matched):
            yield f"untyped {start}: no CAMEO code, or one with an event type, starts so"
        for name in names:
            if name not in codebook.types:
                yield f"untyped {start}: unknown event type {name!r}"
