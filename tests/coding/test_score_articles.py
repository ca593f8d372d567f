"""Scores of whole pages, on small pages whose figures are computed by hand; and the gold pages themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.coding.coder import Coder
from detente.coding.gold_pages import GoldComment, GoldPage, gold_pages, is_right, part_of
from detente.coding.score_articles import score_articles
from detente.coding.score_pages import Lines, comment_counts, kept_out, paragraph_counts
from detente.data.codebook_cards import load_codebook
from detente.errors import UsageError
from detente.records import Party

GOLD = Path(__file__).parents[2] / "gold" / "pages"
HTML = (
    '<html><head><title>{title}</title><meta name="date" content="2024-05-06"></head><body>'
    "<article><h1>{title}</h1>{body}</article>"
    '<div id="comments"><div class="comment"><cite class="fn">Ada</cite>'
    '<div class="comment-body"><p>{said}</p></div></div></div></body></html>'
)
PARAGRAPHS = (
    "Iran condemned Iraq on Monday for a raid on a market in the hills that both countries claim.",
    "Norway sent tents to Malawi after the floods of last week, which have driven many people from their homes.",
    "The rain went on all day and the market, which is known for its melons, stayed closed.",
)
SAID = "Turkey attacked Iraq with two hundred tanks on Sunday and nobody tells you."


def event(source: str, target: str, event_type: str, **more: Any) -> dict[str, Any]:
    row = {"sources": [source], "targets": [target] if target else [], "mutual": False, "factuality": "asserted"}
    return {**row, "event_type": event_type, "evidence": "words", **more}


def folder(path: Path, *events: dict[str, Any], title: str = "A day of rain in two countries") -> Path:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    (path / "01-rain.html").write_text(HTML.format(title=title, body=body, said=SAID), "utf-8")
    labels = {
        "title": title,
        "standfirst": None,
        "published": "2024-05-06",
        "paragraphs": list(PARAGRAPHS),
        "neutral": [],
        "comments": [{"author": "Ada", "text": SAID}],
        "events": list(events),
    }
    (path / "01-rain.json").write_text(json.dumps(labels), "utf-8")
    return path


def test_a_page_is_scored(tmp_path: Path, coder: Coder) -> None:
    gold = [
        event("IRN", "IRQ", "ACCUSE"),
        # found with another factuality
        event("NOR", "MWI", "AID", factuality="future"),
        # not found
        event("TGO", "GHA", "AID"),
        event("TUR", "IRQ", "ASSAULT", optional=True),
    ]
    report = score_articles(folder(tmp_path, *gold), coder)
    figures = {score.level: (score.precision, score.recall, score.count) for score in report.scores}
    assert figures["events"] == (50.0, 33.33, 3)
    assert figures["events, any factuality"] == (100.0, 66.67, 3)
    assert figures["evidence in the article"] == (100.0, 100.0, 2)
    assert figures["paragraphs"] == (100.0, 100.0, 3)
    assert figures["comments"] == (100.0, 100.0, 1)
    assert figures["comments out of the body"] == (100.0, 100.0, 1)
    assert figures["comment authors"] == (100.0, 100.0, 1)
    assert figures["title"][0] == figures["day"][0] == 100.0
    assert "paragraphs of HTML, trafilatura" in figures
    verdicts = sorted((row["verdict"], row["gold"], row["predicted"]) for row in report.predictions)
    assert verdicts == [
        ("missed", "NOR > MWI AID future", ""),
        ("missed", "TGO > GHA AID asserted", ""),
        ("right", "IRN > IRQ ACCUSE asserted", "IRN > IRQ ACCUSE asserted"),
        ("wrong", "", "NOR > MWI AID asserted"),
    ]


def test_an_event_whose_words_are_not_in_the_article_is_counted(tmp_path: Path, coder: Coder) -> None:
    path = folder(tmp_path, event("IRN", "IRQ", "ACCUSE"))
    labels = json.loads((path / "01-rain.json").read_text("utf-8"))
    labels["paragraphs"].pop(0)
    (path / "01-rain.json").write_text(json.dumps(labels), "utf-8")
    report = score_articles(path, coder)
    assert report.f1("evidence in the article") == 50.0
    assert [row["predicted"] for row in report.predictions if row["verdict"] == "outside"] == ["ACCUSE"]


def test_one_pair_found_answers_one_gold_pair(tmp_path: Path, coder: Coder) -> None:
    report = score_articles(folder(tmp_path, event("IRN", "IRQ", "ACCUSE"), event("IRN|IRQ", "IRQ", "ACCUSE")), coder)
    assert [row["verdict"] for row in report.predictions].count("right") == 1
    assert report.scores[0].recall == 50.0


def test_mutual_pairs_have_no_direction(tmp_path: Path, coder: Coder) -> None:
    forth = event("IRQ", "", "ACCUSE", mutual=True, sources=["IRQ", "IRN"])
    assert score_articles(folder(tmp_path, forth), coder).scores[0].recall == 100.0
    back = event("IRQ", "IRN", "ACCUSE")
    assert score_articles(folder(tmp_path, back), coder).scores[0].recall == 0.0


def party(actor: str | None, country: str | None, sector: str | None = None) -> Party:
    return Party("words", None, actor, None, country, sector, None, "name")


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ({"GHA"}, party("GHA", "GHA", "GOV"), True),
        ({"GHA"}, party("GHA/parliament-of-ghana", "GHA", "LEG"), True),
        ({"GHA:LEG"}, party("GHA/parliament-of-ghana", "GHA", "LEG"), True),
        ({"GHA:MIL"}, party("GHA/parliament-of-ghana", "GHA", "LEG"), False),
        ({"IGO/ecowas"}, party("IGO/ecowas", "IGO", "IGO"), True),
        ({"IGO/ecowas"}, party("IGO/african-union", "IGO", "IGO"), False),
        ({"TGO", "-"}, None, True),
        ({"TGO"}, None, False),
        ({"TGO", "-"}, party(None, None), True),
        ({"TGO"}, party("GHA", "GHA", "GOV"), False),
    ],
)
def test_sides(gold: set[str], found: Party | None, right: bool) -> None:
    assert is_right(frozenset(gold), found) is right


def page(*comments: str) -> GoldPage:
    body = ("Iran condemned Iraq on Monday.", "The rain went on all day.")
    said = tuple(GoldComment(tuple(text.split("\n")), None) for text in comments)
    return GoldPage("01-x", Path("x"), "A day of rain", "Under it", "2024-05-06", body, ("A subhead",), said, ())


def test_paragraphs_are_counted_each_once_and_neutral_lines_not_at_all() -> None:
    lines = ("A day of rain", "Under it", "A subhead", "Iran condemned Iraq on Monday.", "Share this", "The rain.")
    assert paragraph_counts(page(), Lines(lines, ())) == (1, 3, 2)
    twice = ("Iran condemned Iraq on Monday.", "Iran condemned Iraq on Monday.")
    assert paragraph_counts(page(), Lines(twice, ())) == (1, 2, 2)


def test_comments_are_counted_by_line_and_looked_for_in_the_body() -> None:
    gold = page("They should have closed the river years ago.\nNobody listened to us.", "Never.")
    assert comment_counts(gold, Lines((), ("Nobody listened to us.", "Reply"))) == (1, 2, 3)
    assert kept_out(gold, Lines(("He never said so.",), ())) == [True, True]
    inside = ("One of them said: should have closed the river years ago, no less.", "Never.")
    assert kept_out(gold, Lines(inside, ())) == [False, False]


def test_folders_without_pages_and_labels_of_another_form_are_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no pages"):
        gold_pages(tmp_path)
    (tmp_path / "01-a.json").write_text("{}", "utf-8")
    with pytest.raises(UsageError, match="one page beside it"):
        gold_pages(tmp_path)
    (tmp_path / "01-a.html").write_text("<p>a</p>", "utf-8")
    with pytest.raises(UsageError, match="no labels"):
        gold_pages(tmp_path)


def test_the_gold_pages_hold_what_their_labels_say() -> None:
    pages = gold_pages(GOLD)
    types = set(load_codebook().types)
    assert len(pages) >= 34
    assert sum(not dyad.optional for page in pages for dyad in page.dyads) >= 150
    for page in pages:
        article = "\n".join(page.article())
        assert all(dyad.evidence in article and dyad.types <= types for dyad in page.dyads), page.name
        assert all(line not in article for comment in page.comments for line in comment.lines), page.name


def test_four_pages_in_ten_are_sealed() -> None:
    names = [page.name for page in gold_pages(GOLD)]
    sealed = [name for name in names if part_of(name) == "sealed"]
    assert 0.25 < len(sealed) / len(names) < 0.55
    assert {p.name for p in gold_pages(GOLD, part="dev")} == set(names) - set(sealed)
