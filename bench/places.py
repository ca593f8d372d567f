"""Measures which place a name means, on the names of the Local-Global Lexicon (LGL, Lieberman et al. 2010).

Run: python bench/places.py LGL.xml.gz [--errors 40] [--sentences 1500]

Each marked name is looked up as the event coder does, with the countries named in its sentence and article.
Chosen: a place is found and sure. Country: of those, the country is right. Near: of those with coordinates,
within 161 km of the marked point. Names of countries are resolved by the actor cards and are not counted here.
The articles are local news, most of the United States: a name that several towns share is often right to leave.
With --sentences, so many sentences are parsed, every phrase after a preposition of place is read, and each
place found is compared with the marked names: a place that overlaps none is false.
"""

import argparse
import gzip
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.coding.score_places import NEAR_KM, kilometres
from detente.parse.syntax import load_parser
from detente.records import Span
from detente.resolve.discourse import Discourse
from detente.resolve.lexicon import Lexicon, load_lexicon
from detente.resolve.place_choice import choose_place
from detente.resolve.place_context import surroundings
from detente.resolve.place_names import place_of
from detente.resolve.places import WHERE
from detente.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked name: its words' place, kind (P town, A area, ...), country by its English name, coordinates."""

    span: Span
    kind: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its marked names."""

    text: str
    names: tuple[Marked, ...]


def main() -> None:
    """Print the shares and some errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lgl")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--sentences", type=int, default=0)
    options = parser.parse_args()
    lexicon, articles = load_lexicon(), list(read(options.lgl))
    report(lexicon, articles, errors=options.errors)
    if options.sentences:
        report_phrases(lexicon, articles, limit=options.sentences, errors=options.errors)


def read(path: str) -> Iterator[Article]:
    """Yield the articles of the file."""
    with gzip.open(path, "rb") as handle:
        root = ET.fromstring(handle.read())
    for item in root.iter("article"):
        text = item.findtext("text") or ""
        yield Article(text, tuple(marked(text, item)))


def marked(text: str, item: ET.Element) -> Iterator[Marked]:
    """Yield the marked names that have a point and stand where the file says."""
    for name in item.iter("toponym"):
        tag = name.find("gaztag")
        start, end = int(name.findtext("start") or 0), int(name.findtext("end") or 0)
        if tag is None or text[start:end] != name.findtext("phrase") or not tag.findtext("lat"):
            continue
        yield Marked(
            Span(start, end),
            f"{tag.findtext('fclass')}.{tag.findtext('fcode')}",
            tag.findtext("country") or "",
            float(tag.findtext("lat") or 0),
            float(tag.findtext("lon") or 0),
        )


def discourse_of(lexicon: Lexicon, text: str) -> tuple[Discourse, list[Span]]:
    """Return the memory of an article and its sentences."""
    spans = split_sentences(text, Span(0, len(text)))
    return Discourse(lexicon, text, None, lexicon.names.find(text, spans)), spans


def report(lexicon: Lexicon, articles: list[Article], *, errors: int) -> None:
    """Print how the marked names are resolved."""
    names = country_names(lexicon)
    counts: dict[str, Counter[str]] = {"towns": Counter(), "areas": Counter(), "other": Counter()}
    shown: list[str] = []
    for article in articles:
        discourse, spans = discourse_of(lexicon, article.text)
        for name in article.names:
            if name.kind.startswith("A.PCL"):
                continue
            row = counts["towns" if name.kind[0] == "P" else "areas" if name.kind[0] == "A" else "other"]
            row["marked"] += 1
            rows = lexicon.places.find(name.span.of(article.text))
            row["known"] += bool(rows)
            row["truth known"] += any(
                kilometres((r.latitude, r.longitude), (name.latitude, name.longitude)) < NEAR_KM for r in rows
            )
            sentence = next((s for s in spans if s.covers(name.span)), name.span)
            chosen = (
                choose_place(
                    rows, surroundings(discourse, sentence, name.span, in_america=any(r.division for r in rows))
                )
                if rows
                else None
            )
            if chosen is None:
                continue
            row["chosen"] += 1
            km = kilometres((chosen.latitude, chosen.longitude), (name.latitude, name.longitude))
            row["country"] += names.get(name.country, name.country) == chosen.country
            row["near"] += km <= NEAR_KM
            if km > NEAR_KM:
                shown.append(
                    f"  {around(article.text, name.span)} = {name.country} {name.latitude:.1f} {name.longitude:.1f}, "
                    f"read {chosen.name} {chosen.country} {chosen.division}"
                )
    for kind, row in counts.items():
        sure = max(1, row["chosen"])
        print(
            f"{kind:6} {row['marked']:5}  in gazetteer {row['known'] / row['marked']:5.1%}  "
            f"the right one in it {row['truth known'] / row['marked']:5.1%}  "
            f"chosen {row['chosen'] / row['marked']:5.1%}  of chosen: "
            f"country {row['country'] / sure:5.1%}  near {row['near'] / sure:5.1%}"
        )
    show(shown, errors)


def country_names(lexicon: Lexicon) -> Mapping[str, str]:
    """Return ISO alpha-3 codes by English country names."""
    return {
        n: a.country
        for a in lexicon.actors.values()
        if a.kind == "state" and a.id == a.country
        for n in (a.name, *a.strong)
    }


def report_phrases(lexicon: Lexicon, articles: list[Article], *, limit: int, errors: int) -> None:
    """Print how many of the places read in parsed sentences are marked names, and right."""
    parser, counts = load_parser(), Counter[str]()
    shown: list[str] = []
    for article in articles:
        if counts["sentences"] >= limit:
            break
        discourse, spans = discourse_of(lexicon, article.text)
        for sentence in parser.parse(article.text, [(s, 0) for s in spans]):
            counts["sentences"] += 1
            for word in sentence.words:
                if word.dep != "pobj" or sentence.words[word.head].text.lower() not in WHERE:
                    continue
                place = place_of(discourse, sentence, word.index)
                near = [n for n in article.names if sentence.span_of(sentence.subtree(word.head)).overlaps(n.span)]
                if place is None:
                    counts["left"] += bool(near)
                elif not near:
                    counts["false"] += 1
                    shown.append(
                        f"  false {place.text} -> {place.name} {place.country}: {around(article.text, word.span)}"
                    )
                elif place.latitude is None or place.longitude is None:
                    counts["country"] += 1
                else:
                    here = min(kilometres((place.latitude, place.longitude), (n.latitude, n.longitude)) for n in near)
                    counts["right" if here <= NEAR_KM else "wrong"] += 1
    print(dict(counts))
    show(shown, errors)


def around(text: str, span: Span) -> str:
    """Return words with some text on either side."""
    return re.sub(
        r"\s+", " ", f"{text[max(0, span.start - 40) : span.start]}[{span.of(text)}]{text[span.end : span.end + 30]}"
    )


def show(lines: list[str], errors: int) -> None:
    """Print evenly spread lines."""
    step = max(1, len(lines) // errors) if errors else 1
    print("\n".join(lines[::step][:errors]), file=sys.stdout)


if __name__ == "__main__":
    main()
