"""What promising, refusing, demanding, threatening, ending and the like make of the event below them."""

import pytest

from detente.coding.coder import Coder
from detente.coding.effects import EFFECTS
from detente.data.frame_rows import EMBEDS, load_frame_rows
from readings import events

# effect, text, type, mode, source, target, factuality: the one event of the sentence
TABLE = [
    ("commit", "Ghana agreed to meet Togo.", "AGREE", None, "GHA", "TGO", "asserted"),
    ("commit", "Norway promised to send aid to Malawi.", "AGREE", None, "NOR", "MWI", "asserted"),
    ("commit", "Mali agreed to release the French soldiers.", "CONCEDE", None, "MLI", "FRA:MIL", "asserted"),
    ("commit", "Iran vowed to attack Iraq.", "THREATEN", "violence", "IRN", "IRQ", "asserted"),
    ("commit", "Egypt plans to impose sanctions on Sudan.", "SANCTION", "discontinue", "EGY", "SDN", "future"),
    ("refuse", "Peru refused to meet Chile.", "REJECT", "meet", "PER", "CHL", "asserted"),
    ("refuse", "Kenya rejected talks with Uganda.", "REJECT", "meet", "KEN", "UGA", "asserted"),
    ("refuse", "Norway refused to send aid to Malawi.", "REJECT", "assist", "NOR", "MWI", "asserted"),
    (
        "refuse",
        "Norway refused to mediate between Malawi and Togo.",
        "REJECT",
        "meet",
        "NOR",
        ["MWI", "TGO"],
        "asserted",
    ),
    ("refuse", "Iran refused to apologise to Iraq.", "REJECT", "assist", "IRN", "IRQ", "asserted"),
    ("request", "Iran urged Iraq to release the pilots.", "REQUEST", "yield", "IRN", "IRQ", "asserted"),
    ("request", "Chile called for talks with Peru.", "REQUEST", "meet", "CHL", "PER", "asserted"),
    ("request", "Japan asked China to send aid.", "REQUEST", "assist", "JPN", "CHN", "asserted"),
    ("request", "France demanded that Mali release the French soldiers.", "REQUEST", "yield", "FRA", "MLI", "asserted"),
    ("threaten", "Iran threatened to attack Iraq.", "THREATEN", "violence", "IRN", "IRQ", "asserted"),
    ("threaten", "Poland threatened sanctions against Belarus.", "THREATEN", "restrict", "POL", "BLR", "asserted"),
    ("threaten", "Turkey threatened to expel Greek diplomats.", "THREATEN", "expel", "TUR", "GRC", "asserted"),
    ("threaten", "Iran warned that it would attack Iraq.", "THREATEN", "violence", "IRN", "IRQ", "asserted"),
    ("accuse", "Iran accused Iraq of shelling Kuwaiti ships.", "ACCUSE", "allege", "IRN", "IRQ", "asserted"),
    (
        "accuse",
        "Spain condemned Morocco for expelling Spanish teachers.",
        "ACCUSE",
        "disapprove",
        "ESP",
        "MAR",
        "asserted",
    ),
    ("praise", "Sudan praised Egypt for releasing the pilots.", "SUPPORT", None, "SDN", "EGY", "asserted"),
    ("praise", "Italy thanked Libya for freeing the Italian fishermen.", "SUPPORT", None, "ITA", "LBY", "asserted"),
    ("cease", "The United States lifted sanctions on Cuba.", "RETREAT", "access", "USA", "CUB", "asserted"),
    ("cease", "Russia stopped its attacks on Ukraine.", "RETREAT", "ceasefire", "RUS", "UKR", "asserted"),
    ("cease", "Israel ended its blockade of Lebanon.", "RETREAT", "access", "ISR", "LBN", "asserted"),
    ("cease", "Kenya suspended aid to Somalia.", "SANCTION", "discontinue", "KEN", "SOM", "asserted"),
    ("cease", "Russia halted military cooperation with Finland.", "SANCTION", "discontinue", "RUS", "FIN", "asserted"),
    ("cease", "Iran ceased shelling Iraqi towns.", "RETREAT", "ceasefire", "IRN", "IRQ", "asserted"),
    ("cease", "Turkey stopped supporting Libya.", "SANCTION", "discontinue", "TUR", "LBY", "asserted"),
    ("cease", "India cancelled talks with Pakistan.", "REJECT", "meet", "IND", "PAK", "asserted"),
    ("allow", "Iran allowed Kuwait to send aid to Iraq.", "RETREAT", "access", "IRN", "KWT", "asserted"),
    ("allow", "Iran permitted Kuwait to arm Iraqi rebels.", "RETREAT", "access", "IRN", "KWT", "asserted"),
    (
        "allow",
        "Iran allowed U.N. inspectors to enter the plant.",
        "RETREAT",
        "access",
        "IRN",
        "IGO/united-nations",
        "asserted",
    ),
    ("allow", "Turkey permitted Greek ships to enter the port.", "RETREAT", "access", "TUR", "GRC", "asserted"),
    ("deny", "Iran denied attacking Iraqi ships.", "ASSAULT", None, "IRN", "IRQ", "negated"),
    ("deny", "Sudan denied arming Chadian rebels.", "AID", None, "SDN", "TCD:REB", "negated"),
    # none: the event below stands as it is
    ("", "Iran attacked Iraq.", "ASSAULT", None, "IRN", "IRQ", "asserted"),
    ("", "Iran did not attack Iraq.", "ASSAULT", None, "IRN", "IRQ", "negated"),
    ("", "Ghana met Togo.", "CONSULT", None, "GHA", "TGO", "asserted"),
    # what will be given is agreed to
    ("", "Iran will send aid to Iraq.", "AGREE", None, "IRN", "IRQ", "asserted"),
    ("", "Iran will meet Iraq.", "AGREE", None, "IRN", "IRQ", "asserted"),
    # a threat on a condition
    (
        "threaten",
        "Iran warned that it would attack Iraq if its ships were attacked.",
        "THREATEN",
        "violence",
        "IRN",
        "IRQ",
        "hypothetical",
    ),
]


@pytest.mark.parametrize(
    ("effect", "text", "event_type", "mode", "source", "target", "factuality"), TABLE, ids=lambda v: str(v)
)
def test_one_event_of_both_words(
    coder: Coder, effect: str, text: str, event_type: str, mode: str | None, source: str, target: str, factuality: str
) -> None:
    found = events(coder, text)
    assert [(e.event_type, e.mode, e.factuality) for e in found] == [(event_type, mode, factuality)]
    (event,) = found
    assert [p.actor for p in event.sources] == [source]
    wanted = [target] if isinstance(target, str) else target
    # A ship or a mission of a state counts as the state's, whatever sector its words are given.
    assert wanted in ([p.actor for p in event.targets], [p.country for p in event.targets])


def test_each_effect_is_seen_at_work_twice(coder: Coder) -> None:
    """Some rows of the table have a frame of their own for both words; these do not count."""
    seen = [r.value for row in TABLE for e in events(coder, row[1]) for r in e.reasons if r.code == "effect"]
    assert {effect for effect in EFFECTS if seen.count(effect) < 2} == set()


def test_rows_and_engine_know_the_same_effects() -> None:
    assert EFFECTS | {""} == EMBEDS
    assert {row.embed for row in load_frame_rows()} <= EMBEDS


@pytest.mark.parametrize(
    ("text", "effect", "word"),
    [
        ("Ghana agreed to meet Togo.", "commit", "agreed"),
        ("Japan asked China to send aid.", "request", "asked"),
        ("Iran denied attacking Iraqi ships.", "deny", "denied"),
        ("Iran ceased shelling Iraqi towns.", "cease", "ceased"),
    ],
)
def test_the_reason_names_effect_and_word(coder: Coder, text: str, effect: str, word: str) -> None:
    (event,) = events(coder, text)
    reasons = [(r.value, r.span.of(text)) for r in event.reasons if r.code == "effect" and r.span is not None]
    assert reasons == [(effect, word)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Officials in Accra said Ghana agreed to meet Togo in the spring.", "Ghana agreed to meet Togo"),
        ("Norway promised to send aid to Malawi after the flood.", "Norway promised to send aid to Malawi"),
    ],
)
def test_evidence_runs_from_side_to_side(coder: Coder, text: str, words: str) -> None:
    (event,) = events(coder, text)
    assert event.evidence.text.startswith(words.split()[0])
    assert words in text and event.evidence.text in (words, text.removesuffix("."))
    assert event.evidence.span.of(text) == event.evidence.text


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Ghana agreed to meet and to assist Togo.", {"AGREE"}),
        ("France condemned Iran and expelled the Iranian ambassador.", {"ACCUSE", "SANCTION"}),
        ("Egypt met Sudan and sent aid to Chad.", {"CONSULT", "AID"}),
    ],
)
def test_coordinated_words_share_what_stands_above_them(coder: Coder, text: str, types: set[str]) -> None:
    assert {e.event_type for e in events(coder, text)} == types
