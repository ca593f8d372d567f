"""Splitting and merging on the desk: kept with author and reason, undone, alive after coding anew, exported."""

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from desks import client_of
from detente.records import Evidence, Span
from detente.relate.dyads import dyads_of
from detente.show.cli import main
from detente.store import Coded, Tally, open_store, stored_happenings
from factories import document, event, on

PATIENCE = 30.0
WORDS = "Freedonia accused Sylvania of moving troops to the river."


def report(number: int, *, day: str = "2024-01-15", words: str = WORDS, id: str = "") -> Coded:
    text = f"Story {number}\n\n{words}"
    span = Span(len(text) - len(words), len(text))
    made = document(id=f"d{number}", text=text, paragraphs=(span,), title=f"Story {number}", title_span=None,
                    published=date.fromisoformat(day))  # fmt: skip
    found = event(id=id or f"e{number}", document=made.id, when=on(day), attribution=(), mentions=(),
                  evidence=Evidence(span, words))  # fmt: skip
    return Coded(made, (found,))


def put(path: Path, *batch: Coded, coder: str = "toy-1") -> None:
    with open_store(path) as store:
        run = store.start_run("1", coder)
        store.write(run, batch, pairs=dyads_of, tally=Tally(documents=len(batch)))
        store.end_run(run, Tally(documents=len(batch)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "same.duckdb"
    put(
        file,
        report(1),
        report(2),
        report(3, words="Sylvania was accused by Freedonia over a bridge.", day="2024-01-17"),
    )
    return file


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as made:
        yield made


def rule(client: TestClient, verdict: str, name: str, *others: str, **more: Any) -> Any:
    page = client.get(f"/event/{name}/happening")
    assert page.status_code == 200
    form = {"csrf": client.cookies["detente_csrf"], "kind": "happening", "name": name, "verdict": verdict,
            verdict: list(others), "author": "Zoë Жук", "note": "two bridges"}  # fmt: skip
    return client.post("/rulings", data=form | more)


def groups(path: Path) -> list[set[str]]:
    with open_store(path, read_only=True) as store:
        found = stored_happenings(store)
        sql = "SELECT event FROM base.tellings WHERE happening = ?"
        return [{row["event"] for row in store.rows(sql, [item.id])} for item in found]


def test_split_and_undo(client: TestClient, path: Path) -> None:
    assert groups(path) == [{"e1", "e2"}]
    answer = rule(client, "apart", "e1", "e2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/event/e1/happening")
    assert groups(path) == []
    page = client.get("/event/e1/happening").text
    assert "Zoë Жук: not the same as" in page and "“two bridges”" in page and 'value="Zoë Жук"' in page
    form = {"csrf": client.cookies["detente_csrf"], "kind": "happening", "name": "e1", "author": "Bo"}
    assert client.post("/rulings/1/withdraw", data=form).status_code == 303
    assert groups(path) == [{"e1", "e2"}]
    assert "withdrawn" in client.get("/event/e1/happening").text
    assert client.post("/rulings/1/withdraw", data=form).status_code == 400


def test_merge_what_is_offered_or_named(client: TestClient, path: Path) -> None:
    assert 'value="e3"' in client.get("/event/e1/happening").text
    assert rule(client, "together", "e1", "e3", backed="review").headers["location"].endswith("?back=review")
    assert groups(path) == [{"e1", "e2", "e3"}]
    rule(client, "apart", "e3")
    assert groups(path) == [{"e1", "e2"}]
    assert rule(client, "together", "e1", id="e3").status_code == 303
    assert groups(path) == [{"e1", "e2", "e3"}]


def test_a_ruling_outlives_a_newer_coder_and_is_undone_there(client: TestClient, path: Path) -> None:
    rule(client, "apart", "e1", "e2")
    put(path, report(1, id="n1"), report(2, id="n2"), coder="toy-2")
    assert groups(path) == []
    end = time.monotonic() + PATIENCE
    while (page := client.get("/event/n1/happening")).status_code == 404:
        assert time.monotonic() < end, "the desk does not come to see the newer coding"
        time.sleep(0.2)
    assert "two bridges" in page.text
    sent = {"author": "Bo"}
    assert client.post("/api/v1/rulings/1/withdrawal", json=sent).status_code == 201
    assert groups(path) == [{"n1", "n2"}]


def test_copies_are_split_and_merged(client: TestClient) -> None:
    client.get("/document/d1/copies")
    form = {"csrf": client.cookies["detente_csrf"], "kind": "copy", "name": "d1", "author": "Bo", "verdict": "together"}
    assert client.post("/rulings", data=form | {"id": "d3"}).headers["location"] == "/document/d1/copies"
    assert "/document/d3" in client.get("/document/d1/copies").text.split("May be the same")[0]
    assert client.post("/rulings", data=form | {"verdict": "apart", "apart": "d3"}).status_code == 303
    assert "/document/d3" not in client.get("/document/d1/copies").text.split("May be the same")[0]


@pytest.mark.parametrize(
    "more", [{"author": " "}, {"kind": "story"}, {"verdict": "perhaps"}, {"together": [], "id": ""}, {"id": "nobody"}]
)
def test_rulings_that_make_no_sense_are_refused(client: TestClient, path: Path, more: dict[str, Any]) -> None:
    client.get("/review")
    form = {"csrf": client.cookies["detente_csrf"], "kind": "happening", "name": "e1", "verdict": "together",
            "together": ["e3"], "author": "Ada"}  # fmt: skip
    assert client.post("/rulings", data=form | more).status_code == 400
    assert groups(path) == [{"e1", "e2"}]


def test_rulings_over_the_api_and_in_the_export(client: TestClient, path: Path) -> None:
    sent = {"kind": "happening", "verdict": "apart", "id": "e1", "others": ["e2"], "author": "Ada", "note": "why"}
    assert client.post("/api/v1/rulings", json=sent).json() == {"rulings": 1}
    assert client.post("/api/v1/rulings", content=json.dumps(sent)).status_code in (415, 422)
    assert client.post("/api/v1/rulings", json=sent | {"others": ["none"]}).status_code == 400
    result = CliRunner().invoke(main, ["review", "export", "--store", str(path)], standalone_mode=False)
    row = json.loads(result.output)
    assert (row["author"], row["verdict"], row["a"], row["b"], row["note"]) == ("Ada", "apart", "e1", "e2", "why")
    done = CliRunner().invoke(main, ["store", "withdraw", "1", "--author", "Ada", "--store", str(path)])
    assert done.exit_code == 0
    assert CliRunner().invoke(main, ["store", "rulings", "--store", str(path)]).output == ""
    assert groups(path) == [{"e1", "e2"}]


def test_a_ruling_needs_the_form_of_its_page(client: TestClient) -> None:
    assert client.post("/rulings", data={"kind": "happening", "name": "e1", "verdict": "apart"}).status_code == 403
    assert client.get("/event/none/happening").status_code == 404
    assert client.get("/document/none/copies").status_code == 404
