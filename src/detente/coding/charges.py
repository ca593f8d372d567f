""" "Colombia said Ecuador was harbouring rebels", "Oman said Iran would pay": what is charged or threatened so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.coding.demands import SAYING
from detente.coding.draft import Draft, why_so_sure
from detente.coding.match import Binding
from detente.coding.patterns import Frame
from detente.coding.sides import Parties, agents_of
from detente.parse.clauses import surface_subjects
from detente.parse.tree import below
from detente.records import Clause, Reason, Sentence
from detente.resolve.discourse import Discourse

HELPING = frozenset("arm bankroll equip finance fund harbour harbor shelter supply train".split())
OUTLAWS = frozenset(
    "extremist fugitive guerrilla gunman insurgent insurgency jihadist kidnapper mercenary militant militia rebel"
    " rebellion saboteur separatist terrorist terrorism".split()
)
COMING = frozenset({"will", "would", "must", "shall", "'ll"})
STIRRING = frozenset("fan feed foment fuel incite inflame stoke".split())
STRIFE = frozenset(
    "bloodshed chaos conflict crisis fire flame hatred insurgency rebellion tension unrest violence war".split()
)
MEDDLING = frozenset({"interfere", "meddle"})
# "Would pay a price for", but not "the price of the bridge".
DEAR = frozenset({"dearly", "heavily"})
HEAVY = frozenset({"bitter", "dear", "great", "heavy", "high", "painful", "steep", "terrible"})
FACED = frozenset({"consequence", "reprisal", "retaliation", "retribution"})
# Who can threaten, and who can charge: not an economist who foresees a price, nor a reporter.
THREATENING = frozenset("EUR GOV IMG ISM LEG MIL OPP PRM PTY REB SPY UAF".split())
CHARGING = THREATENING | {"COP", "IGO", "JUD", "UNO"}
CHARGE = Frame(
    "S say that T harbours, feeds or meddles", "verb", frozenset({"say"}), (), "ACCUSE", "allege", "112", "accuse"
)
THREAT = Frame("S say that T will pay", "verb", frozenset({"say"}), (), "THREATEN", "", "130", "threaten")


@dataclass(frozen=True, slots=True)
class Charge:
    """What somebody says of somebody else: who says it, and the word that says it."""

    draft: Draft
    told: int


def charges(discourse: Discourse, clauses: Iterable[Clause], fired: Mapping[int, Draft]) -> Iterator[Charge]:
    """Yield an ACCUSE or THREATEN for each clause that charges somebody with helping outlaws, or promises a price.

    Args:
        discourse: the names of the article.
        clauses: the clauses of one sentence.
        fired: what frames found, by predicate; a word of saying that has an event of its own is left alone.
    """
    found = list(clauses)
    by_place = {clause.predicate: clause for clause in found}
    for clause in found:
        frame = _frame(clause)
        saying = _saying(clause) if frame is not None else None
        if frame is None or saying not in by_place or saying in fired:
            continue
        teller = by_place[saying]
        done_by, done_to = _sides(discourse, clause, saying, THREATENING if frame is THREAT else CHARGING)
        if done_by and done_to and teller.factuality.value in ("asserted", "historical"):
            yield Charge(_draft(frame, clause, teller, done_by, done_to), clause.predicate)


def _draft(frame: Frame, clause: Clause, teller: Clause, done_by: Parties, done_to: Parties) -> Draft:
    sentence, words = clause.sentence, (teller.predicate, clause.predicate)
    rule = Reason("frame", frame.pattern, sentence.words[clause.predicate].span)
    binding = Binding(frame, clause, (), (clause.predicate,), ())
    return Draft(
        binding, frame.event_type, frame.mode, frame.cameo, done_by, done_to, teller.factuality.value,
        (rule, *why_so_sure(teller.factuality)), words,
    )  # fmt: skip


def _sides(discourse: Discourse, clause: Clause, saying: int, sectors: frozenset[str]) -> tuple[Parties, Parties]:
    """Return who says it, of some sectors alone, and of whom, of another country."""
    sentence = clause.sentence
    tellers = agents_of(discourse, sentence, surface_subjects(sentence, saying))
    tellers = tuple(p for p in tellers if p.sector in sectors)
    homes = {p.country for p in tellers}
    charged = agents_of(discourse, sentence, [a.head for a in clause.agents])
    return tellers, tuple(p for p in charged if p.country and p.country not in homes)


def _frame(clause: Clause) -> Frame | None:
    if clause.kind != "verb" or clause.voice == "passive" or below(clause.sentence, clause.predicate, "neg"):
        return None
    if _is_threat(clause):
        return THREAT
    told_of = clause.factuality.value in ("asserted", "historical")
    return CHARGE if told_of and _is_charge(clause) else None


def _is_charge(clause: Clause) -> bool:
    if clause.lemma in HELPING:
        return _has_object(clause, OUTLAWS)
    if clause.lemma in STIRRING:
        return _has_object(clause, STRIFE)
    if clause.lemma == "cross":
        return any("red" in _modifiers(clause.sentence, p.head) for p in clause.patients)
    return clause.lemma in MEDDLING and any(o.preposition == "in" for o in clause.obliques)


def _is_threat(clause: Clause) -> bool:
    sentence = clause.sentence
    helpers = {sentence.words[i].text.lower() for i in below(sentence, clause.predicate, "aux")}
    if helpers.isdisjoint(COMING):
        return False
    if clause.lemma == "pay":
        adverbs = {sentence.words[i].text.lower() for i in below(sentence, clause.predicate, "advmod")}
        return bool(adverbs & DEAR) or _pays_a_price(clause)
    return clause.lemma in ("face", "suffer") and _has_object(clause, FACED)


def _pays_a_price(clause: Clause) -> bool:
    sentence = clause.sentence
    prices = [p.head for p in clause.patients if sentence.words[p.head].lemma == "price"]
    of_a_thing = any(sentence.words[i].text.lower() == "of" for p in prices for i in below(sentence, p, "prep"))
    return bool(prices) and not of_a_thing and not _is_in_trade(sentence, prices[0])


def _is_in_trade(sentence: Sentence, price: int) -> bool:
    """ "A higher price for gas", "a fair price", "the market price": what goods cost."""
    return bool(_modifiers(sentence, price) - HEAVY)


def _modifiers(sentence: Sentence, noun: int) -> set[str]:
    return {sentence.words[i].lemma for i in below(sentence, noun, "amod", "compound", "nummod", "poss")}


def _has_object(clause: Clause, nouns: frozenset[str]) -> bool:
    words = clause.sentence.words
    return any(words[p.head].lemma in nouns for p in clause.patients)


def _saying(clause: Clause) -> int | None:
    sentence = clause.sentence
    word = sentence.words[clause.predicate]
    head = sentence.words[word.head]
    return head.index if word.dep == "ccomp" and head.lemma in SAYING and head.pos == "VERB" else None
