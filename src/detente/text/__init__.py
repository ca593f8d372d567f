"""Characters and sentences, pure functions.

``fold`` and ``look_up_key`` normalise names for look-up, ``clean`` gives the parser plain characters with a way
back to the untouched text, ``split_sentences`` cuts a block into sentence spans.
"""

from detente.text.normalise import Cleaned, clean, fold, look_up_key
from detente.text.sentences import split_sentences

__all__ = ["Cleaned", "clean", "fold", "look_up_key", "split_sentences"]
