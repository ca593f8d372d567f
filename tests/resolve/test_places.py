"""Places: which one a name means, and where an event happened."""

from datetime import date

import pytest

from detente.coding.coder import Coder, sentence_document
from detente.coding.score_marked import marked_words
from detente.data.gazetteer import PlaceRow
from detente.records import Place, Sentence, Span
from detente.resolve.discourse import Discourse
from detente.resolve.place_choice import Surroundings, choose_place
from detente.resolve.places import find_place


def row(country: str, weight: int, latitude: float = 0.0, *, main: bool = True, division: str = "") -> PlaceRow:
    return PlaceRow("Tripoli", country, division, latitude, 0.0, weight, main)


def read(coder: Coder, text: str) -> tuple[Discourse, list[Sentence]]:
    document = sentence_document(text, published=date(2024, 1, 16))
    spans = [Span(0, len(text))]
    discourse = Discourse(coder.lexicon, text, document.published, coder.lexicon.names.find(text, spans))
    return discourse, coder.parser.parse(text, [(s, 0) for s in spans])


def where(coder: Coder, text: str, word: str, *, words_only: bool = False) -> Place | None:
    discourse, sentences = read(coder, text)
    predicate = next(w.index for w in sentences[0].words if w.text == word)
    return find_place(discourse, sentences[0], predicate, words_only=words_only)


# ------------------------------------------------------------------------------------------ choosing


def test_the_country_named_right_after_decides() -> None:
    rows = (row("LBY", 1_100_000), row("LBN", 200_000, 5.0))
    assert choose_place(rows, Surroundings(inside=("LBN",), document=("LBY",))) == rows[1]


def test_a_country_of_the_sentence_comes_before_one_of_the_document() -> None:
    rows = (row("LBY", 1_100_000), row("LBN", 200_000, 5.0))
    assert choose_place(rows, Surroundings(sentence=("LBN",), document=("LBY",))) == rows[1]
    assert choose_place(rows, Surroundings(document=("LBY",))) == rows[0]


def test_without_a_country_the_far_larger_place_is_meant() -> None:
    assert choose_place((row("FRA", 2_000_000), row("USA", 25_000, 5.0)), Surroundings()) == row("FRA", 2_000_000)


def test_between_places_of_like_size_none_is_sure() -> None:
    assert choose_place((row("LBY", 400_000), row("LBN", 200_000, 5.0)), Surroundings()) is None


def test_two_entries_of_one_place_are_no_rivals() -> None:
    rows = (row("UKR", 100_000, 48.6), row("UKR", 80_000, 48.7))
    assert choose_place(rows, Surroundings()) == rows[0]


def test_a_state_of_the_union_right_after_decides() -> None:
    rows = (row("FRA", 2_000_000), row("USA", 25_000, 5.0, division="TX"), row("USA", 10_000, 9.0, division="TN"))
    assert choose_place(rows, Surroundings(division="TN")) == rows[2]
    assert choose_place(rows, Surroundings(division="OH")) is None


def test_the_other_name_of_a_small_place_needs_its_country() -> None:
    rows = (row("BRA", 20_000, main=False),)
    assert choose_place(rows, Surroundings()) is None
    assert choose_place(rows, Surroundings(document=("BRA",))) == rows[0]


def test_no_place_bears_the_name() -> None:
    assert choose_place((), Surroundings(document=("BRA",))) is None


# --------------------------------------------------------------------------------- where it happened


@pytest.mark.parametrize(
    ("text", "word", "name", "country"),
    [
        ("Turkey and Greece held talks in Ankara on Friday.", "held", "Ankara", "TUR"),
        ("Turkey and Greece held talks in Ankara on Friday.", "talks", "Ankara", "TUR"),
        ("Israel bombed a base near Damascus on Monday.", "bombed", "Damascus", "SYR"),
        ("Russian troops shelled Kharkiv on Sunday.", "shelled", "Kharkiv", "UKR"),
        ("Ukrainian troops withdrew from Avdiivka last month.", "withdrew", "Avdiivka", "UKR"),
        ("The rebels attacked the northern city of Kunduz.", "attacked", "Kunduz", "AFG"),
        ("The envoys met at Panmunjom on Saturday.", "met", "Panmunjom", "PRK"),
        ("Sailors seized a tanker in the Strait of Hormuz.", "seized", "Strait of Hormuz", None),
        ("Three soldiers in Bakhmut were killed by shelling.", "killed", "Bakhmut", "UKR"),
        ("Protesters stormed the embassy in Baghdad.", "stormed", "Baghdad", "IRQ"),
        ("Gunmen fired at guards at Kabul airport.", "fired", "Kabul", "AFG"),
        ("Kenya sent police to Haiti.", "sent", "Haiti", "HTI"),
        ("The two presidents met at the White House.", "met", "Washington, D.C.", "USA"),
        ("The army bombed the eastern city of Raqqa in Syria.", "bombed", "Raqqa", "SYR"),
        ("The president visited Beijing in April.", "visited", "Beijing", "CHN"),
        ("A bomb killed five people in Paris, Texas, on Monday.", "killed", "Paris", "USA"),
        ("A drone attack on Belgorod killed two people.", "attack", "Belgorod", "RUS"),
    ],
)
def test_the_place_of_the_event(coder: Coder, text: str, word: str, name: str, country: str | None) -> None:
    place = where(coder, text, word)
    assert place is not None
    assert (place.name, place.country) == (name, country)
    assert place.text in text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The US embassy in Kabul condemned the attack.", "condemned"),
        ("A minister said in Ankara that troops had entered the town.", "entered"),
        ("Washington imposed sanctions on Moscow.", "imposed"),
        ("The minister attacked Moscow.", "attacked"),
        ("The president called on Turkey to talk.", "called"),
        ("The two met in Paris Hilton's house.", "met"),
        ("The troops met on the border between Chad and Sudan.", "met"),
        ("The troops met in the woods.", "met"),
        ("The union struck against the ministry.", "struck"),
        ("The army left after it shelled Kharkiv.", "left"),
    ],
)
def test_no_place_rather_than_a_wrong_one(coder: Coder, text: str, word: str) -> None:
    assert where(coder, text, word) is None


def test_a_country_is_the_answer_only_where_nothing_smaller_is_named(coder: Coder) -> None:
    place = where(coder, "The army fought rebels in northern Syria.", "fought")
    assert place == Place("Syria", "Syria", "SYR", None, None)


def test_what_is_spoken_of_lies_elsewhere(coder: Coder) -> None:
    text = "The group accused the army of killings in Zaria."
    assert where(coder, text, "accused", words_only=True) is None


def test_the_document_settles_a_name_that_two_countries_share(coder: Coder) -> None:
    places = {}
    for country in ("Lebanon", "Libya"):
        text = f"Gunmen of {country} killed two soldiers in Tripoli."
        found = where(coder, text, "killed")
        places[country] = found.country if found else None
    assert places == {"Lebanon": "LBN", "Libya": "LBY"}


def test_events_carry_their_place(coder: Coder) -> None:
    events = coder.code(sentence_document("Israel bombed a base near Damascus on Monday.", published=date(2024, 1, 16)))
    assert [(e.place.name, e.place.country) for e in events if e.place] == [("Damascus", "SYR")]


def test_accusations_are_not_placed_where_the_deed_was(coder: Coder) -> None:
    text = "Iran accused Israel of bombing a base near Damascus."
    accusations = [
        e for e in coder.code(sentence_document(text, published=date(2024, 1, 16))) if e.event_type == "ACCUSE"
    ]
    assert accusations
    assert all(e.place is None for e in accusations)


# ------------------------------------------------------------------------ regions, the sentence before


@pytest.mark.parametrize(
    ("text", "word", "name", "country"),
    [
        ("Soldiers burned nine farms in Darfur.", "burned", "Darfur", "SDN"),
        ("Guards arrested a courier in the West Bank.", "arrested", "West Bank", "PSE"),
        ("The envoys met in Singapore.", "met", "Singapore", "SGP"),
        ("Guards shot a boy at the fence of Melilla.", "shot", "Melilla", "ESP"),
        ("Nine thousand Eritreans fled to Khartoum.", "fled", "Khartoum", "SDN"),
        ("Soldiers searched a clinic in Jenin.", "searched", "Janīn", "PSE"),
    ],
)
def test_regions_city_states_and_transcribed_towns_are_places(
    coder: Coder, text: str, word: str, name: str, country: str
) -> None:
    place = where(coder, text, word)
    assert place is not None and (place.name, place.country) == (name, country) and place.latitude is not None


def test_a_region_that_acts_is_no_place(coder: Coder) -> None:
    assert where(coder, "Darfur rejected the offer.", "rejected") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A shell hit a bakery in Goma. The blast killed nine.", "Goma"),
        ("A shell hit a bakery in Goma. It killed nine.", "Goma"),
        ("A shell hit a bakery in Goma. Nine more were killed elsewhere.", None),
        ("A shell hit a bakery in Goma. It killed nine near the Ugandan frontier.", None),
    ],
)
def test_a_place_is_carried_to_what_goes_on(coder: Coder, text: str, expected: str | None) -> None:
    place = marked_words(coder, text, Span(text.rindex("killed"), text.rindex("killed") + 6))
    assert place is not None
    found = find_place(place.discourse, place.sentence, place.word)
    assert (found and found.name) == expected
