"""Scores of dates, places and actors, on small gold files of our own."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.coding.gold_marked import gold_dates, gold_names, gold_places
from detente.coding.score import Report
from detente.coding.score_actors import score_actors
from detente.coding.score_dates import score_dates
from detente.coding.score_places import kilometres, score_places
from detente.errors import UsageError

TEXT = "Togo closed the pass on Monday."


def lines(path: Path, *rows: Mapping[str, object]) -> Path:
    common = {"part": "dev", "published": "2024-06-12", "text": TEXT}
    path.write_text("".join(json.dumps({"id": str(i), **common, **r}) + "\n" for i, r in enumerate(rows)), "utf-8")
    return path


def recalls(report: Report) -> dict[str, float]:
    return {score.level: score.recall for score in report.scores}


def dated(start: str | None, **known: object) -> Mapping[str, object]:
    return {"event": "closed", "start": start, "end": start, "precision": "day" if start else None, **known}


def test_a_day_is_right_or_only_found(tmp_path: Path, coder: Coder) -> None:
    file = lines(tmp_path / "d.jsonl", dated("2024-06-10"), dated("2024-06-11"))
    assert recalls(score_dates(file, coder)) == {"found": 100.0, "days": 50.0, "day": 50.0, "none": 0.0}


def test_the_day_of_publication_that_stands_in_is_no_date(tmp_path: Path, coder: Coder) -> None:
    text = "Togo closed the pass."
    file = lines(tmp_path / "d.jsonl", dated(None, text=text), dated("2024-06-12", text=text))
    assert recalls(score_dates(file, coder)) == {"found": 0.0, "days": 0.0, "day": 0.0, "none": 100.0}


def placed(country: str | None, point: tuple[float, float] | None = None, **known: object) -> Mapping[str, object]:
    latitude, longitude = point or (None, None)
    return {"event": "met", "country": country, "name": None, "latitude": latitude, "longitude": longitude, **known}


def test_country_and_point_are_judged_apart(tmp_path: Path, coder: Coder) -> None:
    here = {"text": "The ministers met in Nairobi."}
    file = lines(tmp_path / "p.jsonl", placed("KEN", (-1.3, 36.8), **here), placed("KEN", (4.0, 39.7), **here))
    found = recalls(score_places(file, coder))
    assert (found["country"], found["near"]) == (100.0, 50.0)


def test_no_place_is_right_where_there_is_none(tmp_path: Path, coder: Coder) -> None:
    file = lines(
        tmp_path / "p.jsonl",
        placed(None, text="The ministers met for an hour."),
        placed(None, text="The ministers met in Nairobi."),
    )
    assert recalls(score_places(file, coder))["none"] == 50.0


def test_kilometres_follow_the_sphere() -> None:
    assert kilometres((0.0, 0.0), (0.0, 90.0)) == pytest.approx(10007.5, abs=1.0)


def named(*parties: Mapping[str, str], **known: object) -> Mapping[str, object]:
    return {"mention": "Togo", "parties": list(parties), **known}


def test_only_what_gold_gives_of_a_party_is_judged(tmp_path: Path, coder: Coder) -> None:
    file = lines(
        tmp_path / "n.jsonl",
        named({"actor": "TGO"}),
        named({"country": "TGO", "sector": "GOV"}),
        named({"actor": "TGO", "sector": "MIL"}),
        named({"actor": "TGO"}, {"actor": "BEN"}),
    )
    assert recalls(score_actors(file, coder))["actor"] == 50.0


def test_another_reading_is_as_good(tmp_path: Path, coder: Coder) -> None:
    file = lines(tmp_path / "n.jsonl", named({"actor": "BEN"}, **{"or": [{"actor": "TGO"}]}))
    assert recalls(score_actors(file, coder))["actor"] == 100.0


def test_nobody_is_right_where_the_words_mean_nobody(tmp_path: Path, coder: Coder) -> None:
    file = lines(tmp_path / "n.jsonl", named(mention="pass"), named(mention="Togo"))
    assert recalls(score_actors(file, coder)) == {"actor": 0.0, "none": 50.0}


def test_office_is_that_of_the_day(tmp_path: Path, coder: Coder) -> None:
    row = {"text": "Barack Obama wrote a letter.", "mention": "Obama", "parties": [{"sector": "ELI"}]}
    file = lines(tmp_path / "n.jsonl", row, {**row, "published": "2012-06-12"})
    assert recalls(score_actors(file, coder))["actor"] == 50.0


def test_parts_are_kept_apart(tmp_path: Path) -> None:
    file = lines(tmp_path / "d.jsonl", dated("2024-06-10"), dated("2024-06-11", part="sealed"))
    assert [item.id for item in gold_dates(file, part="sealed")] == ["1"]


def test_rows_that_lack_something_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lacks 'event'"):
        gold_places(lines(tmp_path / "a.jsonl", {}))
    with pytest.raises(UsageError, match="published is no day"):
        gold_names(lines(tmp_path / "b.jsonl", named(published="soon")))
    with pytest.raises(UsageError, match="does not stand"):
        gold_names(lines(tmp_path / "c.jsonl", named(mention="Benin")))


GOLD = Path(__file__).parents[2] / "gold"


@pytest.mark.parametrize(("name", "least"), [("dates", 300), ("places", 200), ("actors", 400)])
def test_gold_files_are_whole_and_split_by_their_texts(name: str, least: int) -> None:
    rows = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    marked = [(row["text"], row.get("event") or row["mention"], row.get("published")) for row in rows]
    assert len(rows) >= least and len(set(marked)) == len(rows)
    assert all(row["part"] == part_of(row["text"]) for row in rows)


def part_of(text: str) -> str:
    return "dev" if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 5 < 3 else "sealed"


def test_gold_actors_are_in_the_cards(coder: Coder) -> None:
    known = coder.lexicon.actors.keys()
    wanted = {w["actor"] for i in gold_names(GOLD / "actors.jsonl") for r in i.readings for w in r if "actor" in w}
    assert wanted <= known
