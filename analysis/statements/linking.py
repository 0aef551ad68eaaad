"""Which source, cue and content belong together, within one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.statements.contents import Complement, complement_after
from analysis.statements.cues import Cue
from analysis.statements.extents import CLAUSE_BREAKS, Stretch, clause_end, skip_adjuncts
from analysis.statements.frames import Frame, find_frames
from analysis.statements.phrases import Link, Range, according_to, find_phrases, trim
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

REPORTED_CLAUSES = frozenset(("that", "clause", "question", "object", "object infinitive"))
ASKING = words("asking")
SUBORDINATING = words("subordinating")


def link_sentence(tokens: Sequence[Token], cues: Sequence[Cue]) -> list[Link]:
    """The attributions within one sentence."""
    end = len(tokens)
    while end and tokens[end - 1].tag == ".":
        end -= 1
    according = according_to(tokens, end)
    frames = find_frames(tokens, cues, end)
    breaks = sorted({f.start for f in frames if f.breaks} | {start for start, _ in according})
    links = [_link(tokens, frames, number, breaks, end) for number in range(len(frames))]
    return [link for link in links if link] + find_phrases(tokens, end)


def _link(
    tokens: Sequence[Token], frames: Sequence[Frame], number: int, breaks: Sequence[int], end: int
) -> Link | None:
    """Join a frame with what is said after it, before it, or around it."""
    frame = frames[number]
    inverted = frame.relation == "inverted"
    after = frame.source.last if inverted else frame.cue.last
    limit = next((at for at in breaks if at >= after), end)
    limit = _before_main_clause(tokens, frame, limit)
    right = complement_after(tokens, frame.cue._replace(last=after), limit)
    if inverted and right is not None and right.pattern not in ("quotation", "that"):
        right = None
    left = _left(tokens, frame, breaks, frames[0].cue.main if number else end)
    if left is not None and right is not None and tokens[left[1] - 1].tag == "Q":
        right = right if right.pattern in ("quotation", "colon") else None
    contents, pattern = _contents(tokens, frame, left, right, (after, limit))
    if not contents and not _awaits(tokens, frame, end):
        return None
    last = right.cue_last if right is not None and not inverted else frame.cue.last
    if not contents:
        last = end
    source = (frame.source.first, frame.source.last)
    pattern = f"{frame.relation}: {pattern or 'awaiting'}"
    return Link(source, (frame.cue.first, last), tuple(contents), pattern, frame.cue)


def _awaits(tokens: Sequence[Token], frame: Frame, end: int) -> bool:
    """Whether the sentence ends "… he said:" with the words still to come."""
    return end > 0 and tokens[end - 1].tag == ":" and end - frame.cue.last <= 12


def _before_main_clause(tokens: Sequence[Token], frame: Frame, limit: int) -> int:
    """In "While X says Y, Z" what X says ends at the comma."""
    boundary = tokens[frame.source.boundary].low if frame.source.boundary >= 0 else ""
    if boundary not in SUBORDINATING:
        return limit
    for at in range(frame.cue.last + 1, limit - 1):
        if tokens[at].tag == "," and tokens[at + 1].tag in "RPDNE":
            return at
    return limit


def _contents(
    tokens: Sequence[Token],
    frame: Frame,
    left: Range | None,
    right: Complement | None,
    after: Range,
) -> tuple[list[Range], str]:
    """The pieces of what is said in their order, and the pattern's name."""
    if right is None:
        return _contents_before(tokens, frame, left, after)
    last = right.last
    if right.pattern in REPORTED_CLAUSES:
        last = clause_end(tokens, right.first, last)
    piece = trim(tokens, right.first, _without_dangling(tokens, right.first, last))
    if left is None:
        return [piece], right.pattern
    if right.inserted:
        around = _goes_on(tokens, left)
    elif right.pattern in ("quotation", "colon"):
        around = _has_quotation(tokens, left) or _joins_quotation(tokens, frame, left, right)
    else:
        comma = tokens[right.first - 1].tag == ","
        around = comma and right.pattern == "that" and not _is_adverbial(tokens, left)
    return ([left, piece], "around") if around else ([piece], right.pattern)


def _without_dangling(tokens: Sequence[Token], first: int, last: int) -> int:
    """Without "by which" left over where a clause was cut off."""
    if last > first + 1 and tokens[last - 1].tag == "W":
        last -= 1
        last -= last > first + 1 and tokens[last - 1].tag == "I"
    return last


def _joins_quotation(tokens: Sequence[Token], frame: Frame, left: Range, right: Complement) -> bool:
    """Whether a clause before "he said" and the quotation after it are one saying.

    "The demands form one whole, he told them: “…”", "… could mean war, she said, and “…”"; but not
    "Within hours of the speech, he announced “…”".
    """
    before = tokens[right.first - 1]
    if (right.first == frame.cue.last and before.tag != ":") or not _is_clause(tokens, left):
        return False
    return before.tag == "C" or not _is_adverbial(tokens, left)


def _contents_before(
    tokens: Sequence[Token], frame: Frame, left: Range | None, after: Range
) -> tuple[list[Range], str]:
    """Contents of a parenthetical "he said": what stands before it, and what goes on after it."""
    verb = frame.cue.verb
    if left is None and frame.parenthetical and frame.source.boundary == 0:
        rest = _rest(tokens, frame, (after[0], len(tokens)))  # As he told reporters, …
        return ([rest], "inserted") if rest else ([], "")
    if left is None or not verb.takes & {"q", "b"}:
        return [], ""
    quoted = _has_quotation(tokens, left)
    following = Stretch(tokens, after[1]).tag(skip_adjuncts(Stretch(tokens, after[1]), after[0])[0])
    if not quoted and frame.relation == "own" and "a" not in verb.takes and following in "DNPOQ":
        return [], ""
    core = _reports_freely(frame.cue)
    rest = _rest(tokens, frame, after)
    if quoted or (core and _is_clause(tokens, left)):
        return ([left, rest], "around") if rest else ([left], "before")
    if rest is None or not core:
        return [], ""
    if _is_adverbial(tokens, left):
        whole = _rest(tokens, frame, (after[0], len(tokens)))
        return [whole or rest], "inserted"
    return [left, rest], "around"


def _reports_freely(cue: Cue) -> bool:
    """Whether the verb can follow what is said ("…, he replied"), and is surely a verb."""
    takes = cue.verb.takes
    if {"q", "b"} <= takes:
        return True
    doubtful = cue.verb.also_noun and cue.shape in ("third", "base")
    return "q" in takes and not takes & {"n", "o"} and not doubtful


def _is_clause(tokens: Sequence[Token], span: Range) -> bool:
    """Whether a stretch holds a finite verb, as far as can be told."""
    return any(
        tokens[at].tag in "AMVE"
        or tokens[at].low.endswith("n't")
        or (
            tokens[at].tag == "N"
            and tokens[at].low.endswith("s")
            and at > span[0]
            and not tokens[at].low.endswith(("ss", "us"))
        )
        for at in range(*span)
    )


def _has_quotation(tokens: Sequence[Token], span: Range) -> bool:
    return any(tokens[at].tag == "Q" for at in range(*span))


def _left(
    tokens: Sequence[Token], frame: Frame, breaks: Sequence[int], earlier: int
) -> Range | None:
    """The words before a parenthetical "he said", from the start of the sentence.

    Behind an ``earlier`` cue they begin at the clause or, after a colon, at what stands there.
    """
    if not frame.parenthetical or frame.start <= 0:
        return None
    inside = range(earlier + 1, frame.start)
    clauses = [at for at in breaks if at in inside and tokens[at].tag in ";KF"]
    colons = [at for at in inside if tokens[at].tag == ":" and tokens[at - 1].tag not in "EV"]
    first = max([*clauses, *colons], default=-1)
    first, stop = trim(tokens, first + 1, frame.start)
    if first >= stop:
        return None
    if tokens[stop - 1].tag == "Q" and stop - first > 2 and tokens[stop - 2].tag == ",":
        scene = (first, stop - 2)
        if _is_adverbial(tokens, scene) and not _has_quotation(tokens, scene):
            first = stop - 1
    return first, stop


def _goes_on(tokens: Sequence[Token], left: Range) -> bool:
    """Whether what stands before "he said, “…”" is said too, or merely sets the scene."""
    return _has_quotation(tokens, left) or not _is_adverbial(tokens, left)


def _is_scene(tokens: Sequence[Token], left: Range) -> bool:
    """Time and place words, linking adverbs: "On Tuesday", "However"."""
    if left[1] - left[0] <= 3 and tokens[left[0]].tag in "BKGY":
        return True
    return left[1] - left[0] <= 6 and any(tokens[at].tag == "Y" for at in range(*left))


def _is_adverbial(tokens: Sequence[Token], left: Range) -> bool:
    first = tokens[left[0]]
    if first.low in ASKING:
        return False
    return first.tag in "IGBEYS" or _is_scene(tokens, left)


def _rest(tokens: Sequence[Token], frame: Frame, after: Range) -> Range | None:
    """What goes on after ", he said,": a verb phrase, a clause, a quotation."""
    position, limit = after
    if position and tokens[position - 1].tag == ",":
        position -= 1
    while position < limit and tokens[position].tag in "IDNPYJBHOE":
        position += 1
    if position + 1 >= limit or tokens[position].tag not in ",:F":
        return None
    tags = "QAMVETX" if frame.relation == "inverted" else "QSKDRNPMAVETXC"
    following = tokens[position + 1]
    if following.tag not in tags or following.low in CLAUSE_BREAKS:
        return None
    if following.low == "the" and position and tokens[position - 1].tag in "YJ":
        return None
    if following.tag in "DNP" and not any(
        tokens[at].tag in "AMVEQ" for at in range(position, limit)
    ):
        return None
    return trim(tokens, position + 1, limit)
