"""Makes the pages of the documentation site that are not files of ``docs/``: a hook of mkdocs (``tools/site``).

The codebook comes from its cards, the quick start from the README, recipes from CONTRIBUTING and the citation from
CITATION.cff, so that nothing is written twice.
"""

import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from detente.data.codebook_cards import Codebook, EventType, load_codebook  # noqa: E402

QUAD_HEAD = "| number | class | sign |\n|---|---|---|\n"


def pages() -> dict[str, str]:
    """Return the pages that are made, by their place in the site."""
    return {
        "index.md": moved((ROOT / "README.md").read_text(encoding="utf-8")),
        "contributing.md": moved((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")),
        "changelog.md": moved((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")),
        "citing.md": citing(),
        "license.md": f"# Licence\n\n```text\n{(ROOT / 'LICENSE').read_text(encoding='utf-8')}\n```\n",
        "codebook.md": codebook(load_codebook()),
    }


def moved(text: str) -> str:
    """Return a page of the root with its links as they lead from the folder of the documentation."""
    text = re.sub(r"\]\(docs/", "](", text)
    for file, page in (
        ("CITATION.cff", "citing.md"),
        ("LICENSE", "license.md"),
        ("CONTRIBUTING.md", "contributing.md"),
    ):
        text = text.replace(f"]({file})", f"]({page})")
    return text


def citing() -> str:
    """Return the page that says how to cite."""
    card = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    return (
        "# How to cite\n\nCite the program with the card below, and name the versions of codebook and coder that your "
        "events carry (fields `codebook` and `coder`): the same article may be coded otherwise by another version. "
        "Name the evidence where you rely on single events.\n\n"
        f"```yaml\n{card}```\n"
    )


def codebook(book: Codebook) -> str:
    """Return the codebook as a page."""
    quads = "".join(f"| {quad.number} | {quad.name} | {quad.sign:+d} |\n" for quad in book.quad_classes.values())
    contexts = "".join(f"| {context.name} | {context.definition} |\n" for context in book.contexts)
    sectors = "".join(f"| {sector.code} | {sector.name} | {sector.definition} |\n" for sector in book.sectors.values())
    cameo = "".join(
        f"| {code.code} | {code.name} | {code.goldstein:+.1f} | {code.event_type} | {code.mode} |\n"
        for code in book.cameo_codes.values()
    )
    return "\n\n".join(
        [
            f"# Codebook\n\n{book.title}, version {book.version}. Made from the cards in `src/detente/data/codebook`.",
            f"## Quad classes\n\n{QUAD_HEAD}{quads}",
            "## Event types",
            *(event_type(card) for card in sorted(book.types.values(), key=lambda card: card.number)),
            f"## Contexts\n\n| context | what it is |\n|---|---|\n{contexts}",
            f"## Sectors\n\n| code | name | what it is |\n|---|---|---|\n{sectors}",
            f"## CAMEO\n\n| code | name | Goldstein | type | mode |\n|---|---|---|---|---|\n{cameo}",
        ]
    )


def event_type(card: EventType) -> str:
    """Return the section of one type."""
    modes = "".join(
        f"| {mode.name} | {_flat(mode.definition)} | {mode.intensity:+g} | {mode.cameo} |\n" for mode in card.modes
    )
    parts = [
        f"### {card.number}. {card.name}",
        f"Quad class {card.quad_class}, intensity {card.intensity:+g}, CAMEO {card.cameo}. {_flat(card.definition)}",
        f"**Is not.** {_flat(card.is_not)}",
        f"| mode | what it is | intensity | CAMEO |\n|---|---|---|---|\n{modes}" if modes else "",
        "".join(f"- {example.text} *({example.source} → {example.target})*\n" for example in card.examples),
        "Near misses:\n\n" + "".join(f"- {miss.text} *{miss.right_type}: {miss.why}*\n" for miss in card.near_misses),
        f"Reference: {card.reference}",
    ]
    return "\n\n".join(part for part in parts if part)


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def on_files(files: Any, *, config: Any) -> Any:
    """Put the pages that are made among those of the folder (called by mkdocs)."""
    from mkdocs.structure.files import File

    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files
