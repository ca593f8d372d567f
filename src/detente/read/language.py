"""The language of a text, by py3langid (Lui and Baldwin 2012, langid.py) on its first characters."""

from functools import lru_cache
from typing import Any

FIRST_CHARACTERS = 2000
FEWEST_LETTERS = 12
# Languages that news is read in; the rest of the model's 97 only take short texts away from these.
LANGUAGES = (
    "am ar az be bg bn bs ca cs da de el en es et fa fi fr ga he hi hr hu hy id is it ja ka kk km ko ky lo lt lv mk mn "
    "ms mt my nb ne nl no pl ps pt ro ru si sk sl sq sr sv sw ta th tr uk ur uz vi zh"
)


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None where it has fewer than twelve letters."""
    sample = text[:FIRST_CHARACTERS]
    if sum(char.isalpha() for char in sample) < FEWEST_LETTERS:
        return None
    return str(_identifier().classify(sample)[0])


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES.split() if code in identifier.nb_classes])
    return identifier
