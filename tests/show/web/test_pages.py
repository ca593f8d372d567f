"""The pages of the desk: each says what the store holds, links lead on, and bad questions get a sentence."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

PAGES = (
    "/",
    "/relation",
    "/relation/PRK/KOR",
    "/relation/PRK/KOR?every=week&since=2023-02-01&until=2023-12-31",
    "/world",
    "/world?since=2023-02-01&size=8",
    "/actor",
    "/actor?q=kim",
    "/actor/PRK",
    "/actor/PRK~kim-jong-un",
    "/actor/PRK/kim-jong-un",
    "/search",
    "/search?q=prk&actor=PRK&type=ASSAULT&factuality=asserted&confidence=0.5&since=2023-01-01&until=2024-12-31",
    "/search?in=documents&q=story",
    "/event/hostile0",
    "/event/denied00",
    "/event/alone000",
    "/code",
    "/review",
)


class Links(HTMLParser):
    """Collects the addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("method", "post") in attrs:  # what is only sent there is no page
            return
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.found.add(value)


def links(html: str) -> set[str]:
    parser = Links()
    parser.feed(html)
    return parser.found


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_comes_and_asks_no_other_host(desk: TestClient, path: str) -> None:
    page = desk.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert not [link for link in links(page.text) if link.startswith(("//", "javascript:", "data:"))]
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', page.text)
    assert all(address.startswith("/") for address in loaded)


def test_every_link_of_the_desk_leads_somewhere(desk: TestClient) -> None:
    seen, waiting = set(), ["/"]
    while waiting and len(seen) < 150:
        path = waiting.pop()
        seen.add(path)
        answer = desk.get(path)
        assert answer.status_code in (200, 303), path
        if "html" in answer.headers.get("content-type", ""):
            inside = {link.split("#")[0].replace("&amp;", "&") for link in links(answer.text) if link.startswith("/")}
            waiting += sorted(inside - seen - set(waiting))
    assert len(seen) > 60


def test_what_changed_comes_first_with_its_events(desk: TestClient) -> None:
    text = words(desk.get("/").text)
    assert "2023-07-31 ▲ thaw" in text
    assert re.search(r"mean intensity −\d\.\d → \+\d\.\d", text)
    assert "PRK CONSULT KOR 2.5" in text


def test_an_empty_desk_says_what_to_do(empty_desk: TestClient) -> None:
    text = words(empty_desk.get("/").text)
    assert "Nothing has been read yet" in text
    assert "detente ingest FOLDER" in text
    assert empty_desk.get("/relation/PRK/KOR").status_code == 404


def test_a_bar_opens_the_events_of_its_period(desk: TestClient) -> None:
    page = desk.get("/relation/PRK/KOR?every=month&at=2023-03-01").text
    assert "8 events from 2023-03-01 to 2023-03-31" in words(page)
    assert page.count('class="card"') == 8
    assert "/relation/PRK/KOR?every=month&amp;at=2023-04-01#events" in page


def test_names_lead_to_the_address_with_codes(desk: TestClient) -> None:
    answer = desk.get("/relation/north korea/South Korea?every=week")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/relation/PRK/KOR?every=week"
    assert desk.get("/relation?a=dprk&b=Seoul").headers["location"] == "/relation/PRK/KOR"


def test_what_series_leave_out_is_said(desk: TestClient) -> None:
    assert "Not counted: 1 negated" in words(desk.get("/relation/PRK/KOR").text)


def test_the_numbers_of_the_matrix_are_those_of_their_events(desk: TestClient) -> None:
    page = desk.get("/world?since=2023-01-01&until=2024-12-31").text
    address, number = re.search(r'href="(/search\?actor=PRK&amp;other=KOR[^"]*)"[^>]*>(\d+)<', page).groups()  # type: ignore[union-attr]
    assert number == "121"
    assert "121 events" in words(desk.get(address.replace("&amp;", "&")).text)
    back = "/search?actor=KOR&other=PRK&directed=1&counted=1"
    assert "Nothing fits" in words(desk.get(back).text)


def test_an_event_shows_its_sentence_sides_chain_and_codes(desk: TestClient) -> None:
    page = desk.get("/event/denied00").text
    text = words(page)
    for expected in ("negated", "Kim Jong Un", "head of state", "quoted", "ACCUSE", "112", "accuse, unspecified"):
        assert expected in text
    assert 'href="/api/v1/events/denied00"' in page


def test_an_actor_has_offices_with_days_and_reference(desk: TestClient) -> None:
    text = words(desk.get("/actor/PRK~kim-jong-un").text)
    assert "Supreme Leader North Korea 2011-12-17" in text
    assert "REIGN" in text


def test_an_act_without_target_is_found_by_its_actor(desk: TestClient) -> None:
    page = desk.get("/search?actor=PRK&type=mobilize").text
    assert "1 event" in words(page)
    assert "/event/alone000" in page


def test_words_are_found_in_documents(desk: TestClient) -> None:
    text = words(desk.get("/search?in=documents&q=story 59").text)
    assert "1 document" in text


def test_pages_of_a_search_hold_all_events_once_forwards_and_back(desk: TestClient) -> None:
    def walk(address: str, way: str) -> tuple[list[list[str]], str]:
        found, last = [], address
        while address:
            page = desk.get(address).text
            found.append(re.findall(r'<blockquote><a href="/event/(\w+)"', page))
            last, link = address, re.search(rf'rel="{way}" href="([^"]+)"', page)
            address = link.group(1).replace("&amp;", "&") if link else ""
        return found, last

    forwards, last = walk("/search?actor=PRK", "next")
    names = [name for page in forwards for name in page]
    assert len(names) == len(set(names)) == 123
    backwards, _ = walk(last, "prev")
    assert [name for page in reversed(backwards) for name in page] == names


def test_several_bars_open_the_events_of_all_their_time(desk: TestClient) -> None:
    page = desk.get("/relation/PRK/KOR?every=month&at=2023-03-01&to=2023-04-20").text
    assert "16 events from 2023-03-01 to 2023-04-30" in words(page)
    assert page.count('class="bar chosen"') == 2


def test_two_relations_are_compared_in_the_same_days(desk: TestClient) -> None:
    page = words(desk.get("/relation/PRK/KOR?with=KOR,PRK&since=2023-03-01&until=2023-03-31").text)
    assert "Beside it: South Korea and North Korea" in page
    assert "8 events, mean intensity −9.0." in page.split("Beside it")[1]
    assert desk.get("/relation/PRK/KOR?with=KOR").status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/event/none", 404),
        ("/document/none", 404),
        ("/actor/XX~nobody", 404),
        ("/nowhere", 404),
        ("/relation/PRK/PRK", 400),
        ("/relation/PRK/KOR?since=soon", 400),
        ("/relation/PRK/KOR?since=2024-01-01&until=2023-01-01", 400),
        ("/relation/PRK/KOR?every=hour", 400),
        ("/world?size=9999", 400),
        ("/search?page=-1", 400),
        ("/search?after=soon.1", 400),
        ("/search?confidence=nan", 400),
        ("/search?actor=zzzzzz", 400),
        ("/search?other=PRK", 400),
        ("/search?q=" + "x" * 300, 400),
        ("/search?quad=²", 400),
        ("/code/none", 404),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(desk: TestClient, path: str, status: int) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text


def test_a_name_that_many_share_begins_with_those_of_the_record(desk: TestClient) -> None:
    page = desk.get("/actor?q=kim").text
    found = re.findall(r'<a href="/actor/([^"]+)">', page.partition("Called")[2])
    assert found[0] == "PRK~kim-jong-un"


def test_a_correction_offers_what_its_field_may_be(desk: TestClient) -> None:
    page = desk.get("/review").text
    for field, word in (("event_type", "ASSAULT"), ("mode", "allege"), ("factuality", "negated")):
        offered = re.search(rf'<template id="value-{field}"><select name="value">(.*?)</template>', page)
        assert offered and f"<option>{word}</option>" in offered[1]
    # Enter in a field presses the first button of its form, which must be that of the form's own verdict.
    for form in re.findall(r'<form class="bar correct".*?</form>', page, re.DOTALL):
        assert re.findall(r'name="verdict" value="(\w+)"', form) == ["correct"]
    happening = desk.get("/event/denied00/happening").text
    assert re.search(r'<form class="same"[^>]*>\s*<button disabled hidden>', happening)
