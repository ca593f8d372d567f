""" "Doha said that all parties must support the government": a demand made with a modal, without a verb of asking."""

from collections.abc import Iterable, Iterator, Mapping

from detente.coding.draft import Draft
from detente.coding.match import Binding
from detente.coding.patterns import Frame
from detente.coding.sides import agents_of
from detente.parse.clauses import surface_subjects
from detente.parse.tree import below
from detente.records import Clause, Reason, Sentence
from detente.resolve.discourse import Discourse

MODALS = frozenset({"must", "should", "ought"})
SAYING = frozenset(
    {
        "say",
        "state",
        "stress",
        "insist",
        "declare",
        "tell",
        "argue",
        "emphasise",
        "emphasize",
        "reiterate",
        "add",
        "maintain",
        "write",
        "note",
    }
)
DEMAND = Frame("S say that T must ~", "verb", frozenset({"say"}), (), "REQUEST", "change", "100", "request")


def demands(discourse: Discourse, clauses: Iterable[Clause], fired: Mapping[int, Draft]) -> Iterator[Draft]:
    """Yield a REQUEST for each clause that somebody says somebody else must carry out."""
    for clause in clauses:
        modal = _modal(clause)
        if modal is None or clause.kind != "verb":
            continue
        sentence = clause.sentence
        saying = _saying(sentence, clause.predicate)
        if saying is None or saying in fired:
            continue
        asking = agents_of(discourse, sentence, surface_subjects(sentence, saying))
        asked = agents_of(discourse, sentence, [a.head for a in (clause.agents or clause.patients)])
        asked = tuple(p for p in asked if p.actor not in {a.actor for a in asking})
        if asking and asked:
            binding = Binding(DEMAND, clause, (), (clause.predicate,), ())
            rule = Reason("frame", DEMAND.pattern, sentence.words[modal].span)
            yield Draft(
                binding, "REQUEST", "change", "100", asking, asked, "asserted", (rule,), (saying, clause.predicate)
            )


def _modal(clause: Clause) -> int | None:
    words = clause.sentence.words
    return next((i for i in below(clause.sentence, clause.predicate, "aux") if words[i].lemma in MODALS), None)


def _saying(sentence: Sentence, index: int) -> int | None:
    word = sentence.words[index]
    head = sentence.words[word.head]
    return head.index if word.dep == "ccomp" and head.lemma in SAYING and head.pos == "VERB" else None
