"""Attributions marked by a set phrase: "according to X", "X's answer was that"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.statements.cues import Cue
from analysis.statements.nounphrases import noun_phrase_after
from analysis.statements.sources import Source
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import verb_forms, words

STATED_BY = "stated by"

Range = tuple[int, int]  # token indices, last exclusive


class Link(NamedTuple):
    """Token ranges that belong together, and the pattern by which they were linked.

    ``contents`` is empty where the sentence ends in a colon and the next ones hold what is said.
    """

    source: Range | None
    cue: Range
    contents: tuple[Range, ...]
    pattern: str
    verb: Cue | None = None


def find_phrases(tokens: Sequence[Token], end: int) -> list[Link]:
    """The attributions of a sentence that need no reporting verb."""
    found = [*_according_links(tokens, according_to(tokens, end), end), *_replies(tokens, end)]
    found += _in_words(tokens, end)
    stated = _stated_by(tokens, end)
    return [*found, stated] if stated else found


def _stated_by(tokens: Sequence[Token], end: int) -> Link | None:
    """``This was stated by the President``: the sentence before is what is said."""
    if end < 5 or tokens[0].low not in ("this", "it") or tokens[1].low not in ("was", "is"):
        return None
    at = 3 if tokens[2].tag == "B" else 2
    forms = verb_forms().get(tokens[at].low, ())
    said = any(form.passive and {"q", "t"} <= form.verb.takes for form in forms)
    if not said or tokens[at + 1].low != "by":
        return None
    source = noun_phrase_after(tokens[:end], at + 2)
    return Link((source.first, source.last), (0, at + 2), (), STATED_BY) if source else None


def according_to(tokens: Sequence[Token], end: int) -> list[Range]:
    """(where the phrase begins, the token after "to") for each "according to"."""
    return [
        (with_comma(tokens, at), at + 2)
        for at in range(end - 2)
        if tokens[at].low == "according" and tokens[at + 1].low == "to"
    ]


def _according_links(tokens: Sequence[Token], according: Sequence[Range], end: int) -> list[Link]:
    found = []
    for start, after in according:
        source = noun_phrase_after(tokens[:end], after, loose=True)
        if source is None:
            continue
        contents = _according_contents(tokens, start, source, end)
        if contents:
            last = source.last - (tokens[source.last - 1].tag == ",")
            cue = (after - 2, after)
            found.append(Link((source.first, last), cue, tuple(contents), "according to"))
    return found


def _according_contents(
    tokens: Sequence[Token], start: int, source: Source, end: int
) -> list[Range]:
    """The clause before, or after a sentence's opening "According to"; both when inserted."""
    left, right = trim(tokens, 0, start), trim(tokens, source.last, end)
    contents = []
    if left[1] - left[0] > 1 or (left[1] > left[0] and tokens[left[0]].tag not in "KCB"):
        contents.append(left)
    if right[0] >= right[1]:
        return contents
    comma = source.last < end and tokens[source.last].tag == ","
    unfinished = not any(tokens[at].tag in "AMVEQ" for at in range(*left))
    if not contents or (comma and (unfinished or tokens[right[0]].tag in "SKWAV")):
        contents.append(right)
    return contents


def _replies(tokens: Sequence[Token], end: int) -> list[Link]:
    """``Putin's answer was that …``, ``their message is: …``."""
    found = []
    for at in range(1, end - 2):
        if tokens[at].low not in words("reply_noun") or tokens[at + 1].tag != "A":
            continue
        content = at + 3 if tokens[at + 2].tag == ":" else at + 2
        if tokens[at + 2].low != "that" and tokens[at + 2].tag not in ":Q":
            continue
        source = _owner(tokens, at)
        if source is not None and content < end:
            piece = trim(tokens, content, end)
            found.append(Link(source, (at, at + 2), (piece,), "reply"))
    return found


def _in_words(tokens: Sequence[Token], end: int) -> list[Link]:
    """``In his words, …``, ``…, in Putin's account, …``."""
    found = []
    for at in range(2, end):
        if tokens[at].low not in words("account_noun"):
            continue
        source = _owner(tokens, at)
        if source is None or source[0] == 0 or tokens[source[0] - 1].low != "in":
            continue
        start = with_comma(tokens, source[0] - 1)
        inserted = Source(source[0], at + 1, source[0] - 1)
        contents = _according_contents(tokens, start, inserted, end)
        closed = at + 1 == end or tokens[at + 1].tag == ","
        if contents and closed:
            found.append(Link(source, (at, at + 1), tuple(contents), "in words"))
    return found


def _owner(tokens: Sequence[Token], noun: int) -> Range | None:
    """Whose answer: "his", or the name before "'s"."""
    before = noun - 1
    while before > 0 and tokens[before].tag in "NJB" and tokens[before - 1].tag in "HDN":
        before -= 1
    if tokens[before].low in words("possessive"):
        return before, before + 1
    if tokens[before].tag != "H":
        return None
    first = before
    while first and tokens[first - 1].tag in "PNDJ":
        first -= 1
    return (first, before) if first < before else None


def with_comma(tokens: Sequence[Token], start: int) -> int:
    """``start``, or the comma right before it."""
    return start - 1 if start and tokens[start - 1].tag == "," else start


def trim(tokens: Sequence[Token], first: int, last: int) -> Range:
    """Without commas, dashes and stops at either end."""
    while last > first and tokens[last - 1].tag in ",;:F.":
        last -= 1
    while first < last and tokens[first].tag in ",;:F":
        first += 1
    return first, last
