"""Parts of pages that fool readers: boxes in the body, titles without headings, comments under a line."""

from datetime import date

import pytest

from detente.read import read_bytes
from detente.read.signatures import signature_of
from detente.records import Document

PROSE = (
    "Varland recalled its ambassador from Ostmark on Monday, three days after a fisherman was shot dead on the river.",
    "Ostmark's army denied the charge. Its spokesman said that no shot had been fired by any patrol that night.",
    "The two states opened the river to small boats in 2021, after eleven years of quarrels over the line.",
    "A commission was to meet on Thursday. Varland said that it would not send anyone, and asked for observers.",
)
TITLE = "Varland recalls its envoy from Ostmark after border shooting"
STORY = "".join(f"<p>{text}</p>" for text in PROSE)


def read(body: str, *, head: str = f"<title>{TITLE}</title>") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    (document,) = read_bytes(page.encode(), "page.html")
    return document


def body_of(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.paragraphs]


def story_with(extra: str) -> Document:
    first, *rest = (f"<p>{text}</p>" for text in PROSE)
    return read(f"<article><h1>{TITLE}</h1><div class='text'>{first}{extra}{''.join(rest)}</div></article>")


@pytest.mark.parametrize(
    "extra",
    [
        "<div class='newsletter-box'><p>Get the five stories that matter in your inbox at six, free.</p></div>",
        "<div class='ad mpu'><p>Your dream flat by the sea, with light for twenty-four hours a day!</p></div>",
        "<p>Follow <b>the river dispute</b> <button>Following</button></p>",
        "<blockquote>\u201cno shot had been fired by any patrol\u201d<cite>A spokesman</cite></blockquote>",
        "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>12</td></tr></table>",
        "<amp-iframe><p placeholder>Poll: who is right about the river and its boats?</p></amp-iframe>",
        "<div class='q1'><div>RELATED</div><div>Norland expels a crew</div><div>Brandt fires three</div></div>",
        "<ul><li><a href='/1'>Norland rejects the map</a></li><li><a href='/2'>Rebels free four</a></li></ul>",
        "<div class='image-caption'>Smoke rises over the depot at dawn on Saturday.</div>",
    ],
    ids=["newsletter", "ad", "button", "pull quote", "figures", "amp", "list under a head", "links", "caption"],
)
def test_boxes_in_the_body_are_left_out(extra: str) -> None:
    assert body_of(story_with(extra)) == list(PROSE)


def test_a_container_with_a_box_s_name_keeps_its_article() -> None:
    document = read(f"<h1>{TITLE}</h1><div class='related promo'>{STORY}</div>")
    assert body_of(document) == list(PROSE)


def test_what_follows_a_copyright_line_is_no_body() -> None:
    document = read(
        f"<h2>{TITLE}</h2>{STORY}<p>Copyright (C) Lena Wire. All Rights Reserved.</p><p>Other news of today:</p>"
    )
    assert body_of(document) == list(PROSE)


def test_lines_above_the_title_are_no_body() -> None:
    document = read(f"<p>Past news and the calendar of the year.</p><p align=center><b>{TITLE}</b></p>{STORY}", head="")
    assert document.title == TITLE
    assert body_of(document) == list(PROSE)


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (f"LPA - {TITLE}", f"<h2>{TITLE}</h2>"),
        (f"Lena Press: World: {TITLE}", f"<h3>{TITLE}</h3>"),
        (f"Notes from Harrow: {TITLE}", f"<h1>Notes from Harrow</h1><h3>{TITLE}</h3>"),
        ("Lena Mobile", f"<div><b>{TITLE}</b><br>Mon 21 Jul 2008</div>"),
        ("LPA - July 23, 2010", f"<p><font size=4><b>{TITLE}</b></font></p>"),
    ],
    ids=["outlet before", "section before", "outlet as heading", "outlet alone", "day alone"],
)
def test_titles_without_a_first_heading(stated: str, shown: str) -> None:
    assert read(f"{shown}{STORY}", head=f"<title>{stated}</title>").title == TITLE


def test_an_article_only_stated_for_machines_is_read() -> None:
    text = "\\n\\n".join(PROSE)
    script = f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2023-05-08","articleBody":"{text}"}}'
    document = read("<div id='app'></div>", head=f"<script type='application/ld+json'>{script}</script>")
    assert document.error is None
    assert (document.title, body_of(document), document.published) == (TITLE, list(PROSE), date(2023, 5, 8))


SAID = ("They should have closed the river years ago.", "My brother fishes there every day, ask him.")


@pytest.mark.parametrize(
    "area",
    [
        "<section><h2>Readers write</h2><div><h5>Tomas R.</h5><div>{0}</div><p>Reply Flag 22 points</p></div>"
        "<div><h5>Mina</h5><div>{1}</div><p>Reply Flag -3 points</p></div></section>",
        "<div><h3>Opinions (2)</h3><table>"
        "<tr><td>#1</td><td><b>Tomas R.</b> <i>12.02.2016 15:02</i><div>{0}</div></td></tr>"
        "<tr><td>#2</td><td><b>Mina</b> <i>12.02.2016 16:40</i><div>{1}</div></td></tr></table></div>",
        "<hr><font><b>Forum</b> (2 messages)</font><br><table>"
        "<tr><td><b>Tomas R.</b> wrote on July 6, 2001 09:12</td></tr>"
        "<tr><td><font>{0}</font></td></tr>"
        "<tr><td><b>Mina</b> wrote on July 6, 2001 14:40</td></tr>"
        "<tr><td><font>{1}</font></td></tr></table>",
        "<div class='box'><div>31 comments</div>"
        "<div><a href='#'>Tomas R.</a><div>{0}</div><div><a>Like</a> <a>Reply</a> 118</div></div>"
        "<div><a href='#'>Mina</a><div>{1}</div><div><a>Like</a> <a>Reply</a> 7</div></div></div>",
        "<div id='reader-comments'><h3>Comments (2)</h3><div>Tomas R., Harrow, 3 hours ago</div><div>{0}</div>"
        "<div>Mina, Lena, 2 hours ago</div><div>{1}</div></div>",
        "<div><p><a href='#'>12 Comments</a></p><div><div><span class='x-author'>Tomas R.</span><div>{0}</div></div>"
        "<div><span class='x-author'>Mina</span><div>{1}</div></div></div></div>",
    ],
    ids=["headed", "table", "flat", "nameless classes", "place and time", "link above"],
)
def test_comments_are_known_by_the_line_above_them(area: str) -> None:
    document = read(f"<div><h1>{TITLE}</h1>{STORY}</div>{area.format(*SAID)}")
    assert [(c.author, c.text) for c in document.comments] == [("Tomas R.", SAID[0]), ("Mina", SAID[1])]
    assert body_of(document) == list(PROSE)


def test_a_subhead_that_sounds_like_comments_keeps_its_paragraphs() -> None:
    half = "".join(f"<p>{text}</p>" for text in PROSE[:2])
    rest = "".join(f"<p>{text}</p>" for text in PROSE[2:])
    document = read(f"<article><h1>{TITLE}</h1>{half}<h2>Discussion</h2>{rest}</article>")
    assert not document.comments
    assert [text for text in body_of(document) if text in PROSE] == list(PROSE)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Bulldog Barry, Essex, 3 hours ago", "Bulldog Barry"),
        ("At 10:02 PM, Pahadi said...", "Pahadi"),
        ("Vardarec wrote on July 6, 2001 09:12", "Vardarec"),
        ("#2 Eleni K. 12.02.2016 16:44", "Eleni K."),
        ("2 hours ago", ""),
    ],
)
def test_lines_that_sign(line: str, name: str) -> None:
    assert signature_of(line) == (name, True)


@pytest.mark.parametrize("line", ["They should have closed the river years before.", "one two three four five six"])
def test_lines_that_do_not_sign(line: str) -> None:
    assert signature_of(line) is None


def test_the_year_of_a_dateline_stands_elsewhere_on_the_page() -> None:
    wire = PROSE[0].replace("Varland", "HARROW, Feb 11 (LPA) - Varland", 1)
    page = f"<h2>{TITLE}</h2><p>{wire}</p>" + "".join(f"<p>{text}</p>" for text in PROSE[1:])
    slug = "<div>BC-VARLAND-OSTMARK (LEAD 2, PIX) | 02-11-2003 1840GMT | prio 3</div>"
    assert read(slug + page).published == date(2003, 2, 11)
    assert read(slug + page).published_basis == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "Ada Holt, Harrow | 30 April 2011 | 16:45 GMT",
        "12.02.2016 / 14:31 / Vesela Dimova",
        "Issue 12 (341), 29 March 2006, by Ada Holt",
    ],
)
def test_the_day_may_stand_in_a_line_with_others_under_the_title(line: str) -> None:
    document = read(f"<h1>{TITLE}</h1><div>{line}</div>{STORY}")
    assert document.published is not None and document.published_basis == "text"


def test_the_small_print_of_a_list_is_no_part_of_a_mail() -> None:
    head = "From: a@b.example\nSubject: {0}\nMessage-ID: <1@b.example>\nContent-Type: text/plain; charset=utf-8"
    text = head + "\n\n{1}\n\n-- \n{2}\n"
    note = "You get The Lena Letter because you signed up on our website some time ago."
    (document,) = read_bytes(text.format(TITLE, "\n\n".join(PROSE), note).encode(), "a.eml")
    assert body_of(document) == list(PROSE)
