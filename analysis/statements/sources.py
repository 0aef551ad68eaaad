"""Candidates for who says it: the noun phrase before, after or shared with a cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

APPOSITION_STARTS = "DNPJWR"
TAIL_PREPOSITIONS = words("tail_prepositions")


PERSONAL = words("personal")


class Source(NamedTuple):
    """Token indices of a noun phrase, last exclusive; ``boundary`` is the token before it."""

    first: int
    last: int
    boundary: int  # index of the token that closes the clause to the left, -1 at the start


def subject_before(tokens: Sequence[Token], end: int, floor: int) -> Source | None:
    """The subject whose verb begins at token ``end``; nothing left of ``floor`` belongs to it.

    Understands titles, possessives, "of" phrases, appositions and relative clauses between commas,
    and introductory phrases with or without a comma. None where no noun phrase is certain.
    """
    end = _skip_time_back(tokens, end, floor)
    if end <= floor:
        return None
    if tokens[end - 1].tag == ",":
        return _with_insertion(tokens, end, floor)
    return _plain_subject(tokens, end, floor)


def _skip_time_back(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Step back over "on Wednesday", "late Tuesday", "last week" before the verb."""
    position = end
    while position > floor and (
        tokens[position - 1].tag in "Y"
        or (tokens[position - 1].tag == "J" and position != end)
        or (position != end and tokens[position - 1].low in words("time_lead"))
    ):
        position -= 1
    if position == end or position <= floor:
        return end
    if tokens[position - 1].tag == "I" and tokens[position - 1].low in ("on", "in", "at", "by"):
        return position - 1 if position - 1 > floor else end
    return position


def _with_insertion(tokens: Sequence[Token], end: int, floor: int) -> Source | None:
    """Subject, insertion, verb: an apposition belongs to the subject, an adverbial does not."""
    opening = _matching_comma(tokens, end - 1, floor)
    if opening is None or opening <= floor:
        return None
    subject = _plain_subject(tokens, opening, floor)
    if subject is None:
        return None
    inner = tokens[opening + 1]
    if inner.tag in APPOSITION_STARTS or inner.low in ("both", "one"):
        return subject._replace(last=end)
    return subject


def _matching_comma(tokens: Sequence[Token], closing: int, floor: int) -> int | None:
    position = closing - 1
    while position >= floor:
        if tokens[position].tag == ",":
            return position if position + 1 < closing else None
        if tokens[position].tag in ";:":
            return None
        position -= 1
    return None


def _plain_subject(tokens: Sequence[Token], end: int, floor: int) -> Source | None:
    if tokens[end - 1].low in PERSONAL and not _is_joined(tokens, end - 1, floor):
        return Source(end - 1, end, end - 2)
    boundary = _clause_boundary(tokens, end, floor)
    if boundary is None:
        return None
    first = _strip_introduction(tokens, boundary + 1, end)
    if first is None or first >= end:
        return None
    last = _strip_tail(tokens, first, end)
    return Source(first, last, boundary) if is_noun_phrase(tokens, first, last) else None


def _is_joined(tokens: Sequence[Token], pronoun: int, floor: int) -> bool:
    """Whether the pronoun is the second of "Xi and he"."""
    return (
        pronoun - 1 > floor
        and tokens[pronoun - 1].tag == "C"
        and (_joins_nouns(tokens, pronoun - 1, pronoun + 1, floor))
    )


def _clause_boundary(tokens: Sequence[Token], end: int, floor: int) -> int | None:
    """The token that closes the clause on the left; None where another verb stands between."""
    position = end - 1
    while position >= floor:
        token = tokens[position]
        if token.tag == ")":
            position = _opening_bracket(tokens, position, floor) - 1
            continue
        if token.tag in ";:KQF" or token.tag == "," or token.tag == ".":
            return position
        if token.tag == "W" or token.low == "that":
            if position == end - 1:
                return position - 1
            if token.low == "what":
                return None
            return position
        if token.tag == "S":
            if token.low == "than":
                return None
            return position
        if token.tag in "VAM" or (token.tag == "E" and _is_verb(tokens, position)):
            return _beyond_relative(tokens, position, floor)
        if token.tag == "C" and not _joins_nouns(tokens, position, end, floor):
            return position
        if token.tag == "(":
            return position
        position -= 1
    return floor - 1


def _opening_bracket(tokens: Sequence[Token], closing: int, floor: int) -> int:
    return next((at for at in range(closing - 1, floor - 1, -1) if tokens[at].tag == "("), floor)


def _is_verb(tokens: Sequence[Token], position: int) -> bool:
    """Whether an -ed form is a past tense or a reduced relative, not an adjective."""
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if before is None or before.tag in "DHJITVSC":
        return False
    if before.tag == ",":
        return after is not None and after.tag in "DPOIT"
    return after is None or after.tag not in "N" or before.tag in "PR"


def _beyond_relative(tokens: Sequence[Token], position: int, floor: int) -> int | None:
    """Past the relative clause the verb stands in ("those who attended said")."""
    start = position
    while position >= floor and tokens[position].tag not in ",;:KQ":
        if tokens[position].tag == "W" or tokens[position].low == "that":
            return _clause_boundary(tokens, position, floor) if position > floor else None
        position -= 1
    reduced = (
        tokens[start].tag == "E" and start + 1 < len(tokens) and tokens[start + 1].tag in "IBT"
    )
    return _clause_boundary(tokens, start, floor) if reduced else None


def _joins_nouns(tokens: Sequence[Token], position: int, end: int, floor: int) -> bool:
    """Whether "and" joins two noun phrases that share the verb, not two clauses."""
    if position + 1 >= end or position <= floor:
        return False
    if tokens[position - 1].tag not in "NPORYDJ)":
        return False
    for earlier in range(position - 1, floor - 1, -1):
        token = tokens[earlier]
        if token.tag in ";:SKQF":
            return True
        if token.tag in "VAM" or (token.tag == "E" and _is_verb(tokens, earlier)):
            return False
        if token.tag == ",":
            return True
    return floor == 0


def _strip_introduction(tokens: Sequence[Token], first: int, end: int) -> int | None:
    """Drop "And", "Then", "On Tuesday", "At the same session" before the subject."""
    while first < end and tokens[first].tag in "CKB" and tokens[first].low not in ("both", "one"):
        first += 1
    first = _skip_time_ahead(tokens, first, end)
    if first >= end or tokens[first].tag not in "I":
        return first
    if tokens[first].low == "with":
        return first + 1
    after_time = first + 1
    while after_time < end and (
        tokens[after_time].tag in "YJ" or tokens[after_time].low in words("time_lead")
    ):
        after_time += 1
    if after_time > first + 1 and tokens[after_time - 1].tag in "YJ":
        return _strip_introduction(tokens, after_time, end) if after_time < end else None
    return _last_noun_phrase(tokens, first, end)


def _skip_time_ahead(tokens: Sequence[Token], first: int, end: int) -> int:
    """Step over "Tuesday", "A week earlier", "Two days later"."""
    for at in range(first, min(first + 4, end - 1)):
        if tokens[at].tag == "Y" and tokens[at + 1].low in words("time_after"):
            return at + 2 if at + 2 < end else first
        if tokens[at].tag not in "DJY":
            break
    while first < end and tokens[first].tag == "Y" and first + 1 < end:
        first += 1
    return first


def _last_noun_phrase(tokens: Sequence[Token], first: int, end: int) -> int | None:
    """The start of the noun phrase that ends at ``end`` after a phrase without a comma."""
    position = end
    while position > first + 1:
        token, following = tokens[position - 1], tokens[min(position, len(tokens) - 1)]
        if token.tag in "DR":
            return position - 1
        if token.tag not in "NPHJE":
            break
        if (
            token.tag == "N"
            and following.tag == "P"
            and position < end
            and token.low not in words("title")
        ):
            break
        position -= 1
    return position if first + 1 < position < end else None


def _strip_tail(tokens: Sequence[Token], first: int, end: int) -> int:
    """Cut an adverbial after a name: "Zelensky in his address" → "Zelensky"."""
    for position in range(first + 1, end):
        token = tokens[position]
        if token.tag == "I" and token.low in TAIL_PREPOSITIONS:
            before = tokens[position - 1]
            if before.tag in "R" or (before.tag == "P" and tokens[first].tag == "P"):
                return position
    while end > first + 1 and tokens[end - 1].tag in "B":
        end -= 1
    return end


def is_noun_phrase(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the tokens can be one, by how they begin and what they hold."""
    if first >= last:
        return False
    if last - first == 1:
        token = tokens[first]
        return token.tag in "NPRWDJO" or token.low in ("that", "one", "both")
    head = tokens[first].tag
    if head in "ISTVAMG,":
        return False
    return any(tokens[at].tag in "NPRYJDQ" for at in range(first, last)) and last - first <= 45


def names_document(tokens: Sequence[Token], source: tuple[int, int]) -> bool:
    """Whether the head of the noun phrase is a plan, law, poll: something that speaks itself."""
    head = ""
    for at in range(*source):
        if tokens[at].tag in "I,WS(" and head:
            break
        if tokens[at].tag in "NPE":
            head = tokens[at].low
    return head in words("document")


def clause_subject(tokens: Sequence[Token], before: int, floor: int) -> Source | None:
    """The subject of the clause a joined verb belongs to ("X did this and said").

    The innermost clause that has one: its first noun phrase followed by a verb.
    """
    while before > floor and tokens[before - 1].tag in "CKB,":
        before -= 1
    for start in range(before - 1, floor - 2, -1):
        if start >= floor and tokens[start].tag not in ";:KS":
            continue
        found = _first_subject(tokens, start + 1, before)
        if found is not None:
            return found
    return None


def _first_subject(tokens: Sequence[Token], first: int, last: int) -> Source | None:
    for position in range(first + 1, last):
        token = tokens[position]
        if token.tag in "AMV" or (token.tag == "E" and _is_verb(tokens, position)):
            return subject_before(tokens, position, first)
    return None
