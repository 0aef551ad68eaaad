"""The paragraphs of a text and their shape: prose, headline, turn of a transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.models import Span

_END = re.compile(r"[.!?…;:,][\"'”’»)\]*]*$|[\"”»]$")
_STOP = re.compile(r"[.!?…][\"'”’»)\]*]*$|[.!?…,]?[\"”»]$")
_INNER_STOP = re.compile(r"[a-z]{3}[.!?] +[A-Z]")
_LABEL = re.compile(
    r"(?:[A-Z][A-Z.’'\- ]{1,40}(?:\([^()]{1,60}\))?:|Q(?::|\s{2,}|\. )|[AQ]:"
    r"|(?:[A-Z][\w.’'\-]*\s){0,5}[A-Z][\w.’'\-]*(?:\s?\([^()]{1,60}\))*:\s)"
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]urs?|me|us)\b")
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^‘’]*’(?!\w)")
_WRAP = range(40, 105)  # usual lengths of hard-wrapped lines
_FEW_LABELS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: where it stands and its words with single spaces."""

    span: Span
    text: str

    @property
    def words(self) -> int:
        """Number of words."""
        return self.text.count(" ") + 1

    @property
    def is_prose(self) -> bool:
        """A sentence or more: eight words at least and an end as sentences have it."""
        return self.words >= 8 and bool(_STOP.search(self.text))

    @property
    def is_open(self) -> bool:
        """Ends without any punctuation, as headlines do, and holds no full stop inside."""
        return not _END.search(self.text) and not _INNER_STOP.search(self.text)

    @property
    def is_turn(self) -> bool:
        """Begins with the label of a speaker, as in transcripts."""
        return bool(_LABEL.match(self.text))


def split_blocks(text: str) -> list[Block]:
    """Paragraphs in order: lines, or runs of lines where the text is hard-wrapped."""
    lines = _split_lines(text)
    if _is_wrapped(text, lines):
        lines = _join(lines)
    return [
        Block(_trim(text, span), " ".join(text[span.start : span.end].split())) for span in lines
    ]


def is_transcript(blocks: Sequence[Block]) -> bool:
    """Whether the text is made of turns with their speakers' labels."""
    return sum(block.is_turn for block in blocks) >= _FEW_LABELS


def is_running_prose(blocks: Sequence[Block]) -> bool:
    """Whether a line without a full stop is an exception here.

    It is none in transcripts, speeches, poems and lists, nor where paragraphs break off in
    mid-sentence.
    """
    if is_transcript(blocks):
        return False
    if any(before.is_open and after.text[0].islower() for before, after in pairwise(blocks)):
        return False
    prose = [block for block in blocks if block.is_prose]
    spoken = sum(bool(_FIRST_PERSON.search(_QUOTED.sub("", block.text))) for block in prose)
    return 2 <= len(prose) >= 0.6 * len(blocks) and spoken < 0.2 * len(prose)


def _split_lines(text: str) -> list[Span]:
    """Lines with anything in them, from their first column to before the line feed."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Most lines that are followed by another one directly break off in mid-sentence."""
    followed = [line for line, after in pairwise(lines) if after.start == line.end + 1]
    broken = sum(
        line.end - line.start in _WRAP and not _END.search(text[line.start : line.end].rstrip())
        for line in followed
    )
    return len(followed) >= 3 and broken >= 0.5 * len(followed)


def _join(lines: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for line in lines:
        if joined and line.start == joined[-1].end + 1:
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _trim(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))
