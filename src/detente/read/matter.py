"""The words that carry a text's matter, cut to their stems: for telling whether two pieces speak of one thing."""

import re

STEM = 5
SYLLABLES = 2
_WORD = re.compile(r"[\uac00-\ud7af]{2,}|[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{4,}")
_COMMON = frozenset(
    "about after again also another because been before being could does even from given have into just like more most "
    "much only other over should some such than that their them then there these they this those through very want "
    "were what when where which while will with would your".split()
)


def matter_of(text: str) -> set[str]:
    """Return the stems (five letters, two syllables of Hangul) of the longer words, common ones left out."""
    words = (word.lower() for word in _WORD.findall(text))
    return {word[: SYLLABLES if "\uac00" <= word[0] <= "\ud7af" else STEM] for word in words if word not in _COMMON}
