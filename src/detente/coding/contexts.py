"""Which of the codebook's contexts a sentence speaks of, by the signal words of ``contexts.toml``."""

import re

from detente.data.codebook_cards import Codebook
from detente.records import Sentence

LONGEST_PHRASE = 4
MOST_CONTEXTS = 3
SPLIT = re.compile(r"[\s-]+")


class ContextTagger:
    """Looks signal words up by lemma and by form, phrases of up to four words included."""

    def __init__(self, codebook: Codebook) -> None:
        self._words: dict[str, set[str]] = {}
        for context in codebook.contexts:
            for word in context.words:
                self._words.setdefault(" ".join(SPLIT.split(word.lower())), set()).add(context.name)

    def tag(self, sentence: Sentence) -> tuple[str, ...]:
        """Return up to three contexts, the one with most signal words first, then by name."""
        counts: dict[str, int] = {}
        for phrase in self._phrases(sentence):
            for name in self._words.get(phrase, ()):
                counts[name] = counts.get(name, 0) + 1
        return tuple(sorted(counts, key=lambda n: (-counts[n], n))[:MOST_CONTEXTS])

    def _phrases(self, sentence: Sentence) -> set[str]:
        words = [w for w in sentence.words if w.text != "-"]
        found: set[str] = set()
        for start in range(len(words)):
            for length in range(1, LONGEST_PHRASE + 1):
                part = words[start : start + length]
                found.add(" ".join(w.text.lower() for w in part))
                found.add(" ".join([*(w.text.lower() for w in part[:-1]), part[-1].lemma]))
        return found
