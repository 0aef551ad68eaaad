"""From spans to statements: who, for whom, to whom, about whom and when."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from analysis.models import Attribution, Document, SaidOn, Spans, Statement
from analysis.resolve.addressees import find_addressees
from analysis.resolve.article import Article, Speaker, Turn
from analysis.resolve.carryover import date_statements
from analysis.resolve.channels import channel_name, find_channels, is_channel, passes_on, wraps
from analysis.resolve.frames import Frame, make_frames
from analysis.resolve.naming import in_office
from analysis.resolve.questions import find_answers, find_asked_by, find_named, is_question
from analysis.resolve.registry import Registry
from analysis.resolve.speakers import find_speaker
from analysis.resolve.telling import tell
from analysis.resolve.titles import describe
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
        article = article.among(kept)
    article.described.update(describe(article))
    frames = make_frames(article.grid, kept)
    speakers = _find_speakers(article, frames)
    dates = date_statements(article, frames, speakers)
    hearers = find_addressees(article, frames, speakers)
    found = zip(frames, speakers, dates, hearers, strict=True)
    return tuple(_statements(article, list(found), speakers, channels))


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


def _find_speakers(article: Article, frames: Sequence[Frame]) -> list[Speaker]:
    """Speakers in reading order, each seeing those before it; "I" needs the one around it."""
    found: dict[int, Speaker] = {}
    begun: set[int] = set()

    def find(index: int) -> Speaker:
        if index in found:
            return found[index]
        begun.add(index)
        frame = frames[index]
        outer = None
        if frame.parent is not None and frame.parent not in begun - found.keys():
            outer = find(frame.parent)
        if index not in found:
            found[index] = find_speaker(article, frame.attribution, outer)
            turn = Turn(_place(frame.attribution), found[index])
            insort(article.turns, turn, key=lambda turn: turn.offset)
        return found[index]

    for index in sorted(range(len(frames)), key=lambda i: _place(frames[i].attribution)):
        find(index)
    return [found[index] for index in range(len(frames))]


def _place(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start


Found = tuple[Frame, Speaker, SaidOn, tuple[str, ...]]


def _statements(
    article: Article,
    found: Sequence[Found],
    speakers: Sequence[Speaker],
    channels: dict[int, list[str]],
) -> list[Statement]:
    seen: Counter[str] = Counter()
    made = []
    for index, one in enumerate(found):
        frame = one[0]
        text = text_of(article.document.readable, frame.attribution.content)
        if not text or is_question(frame, one[1]) or _only_passes_on(found, index):
            continue
        reported = list(channels.get(index, ()))
        reported += find_channels(article, frame, frame.attribution)
        if frame.parent is not None:
            reported.append(speakers[frame.parent].name or "")
        made.append(_statement(article, one, text, seen[text], reported))
        seen[text] += 1
    return made


_BODIES = ("government", "ministry", "mission", "organisation", "media")


def _only_passes_on(found: Sequence[Found], index: int) -> bool:
    """Whether a body tells what its own side's person said, or an outlet what anybody said.

    "Xi told Biden that …, the Chinese foreign ministry said": the statement is Xi's, the ministry
    is its channel.
    """
    frame, speaker = found[index][:2]
    if speaker.kind not in _BODIES:
        return False
    inner = [
        other.attribution
        for other, teller, *_ in found
        if other.parent == index
        and teller.name
        and (speaker.kind == "media" or (teller.persons and teller.country == speaker.country))
    ]
    return bool(inner) and passes_on(frame.attribution, inner)


def _statement(
    article: Article, found: Found, text: str, occurrence: int, reported: Sequence[str]
) -> Statement:
    frame, speaker, said, addressees = found
    speaker = in_office(article, speaker, said.day)
    attribution, document = frame.attribution, article.document
    mentions, countries = find_named(article, attribution.content, speaker)
    speaks_document = speaker.kind == "document" and attribution.kind == "statement"
    return Statement(
        id=statement_id(document.id, text, occurrence),
        article_id=document.id,
        text=text,
        telling=tell(document.readable, attribution, text),
        kind="document" if speaks_document else attribution.kind,
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
        addressees=addressees,
        asked_by=find_asked_by(article, frame, speaker),
        answers=find_answers(article, frame, speaker),
        mentions=mentions,
        mentioned_countries=countries,
        reported_by=tuple(n for n in dict.fromkeys(reported) if n and n != speaker.name),
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


__all__ = ["resolve_statements", "statement_id", "text_of"]
