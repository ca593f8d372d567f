"""Fixtures shared by all rooms: dictionaries and models are loaded once a run."""

import pytest

from detente.coding import Coder, load_coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return load_coder()
