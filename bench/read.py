"""Reading pages: this reader beside trafilatura alone, on the same pages in one run.

    python bench/read.py DATA

DATA holds ``pages/`` (scrapinghub's article-extraction-benchmark: ``ground-truth.json`` and one gzip file a
page) and ``comments/`` (trafilatura's evaluation pages with strings of comments, body and neither). Body:
precision and recall over four-word shingles, averaged over the pages, as that benchmark does. A folder that
is absent is skipped, and the run says so.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import trafilatura

from detente.read import read_bytes
from detente.read.decode import decode
from detente.read.html_tree import parse_tree

SHINGLE = 4
FIELDS = (("with", 0, "body strings in text"), ("without", 0, "others in text"), ("without", 1, "others in comments"))
Reading = tuple[str, str, str]
System = Callable[[bytes, str], Reading]


def ours(content: bytes, url: str) -> Reading:
    """Return the body's paragraphs, the whole text (title and standfirst too) and the comments of this reader."""
    document = next(read_bytes(content, url, url=url))
    body = "\n".join(span.of(document.text) for span in document.paragraphs)
    return body, document.text, "\n".join(comment.text for comment in document.comments)


def plain_trafilatura(content: bytes, url: str) -> Reading:
    """Return the text twice, and the comments, as trafilatura finds them by default."""
    return _trafilatura(content)


def precise_trafilatura(content: bytes, url: str) -> Reading:
    """Return the text twice, and the comments, as trafilatura finds them with favor_precision."""
    return _trafilatura(content, favor_precision=True)


def _trafilatura(content: bytes, **options: bool) -> Reading:
    found: Any = trafilatura.bare_extraction(content, include_comments=True, with_metadata=False, **options)
    return (found.text or "", found.text or "", found.comments or "") if found else ("", "", "")


SYSTEMS: dict[str, System] = {
    "detente": ours,
    "trafilatura": plain_trafilatura,
    "trafilatura, precision": precise_trafilatura,
}


def main(folder: Path) -> None:
    """Print both tables."""
    for part, table in (("pages", body_table), ("comments", comments_table)):
        if (folder / part).is_dir():
            table(folder / part)
        else:
            print(f"skipped: {folder / part} is not there")


def body_table(folder: Path) -> None:
    """Print F1, precision and recall of the body over the pages with a right answer."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / f"{key}.html.gz").read_bytes()) for key in truth}
    print(f"body, {len(truth)} pages                 F1  precision  recall  pages/s")
    for name, system in SYSTEMS.items():
        begin = time.perf_counter()
        found = {key: system(pages[key], row["url"])[0] for key, row in truth.items()}
        speed = len(truth) / (time.perf_counter() - begin)
        rows = [precision_recall(row["articleBody"], found[key]) for key, row in truth.items()]
        precision, recall = (sum(values) / len(rows) for values in zip(*rows, strict=True))
        mean = 2 * precision * recall / (precision + recall)
        print(f"  {name:24} {mean:8.3f} {precision:9.3f} {recall:8.3f} {speed:8.1f}")


def precision_recall(true: str, found: str) -> tuple[float, float]:
    """Return precision and recall of word shingles; an empty answer is 0 unless nothing was to be found."""
    a, b = shingles(true), shingles(found)
    same = sum((a & b).values())
    return (same / sum(b.values()) if b else float(not a)), (same / sum(a.values()) if a else 1.0)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return every run of four words, of fewer where the text has fewer."""
    words = re.findall(r"\w+", text)
    count = max(1, len(words) - SHINGLE + 1) if words else 0
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(count))


def comments_table(folder: Path) -> None:
    """Print where the labelled strings were found."""
    rows: dict[str, dict[str, Any]] = json.loads((folder / "comments_pages.json").read_text(encoding="utf-8"))
    pages = {url: gzip.decompress((folder / f"{row['file']}.gz").read_bytes()) for url, row in rows.items()}
    labels = [(url, plain(text)) for url, row in rows.items() for text in row.get("comments") or []]
    markup = {url: plain(parse_tree(decode(page)).text_content()) for url, page in pages.items()}
    there = [(url, text) for url, text in labels if text in markup[url]]
    print(
        f"comments, {len(rows)} pages: {len(labels)} labelled strings, {len(there)} of them in the page without scripts"
    )
    for name, system in SYSTEMS.items():
        found = {url: tuple(map(plain, system(page, url)[1:])) for url, page in pages.items()}
        strays = [url for url, text in labels if text in found[url][0]]
        print(f"  {name}")
        print(f"    found as comments      {share(text in found[url][1] for url, text in labels)}")
        print(f"    of those in the page   {share(text in found[url][1] for url, text in there)}")
        print(f"    strings in the body    {share(text in found[url][0] for url, text in labels)}")
        print(f"    pages with none there  {share(url not in strays for url in rows)}")
        for field, side, words in FIELDS:
            strings = [(url, plain(text)) for url, row in rows.items() for text in row.get(field) or []]
            print(f"    {words:22} {share(text in found[url][side] for url, text in strings)}")


def plain(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def share(hits: Iterable[bool]) -> str:
    """Return a count and its share in words."""
    values = list(hits)
    return f"{sum(values):4} of {len(values)} ({sum(values) / max(1, len(values)):.1%})"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data"))
