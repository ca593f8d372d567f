"""``detente doctor``: what it says of a sound installation, and of one that is not."""

import hashlib
from importlib.metadata import PackageNotFoundError
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.show.cli import main
from detente.store import open_store


def doctor(store: Path) -> Result:
    return CliRunner().invoke(main, ["doctor", "--store", str(store)])


def test_a_sound_installation(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb"):
        pass
    result = doctor(tmp_path / "s.duckdb")
    assert result.exit_code == 0 and "WRONG" not in result.output
    network = (files("detente.data") / "model" / "pair.int8.onnx").read_bytes()
    for words in ("duckdb", "role nouns", "near misses", hashlib.sha256(network).hexdigest(), "sound, 0 documents"):
        assert words in result.output


def test_no_store_is_nothing_wrong_and_none_is_made(tmp_path: Path) -> None:
    result = doctor(tmp_path / "s.duckdb")
    assert result.exit_code == 0 and "yet" in result.output and not list(tmp_path.iterdir())


def test_what_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "s.duckdb").write_bytes(b"words " * 5000)
    result = doctor(tmp_path / "s.duckdb")
    assert result.exit_code == 1 and "WRONG store" in result.output and "WRONG model" not in result.output


def test_another_model_and_a_missing_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.coding.model._checked", lambda path, digest: _refuse())
    monkeypatch.setattr("detente.show.commands.doctor.version", _missing)
    result = doctor(tmp_path / "s.duckdb")
    assert result.exit_code == 1
    assert "WRONG model" in result.output and "WRONG duckdb" in result.output


def _refuse() -> bytes:
    from detente.errors import ModelError

    raise ModelError("another file")


def _missing(name: str) -> str:
    if name == "duckdb":
        raise PackageNotFoundError(name)
    return "1"
