"""Which drafts are events: told as deeds, between political actors, and no routine, parade or mere mention."""

from detente.coding.at_home import is_among_people
from detente.coding.draft import Draft
from detente.coding.effects import APART, OWN_SIDE
from detente.coding.sides import BETWEEN, verb_beside
from detente.coding.told import is_told
from detente.parse.tree import below, prepositional
from detente.records import Clause

# Ways of resolving a side that leave no doubt.
SURE_REASONS = frozenset({"name", "adjective", "capital", "seat", "office", "title", "surname", "weak"})
STATE_ITSELF = frozenset({"GOV"})
ARMED = frozenset({"MIL", "REB", "UAF", "GOV", "COP", "PRM", "SPY", "CRM", "IMG", "ISM"})
# Sectors of people at large; their everyday doings at home are no political events, protest and violence apart.
PEOPLE = frozenset({"CVL", "EDU", "MED", "AGR", "BUS", "ELI", "JRN", "SOC", "REL"})
BONDS = frozenset("alliance partnership cooperation collaboration friendship coordination relationship".split())
PRIVATE = frozenset({"BUS", "MNC", "CVL", "EDU", "MED", "AGR", "ELI", "JRN", "NGO", "LAB", "SOC", "UNK"})
# Who speaks for a state or for states.
SPEAKING = frozenset({"GOV", "IGO", "UNO", "EUR"})
COMPANIES = frozenset({"BUS", "MNC"})
ORDERLY = frozenset({"MIL", "GOV", "COP", "LEG", "JUD", "SPY"})
# Types that are deeds of words: a noun alone mentions them, it does not tell them.
SPOKEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "REJECT", "THREATEN"})
ROUTINE_AT_HOME = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"})
# An event type that says something without anybody that it is done to.
NO_TARGET_NEEDED = frozenset({"PROTEST", "MOBILIZE", "RETREAT", "COERCE", "ASSAULT", "THREATEN"})


def is_kept(draft: Draft) -> bool:
    """Return whether a draft is an event: sides that the text names, and a clause that says it of them."""
    if not draft.event_type or not any(p.country for p in draft.sources):
        return False
    if not is_told(draft) or _is_background(draft) or _is_routine(draft) or _is_parade(draft) or _is_private(draft):
        return False
    if not any(p.country for p in draft.targets):
        return _stands_alone(draft) or is_among_people(draft)
    same = {p.actor for p in draft.sources} == {p.actor for p in draft.targets}
    return (not same or len(draft.sources) > 1) and not _is_of_itself(draft)


def _is_background(draft: Draft) -> bool:
    """A talk, treaty or greeting only named by its noun ("since the Pyongyang summit") is no event of this sentence."""
    clause = draft.binding.clause
    said = any(r.code in ("effect", "model") for r in draft.reasons)
    if clause.kind != "noun" or draft.is_verbal or said:
        return False
    if draft.event_type in SPOKEN:
        return not _is_told_as_subject(clause) and not _is_told_by_the_way(draft)
    if _is_bond(draft):
        return True
    # "The ROK-U.S. alliance": both sides before the noun name a thing that there is, not something done.
    return not draft.binding.regions and draft.event_type in ("COOPERATE", "AID")


def _is_bond(draft: Draft) -> bool:
    """ "The alliance between Seoul and Washington" is there; somebody's cooperation with somebody is done."""
    clause = draft.binding.clause
    phrases = prepositional(clause.sentence, clause.predicate)
    return clause.sentence.words[clause.predicate].lemma in BONDS and any(prep in BETWEEN for prep, _ in phrases)


def _is_told_by_the_way(draft: Draft) -> bool:
    """ "After talks between Peru and Chile, the border reopened": talks that no "the" takes for known."""
    return verb_beside(draft.binding) is not None


def _is_told_as_subject(clause: Clause) -> bool:
    """ "Hanoi's offer of talks came on Sunday": whose it is stands with it, and the sentence is about it."""
    sentence = clause.sentence
    word = sentence.words[clause.predicate]
    nouns = [clause.predicate, *(h for prep, h in prepositional(sentence, clause.predicate) if prep == "of")]
    by = any(prep == "by" for noun in nouns for prep, _ in prepositional(sentence, noun))
    owned = by or below(sentence, clause.predicate, "poss")
    return bool(owned) and word.dep in ("nsubj", "nsubjpass") and sentence.words[word.head].dep == "ROOT"


def _is_private(draft: Draft) -> bool:
    """Companies, papers and private people among themselves are not what the record is of."""
    sides = (*draft.sources, *draft.targets)
    if draft.event_type == "SANCTION" and all(p.sector in COMPANIES for p in draft.sources):
        return True  # an airline that stops its flights
    return draft.event_type != "PROTEST" and all(p.sector in PRIVATE or p.country is None for p in sides)


def _is_parade(draft: Draft) -> bool:
    """Soldiers and officials who march or rally do not protest."""
    return (
        draft.event_type == "PROTEST" and all(p.sector in ORDERLY for p in draft.sources) and draft.mode in ("", "demo")
    )


def _is_routine(draft: Draft) -> bool:
    """What a state's own bodies do for their own people every day is no relation between political actors."""
    sides = (*draft.sources, *draft.targets)
    if len({p.country for p in sides if p.country}) > 1 or any(p.sector in APART for p in sides):
        return False
    if _is_public_call(draft):
        return False
    if draft.event_type == "AID" and any(p.sector == "REF" for p in draft.targets):
        return False  # refugees are seldom at home where they are taken in
    crowd = all(p.sector in PEOPLE for p in draft.sources) and draft.event_type not in ("PROTEST", "ASSAULT")
    return draft.event_type in ROUTINE_AT_HOME or crowd


def _is_of_itself(draft: Draft) -> bool:
    """A ruler or ministry and its own state are one side: what passes between them is no relation.

    Government against parliament or army is one where it is material conflict (a coup, a dissolution).
    """
    own = STATE_ITSELF if draft.event_type in ("COERCE", "ASSAULT", "SANCTION") else OWN_SIDE
    if len(draft.sources) != 1 or draft.sources[0].sector not in own:
        return False
    home = draft.sources[0].country
    return all(p.country == home and p.sector in own for p in draft.targets)


def _stands_alone(draft: Draft) -> bool:
    """Without a target only a main assertion with a verb counts, and only of types that need no other side."""
    verbal = draft.is_verbal
    if draft.targets and draft.event_type == "COERCE":
        return verbal
    people = any(p.sector for p in draft.targets)  # "abducted 30 girls": of whatever country
    if draft.event_type == "REQUEST" and draft.embed == "request":
        return verbal and _is_public_call(draft)
    if draft.event_type == "ASSAULT" and draft.sources[0].sector in ARMED and (draft.binding.bound or people):
        return verbal
    return (
        verbal
        and draft.event_type in NO_TARGET_NEEDED
        and (not draft.binding.frame.has_target or draft.event_type == "MOBILIZE")
    )


def _is_public_call(draft: Draft) -> bool:
    """ "The United Nations called for a ceasefire": states and their bodies ask it of whoever fights."""
    named = bool(draft.binding.bound) and not draft.binding.frame.has_target
    speaks = all(p.sector in SPEAKING and p.reason in SURE_REASONS for p in draft.sources)
    return draft.event_type == "REQUEST" and draft.embed == "request" and named and speaks and not draft.targets
