"""Where the subjects of a sentence stand, for readers of the sentence that need no clauses."""

from detente.records import Sentence


def subject_places(sentence: Sentence) -> tuple[int, ...]:
    """Return the indices of subject heads in text order."""
    return tuple(w.index for w in sentence.words if w.dep in ("nsubj", "nsubjpass"))
