"""Phrase -> parties: who a noun phrase means, by name, by office, by description, or by what was said before."""

from collections.abc import Iterator
from dataclasses import replace

from detente.data.actor_cards import AgentNoun
from detente.parse.tree import below, conjuncts, phrase, phrase_words, prepositional
from detente.records import Actor, Party, Sentence, Span
from detente.resolve import coreference
from detente.resolve.build import from_actor, from_agent, named_person, role_on
from detente.resolve.discourse import Discourse
from detente.resolve.names import Candidate, Mention
from detente.resolve.places import find_place
from detente.resolve.titles import NO_TAIL, agent_noun, is_bare, name_before, same_office, title_noun, title_places

HOLDER_PREPOSITIONS = ("of", "in", "from", "at", "for", "to", "with")
# Bodies that a country has one of: "the army" of a story about one country is that country's.
STATE_BODIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
# Those who are at home where they march, strike, are shot at or arrest.
LOCALS = frozenset({"COP", "CVL", "EDU", "LAB", "OPP", "REL"})
FAMOUS_ROLES = frozenset({"head_of_state", "head_of_government", "monarch", "secretary_general"})


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
    if word.pos == "PRON" or word.tag in ("PRP", "PRP$"):
        yield from coreference.pronoun(discourse, sentence, head, parties)
        return
    mention = discourse.mention_over(word.span)
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
    candidates = _choose(discourse, sentence, head, mention)
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


def _choose(discourse: Discourse, sentence: Sentence, head: int, mention: Mention) -> tuple[Candidate, ...]:
    """Return the readings that hold here: outright names first, weak ones only where something supports them."""
    for kinds in (("name",), ("adjective",), ("seat",), ("capital",)):
        found = mention.of_kind(*kinds)
        if found:
            return found if not _is_part_of_a_person(sentence, mention, discourse) else ()
    return _weak(discourse, sentence, head, mention)


def _is_part_of_a_person(sentence: Sentence, mention: Mention, discourse: Discourse) -> bool:
    """ "Jordan Henderson", "Paris Hilton": a place name as a first name before an unlisted surname."""
    inside = [w for w in sentence.words if mention.span.covers(w.span)]
    if not inside or inside[-1].dep != "compound" or len(inside) > 1 or mention.of_kind("adjective"):
        return False
    head = sentence.words[inside[-1].head]
    if head.pos != "PROPN" or head.index != inside[-1].index + 1 or discourse.mention_over(head.span):
        return False
    later = head.index + 1 < len(sentence.words) and sentence.words[head.index + 1].pos == "PROPN"
    return not later and inside[-1].text in FIRST_NAMES and head.lemma not in discourse.lexicon.agents


# Surnames that are first of all dates: a title must stand with them ("Prime Minister May").
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December".split()
)
FIRST_NAMES = frozenset(
    {
        "Jordan",
        "Chad",
        "Georgia",
        "Israel",
        "Paris",
        "Kenya",
        "India",
        "Sofia",
        "Santiago",
        "Sydney",
        "Victoria",
        "Austin",
    }
)


def _weak(discourse: Discourse, sentence: Sentence, head: int, mention: Mention) -> tuple[Candidate, ...]:
    weak = mention.of_kind("weak")
    if all(c.actor.kind == "person" for c in weak) and _is_inside_a_name(sentence, mention):
        return ()
    named = discourse.last_named((c.actor.id for c in weak), mention.span.start)
    if named is not None:
        return tuple(c for c in weak if c.actor.id == named)
    persons = [c for c in weak if c.actor.kind == "person"]
    if mention.span.of(discourse.text) in CALENDAR and title_noun(discourse, sentence, head) is None:
        return ()
    if persons:
        return _titled_or_famous(discourse, sentence, head, persons)
    weak = tuple(c for c in weak if c.actor.kind != "media")
    others = {c.actor.id for c in weak}
    return weak if len(others) == 1 and _is_capitalised_name(mention, discourse) else ()


def _is_inside_a_name(sentence: Sentence, mention: Mention) -> bool:
    """ "Choe Chang Man": the family name of somebody else, with another given name after it."""
    inside = [w.index for w in sentence.words if mention.span.covers(w.span)]
    if not inside or inside[-1] + 1 >= len(sentence.words):
        return False
    word, after = sentence.words[inside[-1]], sentence.words[inside[-1] + 1]
    return word.dep == "compound" and after.pos == "PROPN" and after.index not in inside


def _is_capitalised_name(mention: Mention, discourse: Discourse) -> bool:
    """A weak name of one body only, written as a name and longer than an initialism of three letters."""
    words = mention.span.of(discourse.text).split()
    return len(words) > 1 and words[-1] not in COMPASS and all(part[:1].isupper() for part in words)


# "The North closed the border": which north, only the text before can say.
COMPASS = frozenset({"North", "South", "East", "West"})


def _titled_or_famous(
    discourse: Discourse, sentence: Sentence, head: int, persons: list[Candidate]
) -> tuple[Candidate, ...]:
    """A surname alone is sure after a title that fits, or where one head of state or government bears it."""
    in_office = [(c, role) for c in persons if (role := role_on(c.actor, discourse.day)) is not None]
    agent = title_noun(discourse, sentence, head)
    if agent is not None and agent.role:
        fits = tuple(c for c, role in in_office if role.role == agent.role or same_office(role.role, agent.role))
    else:
        fits = tuple(c for c, role in in_office if role.role in FAMOUS_ROLES)
    if agent is not None and len(fits) > 1:
        # "North Korean leader Kim": of several who bear the name, the one of that country.
        home = _holder(discourse, sentence, head)
        fits = tuple(c for c in fits if home is None or c.actor.country == home.country)
    return fits if len({c.actor.id for c in fits}) == 1 else ()


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
    return from_agent(agent, holder, span.of(discourse.text), span, reason=reason)


def _shared(discourse: Discourse, sentence: Sentence, head: int, agent: AgentNoun, first: Party) -> Iterator[Party]:
    """ "Indian and Chinese soldiers": the same body of each country that stands coordinated before it."""
    seen, span = {first.country}, first.span
    before = [i for i in below(sentence, head, "amod", "compound", "nmod") if i < head]
    for other in (i for place in before for i in conjuncts(sentence, place)[1:]):
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
    for place in title_places(sentence, head):
        agent = agent_noun(discourse, sentence, place)
        if agent is None or agent.kind not in ("person", "people"):
            continue
        holder = _holder(discourse, sentence, place) or _holder(discourse, sentence, head)
        span = sentence.words[head].span
        if holder is None and agent.kind == "person":
            holder, _ = _assumed_holder(discourse, sentence, head, agent)
        return from_agent(agent, holder, span.of(discourse.text), span, reason="title")
    return None


def _remember(discourse: Discourse, name: str, party: Party) -> None:
    discourse.local_names[name] = party
    parts = name.split()
    if len(parts) > 1:
        discourse.local_names.setdefault(parts[-1], party)
        discourse.local_names.setdefault(parts[0], party)
