"""Document -> events: the one way through parse, resolve and coding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente import __version__
from detente.coding.advisor import Advisor
from detente.coding.anaphora import resolve_doer
from detente.coding.attribution import speakers
from detente.coding.contexts import ContextTagger
from detente.coding.draft import Draft
from detente.coding.drafts import draft_sentence
from detente.coding.events import Maker
from detente.coding.framebook import FrameBook, load_framebook
from detente.coding.ground import on_the_ground
from detente.coding.merge import merge_mentions
from detente.coding.model import load_pair_model
from detente.coding.prefilter import Prefilter
from detente.coding.proposals import Proposer
from detente.data.codebook_cards import load_codebook
from detente.data.cues_cards import (
    FactualityCues,
    SpeechCues,
    load_factuality_cues,
    load_irregular_forms,
    load_speech_cues,
    load_sport_words,
)
from detente.parse.clauses import clauses
from detente.parse.headlines import headline_verbs
from detente.parse.quotes import by_sentence, find_quotes
from detente.parse.surface import subject_places
from detente.parse.syntax import Parser, load_parser
from detente.records import Clause, Document, Event, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.lexicon import Lexicon, load_lexicon
from detente.resolve.parties import all_parties
from detente.resolve.voice import find_voice
from detente.text.dateline import dateline_end
from detente.text.sentences import split_sentences

RULES_VERSION = f"rules-{__version__}"


@dataclass(frozen=True, slots=True)
class Coder:
    """Everything that coding needs, loaded once; ``code`` is the verb."""

    parser: Parser
    lexicon: Lexicon
    book: FrameBook
    factuality: FactualityCues
    speech: SpeechCues
    prefilter: Prefilter
    maker: Maker
    advisor: Advisor | None = None
    proposer: Proposer | None = None

    @property
    def codebook(self) -> str:
        """Return the version of the codebook that events are coded under."""
        return self.maker.codebook.version

    @property
    def version(self) -> str:
        """Return the name and version of the coder."""
        return self.maker.version

    def code(self, document: Document) -> list[Event]:
        """Return the events of an article in text order; none for a page that could not be read.

        Only title, standfirst and body are looked at; comments and furniture are not part of the text.
        """
        if document.error is not None or document.language not in (None, "en"):
            return []
        discourse, parsed = self.read(document)
        quotes = find_quotes(document.text, document.blocks(), parsed, self.speech)
        discourse.voice = find_voice(discourse, parsed)
        events: list[Event] = []
        earlier: list[Draft] = []
        said = by_sentence(quotes)
        for sentence in parsed:
            # In the order of the text: a pronoun takes up what was said before it, a surname finds the full name.
            discourse.speakers.extend(speakers(discourse, said.get(sentence.span.start, ())))
            read = self.clauses(sentence)
            drafts = [
                on_the_ground(discourse, resolve_doer(d, earlier, self.book)) for d in self.drafts(discourse, read)
            ]
            made = self.maker.events(document, discourse, drafts, quotes)
            if self.advisor:
                made = self.advisor.advise(document.text, sentence, made)
            if self.proposer:
                proposed = self.proposer.propose(discourse, sentence, read, made)
                made += self.maker.events(document, discourse, proposed, quotes)
            events += made
            earlier += [d for d in drafts if d.sources and d.event_type]
            note_subjects(discourse, sentence)
        return merge_mentions(document, events)

    def read(self, document: Document, *, whole: bool = False) -> tuple[Discourse, list[Sentence]]:
        """Return the names of an article and the trees of those sentences that can hold an event, or of all."""
        blocks = document.blocks()
        bodies = [Span(dateline_end(document.text, b), b.end) for b in blocks]
        spans = [(s, number) for number, body in enumerate(bodies) for s in split_sentences(document.text, body)]
        mentions = self.lexicon.names.find(document.text, [s for s, _ in spans], document.published)
        discourse = Discourse(self.lexicon, document.text, document.published, mentions, heading=document.title_span)
        wanted = [row for row in spans if whole or self.prefilter.may_hold_event(discourse, row[0])]
        return discourse, self.parser.parse(document.text, wanted, names=[m.span for m in mentions])

    def clauses(self, sentence: Sentence) -> Sequence[Clause]:
        """Return the clauses and event nouns of a sentence."""
        return clauses(sentence, self.factuality, nouns=self.book.nouns)

    def drafts(self, discourse: Discourse, found: Sequence[Clause]) -> list[Draft]:
        """Return what the frames find in the clauses of one sentence."""
        return draft_sentence(discourse, found, book=self.book, cues=self.factuality)


def note_subjects(discourse: Discourse, sentence: Sentence) -> None:
    """Remember who the first subject of a sentence was, for the pronouns of the next."""
    places = subject_places(sentence)
    found = all_parties(discourse, sentence, places[0]) if places else ()
    discourse.subjects.append((sentence, found))


def load_coder(*, model: bool = True, propose: float | None = None) -> Coder:
    """Return a coder with the shipped dictionaries, parser and pair model; takes about two seconds.

    Args:
        model: False leaves the pair model out; the rules then speak alone.
        propose: the chance from which on the model may add events that no frame found; None: it adds none.
            docs/benchmarks.md tells what that brings and costs.

    Raises:
        DataError: a dictionary is malformed.
        ModelError: a model's file is missing, or is not the one expected.
    """
    codebook, book, speech = load_codebook(), load_framebook(), load_speech_cues()
    irregular = load_irregular_forms()
    verbs = (lemma for kind, lemma in book.frames if kind == "verb")
    advisor = Advisor(load_pair_model(), codebook) if model else None
    version = f"rules+{advisor.model.version}" if advisor else RULES_VERSION
    proposer = Proposer(advisor.model, codebook, propose) if advisor and propose is not None else None
    version += "+proposals" if proposer else ""
    return Coder(
        parser=load_parser(verbs=headline_verbs(verbs, irregular, nouns=book.nouns)),
        lexicon=load_lexicon(),
        book=book,
        factuality=load_factuality_cues(),
        speech=speech,
        prefilter=Prefilter(book.triggers | speech.kinds.keys() | speech.relay, irregular),
        maker=Maker(codebook, ContextTagger(codebook), version, load_sport_words()),
        advisor=advisor,
        proposer=proposer,
    )


def sentence_document(text: str, **known: object) -> Document:
    """Return a document of one paragraph, for coding a sentence on its own."""
    span = Span(0, len(text))
    return replace(Document(id="", text=text, paragraphs=(span,)), **known)  # type: ignore[arg-type]
