"""The JSON objects are the promised ones: these keys, in this order, of these types."""

import json
from datetime import date

import pytest

from detente.records import DyadPeriod, Shift
from detente.show.records_json import document_json, event_json, line, measure, period_json, shift_json
from factories import TEXT, document, event, party

PARTY = ["text", "start", "end", "actor", "name", "country", "sector", "role", "reason"]


def test_document() -> None:
    found = document_json(document())
    assert list(found) == [
        *("id", "url", "title", "standfirst", "section", "publisher", "authors", "published", "published_basis"),
        *("language", "text", "paragraphs", "comments", "furniture", "error"),
    ]
    assert found["published"] == "2024-01-16"
    assert found["paragraphs"] == [{"start": 28, "end": len(TEXT)}]
    assert found["comments"] == [
        {"text": "Well said!", "author": "reader1", "start": 5},
        {"text": "Nonsense.", "author": None},
    ]
    assert found["authors"] == ["A. Writer"] and found["error"] is None


def test_a_page_that_could_not_be_read() -> None:
    found = document_json(document(text="", paragraphs=(), comments=(), published=None, error="no words"))
    assert (found["text"], found["paragraphs"], found["published"], found["error"]) == ("", [], None, "no words")


def test_event() -> None:
    found = event_json(event())
    assert list(found) == [
        *("id", "document", "event_type", "mode", "contexts", "cameo", "quad_class", "intensity", "goldstein"),
        *("sources", "targets", "factuality", "attribution", "date", "date_end", "date_precision", "date_basis"),
        *("place", "evidence", "confidence", "reasons", "codebook", "coder"),
    ]
    assert list(found["sources"][0]) == PARTY and list(found["targets"][0]) == PARTY
    assert list(found["attribution"][0]) == ["speaker", "cue", "kind"]
    assert list(found["attribution"][0]["speaker"]) == PARTY
    assert found["place"] == {
        "text": "the river",
        "name": "Amnok",
        "country": "PRK",
        "latitude": 40.12346,
        "longitude": 124.4,
    }
    assert list(found["evidence"]) == ["start", "end", "text"]
    assert found["reasons"] == [
        {"code": "verb", "value": "accuse", "span": {"start": 38, "end": 45}},
        {"code": "rule", "value": "ACCUSE-1", "span": None},
    ]
    assert (found["date"], found["date_precision"], found["date_basis"]) == ("2024-01-15", "day", "relative")


def test_what_is_not_known_is_null() -> None:
    bare = event(place=None, mode=None, sources=(party(None, None, span=None),))
    found = event_json(bare)
    assert found["place"] is None and found["mode"] is None
    assert (found["sources"][0]["start"], found["sources"][0]["actor"]) == (None, None)


def test_period_and_shift() -> None:
    period = DyadPeriod("PRK", "KOR", date(2024, 1, 1), date(2024, 2, 1), 3, (1, 0, 2, 0), -1 / 3, -1.0, 9)
    assert period_json(period) == {
        "a": "PRK",
        "b": "KOR",
        "start": "2024-01-01",
        "end": "2024-02-01",
        "events": 3,
        "by_quad": {"1": 1, "2": 0, "3": 2, "4": 0},
        "intensity": -0.3333,
        "net": -1.0,
        "coverage": 9,
    }
    shift = Shift("PRK", "KOR", date(2024, 1, 1), "freeze", 1.0, -2.0, 4.56789, "contrast", ("e1", "e2"))
    assert list(shift_json(shift)) == [
        *("a", "b", "at", "direction", "before", "after", "score", "method", "evidence"),
        *("certainty", "without_single_source", "seen"),
    ]
    assert shift_json(shift)["score"] == 4.5679


@pytest.mark.parametrize(("value", "written"), [(-0.00001, "0.0"), (2.5, "2.5"), (1 / 3, "0.3333"), (-6.0, "-6.0")])
def test_measures_are_rounded_and_never_minus_zero(value: float, written: str) -> None:
    assert json.dumps(measure(value)) == written


def test_a_line_is_one_line_with_characters_as_they_stand() -> None:
    written = line({"text": "Élysée\n\u2028“yes”"})
    assert "\n" not in written and "Élysée" in written and "“yes”" in written
    assert line(event_json(event())) == line(event_json(event()))
