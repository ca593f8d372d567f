"""A desk over a small store, one over a store of its own, and one over none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from desks import client_of, hostile_coding, other_coding, write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.duckdb"
    write(path, [hostile_coding(), other_coding()])
    return path


@pytest.fixture
def store_path(written: Path, tmp_path: Path) -> Path:
    """Return a copy of the store that a test may write to."""
    copy = tmp_path / "desk.duckdb"
    copy.write_bytes(written.read_bytes())
    return copy


@pytest.fixture
def desk(store_path: Path) -> Iterator[TestClient]:
    with client_of(store_path) as client:
        yield client


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(tmp_path / "none.duckdb") as client:
        yield client
