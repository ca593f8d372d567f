"""The pattern language of the frame rows: what compiles to which slots, and what is refused."""

import pytest

from detente.coding.patterns import Frame, Slot, compile_frame
from detente.data.frame_rows import load_classes, load_frame_rows
from detente.errors import DataError

CLASSES = {"talk": {"talk", "meeting"}, "force": {"troop", "army"}}


def _compile(pattern: str) -> Frame:
    return compile_frame(pattern, CLASSES, event_type="CONSULT", mode="visit", cameo="042", embed="commit")


def _set(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize(
    ("pattern", "kind", "lemmas", "slots"),
    [
        ("S condemn T", "verb", _set("condemn"), (Slot(target=True),)),
        ("S rebuke|scold T", "verb", _set("rebuke", "scold"), (Slot(target=True),)),
        ("S meet with T", "verb", _set("meet"), (Slot(_set("with"), target=True),)),
        (
            "S impose sanction|embargo on|against T",
            "verb",
            _set("impose"),
            (Slot(nouns=_set("sanction", "embargo")), Slot(_set("on", "against"), target=True)),
        ),
        (
            "S hold @talk with T",
            "verb",
            _set("hold"),
            (Slot(nouns=_set("talk", "meeting")), Slot(_set("with"), target=True)),
        ),
        (
            "S send @force|tank to T",
            "verb",
            _set("send"),
            (Slot(nouns=_set("troop", "army", "tank")), Slot(_set("to"), target=True)),
        ),
        ("S pull out of T", "verb", _set("pull"), (Slot(_set("out of"), target=True),)),
        ("S push on|ahead with ~", "verb", _set("push"), (Slot(_set("on with", "ahead with"), clause=True),)),
        ("S refuse to ~", "verb", _set("refuse"), (Slot(_set("to"), clause=True),)),
        ("S urge T to ~", "verb", _set("urge"), (Slot(target=True), Slot(_set("to"), clause=True))),
        ("S call on T to ~", "verb", _set("call"), (Slot(_set("on"), target=True), Slot(_set("to"), clause=True))),
        (
            "S break off @talk with T",
            "verb",
            _set("break"),
            (Slot(_set("off"), _set("talk", "meeting")), Slot(_set("with"), target=True)),
        ),
        ("S deny that ~", "verb", _set("deny"), (Slot(clause=True, that=True),)),
        ("S demand that T ~", "verb", _set("demand"), (Slot(target=True, that=True), Slot(clause=True))),
        ("S shut down", "verb", _set("shut"), (Slot(_set("down")),)),
        ("S withdraw", "verb", _set("withdraw"), ()),
        # articles and possessives are read over
        (
            "S take the floor against T",
            "verb",
            _set("take"),
            (Slot(nouns=_set("floor")), Slot(_set("against"), target=True)),
        ),
        # nouns and adjectives
        ("* attack|raid on|against T", "noun", _set("attack", "raid"), (Slot(_set("on", "against"), target=True),)),
        ("* @talk between T", "noun", _set("talk", "meeting"), (Slot(_set("between"), target=True),)),
        ("* protest", "noun", _set("protest"), ()),
        ("S be angry at|with T", "adjective", _set("angry"), (Slot(_set("at", "with"), target=True),)),
        ("S be ready to ~", "adjective", _set("ready"), (Slot(_set("to"), clause=True),)),
        # "be" followed by a slot is a verb like others
        ("S be to ~", "verb", _set("be"), (Slot(_set("to"), clause=True),)),
    ],
)
def test_compiles(pattern: str, kind: str, lemmas: frozenset[str], slots: tuple[Slot, ...]) -> None:
    frame = _compile(pattern)
    assert (frame.kind, frame.lemmas, frame.slots) == (kind, lemmas, slots)
    assert (frame.pattern, frame.event_type, frame.mode, frame.cameo, frame.embed) == (
        pattern,
        "CONSULT",
        "visit",
        "042",
        "commit",
    )


@pytest.mark.parametrize(
    "pattern",
    ["", "S", "*", "condemn T", "T condemn S", "s condemn T", "S condemn @nothing", "S @nothing T", "* @nothing"],
)
def test_malformed_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(DataError, match="frame pattern"):
        _compile(pattern)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("S hold @talk with T", "S hold @talk"),
        ("S hold @talk", "S hold T"),
        ("S impose sanction on T", "S impose on T"),
        ("S call on T to ~", "S call on T"),
        ("S meet with T", "S meet T"),
        ("S demand that T ~", "S demand T"),
    ],
)
def test_what_asks_for_more_weighs_more(more: str, less: str) -> None:
    assert _compile(more).weight > _compile(less).weight


@pytest.mark.parametrize(
    ("pattern", "has"),
    [("S condemn T", True), ("* attack on T", True), ("S refuse to ~", False), ("S withdraw", False)],
)
def test_has_target(pattern: str, has: bool) -> None:
    assert _compile(pattern).has_target is has


def test_every_shipped_row_compiles() -> None:
    classes = load_classes()
    for row in load_frame_rows():
        frame = compile_frame(
            row.pattern, classes, event_type=row.event_type, mode=row.mode, cameo=row.cameo, embed=row.embed
        )
        assert frame.lemmas
        assert sum(slot.target for slot in frame.slots) <= 1
