"""Document -> quotations with who speaks: the way of ``Coder.code`` through a text, for its words alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.coding.attribution import outlet_of, speaker_of, speakers
from detente.coding.coder import Coder, note_subjects
from detente.data.cues_cards import load_stance_cues
from detente.parse.quotes import by_sentence, find_quotes
from detente.parse.stances import find_stances
from detente.records import Document, Party, Quote, Sentence
from detente.resolve.discourse import Discourse
from detente.resolve.voice import find_voice


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with its speaker and the outlet that relays it as parties, None where nobody is found."""

    quote: Quote
    speaker: Party | None
    outlet: Party | None


def find_said(coder: Coder, document: Document, *, stances: bool = False) -> list[Said]:
    """Return the quotations of an article in text order; none for a page that could not be read.

    Every sentence is parsed, also those that can hold no event. With ``stances`` what people want, plan, praise
    or condemn is given too.
    """
    if document.error is not None or document.language not in (None, "en"):
        return []
    discourse, parsed = coder.read(document, whole=True)
    quotes = find_quotes(document.text, document.blocks(), parsed, coder.speech)
    if stances:
        quotes += find_stances(parsed, quotes, load_stance_cues())
    discourse.voice = find_voice(discourse, parsed)
    here = by_sentence(quotes)
    found = [said for s in parsed for said in _in_sentence(discourse, s, here.get(s.span.start, ()))]
    found += [Said(quote, None, None) for quote in quotes if quote.sentence is None]
    return sorted(found, key=lambda s: (s.quote.content.start, -s.quote.content.end))


def _in_sentence(discourse: Discourse, sentence: Sentence, here: Sequence[Quote]) -> Iterator[Said]:
    discourse.speakers.extend(speakers(discourse, here))
    for quote in here:
        yield Said(quote, speaker_of(discourse, quote), outlet_of(discourse, quote))
    note_subjects(discourse, sentence)
