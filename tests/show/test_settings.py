"""Settings: flags above the environment, that above a file, that above the defaults; and what is said of mistakes."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from detente.show.cli import main
from detente.show.settings import load_settings, options_of


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_STORE", raising=False)


def program() -> click.Group:
    @click.group()
    def top() -> None:
        pass

    @top.command()
    @click.option("--pace", type=int, default=1)
    @click.option("--loud", is_flag=True)
    @click.option("--format", "form", default="plain")
    @click.option("--tag", "tags", multiple=True)
    def go(pace: int, loud: bool, form: str, tags: tuple[str, ...]) -> None:
        click.echo(f"{pace} {loud} {form} {','.join(tags)}")

    @top.group()
    def inner() -> None:
        pass

    @inner.command()
    @click.option("--pace", type=int, default=1)
    def deep(pace: int) -> None:
        click.echo(f"{pace}")

    return top


def told(*arguments: str, file: str = "", **environ: str) -> str:
    Path("s.toml").write_text(file)
    top = program()
    settings = load_settings(top, Path("s.toml"), environ)
    result = CliRunner().invoke(top, arguments, default_map=settings)
    assert result.exit_code == 0, result.output
    return result.output.strip()


FILE = '[detente]\npace = 2\n[go]\npace = 3\nloud = true\nformat = "wide"\ntag = ["a", "b"]\n[inner.deep]\npace = 4\n'


def test_defaults_where_nothing_is_set() -> None:
    assert told("go") == "1 False plain"


def test_a_file_stands_above_the_defaults_and_a_command_above_all() -> None:
    assert told("go", file=FILE) == "3 True wide a,b"
    assert told("inner", "deep", file=FILE) == "4"
    assert told("inner", "deep", file="[detente]\npace = 2\n") == "2"


def test_the_environment_stands_above_the_file() -> None:
    assert told("go", file=FILE, DETENTE_PACE="5", DETENTE_GO_TAG="c d", DETENTE_LOUD="0") == "5 False wide c,d"
    assert told("go", file=FILE, DETENTE_PACE="5", DETENTE_GO_PACE="6") == "6 True wide a,b"
    assert told("inner", "deep", file=FILE, DETENTE_INNER_DEEP_PACE="7") == "7"


def test_flags_stand_above_all() -> None:
    assert told("go", "--pace", "8", file=FILE, DETENTE_GO_PACE="6") == "8 True wide a,b"


def invoke(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environ)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("[ingest]\nworker = 2\n", "[ingest] has no setting 'worker': it has"),
        ("[ingets]\nworkers = 2\n", "[ingets]: there is no such command"),
        ("[detente]\nspeed = 2\n", "[detente] has no setting 'speed'"),
        ("[store.look]\nformat = 'table'\n", "there is no such command"),
        ("store = 'a.duckdb'\n", "stands outside a table"),
        ("[store]\nformat = 'table'\n", "has no setting 'format'"),
        ("= 2\n", "not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_misuse(file: str, words: str) -> None:
    Path("detente.toml").write_text(file)
    result = invoke("version")
    assert result.exit_code == 2 and words in result.stderr and result.stderr.startswith("detente: detente.toml")


def test_a_value_that_does_not_fit_is_misuse() -> None:
    Path("detente.toml").write_text('[ingest]\nworkers = "many"\n')
    result = invoke("ingest", ".")
    assert result.exit_code == 2 and "--workers" in result.stderr


def test_which_file() -> None:
    Path("detente.toml").write_text("[detente]\nstore = 'here.duckdb'\n")
    Path("other.toml").write_text("[detente]\nstore = 'there.duckdb'\n")
    assert "here.duckdb" in invoke("store", "info").stderr
    assert "there.duckdb" in invoke("store", "info", DETENTE_CONFIG="other.toml").stderr
    assert "there.duckdb" in invoke("--config", "other.toml", "store", "info").stderr
    assert "away.duckdb" in invoke("--config", "other.toml", "store", "info", DETENTE_STORE="away.duckdb").stderr
    missing = invoke("--config", "none.toml", "version")
    assert missing.exit_code == 2 and "none.toml: no such file of settings" in missing.stderr


def test_every_option_of_every_command_has_a_name_of_its_own() -> None:
    def check(command: click.Command) -> int:
        assert all(name.replace("-", "").isalpha() for name in options_of(command))
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return len(options_of(command)) + sum(check(below) for below in inner)

    assert check(main) > 30
