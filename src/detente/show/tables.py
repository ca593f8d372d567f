"""Tables for people: events, series and turning points, in 60 columns or more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.records import Document, DyadPeriod, Event, Party, Shift
from detente.show.console import QUAD_MARKS, QUAD_STYLES, QUAD_WORDS, quad_text, short, shown

SNIPPET = 220  # characters of evidence in a table; the other formats have all of it
PARTIES = 3  # parties named per side before "and 2 more"
MIX = 16  # characters of the bar that shows the mix of quad classes
NET = 6  # characters to each side of the bar that shows net intensity


def events_table(events: Sequence[Event]) -> Table:
    """Return when, who to whom, what and how sure, and the words with those on whose word they rest."""
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("When", no_wrap=True)
    table.add_column("Source → target", ratio=3, overflow="fold")
    table.add_column("What", no_wrap=True)
    table.add_column("Evidence, on whose word", ratio=6, overflow="fold")
    for event in events:
        table.add_row(
            when(event), who(event), what(event), Group(Text(short(event.evidence.text, SNIPPET)), word_of(event))
        )
    return table


def when(event: Event) -> Text:
    """Return the event's date as finely as it is known, with ``~`` where it is only that of the publication."""
    day = event.when.date
    if day is None or event.when.precision == "none":
        return Text("no date", style="dim")
    written = {"day": f"{day}", "month": f"{day:%Y-%m}", "year": f"{day.year}"}[event.when.precision]
    guessed = event.when.basis == "publication"
    return Text(f"{'~' if guessed else ''}{written}", style="dim" if guessed else "")


def who(event: Event) -> Text:
    """Return both sides, joined by ↔ where they act together; a party not resolved stands in quotation marks."""
    if event.sources and set(event.sources) == set(event.targets):
        return Text(" ↔ ").join(Text(_name(party), style="bold") for party in event.sources)
    sides = Text(_names(event.sources) or "?", style="bold")
    if event.targets:
        sides.append(" → ", style="dim").append(_names(event.targets), style="bold")
    return sides


def what(event: Event) -> Text:
    """Return type, mode and factuality over three lines, in the colour of the quad class."""
    text = quad_text(f"{QUAD_MARKS[event.quad_class - 1]} {event.event_type}", event.quad_class)
    if event.mode:
        text.append(f"\n  {event.mode}")
    style = "" if event.factuality == "asserted" else "bold"
    return text.append(f"\n  {event.factuality}", style=style or "dim")


def word_of(event: Event) -> Text:
    """Return the chain of those who say so, outermost first."""
    chain = " › ".join(f"{_name(link.speaker)} ({link.kind})" for link in event.attribution)
    return Text(f"— {chain}" if chain else "— no source named", style="dim")


def _names(parties: Sequence[Party]) -> str:
    names = [_name(party) for party in parties[:PARTIES]]
    more = len(parties) - PARTIES
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _name(party: Party) -> str:
    return shown(party.name) if party.name else f"“{short(party.text, 40)}”"


def document_heading(document: Document) -> Text:
    """Return title, publisher and date of a document."""
    heading = Text(short(document.title or document.origin or document.id, 100), style="bold underline")
    facts = [document.publisher, document.published and document.published.isoformat()]
    known = ", ".join(shown(fact) for fact in facts if fact)
    return heading.append(f"\n{known or 'publisher and date unknown'}", style="not bold not underline dim")


# ------------------------------------------------------------------------------------------- series


def relation_table(periods: Sequence[DyadPeriod], shifts: Sequence[Shift] = ()) -> RenderableType:
    """Return a series with a bar of the mix of quad classes and one of net intensity; turns are marked."""
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for name in ("Period", "Events", "Mix", "Intensity", "Net", "", "Read", ""):
        table.add_column(
            name, justify="right" if name in {"Events", "Intensity", "Net", "Read"} else "left", no_wrap=True
        )
    largest = max((abs(period.net) for period in periods), default=0.0)
    for period in periods:
        table.add_row(*_period_row(period, largest), _turns(period, shifts))
    return Group(table, legend())


def _period_row(period: DyadPeriod, largest: float) -> tuple[RenderableType, ...]:
    if not period.events:
        return (f"{period.start}", Text("0", style="dim"), "", "", "", "", f"{period.coverage}")
    return (
        f"{period.start}",
        f"{period.events}",
        mix_bar(period.by_quad),
        f"{period.intensity:+.1f}",
        f"{period.net:+.0f}",
        net_bar(period.net, largest),
        f"{period.coverage}",
    )


def mix_bar(by_quad: Sequence[int], width: int = MIX) -> Text:
    """Return a bar of ``width`` marks, shared out among the quad classes by largest remainder."""
    total = sum(by_quad)
    exact = [count * width / total if total else 0 for count in by_quad]
    marks = [int(share) for share in exact]
    rest = sorted(range(len(exact)), key=lambda n: marks[n] - exact[n])
    for number in rest[: (width if total else 0) - sum(marks)]:
        marks[number] += 1
    bar = Text()
    for mark, count, style in zip(QUAD_MARKS, marks, QUAD_STYLES, strict=True):
        bar.append(mark * count, style=style)
    return bar


def net_bar(net: float, largest: float, width: int = NET) -> Text:
    """Return a bar to the left (conflict) or right (cooperation) of an axis, full at ``largest``."""
    length = round(abs(net) / largest * width) if largest else 0
    left, right = (length, 0) if net < 0 else (0, length)
    bar = Text(" " * (width - left)).append("█" * left, style=QUAD_STYLES[3])
    return bar.append("│", style="dim").append("█" * right, style=QUAD_STYLES[0])


def _turns(period: DyadPeriod, shifts: Sequence[Shift]) -> Text:
    turns = [shift for shift in shifts if period.start <= shift.at < period.end]
    return Text(" ".join(f"◆ {shift.direction}" for shift in turns), style="bold")


def legend() -> Text:
    """Return what the marks of the quad classes mean."""
    text = Text()
    for mark, words, style in zip(QUAD_MARKS, QUAD_WORDS, QUAD_STYLES, strict=True):
        text.append(f"{mark} {words}   ", style=style)
    return text


def counted_line(counts: Mapping[tuple[str, bool, bool], int]) -> str:
    """Return one line that says which events of a pair a series can count, and which it leaves out."""
    kept: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for (factuality, counted, dated), number in counts.items():
        if counted and dated:
            kept[factuality] += number
        else:
            left["without a date" if counted else factuality] += number
    out = f" Not counted: {_listed(left)}." if left else ""
    return f"In the store: {_listed(kept) or 'no event of the two'}.{out}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())


# -------------------------------------------------------------------------------------------- turns


def shift_block(shift: Shift, names: tuple[str, str], evidence: Sequence[tuple[date | None, Event]]) -> RenderableType:
    """Return one turning point: what changed, from what to what, and the events that moved it."""
    style = QUAD_STYLES[0] if shift.direction == "thaw" else QUAD_STYLES[3]
    head = Text(f"{shift.at}  ").append(shift.direction, style=f"bold {style}")
    head.append(f"  {names[0]} and {names[1]}", style="bold")
    head.append(f"  intensity {shift.before:+.1f} → {shift.after:+.1f}  (score {shift.score:.1f}, {shift.method})")
    lines = [_evidence_line(day, event) for day, event in evidence]
    return Group(head, *(Padding(entry, (0, 0, 0, 2)) for entry in lines), Text(""))


def _evidence_line(day: date | None, event: Event) -> Text:
    text = Text(f"{day or 'no date'}  ", style="dim")
    text.append(f"{event.event_type}{'/' + event.mode if event.mode else ''}", style=QUAD_STYLES[event.quad_class - 1])
    return text.append(f"  {short(event.evidence.text, SNIPPET)}", style="not dim")
