"""Where words, sentences and paragraphs lie in a text: the grid on which resolution works."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'](?!(?:s|ve|re|ll|d|m)\b)[^\W\d_]+)*|[’']s\b|[-–—,;:()]"
)
_LINES = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?:”\"’'])[^\S\n]*\n\s*")
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Sens|Rep|Reps|Gov|St|Lt|Col|Adm|Maj|Capt|Sgt|Prof|No|vs|Jr|Inc|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|\b(?:[A-Z]\.)+[A-Z])\.$"
)
_OPENERS = re.compile(r"[\"“‘'(\[]*(?:The|He|She|It|In|On|But|And|They|This|That|His|Her)\b")
_LETTERS = str.maketrans("łŁøØđĐıæÆœß’", "lLoOdDiaAos'")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """``word`` without accents and with straight apostrophes; case is kept."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a short text, cut as :class:`Grid` cuts them."""
    return tuple(fold(match.group()) for match in _WORD.finditer(text))


@dataclass(frozen=True, slots=True)
class Grid:
    """A text's words (folded, with offsets), sentences and paragraphs, in parallel tuples."""

    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]  # start offset of each sentence
    paragraphs: tuple[int, ...]  # start offset of each paragraph

    @classmethod
    def of(cls, text: str) -> Grid:
        """The grid of ``text``, which may hold blanked stretches."""
        found = list(_WORD.finditer(text))
        words = tuple(fold(match.group()) for match in found)
        paragraphs = (0, *(match.end() for match in _LINES.finditer(text)))
        return cls(
            text=text,
            words=words,
            lower=tuple(word.lower() for word in words),
            starts=tuple(match.start() for match in found),
            ends=tuple(match.end() for match in found),
            sentences=tuple(sorted({*paragraphs, *_sentence_starts(text)})),
            paragraphs=paragraphs,
        )

    def word_at(self, offset: int) -> int:
        """Index of the first word that starts at or after ``offset``."""
        return bisect_right(self.starts, offset - 1)

    def word_range(self, start: int, end: int) -> tuple[int, int]:
        """The words that start within ``[start, end)``, as a half-open range of indices."""
        return self.word_at(start), self.word_at(end)

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds ``offset``."""
        return max(bisect_right(self.sentences, offset) - 1, 0)

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph that holds ``offset``."""
        return max(bisect_right(self.paragraphs, offset) - 1, 0)

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Start and end offset of a sentence, white space after it left out."""
        start = self.sentences[index]
        end = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.text)
        return start, start + len(self.text[start:end].rstrip())

    def opens_sentence(self, index: int) -> bool:
        """Whether the word is the first of its sentence."""
        start = self.starts[index]
        first = self.sentences[self.sentence_at(start)]
        return not any(letter.isalnum() for letter in self.text[first:start])


def _sentence_starts(text: str) -> list[int]:
    starts = []
    for match in _STOP.finditer(text):
        before = text[max(0, match.start() - 12) : match.start() + 1]
        if _ABBREVIATION.search(before) and not _OPENERS.match(text, match.end()):
            continue
        starts.append(match.end())
    return starts
