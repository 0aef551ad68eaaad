"""Which source, cue and content belong together, within one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.statements.contents import (
    CLAUSE_BREAKS,
    Complement,
    clause_end,
    Stretch,
    complement_after,
    skip_adjuncts,
)
from analysis.statements.cues import BE, Cue
from analysis.statements.phrases import Link, Range, according_to, find_phrases, trim, with_comma
from analysis.statements.sources import (
    Source,
    clause_subject,
    names_document,
    noun_phrase_after,
    subject_before,
)
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import words

UNREAL = frozenset(("whatever", "whoever", "if", "unless", "whether", "should", "lest"))
NOBODY = frozenset(("nobody", "none", "neither", "no"))
IMPERSONAL = frozenset(("it", "this", "that", "what", "which"))
FIRST_PERSON = frozenset(("i", "we", "you", "my", "our", "us", "one"))
NOT_BEFORE_PARTICIPLE = frozenset(("without", "from", "of", "than", "not"))
LEADS_PARTICIPLE = frozenset(("while", "before", "after", "by", "when"))
REPORTED_CLAUSES = frozenset(("that", "clause", "question", "object", "object infinitive"))


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


def link_sentence(tokens: Sequence[Token], cues: Sequence[Cue]) -> list[Link]:
    """The attributions within one sentence."""
    end = len(tokens)
    while end and tokens[end - 1].tag == ".":
        end -= 1
    according = according_to(tokens, end)
    frames: list[Frame] = []
    for cue in cues:
        frame = _frame(tokens, cue, frames, end)
        if frame is not None:
            frames.append(frame)
    breaks = sorted({f.start for f in frames if f.breaks} | {start for start, _ in according})
    links = [_link(tokens, frames, number, breaks, end) for number in range(len(frames))]
    return [link for link in links if link] + find_phrases(tokens, end)


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
    comparing = boundary.low == "as" and (start == 0 or tokens[start - 1].tag in ",Q")
    parenthetical = (boundary.tag in "Q," or comparing) and not after_insertion
    embedded = start > 0 and tokens[start - 1].low == "that"
    breaking = boundary.tag in "KC;FQ" or (boundary.low in CLAUSE_BREAKS and not embedded)
    if boundary.tag == ",":
        right = complement_after(tokens, cue, len(tokens))
        breaking = right is None or right.inserted
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
    """``…, adding that``, ``while calling for``, ``with Beijing saying``, ``a statement saying``."""
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
    earlier = frames[0].cue.main if number else end
    left = _left(tokens, frame, [at for at in breaks if at > earlier])
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
    if boundary not in ("while", "although", "though", "when", "after", "since", "because"):
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
    piece = trim(tokens, right.first, last)
    if left is None:
        return [piece], right.pattern
    if right.inserted:
        around = _goes_on(tokens, left)
    elif right.pattern in ("quotation", "colon"):
        around = _has_quotation(tokens, left) or _is_clause(tokens, left)
    else:
        comma = tokens[right.first - 1].tag == ","
        around = comma and right.pattern == "that" and not _is_adverbial(tokens, left)
    return ([left, piece], "around") if around else ([piece], right.pattern)


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


def _left(tokens: Sequence[Token], frame: Frame, breaks: Sequence[int]) -> Range | None:
    """The words before a parenthetical "he said", from the start of the sentence."""
    if not frame.parenthetical or frame.start <= 0:
        return None
    first = max((at for at in breaks if at < frame.start and tokens[at].tag in ";KF"), default=-1)
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
    tags = "QAMVTX" if frame.relation == "inverted" else "QSKDRNPMAVTXC"
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
