"""The documentation says what is so: links lead somewhere, commands exist, promised fields are those printed."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.coding import Coder
from detente.data.codebook_cards import load_codebook
from detente.read import read_paths
from detente.records import DyadPeriod, Shift
from detente.show.cli import main
from detente.show.happenings import happening_json
from detente.show.records_json import document_json, event_json, period_json, shift_json
from detente.store import StoredHappening, Told
from factories import document, event

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_the_readme_names_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| `detente (\w+)", README, flags=re.MULTILINE)
    assert set(rows) == set(main.commands) - {"version"}


def section(title: str) -> str:
    return DICTIONARY.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]


def first_table(text: str) -> list[list[str]]:
    """Return the cells of the first table, without its head."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif rows:
            break
    return rows[2:]


def fields(title: str) -> list[str]:
    return [name for row in first_table(section(title)) for name in re.findall(r"`(\w+)`", row[0])]


def promised() -> Iterator[tuple[str, list[str]]]:
    day = date(2024, 1, 1)
    period = DyadPeriod("A", "B", day, day, 0, (0, 0, 0, 0), 0.0, 0.0, 0)
    shift = Shift("A", "B", day, "thaw", 0.0, 0.0, 0.0, "m", ())
    yield "Documents", list(document_json(document()))
    yield "Events", list(event_json(event()))
    yield "Relations", list(period_json(period))
    yield "Turning points", list(shift_json(shift))
    told = StoredHappening("h", day, "ACCUSE", None, 3, -3.0, "asserted", (), (), None, "", Told(1, 1, 1, 1, 1))
    yield "Happenings", list(happening_json(told))


@pytest.mark.parametrize(("title", "keys"), list(promised()), ids=lambda value: value if isinstance(value, str) else "")
def test_the_dictionary_has_every_field_in_its_order(title: str, keys: list[str]) -> None:
    assert fields(title) == keys


def test_the_dictionary_has_the_codebooks_types() -> None:
    codebook = load_codebook()
    rows = first_table(DICTIONARY.split("### Types, quad classes and modes", 1)[1])
    told = {row[0]: (int(row[1]), float(row[2]), {mode for mode in row[3].split(", ") if mode}) for row in rows}
    assert told == {
        name: (codebook.quad_class(name), codebook.intensity(name, None), set(codebook.modes(name)))
        for name in codebook.types
    }


def test_the_readmes_table_is_what_comes_out(coder: Coder) -> None:
    (article,) = read_paths([str(ROOT / "src" / "detente" / "data" / "examples" / "west-africa.html")])
    events = coder.code(article)
    shown = " ".join(re.sub(r"[—›].*|  [a-z-]+ {2,}", " ", README.split("Two commands")[0]).split())
    assert len([event for event in events if event.evidence.text in shown]) >= 3
