"""Spans as one label per word: outside, begin, inside, end, single; one sequence for each role."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

ROLES = ("source", "cue", "content")
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
LABELS = 5

# may_follow[a, b]: label b may stand right after label a
may_follow = np.zeros((LABELS, LABELS), dtype=bool)
may_follow[[OUTSIDE, END, SINGLE], :] = [True, True, False, False, True]
may_follow[[BEGIN, INSIDE], :] = [False, False, True, True, False]
may_begin = np.array([True, True, False, False, True])
may_end = np.array([True, False, False, True, True])

WordSpan = tuple[int, int]  # first and last word, both included


def label_words(spans: Iterable[WordSpan], length: int) -> np.ndarray:
    """Labels of ``length`` words; where spans of one role overlap, the longer one is kept."""
    labels = np.full(length, OUTSIDE, dtype=np.int64)
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        if labels[first : last + 1].any():
            continue
        labels[first : last + 1] = INSIDE
        labels[first], labels[last] = (BEGIN, END) if last > first else (SINGLE, SINGLE)
    return labels


def read_spans(labels: np.ndarray) -> list[WordSpan]:
    """The spans of a well-formed label sequence, in order."""
    starts = np.flatnonzero((labels == BEGIN) | (labels == SINGLE))
    ends = np.flatnonzero((labels == END) | (labels == SINGLE))
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
