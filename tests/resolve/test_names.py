"""Names in a text: the longest match of the cards' names, with spellings that mean the same."""

from datetime import date

import pytest

from detente.coding.coder import Coder
from detente.records import Actor, Span
from detente.resolve.names import NameIndex, name_words
from readings import whole

Found = list[tuple[str, str]]


def _find(coder: Coder, text: str, day: date | None = None) -> Found:
    """Return (words, actor) for each mention with one reading, (words, "?") for the others."""
    found = []
    for mention in coder.lexicon.names.find(text, [whole(text)], day):
        ids = {c.actor.id for c in mention.candidates}
        found.append((mention.span.of(text), ids.pop() if len(ids) == 1 else "?"))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the longest match
        (
            "Papua New Guinea, Guinea and Equatorial Guinea",
            [("Papua New Guinea", "PNG"), ("Guinea", "GIN"), ("Equatorial Guinea", "GNQ")],
        ),
        (
            "the Democratic Republic of Congo and the Republic of Congo",
            [("Democratic Republic of Congo", "COD"), ("Republic of Congo", "COG")],
        ),
        ("UN Security Council", [("UN Security Council", "IGO/un-security-council")]),
        (
            "African Union and European Union",
            [("African Union", "IGO/african-union"), ("European Union", "IGO/european-union")],
        ),
        ("South Korea and North Korea", [("South Korea", "KOR"), ("North Korea", "PRK")]),
        # "The South" and "the North" are names too, but not these
        ("The South Korean army left.", [("South Korean", "KOR")]),
        ("the North Korean navy", [("North Korean", "PRK")]),
        # possessives
        ("Iran's and Iraq’s envoys", [("Iran", "IRN"), ("Iraq", "IRQ")]),
        ("Seoul's offer", [("Seoul", "KOR")]),
        # run together by a page that lost a blank
        ("ComradeKim Jong Un spoke", [("Kim Jong Un", "PRK/kim-jong-un")]),
        ("TheSouth Korean army", [("South Korean", "KOR")]),
        # initials keep their last full stop
        ("The U.S. and the U.K. met.", [("U.S.", "USA"), ("U.K.", "GBR")]),
        ("US and U.S", [("US", "USA"), ("U.S", "USA")]),
        # hyphens
        ("US-led and Russian-backed", [("US", "USA"), ("Russian", "RUS")]),
        ("Moon Jae-in and Moon Jae In", [("Moon Jae-in", "KOR/moon-jae-in"), ("Moon Jae In", "KOR/moon-jae-in")]),
        # accents, quotes, soft hyphens, blanks
        (
            "Côte d'Ivoire, Cote d’Ivoire and Ivory Coast",
            [("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("Ivory Coast", "CIV")],
        ),
        ("São Tomé; Türkiye; Turkiye", [("São Tomé", "STP"), ("Türkiye", "TUR"), ("Turkiye", "TUR")]),
        ("North Ko\u00adrea", [("North Ko\u00adrea", "PRK")]),
        ("the  United   Nations", [("United   Nations", "IGO/united-nations")]),
        # seats and capitals of governments
        ("White House, Kremlin, Seoul", [("White House", "USA"), ("Kremlin", "RUS"), ("Seoul", "KOR")]),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_found(coder: Coder, text: str, expected: Found) -> None:
    assert _find(coder, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # phrases that hold a name and mean something else
        "African Americans in South America read the China Daily",
        "Georgia Tech; the Korean War; the Indian Ocean; New York; Latin America",
        # small letters: other words
        "the china tea, a turkey dinner, he ate turkey",
        "they told us who will lead",
        "the south korea team",
    ],
)
def test_nothing_found(coder: Coder, text: str) -> None:
    assert _find(coder, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NORTH KOREA WARNS U.S. OVER DRILLS", [("NORTH KOREA", "PRK"), ("U.S.", "USA")]),
        ("IRANIAN ENVOY LEAVES GERMANY", [("IRANIAN", "IRN"), ("GERMANY", "DEU")]),
        ("WHO WARNS OF NEW VIRUS", [("WHO", "IGO/who")]),
    ],
)
def test_headlines_in_capitals(coder: Coder, text: str, expected: Found) -> None:
    assert _find(coder, text) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("the Soviet Union", date(1985, 1, 1), [("Soviet Union", "SUN")]),
        ("the Soviet Union", date(2020, 1, 1), []),
        ("Russia", date(1985, 1, 1), [("Russia", "SUN")]),
        ("Russia", date(2020, 1, 1), [("Russia", "RUS")]),
        ("Yugoslavia and Croatia", date(1985, 1, 1), [("Yugoslavia", "YUG")]),
        ("Yugoslavia and Croatia", date(2020, 1, 1), [("Croatia", "HRV")]),
        ("South Sudan", date(2005, 1, 1), []),
        ("South Sudan", date(2015, 1, 1), [("South Sudan", "SSD")]),
        ("East Germany", date(1980, 1, 1), [("East Germany", "DDR")]),
        ("East Germany", date(2010, 1, 1), []),
        ("Czechoslovakia", date(1975, 1, 1), [("Czechoslovakia", "CSK")]),
        # no day known: a name that can be nothing else
        ("the Soviet Union", None, [("Soviet Union", "SUN")]),
    ],
)
def test_actors_exist_only_in_their_time(coder: Coder, text: str, day: date | None, expected: Found) -> None:
    assert _find(coder, text, day) == expected


def test_only_the_spans_given_are_searched(coder: Coder) -> None:
    text = "Iran warned Iraq. Chile waited."
    found = coder.lexicon.names.find(text, [Span(18, 31)])
    assert [m.span.of(text) for m in found] == ["Chile"]


def test_mentions_are_in_order_and_do_not_overlap(coder: Coder) -> None:
    text = "The U.S. Secretary of State met South Korean President Yoon Suk Yeol and NATO's envoys in Seoul."
    spans = [m.span for m in coder.lexicon.names.find(text, [whole(text)], date(2023, 1, 1))]
    assert len(spans) > 3
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def _actor(name: str, **known: object) -> Actor:
    return Actor(id=name, name=name, kind="state", country="XXX", sector="GOV", strong=(name,), **known)  # type: ignore[arg-type]


def test_kinds_of_names() -> None:
    index = NameIndex(
        [
            _actor(
                "Freedonia",
                adjectives=("Freedonian",),
                capitals=("Fredville",),
                seats=("Rufus House",),
                weak=("the Republic",),
            )
        ]
    )
    text = "Freedonia, a Freedonian, Fredville, Rufus House, the Republic"
    kinds = [m.candidates[0].kind for m in index.find(text, [whole(text)])]
    assert kinds == ["name", "adjective", "capital", "seat", "weak"]


def test_a_null_name_hides_what_it_holds() -> None:
    index = NameIndex([_actor("Freedonia")], ["Freedonia Airlines"])
    text = "Freedonia Airlines left Freedonia"
    assert [m.span for m in index.find(text, [whole(text)])] == [Span(24, 33)]


def test_two_bearers_of_a_name_are_both_readings() -> None:
    index = NameIndex([_actor("Sylvania"), _actor("Sylvania", until=date(1990, 1, 1))])
    assert len(index.find("Sylvania", [Span(0, 8)], date(1980, 1, 1))[0].candidates) == 2
    assert len(index.find("Sylvania", [Span(0, 8)], date(2000, 1, 1))[0].candidates) == 1


@pytest.mark.parametrize("text", ["Free\n\ndonia", "New, Sylvania", "New (Sylvania"])
def test_a_name_does_not_run_over_a_break(text: str) -> None:
    index = NameIndex([_actor("Free donia"), _actor("New Sylvania")])
    assert index.find(text, [whole(text)]) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("U.S.", ("U", "S")),
        ("Côte d'Ivoire", ("Cote", "d", "Ivoire")),
        ("Kim Jong-un", ("Kim", "Jong", "un")),
        ("ComradeKim", ("Comrade", "Kim")),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words
