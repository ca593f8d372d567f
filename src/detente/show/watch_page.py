"""The page that a running watch shows of itself: what it did, and how each feed is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from detente.read.watch import FeedStatus

STYLE = (
    "body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .8rem .2rem 0;"
    "border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}.bad{color:#a11212}"
)
REFRESH_SECONDS = 30


def watch_page(numbers: Mapping[str, tuple[str, float]], feeds: Sequence[FeedStatus], *, now: float) -> str:
    """Return the page as HTML: the numbers of the metrics and a table of the feeds, those that fail first.

    Args:
        numbers: Name to kind and value, as the metrics have them.
        feeds: What is known of each feed.
        now: Seconds since 1970, by the clock that feeds are asked by.
    """
    counts = "".join(
        f"<tr><th scope=row>{escape(_words(name))}</th><td>{value:,.0f}</td></tr>"
        for name, (_, value) in numbers.items()
        if name != "time_seconds"
    )
    order = sorted(feeds, key=lambda feed: (-feed.state.failures, feed.url))
    rows = "".join(_row(feed, now) for feed in order)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>detente watch</title>'
        f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}"><style>{STYLE}</style></head><body>'
        f"<h1>detente watch</h1><p>{_moment(now)} UTC. Renewed every {REFRESH_SECONDS} seconds.</p>"
        f"<table><tbody>{counts}</tbody></table><h2>Feeds</h2><table><thead><tr><th>Feed</th><th>Asked</th>"
        f"<th>Next</th><th>Failures in a row</th><th>Fault</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    )


def _row(feed: FeedStatus, now: float) -> str:
    state = feed.state
    asked = _moment(state.polled_at) if state.polled_at else "not yet"
    due = "now" if state.due(now) else _moment(state.polled_at + state.wait)
    mark = ' class="bad"' if state.error else ""
    cells = (feed.url, asked, due, str(state.failures), state.error or "")
    return f"<tr{mark}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _words(name: str) -> str:
    return name.removeprefix("watch_").removesuffix("_total").replace("_", " ")


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"
