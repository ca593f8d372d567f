"""Phrase -> parties: who a noun phrase means, by name, by office, by description, or by what was said before."""

from collections.abc import Iterator
from dataclasses import replace

from detente.data.actor_cards import AgentNoun
from detente.parse.tree import below, conjuncts, phrase, phrase_words, prepositional
from detente.records import Actor, Party, Sentence, Span
from detente.resolve import coreference
from detente.resolve.build import as_former, from_actor, from_agent, named_person
from detente.resolve.discourse import Discourse
from detente.resolve.names import Mention
from detente.resolve.places import find_place
from detente.resolve.readings import choose
from detente.resolve.titles import NO_TAIL, agent_noun, is_bare, is_former, name_before, title_places

HOLDER_PREPOSITIONS = ("of", "in", "from", "at", "for", "to", "with")
# Bodies that a country has one of: "the army" of a story about one country is that country's.
STATE_BODIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
# Those who are at home where they march, strike, are shot at or arrest.
LOCALS = frozenset({"COP", "CVL", "EDU", "LAB", "OPP", "REL"})
MARCHING = frozenset({"demonstrate", "march", "protest", "rally", "rise", "riot", "strike"})


def parties(discourse: Discourse, sentence: Sentence, head: int) -> tuple[Party, ...]:
    """Return the parties that the phrase headed by a word means, its coordinated phrases not included.

    Empty where the phrase is no political actor. A party without ``actor`` is one that the text does not
    settle; its ``reason`` says why.
    """
    key = (sentence.span.start, head)
    if key not in discourse.cache:
        discourse.cache[key] = ()  # a phrase that leads back to itself means nobody
        discourse.cache[key] = tuple(_resolve(discourse, sentence, head))
    return discourse.cache[key]


def all_parties(discourse: Discourse, sentence: Sentence, head: int) -> tuple[Party, ...]:
    """Return the parties of a phrase and of all phrases coordinated with it, each actor once."""
    found: dict[tuple[str | None, str | None, Span | None], Party] = {}
    for place in conjuncts(sentence, head):
        for party in parties(discourse, sentence, place):
            found.setdefault((party.actor, party.sector, party.span if party.actor is None else None), party)
    return tuple(found.values())


def _resolve(discourse: Discourse, sentence: Sentence, head: int) -> Iterator[Party]:
    word = sentence.words[head]
    mention = discourse.mention_over(word.span)
    initials = mention is not None and len(word.text) > 2 and word.text.isupper()
    if (word.pos == "PRON" or word.tag in ("PRP", "PRP$")) and not initials:
        yield from coreference.pronoun(discourse, sentence, head, parties)
        return
    if mention is not None:
        found = _from_mention(discourse, sentence, head, mention)
        if found is not None:
            yield found
            return
    yield from _from_noun(discourse, sentence, head)


def _from_noun(discourse: Discourse, sentence: Sentence, head: int) -> Iterator[Party]:
    group = coreference.group(discourse, sentence, head, parties)
    if group:
        yield from group
        return
    agent = agent_noun(discourse, sentence, head)
    if agent is not None:
        party = _office(discourse, sentence, head, agent)
        described = () if party.actor else tuple(coreference.description(discourse, sentence, head, parties))
        if described:
            yield from described
            return
        if agent.sector != "UNK" or party.actor is not None and not party.actor.endswith(":UNK"):
            yield party
            yield from _shared(discourse, sentence, head, agent, party)
        return
    if sentence.words[head].pos == "PROPN":
        yield from _unlisted_person(discourse, sentence, head)
        return
    yield from coreference.description(discourse, sentence, head, parties)


# ------------------------------------------------------------------------------------------- names


def _from_mention(discourse: Discourse, sentence: Sentence, head: int, mention: Mention) -> Party | None:
    candidates = choose(discourse, sentence, head, mention, _holder)
    words = mention.span.of(discourse.text)
    actors = {c.actor.id: c for c in candidates}
    if not actors:
        return None
    if len(actors) > 1:
        return Party(words, mention.span, None, None, None, None, None, "ambiguous")
    chosen = next(iter(actors.values()))
    span = _named_span(sentence, head, mention, chosen.actor)
    if chosen.kind == "adjective" and _is_one_person(sentence, head):
        party = from_actor(chosen.actor, span.of(discourse.text), span, day=discourse.day, reason=chosen.kind)
        return replace(party, actor=f"{party.country}:CVL", sector="CVL")
    return from_actor(chosen.actor, span.of(discourse.text), span, day=discourse.day, reason=chosen.kind)


def _is_one_person(sentence: Sentence, head: int) -> bool:
    """ "The American", "a Serb": one person of that nationality; "the Americans" may be their government."""
    word = sentence.words[head]
    plain = word.dep not in ("amod", "compound", "nmod", "poss") and not word.text.endswith("s")
    return plain and any(sentence.words[i].text.lower() in ("the", "a", "an") for i in below(sentence, head, "det"))


def _named_span(sentence: Sentence, head: int, mention: Mention, actor: Actor) -> Span:
    """A person's titles belong to the phrase; a state's name stands alone."""
    if actor.kind != "person":
        return mention.span
    whole = phrase(sentence, head, without=NO_TAIL)
    return whole if whole.covers(mention.span) else mention.span


# ------------------------------------------------------------------------------------------ offices


def _office(discourse: Discourse, sentence: Sentence, head: int, agent: AgentNoun) -> Party:
    """Return the holder of an office where the text names one, otherwise the body or official it is."""
    for place in below(sentence, head, "appos"):
        if sentence.words[place].pos == "PROPN":
            for party in parties(discourse, sentence, place):
                if party.role is not None or party.sector == "ELI":
                    return party
    holder, reason = _holder(discourse, sentence, head), "office"
    if holder is None:
        holder, reason = _assumed_holder(discourse, sentence, head, agent)
    span = phrase(sentence, head, without=NO_TAIL)
    if holder is not None and reason == "office" and holder.span is not None and holder.span.start >= span.end:
        span = Span(span.start, holder.span.end)
    party = from_agent(agent, holder, span.of(discourse.text), span, reason=reason)
    return as_former(party) if agent.kind == "person" and is_former(sentence, head) else party


def _shared(discourse: Discourse, sentence: Sentence, head: int, agent: AgentNoun, first: Party) -> Iterator[Party]:
    """ "Indian and Chinese soldiers", "the presidents of Kenya and Uganda": the same body or office of each country."""
    seen, span = {first.country}, first.span
    before = [i for i in below(sentence, head, "amod", "compound", "nmod") if i < head]
    others = [i for place in before for i in conjuncts(sentence, place)[1:]]
    after = [h for prep, h in prepositional(sentence, head) if prep in ("of", "from")]
    others += [h for h in after if discourse.mention_over(sentence.words[h].span) is not None]
    for other in others:
        for holder in parties(discourse, sentence, other):
            if span is not None and holder.country is not None and holder.country not in seen:
                seen.add(holder.country)
                yield from_agent(agent, holder, first.text, span, reason="office")


def _holder(discourse: Discourse, sentence: Sentence, head: int) -> Party | None:
    """Return the state or organisation that an office or body belongs to, by what stands around it."""
    for place in _holder_places(sentence, head):
        for party in parties(discourse, sentence, place):
            if party.country is not None and not _is_own_name(discourse, sentence, place, party):
                return party
    return None


def _is_own_name(discourse: Discourse, sentence: Sentence, place: int, party: Party) -> bool:
    """Part of the office holder's own name is not whose office it is."""
    actor = discourse.lexicon.actors.get(party.actor or "")
    return actor is not None and actor.kind == "person" and sentence.words[place].dep in ("compound", "amod", "nmod")


def _holder_places(sentence: Sentence, head: int) -> Iterator[int]:
    yield from below(sentence, head, "poss")
    before = [i for i in phrase_words(sentence, head, without=NO_TAIL) if i < head]
    yield from (i for i in reversed(before) if sentence.words[i].pos in ("PROPN", "ADJ", "NOUN"))
    for wanted in HOLDER_PREPOSITIONS:
        yield from (h for prep, h in prepositional(sentence, head) if prep == wanted)


def _assumed_holder(discourse: Discourse, sentence: Sentence, head: int, agent: AgentNoun) -> tuple[Party | None, str]:
    """ "The government", "police": of the state that the document is about, where it is about one.

    A crowd, or police, that does something in a place is of that place: "protesters marched in Tbilisi".
    """
    if not is_bare(sentence, head, agent):
        return None, "no_country"
    state, reason = _state_of_place(discourse, sentence, head, agent), "place"
    if state is None and agent.kind != "people" and agent.sector in STATE_BODIES:
        state, reason = discourse.focus(sentence.words[head].span.start), "focus"
    if state is None and agent.sector in STATE_BODIES:
        state, reason = _state_of_protest(discourse, sentence, head), "place"
    if state is None:
        return None, "no_country"
    actor = discourse.lexicon.actors[state]
    return from_actor(actor, "", sentence.words[head].span, day=discourse.day, reason=reason), reason


def _state_of_place(discourse: Discourse, sentence: Sentence, head: int, agent: AgentNoun) -> str | None:
    """Return the state in which a crowd or police do what the sentence says."""
    word = sentence.words[head]
    if agent.sector not in LOCALS or word.head == head or word.dep not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return None
    place = find_place(discourse, sentence, word.head)
    return place.country if place is not None and place.country in discourse.lexicon.actors else None


def _state_of_protest(discourse: Discourse, sentence: Sentence, head: int) -> str | None:
    """ "Students marched in Dhaka against the government": those who are at home there march against its rulers."""
    word = sentence.words[head]
    above = sentence.words[word.head]
    verb = sentence.words[above.head]
    if word.dep != "pobj" or above.text.lower() not in ("against", "at") or verb.lemma not in MARCHING:
        return None
    named = [i for s in below(sentence, verb.index, "nsubj") for i in below(sentence, s, "amod", "compound", "poss")]
    if any(discourse.mention_over(sentence.words[i].span) for i in named):
        return None
    place = find_place(discourse, sentence, verb.index)
    return place.country if place is not None and place.country in discourse.lexicon.actors else None


# ---------------------------------------------------------------------------------- unlisted persons


def _unlisted_person(discourse: Discourse, sentence: Sentence, head: int) -> Iterator[Party]:
    """A name that is in no card: known by its title now, or by its surname after the full name."""
    name = name_before(discourse, sentence, head)
    described = _described(discourse, sentence, head)
    if described is not None:
        span = phrase(sentence, head, without=NO_TAIL)
        party = named_person(name, replace(described, text=span.of(discourse.text), span=span), reason="title")
        _remember(discourse, name, party)
        yield party
        return
    span = sentence.words[head].span
    known = discourse.local_names.get(name) or discourse.local_names.get(span.of(discourse.text))
    if known is not None:
        yield replace(known, text=span.of(discourse.text), span=span, reason="surname")


def _described(discourse: Discourse, sentence: Sentence, head: int) -> Party | None:
    """Return what the titles of a name say: the first that names a country, or the first ("Colonel X, of the ...")."""
    found = [
        _by_title(discourse, sentence, head, place, agent)
        for place in title_places(sentence, head)
        if (agent := agent_noun(discourse, sentence, place)) is not None and agent.kind in ("person", "people")
    ]
    return next((party for party in found if party.country is not None), found[0] if found else None)


def _by_title(discourse: Discourse, sentence: Sentence, head: int, place: int, agent: AgentNoun) -> Party:
    holder = _holder(discourse, sentence, place) or _holder(discourse, sentence, head)
    span = sentence.words[head].span
    if holder is None and agent.kind == "person":
        holder, _ = _assumed_holder(discourse, sentence, head, agent)
    return from_agent(agent, holder, span.of(discourse.text), span, reason="title")


def _remember(discourse: Discourse, name: str, party: Party) -> None:
    discourse.local_names[name] = party
    parts = name.split()
    if len(parts) > 1:
        discourse.local_names.setdefault(parts[-1], party)
        discourse.local_names.setdefault(parts[0], party)
