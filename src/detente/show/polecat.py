"""Events in the layout of the POLECAT files: 40 columns, tabs, a header.

Source: Halterman et al., "POLECAT Weekly Data", Harvard Dataverse, and its files. See ``docs/formats.md`` for what
is lost.
"""

from collections.abc import Iterator

from detente.records import Document, Event, Party
from detente.show.layouts import (
    LIST,
    QUAD_NAMES,
    Row,
    called,
    country_code,
    country_name,
    happened,
    iso,
    number,
    pairs,
    plain,
    row_id,
)
from detente.store import UNTYPED

_SIDE = "{0} Name|{0} Country|{0} COW|Primary {0} Sector|{0} Sectors|{0} Title|{0} Name Raw|Wikipedia {0} ID"
COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *_SIDE.format("Actor").split("|"),
    *_SIDE.format("Recipient").split("|"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations"),
    *("Story Locations", "Language", "Version"),
)
LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "ar": "Arabic", "ru": "Russian", "zh": "Chinese"}


def rows(document: Document, event: Event) -> Iterator[Row]:
    """Yield one row per pair of parties; none for what is denied or hypothetical."""
    if not happened(event) or event.event_type == UNTYPED:
        return
    for at, source, target in pairs(event):
        yield (
            row_id(event, at),
            iso(event.when.date),
            event.event_type,
            event.mode or "",
            number(event.intensity),
            QUAD_NAMES[event.quad_class - 1],
            LIST.join(event.contexts),
            *_side(source),
            *_side(target),
            *_where(event),
            plain(document.publisher),
            iso(document.published),
            *("", "", ""),
            LANGUAGES.get(document.language or "", document.language or ""),
            event.coder,
        )


def _side(party: Party | None) -> Row:
    if party is None:
        return ("",) * 8
    sector = party.sector or ""
    title = (party.role or "").replace("_", " ")
    return (plain(called(party)), country_code(party.country), "", sector, sector, title, plain(party.text), "")


def _where(event: Event) -> Row:
    place = event.place
    if place is None:
        return ("",) * 10
    name = plain(place.name)
    city = "" if name == country_name(place.country) else name
    spot = (number(place.latitude), number(place.longitude))
    return (name, city, "", "", country_code(place.country), *spot, "", plain(place.text), "")
