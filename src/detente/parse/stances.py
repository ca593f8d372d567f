"""What somebody is said to want, plan, praise or condemn: attitudes that are nobody's words.

PolNeAR (Newell et al. 2018) marks these beside quotations. They are found for readers of a text, never for the
chain of an event: who wants or condemns is a side of the event, not its witness.
"""

from collections.abc import Iterator, Sequence

from detente.data.cues_cards import StanceCues
from detente.parse.clauses import surface_subjects, voice_of
from detente.parse.tree import below, phrase, prepositional
from detente.records import AttributionKind, Quote, Sentence, Span

COMPLEMENTS = ("dobj", "xcomp", "ccomp", "prep", "oprd", "dative", "prt")


def find_stances(sentences: Sequence[Sentence], quotes: Sequence[Quote], cues: StanceCues) -> list[Quote]:
    """Return the attitudes told in a text in text order, leaving out those told inside somebody's words."""
    return [
        stance
        for sentence in sentences
        for stance in _in_sentence(sentence, cues)
        if not any(stance.cue == q.cue or stance.cue and q.content.covers(stance.cue) for q in quotes)
    ]


def _in_sentence(sentence: Sentence, cues: StanceCues) -> Iterator[Quote]:
    for word in sentence.words:
        if word.pos == "VERB" and word.lemma in cues.verbs:
            yield from _from_verb(sentence, word.index, cues.verbs[word.lemma])
        elif word.pos == "NOUN" and word.lemma in cues.nouns:
            yield from _from_noun(sentence, word.index)


def _from_verb(sentence: Sentence, verb: int, kind: AttributionKind) -> Iterator[Quote]:
    if voice_of(sentence, verb) == "passive":
        holders: Sequence[int] = [h for prep, h in prepositional(sentence, verb) if prep == "by"]
        content = below(sentence, verb, "nsubjpass", "oprd")
    else:
        holders = surface_subjects(sentence, verb)
        content = tuple(i for i in below(sentence, verb, *COMPLEMENTS) if i > verb)
    if holders and content:
        span = sentence.span_of(i for c in content for i in sentence.subtree(c))
        yield _quote(sentence, holders[0], verb, span, kind)


def _from_noun(sentence: Sentence, noun: int) -> Iterator[Quote]:
    holders = [*below(sentence, noun, "poss"), *(h for p, h in prepositional(sentence, noun) if p in ("by", "from"))]
    content = [i for i in below(sentence, noun, "prep", "acl", "ccomp", "relcl") if i > noun]
    if holders and content:
        span = sentence.span_of(i for c in content for i in sentence.subtree(c))
        yield _quote(sentence, holders[0], noun, span, "expected")


def _quote(sentence: Sentence, holder: int, cue: int, span: Span, kind: AttributionKind) -> Quote:
    said = phrase(sentence, holder)
    return Quote(span, kind, said, sentence.words[cue].span, sentence=sentence, speaker_head=holder)
