"""``detente doctor``: what it says of a sound installation, and of one that is not."""

import hashlib
from importlib.metadata import FileHash, PackageNotFoundError, PackagePath, PathDistribution
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from detente.read.watch_state import FeedState, Item, WatchState
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
    for words in (
        "duckdb",
        "role nouns",
        "near misses",
        hashlib.sha256(network).hexdigest(),
        "sound, 0 documents",
        "free",
    ):
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


def test_a_package_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "weights.bin"
    changed.write_bytes(b"other weights")
    file = PackagePath("weights.bin")
    file.hash, file.dist = FileHash("sha256=" + "A" * 43), PathDistribution(tmp_path / "some.dist-info")
    monkeypatch.setattr("detente.show.commands.doctor.distribution", lambda name: SimpleNamespace(files=[file]))
    result = doctor(tmp_path / "s.duckdb")
    assert (
        result.exit_code == 1 and "WRONG language model" in result.output and "not as it was installed" in result.output
    )


def test_a_watch_is_looked_at_and_one_that_runs_left_alone(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    with WatchState(tmp_path / "s.duckdb.watch") as state:
        items = [Item(f"k{n}", "f", None, None, pages=False) for n in range(3)]
        state.polled("f", FeedState(failures=1, error="500"), items)
        state.settle(["k1"])
        busy = doctor(store)
        assert busy.exit_code == 0 and "in use by a watch" in busy.output
    result = doctor(store)
    assert result.exit_code == 0 and "1 articles stored, 2 waiting; 1 feeds, 1 of them failing" in result.output
    (tmp_path / "s.duckdb.watch").write_bytes(b"words " * 1000)
    assert "WRONG watch" in doctor(store).output


def test_settings_are_named(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(f"[detente]\nstore = '{tmp_path}/other.duckdb'\n")
    result = CliRunner().invoke(
        main, ["--config", f"{tmp_path}/d.toml", "doctor"], env={"DETENTE_LOG_LEVEL": "debug", "DETENTE_STORE": None}
    )
    assert f"{tmp_path}/d.toml, DETENTE_LOG_LEVEL" in result.output and "other.duckdb yet" in result.output
