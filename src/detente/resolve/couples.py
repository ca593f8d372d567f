"""Groups taken up: "both governments", "the two sides", "the neighbours", "the pair", "all three".

Whom they mean is settled by what was named before: a third party that speaks to both ("Norway urged both
governments") means the two that the article is about, in all other places the two named last come first. Where
not just as many fit as the words count, nobody is meant.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from detente.parse.tree import ancestors, below, conjuncts, phrase_words
from detente.records import Party, Sentence, Span
from detente.resolve.build import from_actor, from_agent
from detente.resolve.discourse import Discourse, sure_actors
from detente.resolve.titles import agent_noun

COUNTED = {"both": 2, "two": 2, "three": 3}
DEFINITE = frozenset({"the", "these", "those", "its", "all"})
# Words for two that have no noun beside them.
ALONE = frozenset({"both", "two", "three"})
PAIRS = frozenset({"pair", "duo"})
# Of these a band, a mediator or a union can be one; governments, countries and their ministers are states'.
SIDES = frozenset({"side", "party", "foe", "enemy", "adversary", "rival", "pair", "duo", "both", "two", "three"})
# Offices of which two countries have one each; of people at large ("the two men") only persons that were named.
OFFICES = frozenset(
    {"premier", "chancellor", "king", "delegation", "diplomat", "envoy", "general", "negotiator", "official"}
)
PERSONS = frozenset({"man", "woman"})
# The article is about two when no third is named more than half as often.
CLEAR = 2
# "In Moscow" is where they met, not who.
AT_PLACE = re.compile(r"\b(?:in|at|near|from|out of)(?: the)? $", re.IGNORECASE)
LOOSE = frozenset({"prep", "relcl", "acl"})


def taken_up(discourse: Discourse, sentence: Sentence, head: int) -> tuple[Party, ...]:
    """Return the parties that a phrase for several takes up, in the order in which they were last named."""
    number = _number(discourse, sentence, head)
    if number == 0:
        return ()
    word = sentence.words[head]
    found = _meant(discourse, sentence, head, number)
    if word.lemma in discourse.lexicon.groups.neighbours and not _border(discourse, found):
        return ()
    span = sentence.span_of(i for i in phrase_words(sentence, head) if sentence.words[i].dep != "prep")
    return tuple(_party(discourse, sentence, head, actor, span) for actor in found)


def _party(discourse: Discourse, sentence: Sentence, head: int, actor: str, span: Span) -> Party:
    whole = from_actor(discourse.lexicon.actors[actor], span.of(discourse.text), span, day=discourse.day, reason="both")
    agent = agent_noun(discourse, sentence, head)
    if agent is None or agent.sector in ("GOV", "UNK", "CVL") or whole.actor != whole.country:
        return whole
    return from_agent(agent, whole, whole.text, span, reason="both")


def _number(discourse: Discourse, sentence: Sentence, head: int) -> int:
    """Return how many a phrase takes up, 0 where it takes up nobody."""
    word, groups = sentence.words[head], discourse.lexicon.groups
    text = word.text.lower()
    marks = {
        sentence.words[i].text.lower()
        for i in below(sentence, head, "det", "predet", "poss", "nummod", "amod", "quantmod")
    }
    if any(sentence.words[i].dep in LOOSE for i in sentence.children[head]) and text not in ALONE:
        return 0
    if text in ALONE:
        bare = word.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "dative") and word.pos != "SYM"
        return COUNTED[text] if bare and (text == "both" or marks & DEFINITE) and not _counts(sentence, head) else 0
    if text in PAIRS:
        return 2 if "the" in marks else 0
    if word.lemma not in groups.plural_nouns | OFFICES | PERSONS or word.tag not in ("NNS", "NNPS"):
        return 0
    said = next((COUNTED[m] for m in marks if m in COUNTED), 0)
    if said:
        return said if "both" in marks or marks & DEFINITE else 0
    own = [i for i in phrase_words(sentence, head) if i != head]
    return 2 if word.lemma in groups.neighbours and marks == {"the"} and len(own) == 1 else 0


def _counts(sentence: Sentence, head: int) -> bool:
    """ "The two of them", "both of which", "the two dozen": the number says of what."""
    return any(sentence.words[i].dep not in ("det", "predet", "punct") for i in sentence.children[head])


def _meant(discourse: Discourse, sentence: Sentence, head: int, number: int) -> tuple[str, ...]:
    position, wide = sentence.words[head].span.start, sentence.words[head].lemma in SIDES
    aside = _speakers_to_them(discourse, sentence, head)
    if sentence.words[head].lemma in PERSONS:
        return _persons_before(discourse, position, number)
    recent = _recent(discourse, position, aside, wide=wide)
    main = _main(discourse, position, aside, number, wide=wide)
    ways = (main, recent) if aside else (recent, main)
    return next((way for way in ways if len(way) == number), ())


def _recent(discourse: Discourse, position: int, aside: frozenset[str], *, wide: bool) -> tuple[str, ...]:
    """Return who was named in the sentence before and so far in this one."""
    since = min(discourse.subjects[-1][0].span.start, position) if discourse.subjects else 0
    sides = _named(discourse, since, position, wide=wide)
    return tuple(dict.fromkeys(s for s in sides if s not in aside))


def _persons_before(discourse: Discourse, position: int, number: int) -> tuple[str, ...]:
    """Return the countries of the persons whom the sentence before names, where they are just so many."""
    since = min(discourse.subjects[-1][0].span.start, position) if discourse.subjects else 0
    people = [a for m in discourse.mentions_in(Span(since, position)) for a in sure_actors(m) if a.kind == "person"]
    known = [p for p in people if p.country in discourse.lexicon.actors]
    return tuple(p.country for p in known) if len(known) == len({p.country for p in known}) == number else ()


def _main(discourse: Discourse, position: int, aside: frozenset[str], number: int, *, wide: bool) -> tuple[str, ...]:
    """Return whom the article is about: those of its headline, or those named far oftener than any other."""
    if discourse.heading is not None and discourse.heading.end <= position:
        title = dict.fromkeys(_named(discourse, discourse.heading.start, discourse.heading.end, wide=wide))
        if len(left := [s for s in title if s not in aside]) == number:
            return tuple(left)
    counts = Counter(s for s in _named(discourse, 0, position, wide=wide) if s not in aside)
    ranked = [*counts.most_common(), ("", 0)]
    if len(ranked) <= number or ranked[number - 1][1] < CLEAR * ranked[number][1]:
        return ()
    return tuple(s for s, _ in ranked[:number])


def _named(discourse: Discourse, start: int, end: int, *, wide: bool) -> Iterator[str]:
    """Yield the sides named in a stretch of the text: states, and with ``wide`` also armed groups."""
    for mention in discourse.mentions_in(Span(start, end)):
        if mention.of_kind("capital", "name") and AT_PLACE.search(
            discourse.text, max(0, mention.span.start - 12), mention.span.start
        ):
            continue
        for actor in sure_actors(mention):
            if actor.kind == "armed_group":
                if wide:
                    yield actor.id
            elif actor.country in discourse.lexicon.actors:
                yield actor.country


def _speakers_to_them(discourse: Discourse, sentence: Sentence, head: int) -> frozenset[str]:
    """Return who stands as subject over the phrase, and is none of those meant."""
    above = list(ancestors(sentence, head))
    found: set[str] = set()
    for verb in above:
        for subject in below(sentence, verb, "nsubj", "nsubjpass"):
            if subject != head and subject not in above:
                found |= _inside(discourse, sentence, conjuncts(sentence, subject))
    return frozenset(found)


def _inside(discourse: Discourse, sentence: Sentence, heads: Iterable[int]) -> set[str]:
    spans = [sentence.span_of(phrase_words(sentence, h)) for h in heads]
    return {s for span in spans for s in _named(discourse, span.start, span.end, wide=True)}


def _border(discourse: Discourse, found: tuple[str, ...]) -> bool:
    return len(found) == 2 and any(other == found[1] for _, other in discourse.lexicon.actors[found[0]].neighbours)
