"""What is named around a place name: the countries, and the states of the United States, that tell places apart."""

import re
from collections.abc import Iterable
from functools import lru_cache

from detente.records import Span
from detente.resolve.discourse import Discourse, sure_actors
from detente.resolve.names import Mention
from detente.resolve.place_choice import Surroundings

# Names of the states and their newsroom abbreviations. "Washington" alone is the capital, "Georgia" a country.
STATES = {
    "Alabama": "AL",
    "Alaska": "AK",
    "Arizona": "AZ",
    "Arkansas": "AR",
    "California": "CA",
    "Colorado": "CO",
    "Connecticut": "CT",
    "Delaware": "DE",
    "Florida": "FL",
    "Georgia": "GA",
    "Hawaii": "HI",
    "Idaho": "ID",
    "Illinois": "IL",
    "Indiana": "IN",
    "Iowa": "IA",
    "Kansas": "KS",
    "Kentucky": "KY",
    "Louisiana": "LA",
    "Maine": "ME",
    "Maryland": "MD",
    "Massachusetts": "MA",
    "Michigan": "MI",
    "Minnesota": "MN",
    "Mississippi": "MS",
    "Missouri": "MO",
    "Montana": "MT",
    "Nebraska": "NE",
    "Nevada": "NV",
    "New Hampshire": "NH",
    "New Jersey": "NJ",
    "New Mexico": "NM",
    "New York": "NY",
    "North Carolina": "NC",
    "North Dakota": "ND",
    "Ohio": "OH",
    "Oklahoma": "OK",
    "Oregon": "OR",
    "Pennsylvania": "PA",
    "Rhode Island": "RI",
    "South Carolina": "SC",
    "South Dakota": "SD",
    "Tennessee": "TN",
    "Texas": "TX",
    "Utah": "UT",
    "Vermont": "VT",
    "Virginia": "VA",
    "Washington": "WA",
    "West Virginia": "WV",
    "Wisconsin": "WI",
    "Wyoming": "WY",
    "D.C.": "DC",
    "Ala.": "AL",
    "Ariz.": "AZ",
    "Ark.": "AR",
    "Calif.": "CA",
    "Colo.": "CO",
    "Conn.": "CT",
    "Del.": "DE",
    "Fla.": "FL",
    "Ga.": "GA",
    "Ill.": "IL",
    "Ind.": "IN",
    "Kan.": "KS",
    "Ky.": "KY",
    "La.": "LA",
    "Md.": "MD",
    "Mass.": "MA",
    "Mich.": "MI",
    "Minn.": "MN",
    "Miss.": "MS",
    "Mo.": "MO",
    "Mont.": "MT",
    "Neb.": "NE",
    "Nev.": "NV",
    "N.H.": "NH",
    "N.J.": "NJ",
    "N.M.": "NM",
    "N.Y.": "NY",
    "N.C.": "NC",
    "N.D.": "ND",
    "Okla.": "OK",
    "Ore.": "OR",
    "Pa.": "PA",
    "R.I.": "RI",
    "S.C.": "SC",
    "S.D.": "SD",
    "Tenn.": "TN",
    "Tex.": "TX",
    "Vt.": "VT",
    "Va.": "VA",
    "Wash.": "WA",
    "W.Va.": "WV",
    "Wis.": "WI",
    "Wyo.": "WY",
}
# Parts of other states that newsrooms put after a town.
PARTS = {
    "England": "GBR",
    "Scotland": "GBR",
    "Wales": "GBR",
    "Northern Ireland": "GBR",
    "Alberta": "CAN",
    "British Columbia": "CAN",
    "Manitoba": "CAN",
    "New Brunswick": "CAN",
    "Nova Scotia": "CAN",
    "Ontario": "CAN",
    "Quebec": "CAN",
    "Saskatchewan": "CAN",
    "New South Wales": "AUS",
    "Queensland": "AUS",
    "Bavaria": "DEU",
    "Crimea": "UKR",
    "Balochistan": "PAK",
    "Xinjiang": "CHN",
}
SAID_OF_OTHERS = frozenset({"Washington", "Georgia", "New York", "D.C."})
_STATE = re.compile(r"(?<![\w.])(?:" + "|".join(sorted(map(re.escape, STATES), key=len, reverse=True)) + r")(?!\w)")
_AFTER = re.compile(rf"\s*,\s*(?:(?P<state>{_STATE.pattern})|(?P<part>(?:{'|'.join(PARTS)})\b)|(?P<name>[A-Z]))")


def surroundings(discourse: Discourse, sentence: Span, span: Span, *, in_america: bool = False) -> Surroundings:
    """Return the countries and states named right after a place name, in its sentence, and in the document.

    Args:
        discourse: the document's memory.
        sentence: the sentence's span.
        span: the place name.
        in_america: whether the states of the United States matter for the name.
    """
    inside, division = _right_after(discourse, span)
    return Surroundings(
        inside=inside,
        division=division,
        sentence=_countries(discourse.mentions_in(sentence), span),
        document=_countries(discourse.mentions, span),
        divisions=_divisions(discourse.text) if in_america else (),
    )


def _right_after(discourse: Discourse, span: Span) -> tuple[tuple[str, ...], str | None]:
    """Return the country or state after a comma: "Paris, Texas", "Tripoli, Lebanon"."""
    match = _AFTER.match(discourse.text, span.end, span.end + 40)
    if match is None:
        return (), None
    if match["state"]:
        return (), STATES[match["state"]]
    if match["part"]:
        return (PARTS[match["part"]],), None
    mention = discourse.mention_over(Span(match.start("name"), match.end("name")))
    actors = sure_actors(mention) if mention is not None and mention.of_kind("name") else ()
    return ((actors[0].country,), None) if actors and actors[0].kind == "state" else ((), None)


def _countries(mentions: Iterable[Mention], span: Span) -> frozenset[str]:
    return frozenset(
        a.country for m in mentions if not m.span.overlaps(span) for a in sure_actors(m) if len(a.country) == 3
    )


@lru_cache(maxsize=4)
def _divisions(text: str) -> frozenset[str]:
    """Return the states that a text names; remembered, since every name of a document asks."""
    return frozenset(STATES[name] for name in _STATE.findall(text) if name not in SAID_OF_OTHERS)
