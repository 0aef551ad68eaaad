"""When something was said: which date of the text belongs to the saying, or why none does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis.models import SaidOn
from analysis.resolve.article import Article, Speaker
from analysis.resolve.dates import DateMention, find_dates, settle_on
from analysis.resolve.frames import Frame

_CLAUSE = re.compile(r"[,;:—–()“”\"]|\s-\s")
_RELATIVE = re.compile(r"\b(?:who|which|whose|whom|where|that)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:after|before|since|when|while|as|until|because|although|though|ahead|following|once)\b(.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|has|have|is|are|said|met|took|left|came|made|gave|went|won|began|spoke|held|sent"
    r"|told|hit|fell|fled|shot|struck|put|set)\b"
)
_HABIT = re.compile(
    r"\b(?:has|have|'ve|repeatedly|often|always|regularly|routinely|long|consistently|usually|frequently|previously|earlier)\b"
)
_PRESENT = re.compile(
    r"\b(?:says?|claims?|insists?|maintains?|argues?|believes?|thinks?|wants?|denies|deny)\b"
)
_GOES_ON = re.compile(
    r"\b(?:add(?:ed|s|ing)|also|continu(?:ed|es|ing)|went on|reiterated|further|again)\b"
)
_REPLY = re.compile(
    r"\b(?:repl(?:ied|ies)|respond(?:ed|s)|answer(?:ed|s)|told|assured|in (?:response|reply|turn))\b"
)
_EVENT = re.compile(
    r"\b(?:the|that|this|their|same|his|her)\s+(?:same\s+)?(?:\w+\s+){0,2}?(call|conversation|talks|meeting|session|briefing"
    r"|speech|conference|interview|statement|address|ceremony|gathering|summit|forum|visit|debate|hearing|letter|message"
    r"|readout|occasion|release|appearance|event)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'-]+,\s+\w+\.?\s+\d{1,2}\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A place in the text with a date that belongs to its sentence's action."""

    offset: int
    sentence: int
    mention: DateMention

    @property
    def day(self) -> date:
        """The first day of the period."""
        assert self.mention.day is not None
        return self.mention.day


@dataclass
class Calendar:
    """The dates of an article and what has been dated so far."""

    article: Article
    frames: Sequence[Frame]
    mentions: list[DateMention]
    scenes: list[Dated]
    said: dict[int, SaidOn]

    @classmethod
    def of(cls, article: Article, frames: Sequence[Frame]) -> Calendar:
        """Find all dates; those outside anybody's words make the scenes of the article."""
        mentions = find_dates(article.document.readable, article.day)
        scenes = [
            Dated(mention.start, article.grid.sentence_at(mention.start), mention)
            for mention in mentions
            if mention.day
            and not article.is_spoken(mention.start)
            and not _hangs_on_other_clause(article.document.readable, article, mention)
        ]
        return cls(article, frames, mentions, scenes, {})


def date_statements(calendar: Calendar, speakers: Sequence[Speaker]) -> list[SaidOn]:
    """When each statement was said, in the order of the frames.

    First the dates of the statements' own sentences, in reading order, then what can be carried
    over from statements and scenes around them.
    """
    order = sorted(range(len(calendar.frames)), key=lambda i: calendar.frames[i].anchor())
    for index in order:
        found = _own_date(calendar, index, speakers)
        if found:
            calendar.said[index] = found
    direct = dict(calendar.said)
    for index in order:
        if index not in calendar.said:
            calendar.said[index] = _carried(calendar, index, speakers, order, direct)
    return [calendar.said[index] for index in range(len(calendar.frames))]


# --- dates of the sentence itself ------------------------------------------------------------


def _own_date(calendar: Calendar, index: int, speakers: Sequence[Speaker]) -> SaidOn | None:
    frame = calendar.frames[index]
    attached = [
        mention
        for mention in calendar.mentions
        if frame.start <= mention.start < frame.end and _attaches(calendar, frame, mention)
    ]
    settled = [
        m for m in (_settled(calendar, index, mention, speakers) for mention in attached) if m.day
    ]
    published = calendar.article.day
    settled = [m for m in settled if m.day and (published is None or m.day <= published)]
    if not settled:
        return None
    ranks = {"day": 0, "week": 1, "month": 2, "year": 3}
    anchor = frame.anchor()
    best = min(
        settled,
        key=lambda m: (ranks[m.precision or "year"], m.how != "explicit", abs(m.start - anchor)),
    )
    return SaidOn(best.day, best.precision, best.how, _why(best))


def _attaches(calendar: Calendar, frame: Frame, mention: DateMention) -> bool:
    """Whether a date stands in the clause of the saying, not in the words or in another clause."""
    if not frame.words(mention.start, mention.end).strip():
        return _opens_content(frame, mention)
    attribution = frame.attribution
    marks = [*attribution.cue, *attribution.source]
    if any(s.start <= mention.start < s.end for s in attribution.cue):
        return True
    if not marks:
        return False
    if _clause_broken(
        frame, mention, max((s.end for s in marks if s.end <= mention.start), default=frame.start)
    ):
        return False
    return not _other_saying_between(calendar, frame, mention)


def _opens_content(frame: Frame, mention: DateMention) -> bool:
    """ "Vowed [Wednesday it would …]": a weekday that the content begins with."""
    content = frame.attribution.content[0]
    if not (content.start <= mention.start <= content.start + 4) or mention.base != "published":
        return False
    cue_end = max((s.end for s in frame.attribution.cue), default=-1)
    return (
        0 <= content.start - cue_end <= 2
        and mention.precision == "day"
        and mention.how == "relative"
    )


def _clause_broken(frame: Frame, mention: DateMention, floor: int) -> bool:
    before = frame.words(frame.start, mention.start)
    start = max(floor - frame.start, 0)
    for match in _CLAUSE.finditer(before):
        start = max(start, match.end())
    return _subordinate(before[start:])


def _subordinate(clause: str) -> bool:
    """Whether words of a clause up to a date show that the date belongs to another event."""
    relative = _RELATIVE.search(clause)
    if relative and (relative.group().lower() != "that" or _VERB.search(clause[relative.end() :])):
        return True
    other = _SUBORDINATE.search(clause)
    return bool(other and _VERB.search(other.group(1)))


def _other_saying_between(calendar: Calendar, frame: Frame, mention: DateMention) -> bool:
    """Whether another attribution's cue of the same sentence stands nearer to the date."""
    own = _distance(frame, mention)
    return any(
        other is not frame
        and other.sentence == frame.sentence
        and other.parent == frame.parent
        and other.attribution.cue != frame.attribution.cue
        and other.words(mention.start, mention.end).strip()
        and _distance(other, mention) < own
        for other in calendar.frames
    )


def _distance(frame: Frame, mention: DateMention) -> int:
    """Characters between a date and the nearest mark of the saying, content not counted."""
    gaps = [
        len(frame.words(min(span.end, mention.end), max(span.start, mention.start)).strip())
        for span in (*frame.attribution.cue, *frame.attribution.source)
    ]
    return min(gaps, default=len(frame.text))


def _hangs_on_other_clause(text: str, article: Article, mention: DateMention) -> bool:
    start = article.grid.sentences[article.grid.sentence_at(mention.start)]
    clause = _CLAUSE.split(text[start : mention.start])[-1]
    return _subordinate(clause)


def _settled(
    calendar: Calendar, index: int, mention: DateMention, speakers: Sequence[Speaker]
) -> DateMention:
    """ "The same day", "two days later": counted from the statement or scene before."""
    if mention.base != "before":
        return mention
    reference = _reference(calendar, mention.start, speakers)
    return (
        settle_on(mention, reference.day, reference.precision)
        if reference and reference.day
        else replace(mention, day=None)
    )


def _reference(calendar: Calendar, offset: int, speakers: Sequence[Speaker]) -> SaidOn | None:
    """The date in force at ``offset``: of the last dated statement or scene before it."""
    best: tuple[int, SaidOn] | None = None
    for index, said in calendar.said.items():
        place = calendar.frames[index].anchor()
        if place < offset and said.day and (best is None or place >= best[0]):
            best = place, said
    for scene in calendar.scenes:
        if (
            scene.offset < offset
            and scene.mention.base != "before"
            and (best is None or scene.offset > best[0])
        ):
            best = scene.offset, SaidOn(scene.day, scene.mention.precision)
    return best[1] if best else None


def _why(mention: DateMention) -> str:
    words = " ".join(mention.text.split())
    if mention.value.endswith("-WE"):
        return f"“{words}”, counted from Saturday"
    if mention.base == "published":
        return f"“{words}”, counted from the day of publication"
    if mention.base == "before":
        return f"“{words}”, counted from the date before"
    return f"“{words}”"


# --- dates carried over ----------------------------------------------------------------------


def _carried(
    calendar: Calendar,
    index: int,
    speakers: Sequence[Speaker],
    order: Sequence[int],
    direct: dict[int, SaidOn],
) -> SaidOn:
    """A date from around a statement whose own sentence has none, or the reason for none."""
    frame = calendar.frames[index]
    if frame.attribution.kind == "document" or speakers[index].kind == "document":
        return _undated(calendar, "a document speaks; the text does not date it")
    if _HABIT.search(frame.cue()):
        return _undated(
            calendar, "told without a date, as something said before or again and again"
        )
    rules = _RULES[:2] if _PRESENT.search(frame.cue()) else _RULES
    for rule in rules:
        found = rule(calendar, index, speakers, direct)
        if found and found.day:
            return found
    return _undated(calendar, "no date in the text near the statement")


def _undated(calendar: Calendar, reason: str) -> SaidOn:
    published = calendar.article.day
    when = f"; article published {published.day} {published:%b %Y}" if published else ""
    return SaidOn(reason=reason + when)


def _like(said: SaidOn, reason: str) -> SaidOn:
    return SaidOn(said.day, said.precision, "relative", reason)


Directly = dict[int, SaidOn]


def _from_same_speaker(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """The same speaker's statement before, with no other date between them."""
    frame, name = calendar.frames[index], speakers[index].name
    if name is None:
        return None
    best: tuple[int, SaidOn] | None = None
    for other, said in calendar.said.items():
        place = calendar.frames[other].anchor()
        if (
            other != index
            and place < frame.anchor()
            and said.day
            and speakers[other].name == name
            and (best is None or place > best[0])
        ):
            best = place, said
    if best is None:
        return None
    between = [
        s
        for s in calendar.scenes
        if best[0] < s.offset < frame.anchor()
        and s.day != best[1].day
        and s.sentence != calendar.article.grid.sentence_at(best[0])
    ]
    grid = calendar.article.grid
    if between or grid.paragraph_at(frame.anchor()) - grid.paragraph_at(best[0]) > 2:
        return None
    return _like(best[1], f"goes on from {name}'s statement before")


def _from_event(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """ "In the call", "at the same session": the day of that event where it was dated."""
    frame = calendar.frames[index]
    named = _EVENT.search(frame.text)
    if named is None:
        return None
    word = named.group(1).lower()
    grid = calendar.article.grid
    for scene in reversed(calendar.scenes):
        if scene.offset >= frame.anchor() or (
            scene.mention.base == "before" and not scene.mention.day
        ):
            continue
        start, end = grid.sentence_span(scene.sentence)
        near = frame.sentence - scene.sentence
        if word in calendar.article.document.readable[start:end].lower() or near <= 2:
            return SaidOn(
                scene.day,
                scene.mention.precision,
                "relative",
                f"“{' '.join(named.group().split())}”, dated before (“{scene.mention.text}”)",
            )
    return None


def _from_next(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """The same speaker's next statement, where it goes on ("she added on Wednesday")."""
    frame, name = calendar.frames[index], speakers[index].name
    for other, said in sorted(direct.items(), key=lambda item: calendar.frames[item[0]].anchor()):
        following = calendar.frames[other]
        gap = following.sentence - frame.sentence
        if (
            following.anchor() > frame.anchor()
            and gap <= 3
            and speakers[other].name == name
            and name
        ):
            if _GOES_ON.search(following.text.lower()):
                return _like(said, f"{name} goes on after it with a date")
            return None
    return None


def _from_scene(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """A sentence shortly before that dates an event in which the speaker took part."""
    frame, speaker = calendar.frames[index], speakers[index]
    names = {person.name for person in speaker.persons}
    article, grid = calendar.article, calendar.article.grid
    for scene in reversed(calendar.scenes):
        if scene.offset >= frame.anchor() or scene.mention.precision != "day":
            continue
        if (
            frame.sentence - scene.sentence > 4
            or grid.paragraph_at(frame.anchor()) - grid.paragraph_at(scene.offset) > 1
        ):
            return None
        start, end = grid.sentence_span(scene.sentence)
        present = {
            person.name
            for mention in article.reader.within(*grid.word_range(start, end))
            if (person := article.cast.at(mention))
        }
        same_paragraph = grid.paragraph_at(frame.anchor()) == grid.paragraph_at(scene.offset)
        if names & present or (
            same_paragraph and frame.sentence - scene.sentence <= 1 and _REPLY.search(frame.text)
        ):
            return SaidOn(
                scene.day,
                "day",
                "relative",
                f"told of the day before it in the text (“{scene.mention.text}”)",
            )
        return None
    return None


def _from_all(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """All dated statements of the speaker in this article were made on one day."""
    name = speakers[index].name
    days = {
        (said.day, said.precision) for other, said in direct.items() if speakers[other].name == name
    }
    if name is None or len(days) != 1:
        return None
    day, precision = days.pop()
    return SaidOn(
        day, precision, "relative", f"the article dates {name}'s other statements to that day"
    )


def _from_only_day(
    calendar: Calendar, index: int, speakers: Sequence[Speaker], direct: Directly
) -> SaidOn | None:
    """The article tells of one day only."""
    days = {scene.day for scene in calendar.scenes if scene.mention.precision == "day"}
    if len(days) != 1 or not calendar.scenes:
        return None
    frame = calendar.frames[index]
    if min(scene.offset for scene in calendar.scenes) > frame.end:
        return None
    return SaidOn(days.pop(), "day", "relative", "the only day the article tells of")


Rule = Callable[[Calendar, int, "Sequence[Speaker]", Directly], "SaidOn | None"]
_RULES: tuple[Rule, ...] = (
    _from_same_speaker,
    _from_event,
    _from_next,
    _from_scene,
    _from_all,
    _from_only_day,
)
