"""Who is speaking: direct, indirect, mixed and split quotations, "according to", relayed words.

A quotation is found by its cue (a verb of speech and its clause, or a phrase) and, for direct speech, by
quotation marks, which may run over sentences; a quoted sentence without a cue belongs to the speaker of the
quotation that it continues (Pareti 2015; Krestel et al. 2008 for the cue patterns).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.data.cues_cards import SpeechCues
from detente.parse.clauses import surface_subjects, voice_of
from detente.parse.direct import beside, quoted_spans
from detente.parse.speakers import speaker_and_outlet
from detente.parse.tree import ancestors, below, phrase, prepositional
from detente.records import Quote, Sentence, Span

# Fewer quoted words than this are scare quotes or a term, not speech of their own.
SHORTEST_SPEECH = 25
# Words before a colon that can be the name of who speaks ("Red Cross: camps are full").
LONGEST_HEAD = 6
# "In the marshal's words", "in her view".
OWN_WORDS = frozenset({"word", "words", "view", "opinion"})


def find_quotes(text: str, blocks: Iterable[Span], sentences: Sequence[Sentence], cues: SpeechCues) -> list[Quote]:
    """Return the quotations of a document in text order; a direct one without a speaker continues the one before."""
    marked = [span for block in blocks for span in quoted_spans(text, block)]
    read = [quote for sentence in sentences for quote in _in_sentence(sentence, cues)]
    found = [quote for quote in read if not _crosses(quote, marked)]
    found = [replace(q, direct=True, kind="quoted") if _mostly_quoted(q, marked) else q for q in found]
    found += [quote for span in marked if (quote := beside(text, span, marked, sentences, found, cues)) is not None]
    return sorted([*found, *_uncued(marked, found, text)], key=lambda q: (q.content.start, -q.content.end))


def by_sentence(quotes: Iterable[Quote]) -> dict[int, list[Quote]]:
    """Return the quotations whose speaker stands in a sentence, by where that sentence starts."""
    found: dict[int, list[Quote]] = {}
    for quote in quotes:
        if quote.sentence is not None:
            found.setdefault(quote.sentence.span.start, []).append(quote)
    return found


def _crosses(quote: Quote, marked: Iterable[Span]) -> bool:
    """Whether a cue or speaker inside quotation marks is said to bring in words outside them."""
    for span in marked:
        inner = [s for s in (quote.cue, quote.speaker) if s is not None and span.covers(s)]
        if inner and not span.covers(Span(quote.content.start + 1, quote.content.end - 1)):
            return True
    return False


def _mostly_quoted(quote: Quote, marked: Iterable[Span]) -> bool:
    inside = sum(max(0, min(quote.content.end, m.end) - max(quote.content.start, m.start)) for m in marked)
    return inside * 2 > quote.content.end - quote.content.start


def _uncued(marked: Iterable[Span], found: Sequence[Quote], text: str) -> Iterator[Quote]:
    """Yield direct speech that no cue covers, given to the speaker whose quotation touches or precedes it."""
    for span in marked:
        words = Span(span.start, span.start + len(text[span.start : span.end].rstrip(" ,.;:!?")))
        if span.end - span.start < SHORTEST_SPEECH or any(q.content.covers(words) for q in found):
            continue
        near = [q for q in found if q.content.overlaps(span)] or _just_before(span, found, text)
        speaker = near[-1] if near else None
        yield Quote(
            content=span,
            kind="quoted",
            speaker=speaker.speaker if speaker else None,
            cue=speaker.cue if speaker else None,
            direct=True,
            sentence=speaker.sentence if speaker else None,
            speaker_head=speaker.speaker_head if speaker else None,
        )


def _just_before(span: Span, found: Sequence[Quote], text: str) -> list[Quote]:
    """The last quotation before, where no more than a paragraph break and its cue lie between."""
    earlier = [q for q in found if q.content.end <= span.start and q.speaker is not None]
    if not earlier:
        return []
    last = max(earlier, key=lambda q: q.content.end)
    between = text[last.content.end : span.start]
    return [last] if len(between) < 200 and between.count("\n\n") <= 1 else []


def _in_sentence(sentence: Sentence, cues: SpeechCues) -> Iterator[Quote]:
    for word in sentence.words:
        if word.pos in ("VERB", "AUX") and word.lemma in cues.kinds:
            yield from _from_verb(sentence, word.index, cues)
        elif word.lemma in cues.adjectives and word.pos in ("ADJ", "VERB"):
            yield from _from_adjective(sentence, word.index, cues)
        elif word.pos == "NOUN" and word.lemma in cues.nouns:
            yield from _from_noun(sentence, word.index)
    yield from _headed(sentence)
    yield from _according(sentence, cues)


def _from_verb(sentence: Sentence, verb: int, cues: SpeechCues) -> Iterator[Quote]:
    kind = cues.kinds[sentence.words[verb].lemma]
    cue = sentence.words[verb].span
    speaker, outlet = speaker_and_outlet(sentence, verb, cues)
    if speaker is not None and _is_no_speaker(sentence, verb, speaker, cues):
        return
    for content in _contents(sentence, verb, speaker, cues):
        yield Quote(
            content, kind, _phrase(sentence, speaker), cue, sentence=sentence, speaker_head=speaker, outlet_head=outlet
        )


def _is_no_speaker(sentence: Sentence, verb: int, speaker: int, cues: SpeechCues) -> bool:
    """ "The move suggests", "figures show": a thing is evidence of something, it does not speak."""
    word = sentence.words[speaker]
    return word.pos == "NOUN" and sentence.words[verb].lemma in cues.evidential and word.lemma in cues.dumb


def _contents(sentence: Sentence, verb: int, speaker: int | None, cues: SpeechCues) -> list[Span]:
    """Return what a cue brings in: its clauses, what it stands inside of, or what is said of its object."""
    clauses = [
        sentence.span_of(sentence.subtree(c))
        for c in below(sentence, verb, "ccomp", "parataxis", "csubj", "csubjpass")
        if c != speaker and _is_clause(sentence, c) and not _is_rival(sentence, verb, c)
    ]
    return (
        clauses
        or list(_inverted_content(sentence, verb))
        or list(_in_a_document(sentence, verb, cues))
        or list(_described(sentence, verb, cues))
    )


def _is_clause(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].pos in ("VERB", "AUX", "ADJ") or bool(below(sentence, index, "nsubj", "cop"))


def _is_rival(sentence: Sentence, verb: int, clause: int) -> bool:
    """ "Rome says it is legal; Oslo says it is not": a clause before a semicolon or "and" is not the next one's."""
    if clause > verb or sentence.words[clause].dep in ("csubj", "csubjpass"):
        return False
    between = sentence.words[max(sentence.subtree(clause)) + 1 : verb]
    return any(w.text == ";" or w.dep == "cc" for w in between) or any(
        sentence.words[i].text == ";" for i in sentence.subtree(clause) if i > clause
    )


def _inverted_content(sentence: Sentence, verb: int) -> Iterator[Span]:
    """A cue inside what it brings in: "The army, officials said, has left", "as state media reported"."""
    word = sentence.words[verb]
    marks = {sentence.words[i].text.lower() for i in below(sentence, verb, "mark", "advmod")}
    bare = not below(sentence, verb, "dobj", "ccomp", "xcomp", "attr")
    inserted = verb > 0 and sentence.words[verb - 1].text == "," and word.dep in ("ccomp", "advcl", "dep")
    if word.dep == "parataxis" or word.dep == "ccomp" and bare or word.dep == "advcl" and "as" in marks or inserted:
        own = set(sentence.subtree(verb))
        rest = [i for i in sentence.subtree(word.head) if i not in own]
        if rest and word.head != verb:
            yield sentence.span_of(rest)


def _in_a_document(sentence: Sentence, verb: int, cues: SpeechCues) -> Iterator[Span]:
    """ "Wrote in a letter that ...": the parser hangs the clause from the letter."""
    for _, noun in prepositional(sentence, verb):
        if sentence.words[noun].lemma in cues.documents:
            for clause in below(sentence, noun, "acl", "relcl", "ccomp"):
                if any(sentence.words[i].text.lower() == "that" for i in sentence.children[clause]):
                    yield sentence.span_of(sentence.subtree(clause))


def _described(sentence: Sentence, verb: int, cues: SpeechCues) -> Iterator[Span]:
    """ "Described the raid as piracy", "are believed by officials to have tanks": what is said of somebody."""
    passive = voice_of(sentence, verb) == "passive"
    places = (verb, *below(sentence, verb, "dobj"), *(h for _, h in prepositional(sentence, verb)))
    phrases = [i for p in places for i in below(sentence, p, "prep") if sentence.words[i].text.lower() == "as"]
    phrases += below(sentence, verb, "oprd")
    if sentence.words[verb].lemma in cues.describing and phrases:
        topic = below(sentence, verb, "dobj", "nsubjpass")
        yield sentence.span_of(i for p in (*topic, *phrases) for i in sentence.subtree(p))
    elif passive and any(prep == "by" for prep, _ in prepositional(sentence, verb)):
        yield from (sentence.span_of(sentence.subtree(c)) for c in below(sentence, verb, "xcomp"))
    elif cues.kinds.get(sentence.words[verb].lemma) == "claimed" and not passive:
        yield from (sentence.span_of(sentence.subtree(c)) for c in below(sentence, verb, "xcomp", "dobj"))


def _from_adjective(sentence: Sentence, word: int, cues: SpeechCues) -> Iterator[Quote]:
    """ "The consul is sure that the fort will fall", "made clear that it would not pay": a judgement of somebody's."""
    verb = sentence.words[word].head
    if sentence.words[verb].lemma == "make":
        subjects = surface_subjects(sentence, verb)
    else:
        subjects = below(sentence, word, "nsubj", "nsubjpass") or surface_subjects(sentence, verb)
    for content in (*below(sentence, word, "ccomp", "csubj"), *below(sentence, verb, "ccomp")):
        if subjects and content > word and content not in subjects:
            span = sentence.span_of(sentence.subtree(content))
            cue, said = sentence.words[word].span, _phrase(sentence, subjects[0])
            yield Quote(span, "expected", said, cue, sentence=sentence, speaker_head=subjects[0])
            return


def _from_noun(sentence: Sentence, noun: int) -> Iterator[Quote]:
    holders = [
        *below(sentence, noun, "poss"),
        *(h for prep, h in prepositional(sentence, noun) if prep in ("by", "from")),
    ]
    above = sentence.words[noun].head
    is_that = below(sentence, above, "ccomp") if sentence.words[above].lemma == "be" and holders else ()
    for content in (*below(sentence, noun, "acl", "ccomp"), *is_that):
        if content not in is_that and not any(
            sentence.words[i].text.lower() == "that" for i in below(sentence, content, "mark")
        ):
            continue
        speaker = holders[0] if holders else None
        span = sentence.span_of(sentence.subtree(content))
        yield Quote(
            span,
            "claimed",
            _phrase(sentence, speaker),
            sentence.words[noun].span,
            sentence=sentence,
            speaker_head=speaker,
        )


def _headed(sentence: Sentence) -> Iterator[Quote]:
    """ "Tokyo: Ship crossed our waters": a name before a colon speaks what follows."""
    colon = next((w.index for w in sentence.words[1:LONGEST_HEAD] if w.text == ":"), None)
    rest = sentence.words[colon + 1 :] if colon is not None else ()
    if colon is None or not any(w.pos in ("VERB", "AUX") for w in rest):
        return
    name = sentence.words[:colon]
    if all(w.pos in ("PROPN", "ADJ", "DET") or w.text in (".", "-") for w in name) and name[-1].text[:1].isupper():
        head = next((w.index for w in reversed(name) if w.pos == "PROPN"), None)
        if head is not None:
            span = Span(name[0].span.start, name[-1].span.end)
            content = Span(rest[0].span.start, rest[-1].span.end)
            yield Quote(content, "reported", span, sentence.words[colon].span, sentence=sentence, speaker_head=head)


def _according(sentence: Sentence, cues: SpeechCues) -> Iterator[Quote]:
    for word in sentence.words:
        if word.dep not in ("prep", "agent") or not below(sentence, word.index):
            continue
        for name, speaker in _phrases_of(sentence, word.index):
            owners = below(sentence, speaker, "poss") if name == "in" else ()
            if owners and sentence.words[speaker].lemma in OWN_WORDS:
                name, speaker = "in the words of", owners[0]
            if name in cues.according:
                own = set(sentence.subtree(word.index))
                rest = [i for i in sentence.subtree(word.head) if i not in own]
                if rest:
                    yield Quote(
                        sentence.span_of(rest),
                        "reported",
                        _phrase(sentence, speaker),
                        word.span,
                        sentence=sentence,
                        speaker_head=speaker,
                    )


def _phrases_of(sentence: Sentence, preposition: int) -> Iterator[tuple[str, int]]:
    head = sentence.words[preposition].head
    for name, place in prepositional(sentence, head):
        if preposition in ancestors(sentence, place):
            yield name, place
            # "In the words of the general": the phrase goes on over its noun.
            noun = sentence.words[place].text.lower()
            yield from ((f"{name} the {noun} {prep}", owner) for prep, owner in prepositional(sentence, place))


def _phrase(sentence: Sentence, head: int | None) -> Span | None:
    return phrase(sentence, head) if head is not None else None
