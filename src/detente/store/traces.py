"""What an event is compared by when happenings are looked for: sides, days, place, words around the evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.data.actor_checks import WORLD_COUNTRIES
from detente.data.state_words import state_words
from detente.records import Document, Event, Party
from detente.text.normalise import fold
from detente.text.sentences import split_sentences

# Events of one family can tell of the same: a clash is an assault for one reporter and a seizure for the next.
FAMILIES = {1: "accord", 2: "accord", 3: "words", 4: "force"}
STEM, LEAST_STEM = 6, 4  # letters by which words are the same word, at most and without their endings
LEAD = 3  # blocks from the top of an article in which the headline speaks of the event too
LONGEST = 2  # days that an event can last here: reports of a longer one are compared by its first days
HEAD = 240  # characters at the top of an article in which an agency is credited

_TOKEN = re.compile(r"\w+(?:[.,]\d+)*")
_CREDIT = re.compile(
    r"\b(Reuters|Associated Press|Agence France-Presse|Xinhua|TASS|Tass|Yonhap|KCNA|Kyodo|Anadolu|Interfax|EFE|ANSA)\b"
    r"|\((AP|AFP|PTI|ANI|IANS|RIA|UPI|APA|MENA|SPA|KUNA|WAM|PA)\)"
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"dozen": "12", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100"}
_ENDINGS = ("ments", "ment", "ings", "ing", "ed", "es", "s")
# Words that say nothing of which event it is.
_COMMON = frozenset(
    "a an the and or but nor so yet of in on at to from for with by as into over under after before during between "
    "against about near off out up down across through within without along around since until while when where who "
    "whom whose which what that this these those it its he his him she her they their them we our us you your i my me "
    "is are was were be been being has have had do does did will would shall should may might can could must not no "
    "than then there here also more most other another some any all both each such only own same just very now still "
    "again already later earlier ago last next first second monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december today yesterday tomorrow "
    "morning afternoon evening night day days week weeks month months year years early late say says said saying "
    "tell tells told add adds added according accord report reports reported reporting news agency spokesman "
    "spokeswoman spokesperson statement official officials government ministry minister president prime foreign "
    "country countries state national local people group two-day one".split()
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One event as it is compared. ``slot`` to ``slot_end`` are its days; ``dated`` says whether the text gave them.

    ``sources`` and ``targets`` are countries, or actors of no country; ``persons`` the actors in them as resolved;
    ``words`` are stems, ``names`` those of capitalised words, ``numbers`` digits. ``voice`` is on whose word it is
    told.
    """

    event: str
    document: str
    slot: date
    slot_end: date
    dated: bool
    family: str
    event_type: str
    mode: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    persons: tuple[str, ...]
    place: str | None
    place_country: str | None
    latitude: float | None
    longitude: float | None
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    published: date | None
    voice: str

    @property
    def keys(self) -> tuple[str, ...]:
        """What two traces must share to be compared: somebody on the acting side, both sides of an accord."""
        if self.family.startswith("accord"):
            return tuple(sorted({*self.sources, *self.targets}))
        return self.sources or tuple(f"to {name}" for name in self.targets)


def trace_of(document: Document, event: Event, *, original: tuple[str, date | None] | None = None) -> Trace | None:
    """Return what an event is compared by; None where it has no day, no words, no type or nobody in it.

    Args:
        document: Where it is told.
        event: The event.
        original: The first of the copies of the document and its day, where there are copies: an event that is
            dated by its publication alone took place by the day on which its text was first published.
    """
    dated = event.when.basis != "publication"
    untold = not event.evidence.text or event.event_type == "NONE"
    # What is past and has no date but that of its report is no news of that day.
    if untold or event.quad_class not in FAMILIES or (event.factuality == "historical" and not dated):
        return None
    day = event.when.date if dated or original is None else original[1] or event.when.date
    sources, targets = _keys(event.sources), _keys(event.targets)
    if day is None or event.when.precision not in ("day", "month") or not (sources or targets):
        return None
    lands = (event.place.country,) if event.place and event.place.country else ()
    words, names, numbers = _words(_around(document, event), _named(event, (*sources, *targets, *lands)))
    place = event.place
    return Trace(
        event=event.id,
        document=document.id,
        slot=day,
        slot_end=_last_day(event, day, dated),
        dated=dated,
        family=_family(event),
        event_type=event.event_type,
        mode=event.mode,
        sources=sources,
        targets=targets,
        persons=_persons((*event.sources, *event.targets)),
        place=place.name if place else None,
        place_country=place.country if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        words=words,
        names=names,
        numbers=numbers,
        published=document.published,
        voice=voice_of(document, event, original[0] if original else document.id),
    )


def voice_of(document: Document, event: Event, original: str) -> str:
    """Return on whose word an event is told: a speaker, an agency that is credited, or the text itself.

    Copies of one text are one voice. What two outlets tell on the word of one speaker is told on one word.
    """
    speakers = [link.speaker for link in event.attribution if link.speaker.reason != "publisher"]
    if speakers:
        return f"speaker {speakers[-1].actor or fold(speakers[-1].text).casefold()}"
    start = document.paragraphs[0].start if document.paragraphs else 0
    credit = _CREDIT.search(document.text, start, start + HEAD)
    if credit or (credit := _CREDIT.search(document.publisher or "")):
        return f"agency {(credit[1] or credit[2]).casefold()}"
    return f"text {original}"


def _last_day(event: Event, day: date, dated: bool) -> date:
    if not dated or event.when.precision != "day" or event.when.date_end is None:
        return day
    return min(max(day, event.when.date_end), day + timedelta(days=LONGEST))


def _family(event: Event) -> str:
    happened = event.factuality in ("asserted", "historical")
    parts = [FAMILIES[event.quad_class], "" if happened else event.factuality]
    return " ".join([*filter(None, parts), *(["month"] if event.when.precision == "month" else [])])


def _keys(parties: Iterable[Party]) -> tuple[str, ...]:
    found = {
        party.country if party.country and party.country not in WORLD_COUNTRIES else party.actor for party in parties
    }
    return tuple(sorted(key for key in found if key))


def _persons(parties: Iterable[Party]) -> tuple[str, ...]:
    """Return the persons and offices named, which tell two visits on one day apart."""
    return tuple(sorted({f"{party.actor}" for party in parties if party.role and party.actor and "/" in party.actor}))


def _around(document: Document, event: Event) -> list[str]:
    """Return the sentence of the evidence, the next of its paragraph, and the headline of an event of the lead."""
    span = event.evidence.span
    blocks = document.blocks()
    number = next((at for at, block in enumerate(blocks) if block.covers(span)), None)
    if number is None:
        return [event.evidence.text]
    block = blocks[number]
    sentences = split_sentences(document.text, block) or [block]
    at = next((i for i, s in enumerate(sentences) if s.start <= span.start < s.end), 0)
    heads = [h for h in (document.title_span, document.standfirst_span) if h and number < LEAD and h != block]
    return [part.of(document.text) for part in [*heads, *sentences[at : at + 2]]]


def _named(event: Event, countries: Iterable[str]) -> frozenset[str]:
    """Return the stems of what the sides and speakers are called, which reports of any event of theirs hold."""
    parties = [*event.sources, *event.targets, *(link.speaker for link in event.attribution)]
    known = [party.text for party in parties if party.role or party.country]
    texts = [*known, *(party.name or "" for party in parties), *(w for c in countries for w in state_words(c))]
    return frozenset(_stem(word) for text in texts for word in _TOKEN.findall(fold(text).casefold()))


def _words(parts: Sequence[str], sides: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    words: set[str] = set()
    names: set[str] = set()
    plain: set[str] = set()
    numbers: set[str] = set()
    for part in parts:
        for at, word in enumerate(_TOKEN.findall(fold(part))):
            low = word.casefold()
            stem = _stem(low)
            if word[0].isdigit() or low in _NUMBERS:
                numbers.add(_NUMBERS.get(low, low.replace(",", "")))
            elif len(low) > 2 and low not in _COMMON and stem not in sides:
                words.add(stem)
                # A capital makes no name of the first word of a sentence, nor of one that stands in small letters too.
                (names if at and word[0].isupper() else plain).add(stem)
    return tuple(sorted(words)), tuple(sorted(names - plain)), tuple(sorted(numbers))


def _stem(word: str) -> str:
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= LEAST_STEM), "")
    word = word.removesuffix(ending)
    if len(word) >= LEAST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return (word.removesuffix("e") if len(word) > LEAST_STEM else word)[:STEM]
