"""How far things said reach: time phrases and occasions to step over, ends of phrases, clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

OCCASION = words("occasion")
CLAUSE_BREAKS = words("clause_breaks")
TIME_PREPOSITIONS = words("time_prepositions")


class Stretch(NamedTuple):
    """The tokens a complement may use: up to ``limit``."""

    tokens: Sequence[Token]
    limit: int

    def tag(self, at: int) -> str:
        """The class of token ``at``; a full stop beyond the end."""
        return self.tokens[at].tag if 0 <= at < self.limit else "."

    def low(self, at: int) -> str:
        """The lower-case form of token ``at``; empty beyond the end."""
        return self.tokens[at].low if 0 <= at < self.limit else ""

    def indices(self, first: int, reach: int) -> Iterator[int]:
        """Positions from ``first``, at most ``reach`` of them."""
        return iter(range(first, min(self.limit, first + reach)))


def skip_adjuncts(stretch: Stretch, at: int) -> tuple[int, int]:
    """Step over "on May 2", "late Tuesday", "in a statement"; the cue keeps only the last kind."""
    cue_last = at
    while at < stretch.limit:
        step = time_length(stretch, at)
        if not step:
            step = occasion_length(stretch, at)
            if step and at == cue_last:
                cue_last = at + step
        if not step and stretch.low(at) == "once" and stretch.low(at + 1) in ("more", "again"):
            step = 2
        if not step and stretch.tag(at) == "B":
            step = 1 if stretch.tag(at + 1) in "STI,:YQ" else 0
        if not step:
            break
        at += step
    return at, cue_last


def time_length(stretch: Stretch, at: int) -> int:
    """Length of a time phrase at ``at`` ("on Tuesday", "over the weekend"), 0 if none."""
    start = at + (stretch.low(at) in TIME_PREPOSITIONS)
    position = start
    while position < stretch.limit and (
        stretch.tag(position) in "YJ"
        or stretch.low(position) in words("time_lead")
        or (stretch.tag(position) == "," and _is_year(stretch, position))
    ):
        position += 1
    while position > start and stretch.tag(position - 1) not in "YJ":
        position -= 1
    has_time = any(stretch.tag(index) == "Y" for index in range(start, position))
    return position - at if has_time else 0


def _is_year(stretch: Stretch, comma: int) -> bool:
    low = stretch.low(comma + 1)
    return len(low) == 4 and low.isdigit() and stretch.tag(comma - 1) == "J"


def occasion_length(stretch: Stretch, at: int) -> int:
    """Length of "in a statement", "during a phone call" at ``at``, 0 if none."""
    if stretch.low(at) not in OCCASION or stretch.low(at) in ("to", "from"):
        return 0
    for position in stretch.indices(at + 1, 6):
        if stretch.tag(position) not in "DNHPJEGY":
            return 0
        if stretch.low(position) in words("event") and stretch.tag(position + 1) not in "NP":
            return position + 1 - at
    return 0


def phrase_end(stretch: Stretch, first: int) -> int:
    """Where a noun phrase or infinitive that is said ends: before an adverbial clause."""
    position = first + 1
    while position < stretch.limit:
        closing = _closing_dash(stretch, position) if stretch.tag(position) == "F" else None
        if closing is not None:
            position = closing
        elif stretch.tag(position) in ";F" or _leaves_phrase(stretch, position, first):
            return position
        position += 1
    return stretch.limit


def _leaves_phrase(stretch: Stretch, position: int, first: int) -> bool:
    """Whether something else than the phrase begins at ``position``."""
    tag, low, before = stretch.tag(position), stretch.low(position), stretch.tag(position - 1)
    if tag == ",":
        return stretch.tag(position + 1) in "GSKWBRMI"
    if tag == "C":
        return _is_verb_phrase(stretch, position + 1)
    if low in CLAUSE_BREAKS and low != "as":
        return before in "NPQYO"
    return before in "NPQO" and position > first + 1 and occasion_length(stretch, position) > 0


def _is_verb_phrase(stretch: Stretch, at: int) -> bool:
    """Whether a joined second verb begins here ("… and was glad", "… and discussed the")."""
    return stretch.tag(at) in "AMV" or (stretch.tag(at) == "E" and stretch.tag(at + 1) in "DPOT")


def _closing_dash(stretch: Stretch, opening: int) -> int | None:
    return next(
        (at for at in range(opening + 1, stretch.limit) if stretch.tag(at) == "F"),
        None,
    )


def clause_end(tokens: Sequence[Token], first: int, limit: int) -> int:
    """Where a reported clause ends when a quotation in it is followed by what is not said.

    "… “a top priority” | during a phone call", "… “not sit by” | after Beijing renewed …".
    """
    stretch = Stretch(tokens, limit)
    for position in range(first + 1, limit):
        if stretch.tag(position - 1) != "Q":
            continue
        if stretch.low(position) in CLAUSE_BREAKS or occasion_length(stretch, position):
            return position
    return limit
