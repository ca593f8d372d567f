"""Deeds between a state and people whose country the text does not say: "freed two activists", "pardoned students".

Whose people they are is not guessed: the side keeps its sector and stays without a country.
"""

from collections.abc import Mapping

from detente.coding.draft import Draft

# Those who stand against or depend on who governs: what is done to them is politics, whatever country they are of.
_OPPOSED = frozenset({"OPP", "REB", "UAF", "LAB", "PTY"})
_GOVERNED = _OPPOSED | {"CVL", "EDU", "ELI", "JRN", "MED", "REF", "REL", "SOC"}
# Which groups suffice as the other side, per event type; elsewhere a side needs a country.
_SUFFICE: Mapping[str, frozenset[str]] = {
    "ACCUSE": _OPPOSED,
    "AID": frozenset({"REF"}),
    "CONCEDE": _GOVERNED,
    "REJECT": _OPPOSED | {"NGO", "REF", "SOC"},
    "RETREAT": _GOVERNED | {"JUD", "LEG", "UNO", "NGO"},
    "SANCTION": _OPPOSED | {"JRN", "REF", "SOC"},
}
_RULING = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})
_ACTING = _RULING | {"REB", "UAF", "OPP", "IMG", "PRM", "LAB"}


def is_among_people(draft: Draft) -> bool:
    """Return whether an event without a named country on its other side is one all the same.

    So it is where a public body, or an armed group, deals with people of a sector that the type is about, and where
    somebody gives in to nobody named ("agreed to resign", "agreed to a ceasefire").
    """
    told = draft.is_verbal or draft.composed
    if not told or not all(p.sector in _ACTING for p in draft.sources) or draft.factuality == "hypothetical":
        return False
    frame = draft.binding.frame
    if draft.event_type == "CONCEDE" and (draft.composed and frame.event_type == "RETREAT" or not frame.has_target):
        return True
    # "Would not pardon": what is not conceded is refused, and to fewer.
    event_type = "REJECT" if draft.event_type == "CONCEDE" and draft.factuality == "negated" else draft.event_type
    enough = _SUFFICE.get(event_type, frozenset())
    # Notables are set free; they are no side of lists and measures.
    known = (p.sector for p in draft.targets if p.sector != "ELI" or draft.mode == "release")
    return any(sector in enough for sector in known)
