"""Files, folders, lines, standard input, encodings, and every bad input as a row."""

import gzip
import io
import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.read import read_bytes, read_page, read_paths
from detente.records import Document, Page

STORY = (
    "Varland recalled its envoy on Monday, three days after the shooting.\n\n"
    "Ostmark\u2019s army denied the charge again."
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.split("\n\n"))
HTML = f"<html><body><article><h1>Envoy recalled</h1>{PARAGRAPHS}</article></body></html>"


def one(content: bytes, **options: object) -> Document:
    (document,) = read_bytes(content, "x", **options)  # type: ignore[arg-type]
    return document


# ------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "content",
    [
        STORY.encode(),
        b"\xef\xbb\xbf" + STORY.encode(),
        STORY.encode("utf-16"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-16-be"),
        STORY.encode("utf-32"),
        STORY.encode("cp1252"),
        STORY.replace("\n", "\r\n").encode(),
        STORY.replace("\n", "\r").encode(),
        gzip.compress(STORY.encode()),
    ],
)
def test_encodings(content: bytes) -> None:
    assert one(content).text == STORY


def test_declared_in_the_header() -> None:
    text = "Варланд отозвал посла в понедельник, через три дня после выстрелов на реке."
    assert one(text.encode("koi8-r"), encoding="koi8-r").text == text


@pytest.mark.parametrize("label", ["iso-8859-1", "utf-8", "no-such-thing"])
def test_cp1252_under_another_name(label: str) -> None:
    page = HTML.replace("<html>", f'<html><head><meta charset="{label}"></head>').encode("cp1252")
    assert "Ostmark\u2019s army" in one(page).text


def test_one_stray_byte_does_not_spoil_utf8() -> None:
    text = "\u201cNo,\u201d said the envoy\u2019s aide, \u201cnot \u2018today\u2019 \u2014 nor \u2018then\u2019.\u201d"
    content = text.encode().replace(b"today", b"to\x92day")
    assert one(content, encoding="iso-8859-1").text == text.replace("today", "to\u2019day")


def test_undeclared_cyrillic_is_guessed() -> None:
    text = "Варланд отозвал посла в понедельник. Министр сказал, что выстрелы на реке нарушили договор. " * 4
    assert one(text.strip().encode("cp1251")).text.startswith("Варланд отозвал посла")


# ------------------------------------------------------------------------------------- bad inputs

BAD = {
    "empty": (b"", "empty"),
    "white space": (b" \n\t \r\n", "nothing but white space"),
    "no-break spaces": ("\u00a0\n\u00a0".encode(), "white space"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
    "zip": (b"PK\x03\x04" + bytes(100), "ZIP"),
    "noise": (bytes(range(256)) * 40, "binary"),
    "zeros": (bytes(5000), "binary"),
    "cut gzip": (gzip.compress(STORY.encode() * 50)[:60], "cut off or damaged"),
    "false gzip": (b"\x1f\x8bnot really", "cut off or damaged"),
    "gzip bomb": (gzip.compress(b"a" * 30_000_000), "larger than the limit of 20 MB"),
    "large": (b"word " * 5_000_000, "larger than the limit of 20 MB"),
    "empty body": (b"<html><head><title>x</title></head><body></body></html>", "no text"),
    "script page": (
        b'<html><body><div id="root"></div><noscript>You need JavaScript.</noscript><script>1</script></body></html>',
        "scripts",
    ),
    "menu page": (
        b"<html><body><nav><a href='/'>Home</a></nav><footer>Privacy policy</footer></body></html>",
        "furniture",
    ),
    "only comment": (b"<!DOCTYPE html><!-- nothing -->", "no"),
    "json of no text": (b'{"title": "x"}', "'text'"),
    "json list": (b'[{"title": "x"}]', "'text'"),
    "broken json": (b'{"text": "x"\n', "JSON"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_row(name: str) -> None:
    content, words = BAD[name]
    document = one(content)
    assert document.text == "" and document.paragraphs == ()
    assert document.error is not None and words in document.error
    assert document.error.startswith("x") and "\n" not in document.error and not document.error.endswith(".")
    assert len(document.id) == 16


def test_too_large_is_quick(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    file.write_bytes(b"The army moved again today. " * 1_900_000)
    begin = time.process_time()
    (document,) = read_paths([str(file)])
    assert document.error is not None and "larger than the limit of 20 MB" in document.error
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("tag", ["div", "b", "p", "table><tr><td", "blockquote", "li", "font"])
def test_nested_tags(tag: str) -> None:
    page = f"<html><body><p>{STORY}</p>{f'<{tag}>' * 60_000}deep</body></html>"
    document = one(page.encode())
    assert document.error is None
    assert "recalled its envoy" in document.text


def test_broken_markup_is_mended() -> None:
    page = f"<html><body><div><h1>Envoy recalled<p>{STORY}<p>It said <b>no<i> more</b>.<td></div></span>"
    assert "recalled its envoy" in one(page.encode()).text


# ------------------------------------------------------------------------------------- JSON lines

LINE = {
    "text": "Harrow, May 8 (OCNA) -- The army marched.\nCrowds cheered.",
    "title": "Army Day",
    "date": "2023-05-08",
    "url": "https://ocna.example/1",
    "publisher": "OCNA",
    "section": "Home",
    "authors": ["Ada Holt"],
    "language": "en",
}


def test_line_fields() -> None:
    document = one(json.dumps(LINE).encode())
    assert document.text == "Army Day\n\nHarrow, May 8 (OCNA) -- The army marched.\n\nCrowds cheered."
    assert [span.of(document.text) for span in document.paragraphs][1] == "Crowds cheered."
    assert (document.published, document.published_basis) == (date(2023, 5, 8), "metadata")
    assert (document.url, document.publisher, document.section) == ("https://ocna.example/1", "OCNA", "Home")
    assert (document.authors, document.language, document.origin) == (("Ada Holt",), "en", "x:1")


def test_bad_lines_are_rows_with_their_number() -> None:
    rows = [json.dumps(LINE), "", "{not json", "[1]", '"x"', json.dumps({"text": 5}), json.dumps({"text": " "})]
    rows += [json.dumps({**LINE, "date": "31/02/2023"}), json.dumps({**LINE, "authors": 7}), json.dumps(LINE)]
    documents = list(read_bytes("\n".join(rows).encode(), "f.jsonl"))
    assert [d.origin for d in documents] == [f"f.jsonl:{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9, 10)]
    assert [d.error is None for d in documents] == [True, *[False] * 7, True]
    assert all(d.error is None or d.error.startswith(f"{d.origin}: ") for d in documents)


def test_a_line_above_the_limit_is_passed_over() -> None:
    rows = [json.dumps(LINE), json.dumps({"text": "a " * 5000}), json.dumps(LINE)]
    documents = list(read_bytes("\n".join(rows).encode(), "f", limit_bytes=2000))
    assert [d.error is None for d in documents] == [True, False, True]
    assert documents[2].origin == "f:3"


def test_json_list_is_read() -> None:
    documents = list(read_bytes(json.dumps([LINE, LINE], indent=2).encode(), "f"))
    assert [d.origin for d in documents] == ["f:1", "f:2"] and documents[0].id == documents[1].id


def test_deep_json_is_a_row() -> None:
    (document,) = read_bytes(b'{"text": ' + b"[" * 200_000, "f")
    assert document.error is not None


def test_given_day_wins() -> None:
    day = date(2020, 1, 2)
    for content in (json.dumps(LINE).encode(), STORY.encode(), HTML.encode(), b""):
        document = one(content, published=day)
        assert (document.published, document.published_basis) == (day, "given")


# ------------------------------------------------------------------------------------- paths


def test_missing_path_is_misuse_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_paths([str(tmp_path), str(tmp_path / "absent")])


def test_folder_in_sorted_order_with_error_rows(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress((json.dumps(LINE) + "\n").encode() * 2))
    (tmp_path / "d.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "e.txt").symlink_to(tmp_path / "absent")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    documents = list(read_paths([str(tmp_path)]))
    names = [document.origin.removeprefix(f"{tmp_path}/") for document in documents]
    assert names == ["a.html", "c.jsonl.gz:1", "c.jsonl.gz:2", "d.bin", "e.txt", "b/2.txt"]
    assert [document.error is None for document in documents] == [True, True, True, False, False, True]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(STORY.encode()))))
    (document,) = read_paths(["-"])
    assert document.text == STORY and document.origin == "<stdin>"


def test_lines_on_standard_input_may_be_larger_than_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (json.dumps(LINE) + "\n").encode() * 50
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    documents = list(read_paths(["-"], limit_bytes=1000))
    assert len(documents) == 50 and all(document.error is None for document in documents)


def test_same_text_same_id() -> None:
    (one_page,) = read_page(Page(STORY.encode(), "a", url="https://a.example"))
    (other,) = read_page(Page(STORY.encode(), "b", url="https://b.example"))
    assert one_page.id == other.id
    (dated,) = read_page(Page(STORY.encode(), "a"), published=date(2020, 1, 1))
    assert dated.id != one_page.id


def test_language() -> None:
    assert one(STORY.encode()).language == "en"
    assert (
        one("Varland hat am Montag seinen Botschafter zurückgerufen, erklärte der Minister.".encode()).language == "de"
    )


# ------------------------------------------------------------------------------------- anything


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='comment'>",
            "</div>",
            "<li id='comment-1'>",
            "<table>",
            "<td>",
            "<br>",
            "<h1>",
            "<!--",
            "-->",
        ]
        + [
            "<script>",
            "</script>",
            "<![CDATA[",
            "&amp;",
            "&#x0;",
            "&#xD800;",
            "The army left on Monday.",
            "\u00a0",
            "<a href=x>",
            "<>",
        ]
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(content: bytes) -> None:
    for document in read_bytes(content, "x"):
        assert (document.error is None) == bool(document.text)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_no_markup_raises(pieces: list[str]) -> None:
    (document,) = read_bytes(f"<html><body>{''.join(pieces)}".encode(), "x")
    assert (document.error is None) == bool(document.text)
    assert all(span.of(document.text).strip() for span in document.blocks())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Home", "Reply", "2 comments", "", "The army left on Monday, it said.", "By Ada Holt", "8 May 2023"]
        )
    )
)
def test_no_plain_text_raises(lines: list[str]) -> None:
    for document in read_bytes("\n".join(lines).encode(), "x"):
        assert (document.error is None) == bool(document.text)


@pytest.mark.parametrize("field", ["text", "title", "publisher"])
def test_lone_surrogates_become_replacement_characters(field: str) -> None:
    row = {"text": STORY, "title": "Envoy recalled", "date": "2024-01-16"} | {field: "Varland \ud83d recalled."}
    document = one(json.dumps(row).encode())
    assert document.error is None
    value = {"text": document.text, "title": document.title, "publisher": document.publisher}[field]
    assert value is not None and "Varland \ufffd recalled." in value
    document.text.encode("utf-8")
