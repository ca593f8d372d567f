"""The pair model: a small encoder that reads a sentence with two sides marked and says what passes between them.

How it was trained and what it scores is in ``data/model/card.toml``. It runs on ONNX Runtime, one pair at a time
and one thread, so that a score does not depend on what else is scored.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from detente.coding.pair_input import PairInput, pair_input
from detente.coding.wordpieces import WordPieces
from detente.errors import ModelError
from detente.records import Factuality, Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

NONE = "NONE"
# Beyond this many places a probability differs between processors.
PLACES = 4


@dataclass(frozen=True, slots=True)
class PairScore:
    """What the model makes of one pair: probability of each type and of NONE, of each way to mean it, and the mode."""

    types: Mapping[str, float]
    factuality: Mapping[str, float]
    modes: Mapping[str, float]

    @property
    def best(self) -> str:
        """Return the most probable type, or NONE."""
        return _best(self.types)

    @property
    def certainty(self) -> Factuality:
        """Return the most probable factuality."""
        return cast(Factuality, _best(self.factuality))

    def mode(self, allowed: "Iterable[str]") -> str:
        """Return the most probable of the modes of a type; "" is no mode and always allowed."""
        return _best({name: self.modes.get(name, 0.0) for name in ("", *allowed)})


def _best(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: (chances[name], name))


@dataclass(frozen=True)
class PairModel:
    """The network with its vocabulary, labels and temperature; ``score`` is the verb."""

    network: bytes = field(repr=False)
    pieces: WordPieces = field(repr=False)
    card: Mapping[str, Any] = field(repr=False)

    @property
    def version(self) -> str:
        """Return the name and version of the model."""
        return f"pair-{self.card['version']}"

    def score(self, text: str, source: Span | None, *, target: Span | None) -> PairScore:
        """Return the model's view of a sentence with these two sides; one of them may be None."""
        pair = pair_input(self.pieces, text, source=source, target=target)
        types, modes, factuality = self._logits(pair)
        labels = self.card["labels"]
        heat = self.card["temperature"]
        return PairScore(
            types=_chances(labels["types"], types, heat["type"]),
            factuality=_chances(labels["factualities"], factuality, heat["factuality"]),
            modes=_chances(labels["modes"], modes, 1.0),
        )

    def _logits(self, pair: PairInput) -> Sequence[np.ndarray]:
        feed = {
            "ids": np.array([pair.ids], dtype=np.int64),
            "mask": np.ones((1, len(pair.ids)), dtype=np.int64),
            "places": np.array([[0, pair.source_at, pair.target_at]], dtype=np.int64),
        }
        return [row[0] for row in self._session.run(None, feed)]

    @cached_property
    def _session(self) -> Any:  # the runtime carries no types
        # Loading the runtime costs a tenth of a second: only who scores pays for it.
        import onnxruntime  # type: ignore[import-untyped]

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self.network, options, providers=["CPUExecutionProvider"])


def _chances(names: Sequence[str], logits: np.ndarray, heat: float) -> dict[str, float]:
    """Return the softmax of logits at a temperature (Guo et al. 2017), rounded."""
    scaled = logits.astype(np.float64) / heat
    raised = np.exp(scaled - scaled.max())
    return {name: round(float(p), PLACES) for name, p in zip(names, raised / raised.sum(), strict=True)}


def load_pair_model() -> PairModel:
    """Return the model that ships with the package.

    Raises:
        ModelError: a file is missing, or is not the one that the card names.
    """
    folder = files("detente.data") / "model"
    card = _card(folder / "card.toml")
    network = _checked(folder / card["network"]["file"], card["network"]["sha256"])
    vocabulary = _checked(folder / card["vocabulary"]["file"], card["vocabulary"]["sha256"])
    return PairModel(network, WordPieces(vocabulary.decode("utf-8").splitlines()), card)


def _card(path: "Traversable") -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path.name}: the model's card cannot be read: {error}") from error


def _checked(path: "Traversable", digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name}: the model's file cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelError(f"{path.name}: this is not the file that the model's card names")
    return content
