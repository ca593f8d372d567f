"""A small store behind the desk, with turning points, a hostile article and an event of every kind that pages show."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from fastapi.testclient import TestClient

from detente.records import Attribution, Comment, Document, Evidence, Place, Span
from detente.relate.dyads import dyads_of
from detente.show.web.directory import Directory
from detente.show.web.server import create_app
from detente.store import Coded, ingest, open_store
from detente.store.store import Tally
from factories import document, event, load_toy_coder, on, party, toy_document

# Tries of one kind each: scripts, handlers of events, links, drawings, styles, templates, ends of what stands around.
EVIL = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<svg onload=document.title='owned'><script href='data:,document.title=1'/></svg>"
    "<details open ontoggle=document.title='owned'>x</details><input autofocus onfocus=document.title='owned'>"
    "<a href=\"javascript:document.title='owned'\" autofocus>a</a>"
    "<iframe srcdoc=\"<script>top.document.title='owned'</script>\">"
    "<style>*{display:none}</style></title></textarea></template><base href=//evil.example>"
    "\" autofocus onfocus=document.title='owned' x=\"' onmouseover=document.title='owned' {{7*191}} ${7*191} {% raw %}"
)
LONG_LINE = "x" * 100_000
TURNED = "\u202e\u2067\u2066words that turn round what follows"
HOSTILE_TEXT = f"{EVIL} title\n\nPRK {EVIL} accused KOR\u202e of {EVIL} on Monday."
SECRET = "open-sesame"


def hostile() -> Document:
    """Return an article that tries to run scripts from every field that it has."""
    start = HOSTILE_TEXT.index("PRK")
    return document(
        text=HOSTILE_TEXT,
        title=f"{EVIL} title",
        title_span=Span(0, start - 2),
        paragraphs=(Span(start, len(HOSTILE_TEXT)),),
        standfirst=EVIL,
        publisher=EVIL,
        authors=(EVIL,),
        url="javascript:alert(3)",
        comments=(Comment(EVIL, EVIL), Comment(LONG_LINE, TURNED), Comment("Well said!", "reader1")),
        origin=EVIL,
    )


def hostile_coding() -> Coded:
    article = hostile()
    start = article.paragraphs[0].start
    found = event(
        id="hostile0",
        document=article.id,
        sources=(party("PRK", text=EVIL, span=Span(start, start + 3), name=EVIL),),
        targets=(party("KOR", None, text=EVIL, span=None),),
        evidence=Evidence(article.paragraphs[0], article.paragraphs[0].of(article.text)),
        mentions=(Evidence(Span(0, 9), EVIL), Evidence(Span(0, 9), TURNED)),
        place=Place(EVIL, EVIL, "PRK", 40.1, 124.4),
        attribution=(Attribution(party("PRK", text=EVIL, span=None, name=EVIL), EVIL, "quoted"),),
        contexts=(EVIL,),
        mode=EVIL,
        confidence=0.1,
        intensity=-9.0,
    )
    return Coded(article, (found,))


def stories() -> Iterator[Document]:
    """Yield two years of weekly news in which PRK and KOR turn from blows to talks."""
    for week in range(60):
        day = date(2023, 1, 2) + timedelta(weeks=week)
        kind, intensity = ("ASSAULT", "-9.0") if week < 30 else ("CONSULT", "2.5")
        lines = "\n".join(f"PRK {kind} KOR {intensity} {day + timedelta(days=n)}" for n in range(2))
        yield toy_document(lines, week, published=day)


def other_coding() -> Coded:
    """Return a denied act of a person, with an id that holds a slash, and one act that has no target."""
    article = toy_document("Nothing for the coder", 1000, title="Denied")
    kim = party("PRK", "PRK/kim-jong-un", name="Kim Jong Un", role="head_of_state")
    denied = event(
        id="denied00", document=article.id, sources=(kim,), factuality="negated", when=on("2023-06-01"), place=None
    )
    alone = event(
        id="alone000", document=article.id, event_type="MOBILIZE", mode="troops", quad_class=4, intensity=-5.5,
        sources=(party("PRK"),), targets=(), when=on("2023-06-02"), attribution=(), mentions=(),
    )  # fmt: skip
    return Coded(article, (denied, alone))


def write(path: Path, codings: Sequence[Coded]) -> None:
    with open_store(path) as store:
        ingest(store, stories(), load=load_toy_coder, pairs=dyads_of)
        run = store.start_run("1", "toy-1")
        store.write(run, codings, pairs=dyads_of, tally=Tally(len(codings), 3))
        store.end_run(run, Tally(len(codings), 3))


@cache
def directory() -> Directory:
    """Return the names of actors, read once for all tests."""
    return Directory()


def client_of(path: Path, token: str | None = None, *, reader: str | None = None) -> TestClient:
    app = create_app(path, token=token, reader=reader, load=load_toy_coder, directory=directory())
    return TestClient(app, base_url="http://localhost", follow_redirects=False)  # type: ignore[arg-type]
