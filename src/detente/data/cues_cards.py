"""Loads the cue lists: words that decide factuality and words that bring in a speaker."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from detente.errors import DataError
from detente.records import AttributionKind, Factuality


@dataclass(frozen=True, slots=True)
class FactualityCues:
    """Lemma -> reading, one table for each place that a deciding word can stand in."""

    modal: Mapping[str, Factuality]
    governor: Mapping[str, Factuality]
    noun_governor: Mapping[str, Factuality]
    marker: frozenset[str]
    negated_preposition: frozenset[str]
    negation: frozenset[str]
    adverb: Mapping[str, Factuality]
    adjective: Mapping[str, Factuality]
    modifier: Mapping[str, Factuality]
    purpose: frozenset[str]


def load_factuality_cues() -> FactualityCues:
    """Return the factuality cues of ``cues/factuality.toml``.

    Raises:
        DataError: a table is missing, or a word stands under two readings of one table.
    """
    raw = tomllib.loads((files("detente.data") / "cues" / "factuality.toml").read_text("utf-8"))
    try:
        return FactualityCues(
            modal=_readings(raw["modal"], "modal"),
            governor=_readings(raw["governor"], "governor"),
            noun_governor=_readings(raw["noun_governor"], "noun_governor"),
            marker=frozenset(raw["marker"]["hypothetical"]),
            negated_preposition=frozenset(raw["marker"]["negated_preposition"]),
            negation=frozenset(raw["negation"]["words"]),
            adverb=_readings(raw["adverb"], "adverb"),
            adjective=_readings(raw["adjective"], "adjective"),
            modifier=_readings(raw["modifier"], "modifier"),
            purpose=frozenset(raw["purpose"]["nouns"]),
        )
    except KeyError as error:
        raise DataError(f"cues/factuality.toml: table or key {error} is missing") from error


def _readings(table: Mapping[str, list[str]], name: str) -> dict[str, Factuality]:
    found: dict[str, Factuality] = {}
    for word, reading in _pairs(table):
        if word in found:
            raise DataError(f"cues/factuality.toml: {word!r} stands twice in [{name}]")
        found[word] = reading
    return found


def _pairs(table: Mapping[str, list[str]]) -> Iterator[tuple[str, Factuality]]:
    known: tuple[Factuality, ...] = ("asserted", "future", "hypothetical", "negated")
    for reading in known:
        for word in table.get(reading, []):
            yield word, reading


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """Words that bring in somebody's words: cue lemma -> kind, phrases, relaying verbs, nouns of saying."""

    kinds: Mapping[str, AttributionKind]
    according: frozenset[str]
    relay: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    describing: frozenset[str]
    evidential: frozenset[str]
    documents: frozenset[str]
    dumb: frozenset[str]


def load_speech_cues() -> SpeechCues:
    """Return the speech cues of ``cues/speech.toml``.

    Raises:
        DataError: a table is missing.
    """
    raw = tomllib.loads((files("detente.data") / "cues" / "speech.toml").read_text("utf-8"))
    try:
        kinds: dict[str, AttributionKind] = {}
        order: tuple[AttributionKind, ...] = ("reported", "expected", "claimed", "quoted")
        for kind in order:
            kinds.update(dict.fromkeys(raw["cue"][kind], kind))
        return SpeechCues(
            kinds=kinds,
            according=frozenset(raw["phrase"]["according"]),
            relay=frozenset(raw["relay"]["verbs"]),
            nouns=frozenset(raw["nouns"]["lemmas"]),
            adjectives=frozenset(raw["adjectives"]["lemmas"]),
            describing=frozenset(raw["describing"]["verbs"]),
            evidential=frozenset(raw["evidential"]["verbs"]),
            documents=frozenset(raw["evidential"]["documents"]),
            dumb=frozenset(raw["evidential"]["dumb"]),
        )
    except KeyError as error:
        raise DataError(f"cues/speech.toml: table or key {error} is missing") from error


@dataclass(frozen=True, slots=True)
class StanceCues:
    """Words that tell an attitude: verb lemma -> kind, and nouns."""

    verbs: Mapping[str, AttributionKind]
    nouns: frozenset[str]


def load_stance_cues() -> StanceCues:
    """Return the cues of attitudes of ``cues/stances.toml``.

    Raises:
        DataError: a table is missing.
    """
    raw = tomllib.loads((files("detente.data") / "cues" / "stances.toml").read_text("utf-8"))
    try:
        verbs: dict[str, AttributionKind] = dict.fromkeys(raw["verb"]["reported"], "reported")
        verbs.update(dict.fromkeys(raw["verb"]["expected"], "expected"))
        return StanceCues(verbs, frozenset(raw["noun"]["lemmas"]))
    except KeyError as error:
        raise DataError(f"cues/stances.toml: table or key {error} is missing") from error


def load_lemma_corrections() -> dict[str, str]:
    """Return the right lemmas of verbs for the wrong ones that the parser gives (``cues/lemmas.toml``)."""
    raw = tomllib.loads((files("detente.data") / "cues" / "lemmas.toml").read_text("utf-8"))
    return dict(raw["verb"])


def load_irregular_forms() -> dict[str, str]:
    """Return the irregular forms of words, by lemma, blanks between (``cues/forms.toml``)."""
    raw = tomllib.loads((files("detente.data") / "cues" / "forms.toml").read_text("utf-8"))
    return dict(raw["forms"])


def load_sport_words() -> frozenset[str]:
    """Return words that make a sentence one about sport (``cues/sport.toml``)."""
    raw = tomllib.loads((files("detente.data") / "cues" / "sport.toml").read_text("utf-8"))
    return frozenset(raw["words"])
