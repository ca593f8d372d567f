"""What keeps a desk safe: hostile articles stay text, strangers stay out, forms of other sites do nothing."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from desks import EVIL, SECRET, client_of, hostile
from detente.show.web.safety import BURST, Rate

PAGES_OF_THE_HOSTILE = ("/event/hostile0", f"/document/{hostile().id}", "/search?q=script", "/review", "/search",
                        "/search?in=documents&q=script", "/search?type=accuse")  # fmt: skip


class Tags(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "object", "embed", "img", "style", "base"):
            self.running.append(tag)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.running.append("script")
        self.running += [name for name in given if name.startswith("on") or name == "style"]
        self.running += [value for value in given.values() if value and value.lower().startswith("javascript:")]


@pytest.mark.parametrize("path", PAGES_OF_THE_HOSTILE)
def test_nothing_of_a_hostile_article_runs(desk: TestClient, path: str) -> None:
    page = desk.get(path)
    assert page.status_code == 200
    assert "owned" in page.text
    assert EVIL not in page.text
    tags = Tags()
    tags.feed(page.text)
    assert tags.running == []


@pytest.mark.parametrize("path", ["/", "/event/none", "/api/v1/events", "/static/desk.css", "/feed.atom"])
def test_every_answer_forbids_foreign_script(desk: TestClient, path: str) -> None:
    policy = desk.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert desk.get(path).headers["x-content-type-options"] == "nosniff"


def test_hostile_words_in_an_address_stay_words(desk: TestClient) -> None:
    tried = EVIL[:85]  # no field of a search takes more than 200 characters
    for path in (f"/search?q={tried}", f"/actor?q={tried}", f"/relation?a={tried}", f"/{tried}", f"/actor/{tried}"):
        assert tried not in desk.get(path).text


def test_names_of_other_hosts_are_refused(desk: TestClient) -> None:
    assert desk.get("/", headers={"host": "evil.example"}).status_code == 421
    assert desk.get("/", headers={"host": "evil.example:8000"}).status_code == 421
    assert desk.get("/", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert desk.get("/", headers={"host": "[::1]:8000"}).status_code == 200


def test_a_form_without_the_token_of_its_visitor_does_nothing(desk: TestClient) -> None:
    desk.get("/code")
    assert desk.post("/code", data={"text": "PRK ASSAULT KOR -9 2024-01-01"}).status_code == 403
    assert desk.post("/code", data={"text": "x", "csrf": "guess"}).status_code == 403
    assert desk.post("/review", data={"event": "denied00", "verdict": "accept", "author": "A"}).status_code == 403


def test_a_desk_open_to_others_asks_for_its_token(store_path: Path) -> None:
    with client_of(store_path, SECRET) as client:
        assert client.get("/").headers["location"] == "/login"
        assert client.get("/api/v1/events").status_code == 401
        assert client.get("/feed.atom").status_code == 401
        assert client.post("/code", data={"text": "x"}).status_code == 401
        assert client.get("/api/v1/events", headers={"authorization": "Bearer guess"}).status_code == 401
        assert client.get("/api/v1/events", headers={"authorization": f"Bearer {SECRET}"}).status_code == 200
        assert client.get(f"/feed.atom?token={SECRET}").status_code == 200
        assert client.get(f"/?token={SECRET}").status_code == 303
        assert client.get("/static/../api/v1/events").status_code == 401


def test_the_token_opens_the_desk(store_path: Path) -> None:
    with client_of(store_path, SECRET) as client:
        client.get("/login")
        csrf = client.cookies["detente_csrf"]
        assert client.post("/login", data={"token": "guess", "csrf": csrf}).status_code == 403
        assert client.post("/login", data={"token": SECRET}).status_code == 403
        answer = client.post("/login", data={"token": SECRET, "csrf": csrf})
        assert answer.headers["location"] == "/"
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert client.get("/").status_code == 200


def test_too_much_at_once_is_refused(desk: TestClient) -> None:
    desk.get("/code")
    answer = desk.post("/code", headers={"content-length": "60000000"}, content=b"")
    assert answer.status_code == 413
    assert desk.post("/code", headers={"content-length": "-1"}, content=b"").status_code == 413


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py"])
def test_only_what_is_meant_to_be_served_is_served(desk: TestClient, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_a_reader_looks_and_changes_nothing(store_path: Path) -> None:
    with client_of(store_path, SECRET, reader="only-looks") as client:
        reader, reviewer = ({"authorization": f"Bearer {word}"} for word in ("only-looks", SECRET))
        sent = {"event": "denied00", "author": "Ada", "verdict": "accept"}
        assert client.get("/api/v1/events", headers=reader).status_code == 200
        assert client.post("/api/v1/decisions", json=sent, headers=reader).status_code == 403
        assert client.post("/api/v1/decisions", json=sent, headers=reviewer).status_code == 201
        assert client.post("/code", data={"text": "x"}, headers=reader).status_code == 403


def test_one_address_is_not_answered_without_end() -> None:
    rate = Rate()
    answers = [rate.wait("10.0.0.1") for _ in range(BURST * 2)]
    assert answers[:BURST] == [0] * BURST
    assert max(answers) >= 1
    assert rate.wait("10.0.0.2") == 0
