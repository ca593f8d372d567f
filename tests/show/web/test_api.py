"""The API says the same as the command line, page by page, and sends nothing twice."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient

from desks import SECRET, client_of
from detente.show.formats import EVENT_COLUMNS, PERIOD_COLUMNS, SHIFT_COLUMNS

ATOM = "{http://www.w3.org/2005/Atom}"


def test_events_are_those_of_the_command_line(desk: TestClient) -> None:
    event = desk.get("/api/v1/events/denied00").json()
    assert (event["event_type"], event["factuality"], event["sources"][0]["actor"]) == (
        "ACCUSE",
        "negated",
        "PRK/kim-jong-un",
    )


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("", 123),
        ("type=ASSAULT", 60),
        ("quad=4", 1),
        ("factuality=negated", 1),
        ("confidence=0.5", 122),
        ("actor=PRK/kim-jong-un", 1),
        ("actor=North Korea&other=KOR&counted=true", 121),
        ("actor=KOR&other=PRK&directed=true", 0),
        ("since=2024-01-01&until=2024-01-09", 4),
        ("q=consult", 60),
    ],
)
def test_filters_of_events(desk: TestClient, asked: str, total: int) -> None:
    assert desk.get(f"/api/v1/events?{asked}&limit=1").json()["total"] == total


def test_pages_follow_each_other(desk: TestClient) -> None:
    found, address = [], "/api/v1/events?limit=50"
    while address:
        page = desk.get(address).json()
        found += [event["id"] for event in page["items"]]
        address = page["next"]
    assert len(found) == len(set(found)) == 123


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/api/v1/events?format=csv", EVENT_COLUMNS),
        ("/api/v1/relations?a=PRK&b=KOR&format=csv", PERIOD_COLUMNS),
        ("/api/v1/shifts?format=csv", SHIFT_COLUMNS),
    ],
)
def test_csv_has_the_columns_of_the_command_line(desk: TestClient, path: str, columns: tuple[str, ...]) -> None:
    answer = desk.get(path)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert tuple(rows[0]) == columns
    assert len(rows) > 1


def test_a_series_counts_what_passed(desk: TestClient) -> None:
    items = desk.get("/api/v1/relations?a=PRK&b=south korea&every=month&since=2023-03-01&until=2023-03-31").json()
    assert [(row["start"], row["events"], row["net"]) for row in items["items"]] == [("2023-03-01", 8, -72.0)]


def test_turning_points_of_one_pair_and_of_all(desk: TestClient) -> None:
    one = desk.get("/api/v1/shifts?a=PRK&b=KOR").json()["items"]
    assert [(row["at"], row["direction"]) for row in one] == [("2023-07-31", "thaw")]
    assert len(desk.get("/api/v1/shifts").json()["items"]) == 1
    assert desk.get("/api/v1/shifts?a=PRK").status_code == 400


def test_documents_come_with_and_without_text(desk: TestClient) -> None:
    listed = desk.get("/api/v1/documents?q=story 59").json()["items"]
    assert len(listed) == 1
    assert "text" not in listed[0]
    assert desk.get(f"/api/v1/documents/{listed[0]['id']}").json()["text"].startswith("Story 59")


def test_actors_by_name_and_by_id(desk: TestClient) -> None:
    assert {row["id"] for row in desk.get("/api/v1/actors").json()["items"]} >= {"PRK", "KOR", "PRK/kim-jong-un"}
    assert desk.get("/api/v1/actors?q=kim jong un").json()["items"][0]["id"] == "PRK/kim-jong-un"
    assert desk.get("/api/v1/actors/PRK").json()["partners"][0]["other"] == "KOR"


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/relations?a=PRK&b=KOR", "/feed.atom", "/api/v1/actors"])
def test_what_has_not_changed_is_not_sent_again(desk: TestClient, path: str) -> None:
    mark = desk.get(path).headers["etag"]
    again = desk.get(path, headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert desk.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/events/none", 404),
        ("/api/v1/documents/none", 404),
        ("/api/v1/actors/none", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/events?since=soon", 422),
        ("/api/v1/events?limit=100000", 422),
        ("/api/v1/events?factuality=perhaps", 422),
        ("/api/v1/events?actor=zzzzzz", 400),
        ("/api/v1/relations?a=PRK", 422),
        ("/api/v1/relations?a=PRK&b=KOR&since=2024-01-01&until=2023-01-01", 400),
    ],
)
def test_misuse_is_an_error_in_json(desk: TestClient, path: str, status: int) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


def test_a_store_that_is_not_there_is_said(empty_desk: TestClient) -> None:
    answer = empty_desk.get("/api/v1/events")
    assert answer.status_code == 404
    assert "there is no store" in answer.json()["error"]


def test_the_feed_tells_of_turning_points(desk: TestClient) -> None:
    root = ET.fromstring(desk.get("/feed.atom").content)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["2023-07-31: thaw, South Korea and North Korea"]
    assert "CONSULT" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_the_description_names_every_route(desk: TestClient) -> None:
    paths = set(desk.get("/api/v1/openapi.json").json()["paths"])
    wanted = {f"/api/v1/{name}" for name in ("documents", "events", "events/{id}", "relations", "shifts", "actors")}
    assert paths >= wanted
    assert "/review" not in paths


def test_events_come_as_parquet(desk: TestClient) -> None:
    table = pq.read_table(io.BytesIO(desk.get("/api/v1/events?format=parquet&limit=7").content))
    assert (table.num_rows, tuple(table.column_names)) == (7, EVENT_COLUMNS)


def test_decisions_can_be_sent_and_read(desk: TestClient) -> None:
    sent = {"event": "denied00", "author": "Ada", "verdict": "correct", "field": "factuality", "value": "asserted"}
    assert desk.post("/api/v1/decisions", json=sent).status_code == 201
    listed = desk.get("/api/v1/decisions").json()
    assert (listed["total"], listed["items"][0]["value"]) == (1, "asserted")
    assert "Ada: correct factuality" in desk.get("/event/denied00").text
    assert desk.post("/api/v1/decisions", json=sent | {"event": "none"}).status_code == 404
    assert desk.post("/api/v1/decisions", json=sent | {"value": "perhaps"}).status_code == 400
    assert desk.post("/api/v1/decisions", json={"event": "denied00"}).status_code == 422
    as_form = desk.post("/api/v1/decisions", content=json.dumps(sent), headers={"content-type": "text/plain"})
    assert as_form.status_code in (415, 422)
    assert desk.get("/api/v1/decisions").json()["total"] == 1


LINE = "PRK ASSAULT KOR -9.0 2024-03-01"


def test_text_in_events_out(desk: TestClient) -> None:
    before = desk.get("/api/v1/events?limit=1").json()["total"]
    answer = desk.post("/api/v1/code", json={"title": "Headline", "text": LINE}).json()
    assert (answer["total"], answer["documents"], answer["failures"]) == (1, 1, [])
    assert set(answer["items"][0]) == set(desk.get("/api/v1/events/denied00").json())
    page = f"<html><body><article><h1>Headline of it</h1><p>{LINE}</p></article></body></html>"
    sent = desk.post("/api/v1/code", content=page, headers={"content-type": "text/html; charset=utf-8"})
    assert sent.json()["items"][0]["event_type"] == "ASSAULT"
    table = desk.post("/api/v1/code?format=csv", json={"text": LINE}).text.splitlines()
    assert (tuple(table[0].split(",")), len(table)) == (EVENT_COLUMNS, 2)
    assert desk.get("/api/v1/events?limit=1").json()["total"] == before


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", LINE, 415),
        ("application/x-www-form-urlencoded", "text=x", 415),
        ("application/json", "{", 400),
        ("application/json", "[" * 100_000, 400),
        ("application/json", '{"text": ""}', 400),
        ("application/json", '{"text": 3}', 400),
        ("application/json", '{"text": "\\ud800 alone"}', 200),
        ("application/json", '{"text": "BREAK"}', 400),
        ("text/html", "", 400),
        ("application/octet-stream", "x" * 2_000_001, 413),
    ],
)
def test_what_cannot_be_coded_is_said(desk: TestClient, kind: str, body: str, status: int) -> None:
    answer = desk.post("/api/v1/code", content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert status == 200 or list(answer.json()) == ["error"]


def test_coding_is_limited(desk: TestClient) -> None:
    answers = [desk.post("/api/v1/code", content="", headers={"content-type": "text/plain"}) for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and int(refused[0].headers["retry-after"]) >= 1


def test_readers_code_nothing(store_path: Path) -> None:
    with client_of(store_path, SECRET, reader="only-looks") as client:
        for word, status in (("only-looks", 403), (SECRET, 200), ("guess", 401)):
            headers = {"authorization": f"Bearer {word}"}
            assert client.post("/api/v1/code", json={"text": LINE}, headers=headers).status_code == status


LISTS = {
    "/api/v1/documents?limit=7": ("id", 7),
    "/api/v1/actors?": ("id", 3),
    "/api/v1/actors?q=kim": ("names", 100),
    "/api/v1/decisions?": ("coded", 1),
    "/api/v1/relations?a=PRK&b=KOR": ("q4", 14),
    "/api/v1/shifts?a=PRK&b=KOR": ("evidence", 1),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_the_same_as_json_csv_and_parquet(desk: TestClient, path: str) -> None:
    judged = {"event": "denied00", "author": "=Ada", "verdict": "correct", "field": "date", "value": "2023-06-02"}
    assert desk.post("/api/v1/decisions", json=judged).status_code == 201
    column, most = LISTS[path]
    items = desk.get(path).json()["items"]
    rows = list(csv.DictReader(io.StringIO(desk.get(f"{path}&format=csv").text)))
    table = pq.read_table(io.BytesIO(desk.get(f"{path}&format=parquet").content))
    assert 0 < len(rows) == table.num_rows == len(items) <= most
    assert column in rows[0]
    assert list(rows[0]) == table.column_names
    for name in set(items[0]) & set(rows[0]) - {"evidence", "names", "coded", "error"}:
        written = [str(value) if value is not None else "" for value in table[name].to_pylist()]
        assert [row[name].removeprefix("'") for row in rows] == written, name


@pytest.mark.parametrize(
    "path", ["/api/v1/relations?a=PRK&b=KOR&every=week", "/api/v1/actors?q=kim&", "/api/v1/shifts?"]
)
def test_series_and_names_come_in_pages(desk: TestClient, path: str) -> None:
    whole = desk.get(f"{path}&limit=1000").json()
    found, address = [], f"{path}&limit=9"
    while address:
        page = desk.get(address).json()
        assert len(page["items"]) <= 9
        found += page["items"]
        address = page["next"]
    assert found == whole["items"]
    assert len(found) == whole["total"] >= 1


def test_a_table_names_its_next_page(desk: TestClient) -> None:
    first = desk.get("/api/v1/documents?limit=60&format=csv")
    assert 'page=2>; rel="next"' in first.headers["link"]
    assert "link" not in desk.get("/api/v1/documents?limit=60&format=csv&page=2").headers
    assert "link" not in desk.get("/api/v1/relations?a=PRK&b=KOR&every=day&format=csv").headers


def test_the_description_names_the_forms_and_pages_of_every_list(desk: TestClient) -> None:
    paths = desk.get("/api/v1/openapi.json").json()["paths"]
    for name in ("documents", "events", "actors", "decisions", "relations", "shifts"):
        asked = paths[f"/api/v1/{name}"]["get"]
        assert {"format", "page", "limit"} <= {item["name"] for item in asked["parameters"]}, name
        assert {"text/csv", "application/vnd.apache.parquet"} <= set(asked["responses"]["200"]["content"]), name
