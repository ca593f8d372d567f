"""Near-duplicates are found, whatever the order; what only sounds alike is not taken for one text."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detente.records import Document, Span
from detente.store import Coded, Store, Tally, ingest, open_store
from detente.store.shingles import bands, overlap, shingles, whole
from factories import document, load_toy_coder

WORDS = (
    "harbour bridge council minister patrol winter timber railway valley treaty market border engineer captain ferry "
    "cargo protest school hospital factory station villagers river storm grain signal orchard tunnel copper lantern"
).split()


def prose(seed: int, sentences: int = 12) -> str:
    pick = random.Random(seed)
    return " ".join(" ".join(pick.choices(WORDS, k=10)).capitalize() + "." for _ in range(sentences))


def article(name: str, body: str, *, title: str = "A headline", published: str | None = "2024-03-05") -> Document:
    text = f"{title}\n\n{body}"
    return document(
        id=name,
        text=text,
        title=title,
        title_span=Span(0, len(title)),
        paragraphs=(Span(len(title) + 2, len(text)),),
        published=date.fromisoformat(published) if published else None,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def put(store: Store, *documents: Document) -> None:
    run = store.start_run("1", "toy-1")
    store.write(run, [Coded(item) for item in documents], pairs=lambda _: (), tally=Tally())


def groups(store: Store) -> dict[str, str]:
    return {
        row["document"]: row["original"] for row in store.rows("SELECT document, original FROM copies ORDER BY ALL")
    }


def test_shingles_pass_over_case_accents_and_punctuation() -> None:
    assert whole(shingles("The Élysée — Palace said: no!")) == whole(shingles("the elysee palace said no"))
    assert whole(shingles("one two three four five")) != whole(shingles("one two three five four"))
    assert len(shingles("")) == 0 and bands(shingles("...")) == []


def test_the_sketch_of_two_texts_meets_where_they_share_half_of_their_words() -> None:
    for seed in range(20):
        text = prose(seed)
        half = text[: int(len(text) * 0.6)]
        shared = overlap(shingles(text), shingles(half))
        assert shared.least > 0.95 and shared.jaccard < 0.7
        assert set(bands(shingles(text))) & set(bands(shingles(half)))
        assert not set(bands(shingles(text))) & set(bands(shingles(prose(seed + 1000))))


def test_another_headline_a_cut_and_small_edits_make_copies(store: Store) -> None:
    text = prose(1, 30)
    edited = text.replace("Harbour", "Port", 1).replace("minister", "secretary", 1)
    put(store, article("a", text), article("b", text, title="Quite another headline", published="2024-03-06"))
    put(
        store,
        article("c", text[: len(text) // 2], published="2024-03-07"),
        article("d", edited),
        article("e", prose(2)),
    )
    assert groups(store) == dict.fromkeys("abcd", "a")


def test_the_group_is_named_after_the_first_published_whatever_the_order(store: Store, tmp_path: Path) -> None:
    made = [
        article(name, prose(3), published=day) for name, day in (("x", "2024-03-07"), ("y", "2024-03-05"), ("z", None))
    ]
    made[2] = article("z", prose(3)[:400], published="2024-03-06")
    put(store, *made)
    with open_store(tmp_path / "t.duckdb") as other:
        for item in reversed(made):
            put(other, item)
        assert groups(store) == groups(other) == dict.fromkeys("xyz", "y")


def test_the_same_formula_a_year_later_is_no_copy_but_the_same_text_is(store: Store) -> None:
    text = prose(4)
    put(store, article("a", text), article("b", text + " And more.", published="2025-03-05"))
    assert groups(store) == {}
    put(store, article("c", text, published="2025-03-05"))
    assert groups(store)["a"] == groups(store)["c"] == "a"


def test_a_short_courtesy_is_no_copy(store: Store) -> None:
    courtesy = "The president sent greetings on the national day."
    put(store, article("a", courtesy), article("b", courtesy, published="2024-03-06"))
    assert groups(store) == {}


def test_documents_without_a_day_are_compared_with_one_another(store: Store) -> None:
    put(store, article("a", prose(5), published=None))
    put(store, article("b", prose(5)[:500], published=None), article("c", prose(6), published="2024-01-01"))
    assert groups(store) == {"a": "a", "b": "a"}


def test_writing_the_same_again_adds_nothing(store: Store) -> None:
    put(store, article("a", prose(7)), article("b", prose(7) + " More."))
    before = [store.rows(f"SELECT * FROM base.{name} ORDER BY ALL") for name in ("prints", "copy_pairs", "copies")]
    put(store, article("a", prose(7)), article("b", prose(7) + " More."))
    assert before == [
        store.rows(f"SELECT * FROM base.{name} ORDER BY ALL") for name in ("prints", "copy_pairs", "copies")
    ]


def test_where_else_a_document_stands_is_noted_once(store: Store) -> None:
    first = article("a", prose(8))
    elsewhere = [replace(first, publisher=name, url=f"https://{name}.example/") for name in ("north", "south")]
    for _ in range(2):
        ingest(store, [first, elsewhere[0], first, elsewhere[1]], load=load_toy_coder, pairs=lambda _: ())
    rows = store.rows("SELECT document, publisher FROM reprints ORDER BY publisher")
    assert rows == [{"document": "a", "publisher": "north"}, {"document": "a", "publisher": "south"}]


def test_reprints_count_as_articles_and_publishers_of_what_they_tell(store: Store) -> None:
    told = replace(article("a", "PRK ACCUSE KOR -2 2024-01-15"), publisher="West")
    ingest(store, [told, replace(told, publisher="East")], load=load_toy_coder, pairs=lambda _: ())
    (row,) = store.rows("SELECT events, mentions, articles, publishers, speakers FROM happenings")
    assert row == {"events": 1, "mentions": 2, "articles": 2, "publishers": 2, "speakers": 1}


def test_two_brief_notices_in_one_form_are_no_copies(store: Store) -> None:
    form = "The delegation of the harbour council led by its captain {} by railway today and was {} at the station by "
    form += "officials the engineer of the valley the minister of timber and members of the orchard committee"
    put(store, article("a", form.format("arrived here", "met")))
    put(store, article("b", form.format("left here", "seen off"), published="2024-03-09"))
    assert groups(store) == {}
