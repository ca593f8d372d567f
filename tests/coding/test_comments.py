"""Readers' comments: nothing of them is coded unasked; asked for, each rests on its reader's word."""

from datetime import date

from detente.coding import Coder
from detente.coding.comments import CommentCoder, comment_documents
from detente.records import Comment, Document, Span

BODY = "Norway signed a fisheries treaty with Iceland on Monday."
TOLD = "What a day for fishermen.\n\nThe mayor told me that Chad attacked Niger again on Sunday."
PAGE = Document(
    id="page", text=BODY, paragraphs=(Span(0, len(BODY)),), published=date(2023, 5, 9), publisher="The Fjord Post",
    comments=(Comment(TOLD, "Old Hand"), Comment("Sweden expelled the envoy of Peru."), Comment("Nice weather.", "Bo")),
)  # fmt: skip


def test_comments_are_not_coded_with_their_article(coder: Coder) -> None:
    assert {p.actor for event in coder.code(PAGE) for p in event.sources} <= {"NOR", "ISL"}


def test_each_comment_is_a_document_of_its_own_dated_by_its_page() -> None:
    made = list(comment_documents(PAGE))
    assert [d.id for d in made] == ["page#comment-1", "page#comment-2", "page#comment-3"]
    assert {d.published for d in made} == {PAGE.published}
    assert {d.publisher for d in made} == {None}
    assert [p.of(made[0].text) for p in made[0].paragraphs] == TOLD.split("\n\n")


def test_what_a_reader_tells_rests_on_the_reader_first(coder: Coder) -> None:
    first, second, third = (CommentCoder(coder).code(d) for d in comment_documents(PAGE))
    (told,) = first
    assert [link.speaker.text for link in told.attribution] == ["Old Hand", "The mayor"]
    assert {e.attribution[0].speaker.text for e in second} == {"a reader"}
    assert all(e.reasons[-1].code == "reader" for e in (*first, *second))
    assert not third


def test_a_reader_with_the_words_of_an_article_gives_other_ids(coder: Coder) -> None:
    page = Document(id="page", text="", comments=(Comment(BODY, "Ada"),))
    (copy,) = comment_documents(page)
    assert {e.id for e in CommentCoder(coder).code(copy)}.isdisjoint({e.id for e in coder.code(PAGE)})
