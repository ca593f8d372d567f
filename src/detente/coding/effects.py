"""What a verb of promising, refusing, demanding, threatening or ending does to the event below it.

"Agreed to withdraw", "refused to meet", "called for talks", "threatened strikes", "lifted sanctions": one
event, whose type follows from both words. The table is PLOVER's treatment of its auxiliary modes carried
through (manual, "Auxiliary modes"; docs/decisions/0004-effects.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from detente.coding.draft import Draft
from detente.coding.sides import unique
from detente.parse.own_mood import PURPOSES
from detente.parse.tree import ancestors, below, is_infinitive
from detente.records import Factuality, Party, Reason, Sentence

PASSING = frozenset(
    {
        "xcomp",
        "ccomp",
        "acomp",
        "pcomp",
        "prep",
        "dobj",
        "pobj",
        "acl",
        "conj",
        "nsubjpass",
        "attr",
        "oprd",
        "agent",
        "dative",
        "csubj",
    }
)
BESIDE = frozenset({"after", "amid", "before", "despite", "during", "following", "over", "since", "until", "upon"})
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
MATERIAL_CONFLICT = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
ASKED: Mapping[str, str] = {
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "CONSULT": "meet",
    "AGREE": "yield",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
THREATENED: Mapping[tuple[str, str], str] = {
    ("ASSAULT", ""): "violence",
    ("MOBILIZE", ""): "violence",
    ("COERCE", "arrest"): "arrest",
    ("COERCE", "deport"): "expel",
    ("COERCE", ""): "restrict",
    ("SANCTION", "expel"): "expel",
    ("SANCTION", ""): "relations",
}
# Where the CAMEO code of the deed says more than its type: embargo, occupation.
THREATENED_CODES: Mapping[str, str] = {"163": "restrict", "192": "territory"}
# Sectors that speak and act as the state itself.
OWN_SIDE = frozenset({"GOV", "LEG", "MIL", "SPY"})
# Sectors that stand against or apart from the state at home.
APART = frozenset({"REB", "OPP", "UAF", "PRM", "CRM"})
# People at large: they move no troops, and are of the country they are said to be from.
AT_LARGE = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL", "SOC"})
# Those who do a state's force.
FORCES = frozenset({"MIL", "COP", "SPY"})
SPARING = MATERIAL_CONFLICT | {"ACCUSE", "THREATEN"}
CONDITIONAL = frozenset({"would", "could", "might", "may", "if", "unless"})
ENDED: Mapping[str, str] = {"ASSAULT": "ceasefire", "MOBILIZE": "withdraw", "COERCE": "access", "SANCTION": "access"}


def governors(sentence: Sentence, drafts: Mapping[int, Draft], place: int) -> Iterator[Draft]:
    """Yield the drafts with an effect that stand above a word, the nearest first."""
    here, passed = place, {place}
    for head in ancestors(sentence, place):
        if not _passes(sentence, here):
            return
        if sentence.words[here].dep == "conj":
            # Coordinated words share what stands above them; they do not stand under each other.
            here = head
            passed.add(head)
            continue
        above = drafts.get(head)
        if above is not None and above.embed and _embeds(above, place, passed):
            yield above
        passed.add(head)
        here = head


def _embeds(above: Draft, place: int, passed: set[int]) -> bool:
    """Return whether a word stands in what a frame embeds, and not beside it ("is in Russia to attend")."""
    binding = above.binding
    if _is_beside(above, passed) or _is_what_for(above):
        return False
    if above.opens:
        open_to = {*binding.complements, *binding.regions, *binding.bound}
        return not passed.isdisjoint(open_to) or _is_infinitive_of(above, passed)
    # What stands below a noun that the frame itself names is detail of it, not what is promised or refused.
    return (passed - {place}).isdisjoint(binding.bound)


def _is_what_for(above: Draft) -> bool:
    """ "Their mission is to attack", "it is wrong to": what a thing is for, or is like, is nobody's plan of today."""
    sentence = above.binding.clause.sentence
    if sentence.words[above.place].lemma != "be":
        return False
    named = any(sentence.words[i].lemma in PURPOSES for i in below(sentence, above.place, "nsubj"))
    return named or bool(below(sentence, above.place, "attr", "acomp"))


def _is_beside(above: Draft, passed: set[int]) -> bool:
    """ "Threatened sanctions after the coup": what only gives the time or the ground is not what is threatened."""
    words = above.binding.clause.sentence.words
    asked = frozenset(p for slot in above.binding.frame.slots for p in slot.prepositions)
    near = (words[i].text.lower() for i in passed if words[i].dep == "prep" and words[i].head == above.place)
    return any(text in BESIDE and text not in asked for text in near)


def _is_infinitive_of(above: Draft, passed: set[int]) -> bool:
    """ "Called for a revision to drop the idea": the infinitive hangs from the verb, not from its noun."""
    words = above.binding.clause.sentence.words
    if words[above.place].lemma == "be":
        return False
    return any(words[i].head == above.place and words[i].dep in ("xcomp", "advcl") for i in passed)


def _passes(sentence: Sentence, index: int) -> bool:
    """Return whether what governs a word's head governs the word too; "with Kim calling ..." stands by itself."""
    word = sentence.words[index]
    if word.dep == "pcomp" and sentence.words[word.head].text.lower() == "with":
        return not any(sentence.words[i].dep in ("nsubj", "nsubjpass") for i in sentence.children[index])
    return word.dep in PASSING or _is_purpose(sentence, index)


def _is_purpose(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].dep in ("advcl", "relcl") and is_infinitive(sentence, index)


def compose(outer: Draft, inner: Draft) -> Draft | None:
    """Return the one event that an effect makes of the event below it; None where it unmakes it."""
    made = outer if _is_subject_matter(outer, inner) else _EFFECTS[outer.embed](outer, inner)
    if made is None:
        return None
    reason = Reason("effect", outer.embed, outer.binding.clause.sentence.words[outer.place].span)
    return replace(
        made, reasons=(*inner.reasons, reason), predicates=tuple(sorted({*outer.predicates, *inner.predicates}))
    )


def _is_subject_matter(outer: Draft, inner: Draft) -> bool:
    """ "Norway and Iceland agreed on the herring quota": no measure against anybody, but what they agree on."""
    together = len({p.country for p in outer.sources}) > 1
    against = any(p.country for p in inner.targets)
    return outer.event_type == "AGREE" and inner.event_type in MATERIAL_CONFLICT and together and not against


def _doers(outer: Draft, inner: Draft) -> tuple[Party, ...]:
    return outer.sources or inner.sources


def _without(found: Iterable[Party], left_out: Iterable[Party]) -> tuple[Party, ...]:
    actors = {p.actor for p in left_out if p.actor}
    return unique(p for p in found if p.actor is None or p.actor not in actors)


def _commit(outer: Draft, inner: Draft) -> Draft | None:
    done_by = _doers(outer, inner)
    done_to = _without(inner.targets, done_by) or _without(outer.targets, done_by)
    base = replace(inner, sources=done_by, targets=done_to, factuality=outer.factuality)
    if inner.event_type == "SUPPORT" and inner.binding.clause.kind == "noun":
        return base  # to promise one's support is to give it
    if inner.event_type in COOPERATIVE:
        return base.recoded("AGREE")
    if inner.event_type == "RETREAT":
        return base.recoded("CONCEDE")
    if inner.event_type in MATERIAL_CONFLICT and outer.event_type:
        return _threat(base)
    # "Plans to", "voted to", "decided to": a plan among oneself is no threat; the deed is still to come.
    return replace(base, factuality=_later(outer.factuality))


def _later(reading: Factuality) -> Factuality:
    return "future" if reading == "asserted" else reading


def _threat(base: Draft) -> Draft:
    mode = THREATENED.get((base.event_type, base.mode)) or THREATENED.get((base.event_type, ""), "")
    mode = next((m for code, m in THREATENED_CODES.items() if base.cameo.startswith(code)), mode)
    return base.recoded("THREATEN", mode)


def _threaten(outer: Draft, inner: Draft) -> Draft | None:
    done_by = _doers(outer, inner)
    named = _without(outer.targets, done_by) if outer.binding.frame.has_target else ()
    done_to = named or _without(inner.targets, done_by) or _without(outer.targets, done_by)
    base = replace(inner, sources=done_by, targets=done_to, factuality=_conditional(outer, inner))
    if inner.event_type in MATERIAL_CONFLICT and not _is_theirs(outer, inner):
        return _threat(base)
    return base.recoded("THREATEN", outer.mode, outer.cameo)


def _is_theirs(outer: Draft, inner: Draft) -> bool:
    """ "Warned Iran against an attack", "warned Iran not to attack": what is warned of is the other side's deed."""
    if any(slot.clause and slot.prepositions & {"against", "off"} for slot in outer.binding.frame.slots):
        return True
    homes = {p.country for p in outer.sources}
    warned = [p for p in outer.targets if p.country not in homes]
    return bool(inner.sources) and bool(warned) and not _without(inner.sources, warned)


def _conditional(outer: Draft, inner: Draft) -> Factuality:
    """ "Warned that it would strike if attacked": the threat is made, the act hangs on a condition."""
    readings = [r.value.partition(":") for r in inner.reasons if r.code == "factuality"]
    # "Warned that it would": the will of then, no condition; "that a war would end in ruin" supposes the war.
    willed = bool(inner.sources)
    own = any((reading != "future" or not willed) and word in CONDITIONAL for reading, _, word in readings)
    return "hypothetical" if own and outer.factuality == "asserted" else outer.factuality


def _refuse(outer: Draft, inner: Draft) -> Draft | None:
    if inner.event_type in SPARING and inner.binding.clause.kind == "verb":
        return None  # "declined to condemn", "refused to impose sanctions": nothing is refused to who is spared
    done_by = _doers(outer, inner)
    done_to = _without((*inner.targets, *inner.sources), done_by) or _without(outer.targets, done_by)
    base = replace(inner, sources=done_by, targets=done_to, factuality=outer.factuality)
    return base.recoded("REJECT", ASKED.get(inner.event_type, "change"))


def _request(outer: Draft, inner: Draft) -> Draft | None:
    """A demand on somebody else is a REQUEST of whoever should do it; on oneself it is a plan."""
    homes = {p.country for p in outer.sources if p.sector in OWN_SIDE}
    others = [p for p in (*outer.targets, *inner.sources) if not (p.country in homes and p.sector in OWN_SIDE)]
    asked = _without(others, outer.sources)
    own = bool(inner.sources) and not asked
    if not asked and own:
        wanted = inner.targets and inner.event_type not in ASKED
        return replace(inner, sources=outer.sources, factuality="future") if wanted else None
    asked = asked or _without(inner.targets, outer.sources)
    base = replace(inner, sources=outer.sources, targets=asked, factuality=outer.factuality)
    return base.recoded("REQUEST", ASKED.get(inner.event_type, outer.mode or "change"))


def _judge(outer: Draft, inner: Draft) -> Draft | None:
    """Blame and praise go to who did it: the event below is not coded on the judge's word."""
    doer = _without(inner.sources, outer.sources) or _without(outer.targets, (*outer.sources, *inner.targets))
    return replace(outer, targets=doer)


def _cease(outer: Draft, inner: Draft) -> Draft | None:
    done_by = _doers(outer, inner)
    done_to = _without((*inner.targets, *inner.sources), done_by) or _without(outer.targets, done_by)
    base = replace(inner, sources=done_by, targets=done_to, factuality=outer.factuality)
    if inner.event_type in ENDED:
        return base.recoded("RETREAT", ENDED[inner.event_type])
    if inner.event_type == "CONSULT":
        return base.recoded("REJECT", "meet")
    if inner.event_type in ("COOPERATE", "AID", "AGREE", "SUPPORT"):
        return base.recoded("SANCTION", "discontinue")
    return (
        None
        if inner.event_type == "PROTEST"
        else base.recoded("RETREAT" if inner.event_type == "THREATEN" else "REJECT")
    )


def _allow(outer: Draft, inner: Draft) -> Draft | None:
    done_to = _without((*outer.targets, *inner.sources), outer.sources)
    base = replace(inner, sources=_doers(outer, inner), targets=done_to, factuality=outer.factuality)
    return base.recoded("RETREAT", "access")


def _deny(outer: Draft, inner: Draft) -> Draft | None:
    if inner.factuality == "negated" and inner.binding.clause.factuality.value != "negated":
        return inner
    return replace(inner, sources=inner.sources or outer.sources, factuality="negated")


_EFFECTS = {
    "commit": _commit,
    "refuse": _refuse,
    "request": _request,
    "threaten": _threaten,
    "accuse": _judge,
    "praise": _judge,
    "cease": _cease,
    "allow": _allow,
    "deny": _deny,
}
EFFECTS = frozenset(_EFFECTS)
