"""Transcript → attributions: one a paragraph of an answer or speech, and what is nested in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from analysis.models import Attribution, Document, Span, Spans
from analysis.statements import SpanFinder, find_attributions
from analysis.transcripts.pieces import cut, says_something, without_notes
from analysis.transcripts.records import Nested, Piece, Transcript, Turn

EXTRACTOR = "transcript-1"
_LABELLED, _TITLED = 0.98, 0.95  # that a label, or a title alone, names who says it


def transcript_attributions(document: Document, transcript: Transcript) -> tuple[Attribution, ...]:
    """One attribution a paragraph-sized piece of what officials say: source is the label, cue the
    colon, mode direct. Questions, the chair's procedure and politeness give none.
    """
    return tuple(piece.attribution for piece in transcript_pieces(document, transcript))


def transcript_pieces(document: Document, transcript: Transcript) -> tuple[Piece, ...]:
    """The same as :func:`transcript_attributions`, each with its turn and where words were lost."""
    pieces: list[Piece] = []
    for index, turn in enumerate(transcript.turns):
        if turn.role not in ("answer", "statement"):
            continue
        for span in cut(document.readable, turn.text):
            content, lost = without_notes(document, span)
            if content and says_something(document, content):
                pieces.append(Piece(index, _attribution(turn, content), lost))
    return tuple(pieces)


def _attribution(turn: Turn, content: Spans) -> Attribution:
    labelled = turn.label.end > turn.label.start
    return Attribution(
        content=content,
        source=(turn.label,) if labelled else (),
        cue=(turn.cue,) if turn.cue.end > turn.cue.start else (),
        kind="statement",
        mode="direct",
        confidence=_LABELLED if labelled else _TITLED,
        extractor=EXTRACTOR,
    )


def nested_attributions(
    document: Document, pieces: tuple[Piece, ...], finder: SpanFinder | None = None
) -> tuple[Nested, ...]:
    """What speakers report of others: attributions found inside the pieces, each with its piece.

    They are not the speaker's own statements and must not be charged to the speaker.
    """
    starts = [piece.attribution.content[0].start for piece in pieces]
    found = []
    for attribution in find_attributions(only(document, pieces), finder):
        first, last = attribution.content[0].start, attribution.content[-1].end
        parent = bisect_right(starts, first) - 1
        if parent < 0 or last > pieces[parent].attribution.content[-1].end:
            continue
        if attribution.source and bisect_right(starts, attribution.source[0].start) - 1 != parent:
            continue
        found.append(Nested(parent, attribution))
    return tuple(found)


def only(document: Document, pieces: tuple[Piece, ...]) -> Document:
    """The document with everything blanked but what the pieces hold; offsets stay."""
    spans = [span for piece in pieces for span in piece.attribution.content]
    return replace(document, readable=keep(document.readable, spans))


def keep(text: str, spans: list[Span]) -> str:
    """``text`` with spaces in place of all that lies outside the spans; line breaks stay."""
    parts, position = [], 0
    for span in sorted(spans):
        parts += [_blank(text[position : span.start]), text[span.start : span.end]]
        position = span.end
    return "".join([*parts, _blank(text[position:])])


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
