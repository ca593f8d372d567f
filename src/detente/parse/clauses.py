"""Sentence -> clauses: each predicate with its agents, patients and obliques, for the active reading.

Subjects that syntax leaves unsaid are filled in: those shared by coordinated verbs, controlled by an
infinitive or participle, or standing before a relative clause (Huddleston & Pullum 2002, chapters 13-15).
"""

from collections.abc import Collection, Iterator

from detente.data.cues_cards import FactualityCues
from detente.parse.factuality import mark_factuality
from detente.parse.misread import before_comma, dated_subject, swallowed_subject
from detente.parse.tree import RELATIVE_WORDS, SUBJECT_DEPS, argument, below, conjuncts, prepositional
from detente.records import Argument, Clause, ClauseKind, ClauseLink, Sentence, Voice

# With these the subject of the infinitive is the subject, although there is an object ("promised Mali to send").
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "swear", "use"})
LINKS: dict[str, ClauseLink] = {
    "conj": "conjunct",
    "ccomp": "complement",
    "pcomp": "complement",
    "csubj": "complement",
    "xcomp": "infinitive",
    "advcl": "adverbial",
    "relcl": "relative",
    "acl": "participle",
}
# What follows these is the subject's own doing ("fled the city after shelling it"), whatever the object is.
ADJUNCT_PREPOSITIONS = frozenset("after before besides by despite since through until upon when while without".split())
PLACE_WORDS = frozenset({"where", "when", "why", "how"})
DEEPEST_CONTROL = 8
NOUN_SOURCE_PREPOSITIONS = frozenset({"by", "of", "from", "between", "among"})


def clauses(sentence: Sentence, cues: FactualityCues, *, nouns: Collection[str] = frozenset()) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in text order: verbs, predicates after "be", and event nouns.

    Args:
        sentence: a parsed sentence.
        cues: words that decide factuality.
        nouns: lemmas of nouns that may name an event; no clause is made for other nouns.
    """
    heads = [i for i in range(len(sentence.words)) if _is_predicate(sentence, i, nouns)]
    place = {head: number for number, head in enumerate(heads)}
    return tuple(_clause(sentence, head, place, cues) for head in heads)


def _is_predicate(sentence: Sentence, index: int, nouns: Collection[str]) -> bool:
    word = sentence.words[index]
    if word.pos == "VERB":
        return word.dep not in ("aux", "auxpass", "amod", "compound")
    if word.pos == "AUX":
        return word.dep not in ("aux", "auxpass")
    return word.pos in ("NOUN", "PROPN", "ADJ") and word.lemma in nouns


def _clause(sentence: Sentence, index: int, place: dict[int, int], cues: FactualityCues) -> Clause:
    word = sentence.words[index]
    kind = _kind(word.pos)
    voice = voice_of(sentence, index) if kind == "verb" else "active"
    if kind == "verb":
        agents, patients = _verb_sides(sentence, index, voice)
    else:
        agents, patients = noun_agents(sentence, index), ()
    return Clause(
        sentence=sentence,
        predicate=index,
        span=sentence.span_of(sentence.subtree(index)),
        lemma=word.lemma,
        kind=kind,
        voice=voice,
        particle=_particle(sentence, index),
        agents=agents,
        patients=patients,
        recipients=tuple(_recipients(sentence, index)),
        obliques=tuple(_obliques(sentence, index)),
        link=_link(sentence, index, kind),
        parent=_parent(sentence, index, place),
        marker=_marker(sentence, index),
        factuality=mark_factuality(sentence, index, cues),
    )


def _kind(pos: str) -> ClauseKind:
    if pos in ("VERB", "AUX"):
        return "verb"
    return "adjective" if pos == "ADJ" else "noun"


def voice_of(sentence: Sentence, index: int) -> Voice:
    """Return whether a verb is passive: by its auxiliary, or as a past participle after a noun."""
    word = sentence.words[index]
    if below(sentence, index, "nsubjpass", "auxpass", "csubjpass"):
        return "passive"
    if below(sentence, index, "agent") and word.tag == "VBN" and not below(sentence, index, "dobj", "aux"):
        return "passive"
    if word.tag != "VBN" or below(sentence, index, "nsubj", "aux"):
        return "active"
    if word.dep == "acl":
        return "passive" if not below(sentence, index, "dobj") else "active"
    if word.dep == "conj":
        return voice_of(sentence, word.head) if sentence.words[word.head].tag == "VBN" else "active"
    return "passive" if word.dep == "advcl" and not below(sentence, index, "dobj") else "active"


def _verb_sides(sentence: Sentence, index: int, voice: Voice) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    subjects = _arguments(sentence, surface_subjects(sentence, index))
    objects = _arguments(sentence, _objects(sentence, index))
    if voice == "active":
        return subjects, objects
    return _by_phrase(sentence, index), subjects + objects


def _arguments(sentence: Sentence, heads: tuple[int, ...]) -> tuple[Argument, ...]:
    return tuple(argument(sentence, head) for head in heads)


def _by_phrase(sentence: Sentence, index: int) -> tuple[Argument, ...]:
    return tuple(argument(sentence, head, "by") for prep, head in prepositional(sentence, index) if prep == "by")


def surface_subjects(sentence: Sentence, index: int, *, depth: int = 0) -> tuple[int, ...]:
    """Return the heads of a verb's subjects, said or unsaid; empty where syntax does not settle them."""
    own = below(sentence, index, *SUBJECT_DEPS)
    if own:
        found = tuple(h for subject in own for h in _antecedents(sentence, index, subject))
        return (*before_comma(sentence, index, own[0]), *found)
    if depth >= DEEPEST_CONTROL:
        return ()
    return _unsaid_subjects(sentence, index, depth + 1)


def _antecedents(sentence: Sentence, verb: int, subject: int) -> tuple[int, ...]:
    """Return what a relative pronoun stands for, or the subject and its conjuncts."""
    word = sentence.words[subject]
    if word.text.lower() in RELATIVE_WORDS and word.tag in ("WDT", "WP", "IN", "DT"):
        noun = _relative_noun(sentence, verb)
        if noun is not None:
            return (noun,)
    return conjuncts(sentence, subject)


def _relative_noun(sentence: Sentence, verb: int) -> int | None:
    word = sentence.words[verb]
    while word.dep in ("conj", "xcomp", "ccomp") and word.head != word.index:
        word = sentence.words[word.head]
    return word.head if word.dep in ("relcl", "acl") and word.head != word.index else None


def _unsaid_subjects(sentence: Sentence, index: int, depth: int) -> tuple[int, ...]:
    word = sentence.words[index]
    head = sentence.words[word.head]
    if head.index == index:
        return dated_subject(sentence, index) or swallowed_subject(sentence, index)
    if word.dep in ("relcl", "acl"):
        return _noun_as_subject(sentence, index, depth)
    if word.dep == "pobj" or head.dep in ("prep",) and word.dep == "pcomp":
        complement = head.text.lower() not in ADJUNCT_PREPOSITIONS
        return _governor_subject(sentence, head.head, depth, complement=complement)
    if word.dep in ("xcomp", "ccomp", "pcomp"):
        return _governor_subject(sentence, head.index, depth, complement=True)
    if word.dep in ("conj", "advcl", "dep", "parataxis"):
        return _governor_subject(sentence, head.index, depth, complement=False)
    return ()


def _noun_as_subject(sentence: Sentence, index: int, depth: int) -> tuple[int, ...]:
    """Return the noun before a participle; before an infinitive, whoever the noun is of ("its plan to attack")."""
    word = sentence.words[index]
    noun = sentence.words[word.head]
    to_infinitive = any(sentence.words[i].lemma == "to" for i in below(sentence, index, "aux"))
    if not to_infinitive or noun.pos not in ("NOUN",):
        return conjuncts(sentence, noun.index) if noun.pos in ("NOUN", "PROPN", "PRON") else ()
    holders = tuple(a.head for a in noun_agents(sentence, noun.index))
    if holders:
        return holders
    governor = sentence.words[noun.head]
    if governor.pos in ("VERB", "AUX") and noun.dep in ("dobj", "attr", "pobj"):
        return surface_subjects(sentence, governor.index, depth=depth)
    return ()


def _governor_subject(sentence: Sentence, governor: int, depth: int, *, complement: bool) -> tuple[int, ...]:
    """Return the governor's object where it controls ("urged Iran to halt"), otherwise its subject."""
    word = sentence.words[governor]
    if word.pos == "ADJ":
        return _adjective_subject(sentence, governor, depth)
    if word.pos == "ADV" and word.head != governor:
        return _governor_subject(sentence, word.head, depth, complement=complement)
    if word.pos not in ("VERB", "AUX"):
        holders = tuple(a.head for a in noun_agents(sentence, governor))
        return holders or (_unsaid_subjects(sentence, governor, depth) if depth < DEEPEST_CONTROL else ())
    objects = below(sentence, governor, "dobj", "dative")
    if complement and objects and word.lemma not in SUBJECT_CONTROL:
        return tuple(h for o in objects for h in conjuncts(sentence, o))
    return surface_subjects(sentence, governor, depth=depth)


def _adjective_subject(sentence: Sentence, adjective: int, depth: int) -> tuple[int, ...]:
    """ "Norway is ready to help", "Iran, unwilling to talk": who is said to be so."""
    word = sentence.words[adjective]
    head = sentence.words[word.head]
    if head.pos in ("VERB", "AUX") and word.dep in ("acomp", "attr", "oprd", "ccomp", "xcomp", "advcl"):
        return surface_subjects(sentence, head.index, depth=depth)
    if word.dep == "amod" and head.index < adjective:
        return conjuncts(sentence, head.index)
    return ()


def _objects(sentence: Sentence, index: int) -> tuple[int, ...]:
    heads = [h for o in below(sentence, index, "dobj", "attr", "oprd") for h in _antecedents(sentence, index, o)]
    if heads:
        return tuple(heads)
    if sentence.words[index].dep == "relcl" and _lacks_object(sentence, index):
        return (sentence.words[index].head,)
    return _shared_object(sentence, index)


def _shared_object(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Return the object of the last verb of a coordination ("condemned and rejected the plan")."""
    later = below(sentence, index, "conj")
    adjacent = later and later[0] - index == 2 and sentence.words[later[0]].pos == "VERB"
    if not adjacent or below(sentence, index, "prep", "ccomp", "xcomp"):
        return ()
    return tuple(h for o in below(sentence, later[0], "dobj") for h in conjuncts(sentence, o))


def _lacks_object(sentence: Sentence, index: int) -> bool:
    """ "The treaty Peru rejected"; not "the city where they met", "the states whose leaders met"."""
    subjects = below(sentence, index, "nsubj")
    near = {*subjects, *below(sentence, index, "advmod")} | {i for s in subjects for i in below(sentence, s, "poss")}
    words = {sentence.words[i].text.lower() for i in near}
    return bool(subjects) and words.isdisjoint(RELATIVE_WORDS | PLACE_WORDS)


def _recipients(sentence: Sentence, index: int) -> Iterator[Argument]:
    for child in below(sentence, index, "dative"):
        if sentence.words[child].pos != "ADP":
            for head in conjuncts(sentence, child):
                yield argument(sentence, head)


def _obliques(sentence: Sentence, index: int) -> Iterator[Argument]:
    for preposition, head in prepositional(sentence, index):
        yield argument(sentence, head, preposition)


def noun_agents(sentence: Sentence, index: int) -> tuple[Argument, ...]:
    """Return who a noun is of: possessors, adjectives and compounds before it, "by" and "of" phrases after it.

    The order is from the surest to the least sure reading; whether a phrase is an actor is for ``resolve``.
    """
    found = [h for p in below(sentence, index, "poss") for h in conjuncts(sentence, p)]
    found += [h for prep, h in prepositional(sentence, index) if prep == "by"]
    found += list(below(sentence, index, "amod", "compound", "nmod"))
    found += [h for prep, h in prepositional(sentence, index) if prep in ("between", "among", "of", "from")]
    prepositions = {h: prep for prep, h in prepositional(sentence, index) if prep in NOUN_SOURCE_PREPOSITIONS}
    return tuple(argument(sentence, head, prepositions.get(head, "")) for head in dict.fromkeys(found))


def _particle(sentence: Sentence, index: int) -> str:
    """Return the verb's particle; after a phrase of the verb it is none ("shot at swimmers off the coast")."""
    phrases = below(sentence, index, "prep")
    return " ".join(
        sentence.words[i].text.lower() for i in below(sentence, index, "prt") if not any(index < p < i for p in phrases)
    )


def _link(sentence: Sentence, index: int, kind: ClauseKind) -> ClauseLink:
    if kind == "noun":
        return "noun"
    return LINKS.get(sentence.words[index].dep, "root")


def _parent(sentence: Sentence, index: int, place: dict[int, int]) -> int | None:
    while sentence.words[index].head != index:
        index = sentence.words[index].head
        if index in place:
            return place[index]
    return None


def _marker(sentence: Sentence, index: int) -> str:
    marks = below(sentence, index, "mark")
    return sentence.words[marks[0]].text.lower() if marks else ""
