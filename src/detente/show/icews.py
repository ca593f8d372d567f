"""Events in the layout of the weekly and daily ICEWS files: 20 columns, tabs, a header.

Source: Boschee et al., "ICEWS Coded Event Data", Harvard Dataverse, and its files. See ``docs/formats.md`` for
what is lost.
"""

from collections.abc import Iterator

from detente.data.codebook_cards import Codebook
from detente.data.import_tables import icews_relation
from detente.records import Document, Event, Party
from detente.show.layouts import Row, called, country_name, happened, iso, number, pairs, plain, row_number
from detente.text.sentences import split_sentences

COLUMNS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)


def rows(document: Document, event: Event, codebook: Codebook) -> Iterator[Row]:
    """Yield one row per pair of parties; none without a target, and none for what is denied or hypothetical."""
    if not happened(event):
        return
    text = icews_relation(event.cameo) or codebook.cameo_code(event.cameo).name
    sentence = sentence_number(document, event)
    for at, source, target in pairs(event):
        if target is not None:
            yield (
                row_number(event, at),
                iso(event.when.date),
                *_side(source, codebook),
                text[:1].upper() + text[1:],
                event.cameo,
                number(event.goldstein),
                *_side(target, codebook),
                document.id,
                sentence,
                plain(document.publisher),
                *_where(event),
            )


def sentence_number(document: Document, event: Event) -> int:
    """Return the number of the evidence's sentence in its document, from 1."""
    starts = (s.start for block in document.blocks() for s in split_sentences(document.text, block))
    return max(1, sum(start <= event.evidence.span.start for start in starts))


def _side(party: Party, codebook: Codebook) -> Row:
    sector = codebook.sectors.get(party.sector or "")
    return (plain(called(party)), sector.name if sector else party.sector or "", country_name(party.country))


def _where(event: Event) -> Row:
    if event.place is None:
        return ("",) * 6
    name, country = plain(event.place.name), country_name(event.place.country)
    city = "" if name == country else name
    return (city, "", "", country, number(event.place.latitude), number(event.place.longitude))
