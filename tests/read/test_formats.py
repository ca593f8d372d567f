"""Archives, WARC files, mail, feeds and PDF files: what is read, and what is refused with a sentence."""

import gzip
import io
import json
import random
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.read import read_bytes, read_paths
from detente.read.archives import DEEPEST
from detente.records import Document

FIRST = "Varland recalled its envoy on Monday, three days after the shooting."
SECOND = "The army of Ostmark denied the charge again on Tuesday evening."
STORY = f"{FIRST}\n\n{SECOND}"
HTML = f"<html><body><article><h1>Envoy recalled</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"


def documents(content: bytes, origin: str = "x", **options: object) -> list[Document]:
    return list(read_bytes(content, origin, **options))  # type: ignore[arg-type]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packed:
        packed.write(content)
    return bytes(sink.getvalue())


# ------------------------------------------------------------------------------------- Zstandard

LINES = b"".join(json.dumps({"text": f"{number} {FIRST}"}).encode() + b"\n" for number in range(3000))


@pytest.mark.parametrize("from_file", [True, False])
@pytest.mark.parametrize("inside", [STORY.encode(), HTML.encode(), LINES, tarred({"a.html": HTML.encode()})])
def test_what_is_under_zstandard_is_read_as_without(inside: bytes, from_file: bool, tmp_path: Path) -> None:
    file, packed = tmp_path / "plain", tmp_path / "packed"
    file.write_bytes(inside)
    packed.write_bytes(zstd(inside))
    found = list(read_paths([str(packed)])) if from_file else documents(packed.read_bytes())
    assert [(d.id, d.text, d.error) for d in found] == [(d.id, d.text, d.error) for d in read_paths([str(file)])]


def test_frames_follow_each_other_and_members_are_packed() -> None:
    cut = LINES.index(b"\n", len(LINES) // 2) + 1
    found = documents(zipped({"a.jsonl.zst": zstd(LINES[:cut]) + zstd(LINES[cut:]), "b.txt.zst": zstd(STORY.encode())}))
    assert len(found) == 3001 and not any(document.error for document in found)


def test_zstandard_that_is_cut_damaged_or_a_bomb_says_so() -> None:
    whole = zstd(
        b"".join(json.dumps({"text": random.Random(n).randbytes(400).hex()}).encode() + b"\n" for n in range(999))
    )
    *read, last = documents(whole[: len(whole) // 2])
    assert 300 < len(read) < 999 and not any(document.error for document in read)
    assert last.error == "x: a Zstandard file that is cut off or damaged"
    (damaged,) = documents(whole[:4] + bytes(200))
    assert damaged.error == "x: a Zstandard file that is cut off or damaged"
    (bomb,) = documents(zstd(b" " * 50_000_000))
    assert "as only archives made to overwhelm are" in (bomb.error or "")
    (twice,) = documents(zstd(zstd(STORY.encode())))
    assert "packed twice over" in (twice.error or "")


def test_json_lines_under_gzip_are_told_by_their_content(tmp_path: Path) -> None:
    file = tmp_path / "packed"
    file.write_bytes(gzip.compress(LINES))
    found = list(read_paths([str(file)], limit_bytes=len(LINES) // 2))
    assert len(found) == 3000 and not any(document.error for document in found)


# ------------------------------------------------------------------------------------- archives

MEMBERS = {
    "one.txt": STORY.encode(),
    "folder/two.html": HTML.encode(),
    "three.jsonl": b"".join(json.dumps({"text": f"{number} {FIRST}"}).encode() + b"\n" for number in (1, 2)),
    "four.txt.gz": gzip.compress(STORY.encode()),
    ".hidden": b"not for reading",
    "broken.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
}


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, "w:gz")])
@pytest.mark.parametrize("from_file", [True, False])
def test_members_are_read_as_in_a_folder(pack: object, from_file: bool, tmp_path: Path) -> None:
    content = pack(MEMBERS)  # type: ignore[operator]
    path = tmp_path / "archive"
    path.write_bytes(content)
    found = list(read_paths([str(path)])) if from_file else documents(content, str(path))
    assert [document.origin.partition("!")[2] for document in found] == [
        "one.txt", "folder/two.html", "three.jsonl:1", "three.jsonl:2", "four.txt.gz", "broken.png",
    ]  # fmt: skip
    assert [bool(document.error) for document in found] == [False] * 5 + [True]
    assert found[0].text == found[4].text == STORY
    assert found[1].title == "Envoy recalled"


def test_archives_inside_archives_to_a_depth() -> None:
    content = zipped({"a.txt": STORY.encode()})
    for _ in range(DEEPEST - 1):
        content = tarred({"inner": content})
    assert [document.text for document in documents(content)] == [STORY]
    (document,) = documents(zipped({"inner.zip": content}))
    assert "deep" in (document.error or "")


@pytest.mark.parametrize("pack", [zipped, lambda members: tarred(members, "w:gz")])
def test_a_bomb_is_refused_before_it_unpacks(pack: object) -> None:
    bomb = pack({"a.txt": STORY.encode(), "bomb.txt": bytes(100_000_000)})  # type: ignore[operator]
    found = documents(bomb)
    assert found[0].error is None
    assert len(found) <= 3 and "packed more than 200 to 1" in (found[-1].error or "")


def test_an_archive_has_a_budget() -> None:
    from detente.read.limits import Budget

    budget = Budget(members=2, size=1_000)
    budget.spend(400)
    with pytest.raises(Exception, match="unpacks to more than"):
        budget.spend(700)
    with pytest.raises(Exception, match="members"):
        Budget(members=0).spend(1)


def test_a_locked_member_is_a_row() -> None:
    content = bytearray(zipped({"a.txt": STORY.encode(), "b.txt": STORY.encode()}))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    locked, open_ = documents(bytes(content))
    assert "password" in (locked.error or "") and open_.text == STORY


def test_an_office_document_is_no_archive_of_articles() -> None:
    (document,) = documents(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert "office document" in (document.error or "")


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, "w:gz")])
def test_a_cut_archive_says_so(pack: object) -> None:
    words = random.Random(1).randbytes(4000).hex().encode()
    content = pack({"a.txt": STORY.encode(), "b.txt": words})  # type: ignore[operator]
    errors = [document.error for document in documents(content[: len(content) // 4]) if document.error]
    assert errors and "cut off or damaged" in errors[-1]


# ------------------------------------------------------------------------------------- WARC


def record(kind: str, block: bytes, url: str = "https://example.org/a", media: str = "application/http") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", extra: str = "", media: str = "text/html") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}; charset=utf-8\r\n{extra}\r\n".encode() + body


CHUNKED = f"{len(HTML):x}\r\n{HTML}\r\n0\r\n\r\n".encode()
RECORDS = [
    record("warcinfo", b"software: none\r\n", media="application/warc-fields"),
    record("request", b"GET / HTTP/1.1\r\n\r\n"),
    record("response", answer(HTML.encode())),
    record("response", answer(b"gone", "404 Not Found")),
    record("response", answer(CHUNKED, extra="Transfer-Encoding: chunked\r\n"), url="https://example.org/b"),
    record("response", answer(bytes(50), media="image/png")),
    record("conversion", STORY.encode(), url="https://example.org/c", media="text/plain"),
]


@pytest.mark.parametrize(
    "content",
    [b"".join(RECORDS), gzip.compress(b"".join(RECORDS)), b"".join(gzip.compress(part) for part in RECORDS)],
    ids=["plain", "gzip", "gzip per record"],
)
def test_warc(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pages.warc"
    path.write_bytes(content)
    for found in (documents(content), list(read_paths([str(path)]))):
        assert [document.url for document in found] == [f"https://example.org/{letter}" for letter in "abc"]
        assert all(document.error is None and SECOND in document.text for document in found)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("cut", [30, 150])
def test_a_cut_warc_says_after_how_many(pack: object, cut: int) -> None:
    filler = record("resource", random.Random(2).randbytes(3000).hex().encode(), media="text/plain")
    content = b"".join(pack(part) for part in (*RECORDS[:3], filler))  # type: ignore[operator]
    found = documents(content[:-cut])
    assert found[0].error is None
    assert "cut off after" in (found[-1].error or "")


def test_a_record_above_the_limit_is_a_row_and_the_next_is_read() -> None:
    content = record("response", answer(b"word " * 60_000)) + RECORDS[-1]
    large, small = documents(content, limit_bytes=100_000)
    assert "larger than the limit" in (large.error or "") and small.text == STORY


def test_a_record_without_length_ends_the_file() -> None:
    (document,) = documents(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n")
    assert "without its length" in (document.error or "")


# ------------------------------------------------------------------------------------- mail

MAIL = (
    "From: Desk of Harrow <desk@example.org>\r\nSubject: =?utf-8?q?Envoy_recalled?=\r\nMIME-Version: 1.0\r\n"
    "Date: Tue, 16 Jan 2024 09:00:00 +0000\r\nContent-Type: multipart/alternative; boundary=cut\r\n\r\n"
    "--cut\r\nContent-Type: text/plain\r\n\r\nplain part\r\n"
    f"--cut\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}\r\n--cut--\r\n"
)


def test_mail() -> None:
    (document,) = documents(MAIL.encode())
    assert (document.title, document.published, document.authors) == (
        "Envoy recalled", date(2024, 1, 16), ("Desk of Harrow",),
    )  # fmt: skip
    assert [span.of(document.text) for span in document.paragraphs] == [FIRST, SECOND]


def test_plain_mail_and_mail_without_text() -> None:
    head = "From: a@example.org\nSubject: Word\nMessage-ID: <1@example.org>\n"
    (document,) = documents(f"{head}\n{STORY}".encode())
    assert document.publisher == "example.org" and SECOND in document.text
    (document,) = documents(f"{head}Content-Type: image/png\n\nxx".encode())
    assert "without text" in (document.error or "")


# ------------------------------------------------------------------------------------- feeds

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harrow Wire</title><language>en-gb</language>
<item><title>Envoy recalled</title><link>https://example.org/a</link><pubDate>Tue, 16 Jan 2024 09:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded><description>x</description></item>
<item><title>Talks begin</title><guid>https://example.org/b</guid></item><item/></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harrow Wire</title><entry><title>Envoy recalled</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/a"/><id>1</id>
<updated>2024-01-16T09:00:00Z</updated><author><name>A. Reed</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content>
</entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harrow Wire",
        "items": [
            {"id": "1", "url": "https://example.org/a", "title": "Envoy recalled", "date_published": "2024-01-16",
             "content_html": f"<p>{FIRST}</p><p>{SECOND}</p>"},
        ],
    }
)  # fmt: skip


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON_FEED], ids=["rss", "atom", "json"])
def test_feeds(feed: str) -> None:
    document = documents(feed.encode())[0]
    assert document.title == "Envoy recalled" and document.publisher == "Harrow Wire"
    assert document.url == "https://example.org/a" and document.published == date(2024, 1, 16)
    assert [span.of(document.text) for span in document.paragraphs] == [FIRST, SECOND]
    assert document.language == "en"


def test_entries_with_a_title_alone_or_nothing() -> None:
    _, title, nothing = documents(RSS.encode())
    assert title.text == "Talks begin" and title.url == "https://example.org/b"
    assert "an entry without text" in (nothing.error or "")


def test_a_broken_feed_gives_what_it_has_and_says_so() -> None:
    *good, broken = documents(RSS[: RSS.index("<item/>")].encode())
    assert good[0].title == "Envoy recalled" and "broken at line" in (broken.error or "")


def test_a_tag_that_is_no_name_is_passed_over() -> None:
    broken = ATOM.replace("<updated>", "<updat\x00\x00\x00")
    assert documents(broken.encode())[0].title == "Envoy recalled"


@pytest.mark.parametrize("what", ['"&b;&b;"', 'SYSTEM "file:///etc/hostname"'])
def test_entities_of_its_own_are_refused(what: str) -> None:
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a {what}>]><rss><channel><item><title>&a;</title></item>'
    (document,) = documents(f"{feed}</channel></rss>".encode())
    assert "entities" in (document.error or "")


def test_sitemaps() -> None:
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://example.org/a</loc><n:news><n:publication><n:name>Harrow Wire</n:name><n:language>en"
        "</n:language></n:publication><n:publication_date>2024-01-16</n:publication_date>"
        "<n:title>Envoy recalled</n:title></n:news></url><url><loc>https://example.org/b</loc></url></urlset>"
    )
    titled, bare = documents(news.encode())
    assert (titled.text, titled.publisher, titled.published) == ("Envoy recalled", "Harrow Wire", date(2024, 1, 16))
    assert bare.url == "https://example.org/b" and "without titles" in (bare.error or "")


# ------------------------------------------------------------------------------------- PDF


def pdf(pages: list[list[str]], title: str = "Envoy recalled") -> bytes:
    """Return a PDF file of lines of text, written out by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               f"<< /Title ({title}) /CreationDate (D:20240116090000Z) >>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    out, offsets = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{value}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def page_of(number: int) -> list[str]:
    return ["Harrow Wire, weekly", f"Varland recalled its envoy for the {number}th time on Monday, three days af-",
            "ter the shooting.", "The army of Ostmark, which has held the bridge since the spring, said it",
            "had fired at nobody.", f"Page {number}"]  # fmt: skip


def test_pdf() -> None:
    (document,) = documents(pdf([page_of(number) for number in (4, 5, 6)]))
    assert document.error is None
    paragraphs = [span.of(document.text) for span in document.paragraphs]
    assert paragraphs[0] == "Varland recalled its envoy for the 4th time on Monday, three days after the shooting."
    assert paragraphs[1].endswith("since the spring, said it had fired at nobody.") and len(paragraphs) == 6
    assert document.title == "Envoy recalled"
    assert (document.published, document.published_basis) == (date(2024, 1, 16), "metadata")
    assert set(document.furniture) == {"Harrow Wire, weekly", "Page 4", "Page 5", "Page 6"}


def test_pdf_of_pictures_locked_and_cut() -> None:
    from pypdf import PdfReader, PdfWriter

    assert "without text" in (documents(pdf([[]]))[0].error or "")
    assert "cut off or damaged" in (documents(b"%PDF-1.7\n%\xe2\xe3")[0].error or "")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([page_of(4)]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "locked by a password" in (documents(out.getvalue())[0].error or "")


# ------------------------------------------------------------------------------------- anything

WHOLE = [zipped({"a.txt": STORY.encode()}), tarred({"a.txt": STORY.encode()}), b"".join(RECORDS), MAIL.encode(),
         RSS.encode(), ATOM.encode(), JSON_FEED.encode(), pdf([page_of(4)])]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.integers(0, 5_000), st.binary(max_size=4), st.booleans())
def test_damage_is_a_row_and_never_an_exception(content: bytes, at: int, other: bytes, cut: bool) -> None:
    at %= len(content)
    for document in documents(content[:at] + other + (b"" if cut else content[at + len(other) :])):
        assert document.error or document.text
