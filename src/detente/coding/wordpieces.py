"""Words -> word pieces, as uncased BERT cuts them (Wu et al. 2016; Devlin et al. 2019): longest known piece first."""

import unicodedata
from collections.abc import Iterator, Sequence

UNKNOWN = "[UNK]"
LONGEST_WORD = 100
# Blocks of Chinese characters, each of which is a word of its own.
IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPieces:
    """Cuts text by one vocabulary; words once cut are remembered."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text; no start or stop mark is added."""
        found: list[int] = []
        for word in _words(_plain(text)):
            if word not in self._known:
                self._known[word] = self._cut(word)
            found += self._known[word]
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        unknown = (self._numbers[UNKNOWN],)
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            end = self._longest(word, start)
            if end == start:
                return unknown
            found.append(self._numbers[("##" if start else "") + word[start:end]])
            start = end
        return tuple(found)

    def _longest(self, word: str, start: int) -> int:
        """Return where the longest known piece from ``start`` ends; ``start`` itself where none is known."""
        prefix = "##" if start else ""
        return next((end for end in range(len(word), start, -1) if prefix + word[start:end] in self._numbers), start)


def _plain(text: str) -> str:
    """Return the text in lower case, without accents and control characters."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    parts = unicodedata.normalize("NFD", "".join(kept))
    return "".join(c for c in parts if unicodedata.category(c) != "Mn").lower()


def _words(text: str) -> Iterator[str]:
    """Yield words, and punctuation and Chinese characters one by one."""
    word = ""
    for c in text:
        alone = _is_punctuation(c) or _is_ideograph(c)
        if word and (alone or c.isspace()):
            yield word
            word = ""
        if alone:
            yield c
        elif not c.isspace():
            word += c
    if word:
        yield word


def _is_punctuation(c: str) -> bool:
    return c in ASCII_PUNCTUATION or unicodedata.category(c)[0] == "P"


def _is_ideograph(c: str) -> bool:
    return ord(c) > 0x2000 and any(first <= ord(c) <= last for first, last in IDEOGRAPHS)
