"""Sides that a sentence leaves to where it happens or to what was said before; and where none may be supplied."""

from datetime import date
from itertools import combinations, product

import pytest

from detente.coding.coder import Coder
from detente.records import Event
from readings import article

DAY = date(2024, 5, 8)
Case = tuple[str, str, list[str]]


def pairs(events: list[Event]) -> list[str]:
    """Return "A>B TYPE" for each pair of countries, "A<>B TYPE" (in order of name) where they do it together."""
    found: list[str] = []
    for event in events:
        sources, targets = ([p for p in side if p.country] for side in (event.sources, event.targets))
        homes, others = ({p.country: p for p in side} for side in (sources, targets))
        if {p.actor for p in sources} == {p.actor for p in targets} and len(homes) > 1:
            found += [f"{a}<>{b} {event.event_type}" for a, b in combinations(sorted(map(str, homes)), 2)]
        else:
            found += [f"{a}>{b} {event.event_type}" for a, b in product(homes, others or ["-"])]
    return sorted(found)


def last_events(coder: Coder, before: str, last: str) -> list[Event]:
    text = f"{before}\n\n{last}" if before else last
    events = coder.code(article(text, DAY, language="en"))
    return [e for e in events if any(m.span.start >= len(text) - len(last) for m in e.mentions)]


TAKEN_UP: list[Case] = [
    (
        "Peru summoned the Chilean ambassador on Monday over a trawler. Chile called the arrest lawful.",
        "Canada urged both governments to calm down.",
        ["CAN>CHL REQUEST", "CAN>PER REQUEST"],
    ),
    (
        "Kenya closed its border with Somalia on Monday. Somalia recalled its ambassador from Nairobi.",
        "The African Union appealed to both countries to show restraint.",
        ["IGO>KEN REQUEST", "IGO>SOM REQUEST"],
    ),
    (
        "Thailand has moved tanks to its border with Cambodia. Cambodia accused Thailand of shelling a village.",
        "ASEAN called on the two neighbours to pull back.",
        ["IGO>KHM REQUEST", "IGO>THA REQUEST"],
    ),
    (
        "Ethiopia and Eritrea reopened their border on Tuesday.",
        "Norway praised both sides for their courage.",
        ["NOR>ERI SUPPORT", "NOR>ETH SUPPORT"],
    ),
    (
        "Greece expelled two Turkish diplomats. Turkey expelled two Greeks in return.",
        "Germany offered to mediate between the two.",
        ["DEU>GRC AGREE", "DEU>TUR AGREE"],
    ),
    (
        "Pakistan shot down an Indian drone on Sunday. India accused Pakistan of lying.",
        "The United States appealed to both to avoid any further step.",
        ["USA>IND REQUEST", "USA>PAK REQUEST"],
    ),
    (
        "Sudan accused Chad of arming rebels. Chad denied the charge.",
        "Libya offered to mediate between the two countries.",
        ["LBY>SDN AGREE", "LBY>TCD AGREE"],
    ),
    (
        "Armenia handed over two soldiers to Azerbaijan on Friday.",
        "Both governments thanked Georgia for its help.",
        ["ARM>GEO SUPPORT", "AZE>GEO SUPPORT"],
    ),
    (
        "Finland and Estonia held talks on Monday.",
        "The two countries signed an agreement on a tunnel.",
        ["EST<>FIN SUPPORT"],
    ),
    (
        "Rwandan President Paul Kagame met Ugandan President Yoweri Museveni in Gatuna on Friday.",
        "The two leaders agreed to reopen the border.",
        ["RWA<>UGA AGREE"],
    ),
    (
        "Chinese Foreign Minister Wang Yi met his Indian counterpart Subrahmanyam Jaishankar in Moscow.",
        "Both foreign ministers agreed to resume flights.",
        ["CHN<>IND AGREE"],
    ),
    (
        "Emmanuel Macron received Olaf Scholz in Paris on Monday.",
        "The two men signed a treaty on the Rhine.",
        ["DEU<>FRA SUPPORT"],
    ),
    (
        "Vietnam's defence minister flew to Laos on Monday for talks with his Lao counterpart.",
        "The two sides signed a memorandum.",
        ["LAO<>VNM SUPPORT"],
    ),
    (
        "Serbia and Kosovo traded accusations over a murder in Mitrovica.",
        "The two sides later signed a ceasefire.",
        ["SRB<>XKX RETREAT"],
    ),
    ("Iran and Iraq fought for eight years.", "The neighbours signed a treaty in 1990.", ["IRN<>IRQ SUPPORT"]),
    (
        "India and Pakistan exchanged fire for a second night. Four soldiers were wounded.",
        "The two armies clashed again on Tuesday.",
        ["IND<>PAK ASSAULT"],
    ),
    ("Iran, Iraq and Syria met in Baghdad on Monday.", "Russia urged both governments to talk.", []),
    ("Spain and Peru met in Lima. Other countries were not asked.", "Canada praised two countries.", []),
    (
        "Japan, China and South Korea held drills. Vietnam and Laos protested. Russia met Mongolia.",
        "Canada urged both governments to stop.",
        ["CAN>MNG REQUEST", "CAN>RUS REQUEST"],
    ),
    ("Poland closed a crossing.", "Sweden urged both governments to talk.", []),
    ("Mexico met Cuba. Brazil met Chile.", "Portugal called on the two neighbours to sign.", []),
    ("France condemned a coup in Gabon on Wednesday.", "Two leaders of the plot signed a statement.", []),
    ("Turkey and Greece held talks in Athens.", "Two ministers from Malta signed a contract with a yard in Genoa.", []),
]
AT_HOME: list[Case] = [
    ("", "Police in Burundi shot dead nine people in Bujumbura on Wednesday.", ["BDI>BDI ASSAULT"]),
    (
        "Burundi's president is seeking a third term. Burundi has seen weeks of protest.",
        "Police shot dead nine people in Bujumbura on Wednesday.",
        ["BDI>BDI ASSAULT"],
    ),
    ("", "The Colombian navy detained fourteen fishermen off Buenaventura on May 5.", ["COL>COL COERCE"]),
    ("", "Saudi authorities arrested two women and a blogger on Friday.", ["SAU>SAU COERCE"]),
    ("", "Belarus freed another 120 demonstrators from a prison in Minsk.", ["BLR>BLR RETREAT"]),
    ("", "Egyptian police arrested three journalists.", ["EGY>EGY COERCE"]),
    ("", "Turkish police detained 40 protesters in Ankara.", ["TUR>TUR COERCE"]),
    ("", "A court in Cairo sentenced five activists to ten years in prison.", ["EGY>EGY SANCTION"]),
    ("", "Venezuelan soldiers killed three villagers near Caracas.", ["VEN>VEN ASSAULT"]),
    ("", "Police in Harare fired tear gas at opposition supporters.", ["ZWE>ZWE ASSAULT"]),
    ("", "Kenyan police fired tear gas at them.", ["KEN>KEN ASSAULT"]),
    ("", "Students marched in Dhaka against the government.", ["BGD>BGD PROTEST"]),
    ("", "Workers at a mill in Lahore went on strike against the government.", ["PAK>PAK PROTEST"]),
    (
        "Mali's junta released a statement. Mali has had two coups.",
        "Hundreds of students rallied in Bamako against the junta.",
        ["MLI>MLI PROTEST"],
    ),
    ("", "Iranian security forces shot dead four protesters in Tehran.", ["IRN>IRN ASSAULT"]),
    ("", "The government of Nicaragua jailed two opposition leaders.", ["NIC>NIC COERCE"]),
    ("", "Israeli soldiers shot dead two people in Jenin.", ["ISR>PSE ASSAULT"]),
    ("", "French soldiers shot dead two men in Bamako.", ["FRA>MLI ASSAULT"]),
    ("", "Chinese authorities detained a lawyer in Shanghai.", ["CHN>CHN COERCE"]),
    ("", "Kazakhstan arrested a former minister.", ["KAZ>KAZ COERCE"]),
    (
        "Greek farmers have blocked a road for nine days. Greece cut pensions in May.",
        "Riot police fired tear gas at farmers.",
        ["GRC>GRC ASSAULT"],
    ),
    ("", "Bangladeshi guards turned back 70 people at the border.", ["BGD>- COERCE"]),
    ("", "The Sri Lankan navy detained eleven fishermen.", ["LKA>- COERCE"]),
    ("", "Italy deported 40 people.", ["ITA>- COERCE"]),
    ("", "Israeli soldiers shot dead two people.", ["ISR>- ASSAULT"]),
    ("Russia invaded Ukraine in 2022.", "Russian troops shot dead three people.", ["RUS>- ASSAULT"]),
    ("", "Hamas released four hostages.", ["PSE>- RETREAT"]),
    ("", "Two people were shot dead in a bar in Cairo.", []),
    ("", "Azerbaijan freed ten captives.", ["AZE>- RETREAT"]),
]
PLACES: list[Case] = [
    ("", "Russia shelled Kharkiv on Monday.", ["RUS>UKR ASSAULT"]),
    ("", "Russian missiles hit a power plant in Odesa.", ["RUS>UKR ASSAULT"]),
    ("", "Ethiopian jets bombed Mekelle on Tuesday.", ["ETH>ETH ASSAULT"]),
    ("", "Israel bombed a warehouse near Latakia overnight.", ["ISR>SYR ASSAULT"]),
    ("", "Armenian artillery shelled Ganja.", ["ARM>AZE ASSAULT"]),
    ("", "Turkish warplanes struck a camp near Duhok.", ["TUR>IRQ ASSAULT"]),
    ("", "Saudi Arabia sent 20 tonnes of medicine to Aden.", ["SAU>YEM AID"]),
    ("", "Iran fired missiles at Erbil.", ["IRN>IRQ ASSAULT"]),
    ("", "“We are grateful to Kuwait,” Qatar's foreign minister said.", ["QAT>KWT SUPPORT"]),
    (
        "“We have asked Kenya for help,” Uganda's health minister said on Monday.",
        "“We also thank Rwanda for its doctors.”",
        ["UGA>RWA SUPPORT"],
    ),
]
AGAIN: list[Case] = [
    ("Chad accused Libya of stirring up the north.", "Libya denied the charge.", []),
    (
        "Nicaragua expelled a Spanish diplomat on Tuesday.",
        "The European Union condemned the expulsion.",
        ["IGO>NIC ACCUSE"],
    ),
    (
        "Estonia expelled a Russian diplomat on Monday.",
        "Moscow expelled an Estonian in return and recalled its ambassador.",
        ["RUS>EST SANCTION"],
    ),
    ("Indonesia and Australia held talks on Monday in Darwin.", "They signed a treaty on fish.", ["AUS<>IDN SUPPORT"]),
    ("France expelled a Russian diplomat. Poland expelled a Belarusian.", "The deal was signed on Tuesday.", []),
    ("France accused Italy of insults. Germany accused Poland of lies.", "Hungary recalled its ambassador.", []),
    (
        "Saudi Arabia accused Iran of lies. Saudi Arabia accused Canada of arrogance.",
        "It also expelled the ambassador.",
        [],
    ),
    ("Chile met Peru in Lima on Monday. Bolivia met Brazil.", "Chile recalled its ambassador.", []),
    ("Malta thanked Libya for the fuel.", "A club in Lyon rejected the offer.", []),
    ("Japan praised India.", "The agreement was signed by a company and a union.", []),
    ("Japan accused China of ramming a boat.", "The foreign ministry in Canberra welcomed the release of a film.", []),
    ("Kenya asked Italy for a loan.", "The central bank rejected the plan of a minister.", []),
    ("Norway met Sweden.", "They said it would rain.", []),
    ("Ireland rejected a French plan.", "Denmark rejected the demand.", []),
]


@pytest.mark.parametrize(
    ("before", "last", "expected"), [*TAKEN_UP, *AT_HOME, *PLACES, *AGAIN], ids=lambda v: str(v)[:40]
)
def test_sides(coder: Coder, before: str, last: str, expected: list[str]) -> None:
    assert pairs(last_events(coder, before, last)) == expected


NOBODY = [
    ("Ann Lee lives in Boston. Her husband is based out of the U.K.", "The pair met in 2014."),
    ("", "A student goes on a rampage in Blacksburg in Virginia."),
]


@pytest.mark.parametrize(("before", "last"), NOBODY)
def test_no_side_is_made_up(coder: Coder, before: str, last: str) -> None:
    assert [p for p in pairs(last_events(coder, before, last)) if not p.startswith("-")] == []
