"""What the scores of dates, places and actors share: a text read in order up to the marked words, and shares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.coding.attribution import speakers
from detente.coding.coder import Coder, note_subjects, sentence_document
from detente.coding.score import Score, figures
from detente.parse.quotes import by_sentence, find_quotes
from detente.records import Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.voice import find_voice


@dataclass(frozen=True, slots=True)
class Marked:
    """Where marked words stand: the document's memory as it is there, the sentence, and the words' head."""

    discourse: Discourse
    sentence: Sentence
    word: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether gold gives an answer, whether one was found, and whether that is right."""

    gold: bool
    found: bool
    right: bool


def marked_words(coder: Coder, text: str, span: Span, *, published: date | None = None) -> Marked | None:
    """Read a text as the coder does up to the sentence of the marked words; None where no word stands there."""
    for discourse, sentence in _walk(coder, text, published):
        inside = {w.index for w in sentence.words if w.span.overlaps(span)}
        if inside:
            tops = [i for i in inside if sentence.words[i].head not in inside or sentence.words[i].head == i]
            return Marked(discourse, sentence, max(tops or inside))
    return None


def _walk(coder: Coder, text: str, published: date | None) -> Iterator[tuple[Discourse, Sentence]]:
    document = sentence_document(text, published=published)
    discourse, parsed = coder.read(document, whole=True)
    said = by_sentence(find_quotes(text, document.blocks(), parsed, coder.speech))
    discourse.voice = find_voice(discourse, parsed)
    for sentence in parsed:
        discourse.speakers.extend(speakers(discourse, said.get(sentence.span.start, ())))
        yield discourse, sentence
        note_subjects(discourse, sentence)


def share(level: str, verdicts: Sequence[Verdict]) -> Score:
    """Return precision (right of found), recall (right of gold) and F1, in percent; the count is that of gold."""
    right, found, gold = (sum(getattr(v, name) for v in verdicts) for name in ("right", "found", "gold"))
    return Score(level, *figures(right, found, gold), gold)
