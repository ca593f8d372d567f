"""How well factuality is read: macro F1 on our gold rows, correlation with UW and UDS-IH2."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.gold_files import GoldPredicate, predicates
from detente.coding.score import Report, Score, macro
from detente.parse.factuality import mark_factuality
from detente.records import Factuality, Sentence, Span
from detente.resolve.event_dates import event_date, is_historical, looks_back
from detente.text.sentences import split_sentences

# Our words on the scale of UW (Lee et al. 2015): 3 certainly happened, -3 certainly did not, 0 open.
VALUES: Mapping[str, float] = {"asserted": 3.0, "historical": 3.0, "future": 1.0, "hypothetical": 0.0, "negated": -3.0}
Guess = tuple[GoldPredicate, Factuality, bool]


def score_factuality(path: str | Path, coder: Coder, *, part: str | None = None) -> Report:
    """Return macro F1 with its classes, or for labels from -3 to 3 the correlation (Pearson, times 100).

    The correlation is over the predicates that ``clauses`` reads (``read``) and over all (``all``); its count is
    that of predicates.
    """
    guesses = _guesses(predicates(path, part=part), coder)
    rows = tuple(_row(*guess) for guess in guesses)
    if guesses and isinstance(guesses[0][0].label, float):
        return Report("factuality", _correlations(guesses), rows)
    gold = [str(item.label) for item, _, _ in guesses]
    found = [str(value) for _, value, _ in guesses]
    confusion = tuple(_confused(gold, found))
    return Report("factuality", (macro("factuality", gold, found), *confusion), rows)


def _confused(gold: Sequence[str], found: Sequence[str]) -> list[Score]:
    """Return how often each label was read as another, as the share of its rows under ``recall``."""
    pairs = sorted({(g, f) for g, f in zip(gold, found, strict=True) if g != f})
    counts = {pair: sum(p == pair for p in zip(gold, found, strict=True)) for pair in pairs}
    return [Score(f"{g} read as {f}", 0.0, round(100 * n / gold.count(g), 1), 0.0, n) for (g, f), n in counts.items()]


def _correlations(guesses: Sequence[Guess]) -> tuple[Score, ...]:
    read = [(item, value) for item, value, known in guesses if known]
    every = [(item, value) for item, value, _ in guesses]
    return tuple(_pearson(name, pairs) for name, pairs in (("correlation read", read), ("correlation all", every)))


def _pearson(level: str, pairs: Sequence[tuple[GoldPredicate, Factuality]]) -> Score:
    from statistics import correlation

    value = correlation([float(item.label) for item, _ in pairs], [VALUES[found] for _, found in pairs])
    percent = round(100 * value, 2)
    return Score(level, percent, percent, percent, len(pairs))


def _guesses(items: Sequence[GoldPredicate], coder: Coder) -> list[Guess]:
    found: list[Guess] = []
    for text, group in groupby(items, key=lambda item: item.text):
        parsed = coder.parser.parse(text, [(span, 0) for span in split_sentences(text, Span(0, len(text)))])
        read = {
            clause.sentence.words[clause.predicate].span for sentence in parsed for clause in coder.clauses(sentence)
        }
        found += [_guess(item, parsed, read, coder) for item in group]
    return found


def _guess(item: GoldPredicate, parsed: Sequence[Sentence], read: set[Span], coder: Coder) -> Guess:
    for sentence in parsed:
        for word in sentence.words:
            if word.span.start <= item.span.start < word.span.end:
                value = mark_factuality(sentence, word.index, coder.factuality).value
                return item, _in_time(item, sentence, word.index, value), word.span in read
    return item, "asserted", False


def _in_time(item: GoldPredicate, sentence: Sentence, word: int, value: Factuality) -> Factuality:
    published = date.fromisoformat(item.published) if item.published else None
    if value != "asserted" or published is None:
        return value
    when = event_date(item.text, sentence, word, anchor=published)
    if not looks_back(sentence, word) and when.date is not None and when.date > published:
        return "future"
    return "historical" if is_historical(when, published) else value


def _row(item: GoldPredicate, value: Factuality, read: bool) -> Mapping[str, str]:
    text, span = item.text, item.span
    marked = f"{text[: span.start]}<p>{span.of(text)}</p>{text[span.end :]}"
    return {"id": item.id, "gold": str(item.label), "predicted": value, "read": str(read), "text": marked}
