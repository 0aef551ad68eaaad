"""A text as the tagger reads it: words with their places, word pieces and what the pieces lose.

The packaged encoder reads lower-case word pieces without line breaks. Three facts that it would
not see are kept per word: how the word is spelled, whether it stands between quotation marks, and
whether it begins a paragraph. To these come hints: what the rules take for sources, cues and
contents, which the network learns to trust or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tokenizers import Tokenizer

from analysis.models import Attribution, Span
from analysis.tagger.labels import ROLES, WordSpan

Ints = np.ndarray  # one whole number per word or piece

Links = tuple[list[WordSpan], ...]  # the word spans of one attribution, one list for each role

SPELLINGS = ("lower", "capital", "capitals", "number", "mark", "quotation mark")
_PARAGRAPH = re.compile(r"\n\s*")
_OPENING, _CLOSING, _EITHER = "“«„", "”»", '"'
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text; all arrays are as long as there are words, unless said otherwise.

    start, end: code points into the text. first_piece: index of the word's first piece.
    pieces: ids of all word pieces of the text (longer). spelling: index into ``SPELLINGS``.
    quoted: 1 between quotation marks. paragraph: number of the paragraph. sentence_end: 1 where
    the word is a full stop, question or exclamation mark. hints: (words, roles), 1 where a span
    of the rules begins, 2 within one. hint_links: the rules' attributions, spans by role.
    """

    start: Ints
    end: Ints
    first_piece: Ints
    pieces: Ints
    spelling: Ints
    quoted: Ints
    paragraph: Ints
    sentence_end: Ints
    hints: Ints
    hint_links: tuple[Links, ...] = ()

    def __len__(self) -> int:
        return len(self.start)

    def span(self, first: int, last: int) -> Span:
        """The stretch of text from word ``first`` to word ``last``, both included."""
        return Span(int(self.start[first]), int(self.end[last]))

    def covering(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """First and last word that share a character with ``span``; None when there is none."""
        first = int(np.searchsorted(self.end, span[0], side="right"))
        last = int(np.searchsorted(self.start, span[1], side="left")) - 1
        return (first, last) if first <= last else None

    def without_hints(self) -> Words:
        """The same words as if the rules had found nothing."""
        return replace(self, hints=np.zeros_like(self.hints), hint_links=())

    def piece_count(self, first: int, stop: int) -> int:
        """Number of word pieces of the words from ``first`` up to, not including, ``stop``."""
        return self._piece_place(stop) - self._piece_place(first)

    def _piece_place(self, word: int) -> int:
        return int(self.first_piece[word]) if word < len(self) else len(self.pieces)


def read_words(text: str, tokenizer: Tokenizer, hints: Sequence[Attribution] = ()) -> Words:
    """Split ``text`` into words; the tokenizer must neither cut nor pad.

    ``hints`` are the attributions that the rules find in the text.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    numbers = np.array(encoding.word_ids, dtype=np.int64)
    opens = np.flatnonzero(np.diff(numbers, prepend=-1))
    closes = np.append(opens[1:], len(numbers)) - 1 if len(opens) else opens
    start, end = offsets[opens, 0], offsets[closes, 1]
    forms = [text[a:b] for a, b in zip(start, end, strict=True)]
    breaks = np.array([m.start() for m in _PARAGRAPH.finditer(text)], dtype=np.int64)
    paragraph = np.unique(np.searchsorted(breaks, start), return_inverse=True)[1].reshape(-1)
    words = Words(
        start=start,
        end=end,
        first_piece=opens,
        pieces=np.array(encoding.ids, dtype=np.int64),
        spelling=np.array([_spelling(form) for form in forms], dtype=np.int64),
        quoted=_between_quotation_marks(forms, paragraph),
        paragraph=paragraph,
        sentence_end=np.array([form in _SENTENCE_ENDS for form in forms], dtype=np.int64),
        hints=np.zeros((len(forms), len(ROLES)), dtype=np.int64),
    )
    return _with_hints(words, hints)


def _with_hints(words: Words, hints: Sequence[Attribution]) -> Words:
    marks, links = words.hints.copy(), []
    for attribution in hints:
        roles = (attribution.source, attribution.cue, attribution.content)
        covered = [[words.covering(span) for span in spans] for spans in roles]
        link = tuple([place for place in places if place] for places in covered)
        for role, spans in enumerate(link):
            for first, last in spans:
                marks[first, role] = 1
                inner = marks[first + 1 : last + 1, role]
                inner[inner == 0] = 2
        links.append(link)
    return replace(words, hints=marks, hint_links=tuple(links))


def _spelling(form: str) -> int:
    if form in _EITHER or form in _OPENING or form in _CLOSING:
        return 5
    if not form[0].isalnum():
        return 4
    if form[0].isdigit():
        return 3
    if form.isupper() and len(form) > 1:
        return 2
    return 1 if form[0].isupper() else 0


def _between_quotation_marks(forms: list[str], paragraph: Ints) -> Ints:
    """1 inside quotation marks, the marks included; every paragraph begins outside."""
    inside, current = np.zeros(len(forms), dtype=np.int64), -1
    quoting = False
    for i, form in enumerate(forms):
        if paragraph[i] != current:
            current, quoting = int(paragraph[i]), False
        if form in _CLOSING or (form == _EITHER and quoting):
            inside[i], quoting = 1, False
            continue
        if form in _OPENING or form == _EITHER:
            quoting = True
        inside[i] = quoting
    return inside


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words read at one time: ``first`` up to, not including, ``stop``."""

    first: int
    stop: int


def cut_windows(words: Words, size: int, first_size: int | None = None) -> Iterator[Window]:
    """Cut a text into windows of at most ``size`` word pieces, at paragraph borders if possible.

    A paragraph that is too long is cut after a sentence, or after any word when it has to be.
    ``first_size`` makes the first window shorter, so that training sees other cuts each time.
    """
    first, limit, total = 0, first_size or size, len(words)
    borders = np.flatnonzero(np.diff(words.paragraph, prepend=-1, append=-1))
    sentences = np.flatnonzero(words.sentence_end) + 1
    places = np.append(words.first_piece, len(words.pieces))
    while first < total:
        furthest = int(np.searchsorted(places, places[first] + limit, side="right")) - 1
        furthest = max(first + 1, min(furthest, total))
        stop = _last_up_to(borders, furthest, first) or _last_up_to(sentences, furthest, first)
        yield Window(first, stop or furthest)
        first, limit = stop or furthest, size


def _last_up_to(places: Ints, furthest: int, first: int) -> int | None:
    """The last of the sorted ``places`` that is after ``first`` and not after ``furthest``."""
    index = int(np.searchsorted(places, furthest, side="right")) - 1
    return int(places[index]) if index >= 0 and places[index] > first else None


def clip_links(links: Sequence[Links], window: Window) -> tuple[Links, ...]:
    """The parts of attributions that lie in a window, counted from its beginning."""
    clipped = (tuple(_clip(spans, window) for spans in link) for link in links)
    return tuple(link for link in clipped if any(link))


def _clip(spans: Sequence[WordSpan], window: Window) -> list[WordSpan]:
    first, last = window.first, window.stop - 1
    return [
        (max(a, first) - first, min(b, last) - first) for a, b in spans if a <= last and b >= first
    ]
