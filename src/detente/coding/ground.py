"""Whose people and whose ground: sides that the sentence leaves to where it happens.

"Police shot dead nine people in Lilongwe", "shelled Odesa", "authorities arrested three journalists": people of whom
no country is said are of the country where it is done, a town is its state's, and who is arrested or freed by police,
courts or a government is at home there. Nothing is supplied where the words point abroad or to two countries.
"""

from collections.abc import Iterator
from dataclasses import replace

from detente.coding.draft import Draft
from detente.coding.effects import FORCES
from detente.coding.kept import ARMED
from detente.parse.tree import below, phrase_words, prepositional
from detente.records import Party, Sentence, Span
from detente.resolve.discourse import Discourse, sure_actors
from detente.resolve.names import exists_on
from detente.resolve.place_names import place_of
from detente.resolve.titles import agent_noun, is_bare, is_former

# What is done to people or to a place on the spot.
ON_GROUND = frozenset({"ASSAULT", "COERCE", "RETREAT", "AID", "PROTEST", "SANCTION"})
# Deeds whose place, of itself, says whose town was struck, helped or marched into.
STRUCK = frozenset({"ASSAULT", "AID"})
# What police, courts and governments do to people at home, unless the words say otherwise.
KEEPERS = frozenset({"COP", "JUD", "GOV", "LEG"})
HELD = frozenset({"arrest"})
JUDGED = frozenset({("SANCTION", "convict"), ("RETREAT", "release")})
PEOPLE = frozenset(
    {"CVL", "JRN", "OPP", "EDU", "LAB", "AGR", "REL", "MED", "BUS", "ELI", "SOC", "JUD", "LEG", "COP", "MIL"}
)
CROWDS = frozenset({"CVL", "EDU", "LAB", "OPP", "REL", "AGR", "JRN", "MED", "BUS", "SOC"})
# Those who hold or free them may be of another country: "detained eleven fishermen", "freed ten captives".
FROM_ANYWHERE = frozenset(
    "alien captive crew crewman deckhand emigrant expatriate fisher fisherman foreigner gunman hostage immigrant inmate"
    " mercenary migrant mountaineer national pilgrim pilot pow prisoner refugee resident sailor seafarer seaman"
    " smuggler soldier spy suspect tourist trafficker traveler traveller trawlerman troop visitor yachtsman".split()
)
# Who is let out of his own country's prisons: for others the text must say whose they are.
DISSENTING = frozenset(
    "activist blogger campaigner critic demonstrator dissident journalist marcher oppositionist protester protestor"
    " striker student".split()
)
# Where something is done to a place: "fired rockets from Gaza" is not done to Gaza.
THERE = frozenset("in at near on inside outside around into onto against of toward towards off".split())
TOWARDS = frozenset({"to", "into", "in", "for"})
FOREIGN = frozenset({"foreign", "overseas", "expatriate", "visiting", "western", "international", "undocumented"})


def on_the_ground(discourse: Discourse, draft: Draft) -> Draft:
    """Return the draft with the sides that the place of the deed gives, where it gives them surely."""
    if draft.event_type not in ON_GROUND or not draft.sources:
        return draft
    if draft.event_type == "SANCTION" and draft.mode != "convict":
        return draft
    if draft.event_type == "PROTEST":
        return _crowd(discourse, draft)
    homes = {p.country for p in draft.sources}
    if len(homes) != 1 or None in homes:
        return draft
    loose = [p for p in draft.targets if p.actor is None and p.country is None]
    if draft.targets and len(loose) < len(draft.targets):
        return draft
    if loose:
        return _with_people(discourse, draft, loose)
    return _with_place(discourse, draft)


# ------------------------------------------------------------------------------------------ crowds


def _crowd(discourse: Discourse, draft: Draft) -> Draft:
    """Return the draft with the country of those who protest: where they do, or whose government they are against."""
    sources = tuple(_protester(discourse, draft, party) for party in draft.sources)
    homes = {p.country for p in sources}
    ruled = next(iter(homes)) if len(homes) == 1 and not any(p.country for p in draft.targets) else None
    targets = _rulers(discourse, draft, ruled) if ruled else ()
    return replace(draft, sources=sources, targets=targets or draft.targets)


def _rulers(discourse: Discourse, draft: Draft, country: str) -> tuple[Party, ...]:
    """ "On strike against the government": the rulers of those who strike, where the words name no other."""
    sentence, name = draft.binding.clause.sentence, _state(discourse, country)
    heads = [*draft.binding.regions, *draft.binding.bound, draft.place]
    against = (h for i in heads for prep, h in prepositional(sentence, i) if prep == "against")
    for head in (*draft.binding.regions, *against):
        agent = agent_noun(discourse, sentence, head)
        if agent is not None and agent.sector in ("GOV", "LEG") and is_bare(sentence, head, agent) and name:
            span = sentence.span_of(phrase_words(sentence, head))
            return (Party(span.of(discourse.text), span, country, name, country, agent.sector, None, "home"),)
    return ()


def _protester(discourse: Discourse, draft: Draft, party: Party) -> Party:
    sentence = draft.binding.clause.sentence
    head = _head_of(sentence, party.span)
    if party.country is not None or party.actor is not None or head is None or party.sector not in CROWDS:
        return party
    agent = agent_noun(discourse, sentence, head)
    if sentence.words[head].tag not in ("NNS", "NNPS") and (agent is None or agent.kind not in ("group", "people")):
        return party  # one student on a rampage is no crowd
    own = place_of(discourse, sentence, head)
    place = own.country if own is not None else _place_of_deed(discourse, draft)
    place = place or _of_their_rulers(discourse, draft)
    return _of(discourse, place, party.sector, party, "place") or party if place else party


def _of_their_rulers(discourse: Discourse, draft: Draft) -> str | None:
    """ "Against the junta": people march against their own rulers, where these are not named as another state's."""
    assumed = {p.country for p in draft.targets if p.sector == "GOV" and p.reason in ("focus", "place")}
    return next(iter(assumed)) if len(assumed) == 1 and len(draft.targets) == 1 else None


# ------------------------------------------------------------------------------------------ people


def _with_people(discourse: Discourse, draft: Draft, loose: list[Party]) -> Draft:
    """Return the draft with the country of people of whom none is said."""
    found = [_person(discourse, draft, party) for party in loose]
    if all(p is None for p in found):
        return _with_place(discourse, draft) if draft.event_type in STRUCK else draft
    return replace(draft, targets=tuple(new or old for new, old in zip(found, loose, strict=True)))


def _person(discourse: Discourse, draft: Draft, party: Party) -> Party | None:
    sentence = draft.binding.clause.sentence
    head = _head_of(sentence, party.span)
    if head is None or party.sector not in PEOPLE and not (party.sector == "GOV" and is_former(sentence, head)):
        return None
    if FOREIGN & {sentence.words[i].lemma.lower() for i in below(sentence, head, "amod", "compound")}:
        return None
    sector = "ELI" if party.sector == "GOV" else party.sector or "CVL"
    place = _place_of_deed(discourse, draft)
    if place is not None:
        if sector in FORCES and not (place == draft.sources[0].country and _is_by_no_state(draft)):
            return None
        return _of(discourse, place, sector, party, "place")
    return _at_home(discourse, draft, party, head, sector)


def _is_by_no_state(draft: Draft) -> bool:
    """Rebels that kill soldiers at home kill the state's; an army that kills soldiers there kills somebody else's."""
    return all(p.sector not in FORCES and p.sector != "GOV" for p in draft.sources)


def _at_home(discourse: Discourse, draft: Draft, party: Party, head: int, sector: str) -> Party | None:
    sentence, source = draft.binding.clause.sentence, draft.sources[0]
    lemma = sentence.words[head].lemma
    if source.sector not in KEEPERS or sector in FORCES or lemma in FROM_ANYWHERE:
        return None
    held = draft.event_type == "COERCE" and draft.mode in HELD
    # Whoever else is sentenced or let go at home is a matter of courts, and of no relation.
    critic = sector in ("JRN", "OPP") or _is_dissenting(sentence, head)
    shot = draft.event_type == "ASSAULT" and source.sector == "COP"
    judged = (draft.event_type, draft.mode) in JUDGED and critic
    if not (held or shot or judged) or _others_named(discourse, sentence, source.country or ""):
        return None
    return _of(discourse, source.country or "", sector, party, "home")


def _is_dissenting(sentence: Sentence, head: int) -> bool:
    said = {sentence.words[i].lemma for i in below(sentence, head, "amod", "compound")}
    return sentence.words[head].lemma in DISSENTING or bool(said & {"political", "opposition"})


def _others_named(discourse: Discourse, sentence: Sentence, home: str) -> bool:
    """Return whether the sentence names another country, or somebody of one."""
    named = {a.country for m in discourse.mentions_in(sentence.span) for a in sure_actors(m)}
    return bool({c for c in named if c in discourse.lexicon.actors} - {home})


def _of(discourse: Discourse, country: str, sector: str, party: Party, reason: str) -> Party | None:
    state = _state(discourse, country)
    if state is None:
        return None
    return replace(party, actor=f"{country}:{sector}", name=state, country=country, sector=sector, reason=reason)


def _state(discourse: Discourse, country: str) -> str | None:
    """Return the name of a state that exists on the day of the document."""
    actor = discourse.lexicon.actors.get(country)
    exists = actor is not None and (discourse.day is None or exists_on(actor, discourse.day))
    return actor.name if actor is not None and exists else None


def _head_of(sentence: Sentence, span: Span | None) -> int | None:
    """Return the word of a phrase whose head stands outside it."""
    if span is None:
        return None
    inside = [w for w in sentence.words if span.covers(w.span)]
    return next((w.index for w in inside if w.head == w.index or not span.covers(sentence.words[w.head].span)), None)


# ------------------------------------------------------------------------------------------ places


def _with_place(discourse: Discourse, draft: Draft) -> Draft:
    """Return the draft with the state whose town is struck or helped; a crowd that police disperse is at home."""
    source = draft.sources[0]
    if draft.event_type in STRUCK and source.sector in ARMED and not _is_pronoun(draft):
        place = _place_of_deed(discourse, draft)
        if place is not None and place != source.country and (name := _state(discourse, place)):
            return replace(draft, targets=(Party(name, None, place, name, place, "GOV", None, "place"),))
    if (
        draft.event_type == "ASSAULT"
        and draft.mode == "crowd-control"
        and source.sector in FORCES
        and not draft.targets
    ):
        crowd = _of(discourse, source.country or "", "CVL", Party("", None, None, None, None, "CVL", None, ""), "home")
        return replace(draft, targets=(crowd,)) if crowd else draft
    return draft


def _is_pronoun(draft: Draft) -> bool:
    """ "Bombed it in Syria": what "it" is, the text has said; it need not be the country's."""
    words = draft.binding.clause.sentence.words
    return any(
        words[i].pos == "PRON" for i in (*draft.binding.regions, *(a.head for a in draft.binding.clause.patients))
    )


def _place_of_deed(discourse: Discourse, draft: Draft) -> str | None:
    """Return the country in which the deed is done to somebody or something; None where it is not one."""
    sentence = draft.binding.clause.sentence
    places = (place_of(discourse, sentence, head) for head in _heads(draft))
    found = {place.country for place in places if place is not None and place.country is not None}
    return found.pop() if len(found) == 1 else None


def _heads(draft: Draft) -> Iterator[int]:
    """Yield the heads of phrases that may say where a deed was done: what it was done to, and phrases of place."""
    clause = draft.binding.clause
    sentence = clause.sentence
    done_to = dict.fromkeys([*draft.binding.regions, *draft.binding.bound, *(a.head for a in clause.patients)])
    for head in done_to:
        if head != draft.place:
            yield head
        yield from (h for prep, h in prepositional(sentence, head) if prep in THERE)
    asked = TOWARDS | THERE if draft.event_type == "AID" else THERE
    for place in dict.fromkeys((draft.place, draft.telling)):
        yield from (h for prep, h in prepositional(sentence, place) if prep in asked)
