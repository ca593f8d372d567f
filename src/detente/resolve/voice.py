"""Whose voice an article speaks in: a statement, speech or letter printed whole says "I" and "we" for somebody.

The title or the lead says whose it is ("Press Statement of ...", "X released the following statement"). In other
articles "we" outside quotation marks is the newsroom, and means no party.
"""

from collections.abc import Iterable, Sequence

from detente.parse.tree import below, conjuncts, prepositional
from detente.records import Party, Sentence
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties

PRINTED = frozenset(
    {
        "statement",
        "communique",
        "communiqué",
        "speech",
        "address",
        "message",
        "letter",
        "talk",
        "commentary",
        "appeal",
        "declaration",
    }
)
ISSUING = frozenset({"release", "issue", "make", "deliver", "publish", "give", "send", "read"})
# The statement is announced in the title or in one of the first sentences, or it is not printed whole.
LEAD = 3
FOLLOWING = frozenset({"following", "below", ":"})


def find_voice(discourse: Discourse, sentences: Sequence[Sentence]) -> Party | None:
    """Return who an article speaks for, None where it is a report like any other."""
    for sentence in sentences[:LEAD]:
        for party in _announced(discourse, sentence):
            if party.actor is not None:
                return party
    return None


def _announced(discourse: Discourse, sentence: Sentence) -> Iterable[Party]:
    words = sentence.words
    for word in words:
        if word.lemma not in PRINTED:
            continue
        if word.dep == "ROOT":
            for prep, head in prepositional(sentence, word.index):
                if prep in ("of", "by", "from"):
                    yield from parties(discourse, sentence, head)
        governor = words[word.head]
        if word.dep == "dobj" and governor.lemma in ISSUING and _is_printed_below(sentence, word.index):
            for subject in below(sentence, governor.index, "nsubj"):
                for place in conjuncts(sentence, subject):
                    yield from parties(discourse, sentence, place)


def _is_printed_below(sentence: Sentence, noun: int) -> bool:
    """ "The following statement", or a sentence that ends with a colon: the words come next."""
    inside = {sentence.words[i].text.lower() for i in sentence.subtree(noun)}
    return bool(inside & FOLLOWING) or sentence.words[-1].text == ":"
