"""Trained weights -> the ONNX file that ships, in 8-bit numbers, checked against full precision, with its card.

    python train/export.py --parts build/train --weights WHEEL --model build/model --out src/detente/data/model

The temperatures are set on validation. The sealed part, and the files of the corpus that were left out as a fresh test,
are scored once, here, and nothing is chosen on them.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from card import card_text
from figures import figures_of, heat_of
from fit import UNKNOWN, Item, Labels, logits_of, make_item
from network import PairNetwork, load_encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from prepare import read_rows
from safetensors.torch import load_file

from detente.coding.wordpieces import WordPieces

NETWORK, VOCABULARY = "pair.int8.onnx", "vocabulary.txt"
OPSET = 17


def write_onnx(network: PairNetwork, path: Path) -> None:
    """Write the network in full precision."""
    ids = torch.tensor([[101, 1, 2000, 2, 3, 2001, 4, 102]])
    example = (ids, torch.ones_like(ids), torch.tensor([[0, 1, 4]]))
    network.eval()
    torch.onnx.export(
        network,
        example,
        str(path),
        input_names=["ids", "mask", "places"],
        output_names=["types", "modes", "factuality"],
        dynamic_axes={"ids": {0: "rows", 1: "pieces"}, "mask": {0: "rows", 1: "pieces"}, "places": {0: "rows"}},
        opset_version=OPSET,
        dynamo=False,
    )


def quantise(full: Path, small: Path) -> None:
    """Write 8-bit weights; seven bits are used, so that processors without 8-bit dot products give the same sums."""
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def run_onnx(path: Path, items: Sequence[Item]) -> list[np.ndarray]:
    """Return the logits of each head, one pair at a time, as in use."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    found = []
    for item in items:
        ids = np.array([item.pair.ids], dtype=np.int64)
        places = np.array([[0, item.pair.source_at, item.pair.target_at]], dtype=np.int64)
        found.append(session.run(None, {"ids": ids, "mask": np.ones_like(ids), "places": places}))
    return [np.concatenate([row[head] for row in found]) for head in range(3)]


def gold_of(items: Sequence[Item], head: int) -> np.ndarray:
    return np.array([item.labels[head] for item in items])


def agreement(full: Sequence[np.ndarray], small: Sequence[np.ndarray]) -> list[float]:
    """Return for each head the share of rows, in percent, with the same label in 8 bits as in full precision."""
    return [round(100 * float((a.argmax(-1) == b.argmax(-1)).mean()), 2) for a, b in zip(full, small, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("parts", "weights", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    settings = json.loads((args.model / "labels.json").read_text("utf-8"))
    labels = Labels(settings["types"], settings["modes"], settings["factualities"])
    encoder, vocabulary = load_encoder(args.weights)
    network = PairNetwork(encoder, (len(labels.types), len(labels.modes), len(labels.factualities)))
    network.load_state_dict(load_file(args.model / "network.safetensors"))
    pieces = WordPieces(vocabulary)
    parts = {
        part: [make_item(pieces, row, labels) for row in read_rows(args.parts / f"{part}.csv")]
        for part in ("validation", "sealed", "fresh")
        if read_rows(args.parts / f"{part}.csv")
    }
    args.out.mkdir(parents=True, exist_ok=True)
    write_onnx(network, args.model / "pair.onnx")
    quantise(args.model / "pair.onnx", args.out / NETWORK)
    (args.out / VOCABULARY).write_text("\n".join(vocabulary) + "\n", "utf-8")
    logits = {part: run_onnx(args.out / NETWORK, items) for part, items in parts.items()}
    full = [found.numpy() for found in logits_of(network, parts["validation"])]
    same = agreement(full, logits["validation"])
    golds = {part: [gold_of(items, head) for head in range(3)] for part, items in parts.items()}
    heats = [heat_of(logits["validation"][h], golds["validation"][h], UNKNOWN) for h in range(3)]
    figures = {part: figures_of(logits[part], golds[part], heats, labels) for part in parts}
    full_figures = figures_of(full, golds["validation"], heats, labels)
    hashes = {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in (NETWORK, VOCABULARY)}
    hashes |= {
        f"{p}.csv": hashlib.sha256((args.parts / f"{p}.csv").read_bytes()).hexdigest() for p in ("train", *parts)
    }
    text = card_text(settings, heats, {**figures, "validation_full_precision": full_figures}, same, hashes,
                     datetime.now(UTC).date())  # fmt: skip
    (args.out / "card.toml").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
