"""Small questions to a sentence tree that every other module of the room asks."""

from collections.abc import Collection, Iterator

from detente.records import Argument, Sentence, Span

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
# Parts below a noun that are not its name: they belong to other clauses or to other arguments.
LOOSE_DEPS = frozenset(
    {"conj", "cc", "relcl", "acl", "advcl", "appos", "punct", "preconj", "ccomp", "advmod", "parataxis"}
)
RELATIVE_WORDS = frozenset({"who", "which", "that", "whom", "whose"})
# Tags of verbs with a tense of their own.
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def below(sentence: Sentence, index: int, *deps: str) -> tuple[int, ...]:
    """Return the children of a word, only those with one of the labels where labels are given."""
    words = sentence.words
    return tuple(i for i in sentence.children[index] if not deps or words[i].dep in deps)


def is_infinitive(sentence: Sentence, index: int) -> bool:
    """Return whether a verb has its "to"."""
    return any(sentence.words[i].text.lower() == "to" for i in below(sentence, index, "aux"))


def conjuncts(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Return the word and all coordinated with it after it, in text order."""
    found = [index]
    for place in found:
        found.extend(i for i in below(sentence, place, "conj") if i not in found)
    return tuple(found)


def first_conjunct(sentence: Sentence, index: int) -> int:
    """Return the first word of the coordination that the word stands in."""
    while sentence.words[index].dep == "conj" and sentence.words[index].head != index:
        index = sentence.words[index].head
    return index


def ancestors(sentence: Sentence, index: int) -> Iterator[int]:
    """Yield the heads above a word, nearest first."""
    while sentence.words[index].head != index:
        index = sentence.words[index].head
        yield index


def path_between(sentence: Sentence, a: int, b: int) -> tuple[int, ...]:
    """Return the words from one to another over the word that they meet under: it first, then down to each.

    Empty where they stand in trees of their own.
    """
    up_a, up_b = [a, *ancestors(sentence, a)], [b, *ancestors(sentence, b)]
    meet = next((i for i in up_a if i in up_b), None)
    if meet is None:
        return ()
    return (meet, *reversed(up_a[: up_a.index(meet)]), *reversed(up_b[: up_b.index(meet)]))


def phrase(sentence: Sentence, head: int, *, without: Collection[str] = LOOSE_DEPS) -> Span:
    """Return the span of a head and what belongs to its name, leaving out clauses and conjuncts."""
    return sentence.span_of(phrase_words(sentence, head, without=without))


def phrase_words(sentence: Sentence, head: int, *, without: Collection[str] = LOOSE_DEPS) -> tuple[int, ...]:
    """Return the word indices of a phrase in text order; see ``phrase``."""
    found, queue = [head], [head]
    while queue:
        for i in below(sentence, queue.pop()):
            if sentence.words[i].dep not in without:
                found.append(i)
                queue.append(i)
    return tuple(sorted(found))


def argument(sentence: Sentence, head: int, preposition: str = "") -> Argument:
    """Return the argument record of a phrase head."""
    return Argument(head=head, span=phrase(sentence, head), preposition=preposition)


def prepositional(sentence: Sentence, index: int) -> Iterator[tuple[str, int]]:
    """Yield (preposition, head of its phrase) for each prepositional phrase of a word.

    Chains are joined: "out of", "ahead of", "because of"; coordinated objects are each given.
    """
    for prep in below(sentence, index, "prep", "agent", "dative"):
        yield from _objects_of(sentence, prep, sentence.words[prep].text.lower())


def _objects_of(sentence: Sentence, prep: int, name: str) -> Iterator[tuple[str, int]]:
    if sentence.words[prep].pos not in ("ADP", "SCONJ", "ADV", "VERB", "PART"):
        return
    second = _second_preposition(sentence, prep)
    name = f"{name} {sentence.words[second].text.lower()}" if second is not None else name
    for child in below(sentence, prep):
        if child == second:
            continue
        dep = sentence.words[child].dep
        if dep in ("pobj", "pcomp"):
            for head in conjuncts(sentence, child):
                yield name, head
        elif dep == "prep":
            yield from _objects_of(sentence, child, f"{name} {sentence.words[child].text.lower()}")
        elif dep == "conj" and sentence.words[child].pos == "ADP":
            yield from _objects_of(sentence, child, sentence.words[child].text.lower())


def _second_preposition(sentence: Sentence, prep: int) -> int | None:
    """Return the "of" of "because of", which the parser takes for a phrase of its own."""
    found = (i for i in below(sentence, prep, "pcomp") if sentence.words[i].pos == "ADP" and not sentence.children[i])
    return next(found, None)
