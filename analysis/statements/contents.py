"""Candidates for what is said: the complement that follows a cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.statements.cues import Cue
from analysis.statements.extents import Stretch, phrase_end, skip_adjuncts, time_length
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import Verb, words

PHRASE_STARTS = frozenset("DNPROJEQHG")
CLAUSE_STARTS = frozenset("DNPROJEQYBG")
VERBAL = frozenset("AMVE")
QUESTION_WORDS = words("question_words")
ADDRESSED_QUESTIONS = words("addressed_questions")
OBJECTS = words("objects")
PREDICATE_ARTICLES = words("predicate_articles")
ADJECTIVAL = tuple(words("adjective_endings"))
# Verbs whose addressee stands before the clause, so that "told X Y" is never one clause.
NEED_ADDRESSEE = frozenset(
    ("be clear", "issue", "tell", "warn", "promise", "assure", "inform", "remind", "notify")
)
ADJUNCT_SEARCH = 24
PHRASE_SEARCH = 40


class Complement(NamedTuple):
    """What follows a cue. Token indices, last exclusive; cue_last: where the cue now ends."""

    pattern: str
    first: int
    last: int
    cue_last: int
    inserted: bool = False  # a comma stands before it


def complement_after(tokens: Sequence[Token], cue: Cue, limit: int) -> Complement | None:
    """What the cue's verb takes to its right before token ``limit``, or None."""
    stretch, verb = Stretch(tokens, limit), cue.verb
    if stretch.low(cue.last) in verb.prepositions and not time_length(stretch, cue.last):
        found = _after_preposition(stretch, cue.last)
        if found is not None:
            return found
    at, cue_last = skip_adjuncts(stretch, cue.last)
    if at > cue.last and stretch.low(at) in verb.prepositions:
        return Complement("prepositional", at, phrase_end(stretch, at), cue_last)
    found = _at(stretch, verb, at, cue_last)
    if found is None and verb.takes & {"a", "q", "t"}:
        found = _beyond_phrase(stretch, verb, at, cue_last)
    if found is None and "q" in verb.takes:
        found = _after_colon(stretch, at, cue_last)
    if found is not None and _is_bare_noun_reading(stretch, cue, found):
        return None
    return found


def _after_colon(stretch: Stretch, at: int, cue_last: int) -> Complement | None:
    """A quotation after a colon a few words on: "the message reads, in part: “…”"."""
    if stretch.tag(at) == "," and stretch.tag(at + 1) in "CK":
        return None
    for position in stretch.indices(at, 12):
        tag = stretch.tag(position)
        if tag == ":" and stretch.tag(position + 1) == "Q":
            return Complement("quotation", position + 1, stretch.limit, cue_last)
        if tag in "AMVE:;Q":
            return None
    return None


def _is_bare_noun_reading(stretch: Stretch, cue: Cue, found: Complement) -> bool:
    """ "The TV shows sound right": a form that is mostly a noun wants a clear object."""
    if found.pattern != "object" or not cue.verb.also_noun or cue.shape not in ("third", "base"):
        return False
    first = stretch.tokens[found.first]
    return first.tag in "NEG" and not first.low.endswith("s")


def _after_preposition(stretch: Stretch, at: int) -> Complement | None:
    if stretch.tag(at + 1) in PHRASE_STARTS | {"W"}:
        return Complement("prepositional", at + 1, phrase_end(stretch, at + 1), at + 1)
    return None


def _at(stretch: Stretch, verb: Verb, at: int, cue_last: int) -> Complement | None:
    """The complement that begins exactly at token ``at``."""
    tag, low, takes = stretch.tag(at), stretch.low(at), verb.takes
    if tag in ",:" and at + 1 < stretch.limit:
        found = _after_mark(stretch, verb, at, cue_last)
        if found is not None or tag == ":":
            return found
    if low == "that" and takes & {"t", "b"} and _follows_that(stretch, at + 1):
        return Complement("that", at, stretch.limit, cue_last)
    if low in QUESTION_WORDS and "w" in takes and at + 2 < stretch.limit:
        return Complement("question", at, stretch.limit, cue_last)
    if tag == "T" and "i" in takes and stretch.tag(at + 1) in "NGVBEADS":
        return Complement("infinitive", at, phrase_end(stretch, at), cue_last)
    if tag in PHRASE_STARTS | CLAUSE_STARTS or low in ("there", "that"):
        return _phrase_or_clause(stretch, verb, at, cue_last)
    return None


def _after_mark(stretch: Stretch, verb: Verb, at: int, cue_last: int) -> Complement | None:
    """A quotation or clause after a comma or colon."""
    colon = stretch.tag(at) == ":"
    if colon and at == cue_last:
        cue_last = at + 1
    if stretch.tag(at + 1) == "Q" and (colon or "q" in verb.takes):
        return Complement("quotation", at + 1, stretch.limit, cue_last, not colon)
    if colon and "q" in verb.takes:
        return Complement("colon", at + 1, stretch.limit, cue_last)
    if stretch.low(at + 1) == "that" and verb.takes & {"t", "b"}:
        return Complement("that", at + 1, stretch.limit, cue_last)
    if not colon:
        closing = next((i for i in stretch.indices(at + 1, 9) if stretch.tag(i) in ",AMVE"), at)
        if (
            stretch.tag(closing) == ","
            and closing > at
            and stretch.low(closing + 1) == "that"
            and "t" in verb.takes
        ):
            return Complement("that", closing + 1, stretch.limit, cue_last)
    return None


def _phrase_or_clause(stretch: Stretch, verb: Verb, at: int, cue_last: int) -> Complement | None:
    takes, tag = verb.takes, stretch.tag(at)
    if tag == "Q" and "q" in takes and "c" not in takes and stretch.tag(at + 1) in ".,;CK":
        return Complement("quotation", at, stretch.limit, cue_last)
    needed = _needed(stretch, verb, at)
    if needed is not None:
        pattern = "object infinitive" if stretch.tag(needed) == "T" else "object"
        last = phrase_end(stretch, needed)
        if pattern == "object" and stretch.tag(needed) == "Q":
            last = _after_predicate(stretch, needed)
        return Complement(pattern, at, last, cue_last)
    if "b" in takes and verb.base not in NEED_ADDRESSEE and _is_clause(stretch, at):
        return Complement("clause", at, stretch.limit, cue_last)
    if ("g" in takes and tag == "G") or ("n" in takes and tag in PHRASE_STARTS and tag not in "R"):
        return Complement("object", at, phrase_end(stretch, at), cue_last)
    return None


def _needed(stretch: Stretch, verb: Verb, at: int) -> int | None:
    """The later word without which the verb's object is not what is said.

    The infinitive of "urged X to go", the "of" of "accused X of", the predicate of "called X Y".
    """
    if "o" in verb.takes:
        found = _infinitive(stretch, at)
        if found is not None:
            return found
    if "m" in verb.takes:
        wanted = ("of", "for", "as", "from")
        return next((i for i in stretch.indices(at + 1, 20) if stretch.low(i) in wanted), None)
    return _predicate(stretch, at) if "c" in verb.takes else None


def _infinitive(stretch: Stretch, at: int) -> int | None:
    """The "to" of somebody + infinitive; one after a comma closes an insertion and wins."""
    found = None
    for position in stretch.indices(at + 1, PHRASE_SEARCH):
        tag = stretch.tag(position)
        if tag == "T" and stretch.tag(position + 1) in "NVBEAX":
            before = stretch.tag(position - 1)
            if found is None or before in ",F":
                found = position
        elif tag in ";:" or stretch.low(position) in ("that", "if", "whether"):
            break
    return found


def _predicate(stretch: Stretch, at: int) -> int | None:
    """Where what the object is called begins: "called it | a mistake", "called X | “Y”"."""
    for position in stretch.indices(at + 1, PHRASE_SEARCH):
        if stretch.tag(position) == "Q":
            return position
        if stretch.tag(position) in ",;":
            break
    for position in stretch.indices(at + 1, PHRASE_SEARCH):
        tag, low, before = stretch.tag(position), stretch.low(position), stretch.tag(position - 1)
        if low == "as":
            return position
        if low in PREDICATE_ARTICLES and before in "NPOEDR":
            return position
        if low.endswith(ADJECTIVAL) and before in "NPODBR" and tag in "NGB":
            return position
        if low in (",", "to", "for"):
            return None
    return None


def _after_predicate(stretch: Stretch, quotation: int) -> int:
    """What a thing is called ends with the quotation, unless an "of" or "for" belongs to it."""
    if stretch.low(quotation + 1) in ("of", "for", "to", "than", "against", "from"):
        return phrase_end(stretch, quotation)
    if stretch.tag(quotation + 1) in "CNP":
        return phrase_end(stretch, quotation)
    return quotation + 1


def _is_clause(stretch: Stretch, at: int) -> bool:
    """Whether the words from ``at`` hold a subject and a finite verb."""
    if stretch.low(at) == "there":
        return True
    for position in stretch.indices(at, 45):
        tag = stretch.tag(position)
        if tag == "Q" and position < at + 12 and stretch.tag(at) != "Q":
            return True
        if position == at:
            continue
        if tag in "AMV" or (tag == "E" and stretch.tag(position - 1) not in "DHI"):
            return True
        if tag == "N" and _looks_finite(stretch, position):
            return True
        if tag in ";":
            return False
    return stretch.tag(at) == "Q" and (at + 1 < stretch.limit or stretch.low(at - 1) == "that")


def _follows_that(stretch: Stretch, at: int) -> bool:
    """A clause, not the noun of "repeated that line in his speech"."""
    if _is_clause(stretch, at) or stretch.tag(at) in "AMV":
        return True
    return stretch.tag(at + 1) not in ".,;:IC"


def _looks_finite(stretch: Stretch, position: int) -> bool:
    """An unknown word that is most likely a verb: after a pronoun, or an -s form after a name."""
    before, low = stretch.tag(position - 1), stretch.low(position)
    if before == "R":
        return True
    return before in "NP" and low.endswith("s") and not low.endswith(("ss", "us"))


def _beyond_phrase(stretch: Stretch, verb: Verb, at: int, cue_last: int) -> Complement | None:
    """The clause or quotation behind an addressee or an adverbial (told reporters in Kyiv that)."""
    addressed = "a" in verb.takes
    if not addressed and stretch.tag(at) not in "IT":
        return None
    for position in stretch.indices(at, ADJUNCT_SEARCH):
        found = _behind(stretch, verb, position, cue_last) if position > at else None
        if found is None and addressed and position > at:
            found = _after_addressee(stretch, verb, position, cue_last)
        if found is not None:
            return found
        if _ends_search(stretch, position, 0 if addressed else at + 14):
            return None
    return None


def _behind(stretch: Stretch, verb: Verb, position: int, cue_last: int) -> Complement | None:
    """A that-clause or quotation at ``position``; not a title (on the “Morning Show”)."""
    tag = stretch.tag(position)
    if stretch.low(position) == "that" and verb.takes & {"t", "b"}:
        return Complement("that", position, stretch.limit, cue_last)
    if "q" not in verb.takes:
        return None
    if tag in ",:" and stretch.tag(position + 1) == "Q":
        return Complement("quotation", position + 1, stretch.limit, cue_last, tag == ",")
    if tag == "Q" and stretch.tag(position - 1) not in "HDI":
        return Complement("quotation", position, stretch.limit, cue_last)
    return None


def _belongs_to_noun(stretch: Stretch, verb: Verb, position: int) -> bool:
    """Whether this "of" is part of the addressee: "told Moe of Kanal 1", "the staff of … that"."""
    if verb.base not in ("assure", "inform", "notify"):
        return verb.base == "tell"
    return any(stretch.low(at) == "that" for at in stretch.indices(position, 12))


def _ends_search(stretch: Stretch, position: int, comma_from: int) -> bool:
    """Whether the words up to here are more than an addressee or an adverbial."""
    tag = stretch.tag(position)
    if tag != ",":
        return tag in ";VAMS"
    return stretch.tag(position + 1) in "CK" or bool(comma_from and position > comma_from)


def _after_addressee(
    stretch: Stretch, verb: Verb, position: int, cue_last: int
) -> Complement | None:
    """What begins at ``position`` if the words before it are those spoken to."""
    tag, low, before = stretch.tag(position), stretch.low(position), stretch.tag(position - 1)
    if "w" in verb.takes and (low in ADDRESSED_QUESTIONS or (low == "if" and verb.base == "ask")):
        return Complement("question", position, stretch.limit, cue_last)
    if tag == "T" and "i" in verb.takes and before in "NPOD":
        return Complement("infinitive", position, phrase_end(stretch, position), cue_last)
    if low in ("of", "about", "against") and verb.base in NEED_ADDRESSEE and before in "NPODR":
        if low == "of" and before in "NP" and _belongs_to_noun(stretch, verb, position):
            return None
        return Complement("prepositional", position, phrase_end(stretch, position), cue_last)
    if time_length(stretch, position):
        return None
    starts = tag in "DR" or low == "there" or (tag == "P" and before in "NO")
    joined = before in "NPOY" or stretch.low(position - 1) in OBJECTS
    if starts and joined and "b" in verb.takes and _is_clause(stretch, position):
        return Complement("clause", position, stretch.limit, cue_last)
    return None
