"""What stands between speaker and article: "CNN reported", "according to the Kremlin's readout"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.models import Attribution, Span
from analysis.resolve.article import Article
from analysis.resolve.frames import Frame

_REPORTS = re.compile(
    r"\b(?:according\s+to|reported\s+by|quoted\s+by|as\s+reported\s+by|cited\s+by|as\s+cited\s+by|seen\s+by|in\s+comments\s+to)\s+"
)
_MOST = 0.6  # of the words of whoever passes something on


def is_channel(article: Article, outer: Attribution, cue: str) -> bool:
    """Whether an attribution around another one only passes on what somebody else said."""
    if not outer.source:
        return False
    first, last = article.grid.word_range(outer.source[0].start, outer.source[-1].end)
    if first >= last:
        return False
    phrase = article.reader.read(article.reader.phrase_start(first), last)
    if phrase.heads:
        return False
    actor = phrase.body.actors[0] if phrase.body and len(phrase.body.actors) == 1 else None
    if actor and actor.kind == "media":
        return True
    if phrase.noun and phrase.noun.desk in ("media", "readout", "voice", "document"):
        return phrase.noun.desk != "document"
    return bool(cue) and "according" in cue and bool(actor or phrase.noun or phrase.states)


def wraps(outer: Attribution, inner: Attribution) -> bool:
    """Whether ``inner`` lies in the content of ``outer``, or both report the same words."""
    if outer is inner:
        return False
    anchors = [span.start for span in (*inner.cue, *inner.source)] or [inner.content[0].start]
    if all(_holds(outer.content, place) for place in anchors):
        return True
    shared = sum(_shared(a, b) for a in outer.content for b in inner.content)
    size = sum(span.end - span.start for span in inner.content)
    return size > 0 and shared / size >= 0.9


def passes_on(outer: Attribution, inner: Sequence[Attribution]) -> bool:
    """Whether what ``outer`` says is nearly all made of what the ``inner`` ones say."""
    told = {i for span in outer.content for i in range(*span)}
    held = {
        i
        for one in inner
        for spans in (one.source, one.cue, one.content)
        for span in spans
        for i in range(*span)
    }
    return len(told & held) >= _MOST * len(told)


def _holds(content: Sequence[Span], place: int) -> bool:
    return any(span.start <= place < span.end for span in content)


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def find_channels(article: Article, frame: Frame, own: Attribution) -> tuple[str, ...]:
    """Channels the sentence itself names: ", according to CCTV"; not the statement's own source."""
    names: dict[str, None] = {}
    for match in _REPORTS.finditer(frame.text):
        place = frame.start + match.end()
        if any(span.start <= place < span.end or span.start == place for span in own.source):
            continue
        name = channel_name(article, article.grid.word_at(place), frame.end)
        if name:
            names[name] = None
    return tuple(names)


def channel_name(article: Article, first: int, end: int) -> str | None:
    """Who passes it on, by the phrase at word ``first``: outlet, body, or whose readout it is."""
    stop = first
    grid = article.grid
    while stop < len(grid.words) and stop - first < 10 and grid.starts[stop] < end:
        if grid.words[stop] in (",", ";", ":"):
            break
        stop += 1
    phrase = article.reader.read(first, stop)
    if phrase.heads:
        return None
    if phrase.body and len(phrase.body.actors) == 1:
        return phrase.body.actors[0].name
    if phrase.noun and phrase.noun.kind == "document" and phrase.country:
        return f"{phrase.noun.name} of {article.registry.government(phrase.country).name}"
    if phrase.noun and phrase.noun.kind != "document" and phrase.country:
        bodies = article.registry.bodies(phrase.country, phrase.noun.desk)
        if len(bodies) == 1:
            return bodies[0].name
        country = article.registry.lexicon.country_names.get(phrase.country, phrase.country)
        return f"{phrase.noun.name} of {country}"
    if phrase.noun:
        return phrase.noun.name
    if phrase.states:
        return article.registry.government(phrase.states[0]).name
    return None
