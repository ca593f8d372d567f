"""Which sentences can hold an event at all: those with an actor in reach and a word that any frame starts from.

Parsing is most of the cost of coding; a sentence without either is not parsed.
"""

import re
from collections.abc import Iterable

from detente.records import Span
from detente.resolve.discourse import Discourse

WORD = re.compile(r"[A-Za-z]+")
VOWELS = frozenset("aeiou")
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "its", "their", "his", "her", "him", "them", "our", "us", "who", "which"})
IRREGULAR = {
    "begin": "began begun", "bring": "brought", "break": "broke broken", "build": "built", "buy": "bought", "catch": "caught", "choose": "chose chosen",
    "come": "came", "cut": "cut", "deal": "dealt", "do": "does did done", "draw": "drew drawn", "drive": "drove driven", "fall": "fell fallen", "fight": "fought",
    "find": "found", "flee": "fled", "fly": "flew flown", "forget": "forgot forgotten", "forgive": "forgave forgiven", "get": "got gotten", "give": "gave given", "go": "went gone", "hang": "hung",
    "have": "has had", "hear": "heard", "hide": "hid hidden", "hit": "hit", "hold": "held", "keep": "kept", "know": "knew known", "lay": "laid", "lead": "led",
    "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "meet": "met", "overthrow": "overthrew overthrown", "pay": "paid", "put": "put", "read": "read",
    "ride": "rode ridden", "rise": "rose risen", "run": "ran", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "set",
    "shake": "shook shaken", "shoot": "shot", "show": "shown", "shut": "shut", "sign": "signed", "sink": "sank sunk", "sit": "sat", "slay": "slew slain", "speak": "spoke spoken", "spend": "spent",
    "split": "split", "stand": "stood", "steal": "stole stolen", "stick": "stuck", "strike": "struck stricken", "swear": "swore sworn", "sweep": "swept", "take": "took taken", "teach": "taught",
    "tear": "tore torn", "tell": "told", "think": "thought", "throw": "threw thrown", "undergo": "underwent undergone", "undertake": "undertook undertaken", "uphold": "upheld", "win": "won", "withdraw": "withdrew withdrawn",
    "withhold": "withheld", "write": "wrote written", "be": "is was were are been", "bind": "bound", "bleed": "bled", "blow": "blew blown", "burn": "burnt", "freeze": "froze frozen", "grow": "grew grown", "hurt": "hurt", "wound": "wounded", "wage": "waged",
    "man": "men", "crisis": "crises", "rebuff": "rebuffed", "beat": "beaten",
}  # fmt: skip


class Prefilter:
    """Knows the forms of every word that calls a frame."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        self._forms = frozenset(form for lemma in lemmas for form in forms_of(lemma))

    def may_hold_event(self, discourse: Discourse, span: Span) -> bool:
        """Return whether a sentence has a word that calls a frame and an actor's name or a word for one."""
        words = [word.lower() for word in WORD.findall(discourse.text, span.start, span.end)]
        if self._forms.isdisjoint(words):
            return False
        if discourse.mentions_in(span):
            return True
        agents = discourse.lexicon.agents
        return any(w in PRONOUNS or w in agents or w.removesuffix("s") in agents for w in words)


def forms_of(lemma: str) -> set[str]:
    """Return the inflected forms that a lemma may stand in; a few that no one writes do no harm."""
    forms = {lemma, f"{lemma}s", f"{lemma}es", f"{lemma}ed", f"{lemma}ing", f"{lemma}d", *IRREGULAR.get(lemma, "").split()}
    if lemma.endswith("e"):
        forms |= {f"{lemma[:-1]}ing", f"{lemma[:-1]}ed"}
    if lemma.endswith("ie"):
        forms.add(f"{lemma[:-2]}ying")
    if lemma.endswith("y"):
        forms |= {f"{lemma[:-1]}ied", f"{lemma[:-1]}ies"}
    if len(lemma) > 2 and lemma[-1] not in VOWELS and lemma[-2] in VOWELS:
        forms |= {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return forms
