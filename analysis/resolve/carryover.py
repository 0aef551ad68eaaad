"""When something was said, by the text around it, where its own sentence gives no date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analysis.models import SaidOn
from analysis.resolve.article import Article, Speaker
from analysis.resolve.calendar import Calendar, Scene
from analysis.resolve.frames import Frame

_HABIT = re.compile(
    r"\b(?:has|have|had|already|['’]ve|repeatedly|often|always|regularly|routinely|long"
    r"|consistently|usually|frequently|previously|earlier|once)\b"
)
_EARLIER = re.compile(r"\b(?:after|before|since|once|until)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_TOLD_APART = re.compile(r"\b(?:earlier|before|previous|ago|later|had)\b")
_PRESENT = re.compile(
    r"\b(?:says?|claims?|insists?|maintains?|argues?|believes?|thinks?|wants?|denies|deny|calls?)\b"
)
_GOES_ON = re.compile(
    r"\b(?:add(?:ed|s|ing)|also|continu(?:ed|es|ing)|went on|reiterated|further|again)\b"
)
_EVENT = re.compile(
    r"\b(?:the|that|this|their|same|his|her)\s+(?:same\s+)?(?:\w+\s+){0,2}?(call|conversation|talks"
    r"|meeting|session|briefing|speech|conference|interview|statement|address|ceremony|gathering"
    r"|summit|forum|visit|debate|hearing|letter|message|readout|release|appearance)\b",
    re.IGNORECASE,
)
_ALIKE = (
    {"call", "conversation", "telephone", "phone", "spoke", "talked"},
    {"talks", "meeting", "met", "held"},
    {"speech", "address", "spoke"},
    {"session", "council", "assembly", "meeting"},
    {"briefing", "conference", "press"},
)
_RECENT = 10  # days before publication within which an article's scenes are its news
_SAME_REACH = 3  # sentences
_SCENE_REACH = 2  # paragraphs


def date_statements(
    article: Article, frames: Sequence[Frame], speakers: Sequence[Speaker]
) -> list[SaidOn]:
    """When each statement was said, in the order of the frames.

    First the dates of the statements' own sentences, in reading order, then what can be carried
    over from statements and scenes around them. Unknown stays unknown, with the reason.
    """
    calendar = Calendar.of(article, frames, speakers)
    for index in calendar.order():
        if index not in calendar.said:
            calendar.said[index] = _carried(calendar, index)
    return [calendar.said[index] for index in range(len(frames))]


def _carried(calendar: Calendar, index: int) -> SaidOn:
    frame = calendar.frames[index]
    cue = frame.cue()
    if frame.attribution.kind == "document" or calendar.speakers[index].kind == "document":
        return _undated(calendar, "a document speaks; the text does not date it")
    if _EARLIER.search(frame.words(frame.start, frame.first_mark())):
        return _undated(calendar, "told of as something before, without a date")
    if _HABIT.search(cue):
        return _undated(calendar, "told as said before or again and again, without a date")
    rules = _rules(frame, cue)
    for rule in rules:
        found = rule(calendar, index)
        if found and _may_carry(calendar, rule, found):
            return found
    return _undated(calendar, "no date in the text near the statement")


def _may_carry(calendar: Calendar, rule: Rule, found: SaidOn) -> bool:
    """Whether a date is near enough to stand for a statement that does not name it.

    A year is too coarse to go from one sentence to another. Rules that look at the article as a
    whole take only days of its news: shortly before publication.
    """
    if found.precision == "year":
        return False
    if rule not in (_from_participant, _from_all, _from_only_day):
        return True
    published = calendar.article.day
    recent = published is None or found.day is None or (published - found.day).days <= _RECENT
    return found.precision in ("day", "week") and recent


def _undated(calendar: Calendar, reason: str) -> SaidOn:
    published = calendar.article.day
    when = f"; article published {published.day} {published:%b %Y}" if published else ""
    return SaidOn(reason=reason + when)


def _like(said: SaidOn | Scene, reason: str) -> SaidOn:
    return SaidOn(said.day, said.precision, "relative", reason)


def _before(calendar: Calendar, index: int) -> list[Scene]:
    """The scenes before a statement's sentence, the nearest first."""
    frame = calendar.frames[index]
    return [s for s in reversed(calendar.scenes) if s.sentence < frame.sentence]


# --- rules, in order -------------------------------------------------------------------------


def _from_event(calendar: Calendar, index: int) -> SaidOn | None:
    """ "In the call", "at the same session": the day of that event where it was dated."""
    named = _EVENT.search(calendar.frames[index].text)
    if named is None:
        return None
    noun = named.group(1).lower()
    words = {noun}.union(*(group for group in _ALIKE if noun in group))
    phrase = " ".join(named.group().split())
    for scene in _before(calendar, index):
        if words & set(re.findall(r"\w+", scene.words)):
            return _like(scene, f"“{phrase}”, dated before (“{scene.text}”)")
    return _from_same_event(calendar, index, phrase) if "same" in phrase.split() else None


def _from_same_event(calendar: Calendar, index: int, phrase: str) -> SaidOn | None:
    """ "At the same briefing": the day of the statement just before it."""
    frame = calendar.frames[index]
    earlier = [
        (calendar.frames[other].anchor(), other)
        for other, said in calendar.said.items()
        if said.day and calendar.frames[other].sentence < frame.sentence
    ]
    if not earlier:
        return None
    other = max(earlier)[1]
    if frame.sentence - calendar.frames[other].sentence > _SAME_REACH:
        return None
    return _like(calendar.said[other], f"“{phrase}” as the statement before")


def _from_paragraph(calendar: Calendar, index: int) -> SaidOn | None:
    """The last date before it in the same paragraph."""
    frame, name = calendar.frames[index], calendar.speakers[index].name
    here = [s for s in _before(calendar, index) if s.paragraph == frame.paragraph]
    if not here:
        return None
    last, told = here[0], [s for s in here if not s.background]
    if last.background and told and told[0].day != last.day and name not in last.persons:
        return None
    return _like(last, f"the date before it in the paragraph (“{last.text}”)")


def _from_next(calendar: Calendar, index: int) -> SaidOn | None:
    """The same speaker's next statement, where it goes on ("she added on Wednesday")."""
    frame, name = calendar.frames[index], calendar.speakers[index].name
    for other in calendar.order():
        following = calendar.frames[other]
        gap = following.sentence - frame.sentence
        if name is None or gap < 1 or calendar.speakers[other].name != name:
            continue
        said = calendar.direct.get(other)
        if said and gap <= 3 and _GOES_ON.search(following.text.lower()):
            return _like(said, f"{name} goes on after it with a date ({said.reason})")
        return None
    return None


def _from_same_speaker(calendar: Calendar, index: int) -> SaidOn | None:
    """The same speaker's statement before, with no other date between them."""
    frame, name = calendar.frames[index], calendar.speakers[index].name
    earlier = [
        (calendar.frames[other].anchor(), other)
        for other, said in calendar.said.items()
        if said.day
        and calendar.speakers[other].name == name
        and calendar.frames[other].anchor() < frame.anchor()
    ]
    if name is None or not earlier:
        return None
    other = max(earlier)[1]
    said = calendar.said[other]
    between = [
        s
        for s in _before(calendar, index)
        if s.sentence > calendar.frames[other].sentence and s.day != said.day
    ]
    if between or frame.paragraph - calendar.frames[other].paragraph > _SCENE_REACH:
        return None
    return _like(said, f"goes on from {name}'s statement before")


def _from_participant(calendar: Calendar, index: int) -> SaidOn | None:
    """The nearest dated scene before in which the speaker takes part."""
    frame = calendar.frames[index]
    names = {person.name for person in calendar.speakers[index].persons}
    for scene in _before(calendar, index):
        if frame.paragraph - scene.paragraph > _SCENE_REACH + 1:
            return None
        if names & scene.persons:
            return _like(scene, f"last dated scene with the speaker (“{scene.text}”)")
        if not scene.background:
            return None
    return None


def _from_scene(calendar: Calendar, index: int) -> SaidOn | None:
    """The day with which the article opens, shortly before, if no other day came between."""
    frame, published = calendar.frames[index], calendar.article.day
    near = [s for s in _before(calendar, index) if frame.paragraph - s.paragraph <= _SCENE_REACH]
    if not near or published is None or calendar.speakers[index].name is None:
        return None
    scene = near[0]
    if scene.day != calendar.scenes[0].day or scene.background or scene.precision != "day":
        return None
    if (published - scene.day).days > _RECENT:
        return None
    return _like(scene, f"the last date before it in the text (“{scene.text}”)")


def _from_all(calendar: Calendar, index: int) -> SaidOn | None:
    """All dated statements of the speaker in this article were made on one day."""
    name = calendar.speakers[index].name
    own = [other for other in calendar.direct if calendar.speakers[other].name == name]
    said = [calendar.direct[other] for other in own]
    if any(_TOLD_APART.search(calendar.frames[other].text) for other in own):
        return None
    if name is None or len({(s.day, s.precision) for s in said}) != 1:
        return None
    return _like(said[0], f"the article dates {name}'s other statements to that day")


def _from_only_day(calendar: Calendar, index: int) -> SaidOn | None:
    """The article tells of one day only, and began to do so before."""
    days = {scene.day for scene in calendar.scenes}
    if len(days) != 1 or not _before(calendar, index) or calendar.scenes[0].precision != "day":
        return None
    return _like(calendar.scenes[0], "the only day the article tells of")


def _from_dateline(calendar: Calendar, index: int) -> SaidOn | None:
    """The day of the dateline, for news that tells of no other day."""
    dateline = calendar.dateline
    if dateline is None or dateline.day is None or calendar.scenes:
        return None
    if calendar.article.day and dateline.day > calendar.article.day:
        return None
    return SaidOn(dateline.day, "day", "article date", f"dateline “{dateline.text}”")


def _rules(frame: Frame, cue: str) -> tuple[Rule, ...]:
    """Which rules may speak: fewer for the timeless present and for an event of its own."""
    if _PRESENT.search(cue):
        return (_from_event, _from_paragraph)
    if _EVENT.search(frame.text):
        return (_from_event, _from_paragraph, _from_participant, _from_all, _from_only_day)
    return _RULES


Rule = Callable[[Calendar, int], "SaidOn | None"]
_RULES: tuple[Rule, ...] = (
    _from_event,
    _from_paragraph,
    _from_next,
    _from_same_speaker,
    _from_participant,
    _from_scene,
    _from_all,
    _from_only_day,
    _from_dateline,
)
