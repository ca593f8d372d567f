"""Makes up articles for measuring: any number of them, the same ones for the same number, none of them of anybody.

Most tell of harvests, matches and repairs in invented towns and hold no event between political actors; one in
twenty tells of one. So the figures of ``bench/intake.py`` say how intake lasts, not how fast coding is: for that there
is ``bench/speed.py``. Names are made of syllables, so that new words keep coming as they do in news.
"""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

FIRST_DAY = date(2015, 1, 1)
EVENTFUL = 20  # one article in so many holds an event
SYLLABLES = "bar dor fel gar hul ist jor kel lum mar nor ost pel rin sol tar ul ven wix yar".split()
THINGS = "barley orchard bakery footbridge library choir ferry windmill greenhouse tram museum orchestra".split()
DEEDS = "was painted|was measured again|grew by a third|was cleaned|stood empty|drew a large crowd".split("|")
WHEN = "on Monday|last week|before the rain|after the holidays|in the spring|without much noise".split("|")
STATES = "Kenya Peru Norway Ghana Chile Nepal Latvia Jordan Fiji Gabon".split()
ACTS = (
    "{a} accused {b} of breaking an agreement on {when}.",
    "{a} recalled its ambassador from {b} on {when}.",
    "The foreign minister of {a} met his counterpart from {b} on {when}.",
    "{a} imposed sanctions on {b} on {when}.",
)


def article(number: int) -> dict[str, str]:
    """Return an article as a row of JSON lines has it: title, text, date and address."""
    rng = random.Random(number)
    paragraphs = [" ".join(_sentence(rng) for _ in range(3)) for _ in range(3)]
    day = FIRST_DAY + timedelta(days=number % 3000)
    if number % EVENTFUL == 0:
        a, b = rng.sample(STATES, 2)
        paragraphs.insert(1, rng.choice(ACTS).format(a=a, b=b, when=f"{day:%A}"))
    title = f"{_name(rng)} and the {rng.choice(THINGS)} of {_name(rng)}"
    return {
        "title": title,
        "text": "\n\n".join(paragraphs),
        "date": day.isoformat(),
        "url": f"https://news.example/{number}",
    }


def lines(first: int, last: int) -> Iterator[str]:
    """Yield the articles from ``first`` to before ``last``, a line of JSON each."""
    for number in range(first, last):
        yield json.dumps(article(number)) + "\n"


def page(number: int) -> bytes:
    """Return an article as a page of a site, with navigation and a footer."""
    row = article(number)
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in row["text"].split("\n\n"))
    links = "".join(f'<li><a href="/{thing}">{thing.title()}</a></li>' for thing in THINGS)
    return (
        f'<!doctype html><html lang="en"><head><title>{row["title"]}</title>'
        f'<meta property="article:published_time" content="{row["date"]}T09:00:00Z"></head><body>'
        f"<nav><ul>{links}</ul></nav><main><article><h1>{row['title']}</h1>\n{body}</article></main>"
        f"<footer><p>All rights reserved. Terms of use.</p></footer></body></html>"
    ).encode()


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=3)).title()


def _sentence(rng: random.Random) -> str:
    return f"The {rng.choice(THINGS)} near {_name(rng)} {rng.choice(DEEDS)} {rng.choice(WHEN)}, {_name(rng)} noted."
