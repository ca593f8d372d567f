"""What a text is known by: hashes of its word sequences, and a sketch by which near-duplicates find each other.

MinHash with banding (Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", chapter 3). The sketch only proposes: ``overlap`` compares the sequences themselves.
Hashes are the same on every machine and in every process.
"""

import re
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.records import Document
from detente.text.dateline import dateline_end
from detente.text.normalise import fold

Hashes = npt.NDArray[np.uint64]

LENGTH = 4  # words of a shingle
BANDS, ROWS = 40, 3  # two texts that share half of their shingles meet in a band with probability .995, a third: .77
SEED = 20240116
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share: of the shorter one's shingles (``least``), and of both together (``jaccard``)."""

    least: float
    jaccard: float


def body_of(document: Document) -> str:
    """Return what is compared of a document: its paragraphs without dateline; all of the text where it has none."""
    if not document.paragraphs:
        return document.text
    first, *rest = document.paragraphs
    start = dateline_end(document.text, first)
    return "\n".join([document.text[start : first.end], *(span.of(document.text) for span in rest)])


def shingles(text: str) -> Hashes:
    """Return the hashes of a text's sequences of ``LENGTH`` words, sorted, each once.

    Case, accents and punctuation do not matter. A shorter text is one sequence; one without words has none.
    """
    words = _WORD.findall(fold(text).casefold())
    if not words:
        return np.zeros(0, dtype=np.uint64)
    codes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    width = min(LENGTH, len(codes))
    found = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for at in range(width):
        found = _mixed(found + codes[at : at + len(found)])
    return np.unique(found)


def bands(found: Hashes) -> list[int]:
    """Return ``BANDS`` hashes; texts that share much have one in common. Empty for a text without words."""
    if not len(found):
        return []
    keys = np.random.Generator(np.random.PCG64(SEED)).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64)
    least = _mixed(found[None, :] ^ keys[:, None]).min(axis=1).reshape(BANDS, ROWS)
    sums = np.arange(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        sums = _mixed(sums + least[:, row])
    return [int(value) for value in sums]


def whole(found: Hashes) -> int:
    """Return one hash of all shingles: equal for texts that say the same in the same words."""
    return int(np.bitwise_xor.reduce(_mixed(found))) if len(found) else 0


def overlap(a: Hashes, b: Hashes) -> Overlap:
    """Return how much two sets of shingles share; nothing where one is empty."""
    if not len(a) or not len(b):
        return Overlap(0.0, 0.0)
    both = len(np.intersect1d(a, b, assume_unique=True))
    return Overlap(both / min(len(a), len(b)), both / (len(a) + len(b) - both))


def _mixed(values: Hashes) -> Hashes:
    """Return the values scrambled, as the finaliser of SplitMix64 does (Steele, Lea and Flood 2014)."""
    values = values * _MIX
    values = (values ^ (values >> _HALF)) * np.uint64(0xBF58476D1CE4E5B9)
    found: Hashes = values ^ (values >> _HALF)
    return found
