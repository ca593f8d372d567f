"""Which type of event passes between two given phrases of a sentence: the relation task of Hu et al. 2024.

The frames are asked first, with the two phrases standing for the sides; where none joins them, the words on
the path between them decide, and then the words nearest to them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.coding.coder import Coder
from detente.coding.draft import Draft
from detente.parse.tree import path_between
from detente.records import Factuality, Party, Sentence, Span
from detente.resolve.discourse import Discourse

SOURCE, TARGET = "@source", "@target"
# The fit of a draft that has both sides where they belong.
JOINED = 5
# Our edition departs from the crosswalk of 2021 in the type of two CAMEO codes (docs/decisions/0003-codebook.md).
CROSSWALK: Mapping[str, str] = {"116": "ACCUSE", "163": "COERCE"}
# What is left when something cooperative is denied is a refusal.
REFUSED = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say passes between two sides: under our codebook, under the task's labels, and how they know.

    ``how`` is "both" where a frame joins the sides, "one" where it has one of them, "words" where words vote.
    """

    event_type: str | None
    label: str | None
    how: str


def relation_of(coder: Coder, text: str, source: Span | None, target: Span | None, *, rules: bool = True) -> str | None:
    """Return the event type between two phrases, None where no word of the sentence calls a frame.

    One of the two may be None: an event without a target, or without a known source. A coder that has a model lets
    it vote with the rules, or, where ``rules`` is false, decide alone.
    """
    ruling = ruling_of(coder, text, source, target) if rules or coder.advisor is None else Ruling(None, None, "words")
    if coder.advisor is None:
        return ruling.label
    score = coder.advisor.model.score(text, source, target=target)
    event_type = coder.advisor.type_of(score, ruling.event_type, ruling.how)
    if event_type == ruling.event_type:
        return ruling.label
    book = coder.maker.codebook
    mode = score.mode(m.name for m in book.types[event_type].modes) or None
    return _task_label(event_type, score.certainty, book.cameo(event_type, mode))


def ruling_of(coder: Coder, text: str, source: Span | None, target: Span | None) -> Ruling:
    """Return what the rules say passes between two phrases."""
    mentions = coder.lexicon.names.find(text, [Span(0, len(text))], None)
    discourse = Discourse(coder.lexicon, text, None, mentions)
    for sentence in coder.parser.parse(text, [(Span(0, len(text)), 0)]):
        _give_sides(discourse, sentence, source, target)
        drafts = [d for d in coder.drafts(discourse, coder.clauses(sentence)) if d.event_type]
        ranked = sorted(drafts, key=lambda d: (-_fit(d), d.place))
        if ranked and _fit(ranked[0]) > 0:
            how = "both" if _fit(ranked[0]) == JOINED else "one"
            return Ruling(_coded(coder, ranked[0]), _settled(coder, ranked[0]), how)
        found = _by_words(coder, sentence, source, target) or (
            (ranked[0].event_type, ranked[0].cameo) if ranked else None
        )
        return Ruling(found[0], CROSSWALK.get(found[1], found[0]), "words") if found else Ruling(None, None, "words")
    return Ruling(None, None, "words")


def _give_sides(discourse: Discourse, sentence: Sentence, source: Span | None, target: Span | None) -> None:
    """Let the given phrases resolve to the two sides, whatever the cards say of them."""
    for span, actor in ((source, SOURCE), (target, TARGET)):
        if span is None:
            continue
        party = Party(span.of(discourse.text), span, actor, actor, None, None, None, "given")
        for word in sentence.words:
            if span.covers(word.span) or word.span.overlaps(span):
                discourse.cache[(sentence.span.start, word.index)] = (party,)


def _fit(draft: Draft) -> int:
    """Return how well a draft joins the two sides; below zero where it joins them the wrong way round."""
    sources = {p.actor for p in draft.sources}
    targets = {p.actor for p in draft.targets}
    right = 3 * (SOURCE in sources) + 2 * (TARGET in targets)  # JOINED where both
    wrong = 2 * (TARGET in sources and SOURCE not in sources) + 2 * (SOURCE in targets and TARGET not in targets)
    return right - wrong


def _settled(coder: Coder, draft: Draft) -> str:
    if _promised_yielding(draft):
        return "AGREE"
    label = _task_label(_coded(coder, draft), draft.factuality, draft.cameo)
    return "REJECT" if draft.factuality == "negated" and draft.event_type in REFUSED else label


def _coded(coder: Coder, draft: Draft) -> str:
    return coder.maker.codebook.remap(draft.event_type, draft.mode, draft.factuality)[0]


def _task_label(event_type: str, factuality: Factuality, cameo: str) -> str:
    """The labels of the task follow the crosswalk of 2021: a deed announced is a threat, a denied one a refusal."""
    if factuality == "future" and event_type in ("SANCTION", "COERCE", "ASSAULT", "MOBILIZE"):
        return "THREATEN"
    if factuality == "future" and event_type == "RETREAT":
        return "AGREE"
    if factuality == "negated" and event_type in REFUSED:
        return "REJECT"
    return CROSSWALK.get(cameo, event_type)


def _promised_yielding(draft: Draft) -> bool:
    """The label set of the task follows the crosswalk of 2021: to signal yielding (CAMEO 035) is AGREE there."""
    if draft.factuality == "future" and draft.event_type == "RETREAT":
        return True
    return draft.event_type == "CONCEDE" and any(r.code == "effect" and r.value == "commit" for r in draft.reasons)


def _by_words(coder: Coder, sentence: Sentence, source: Span | None, target: Span | None) -> tuple[str, str] | None:
    """Return the type that the frames of the words between the sides most often mean, and its likeliest CAMEO code."""
    path = _path(sentence, source, target)
    for places in (path, range(len(sentence.words))):
        votes, codes = Counter[str](), Counter[tuple[str, str]]()
        for event_type, cameo, weight in _votes(coder, sentence, places):
            votes[event_type] += weight
            codes[event_type, cameo] += weight
        if votes:
            best = min(votes, key=lambda t: (-votes[t], t))
            return min((key for key in codes if key[0] == best), key=lambda key: (-codes[key], key))
    return None


def _votes(coder: Coder, sentence: Sentence, places: Sequence[int]) -> Iterator[tuple[str, str, int]]:
    for clause in coder.clauses(sentence):
        if clause.predicate not in places:
            continue
        frames = [f for f in coder.book.of(clause.kind, clause.lemma) if f.event_type]
        for frame in frames:
            yield frame.event_type, frame.cameo, max(1, 6 - frame.weight)


def _path(sentence: Sentence, source: Span | None, target: Span | None) -> tuple[int, ...]:
    a, b = _top(sentence, source), _top(sentence, target)
    if a is None or b is None:
        return ()
    return path_between(sentence, a, b)


def _top(sentence: Sentence, span: Span | None) -> int | None:
    """Return the word of a phrase whose head stands outside it."""
    if span is None:
        return None
    inside = [w for w in sentence.words if span.covers(w.span)]
    for word in inside:
        if word.head == word.index or not span.covers(sentence.words[word.head].span):
            return word.index
    return inside[0].index if inside else None
