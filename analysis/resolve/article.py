"""One article under resolution: its grid, mentions and cast, and what has been settled so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.models import Attribution, Document, Span, Spans, SpeakerKind
from analysis.resolve.cast import Cast, Person, find_cast
from analysis.resolve.mentions import Mention, find_mentions
from analysis.resolve.passages import Grid
from analysis.resolve.phrases import PREPOSITIONS, Reader
from analysis.resolve.registry import Registry


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is responsible for the words; ``name`` is ``None`` when that is in doubt."""

    name: str | None
    kind: SpeakerKind
    reason: str
    country: str | None = None
    role: str | None = None
    organisation: str | None = None
    persons: tuple[Person, ...] = ()
    countries: tuple[str, ...] = ()  # of several governments that speak together
    confidence: float = 1.0

    @property
    def all_names(self) -> frozenset[str]:
        """The speaker's name and, of several, everybody's."""
        names = {self.name} | {person.name for person in self.persons}
        return frozenset(name for name in names if name)


@dataclass(frozen=True, slots=True)
class Turn:
    """A speaker settled at a place in the text."""

    offset: int
    speaker: Speaker


@dataclass
class Article:
    """What resolution of one document shares; only ``turns`` grows."""

    document: Document
    registry: Registry
    grid: Grid
    mentions: tuple[Mention, ...]
    reader: Reader
    cast: Cast
    spoken: Spans  # contents of all attributions, sorted, not overlapping
    day: date | None
    turns: list[Turn] = field(default_factory=list)
    described: dict[int, Person] = field(default_factory=dict)  # "the French president"
    subjects: dict[int, Person | None] = field(default_factory=dict)  # "he", by sentence

    @classmethod
    def of(
        cls, document: Document, attributions: Sequence[Attribution], registry: Registry
    ) -> Article:
        """Read a document once: words, mentions, persons."""
        grid = Grid.of(document.readable)
        mentions = find_mentions(grid, registry)
        reader = Reader(grid, mentions, registry.lexicon)
        cast = find_cast(reader, registry, document.published, document.title)
        spoken = _spoken(grid.text, attributions)
        return cls(document, registry, grid, mentions, reader, cast, spoken, document.published)

    def among(self, attributions: Sequence[Attribution]) -> Article:
        """The same article with only these attributions taken for somebody's words."""
        return replace(self, spoken=_spoken(self.grid.text, attributions), turns=[], subjects={})

    def is_spoken(self, offset: int) -> bool:
        """Whether the place lies in somebody's words."""
        index = bisect_right(self.spoken, Span(offset, len(self.grid.text))) - 1
        return index >= 0 and self.spoken[index].start <= offset < self.spoken[index].end

    def unspoken(self, start: int, end: int) -> str:
        """The text ``[start, end)`` with everybody's words blanked."""
        text = self.grid.text[start:end]
        for span in self.spoken:
            first, last = max(span.start - start, 0), min(span.end - start, len(text))
            if first < last:
                text = text[:first] + " " * (last - first) + text[last:]
        return text

    def person_at(self, mention: Mention) -> Person | None:
        """Whom a name, or a title with its country, means."""
        return self.cast.at(mention) or self.described.get(mention.first)

    def offset(self, mention: Mention) -> int:
        """Where a mention starts in the text."""
        return self.grid.starts[mention.first]

    def offset_of_phrase(self, mention: Mention) -> int:
        """Where the noun phrase starts that ends with the mention."""
        return self.grid.starts[self.reader.phrase_start(mention.first)]

    def words_at(self, mention: Mention) -> str:
        """A mention as printed, on one line."""
        start, end = self.grid.starts[mention.first], self.grid.ends[mention.last - 1]
        return " ".join(self.document.readable[start:end].split())

    def person_by_name(self, name: str) -> Person:
        """A person by full name: the registry's, else one with that name and no more."""
        actor = self.registry.by_name.get(name)
        if actor:
            return Person(actor.name, actor, self.registry.country_on(actor, self.day))
        return Person(name)

    def is_capitalised_elsewhere(self, mention: Mention) -> bool:
        """Whether the word also stands inside a sentence with a capital: then it is a name."""
        word = self.grid.words[mention.first]
        return any(
            other == word and not self.grid.opens_sentence(index)
            for index, other in enumerate(self.grid.words)
        )

    def word_before(self, mention: Mention) -> str:
        """The word before the noun phrase that ends with the mention, lower case."""
        start = self.reader.phrase_start(mention.first)
        return self.grid.lower[start - 1] if start else ""

    def is_oblique(self, mention: Mention) -> bool:
        """Whether a mention owns something or hangs on a preposition: not what acts."""
        words = self.grid.lower
        follows = words[mention.last] if mention.last < len(words) else ""
        before = self.word_before(mention)
        lists = self.registry.lexicon.words
        hanging = lists["hearer before"] | lists["clause opener"] | PREPOSITIONS
        return follows == "'s" or before in hanging

    def is_joined(self, mention: Mention) -> bool:
        """Whether "and" ties the person to one named just before: both act."""
        start = self.reader.phrase_start(mention.first)
        if start < 2 or self.grid.lower[start - 1] != "and":
            return False
        before = self.reader.ending_at(start - 1)
        return before is not None and before.is_person and not self.is_oblique(before)

    def is_asker(self, mention: Mention) -> bool:
        """Whether the person puts a question: then it is another who goes on to answer."""
        after = self.grid.lower[mention.last : mention.last + 6]
        asks = ("asked" in after or "questioned" in after) and not _PASSIVE & set(after)
        return asks or after[:3] == ("wanted", "to", "know")

    def is_asked(self, mention: Mention) -> bool:
        """Whether the person is asked something: the words that follow are theirs."""
        after = self.grid.lower[mention.last : mention.last + 5]
        passive = "asked" in after and bool(_PASSIVE & set(after))
        return passive or self.word_before(mention) in ("asked", "questioned", "pressed")


_QUOTED = re.compile(r"“[^“”\n]{1,2000}”|\"[^\"\n]{1,2000}\"|(?<!\w)‘[^‘\n]{1,600}?’(?!\w)")
_PASSIVE = frozenset(("was", "were", "been", "being", "is"))


def _spoken(text: str, attributions: Sequence[Attribution]) -> Spans:
    """What is in somebody's words: contents, and stretches between quotation marks."""
    contents = [span for attribution in attributions for span in attribution.content]
    quoted = [Span(match.start(), match.end()) for match in _QUOTED.finditer(text)]
    return _union([*contents, *quoted])


def _union(spans: Iterable[Span]) -> Spans:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
