"""The sentence of a statement without the words it reports: where, when and to whom stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.models import Attribution, Span
from analysis.resolve.passages import Grid

_TELLS = re.compile(
    r"\b(?:told|tells|telling|assured|assures|assuring|informed|informing|reminded|reminding"
    r"|warned|warning|promised|cautioned|notified)\s*$"
)
_HEARER = re.compile(r"\s*[^,.;:“”\"]{2,90}?\s(?=that\s)")
_GAP, _LONGEST_CUE = 2, 40  # characters


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution in its sentence: ``text`` is the sentence, same length, content blanked."""

    attribution: Attribution
    start: int
    text: str
    sentence: int
    paragraph: int
    parent: int | None  # index of the attribution in whose content this one stands
    document: str  # the whole readable text

    @property
    def end(self) -> int:
        """Where the sentence ends in the document."""
        return self.start + len(self.text)

    def words(self, start: int, end: int) -> str:
        """The text between two document offsets, content blanked."""
        return self.text[max(start - self.start, 0) : max(end - self.start, 0)]

    def document_text(self, start: int, end: int) -> str:
        """The text between two document offsets as it stands."""
        return self.document[start:end]

    def cue(self) -> str:
        """The words that mark the saying, lower case."""
        return " ".join(self.words(*span) for span in self.attribution.cue).lower()

    def first_mark(self) -> int:
        """Where source or cue begin, whichever comes first."""
        spans = [*self.attribution.source, *self.attribution.cue] or self.attribution.content
        return min(span.start for span in spans)

    def anchor(self) -> int:
        """Where the saying stands: its cue, else its source, else its content."""
        return anchor_of(self.attribution)


def anchor_of(attribution: Attribution) -> int:
    """Where the saying stands: its cue, else its source, else its content."""
    spans = attribution.cue or attribution.source or attribution.content
    return spans[0].start


def make_frames(grid: Grid, attributions: Sequence[Attribution]) -> list[Frame]:
    """One frame per attribution, in the same order."""
    return [_frame(grid, attributions, index) for index in range(len(attributions))]


def _frame(grid: Grid, attributions: Sequence[Attribution], index: int) -> Frame:
    attribution = attributions[index]
    marks = [*attribution.source, *attribution.cue] or [attribution.content[0]]
    first = grid.sentence_at(min(span.start for span in marks))
    last = grid.sentence_at(max(span.end for span in marks) - 1)
    start, end = grid.sentence_span(first)[0], grid.sentence_span(last)[1]
    parent = innermost(attributions, anchor_of(attribution), skip=index)
    outside = [*_without_hearer(grid.text, attribution), *attribution.content[1:]]
    for other_index, other in enumerate(attributions):
        if other_index not in (index, parent):
            outside += [span for span in other.content if not _inside(attribution, span)]
    if parent is not None:
        kept = attributions[parent].content
        text = _blank_outside(grid.text, start, end, kept)
    else:
        text = grid.text[start:end]
    return Frame(
        attribution,
        start,
        _blank(text, start, outside),
        first,
        grid.paragraph_at(start),
        parent,
        grid.text,
    )


def _without_hearer(text: str, attribution: Attribution) -> list[Span]:
    """The first piece of a content, less the hearer it took in: "told [the envoy that …]"."""
    content = attribution.content[0]
    cue = max((span.end for span in attribution.cue if span.end <= content.start), default=-1)
    if cue < 0 or content.start - cue > _GAP or not _TELLS.search(text[:cue][-_LONGEST_CUE:]):
        return [content]
    hearer = _HEARER.match(text, content.start, content.end)
    return [Span(hearer.end(), content.end)] if hearer else [content]


def _inside(attribution: Attribution, content: Span) -> bool:
    """Whether another's content holds this attribution: then it is its surroundings."""
    place = anchor_of(attribution)
    return content.start <= place < content.end


def innermost(attributions: Sequence[Attribution], offset: int, skip: int) -> int | None:
    """The attribution with the shortest content around ``offset``, if any."""
    found = [
        (sum(span.end - span.start for span in other.content), position)
        for position, other in enumerate(attributions)
        if position != skip and any(s.start <= offset < s.end for s in other.content)
    ]
    return min(found)[1] if found else None


def _blank(text: str, start: int, spans: Sequence[Span]) -> str:
    for span in spans:
        first, last = max(span.start - start, 0), min(span.end - start, len(text))
        if first < last:
            text = text[:first] + " " * (last - first) + text[last:]
    return text


def _blank_outside(text: str, start: int, end: int, kept: Sequence[Span]) -> str:
    result = [" "] * (end - start)
    for span in kept:
        for place in range(max(span.start, start), min(span.end, end)):
            result[place - start] = text[place]
    return "".join(result)
