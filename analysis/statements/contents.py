"""Candidates for what is said: the complement to the right of a cue, the clause to its left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.statements.cues import Cue
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import Verb, words

PHRASE_STARTS = frozenset("DNPROJEQHG")
CLAUSE_STARTS = frozenset("DNPROJEQYB")
QUESTION_WORDS = frozenset("if whether how why what who where when which".split())
ADJUNCT_SEARCH = 24
EVENT_PREPOSITIONS = frozenset("in during at on before after to from".split())
ADJECTIVAL = ("able", "ible", "ous", "ive", "ful", "less", "ic", "al", "ing", "ent", "ant", "ish")


class Complement(NamedTuple):
    """What follows a cue. Token indices, last exclusive; cue_last: where the cue now ends."""

    pattern: str
    first: int
    last: int
    cue_last: int
    inserted: bool = False  # a comma stands before it


def complement_after(tokens: Sequence[Token], cue: Cue, limit: int) -> Complement | None:
    """What the cue's verb takes to its right before token ``limit``, or None."""
    at = cue.last
    cue_last = at
    verb = cue.verb
    for preposition in ("",):
        del preposition
    if _low(tokens, at, limit) in verb.prepositions:
        found = _after_preposition(tokens, at, limit)
        if found is not None:
            return found
    after, cue_last = _skip_adjuncts(tokens, at, limit)
    found = _at(tokens, verb, after, limit, cue_last)
    if found is not None:
        return found
    if verb.takes & {"a", "q", "t"}:
        return _beyond_phrase(tokens, verb, after, limit, cue_last)
    return None


def _low(tokens: Sequence[Token], at: int, limit: int) -> str:
    return tokens[at].low if at < limit else ""


def _tag(tokens: Sequence[Token], at: int, limit: int) -> str:
    return tokens[at].tag if at < limit else "."


def _after_preposition(tokens: Sequence[Token], at: int, limit: int) -> Complement | None:
    if _tag(tokens, at + 1, limit) in PHRASE_STARTS | {"W"}:
        return Complement("prepositional", at + 1, phrase_end(tokens, at + 1, limit), at + 1)
    return None


def _skip_adjuncts(tokens: Sequence[Token], at: int, limit: int) -> tuple[int, int]:
    """Step over "on May 2", "late Tuesday", "in a statement"; the cue keeps only the last kind."""
    cue_last = at
    while at < limit:
        step = _time_length(tokens, at, limit) or _medium_length(tokens, at, limit)
        if not step:
            break
        at += step
        if tokens[at - 1].tag == "N" and at - step == cue_last:
            cue_last = at
    return at, cue_last


def _time_length(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Length of a time phrase or adverb at ``at``, 0 if none."""
    position = at
    if _tag(tokens, position, limit) == "I" and tokens[position].low in ("on", "in", "by", "at"):
        position += 1
    start = position
    while position < limit and (
        tokens[position].tag in "YJ"
        or tokens[position].low in words("time_lead")
        or (tokens[position].tag == "," and _is_year(tokens, position, limit))
    ):
        position += 1
    if any(tokens[index].tag == "Y" for index in range(start, position)):
        while tokens[position - 1].tag not in "YJ":
            position -= 1
        return position - at
    if _tag(tokens, at, limit) == "B" and tokens[at].low not in ("not", "only"):
        return 1
    return 0


def _is_year(tokens: Sequence[Token], comma: int, limit: int) -> bool:
    low = _low(tokens, comma + 1, limit)
    return len(low) == 4 and low.isdigit() and tokens[comma - 1].tag == "J"


def _medium_length(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Length of "in a statement", "in an interview", "on Twitter" at ``at``, 0 if none."""
    if _low(tokens, at, limit) not in ("in", "on", "during", "at", "via", "by"):
        return 0
    position = at + 1
    while position < limit and position < at + 6 and tokens[position].tag in "DNHPJEGY":
        if tokens[position].low in words("event") and (
            _tag(tokens, position + 1, limit) not in "NP"
        ):
            return position + 1 - at
        position += 1
    return 0


def _at(
    tokens: Sequence[Token], verb: Verb, at: int, limit: int, cue_last: int
) -> Complement | None:
    """The complement that begins exactly at token ``at``."""
    tag, low = _tag(tokens, at, limit), _low(tokens, at, limit)
    takes = verb.takes
    if tag in ",:" and _tag(tokens, at + 1, limit) == "Q":
        if "q" in takes or tag == ":":
            cue_last = at + 1 if tag == ":" and at == cue_last else cue_last
            return Complement("quotation", at + 1, limit, cue_last, tag == ",")
        return None
    if tag == ":" and "q" in takes and at + 1 < limit:
        return Complement("colon", at + 1, limit, at + 1 if at == cue_last else cue_last)
    if low == "that" and takes & {"t", "b"} and at + 1 < limit:
        return Complement("that", at, limit, cue_last)
    if low == "," and _low(tokens, at + 1, limit) == "that" and takes & {"t", "b"}:
        return Complement("that", at + 1, limit, cue_last)
    if low in QUESTION_WORDS and "w" in takes and at + 2 < limit:
        return Complement("question", at, limit, cue_last)
    if tag == "T" and "i" in takes and _tag(tokens, at + 1, limit) in "NGVBEADS":
        return Complement("infinitive", at, phrase_end(tokens, at, limit), cue_last)
    return _phrase_or_clause(tokens, verb, at, limit, cue_last)


def _phrase_or_clause(
    tokens: Sequence[Token], verb: Verb, at: int, limit: int, cue_last: int
) -> Complement | None:
    takes, tag = verb.takes, _tag(tokens, at, limit)
    if tag not in PHRASE_STARTS | CLAUSE_STARTS and _low(tokens, at, limit) != "there":
        return None
    if tag == "Q" and "q" in takes and "c" not in takes and _quotation_alone(tokens, at, limit):
        return Complement("quotation", at, limit, cue_last)
    if "o" in takes and _has_infinitive(tokens, at, limit):
        return Complement("object infinitive", at, phrase_end(tokens, at, limit), cue_last)
    if "m" in takes and _has_preposition(tokens, at, limit, ("of", "for", "as", "from")):
        return Complement("object", at, phrase_end(tokens, at, limit), cue_last)
    if "c" in takes and _has_predicate(tokens, at, limit):
        return Complement("object", at, phrase_end(tokens, at, limit), cue_last)
    if "b" in takes and tag in CLAUSE_STARTS | {"G", "S", "B"} and _is_clause(tokens, at, limit):
        if "a" not in takes or verb.base not in ("tell", "warn", "promise", "assure"):
            return Complement("clause", at, limit, cue_last)
    if "g" in takes and tag == "G":
        return Complement("object", at, phrase_end(tokens, at, limit), cue_last)
    if "n" in takes and tag in PHRASE_STARTS and tag not in "R":
        return Complement("object", at, phrase_end(tokens, at, limit), cue_last)
    return None


def _quotation_alone(tokens: Sequence[Token], at: int, limit: int) -> bool:
    return at + 1 >= limit or tokens[at + 1].tag in ",.;CK"


def _has_infinitive(tokens: Sequence[Token], at: int, limit: int) -> bool:
    for position in range(at + 1, min(limit, at + 40)):
        if tokens[position].tag == "T" and _tag(tokens, position + 1, limit) in "NVBEAPQX":
            return True
        if tokens[position].tag in ";:" or tokens[position].low == "that":
            return False
    return False


def _has_preposition(tokens: Sequence[Token], at: int, limit: int, wanted: tuple[str, ...]) -> bool:
    return any(tokens[position].low in wanted for position in range(at, min(limit, at + 14)))


def _has_predicate(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether a name for the object follows it: "called it a mistake", "called X “Y”"."""
    for position in range(at, min(limit, at + 40)):
        token = tokens[position]
        if token.tag == "Q" and position > at:
            return True
        if position == at:
            continue
        before = tokens[position - 1]
        if token.low in ("a", "an", "the", "one", "his", "her", "their", "our", "its") and (
            before.tag in "NPOEDR"
        ):
            return True
        if token.low.endswith(ADJECTIVAL) and before.tag in "NPODBR" and token.tag in "NGB":
            return True
        if token.low in (",", "to", "for"):
            return False
    return False


def _is_clause(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether the words from ``at`` hold a subject and a finite verb."""
    if tokens[at].tag in "RP" and tokens[at].low not in ("none", "one"):
        floor = at + 1
    elif _low(tokens, at, limit) == "there":
        return True
    else:
        floor = at + 1
    for position in range(floor, min(limit, at + 45)):
        token = tokens[position]
        if token.tag in "AMVE" or token.low.endswith("n't"):
            return True
        if token.tag == "N" and position > at and _looks_finite(tokens, position):
            return True
        if token.tag in ";":
            return False
    return False


def _looks_finite(tokens: Sequence[Token], position: int) -> bool:
    """An unknown word after a pronoun or name that is most likely its verb (she wants, China has)."""
    before = tokens[position - 1]
    low = tokens[position].low
    if before.tag == "R":
        return True
    return before.tag in "NP" and low.endswith("s") and not low.endswith(("ss", "us"))


def _beyond_phrase(
    tokens: Sequence[Token], verb: Verb, at: int, limit: int, cue_last: int
) -> Complement | None:
    """The clause or quotation behind an addressee or an adverbial (told reporters in Kyiv that)."""
    if "a" not in verb.takes and _tag(tokens, at, limit) not in "IT":
        return None
    for position in range(at, min(limit, at + ADJUNCT_SEARCH)):
        token = tokens[position]
        ahead = _tag(tokens, position + 1, limit)
        if token.low == "that" and verb.takes & {"t", "b"} and position > at:
            return Complement("that", position, limit, cue_last)
        if token.tag in ",:" and ahead == "Q" and "q" in verb.takes:
            return Complement("quotation", position + 1, limit, cue_last, token.tag == ",")
        if token.tag == "Q" and "q" in verb.takes and position > at:
            return Complement("quotation", position, limit, cue_last)
        if "a" not in verb.takes:
            if token.tag in "AMV;" or (token.tag == "," and position > at + 8):
                return None
            continue
        found = _addressee_ends(tokens, verb, at, position, limit, cue_last)
        if found is not None:
            return found
        if token.tag in ";VAM":
            return None
    return None


def _addressee_ends(
    tokens: Sequence[Token], verb: Verb, at: int, position: int, limit: int, cue_last: int
) -> Complement | None:
    token = tokens[position]
    if position == at:
        return None
    before = tokens[position - 1]
    if token.low in QUESTION_WORDS and "w" in verb.takes and token.low != "who":
        return Complement("question", position, limit, cue_last)
    if token.tag == "T" and "i" in verb.takes and before.tag in "NPOD":
        return Complement("infinitive", position, phrase_end(tokens, position, limit), cue_last)
    if token.low in verb.prepositions or (token.low in ("of", "about") and before.tag in "PODR"):
        if verb.base in ("tell", "warn", "assure", "inform", "remind", "notify"):
            end = phrase_end(tokens, position, limit)
            return Complement("prepositional", position, end, cue_last)
        return None
    starts = token.tag in "DR" or token.low == "there" or (token.tag == "P" and before.tag in "NO")
    joined = before.tag in "NPOYD" and not (before.tag == "D" and before.low not in OBJECTS)
    if starts and joined and "b" in verb.takes and _is_clause(tokens, position, limit):
        return Complement("clause", position, limit, cue_last)
    return None


OBJECTS = frozenset("him her them us me it you".split())


def phrase_end(tokens: Sequence[Token], first: int, limit: int) -> int:
    """Where a noun phrase or infinitive that is said ends: before an adverbial clause."""
    for position in range(first + 1, limit):
        token = tokens[position]
        if token.tag in ";F":
            return position
        if token.tag == "," and _ends_phrase(tokens, position, limit):
            return position
        if token.low in ("after", "while", "when", "before", "because", "since", "although") and (
            tokens[position - 1].tag in "NPQYO"
        ):
            return position
        if token.low in EVENT_PREPOSITIONS and position > first + 1:
            if (
                _medium_length(tokens, position, limit)
                and _tag(tokens, position - 1, limit) in "NPQO"
            ):
                return position
    return limit


def _ends_phrase(tokens: Sequence[Token], comma: int, limit: int) -> bool:
    after = _tag(tokens, comma + 1, limit)
    return after in "GSKWBRM" or (after == "I")


def clause_limit(tokens: Sequence[Token], first: int, limit: int) -> int:
    """Where a reported clause ends: a quotation in it is followed by the occasion's name."""
    for position in range(first + 1, limit):
        if (
            tokens[position].low in EVENT_PREPOSITIONS
            and tokens[position - 1].tag == "Q"
            and _medium_length(tokens, position, limit)
        ):
            return position
    return limit
