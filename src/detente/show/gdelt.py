"""Events in the layout of GDELT 2.0's event table: 61 columns, tabs, no header.

Source: "The GDELT Event Database Data Format Codebook V2.0". See ``docs/formats.md`` for what is lost.
"""

from collections.abc import Iterator
from datetime import date

from detente.records import Document, Event, Party, Place
from detente.show.layouts import (
    Cell,
    Row,
    called,
    countries,
    country_code,
    happened,
    link,
    number,
    pairs,
    plain,
    row_number,
)
from detente.store import Told

_ACTOR = [
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
]
_GEO = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"]
COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{side}{name}" for side in (1, 2) for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
_NO_ACTOR: Row = ("",) * len(_ACTOR)
_NO_GEO: Row = ("",) * len(_GEO)
COUNTRY, US_CITY, WORLD_CITY = 1, 3, 4  # GDELT's kinds of place


def rows(document: Document, event: Event, *, told: Told | None = None) -> Iterator[Row]:
    """Yield one row per pair of parties; none for what is denied or hypothetical.

    ``told`` says how often it was told; by default its mentions in the one article count.
    """
    if not happened(event):
        return
    for at, source, target in pairs(event):
        yield (
            row_number(event, at),
            *_dates(event.when.date),
            *_actor(source),
            *_actor(target),
            *_what(document, event, told),
            *_NO_GEO,
            *_NO_GEO,
            *_geo(event.place),
            *_added(document),
        )


def _dates(day: date | None) -> Row:
    if day is None:
        return ("", "", "", "")
    # The codebook's own formula, (month * 30 + day) / 365, with four decimals.
    fraction = f"{day.year + (day.month * 30 + day.day) / 365:.4f}"
    return (f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, fraction)


def _actor(party: Party | None) -> Row:
    if party is None:
        return _NO_ACTOR
    country, kind = country_code(party.country), party.sector or ""
    if not country:
        kind = party.country or kind
    return (f"{country}{kind}", plain(called(party)).upper(), country, "", "", "", "", kind, "", "")


def _what(document: Document, event: Event, told: Told | None) -> Row:
    root, base = event.cameo[:2], event.cameo[:3]
    told = told or Told(1, max(1, len(event.mentions)), 1, 1, 1)
    return (
        _is_root(document, event),
        event.cameo,
        base,
        root,
        event.quad_class,
        number(event.goldstein),
        told.mentions,
        told.publishers,
        told.articles,
        "",
    )


def _is_root(document: Document, event: Event) -> int:
    """Return 1 for an event of the title, standfirst or first paragraph, as GDELT marks those of the lead."""
    lead = document.paragraphs[0].end if document.paragraphs else 0
    return int(event.evidence.span.start < lead)


def _geo(place: Place | None) -> Row:
    if place is None:
        return _NO_GEO
    known = countries().get(place.country or "")
    kind: Cell = COUNTRY
    if place.latitude is not None and not (known and place.name == known.name):
        kind = US_CITY if place.country == "USA" else WORLD_CITY
    code = known.fips if known else ""
    return (kind, plain(place.name), code, "", "", number(place.latitude), number(place.longitude), "")


def _added(document: Document) -> Row:
    stamp = f"{document.published:%Y%m%d}000000" if document.published else ""
    return (stamp, plain(link(document)))
