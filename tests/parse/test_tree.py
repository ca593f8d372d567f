"""Small questions to a sentence tree."""

from detente.coding import Coder
from detente.parse.tree import first_conjunct, path_between
from detente.records import Sentence, Span


def parsed(coder: Coder, text: str) -> Sentence:
    (sentence,) = coder.parser.parse(text, [(Span(0, len(text)), 0)])
    return sentence


def at(sentence: Sentence, word: str) -> int:
    return next(w.index for w in sentence.words if w.text == word)


def test_the_path_starts_where_two_words_meet(coder: Coder) -> None:
    sentence = parsed(coder, "The army of Peru attacked Chile.")
    path = [sentence.words[i].text for i in path_between(sentence, at(sentence, "Peru"), at(sentence, "Chile"))]
    assert path == ["attacked", "army", "of", "Peru", "Chile"]


def test_the_path_from_a_word_to_one_above_it(coder: Coder) -> None:
    sentence = parsed(coder, "The army of Peru attacked.")
    path = [sentence.words[i].text for i in path_between(sentence, at(sentence, "Peru"), at(sentence, "army"))]
    assert path == ["army", "of", "Peru"]


def test_first_of_a_coordination(coder: Coder) -> None:
    sentence = parsed(coder, "Peru, Chile and Bolivia agreed.")
    assert sentence.words[first_conjunct(sentence, at(sentence, "Bolivia"))].text == "Peru"
