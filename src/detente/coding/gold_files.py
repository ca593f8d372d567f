"""Reads gold files for who speaks and how sure it is: our own, those of PolNeAR, UW and UDS-IH2.

References: PolNeAR (Newell et al. 2018), UW (Lee et al. 2015), UDS It Happened 2 (Rudinger et al. 2018).
"""

import csv
import gzip
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from detente.errors import UsageError
from detente.records import Span

MARK = re.compile(r"<p>(.*?)</p>", re.DOTALL)
CLOSE = frozenset(", . ; : ! ? ) ] } % 's n't 're 've 'll 'm 'd '".split())
OPEN = frozenset("( [ { $".split())


@dataclass(frozen=True, slots=True)
class GoldLink:
    """Words that somebody says: a place inside them, and who says so, outermost first, as places of heads.

    Each link of ``chain`` is a set of spans, any of which may hold the speaker's head; ``who`` is part of the name
    of the innermost speaker where the phrase is a pronoun or a surname. ``content`` is all that is said, where known.
    """

    content: tuple[Span, ...]
    chain: tuple[tuple[Span, ...], ...]
    who: str = ""


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its attributions."""

    id: str
    text: str
    links: tuple[GoldLink, ...]


@dataclass(frozen=True, slots=True)
class GoldPredicate:
    """A text with one predicate and its label, a word of ours or a number from -3 to 3."""

    id: str
    text: str
    span: Span
    label: str | float
    published: str = ""


def attribution_texts(path: str | Path, *, part: str | None = None) -> list[GoldText]:
    """Return the texts of our JSON lines, or of a tar archive of brat files; ``part`` is "dev" or "sealed".

    Raises:
        UsageError: the file is neither, or a line lacks a field.
    """
    if tarfile.is_tarfile(path):
        return list(_brat(path))
    rows = json_lines(path)
    try:
        return [_own_text(row) for row in rows if part in (None, row["part"])]
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path}: a line lacks {error}") from error


def predicates(path: str | Path, *, part: str | None = None) -> list[GoldPredicate]:
    """Return the predicates of our TSV (<p>word</p>, label), or of JSON lines with tokens and labels from -3 to 3.

    Raises:
        UsageError: the file is neither, or a row lacks a column.
    """
    try:
        if Path(path).suffix == ".tsv":
            with Path(path).open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file, delimiter="\t"))
            return [_own_predicate(row) for row in rows if part in (None, row["part"])]
        return [found for row in json_lines(path) for found in _scaled(row)]
    except (KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{path}: a row lacks {error}") from error


def json_lines(path: str | Path) -> list[dict[str, Any]]:
    """Return the rows of JSON lines, plain or packed with gzip.

    Raises:
        UsageError: a line is no JSON.
    """
    raw = Path(path).read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}: not JSON lines: {error}") from error


def _own_text(row: Mapping[str, Any]) -> GoldText:
    text = row["text"]
    links = tuple(
        GoldLink(
            (place_of_words(text, link["word"]),),
            tuple(tuple(place_of_words(text, head) for head in who["heads"]) for who in link["chain"]),
            link["chain"][-1].get("who", "") if link["chain"] else "",
        )
        for link in row["attributions"]
    )
    return GoldText(row["id"], text, links)


def place_of_words(text: str, words: str) -> Span:
    """Return where words stand: the first time, or the nth for "words#n".

    Raises:
        UsageError: they do not stand there.
    """
    name, _, number = words.partition("#")
    found = [Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    if len(found) < int(number or 1):
        raise UsageError(f"{words!r} does not stand in {text!r}")
    return found[int(number or 1) - 1]


def _own_predicate(row: Mapping[str, str]) -> GoldPredicate:
    mark = MARK.search(row["text"])
    if mark is None:
        raise UsageError(f"row {row['id']}: no <p>predicate</p>")
    text = MARK.sub(r"\1", row["text"])
    return GoldPredicate(
        row["id"], text, Span(mark.start(), mark.start() + len(mark[1])), row["label"], row.get("published", "")
    )


def _scaled(row: Mapping[str, Any]) -> Iterator[GoldPredicate]:
    text, spans = _joined(row["text"].split(" "))
    for number, target in enumerate(row["targets"]):
        yield GoldPredicate(f"{row['idx']}-{number}", text, spans[target["span1"][0]], float(target["label"]))


def _joined(tokens: list[str]) -> tuple[str, list[Span]]:
    """Return tokens as running text, and where each stands."""
    text, spans = "", []
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else ""
        hyphen = token == "-" or (before == "-" and number > 1)
        text += "" if not text or token in CLOSE or before in OPEN or hyphen else " "
        spans.append(Span(len(text), len(text) + len(token)))
        text += token
    return text, spans


# ------------------------------------------------------------------------------------------------ brat


def _brat(path: str | Path) -> Iterator[GoldText]:
    """Yield the articles of an archive of .txt and .ann files, with the first annotation of each by file name."""
    texts: dict[str, str] = {}
    notes: dict[str, str] = {}
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file, handle = PurePosixPath(member.name), archive.extractfile(member) if member.isfile() else None
            if handle is not None and file.suffix == ".txt":
                texts[file.stem] = handle.read().decode("utf-8")
            elif handle is not None and file.suffix == ".ann":
                # The annotator's mark follows the name of the text.
                notes.setdefault(file.stem.rpartition("_")[0], handle.read().decode("utf-8"))
    for name, text in sorted(texts.items()):
        if name in notes:
            yield GoldText(name, text, tuple(_brat_links(notes[name])))


def _brat_links(notes: str) -> Iterator[GoldLink]:
    spans: dict[str, tuple[Span, ...]] = {}
    for row in notes.splitlines():
        cells = row.split("\t")
        if row.startswith("T"):
            _, _, places = cells[1].partition(" ")
            spans[cells[0]] = tuple(Span(*map(int, p.split())) for p in places.split(";"))
    for row in notes.splitlines():
        if row.startswith("E"):
            roles = [role.split(":") for role in row.split("\t")[1].split()]
            content = tuple(s for name, id_ in roles if name.startswith("Content") for s in spans[id_])
            source = tuple(s for name, id_ in roles if name.startswith("Source") for s in spans[id_])
            if content:
                yield GoldLink(content, (source,) if source else ())
