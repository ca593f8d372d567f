"""Mention -> the reading that holds: outright names first, weak ones only where something supports them."""

from collections.abc import Callable
from datetime import date, timedelta

from detente.parse.tree import below
from detente.records import Party, Sentence, Word
from detente.resolve.build import role_on
from detente.resolve.discourse import Discourse
from detente.resolve.names import Candidate, Mention
from detente.resolve.titles import same_office, title_noun

Candidates = tuple[Candidate, ...]
Holder = Callable[[Discourse, Sentence, int], Party | None]

FAMOUS_ROLES = frozenset({"head_of_state", "head_of_government", "monarch", "secretary_general"})
# A surname that so many actors bear means the famous one only where the text names the country (set by judgement).
COMMON = 6
LATELY = timedelta(days=365)


def choose(discourse: Discourse, sentence: Sentence, head: int, mention: Mention, holder: Holder) -> Candidates:
    """Return the readings that hold here: outright names first, weak ones only where something supports them."""
    for kinds in (("name",), ("adjective",), ("seat",), ("capital",)):
        found = mention.of_kind(*kinds)
        if found:
            no = _is_part_of_a_person(sentence, mention, discourse) or _is_river(sentence, mention)
            return () if no else found
    return _weak(discourse, sentence, head, mention, holder)


def _is_part_of_a_person(sentence: Sentence, mention: Mention, discourse: Discourse) -> bool:
    """ "Jordan Henderson", "Tom Holland": a place name as a first name, or as a surname, of somebody else."""
    inside = [w for w in sentence.words if mention.span.covers(w.span)]
    if len(inside) != 1 or mention.of_kind("adjective"):
        return False
    word = inside[0]
    return _is_first_name(sentence, word, discourse) or _is_surname(sentence, word, discourse)


def _is_first_name(sentence: Sentence, word: Word, discourse: Discourse) -> bool:
    head = sentence.words[word.head]
    if word.dep != "compound" or head.pos != "PROPN" or head.index != word.index + 1:
        return False
    other = discourse.mention_over(head.span)
    if other is not None and not _is_weak_surname(other):
        return False
    later = head.index + 1 < len(sentence.words) and sentence.words[head.index + 1].pos == "PROPN"
    return not later and word.text in FIRST_NAMES and head.lemma not in discourse.lexicon.agents


def _is_weak_surname(mention: Mention) -> bool:
    return all(c.kind == "weak" and c.actor.kind == "person" for c in mention.candidates)


def _is_surname(sentence: Sentence, word: Word, discourse: Discourse) -> bool:
    before = sentence.words[word.index - 1] if word.index else None
    return (
        before is not None
        and word.text in SURNAMES
        and before.pos == "PROPN"
        and before.dep == "compound"
        and before.head == word.index
        and before.text[:1].isupper()
        and discourse.mention_over(before.span) is None
        and before.lemma not in discourse.lexicon.agents
        and before.text.lower() not in NO_FIRST_NAMES
    )


def _is_river(sentence: Sentence, mention: Mention) -> bool:
    """ "Up the Niger": with the article it is the river, the state has none."""
    inside = [w for w in sentence.words if mention.span.covers(w.span)]
    if len(inside) != 1 or inside[0].text not in RIVERS or inside[0].dep in ("compound", "amod", "nmod", "poss"):
        return False
    return any(sentence.words[i].text.lower() == "the" for i in below(sentence, inside[0].index, "det"))


# Surnames that are first of all dates: a title must stand with them ("Prime Minister May").
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December".split()
)
RIVERS = frozenset({"Niger", "Jordan"})
SURNAMES = frozenset({"Holland", "Ireland", "Jordan", "Israel", "France", "Mali", "Paris", "London"})
NO_FIRST_NAMES = frozenset(
    "northern southern western eastern greater republic team mainland northeast vichy free".split()
)
FIRST_NAMES = frozenset(
    {
        "Cuba",
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


def _weak(discourse: Discourse, sentence: Sentence, head: int, mention: Mention, holder: Holder) -> Candidates:
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
        return _titled_or_famous(discourse, sentence, head, persons, holder)
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
    discourse: Discourse, sentence: Sentence, head: int, persons: list[Candidate], holder: Holder
) -> Candidates:
    """A surname alone is sure after a title that fits, or where one head of state or government bears it."""
    in_office = [(c, role) for c in persons if (role := role_on(c.actor, discourse.day)) is not None]
    agent = title_noun(discourse, sentence, head)
    if agent is not None and agent.role:
        fits = tuple(c for c, role in in_office if role.role == agent.role or same_office(role.role, agent.role))
    else:
        fits = tuple(c for c, role in in_office if role.role in FAMOUS_ROLES)
        if agent is None and len({c.actor.id for c in persons}) >= COMMON:
            named = {*discourse.states_before(sentence.span.end)}
            fits = tuple(c for c in fits if c.actor.country in named)
        fits = fits or _lately_famous(persons, discourse.day)
    if agent is not None and len(fits) > 1:
        # "North Korean leader Kim": of several who bear the name, the one of that country.
        home = holder(discourse, sentence, head)
        fits = tuple(c for c in fits if home is None or c.actor.country == home.country)
    return fits if len({c.actor.id for c in fits}) == 1 else ()


def _lately_famous(persons: list[Candidate], day: date | None) -> Candidates:
    """The one bearer of a rare name who was in office until lately: "they buried Raisi"."""
    if day is None or len({c.actor.id for c in persons}) > 1:
        return ()
    ended = [r for r in persons[0].actor.roles if r.role in FAMOUS_ROLES and r.until is not None]
    return tuple(persons[:1]) if any(day - LATELY <= r.until < day for r in ended if r.until) else ()
