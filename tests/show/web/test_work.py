"""Coding what is handed in, and judging events: what is done on the desk is kept and nothing else is."""

import html
import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from detente.data.codebook_cards import load_codebook
from detente.errors import UsageError
from detente.show.cli import main
from detente.show.review.decisions import Decisions, checked, decisions_beside

LINE = "Headline of a story\n\nPRK ASSAULT KOR -9.0 2024-03-01"
PATIENCE = 90.0


def csrf(client: TestClient) -> str:
    client.get("/code")
    return client.cookies["detente_csrf"]


def coded(client: TestClient, **form: str) -> str:
    """Hand something in, wait for the end, and return the page."""
    files = [("files", ("../../a.txt", LINE.encode(), "text/plain"))] if form.pop("drop", "") else None
    answer = client.post("/code", data={"csrf": csrf(client), **form}, files=files)
    assert answer.status_code == 303, answer.text
    where, end = answer.headers["location"], time.monotonic() + PATIENCE
    while not client.get(f"{where}/progress").json()["ended"]:
        assert time.monotonic() < end, "the run does not end"
        time.sleep(0.05)
    return client.get(where).text


def events(client: TestClient) -> int:
    return int(client.get("/api/v1/events?limit=1").json()["total"])


def judge(client: TestClient, event: str, verdict: str, **more: str) -> int:
    form = {"csrf": csrf(client), "event": event, "verdict": verdict, "author": "Ada", **more}
    return client.post("/review", data=form).status_code


def test_pasted_text_is_shown_and_not_stored(desk: TestClient) -> None:
    before = events(desk)
    page = coded(desk, text=LINE, keep="show")
    assert "1 document, 1 event found" in " ".join(page.split())
    assert "PRK ASSAULT KOR -9.0 2024-03-01" in page
    assert events(desk) == before


def test_a_dropped_file_is_stored_once(desk: TestClient) -> None:
    before = events(desk)
    assert "Stored" in coded(desk, drop="yes", keep="store")
    assert events(desk) == before + 1
    assert "1 were in the store already" in coded(desk, drop="yes", keep="store")
    assert events(desk) == before + 1


def test_the_first_article_makes_the_store(empty_desk: TestClient) -> None:
    coded(empty_desk, text=LINE, keep="store")
    assert events(empty_desk) == 1


def test_private_addresses_are_not_fetched(desk: TestClient) -> None:
    for keep in ("show", "store"):
        page = coded(desk, url="http://127.0.0.1:1/secret", keep=keep)
        assert "not public" in page
        assert "1 failed" in page
    assert desk.post("/code", data={"csrf": csrf(desk), "url": "file:///etc/passwd"}).status_code == 400


def test_nothing_handed_in_is_said(desk: TestClient) -> None:
    answer = desk.post("/code", data={"csrf": csrf(desk), "text": "  "})
    assert answer.status_code == 400
    assert "nothing was handed in" in answer.text.lower()


def test_a_coder_that_fails_is_said(desk: TestClient) -> None:
    assert "a line that breaks the coder" in coded(desk, text="BREAK", keep="show")


def test_the_queue_begins_with_the_least_sure_and_gravest(desk: TestClient) -> None:
    page = desk.get("/review").text
    first = page.index('id="e-hostile0"')
    assert first == page.index('id="e-')


def test_decisions_are_kept_and_leave_the_queue(desk: TestClient, store_path: Path) -> None:
    assert judge(desk, "hostile0", "reject", note="no such act") == 303
    assert 'id="e-hostile0"' not in desk.get("/review").text
    assert "Ada: reject" in desk.get("/event/hostile0").text
    kept = list(decisions_beside(store_path).export())
    assert [(row["author"], row["verdict"], row["note"]) for row in kept] == [("Ada", "reject", "no such act")]
    assert kept[0]["coded"]["evidence"]["text"].startswith("PRK ")


def test_a_later_decision_takes_the_place_of_the_earlier(desk: TestClient, store_path: Path) -> None:
    judge(desk, "denied00", "reject")
    judge(desk, "denied00", "correct", field="factuality", value="asserted")
    judge(desk, "denied00", "correct", field="event_type", value="REJECT")
    decisions = decisions_beside(store_path)
    assert [(row["field"], row["value"]) for row in decisions.export()] == [
        ("factuality", "asserted"),
        ("event_type", "REJECT"),
    ]
    assert decisions.count() == 3


def test_another_reviewer_has_a_queue_of_their_own(desk: TestClient) -> None:
    judge(desk, "hostile0", "accept")
    desk.cookies.set("detente_author", "Grace")
    assert 'id="e-hostile0"' in desk.get("/review").text


@pytest.mark.parametrize(
    "more",
    [
        {"verdict": "perhaps"},
        {"author": " "},
        {"author": "x" * 81},
        {"verdict": "correct", "field": "id", "value": "x"},
        {"verdict": "correct", "field": "event_type", "value": "WAR"},
        {"verdict": "correct", "field": "date", "value": "yesterday"},
        {"verdict": "correct", "field": "source", "value": ""},
    ],
)
def test_decisions_that_make_no_sense_are_refused(more: dict[str, str]) -> None:
    form = {"event": "e", "author": "Ada", "verdict": "accept", **more}
    with pytest.raises(UsageError):
        checked(form, load_codebook())


def test_a_decision_needs_an_event_of_the_store(desk: TestClient, store_path: Path) -> None:
    assert judge(desk, "none", "accept") == 404
    assert decisions_beside(store_path).count() == 0


def test_export_prints_json_lines(desk: TestClient, store_path: Path) -> None:
    judge(desk, "denied00", "accept")
    result = CliRunner().invoke(main, ["review", "export", "--store", str(store_path)], standalone_mode=False)
    rows = [json.loads(row) for row in result.output.splitlines()]
    assert [row["event"] for row in rows] == ["denied00"]


def test_no_decisions_leave_no_file(tmp_path: Path) -> None:
    decisions = Decisions(tmp_path / "x.sqlite")
    assert (decisions.count(), decisions.judged(), list(decisions.export())) == (0, [], [])
    assert not decisions.path.exists()


def test_a_page_that_was_shown_tells_of_what_is_stored_later(desk: TestClient) -> None:
    assert "121 events" in " ".join(desk.get("/relation/PRK/KOR").text.split())
    coded(desk, text=LINE, keep="store")
    assert "122 events" in " ".join(desk.get("/relation/PRK/KOR").text.split())


def hand_in(client: TestClient, files: list[tuple[str, bytes]], **form: str) -> str:
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    answer = client.post("/code", data={"csrf": csrf(client), **form}, files=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def ended(client: TestClient, where: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while not (job := client.get(f"{where}/progress").json())["ended"]:
        assert time.monotonic() < end, "the run does not end"
        time.sleep(0.02)
    return dict(job)


@pytest.mark.parametrize("keep", ["show", "store"])
def test_each_file_and_each_member_says_how_it_is(desk: TestClient, keep: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", LINE.replace("story", "first"))
        archive.writestr("b.txt", "")
    files = [("one.txt", LINE.encode()), ("broken.txt", b"A line\n\nBREAK"), ("many.zip", packed.getvalue())]
    where = hand_in(desk, files, keep=keep)
    job = ended(desk, where)
    rows = [(row["name"], row["state"], row["inner"]) for row in job["steps"]]
    assert rows == [
        ("one.txt", "coded", False),
        ("broken.txt", "failed", False),
        ("many.zip", "coded", False),
        ("a.txt", "coded", True),
        ("b.txt", "failed", True),
    ]
    words = [row["words"] for row in job["steps"]]
    assert (
        words[0] == "coded, 1 event" and "a line that breaks the coder" in words[1] and len(words[4]) > len("failed: ")
    )
    assert words[1] in html.unescape(desk.get(where).text)
    if keep == "store":
        again = ended(desk, hand_in(desk, files[:1], keep="store"))
        assert [row["words"] for row in again["steps"]] == ["in the store already"]


@pytest.mark.parametrize("keep", ["show", "store"])
def test_a_run_can_be_cancelled(desk: TestClient, keep: str) -> None:
    slow = "Headline\n\nSLOW number {}. PRK ASSAULT KOR -9.0 2024-03-01"
    lines = "\n".join(json.dumps({"text": slow.format(number), "date": "2024-03-01"}) for number in range(400))
    where = hand_in(desk, [("many.jsonl", lines.encode()), ("last.txt", LINE.encode())], keep=keep)
    assert desk.post(f"{where}/cancel").status_code == 403
    assert desk.post(f"{where}/cancel", data={"csrf": csrf(desk)}).status_code == 303
    job = ended(desk, where)
    assert job["state"] == "cancelled" and job["done"] < 400
    assert job["steps"][-1]["state"] == "cancelled"
    assert "Cancelled" in desk.get(where).text
