"""Turns → paragraph-sized pieces of what was said, without stenographers' notes."""

from __future__ import annotations

import re

from analysis.models import Document, Span, Spans
from analysis.transcripts.turns import is_courtesy, trim
from analysis.transcripts.vocabulary import note_pattern

LEAST = 20  # words: shorter paragraphs are taken together with the next
MOST = 160  # words: longer ones are cut at the end of a sentence
_LOST = re.compile(
    r"inaudible|unintelligible|indistinct|indiscernible|…|\.\.\.|redacted", re.IGNORECASE
)
_STRUCK = re.compile(r"<s>.*?</s>|~~[^~\n]+~~", re.DOTALL)
_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-ZÀ-Ž0-9—])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Prof|Sen|Rep|Gov|No|vs|[A-Z])|[A-Z]\.[A-Z])\.$"
)


def cut(text: str, paragraphs: Spans) -> list[Span]:
    """Paragraph-sized spans: short paragraphs taken together, long ones cut between sentences."""
    pieces: list[Span] = []
    open_from: int | None = None
    words = 0
    for paragraph in paragraphs:
        start = paragraph.start if open_from is None else open_from
        words += len(text[paragraph.start : paragraph.end].split())
        if words < LEAST:
            open_from = start
            continue
        pieces += _divide(text, Span(start, paragraph.end), words)
        open_from, words = None, 0
    if open_from is not None:
        last = paragraphs[-1].end
        # A short last paragraph ("Thank you.") belongs to the one before.
        if pieces and words < LEAST and _small(text, pieces[-1]):
            pieces[-1] = Span(pieces[-1].start, last)
        else:
            pieces.append(Span(open_from, last))
    return pieces


def _small(text: str, span: Span) -> bool:
    return len(text[span.start : span.end].split()) < MOST - LEAST


def _divide(text: str, span: Span, words: int) -> list[Span]:
    if words <= MOST:
        return [span]
    parts = -(-words // (MOST * 3 // 4))
    size = (span.end - span.start) / parts
    pieces, start = [], span.start
    for match in _SENTENCE.finditer(text, span.start, span.end):
        if _ABBREVIATED.search(text, max(span.start, match.start() - 6), match.start() + 1):
            continue
        if match.end() - start >= size and span.end - match.end() > size / 3:
            piece = trim(text, start, match.end())
            if piece:
                pieces.append(piece)
            start = match.end()
    last = trim(text, start, span.end)
    return [*pieces, last] if last else pieces


def without_notes(document: Document, span: Span) -> tuple[Spans, tuple[bool, ...]]:
    """What was said within a span, notes cut out; whether words were lost at each cut."""
    text = document.readable
    cuts = [
        (m.start(), m.end(), bool(_LOST.search(m.group())))
        for m in note_pattern().finditer(text, *span)
    ]
    if (
        "<s>" in document.text[span.start : span.end]
        or "~~" in document.text[span.start : span.end]
    ):
        cuts += [(m.start(), m.end(), False) for m in _STRUCK.finditer(document.text, *span)]
    kept: list[Span] = []
    lost: list[bool] = []
    position, gap = span.start, False
    for start, end, losing in [*sorted(cuts), (span.end, span.end, False)]:
        piece = trim(text, position, start) if start > position else None
        if piece and any(c.isalnum() for c in text[piece.start : piece.end]):
            if kept:
                lost.append(gap)
            kept.append(piece)
            gap = False
        gap, position = gap or losing, max(position, end)
    return tuple(kept), tuple(lost)


def says_something(document: Document, spans: Spans) -> bool:
    """Whether spans hold more than politeness and fragments."""
    words = " ".join(document.readable[s.start : s.end] for s in spans)
    return any(c.isalpha() for c in words) and not is_courtesy(words)
