"""Decisions as rows of the corpus: a sentence with a marked pair of actors, and what passed between the two."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from detente.show.review.standing import corrected

COLUMNS = ("story", "text", "event_type", "mode", "factuality", "contexts", "register", "region")


def corpus_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yield a row of ``COLUMNS`` per judged event whose sides stand in its sentence; a rejected one is NONE.

    Where reviewers differ, the last decision counts. An event whose sides are not named in its evidence is left out.
    """
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_event.setdefault(row["event"], []).append(row)
    for name, decisions in by_event.items():
        last = decisions[-1]["author"]
        coded = decisions[0]["coded"]
        text = marked(coded)
        if text is not None:
            event = corrected(coded, [row for row in decisions if row["author"] == last])
            yield (f"review-{name}", text, *_labels(event), "review", "")


def _labels(event: Mapping[str, Any] | None) -> tuple[str, str, str, str]:
    if event is None:
        return "NONE", "", "", ""
    return event["event_type"], event["mode"] or "", event["factuality"], "|".join(event["contexts"])


def marked(coded: Mapping[str, Any]) -> str | None:
    """Return the sentence with its first source and target marked; None where one of them is not in it."""
    evidence, sides = coded["evidence"], (coded["sources"], coded["targets"])
    spans = [_inside(parties, evidence) for parties in sides]
    if spans[0] is None or spans[1] is None or spans[0][0] < spans[1][1] and spans[1][0] < spans[0][1]:
        return None
    text = str(evidence["text"])
    for (start, end), tag in sorted(zip(spans, "st", strict=True), reverse=True):  # type: ignore[misc]
        text = f"{text[:start]}<{tag}>{text[start:end]}</{tag}>{text[end:]}"
    return " ".join(text.split())


def _inside(parties: Sequence[Mapping[str, Any]], evidence: Mapping[str, Any]) -> tuple[int, int] | None:
    for party in parties:
        if party["start"] is not None and evidence["start"] <= party["start"] < party["end"] <= evidence["end"]:
            return party["start"] - evidence["start"], party["end"] - evidence["start"]
    return None
