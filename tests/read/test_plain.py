"""Plain text as it is pasted and as browsers save it: ten layouts, each with invented words."""

from datetime import date

import pytest

from detente.errors import EmptyInput
from detente.read.blocks import units_of
from detente.read.plain import read_plain

TITLE = "Varland recalls its envoy from Ostmark after border shooting"
STAND = "The foreign ministry says the envoy will stay away until Ostmark explains the death of a fisherman."
BODY = (
    "Varland recalled its ambassador from Ostmark on Monday (8 May), three days after a fisherman was shot dead.",
    "Foreign Minister Ida Brandt told parliament that the shooting was \u201ca breach of every promise.\u201d",
    "Ostmark\u2019s army denied the charge. Its spokesman said that no shot had been fired by any patrol that night.",
    "The two states opened the river to small boats in 2022, after eleven years of quarrels over the border.",
)
STORY = "\n\n".join(BODY)


def test_saved_page_with_comment_plugin() -> None:
    text = f"""Follow us

Lena Valley

{TITLE}

{STAND}



{STORY}
Share this post via:
Continue Reading
Notify of
Oldest Most Voted
Inline Feedbacks
View all comments

They should have closed the river years ago.

nobody asked the fishermen, and nobody will!
"""
    draft = read_plain(text)
    assert (draft.title, draft.standfirst, draft.section) == (TITLE, STAND, "Lena Valley")
    assert draft.paragraphs == BODY
    assert [comment.text for comment in draft.comments] == [
        "They should have closed the river years ago.",
        "nobody asked the fishermen, and nobody will!",
    ]
    assert all(text[c.start : (c.start or 0) + len(c.text)] == c.text for c in draft.comments)
    assert (draft.published, draft.published_basis) == (date(2023, 5, 8), "text")
    for line in ("Follow us", "Share this post via:", "Continue Reading", "Notify of", "View all comments"):
        assert line in draft.furniture


def test_a_section_that_the_story_names_is_no_title() -> None:
    draft = read_plain(f"Lena River\n\n{TITLE}\n\n{STAND}\n\n\n\n{STORY}\n\nThe Lena river is the border.")
    assert (draft.section, draft.title, draft.standfirst) == ("Lena River", TITLE, STAND)


def test_title_is_found_among_the_lines_of_a_page() -> None:
    menu = "Home\nWorld\nSport\nLatest\nA storm is on its way to the coast\nTickets for the derby are gone\n"
    tail = "\n\nPhotos of the week in twelve pictures\n\nThis site belongs to the Courier group of newspapers.\n"
    draft = read_plain(f"{menu}\n{TITLE}\n\nSubscribe to our letter of the day\n\n{STORY}{tail}")
    assert draft.title == TITLE
    assert draft.paragraphs[: len(BODY)] == BODY
    assert "A storm is on its way to the coast" in draft.furniture


def test_comments_of_one_hand_are_one() -> None:
    text = f"""{TITLE}

{STORY}

3 comments

Only a fool would trust them.

Just like the bridge~affair, \u2026 the generals of the river province lied !!!

Here again the generals, \u2026 and again the river province pays !!!
"""
    comments = read_plain(text).comments
    assert len(comments) == 2
    assert comments[1].text.count("!!!") == 2


def test_pasted_story_without_furniture() -> None:
    draft = read_plain(STORY)
    assert draft.title is None and draft.standfirst is None
    assert draft.paragraphs == BODY
    assert draft.comments == () and draft.furniture == ()


def test_pasted_story_with_title_and_no_blank_lines() -> None:
    draft = read_plain("\n".join([TITLE, *BODY]))
    assert draft.title == TITLE
    assert draft.paragraphs == BODY


def test_wire_copy() -> None:
    text = f"""{TITLE}

By Ada Holt and Ben Ruiz

HARROW, May 8 (Northwire) - {BODY[1]} She spoke on Monday.

{BODY[2]}

{BODY[3]}

(Reporting by Ada Holt; Editing by Cy Lund)
"""
    draft = read_plain(text)
    assert draft.title == TITLE
    assert draft.authors == ("Ada Holt", "Ben Ruiz")
    assert draft.publisher == "Northwire"
    assert (draft.published, draft.published_basis) == (date(2023, 5, 8), "dateline")
    assert draft.paragraphs[0].startswith("HARROW, May 8 (Northwire) - ")
    assert len(draft.paragraphs) == 3
    assert "(Reporting by Ada Holt; Editing by Cy Lund)" in draft.furniture


def test_state_agency_style() -> None:
    text = (
        "Harrow, May 8 (OCNA) -- The Ostmark Army Day was marked on May 8, Juche 112 (2023), with a parade.\n"
        "Soldiers marched past the tower of unity, and crowds cheered until the evening.\n"
        "The head of state sent flowers to the graves of the fallen. -0-"
    )
    draft = read_plain(text)
    assert len(draft.paragraphs) == 3 and draft.paragraphs[2].endswith("-0-")
    assert draft.publisher == "OCNA"
    assert (draft.published, draft.published_basis) == (date(2023, 5, 8), "dateline")


def test_letter() -> None:
    text = f"""Harrow, 8 May 2023

Dear Minister,

{BODY[2]}

We ask that you receive our delegation before the end of the month.

Yours sincerely,

Ida Brandt
Minister of Foreign Affairs
"""
    draft = read_plain(text)
    assert draft.paragraphs[0] == BODY[2] or draft.paragraphs[0] == "Dear Minister,"
    assert "Ida Brandt" in "\n".join(draft.paragraphs)
    assert (draft.published, draft.published_basis) == (date(2023, 5, 8), "text")


def test_hard_wrapped() -> None:
    wrapped = (
        "Varland recalled its ambassador from Ostmark on Monday, three days\n"
        "after a fisherman was shot dead on the Lena river, in the gravest\n"
        "quarrel between the two since the river was opened.\n"
    )
    draft = read_plain(f"{TITLE}\n\n{wrapped}\n{wrapped}")
    assert draft.title == TITLE
    assert draft.paragraphs == (wrapped.strip(), wrapped.strip())


def test_menu_breadcrumb_and_related() -> None:
    text = f"""Skip to content
Home
World
Business
Sport
Home > World > Lena Valley
{TITLE}
Published: 8 May 2023 09:15 GMT
{BODY[0]}

{BODY[1]}

READ MORE: How the river became a border

{BODY[2]}

{BODY[3]}

Related stories
Ostmark opens a new bridge in the north
Fishing season ends early on the Lena
Most read
© 2023 The Lena Courier. All rights reserved.
"""
    draft = read_plain(text)
    assert (draft.title, draft.section) == (TITLE, "Lena Valley")
    assert draft.paragraphs == BODY
    assert draft.publisher == "The Lena Courier"
    assert (draft.published, draft.published_basis) == (date(2023, 5, 8), "text")
    for line in (
        "Home",
        "Business",
        "READ MORE: How the river became a border",
        "Fishing season ends early on the Lena",
    ):
        assert line in draft.furniture


def test_title_twice_names_the_publisher() -> None:
    draft = read_plain(f"{TITLE} - The Lena Courier\n\n{TITLE}\n\n{STORY}")
    assert (draft.title, draft.publisher) == (TITLE, "The Lena Courier")
    assert draft.paragraphs == BODY


def test_named_and_timed_comments() -> None:
    text = f"""{TITLE}

{STORY}

2 Comments

Tomas R.
2 days ago
They should have closed the river.

And long ago.
Reply
old_ferryman
1 day ago
My brother fishes there.
Reply
Report
"""
    comments = read_plain(text).comments
    assert [(c.author, c.text) for c in comments] == [
        ("Tomas R.", "They should have closed the river.\n\nAnd long ago."),
        ("old_ferryman", "My brother fishes there."),
    ]


def test_captions_and_subheads() -> None:
    text = f"""{TITLE}

{BODY[0]}

File photo: the bridge at Harrow

{BODY[1]}

A river of quarrels

{BODY[2]}

Advertisement

{BODY[3]}
"""
    draft = read_plain(text)
    assert draft.paragraphs == (*BODY[:2], "A river of quarrels", *BODY[2:])
    assert draft.furniture == ("File photo: the bridge at Harrow", "Advertisement")


def test_two_headlines_are_title_and_standfirst() -> None:
    lower = "Minister calls the death of a fisherman a breach of every promise made in spring"
    draft = read_plain(f"{TITLE}\n{lower}\nBy Ada Holt\n\n{STORY}")
    assert (draft.title, draft.standfirst, draft.authors) == (TITLE, lower, ("Ada Holt",))


@pytest.mark.parametrize("text", ["Varland fires on Ostmark patrol", "Varland fired. Ostmark answered."])
def test_one_line_is_a_document(text: str) -> None:
    draft = read_plain(text)
    assert draft.paragraphs == (text,)


@pytest.mark.parametrize("text", ["", " \n\n\u00a0\n", "Share this\nFollow us\nPrivacy policy\n"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        read_plain(text)


def test_characters_stay() -> None:
    odd = "The\u00a0north\u00adern army \u201cwithdrew\u201d on Monday, said the \ufb01rst witness to reach the town."
    assert read_plain(f"{odd}\n\n{odd}").paragraphs == (odd, odd)


def test_a_long_line_is_one_unit() -> None:
    units = units_of("word " * 50_000)
    assert len(units) == 1
