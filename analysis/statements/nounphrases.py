"""The noun phrase that begins at a word: said X, according to X."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.statements.sources import Source, is_noun_phrase
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

OPENING = 4  # "According to X, …" opens a sentence: what follows the comma is what is said


def noun_phrase_after(tokens: Sequence[Token], first: int, *, loose: bool = False) -> Source | None:
    """The noun phrase that begins at token ``first`` (said X; according to X).

    With ``loose`` it may hold participles and relative clauses and runs to the next comma, dash or
    subordinate clause.
    """
    last = _phrase_end(tokens, first, loose)
    if not loose or first > OPENING:
        last = _with_apposition(tokens, first, last)
    while last > first and tokens[last - 1].tag in "ICTB":
        last -= 1
    if not loose or last - first > 2:
        last = _without_time(tokens, first, last)
    return Source(first, last, first - 1) if is_noun_phrase(tokens, first, last) else None


def _phrase_end(tokens: Sequence[Token], first: int, loose: bool) -> int:
    allowed = "DNPRJEHIOYQCGTB(" if loose else "DNPRJEHIO"
    position = first
    while position < len(tokens):
        token = tokens[position]
        if token.tag == "C" and _next_is(tokens, position + 1, "DNPJ"):
            position += 1
            continue
        if token.tag == "(":
            closing = _closing_bracket(tokens, position)
            if closing is None:
                break
            position = closing + 1
            continue
        if token.tag not in allowed:
            break
        if token.tag == "R" and position > first:
            break
        if not loose and token.tag == "I" and _ends_name(tokens, position, first):
            break
        position += 1
    return position


def _ends_name(tokens: Sequence[Token], position: int, first: int) -> bool:
    """Whether a preposition begins something else than "… of Norway", "spokesman for …"."""
    if tokens[position].low == "of":
        return False
    inside = words("inside_names")
    return tokens[position].low not in inside or tokens[max(first, position - 1)].tag == "P"


def _closing_bracket(tokens: Sequence[Token], opening: int) -> int | None:
    for position in range(opening + 1, min(len(tokens), opening + 12)):
        if tokens[position].tag == ")":
            return position
    return None


def _next_is(tokens: Sequence[Token], position: int, tags: str) -> bool:
    return position < len(tokens) and tokens[position].tag in tags


def _with_apposition(tokens: Sequence[Token], first: int, last: int) -> int:
    """Add ", a former adviser to the president," after a name."""
    if last <= first or not _next_is(tokens, last, ","):
        return last
    if not _next_is(tokens, last + 1, "DNW") or tokens[last - 1].tag not in "P)":
        return last
    position = last + 1
    relative = False
    while position < len(tokens) and tokens[position].tag not in ",.;:":
        token = tokens[position]
        relative = relative or token.tag == "W"
        if (token.tag in "VAMS" and not relative and token.low != "than") or (
            token.tag == "Q" and tokens[position - 1].tag != "I"
        ):
            return last
        position += 1
    if _next_is(tokens, position, ","):
        return position + 1
    return position


def _without_time(tokens: Sequence[Token], first: int, last: int) -> int:
    position = last
    while position > first + 1 and (
        tokens[position - 1].tag in "YJ" or tokens[position - 1].low in words("time_lead")
    ):
        position -= 1
    if position < last and position > first + 1 and tokens[position - 1].low in ("on", "in", "at"):
        position -= 1
    has_time = any(tokens[at].tag == "Y" for at in range(position, last))
    return position if has_time else last
