"""Which phrases fill a frame's slots: objects, phrases in reach, particles, light verbs, compounds."""

import pytest

from detente.coding.coder import Coder
from detente.coding.framebook import FrameBook, build_framebook
from detente.coding.match import bind, bindings, light_carrier, noun_names
from detente.coding.patterns import Frame, compile_frame
from detente.data.frame_rows import FrameRow
from detente.records import Clause
from readings import all_clauses, clause_of

CLASSES = {"talk": {"talk", "meeting"}, "sanction": {"sanction", "embargo"}, "force": {"troop"}}


def _frame(pattern: str) -> Frame:
    return compile_frame(pattern, CLASSES, event_type="CONSULT", mode="", cameo="040", embed="")


def _words(clause: Clause, heads: tuple[int, ...]) -> list[str]:
    return [clause.sentence.words[h].text for h in heads]


@pytest.mark.parametrize(
    ("pattern", "text", "lemma", "regions"),
    [
        ("S condemn T", "France condemned Iran.", "condemn", ["Iran"]),
        ("S condemn T", "Iran was condemned by France.", "condemn", ["Iran"]),
        ("S condemn T", "France condemned and sued Iran.", "condemn", ["Iran"]),
        ("S meet with T", "France met with Iran on Monday.", "meet", ["Iran"]),
        ("S impose @sanction on|against T", "France imposed sanctions on Iran.", "impose", ["Iran"]),
        ("S impose @sanction on|against T", "Sanctions on Iran were imposed by France.", "impose", ["Iran"]),
        (
            "S impose @sanction on|against T",
            "France imposed an embargo against Iran and Iraq.",
            "impose",
            ["Iran", "Iraq"],
        ),
        ("S give T ship", "Chile gave Bolivia two ships.", "give", ["Bolivia"]),
        ("S give ship to T", "Chile gave two ships to Bolivia.", "give", ["Bolivia"]),
        ("S pull @force out of T", "France pulled its troops out of Mali.", "pull", ["Mali"]),
        ("S call on T to ~", "France called on Iran to leave.", "call", ["Iran"]),
        ("S urge T to ~", "France urged Iran to leave.", "urge", ["Iran"]),
        ("S demand that T ~", "France demanded that Iran leave the town.", "demand", ["Iran"]),
        ("S accuse T of ~", "France accused Iran of shelling the port.", "accuse", ["Iran"]),
        ("S threaten to seize T", "France threatened to seize the tanker.", "threaten", ["tanker"]),
        ("S shut down T", "Poland shut down the consulate.", "shut", ["consulate"]),
    ],
)
def test_target_region(coder: Coder, pattern: str, text: str, lemma: str, regions: list[str]) -> None:
    clause = clause_of(coder, text, lemma)
    bound = bind(clause, _frame(pattern))
    assert bound is not None
    assert _words(clause, bound.regions) == regions


@pytest.mark.parametrize(
    ("pattern", "text", "lemma"),
    [
        ("S meet with T", "France met Iran on Monday.", "meet"),
        ("S impose @sanction on|against T", "France imposed its will on Iran.", "impose"),
        ("S impose @sanction on|against T", "France imposed sanctions.", "impose"),
        ("S refuse to ~", "France refused the offer.", "refuse"),
        ("S pull out of T", "France pulled the rope.", "pull"),
        ("S shut down T", "Poland shut the door.", "shut"),
        # a frame without an object is none of a verb that has one
        ("S withdraw", "France withdrew the offer.", "withdraw"),
    ],
)
def test_no_binding(coder: Coder, pattern: str, text: str, lemma: str) -> None:
    assert bind(clause_of(coder, text, lemma), _frame(pattern)) is None


@pytest.mark.parametrize(
    ("pattern", "text", "lemma", "complements", "nouns"),
    [
        ("S refuse to ~", "France refused to leave.", "refuse", ["leave"], []),
        ("S urge T to ~", "France urged Iran to leave.", "urge", ["leave"], []),
        ("S deny ~", "France denied arming the rebels.", "deny", ["arming"], []),
        ("S deny that ~", "France denied that it had armed the rebels.", "deny", ["armed"], []),
        ("S suspend ~", "France suspended talks with Iran.", "suspend", ["talks"], []),
        ("S hold @talk with T", "France held talks with Iran.", "hold", [], ["talks"]),
        ("S impose @sanction on T", "France imposed an embargo on Iran.", "impose", [], ["embargo"]),
    ],
)
def test_what_is_embedded_and_what_is_named(
    coder: Coder, pattern: str, text: str, lemma: str, complements: list[str], nouns: list[str]
) -> None:
    clause = clause_of(coder, text, lemma)
    bound = bind(clause, _frame(pattern))
    assert bound is not None
    assert _words(clause, bound.complements) == complements
    assert sorted(set(_words(clause, bound.bound))) == nouns


@pytest.mark.parametrize(
    ("text", "noun", "carrier"),
    [
        ("France held talks with Iran.", "talk", "held"),
        ("Talks were held in Oslo.", "talk", "held"),
        ("France launched an attack on the port.", "attack", "launched"),
        ("France launched raids and attacks on the port.", "attack", "launched"),
        ("The port suffered an attack by rebels.", "attack", "suffered"),
        ("Talks continued in Oslo.", "talk", "continued"),
        ("France engaged in talks with Iran.", "talk", "engaged"),
        ("France condemned the attack.", "attack", None),
        ("The attack was condemned.", "attack", None),
        ("France spoke of talks with Iran.", "talk", None),
    ],
)
def test_light_verbs(coder: Coder, text: str, noun: str, carrier: str | None) -> None:
    clause = clause_of(coder, text, noun)
    assert clause.kind == "noun"
    found = light_carrier(clause, coder.book)
    assert (clause.sentence.words[found].text if found is not None else None) == carrier


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        ("The hunger strike went on.", "strike", ["hunger-strike", "strike"]),
        ("The attack went on.", "attack", ["attack"]),
        ("The vote of confidence failed.", "vote", ["vote-of-confidence", "vote"]),
    ],
)
def test_names_of_a_noun(coder: Coder, text: str, word: str, names: list[str]) -> None:
    sentence = all_clauses(coder, text)[0].sentence
    index = next(w.index for w in sentence.words if w.text == word)
    assert [n for n in noun_names(sentence, index) if n in names] == names


def _book() -> FrameBook:
    rows = [
        FrameRow(pattern, kind, "", "", "", "", "", "", "X.csv")
        for pattern, kind in (("S hold T", "COERCE"), ("S hold @talk with T", "CONSULT"), ("S hold @talk", "CONSULT"))
    ]
    return build_framebook(rows, CLASSES)


def test_the_most_demanding_frame_comes_first(coder: Coder) -> None:
    clause = clause_of(coder, "France held talks with Iran.", "hold")
    found = [b.frame.pattern for b in bindings(clause, _book())]
    assert found[0] == "S hold @talk with T"
    assert found.index("S hold @talk") < found.index("S hold T")


def test_a_frame_book_knows_its_words() -> None:
    book = _book()
    assert [f.pattern for f in book.of("verb", "hold")] == ["S hold @talk with T", "S hold @talk", "S hold T"]
    assert book.of("noun", "hold") == ()
    assert book.triggers == {"hold"}
    assert book.nouns == frozenset()
