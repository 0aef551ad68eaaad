"""Which source, cue and content belong together: one sentence at a time, then across sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.statements.contents import Complement, clause_limit, complement_after
from analysis.statements.cues import Cue
from analysis.statements.sources import (
    Source,
    clause_subject,
    noun_phrase_after,
    subject_before,
)
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

BREAKING = frozenset("as while after when before although though whereas because since".split())
CONTINUED_MARKS = ",:;F"
FIRST_PERSON = frozenset("i we you my our us one".split())


class Link(NamedTuple):
    """Token ranges that belong together, and the pattern by which they were linked."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    contents: tuple[tuple[int, int], ...]
    pattern: str
    verb: Cue | None = None


@dataclass(slots=True)
class Frame:
    """A cue with its subject, while a sentence is being worked through."""

    cue: Cue
    source: Source | None = None
    relation: str = "own"  # own, shared (joined by and), participle, inverted
    start: int = 0  # token at which this attribution's own clause begins
    parenthetical: bool = False
    complement: Complement | None = None
    left: tuple[int, int] | None = None
    extra: list[tuple[int, int]] = field(default_factory=list)


def link_sentence(tokens: Sequence[Token], cues: Sequence[Cue]) -> list[Link]:
    """The attributions within one sentence."""
    end = _sentence_end(tokens)
    according = _according_to(tokens, end)
    frames = _frames(tokens, cues, end, [start for start, _ in according])
    breaks = sorted(_breaks(tokens, frames) + [start for start, _ in according])
    found: list[Link] = []
    for frame in frames:
        link = _link(tokens, frame, breaks, end)
        if link is not None:
            found.append(link)
    return found + _according_links(tokens, according, end)


def _sentence_end(tokens: Sequence[Token]) -> int:
    end = len(tokens)
    while end and tokens[end - 1].tag == ".":
        end -= 1
    return end


def _frames(
    tokens: Sequence[Token], cues: Sequence[Cue], end: int, according: Sequence[int]
) -> list[Frame]:
    frames: list[Frame] = []
    for cue in cues:
        frame = _frame(tokens, cue, frames, end)
        if frame is not None:
            frames.append(frame)
    del according
    return frames


def _frame(tokens: Sequence[Token], cue: Cue, before: list[Frame], end: int) -> Frame | None:
    """The cue with its subject; None where no subject is certain or the saying is unreal."""
    floor = before[-1].cue.last if before else 0
    if cue.manner == "participle":
        return _participle_frame(tokens, cue, before, floor)
    previous = tokens[cue.first - 1] if cue.first else None
    if previous is not None and previous.tag in "CK":
        return _shared_frame(tokens, cue, before, cue.first - 1)
    source = subject_before(tokens, cue.first, floor)
    if source is not None:
        return _own_frame(tokens, cue, source)
    if previous is None or previous.tag in "Q,":
        inverted = _inverted_frame(tokens, cue, before, end)
        if inverted is not None:
            return inverted
        if previous is not None and previous.tag == "," and cue.shape in ("past", "third"):
            return _shared_frame(tokens, cue, before, cue.first - 1) if before else None
    return None


def _own_frame(tokens: Sequence[Token], cue: Cue, source: Source) -> Frame | None:
    boundary = tokens[source.boundary].low if source.boundary >= 0 else ""
    if boundary in ("if", "unless", "whether", "should", "lest"):
        return None
    if tokens[source.first].low in FIRST_PERSON and cue.shape != "base":
        return None
    if tokens[source.first].low in ("nobody", "none", "neither", "no"):
        return None
    frame = Frame(cue, source, "own", source.first)
    mark = tokens[source.boundary].tag if source.boundary >= 0 else ""
    if mark and mark in ",QSCKF;:W":
        frame.start = source.boundary if mark != "Q" else source.first
    frame.parenthetical = mark in ("Q", ",")
    return frame


def _inverted_frame(
    tokens: Sequence[Token], cue: Cue, before: list[Frame], end: int
) -> Frame | None:
    """``“…,” said the minister``; the words before must be what is said."""
    if cue.shape not in ("past", "third") or "q" not in cue.verb.takes or not cue.first:
        return None
    source = noun_phrase_after(tokens[:end], cue.last)
    if source is None:
        return None
    after = tokens[source.last].tag if source.last < end else "."
    if after not in ".,;:IQSFCG(Y" and not tokens[source.last - 1].tag == ",":
        return None
    frame = Frame(cue, source, "inverted", cue.first - (tokens[cue.first - 1].tag == ","))
    frame.parenthetical = True
    return frame


def _shared_frame(
    tokens: Sequence[Token], cue: Cue, before: list[Frame], joint: int
) -> Frame | None:
    """A verb joined to an earlier one: "expressed concern and said that"."""
    own = [frame for frame in before if frame.source is not None]
    if own:
        source = own[-1].source
    else:
        source = clause_subject(tokens, joint, 0)
    if source is None:
        return None
    if tokens[source.first].low in FIRST_PERSON:
        return None
    start = joint
    if start and tokens[start - 1].tag == ",":
        start -= 1
    return Frame(cue, source, "shared", start)


def _participle_frame(
    tokens: Sequence[Token], cue: Cue, before: list[Frame], floor: int
) -> Frame | None:
    previous = tokens[cue.first - 1] if cue.first else None
    if previous is None or previous.low in ("without", "from", "of", "than", "not"):
        return None
    if previous.tag in ",CFQ" or previous.low in ("while", "before", "after", "by", "when"):
        start = cue.first - 1 if previous.tag != "Q" else cue.first
        if previous.tag == "C" and start and tokens[start - 1].tag == ",":
            start -= 1
        own = [frame for frame in before if frame.source is not None]
        source = own[-1].source if own else clause_subject(tokens, cue.first, 0)
        return Frame(cue, source, "participle", start) if source else None
    if previous.low in words("event"):
        own = [frame for frame in before if frame.source is not None]
        source = own[-1].source if own else clause_subject(tokens, cue.first, 0)
        return Frame(cue, source, "participle", cue.first) if source else None
    source = subject_before(tokens, cue.first, floor)
    if source is None or source.boundary < -1 or source.first == 0:
        return None
    if tokens[source.first - 1].low != "with":
        return None
    start = source.first - 1
    if start and tokens[start - 1].tag == ",":
        start -= 1
    return Frame(cue, source, "own", start)


def _breaks(tokens: Sequence[Token], frames: Sequence[Frame]) -> list[int]:
    """Tokens at which what an earlier cue reports must end."""
    found: list[int] = []
    for frame in frames:
        start = frame.start
        if frame.relation in ("shared", "participle", "inverted"):
            found.append(start)
            continue
        token = tokens[start]
        if token.tag in ",KC;F" or token.low in BREAKING or frame.parenthetical:
            if start and tokens[start - 1].tag == ",":
                start -= 1
            found.append(start)
    return found


def _link(tokens: Sequence[Token], frame: Frame, breaks: Sequence[int], end: int) -> Link | None:
    after = frame.source.last if frame.relation == "inverted" and frame.source else frame.cue.last
    limit = next((at for at in breaks if at >= after), end)
    cue = frame.cue
    if frame.relation == "inverted":
        cue = cue._replace(last=after)
    right = complement_after(tokens, cue, limit)
    left = _left(tokens, frame, breaks)
    if (
        frame.relation == "inverted"
        and right is not None
        and right.pattern
        not in (
            "quotation",
            "that",
        )
    ):
        right = None
    contents: list[tuple[int, int]] = []
    pattern = ""
    if right is not None and not right.inserted:
        contents, pattern = [_trim(tokens, right.first, _right_end(tokens, right))], right.pattern
        if right.pattern in ("quotation", "colon") and left and _has_quotation(tokens, left):
            contents.insert(0, left)
    elif right is not None:
        contents, pattern = [_trim(tokens, right.first, right.last)], right.pattern
        if left is not None and _continues(tokens, left, right):
            contents.insert(0, left)
            pattern = "around"
    elif left is not None and "q" in cue.verb.takes | ({"q"} if "b" in cue.verb.takes else set()):
        contents = [left]
        pattern = "before"
        rest = _rest(tokens, after, limit)
        if rest is not None:
            contents.append(rest)
    if not contents:
        return None
    last = right.cue_last if right is not None and frame.relation != "inverted" else frame.cue.last
    source = (frame.source.first, frame.source.last) if frame.source else None
    return Link(source, (frame.cue.first, last), tuple(contents), _name(pattern, frame), frame.cue)


def _name(pattern: str, frame: Frame) -> str:
    return f"{frame.relation}: {pattern}"


def _right_end(tokens: Sequence[Token], right: Complement) -> int:
    if right.pattern in ("that", "clause", "question", "object", "object infinitive"):
        return clause_limit(tokens, right.first, right.last)
    return right.last


def _has_quotation(tokens: Sequence[Token], span: tuple[int, int]) -> bool:
    return any(tokens[at].tag == "Q" for at in range(*span))


def _left(tokens: Sequence[Token], frame: Frame, breaks: Sequence[int]) -> tuple[int, int] | None:
    """The clause before a parenthetical "he said", from the start of the sentence."""
    if not frame.parenthetical or frame.start <= 0:
        return None
    stop = frame.start
    if frame.relation == "own" and tokens[stop].tag not in ",Q" and tokens[stop - 1].tag != "Q":
        return None
    first = max((at for at in breaks if at < stop and tokens[at].tag in ";KF"), default=-1) + 1
    while first < stop and tokens[first].tag in ",":
        first += 1
    if first >= stop:
        return None
    return _trim(tokens, first, stop)


def _continues(tokens: Sequence[Token], left: tuple[int, int], right: Complement) -> bool:
    """Whether what stands before "he said," goes on after it, or merely sets the scene."""
    if _has_quotation(tokens, left):
        return True
    if tokens[left[0]].tag in "BKGY" and left[1] - left[0] <= 3:
        return False
    return not _is_adverbial(tokens, left)


def _is_adverbial(tokens: Sequence[Token], left: tuple[int, int]) -> bool:
    first = tokens[left[0]]
    if any(tokens[at].tag == "Y" for at in range(*left)) and left[1] - left[0] <= 6:
        return True
    if first.tag in "IGBE" or first.tag == "Y":
        return True
    return first.low in BREAKING or first.low == "asked"


def _rest(tokens: Sequence[Token], after: int, limit: int) -> tuple[int, int] | None:
    """What goes on after ", he said,": a clause, or a quotation."""
    position = after
    while position < limit and tokens[position].tag in "IDNPYJBHOE":
        position += 1
    if position >= limit or tokens[position].tag not in ",:F":
        return None
    if position + 1 < limit and tokens[position + 1].tag in "QSKDRNPM":
        return _trim(tokens, position + 1, limit)
    return None


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    while last > first and tokens[last - 1].tag in ",;:F.":
        last -= 1
    while first < last and tokens[first].tag in ",;:F":
        first += 1
    return first, last


def _according_to(tokens: Sequence[Token], end: int) -> list[tuple[int, int]]:
    """(where the phrase begins, token after "to") for each "according to"."""
    found = []
    for at in range(end - 2):
        if tokens[at].low == "according" and tokens[at + 1].low == "to":
            found.append((at - 1 if at and tokens[at - 1].tag == "," else at, at + 2))
    return found


def _according_links(
    tokens: Sequence[Token], according: Sequence[tuple[int, int]], end: int
) -> list[Link]:
    found = []
    for start, after in according:
        source = noun_phrase_after(tokens[:end], after, loose=True)
        if source is None:
            continue
        contents = []
        if start > 0:
            left = _trim(tokens, 0, start)
            if left[0] < left[1] and not (left[1] - left[0] == 1 and tokens[left[0]].tag in "KCB"):
                contents.append(left)
        if source.last < end and (not contents or tokens[source.last].tag == ","):
            right = _trim(tokens, source.last, end)
            if right[0] < right[1] and (not contents or tokens[right[0]].tag in "SKW"):
                contents.append(right)
        if contents:
            last = source.last - (tokens[source.last - 1].tag == ",")
            link = Link((source.first, last), (after - 2, after), tuple(contents), "according to")
            found.append(link)
    return found
