"""Where sentences end. ``|`` marks every expected border; the cases are invented."""

import time

import pytest

from detente.records import Span
from detente.text import split_sentences

CASES = [
    # plain
    "The ministry closed the border.| Trucks turned back.",
    "Who fired first?| Nobody would say.",
    "Stop the drills!| That was the whole note.",
    "The talks failed",
    "One.| Two, he counted: no.| The guard laughed.",
    # titles and names
    "Mr. Ruiz met Mrs. Chen on Tuesday.| Nothing was signed.",
    "Gen. Park and Lt. Col. Ahn left.| Dr. Osei stayed.",
    "Sen. Hale told Gov. Brandt to wait.",
    "Prof. Ilves of St. Petersburg wrote the report.",
    "John F. Doe met J. K. Rowe.| Both smiled.",
    "Adm. Sun signed it, and Capt. Vo carried it to Amb. Lind.",
    "He met Min. Aalto.",
    "ST. PETERSBURG, Russia.| The envoys came by train.",
    # acronyms with stops
    "U.S. President Ada Holt spoke.| The U.N. Security Council met.",
    "They fled to the U.S.| The ministry protested.",
    "It sued the U.S. Treasury and the E.U. Commission.",
    "The aid came from the U.S.| In return, the port was opened.",
    "U.S.-led forces crossed the river.| Villagers watched.",
    "N. Korea and S. Korea traded fire.",
    "Troops of the D.P.R.K. People's Guard marched.",
    "He lives in Washington, D.C.| He votes in Ohio.",
    "The envoy flew to the U.A.E. on Monday.",
    # months, days, numbers
    "On Jan. 16 the assembly met.| On Feb. 2 it dissolved.",
    "The deal was signed in Sept. 2019 and torn up in Oct. 2020.",
    "It was signed in Jan.| The army moved in Mar. 2021.",
    "SEOUL, Jan. 16 (Wire) - The south fired warning shots.| Nobody was hurt.",
    "Resolution No. 1718 stands.| So does No. 2375.",
    "Was it an order?| No.| It was a wish.",
    "Art. 5 was invoked.| See also p. 12 and Vol. II of the file.",
    "The cost rose 3.5 percent to $1.2 billion.| Traders yawned.",
    "It happened in 2022.| The next year was calm.",
    "About 40 died.| 12 were children.",
    "1. The parties shall withdraw.",
    "He had 5.| She had 7.",
    # clock
    "The siren went at 9 a.m. Tuesday.| The all-clear came at 5 p.m.| Shops opened.",
    "The siege began at 6 a.m. Seoul time on Friday.",
    "It was 4 p.m. GMT.| It rained.",
    "They left at 7 a.m. Jan. 5 by bus.",
    # companies and others
    "Acme Corp. President Lee resigned.| Bolt Inc. shares fell.",
    "The plant belongs to Orion Ltd.| The state wants it back.",
    "It was north vs. South, e.g. Busan, i.e. the coast.",
    "Rice, oil, steel, etc.| Everything was banned.",
    "Sammy Davis Jr. sang.",
    "Plan B.| The minister had none.",
    # quotes
    "\u201cWe will answer.\u201d| The crowd cheered.",
    '"We will answer."| The crowd cheered.',
    "He called it \u201cthe end of the truce\u201d.| Others agreed.",
    "\u201cWhy now?\u201d he asked.| Nobody answered.",
    "\u201cNever!\u201d General Aoun said.| He left the hall.",
    "\u201cWill they come?\u201d asked the clerk.",
    "The line said 'no surrender.'| It was painted over.",
    "\u201cThey left.| They took the maps.\u201d",
    "\u201cThe bridge is ours,\u201d he said.| \u201cIt always was.\u201d",
    "(The ministry denied it.)| The paper stood by its story.",
    "The claim was false.[3]| The paper withdrew it.",
    "He praised \u201cfriends in the U.S.\u201d and left.",
    "She said: \u201cIt is over.\u201d| \u201cIs it?\u201d he asked.",
    # ellipsis
    "They waited\u2026| Then the lights went out.",
    "\u201cWe \u2026 Korea\u2019s sons \u2026 will return,\u201d it read.",
    "He paused ... and went on.",
    "It was late....| Nobody came.",
    # typing errors of the web
    "The shelling stopped.|The villagers came back.",
    "He said \u201cenough.\u201d|The hall emptied.",
    "See www.example.Org for the list.",
    "iPhone exports fell. eBay was blocked.",
    # other marks
    "The army withdrew.| -0-",
    "Fighters entered the town.| al-Nusra denied it.",
    "The head of state \u2014 a former general \u2014 resigned.",
    "He blamed Kyiv; Kyiv blamed him.",
    "\u5357\u5317\u4f1a\u8c08\u3002|\u660e\u65e5\u518d\u958b\u3002",
    "The minister (see p. 4) resigned.| His deputy stayed.",
    "Who did it and why?!| Police would not say.",
    "It ended.| \u00c9lys\u00e9e aides were silent.",
    "The north's army\nfired shells into\nthe sea.| The south\nanswered.",
    "First block\n\n|Second block",
    "Terms:\n|- the guns go back\n|- the road opens",
]


@pytest.mark.parametrize("marked", CASES)
def test_borders(marked: str) -> None:
    expected = [piece.strip() for piece in marked.split("|")]
    text = marked.replace("|", "")
    assert [span.of(text) for span in split_sentences(text)] == expected


def test_there_are_enough_hard_cases() -> None:
    assert len(set(CASES)) >= 60


def test_a_block_is_never_left() -> None:
    text = "Before. The army fired. It stopped. After."
    block = Span(8, 35)
    assert [span.of(text) for span in split_sentences(text, block)] == ["The army fired.", "It stopped."]


def test_a_block_may_begin_inside_an_abbreviation() -> None:
    text = "The U.S. Army left."
    assert split_sentences(text, Span(6, len(text))) == [Span(6, len(text))]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_nothing_gives_nothing(text: str) -> None:
    assert split_sentences(text) == []


def test_all_characters_but_white_space_are_kept() -> None:
    text = "\n".join(case.replace("|", "") for case in CASES)
    kept = "".join(span.of(text) for span in split_sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_a_long_text() -> None:
    text = "The U.S. envoy said on Jan. 5 that \u201cnothing is agreed.\u201d Gen. Park left at 9 a.m. Tuesday. " * 2000
    assert len(split_sentences(text)) == 4000


def test_a_long_line_without_ends_is_quick() -> None:
    begin = time.process_time()
    split_sentences("a" * 300_000 + " ." * 50_000)
    assert time.process_time() - begin < 5
