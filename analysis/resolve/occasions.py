"""When something was said, by its own sentence: which date belongs to the saying."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analysis.models import SaidOn
from analysis.resolve.dates import DateMention
from analysis.resolve.frames import Frame

CLAUSE = re.compile(r"[,;:—–()“”\"]|\s-\s")
_RELATIVE = re.compile(r"\b(?:who|which|whose|whom|where|that|having)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:after|before|since|when|while|as|until|because|although|though|ahead|following|once)\b"
    r"(.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|has|have|is|are|will|would|should|could|can|may|might|must|said"
    r"|met|took|left|came|made|gave|went|won|began|spoke|held|sent|told|hit|fell|fled|shot|struck"
    r"|put|set|be|been)\b"
)
_OPENS = re.compile(r"\s*(?:(?:that|to|of|for|if|whether|what|how|about|over)\b|$)")
_PRESS = re.compile(r"\s+(?:\w+\s+){0,2}(?:briefing|conference|call|meeting|session|talks)\b")
_RANKS = {"day": 0, "week": 1, "month": 2, "year": 3}
_TOLD_AS_BEFORE = re.compile(r"\b(?:after|before|since|once|until)\b[^,;]*$", re.IGNORECASE)
_COMMA = 60  # characters that a comma between a date and a saying counts for
_NEAR = 5  # characters between a saying and the year that dates it: " in "
_LIMIT = re.compile(r"\b(?:since|until|till|by|from|of|to)\s+(?:the\s+)?$", re.IGNORECASE)
_EDGE = 12  # characters of a content before a date that its beginning took in


def own_date(
    frames: Sequence[Frame],
    frame: Frame,
    mentions: Sequence[DateMention],
    settle: Callable[[DateMention], DateMention],
) -> SaidOn | None:
    """The date in the sentence of a statement that belongs to the saying itself.

    Dates inside the words reported, in relative clauses ("who left on Monday"), in clauses with
    their own verb ("after it attacked on Monday") and nearer to another saying are left aside.
    ``settle`` turns "two days later" into a day. Dates after publication are never taken.
    """
    attached = [settle(m) for m in mentions if _attaches(frames, frame, m)]
    dated = [m for m in attached if m.day]
    if not dated:
        return None
    place = frame.anchor()
    best = min(
        dated,
        key=lambda m: (
            _RANKS[m.precision or "year"],
            m.how != "explicit",
            abs(m.start - place),
        ),
    )
    return SaidOn(best.day, best.precision, best.how, explain(best))


def explain(mention: DateMention) -> str:
    """How a date was read, in a few words."""
    words = " ".join(mention.text.split())
    if mention.value.endswith("-WE"):
        return f"“{words}”, counted from Saturday"
    if mention.base == "published":
        return f"“{words}”, counted from the day of publication"
    if mention.base == "before":
        return f"“{words}”, counted from the date before"
    return f"“{words}”"


def is_aside(clause: str) -> bool:
    """Whether the words of a clause up to a date show that the date is another event's."""
    relative = _RELATIVE.search(clause)
    if relative and (relative.group().lower() != "that" or _VERB.search(clause[relative.end() :])):
        return True
    other = _SUBORDINATE.search(clause)
    return bool(other and _VERB.search(other.group(1)))


def _attaches(frames: Sequence[Frame], frame: Frame, mention: DateMention) -> bool:
    attribution = frame.attribution
    if _LIMIT.search(frame.document_text(max(frame.start, mention.start - _EDGE), mention.start)):
        return False
    if mention.precision == "year" and not _dates_the_act(frame, mention):
        return False
    if any(s.start <= mention.start < s.end for s in attribution.cue):
        return True
    if not frame.words(mention.start, mention.end).strip():
        return _at_edge(frame, mention)
    marks = [*attribution.cue, *attribution.source]
    if not marks:
        return False
    between = frame.words(mention.end, frame.first_mark())
    if mention.end < frame.first_mark() and _TOLD_AS_BEFORE.search(between):
        return False
    floor = max((s.end for s in marks if s.end <= mention.start), default=frame.start)
    if is_aside(_clause_before(frame, mention, floor)):
        return mention.text.endswith("s") and bool(
            _PRESS.match(frame.words(mention.end, frame.end))
        )
    return not _nearer_to_another(frames, frame, mention)


def _dates_the_act(frame: Frame, mention: DateMention) -> bool:
    """Whether a year opens the sentence ("In 2021 he said") or follows the cue ("said in 2021")."""
    if not frame.words(frame.start, mention.start).strip().lower().removesuffix("in").strip():
        return True
    before = frame.document_text(frame.start, mention.start).rstrip()
    place = frame.start + len(before.removesuffix(" in"))
    ends = [span.end for span in (*frame.attribution.cue, *frame.attribution.source)]
    return any(0 <= place - end <= _NEAR for end in ends)


def _at_edge(frame: Frame, mention: DateMention) -> bool:
    """A date that the content's edge took in: "vowed [Wednesday it would]", "[aid on Monday]"."""
    for span in frame.attribution.content:
        if not span.start <= mention.start < span.end or mention.precision != "day":
            continue
        before = frame.document_text(span.start, mention.start)
        after = frame.document_text(mention.end, span.end)
        if any(mark in before for mark in '“"') or _VERB.search(before):
            return False
        if _OPENS.match(after.rstrip(" ,.;")) or not _VERB.search(after):
            return mention.base != "before" or not before
        return len(before) <= _EDGE and not _VERB.search(before) and _follows_cue(frame, span.start)
    return False


def _follows_cue(frame: Frame, place: int) -> bool:
    cue_end = max((span.end for span in frame.attribution.cue), default=-1)
    return 0 <= place - cue_end <= 2


def _clause_before(frame: Frame, mention: DateMention, floor: int) -> str:
    before = frame.words(frame.start, mention.start)
    start = max(floor - frame.start, 0)
    for match in CLAUSE.finditer(before):
        start = max(start, match.end())
    return before[start:]


def _nearer_to_another(frames: Sequence[Frame], frame: Frame, mention: DateMention) -> bool:
    own = _distance(frame, mention)
    return any(
        other is not frame
        and other.sentence == frame.sentence
        and other.parent == frame.parent
        and other.attribution.cue != frame.attribution.cue
        and other.words(mention.start, mention.end).strip()
        and _distance(other, mention) < own
        for other in frames
    )


def _distance(frame: Frame, mention: DateMention) -> int:
    """Characters between a date and the nearest mark of the saying, content not counted."""
    gaps = []
    for span in (*frame.attribution.cue, *frame.attribution.source):
        first, last = min(span.end, mention.end), max(span.start, mention.start)
        words = frame.words(first, last).strip()
        gaps.append(len(words) + _COMMA * words.count(","))
    return min(gaps, default=len(frame.text))
