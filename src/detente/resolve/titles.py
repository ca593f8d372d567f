"""Role nouns and titles around a name: "foreign minister", "NATO troops", "Comrade Kim"."""

from collections.abc import Iterator

from detente.data.actor_cards import AgentNoun
from detente.parse.tree import below, phrase_words
from detente.records import Sentence
from detente.resolve.discourse import Discourse

LONGEST_AGENT = 4
PERSON_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "lord", "sheikh", "ayatollah", "gen", "col", "comrade", "marshal"}
)
FORMER = frozenset({"former", "ex", "onetime", "erstwhile"})
# What does not belong to a name or office, though it hangs from it.
NO_TAIL = frozenset(
    {"conj", "cc", "relcl", "acl", "advcl", "appos", "punct", "preconj", "prep", "ccomp", "advmod", "case"}
)


def agent_noun(discourse: Discourse, sentence: Sentence, head: int) -> AgentNoun | None:
    """Return the longest role noun that ends at a word ("foreign minister", "troops")."""
    agents = discourse.lexicon.agents
    last = sentence.words[head]
    if last.pos not in ("NOUN", "PROPN"):
        return None
    for form in dict.fromkeys((last.lemma, last.text.lower())):
        for length in range(LONGEST_AGENT, 0, -1):
            start = head - length + 1
            if start < 0:
                continue
            before = [w.text.lower() for w in sentence.words[start:head]]
            agent = agents.get(" ".join([*before, form]).replace(" - ", "-"))
            if agent is not None:
                return agent
    return None


def title_noun(discourse: Discourse, sentence: Sentence, head: int) -> AgentNoun | None:
    """Return the role noun that stands before a name or in apposition to it."""
    for place in title_places(sentence, head):
        agent = agent_noun(discourse, sentence, place)
        if agent is not None:
            return agent
    return None


def title_places(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield where a role noun may stand that goes with a name: before it, or in apposition either way."""
    for place in phrase_words(sentence, head, without=NO_TAIL):
        if place < head and sentence.words[place].pos in ("NOUN", "PROPN"):
            yield place
    if head and sentence.words[head - 1].dep == "pobj" and sentence.words[head - 1].pos in ("NOUN", "PROPN"):
        yield head - 1  # "Secretary of State Rice"
    yield from below(sentence, head, "appos")
    if sentence.words[head].dep == "appos":
        yield sentence.words[head].head


def is_former(sentence: Sentence, head: int) -> bool:
    """Return whether an office is one held once: "a former French president", "the ex-minister"."""
    return any(sentence.words[i].lemma.lower() in FORMER for i in below(sentence, head, "amod", "advmod", "compound"))


def is_bare(sentence: Sentence, head: int, agent: AgentNoun) -> bool:
    """ "The army" is the country's; "the vassal forces", "an envoy in charge of ..." are somebody else's."""
    own = set(range(head - len(agent.noun.split()) + 1, head + 1))
    loose = below(sentence, head, "amod", "compound", "nmod", "poss", "prep", "relcl", "acl")
    marks = {sentence.words[i].text.lower() for i in below(sentence, head, "det", "predet", "nummod")}
    if "both" in marks or marks & {"two", "three"} and ("the" in marks or agent.sector == "GOV"):
        return False  # of several, whoever they are
    named = any(sentence.words[i].pos == "PROPN" for i in (head, *below(sentence, head, "appos")))
    return named or (set(loose) <= own and not marks & {"a", "an", "some", "any", "no", "every", "each"})


def name_before(discourse: Discourse, sentence: Sentence, head: int) -> str:
    """Return a person's name that ends at a word, as written, without titles and offices."""
    start = head
    while start > 0 and sentence.words[start - 1].pos == "PROPN" and _is_name_part(sentence, start - 1, head):
        if agent_noun(discourse, sentence, start - 1) is not None:
            break  # "Foreign Minister Abel Otundo": the office is no part of the name
        start -= 1
    words = [w for w in sentence.words[start : head + 1] if w.lemma.rstrip(".") not in PERSON_TITLES]
    # As written: in a headline the parser's words have lost their capitals.
    return " ".join(w.span.of(discourse.text) for w in words)


def _is_name_part(sentence: Sentence, index: int, head: int) -> bool:
    word = sentence.words[index]
    return word.dep in ("compound", "nmod") and word.head in (head, index + 1) and word.text[:1].isupper()


def same_office(a: str, b: str) -> bool:
    """Return whether two roles are both those of a state's leader, which news does not keep apart."""
    return {a, b} <= {"head_of_state", "head_of_government", "monarch", "party_leader"}
