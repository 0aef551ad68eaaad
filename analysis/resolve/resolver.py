"""From spans to statements: who, for whom, to whom, about whom and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from analysis.models import Attribution, Document, SaidOn, Spans, Statement
from analysis.resolve.addressees import find_addressees, find_answers, find_asked_by, find_named
from analysis.resolve.article import Article, Speaker, Turn
from analysis.resolve.carryover import date_statements
from analysis.resolve.channels import channel_name, find_channels, is_channel, wraps
from analysis.resolve.frames import Frame, anchor_of, make_frames
from analysis.resolve.registry import Registry
from analysis.resolve.speakers import find_speaker
from analysis.resolve.venues import find_venue

_SPACE = re.compile(r"\s+")


def resolve_statements(
    document: Document, attributions: Sequence[Attribution], registry: Registry
) -> tuple[Statement, ...]:
    """The statements of a document, one per attribution, channels folded into what they pass on.

    An attribution around another one whose source is an outlet or a readout becomes the inner
    one's ``reported_by``. Whatever has no single answer stays empty, with the reason.
    """
    attributions = [a for a in attributions if a.content]
    article = Article.of(document, attributions, registry)
    kept, channels = _fold_channels(article, attributions)
    if len(kept) < len(attributions):
        article = Article.of(document, kept, registry)
    frames = make_frames(article.grid, kept)
    speakers = _find_speakers(article, kept)
    dates = date_statements(article, frames, speakers)
    return tuple(_statements(article, frames, speakers, dates, channels))


def _fold_channels(
    article: Article, attributions: Sequence[Attribution]
) -> tuple[list[Attribution], dict[int, list[str]]]:
    """Attributions without those that only pass on another; the channels of what is kept."""
    text = article.document.readable
    channels: dict[int, list[str]] = {}
    dropped: set[int] = set()
    for outer_index, outer in enumerate(attributions):
        cue = " ".join(text[span.start : span.end] for span in outer.cue).lower()
        inner = [i for i, a in enumerate(attributions) if wraps(outer, a)] if outer.source else []
        if not inner or not is_channel(article, outer, cue):
            continue
        first, last = article.grid.word_range(outer.source[0].start, outer.source[-1].end)
        name = channel_name(
            article, article.reader.phrase_start(first), article.grid.ends[last - 1]
        )
        dropped.add(outer_index)
        for index in inner:
            channels.setdefault(index, []).append(
                name or _clean(text[outer.source[0].start : outer.source[-1].end])
            )
    kept = [i for i in range(len(attributions)) if i not in dropped]
    return (
        [attributions[i] for i in kept],
        {position: channels[i] for position, i in enumerate(kept) if i in channels},
    )


def _find_speakers(article: Article, attributions: Sequence[Attribution]) -> list[Speaker]:
    """Speakers in reading order, each seeing those before it."""
    found: dict[int, Speaker] = {}
    for index in sorted(range(len(attributions)), key=lambda i: _place(attributions[i])):
        speaker = find_speaker(article, attributions[index], article.day)
        found[index] = speaker
        article.turns.append(Turn(_place(attributions[index]), speaker))
    return [found[index] for index in range(len(attributions))]


def _place(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start


def _statements(
    article: Article,
    frames: Sequence[Frame],
    speakers: Sequence[Speaker],
    dates: Sequence[SaidOn],
    channels: dict[int, list[str]],
) -> list[Statement]:
    seen: Counter[str] = Counter()
    made = []
    for index, frame in enumerate(frames):
        text = text_of(article.document.readable, frame.attribution.content)
        if not text:
            continue
        reported = list(channels.get(index, ())) + list(
            find_channels(article, frame, frame.attribution)
        )
        if frame.parent is not None and speakers[frame.parent].name:
            reported.append(speakers[frame.parent].name or "")
        made.append(
            _statement(article, frame, speakers[index], dates[index], text, seen[text], reported)
        )
        seen[text] += 1
    return made


def _statement(
    article: Article,
    frame: Frame,
    speaker: Speaker,
    said: SaidOn,
    text: str,
    occurrence: int,
    reported: Sequence[str],
) -> Statement:
    attribution, document = frame.attribution, article.document
    mentions, countries = find_named(article, attribution.content, speaker)
    return Statement(
        id=statement_id(document.id, text, occurrence),
        article_id=document.id,
        text=text,
        kind="document"
        if speaker.kind == "document" and attribution.kind == "statement"
        else attribution.kind,
        mode=attribution.mode,
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        context=_context(article, attribution),
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        speaker_reason=speaker.reason,
        role=speaker.role,
        organisation=speaker.organisation,
        country=speaker.country,
        addressees=find_addressees(article, frame, speaker),
        asked_by=find_asked_by(article, frame),
        answers=find_answers(article, frame, speaker),
        mentions=mentions,
        mentioned_countries=countries,
        reported_by=tuple(name for name in dict.fromkeys(reported) if name != speaker.name),
        venue=find_venue(frame, article.registry.lexicon),
        said_on=said.day,
        said_on_precision=said.precision,
        said_on_how=said.how,
        said_on_reason=said.reason,
        confidence=round(attribution.confidence * speaker.confidence, 4),
        extractor=attribution.extractor,
    )


def statement_id(article_id: str, text: str, occurrence: int) -> str:
    """A statement's stable id: of its article and words, and the how-manieth of the same words."""
    key = "\x1f".join((article_id, text, str(occurrence)))
    return "s" + blake2b(key.encode(), digest_size=8).hexdigest()


def text_of(readable: str, content: Spans) -> str:
    """The words of a content: white space normalised, pieces joined with " … "."""
    pieces = (_clean(readable[span.start : span.end]) for span in content)
    return " … ".join(piece for piece in pieces if piece)


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ,;")


def _context(article: Article, attribution: Attribution) -> str:
    """The sentences that hold source, cue and content, as printed."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    start = article.grid.sentence_at(min(span.start for span in spans))
    end = article.grid.sentence_at(max(span.end for span in spans) - 1)
    first, last = article.grid.sentence_span(start)[0], article.grid.sentence_span(end)[1]
    return _SPACE.sub(" ", article.document.readable[first:last]).strip()


__all__ = ["anchor_of", "resolve_statements", "statement_id", "text_of"]
