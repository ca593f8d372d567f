"""The documentation site builds, its links lead somewhere, and the commands that it shows are commands."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from detente.data.codebook_cards import load_codebook
from detente.show.cli import main
from factories import load_toy_coder

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
# In a block of code: perhaps after four spaces, a prompt or the way to the program, and up to a comment.
COMMAND = re.compile(r"^(?: {4})?(?:\$ )?(?:\.venv/bin/)?detente (?P<words>[^#|>`\n]*)", re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr  # a link that leads nowhere is an error
    return folder


def test_every_page_is_there(site: Path) -> None:
    names = {page.stem for page in (ROOT / "docs").glob("*.md")} | {"index", "codebook", "citing", "contributing"}
    assert names <= {page.stem for page in site.glob("*.html")}


def test_the_codebook_has_every_type_and_mode(site: Path) -> None:
    text = (site / "codebook.html").read_text(encoding="utf-8")
    for name, card in load_codebook().types.items():
        assert f"{card.number}. {name}" in text and all(f"<td>{mode.name}</td>" in text for mode in card.modes)


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    loads = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""")
    assert not [page.name for page in site.rglob("*.html") if loads.search(page.read_text(encoding="utf-8"))]


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```|((?:^ {4}.*\n)+)", page.read_text("utf-8"), re.M | re.S)
        for block in blocks:
            for found in COMMAND.finditer("".join(block).replace("\\\n", " ")):
                yield page.name, found["words"].strip()


FOUND = sorted(set(commands()))


@pytest.mark.parametrize(("page", "words"), FOUND, ids=lambda value: value.replace(" ", "_")[:60])
def test_commands_shown_are_commands(page: str, words: str) -> None:
    rest = [word for word in shlex.split(words.replace("...", "").replace("[", "").replace("]", "")) if word]
    context = click.Context(main, info_name="detente")
    command: click.Command = main
    group_words = main.make_parser(context).parse_args(list(rest))[1]
    while isinstance(command, click.Group):
        name, *group_words = group_words
        assert name in command.commands, f"{page}: {words}"
        command = command.commands[name]
    command.make_parser(click.Context(command, info_name=name)).parse_args(group_words)


def test_there_are_commands_to_look_at() -> None:
    assert len(FOUND) > 15 and {page for page, _ in FOUND} >= {"README.md", "guide.md", "intake.md"}


def test_the_commands_of_the_guide_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("detente.coding.load_coder", load_toy_coder)
    (tmp_path / "articles").mkdir()
    text = "Seoul, 15 January.\n\nPRK ACCUSE KOR -2 2024-01-15 was the note of the day, and nothing else.\n"
    (tmp_path / "articles" / "a.txt").write_text(text)
    (tmp_path / "page.html").write_text(f"<html><body><article><p>{text * 3}</p></article></body></html>")
    cheap = [words for page, words in FOUND if page == "guide.md" and words.split()[0] not in ("watch", "import")]
    order = sorted(cheap, key=lambda words: not words.startswith("ingest"))
    for words in order:
        result = CliRunner().invoke(main, shlex.split(words))
        assert result.exit_code == 0, f"{words}: {result.output}"
    assert {path.name for path in tmp_path.glob("events.*")} == {"events.csv", "events.parquet"}
