"""Cues with their subjects: who a reporting verb is said of, and where its clause begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.statements.contents import complement_after
from analysis.statements.cues import BE, Cue
from analysis.statements.extents import CLAUSE_BREAKS
from analysis.statements.nounphrases import noun_phrase_after
from analysis.statements.phrases import with_comma
from analysis.statements.sources import Source, clause_subject, names_document, subject_before
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

UNREAL = words("unreal")
NOBODY = words("nobody")
IMPERSONAL = words("impersonal")
FIRST_PERSON = words("first_person")
NOT_BEFORE_PARTICIPLE = words("not_before_participle")
LEADS_PARTICIPLE = words("leads_participle")


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its subject. ``start``: where its clause begins, so that earlier ones end.

    relation: "own" subject before the cue, "shared" with an earlier verb, "participle",
    "inverted" subject after the cue. parenthetical: what is said may stand before it.
    """

    cue: Cue
    source: Source
    relation: str
    start: int
    parenthetical: bool = False
    breaks: bool = True


def find_frames(tokens: Sequence[Token], cues: Sequence[Cue], end: int) -> list[Frame]:
    """The cues of a sentence that somebody is the subject of, in order."""
    frames: list[Frame] = []
    for cue in cues:
        frame = _frame(tokens, cue, frames, end)
        if frame is not None:
            frames.append(frame)
    return frames


def _frame(tokens: Sequence[Token], cue: Cue, before: list[Frame], end: int) -> Frame | None:
    """The cue with its subject; None where no subject is certain or the saying is unreal."""
    floor = _floor(tokens, before)
    if cue.manner == "participle":
        return _participle_frame(tokens, cue, before, floor)
    previous = tokens[cue.first - 1] if cue.first else None
    if previous is not None and previous.tag in "CK":
        return _shared_frame(tokens, cue, before)
    around = before[-1] if before and _stands_inside(before[-1], cue) else None
    if around is not None:
        source = subject_before(tokens, with_comma(tokens, around.start), 0)
    else:
        source = subject_before(tokens, cue.first, floor)
    if source is not None:
        return _own_frame(tokens, cue, source, before)
    if around is None and (previous is None or previous.tag in "Q,"):
        inverted = _inverted_frame(tokens, cue, end)
        if inverted is not None:
            return inverted
        if previous is not None and previous.tag == "," and cue.shape in ("past", "third"):
            return _shared_frame(tokens, cue, before) if before else None
    return None


def _can_show(tokens: Sequence[Token], source: Source, cue: Cue) -> bool:
    """Polls and reports show things; a person does only where a that-clause follows."""
    if names_document(tokens, (source.first, source.last)):
        return True
    return cue.last < len(tokens) and tokens[cue.last].low == "that"


def _floor(tokens: Sequence[Token], before: list[Frame]) -> int:
    """Where the search for a subject ends on the left: the last verb, if not in a "who" clause."""
    if not before or tokens[before[-1].source.first].tag == "W":
        return 0
    return before[-1].cue.last


def _stands_inside(frame: Frame, cue: Cue) -> bool:
    """Whether the frame is an insertion right before the cue: "Both men, it says, rejected"."""
    return frame.parenthetical and frame.cue.last + 1 == cue.first


def _is_speaker(tokens: Sequence[Token], source: Source, cue: Cue) -> bool:
    """Whether the noun phrase can be somebody who is reported: not nobody, not "I said"."""
    first = tokens[source.first]
    if first.tag == "P":
        return True
    if first.low == "one" and source.last - source.first > 1:
        return True
    if first.low in NOBODY:
        return False
    if first.low in FIRST_PERSON:
        return cue.shape == "base" and cue.verb.base.split()[0] in words("performative")
    return not (first.low in IMPERSONAL and cue.verb.base == "be clear")


def _own_frame(
    tokens: Sequence[Token], cue: Cue, source: Source, before: list[Frame]
) -> Frame | None:
    boundary = tokens[source.boundary] if source.boundary >= 0 else None
    if (boundary and boundary.low in UNREAL) or not _is_speaker(tokens, source, cue):
        return None
    if cue.verb.kind == "document" and not _can_show(tokens, source, cue):
        return None
    if boundary is None or tokens[source.first].tag == "W" or tokens[source.first].low == "that":
        return Frame(cue, source, "own", source.first, breaks=False)
    start = source.first if boundary.tag == "Q" else source.boundary
    after_insertion = bool(before) and (
        before[-1].parenthetical and source.boundary == before[-1].cue.last
    )
    comparing = boundary.low == "as" and (start == 0 or tokens[start - 1].tag == ",")
    parenthetical = (boundary.tag in "Q," or comparing) and not after_insertion
    embedded = start > 0 and tokens[start - 1].low == "that"
    breaking = boundary.tag in "KC;FQ" or (boundary.low in CLAUSE_BREAKS and not embedded)
    if boundary.tag == ",":
        right = complement_after(tokens, cue, len(tokens))
        breaking = not after_insertion and (right is None or right.inserted)
    return Frame(cue, source, "own", with_comma(tokens, start), parenthetical, breaking)


def _inverted_frame(tokens: Sequence[Token], cue: Cue, end: int) -> Frame | None:
    """``“…,” said the minister``: the words before must be what is said."""
    if cue.shape not in ("past", "third") or "q" not in cue.verb.takes or not cue.first:
        return None
    if cue.main > cue.first and tokens[cue.main - 1].tag == "A":
        return None
    if tokens[cue.first - 1].tag == "," and cue.verb.takes & {"n", "a", "o"}:
        return None
    source = noun_phrase_after(tokens[:end], cue.last)
    if source is None or not _is_speaker(tokens, source, cue):
        return None
    after = tokens[source.last].tag if source.last < end else "."
    if after not in ".,;:IQSFCG(YWE" and tokens[source.last - 1].tag != ",":
        return None
    start = cue.first - (tokens[cue.first - 1].tag == ",")
    return Frame(cue, source, "inverted", start, parenthetical=True)


def _shared_source(tokens: Sequence[Token], cue: Cue, before: list[Frame]) -> Source | None:
    source = before[-1].source if before else clause_subject(tokens, cue.first, 0)
    return source if source and _is_speaker(tokens, source, cue) else None


def _shared_frame(tokens: Sequence[Token], cue: Cue, before: list[Frame]) -> Frame | None:
    """A verb joined to an earlier one: "expressed concern and said that"."""
    source = _shared_source(tokens, cue, before)
    if source is None:
        return None
    return Frame(cue, source, "shared", with_comma(tokens, cue.first - 1))


def _participle_frame(
    tokens: Sequence[Token], cue: Cue, before: list[Frame], floor: int
) -> Frame | None:
    """``…, adding that``, ``while calling for``, ``with Beijing saying``, ``a letter saying``."""
    previous = tokens[cue.first - 1] if cue.first else None
    if previous is None or previous.low in NOT_BEFORE_PARTICIPLE:
        return None
    joined = previous.tag in ",CFQ" or previous.low in LEADS_PARTICIPLE
    if joined or previous.low in words("event"):
        source = _shared_source(tokens, cue, before)
        if source is None:
            return None
        start = cue.first if previous.tag == "Q" or not joined else cue.first - 1
        return Frame(cue, source, "participle", with_comma(tokens, start))
    if previous.low == "as":
        return _quoted_frame(tokens, cue)
    own = subject_before(tokens, cue.first, floor)
    if own is None or not own.first or tokens[own.first - 1].low != "with":
        return None
    return Frame(cue, own, "own", with_comma(tokens, own.first - 1))


def _quoted_frame(tokens: Sequence[Token], cue: Cue) -> Frame | None:
    """``quoted Wang as saying``, ``Wang was quoted as saying``: the one quoted is the source."""
    marks = words("quoting")
    at = cue.first - 2
    while at >= 0 and tokens[at].low not in marks and tokens[at].tag not in ",;:Q":
        at -= 1
    if at < 0 or tokens[at].low not in marks:
        return None
    verb = at
    while verb and tokens[verb - 1].tag in "BA":
        verb -= 1
    passive = any(tokens[index].low in BE for index in range(verb, at))
    if passive:
        source = subject_before(tokens, verb, 0)
    else:
        source = Source(at + 1, cue.first - 1, at) if at + 1 < cue.first - 1 else None
    return Frame(cue, source, "quoted", cue.first, breaks=False) if source else None
