"""What ``detente relation`` makes of its options."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.relate.dyads import dyads_of
from detente.relate.series import relation
from detente.show.commands.relating import Wanted, _events
from detente.store import ingest, open_store
from factories import load_toy_coder, toy_document


@pytest.mark.parametrize(("until", "days"), [(date(2024, 3, 10), [4, 10]), (None, [4, 10, 11])])
def test_what_a_plot_names_ends_with_the_last_day_that_is_asked_for(
    tmp_path: Path, until: date | None, days: list[int]
) -> None:
    lines = "\n".join(f"PRK ASSAULT KOR -9.0 2024-03-{day:02}" for day in (4, 10, 11))
    given: dict[str, Any] = dict.fromkeys(("form", "blocs", "plot"))
    given |= {"store_path": "", "since": None, "until": until, "every": "month", "directed": False}
    wanted = Wanted(**given, drop_single_source=False, mentions=False)
    with open_store(tmp_path / "s.duckdb") as store:
        document = toy_document(lines, published=date(2024, 3, 12))
        ingest(store, [document], load=load_toy_coder, pairs=dyads_of)
        series = relation(store, "PRK", "KOR", until=until, every="month")
        assert [event.date.day for event in _events(store, series, wanted)] == days
