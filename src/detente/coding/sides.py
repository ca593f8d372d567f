"""Who stands on the two sides of a binding: sources from the agent, targets from the frame's region."""

from collections.abc import Iterable, Sequence

from detente.coding.framebook import FrameBook
from detente.coding.match import Binding
from detente.coding.predicates import copula
from detente.coding.regions import is_opposed, near_places, region_places
from detente.parse.clauses import noun_agents, surface_subjects, voice_of
from detente.parse.tree import below, conjuncts, prepositional
from detente.records import Argument, Party, Sentence
from detente.resolve.discourse import Discourse
from detente.resolve.parties import parties

# What is done in person or by hand is done to the phrase itself, not to somebody that it mentions.
DIRECT = frozenset({"CONSULT", "RETREAT", "COERCE", "ASSAULT", "MOBILIZE", "AID", "COOPERATE", "PROTEST"})
# A private person of some nationality is no side of a deal, but may be its victim.
VICTIMISING = frozenset({"ASSAULT", "COERCE", "RETREAT", "AID", "SANCTION"})
ON_THE_SPOT = frozenset({"ASSAULT", "COERCE", "AID"})
# "Threatened to recall its judges from Kosovo": whom a deed that is only spoken of would be done to.
SAID = frozenset({"commit", "refuse", "request", "threaten"})
EVERYDAY = frozenset({"AGR", "BUS", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "MNC", "REF", "SOC", "UNK"})
ENTERING = frozenset("barge cross enter infiltrate pour push roll storm sweep thrust".split())
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
BETWEEN = frozenset({"between", "among", "amongst"})

Parties = tuple[Party, ...]


def sources(discourse: Discourse, binding: Binding, book: FrameBook) -> Parties:
    """Return the parties that do it, empty where the sentence does not say."""
    clause, sentence = binding.clause, binding.clause.sentence
    if clause.kind == "verb":
        heads = [a.head for a in (clause.agents or _marched(binding))]
        return agents_of(discourse, sentence, _public(discourse, binding, heads))
    if clause.kind == "adjective":
        verb = copula(sentence, clause.predicate)
        return agents_of(discourse, sentence, surface_subjects(sentence, clause.predicate if verb is None else verb))
    return _noun_sources(discourse, binding, book)


def _public(discourse: Discourse, binding: Binding, heads: Iterable[int]) -> list[int]:
    """Leave out singers, players and the like, who do nothing political but protest or harm.

    Nobody of the people at large allows anything, and it is no attack where they cross a border.
    """
    frame, sentence, private = binding.frame, binding.clause.sentence, discourse.lexicon.non_actors
    everybody = frame.embed == "allow" or frame.event_type == "ASSAULT" and binding.clause.lemma in ENTERING
    if not everybody and frame.event_type in ("AID", "ASSAULT", "PROTEST"):
        return list(heads)
    return [
        h
        for h in heads
        if not everybody
        and sentence.words[h].lemma not in private
        or any(p.sector not in EVERYDAY for p in parties(discourse, sentence, h))
    ]


def _marched(binding: Binding) -> Sequence[Argument]:
    """ "Soldiers marched into the town": the parser reads an intransitive verb after its subject as a passive."""
    clause = binding.clause
    fragment = clause.voice == "passive" and clause.sentence.words[clause.predicate].dep == "acl"
    asks_object = any(not slot.prepositions for slot in binding.frame.slots)
    return clause.patients if fragment and binding.frame.has_target and not asks_object else ()


def agents_of(discourse: Discourse, sentence: Sentence, heads: Iterable[int]) -> Parties:
    """Return the parties of agent phrases; of a thing done or said ("Seoul's decision"), whoever it is of."""
    found: list[Party] = []
    for head in heads:
        own = parties(discourse, sentence, head)
        found += own or _holders(discourse, sentence, head)
    return unique(found)


def _holders(discourse: Discourse, sentence: Sentence, head: int) -> Parties:
    """Return whose a thing is; a thing that somebody makes ("proposed an amendment defining ...") is the maker's."""
    word = sentence.words[head]
    if word.pos != "NOUN" or word.lemma in discourse.lexicon.non_actors:
        return ()
    return _owners(discourse, sentence, head) or _makers(discourse, sentence, head)


def _makers(discourse: Discourse, sentence: Sentence, head: int) -> Parties:
    word = sentence.words[head]
    governor = sentence.words[word.head]
    if governor.pos != "VERB" or word.dep not in ("dobj", "nsubjpass") or word.lemma not in MADE:
        return ()
    if voice_of(sentence, governor.index) == "passive":
        return _from_or_by(discourse, sentence, governor.index)
    return tuple(p for s in surface_subjects(sentence, governor.index) for p in parties(discourse, sentence, s))


# What is made or issued speaks for its maker.
MADE = frozenset(
    "amendment announcement bill communique declaration decree edict law legislation letter measure memo"
    " memorandum message motion note notice order plan proposal protocol resolution revision statement"
    " strategy ultimatum policy rule decision move speech report".split()
)


def _owners(discourse: Discourse, sentence: Sentence, head: int) -> Parties:
    for agent in noun_agents(sentence, head):
        if is_opposed(sentence, agent.head) or is_scene(discourse, sentence, agent.head, head):
            continue
        lemma = sentence.words[head].lemma
        fired = agent.preposition == "from" and lemma in SHOTS
        if agent.preposition in ("of", "from", "between", "among") and lemma not in HELD and not fired:
            continue
        found = parties(discourse, sentence, agent.head)
        if found:
            return found
    return ()


def is_scene(discourse: Discourse, sentence: Sentence, modifier: int, head: int) -> bool:
    """Return whether a word before a noun is only its place.

    "The Paris attacks", "the Geneva talks": a capital before a deed is where it was; before a decision, whose.
    """
    if sentence.words[modifier].dep not in ("compound", "amod", "nmod") or sentence.words[head].lemma in MADE:
        return False
    mention = discourse.mention_over(sentence.words[modifier].span)
    return mention is not None and bool(mention.of_kind("capital")) and not mention.of_kind("name", "adjective")


# "Members of the Security Council", "a group of Afghan elders": the phrase after "of" is who acts.
HELD = frozenset(
    "member group number thousand hundred dozen majority coalition team unit part rest head side government"
    " leader representative crowd wave column convoy statement".split()
)

# "Gunfire from an Iranian boat": whoever it comes from fires it.
SHOTS = frozenset("bullet fire gunfire missile mortar rocket round shell shelling shot".split())


def _noun_sources(discourse: Discourse, binding: Binding, book: FrameBook) -> Parties:
    sentence, noun = binding.clause.sentence, binding.clause.predicate
    region = set(binding.regions)
    if binding.carrier is not None:
        verb = sentence.words[binding.carrier]
        if verb.lemma in book.light.does and sentence.words[noun].dep != "nsubj":
            found = _carrier_agents(discourse, sentence, binding.carrier)
            if found:
                return found
        if verb.lemma in book.light.undergoes:
            found = _from_or_by(discourse, sentence, binding.carrier)
            if found:
                return found
    found_list: list[Party] = [
        p
        for clause in below(sentence, noun, "acl")
        if sentence.words[clause].lemma in book.light.does and voice_of(sentence, clause) == "passive"
        for p in _from_or_by(discourse, sentence, clause)
    ]
    for agent in () if found_list else binding.clause.agents:
        if agent.head in region and agent.preposition not in BETWEEN or is_opposed(sentence, agent.head):
            continue
        if is_scene(discourse, sentence, agent.head, noun):
            continue
        here = [p for c in conjuncts(sentence, agent.head) for p in parties(discourse, sentence, c)]
        found_list += here
        if here and agent.preposition not in BETWEEN and not _is_modifier(sentence, agent.head):
            break
    return unique(found_list) or _doers_farther_off(discourse, binding)


def _doers_farther_off(discourse: Discourse, binding: Binding) -> Parties:
    """ "The detention of a reporter by Russia", "after talks with Peru, Chile ...": what hangs lower, who goes on."""
    sentence, noun = binding.clause.sentence, binding.clause.predicate
    of = [h for prep, h in prepositional(sentence, noun) if prep == "of"]
    by = [h for place in of for prep, h in prepositional(sentence, place) if prep == "by"]
    if by:
        return agents_of(discourse, sentence, by)
    verb = verb_beside(binding)
    return () if verb is None else agents_of(discourse, sentence, surface_subjects(sentence, verb))


# What is told of by the way: "after talks with Peru", "during a visit to China".
BY_THE_WAY = frozenset({"after", "during", "following", "on"})
KNOWN = frozenset({"the", "this", "that", "these", "those", "any", "no", "every", "each", "another", "further"})


def verb_beside(binding: Binding) -> int | None:
    """Return the verb whose subject met or visited somebody before or while doing it; None where it is another's."""
    sentence, noun = binding.clause.sentence, binding.clause.predicate
    if binding.clause.kind != "noun" or binding.frame.event_type != "CONSULT":
        return None
    prep = sentence.words[sentence.words[noun].head]
    verb = sentence.words[prep.head]
    if sentence.words[noun].dep != "pobj" or prep.text.lower() not in BY_THE_WAY or verb.pos != "VERB":
        return None
    known = any(sentence.words[i].text.lower() in KNOWN for i in below(sentence, noun, "det"))
    return None if known or prep.text.lower() == "on" and binding.frame.mode != "visit" else verb.index


def _is_modifier(sentence: Sentence, head: int) -> bool:
    return sentence.words[head].dep in ("amod", "compound", "nmod")


def _carrier_agents(discourse: Discourse, sentence: Sentence, verb: int) -> Parties:
    if voice_of(sentence, verb) == "passive":
        return _from_or_by(discourse, sentence, verb)
    return agents_of(discourse, sentence, surface_subjects(sentence, verb))


def _from_or_by(discourse: Discourse, sentence: Sentence, verb: int) -> Parties:
    heads = [h for prep, h in prepositional(sentence, verb) if prep in ("by", "from")]
    return agents_of(discourse, sentence, heads)


def targets(discourse: Discourse, binding: Binding, done_by: Parties, book: FrameBook) -> Parties:
    """Return the parties that it is done to: those of the frame's region that are not its sources."""
    doers: set[object] = {*(p.actor for p in done_by if p.actor), *(p.span for p in done_by)}
    clause, sentence = binding.clause, binding.clause.sentence
    heads = list(binding.regions)
    together = binding.frame.embed == "commit" and len({p.country for p in done_by}) > 1
    if not binding.frame.has_target and not together:
        heads += _unmarked_regions(binding)
    if clause.kind == "noun":
        heads += _noun_regions(discourse, binding, book)
    event_type = binding.frame.event_type
    found: list[Party] = []
    for head in heads:
        for place in conjuncts(sentence, head):
            found += _first_in_region(
                discourse, sentence, place, doers, event_type, says_where=binding.frame.has_target
            )
    return unique(p for p in found if p.actor not in doers and p.span not in doers)


def _unmarked_regions(binding: Binding) -> list[int]:
    """A frame that names no target still has one where its object is somebody's ("seized a Greek tanker")."""
    if binding.frame.event_type in ("", "CONSULT"):
        return []  # who is talked about is not talked to
    if binding.clause.kind == "noun":
        return list(binding.bound)
    words = binding.clause.sentence.words
    kinds = ("NOUN", "PROPN", "ADJ", "NUM", *(("VERB",) if binding.frame.embed in SAID else ()))
    nouns = [c for c in binding.complements if words[c].pos in kinds]
    return list(dict.fromkeys([*binding.bound, *(a.head for a in binding.clause.patients), *nouns]))


def _noun_regions(discourse: Discourse, binding: Binding, book: FrameBook) -> list[int]:
    """Return where else a nominal event's target stands: the subject that undergoes it, the other side before it."""
    sentence, noun = binding.clause.sentence, binding.clause.predicate
    heads: list[int] = []
    if binding.carrier is not None and sentence.words[binding.carrier].lemma in book.light.undergoes:
        heads += surface_subjects(sentence, binding.carrier)
    if binding.frame.event_type in ON_THE_SPOT and not binding.regions:
        heads += [h for prep, h in prepositional(sentence, noun) if prep in ("in", "inside", "at", "near")]
    if binding.frame.has_target and not binding.regions:
        heads += below(sentence, noun, "amod", "compound", "nmod", "poss")
        if binding.carrier is not None:
            heads += list(below(sentence, binding.carrier, "dative"))
    return heads


def _first_in_region(
    discourse: Discourse, sentence: Sentence, head: int, doers: set[object], event_type: str, *, says_where: bool
) -> Parties:
    # "Returned the coins to a museum in Cyprus", "pulled out of a town in Tigray": a thing is its country's.
    thing = event_type == "RETREAT" and says_where and not parties(discourse, sentence, head)
    direct, there = event_type in DIRECT, event_type in ON_THE_SPOT or thing
    if sentence.words[head].lemma in discourse.lexicon.non_actors and event_type not in VICTIMISING:
        return ()
    places = near_places(sentence, head, there=there) if direct else region_places(sentence, head)
    unsettled: Parties = ()
    for place in places:
        if place != head and not _is_named(discourse, sentence, place):
            continue
        together = (place,) if place == head else conjuncts(sentence, place)
        named = [p for c in together for p in parties(discourse, sentence, c)]
        found = tuple(p for p in named if p.actor not in doers or p.actor is None)
        if any(p.country or p.actor for p in found):
            return found
        unsettled = unsettled or found
    return unsettled


def _is_named(discourse: Discourse, sentence: Sentence, place: int) -> bool:
    """A word before a noun is a side only where it names one: the "press" of a press statement is not the press."""
    word = sentence.words[place]
    if word.dep not in ("amod", "compound", "nmod"):
        return True
    return discourse.mention_over(word.span) is not None or (sentence.span.start, place) in discourse.cache


def unique(found: Iterable[Party]) -> Parties:
    """Return the parties, each actor once; parties without actor are kept by their words."""
    seen: dict[object, Party] = {}
    for party in found:
        seen.setdefault((party.actor, party.name) if party.actor else party.span, party)
    return tuple(seen.values())
