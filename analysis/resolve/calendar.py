"""The times an article tells of, and when each of its statements was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.models import Precision, SaidOn
from analysis.resolve.article import Article, Speaker
from analysis.resolve.dates import DateMention, find_dates, settle_on
from analysis.resolve.frames import Frame
from analysis.resolve.occasions import CLAUSE, is_aside, own_date

_BACKGROUND = re.compile(r"\bhad\b(?! to\b)")
_BOUNDARY = re.compile(
    r"\b(?:since|until|till|by|before|after|from|ahead of)\s+(?:\w+\s+)?$", re.IGNORECASE
)


_QUOTED = re.compile(r"“([^”]+)”")
_DATELINE = re.compile(r"\s*[A-Z][A-Z]+[A-Z .,/’'-]*(?:\([\w .]+\)\s*)?[,–—-]?\s*$")
_AFTER_DATELINE = re.compile(r"\s*(?:\([\w .]+\)\s*)?[–—-]")


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence whose action the text dates; ``background`` when told as already past."""

    offset: int
    sentence: int
    paragraph: int
    day: date
    precision: Precision
    text: str  # of the date
    words: str  # of the sentence, lower case
    persons: frozenset[str]
    background: bool


@dataclass
class Calendar:
    """Dates and scenes of an article; ``said`` grows while statements are dated."""

    article: Article
    frames: Sequence[Frame]
    speakers: Sequence[Speaker]
    mentions: list[DateMention]
    scenes: list[Scene]
    dateline: DateMention | None = None
    said: dict[int, SaidOn] = field(default_factory=dict)
    direct: dict[int, SaidOn] = field(default_factory=dict)  # by their own sentences

    @classmethod
    def of(cls, article: Article, frames: Sequence[Frame], speakers: Sequence[Speaker]) -> Calendar:
        """All dates of the text, the scenes they make, and the statements dated by themselves."""
        mentions = find_dates(article.document.readable, article.day)
        dateline = _dateline(article, mentions)
        mentions = [mention for mention in mentions if mention is not dateline]
        calendar = cls(article, frames, speakers, mentions, [], dateline)
        calendar.scenes = [s for m in mentions if (s := calendar._scene(m))]
        for index in calendar.order():
            frame = frames[index]
            near = [m for m in mentions if frame.start <= m.start < frame.end]
            said = own_date(frames, frame, near, calendar.settled) if near else None
            if said:
                calendar.direct[index] = calendar.said[index] = said
        calendar._stage_statements()
        return calendar

    def order(self) -> list[int]:
        """The statements in reading order of what marks the saying."""
        return sorted(range(len(self.frames)), key=lambda i: self.frames[i].anchor())

    def settled(self, mention: DateMention) -> DateMention:
        """A mention with its day, "two days later" counted from the date in force before it.

        Without a day when it would lie after publication or what it counts from is unknown.
        """
        if mention.base == "before":
            reference = self.reference(mention.start)
            if reference is None:
                return replace(mention, day=None)
            mention = settle_on(mention, *reference)
        published = self.article.day
        if mention.day and published and mention.day > published:
            return replace(mention, day=None)
        return mention

    def reference(self, offset: int) -> tuple[date, Precision | None] | None:
        """The day in force at a place: of the last dated statement or scene before it."""
        best: tuple[int, date, Precision | None] | None = None
        for index, said in self.said.items():
            place = self.frames[index].anchor()
            if place < offset and said.day and (best is None or place >= best[0]):
                best = place, said.day, said.precision
        for scene in self.scenes:
            if scene.offset < offset and (best is None or scene.offset > best[0]):
                best = scene.offset, scene.day, scene.precision
        return best[1:] if best else None

    def _scene(self, mention: DateMention) -> Scene | None:
        """The scene a date makes, unless somebody says it, or it bounds or belongs to an aside."""
        text, grid = self.article.document.readable, self.article.grid
        if mention.day is None or mention.precision not in ("day", "week"):
            return None
        if self.article.is_spoken(mention.start):
            return None
        sentence = grid.sentence_at(mention.start)
        before = text[grid.sentences[sentence] : mention.start]
        if is_aside(CLAUSE.split(before)[-1]) or _BOUNDARY.search(before):
            return None
        if self.article.day and mention.day > self.article.day:
            return None
        return self._make_scene(mention.start, mention.day, mention.precision, mention.text)

    def _make_scene(self, offset: int, day: date, precision: Precision, text: str) -> Scene:
        grid, article = self.article.grid, self.article
        sentence = grid.sentence_at(offset)
        start, end = grid.sentence_span(sentence)
        words = article.document.readable[start:end].lower()
        persons = frozenset(
            person.name
            for mention in article.reader.within(*grid.word_range(start, end))
            if (person := article.cast.at(mention))
        )
        outside = article.unspoken(start, end)
        return Scene(
            offset,
            sentence,
            grid.paragraph_at(offset),
            day,
            precision,
            " ".join(text.split()),
            words,
            persons,
            bool(_BACKGROUND.search(outside)),
        )

    def _stage_statements(self) -> None:
        """Statements dated by their own sentences are scenes too."""
        known = {(scene.sentence, scene.day) for scene in self.scenes}
        for index, said in self.direct.items():
            offset = self.frames[index].anchor()
            if said.day is None or said.precision not in ("day", "week"):
                continue
            if (self.article.grid.sentence_at(offset), said.day) in known:
                continue
            words = _QUOTED.search(said.reason)
            text = words.group(1) if words else said.reason
            self.scenes.append(self._make_scene(offset, said.day, said.precision, text))
        self.scenes.sort(key=lambda scene: scene.offset)


def _dateline(article: Article, mentions: Sequence[DateMention]) -> DateMention | None:
    """The day before the first words: "GENEVA, April 10 (Agency) —"."""
    text, grid = article.document.readable, article.grid
    for mention in mentions[:2]:
        start = grid.paragraphs[grid.paragraph_at(mention.start)]
        opens = _DATELINE.match(text[start : mention.start])
        if opens and mention.precision == "day" and _AFTER_DATELINE.match(text, mention.end):
            return mention
    return None
