"""Which source belongs to which cue, and which cue to which content: places and facts of pairs.

A link is a choice: every anchor (a cue looking for its source, a content looking for its cue)
chooses one candidate of its window or none. What the network knows of a pair are the words of both
and the facts listed in ``FACTS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.tagger.labels import ROLES, WordSpan
from analysis.tagger.words import Links, Words

SOURCE, CUE, CONTENT = range(len(ROLES))
# (anchor, candidate): each anchor chooses one candidate or none
CHOICES = ((CUE, SOURCE), (CONTENT, CUE), (CONTENT, SOURCE))
# name of the fact → number of its values
FACTS = {
    "distance": 17,
    "containment": 5,
    "candidates between": 5,
    "anchors between": 5,
    "sentence ends between": 5,
    "paragraphs between": 4,
    "rank by distance": 5,
    "quotation": 4,
    "rules": 3,
}
_DISTANCES = np.array([1, 2, 3, 5, 8, 13, 30])


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of link over one window.

    facts: (anchors, candidates, facts), values of ``FACTS`` in its order.
    """

    anchors: list[WordSpan]
    candidates: list[WordSpan]
    facts: np.ndarray


def pair_up(words: Words, spans: tuple[list[WordSpan], ...], kind: int) -> Choice:
    """All pairs of one kind of ``CHOICES`` among the spans (one list for each role)."""
    anchor_role, candidate_role = CHOICES[kind]
    anchors, candidates = spans[anchor_role], spans[candidate_role]
    a = np.array(anchors, dtype=np.int64).reshape(-1, 1, 2)
    b = np.array(candidates, dtype=np.int64).reshape(1, -1, 2)
    if not len(anchors) or not len(candidates):
        return Choice(
            anchors, candidates, np.zeros((len(anchors), len(candidates), len(FACTS)), dtype=int)
        )
    left, right = np.minimum(a, b)[..., 1], np.maximum(a, b)[..., 0]  # last word, first word
    after = b[..., 0] > a[..., 0]
    gap = np.maximum(right - left, 0)
    step = np.searchsorted(_DISTANCES, gap, side="right")
    distance = np.where(gap == 0, 8, np.where(after, 8 + step, 8 - step))
    facts = (
        distance,
        _containment(a, b),
        _count(candidates, left, right),
        _count(anchors, left, right),
        _difference(np.cumsum(words.sentence_end), left, right, 4),
        _difference(words.paragraph, left, right, 3),
        np.minimum(np.argsort(np.argsort(gap, axis=1, kind="stable"), axis=1), 4),
        words.quoted[a[..., 0]] + 2 * words.quoted[b[..., 0]],
        _rules(words.hint_links, anchors, candidates, kind),
    )
    return Choice(anchors, candidates, np.stack(np.broadcast_arrays(*facts), axis=-1))


def _containment(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """0 apart, 1 candidate within anchor, 2 anchor within candidate, 3 crossing, 4 the same."""
    shared = (a[..., 0] <= b[..., 1]) & (b[..., 0] <= a[..., 1])
    within = (a[..., 0] <= b[..., 0]) & (b[..., 1] <= a[..., 1])
    around = (b[..., 0] <= a[..., 0]) & (a[..., 1] <= b[..., 1])
    return np.select([within & around, within, around, shared], [4, 1, 2, 3], 0)


def _rules(
    links: Sequence[Links], anchors: list[WordSpan], candidates: list[WordSpan], kind: int
) -> np.ndarray:
    """0 the rules link the anchor to nothing, 1 to something else, 2 to the candidate."""
    anchor_role, candidate_role = CHOICES[kind]
    known = [link for link in links if link[candidate_role]]
    linked = np.zeros((len(anchors), len(candidates)), dtype=bool)
    found = np.zeros((len(anchors), 1), dtype=bool)
    for link in known:
        here = _shares_word(anchors, link[anchor_role])
        linked |= here[:, None] & _shares_word(candidates, link[candidate_role])[None, :]
        found |= here[:, None]
    return found.astype(np.int64) + linked


def _shares_word(spans: list[WordSpan], others: list[WordSpan]) -> np.ndarray:
    a = np.array(spans, dtype=np.int64).reshape(-1, 1, 2)
    b = np.array(others, dtype=np.int64).reshape(1, -1, 2)
    shared: np.ndarray = (a[..., 0] <= b[..., 1]) & (b[..., 0] <= a[..., 1])
    return np.asarray(shared.any(axis=1))


def _count(spans: list[WordSpan], left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How many spans begin after word ``left`` and before word ``right``, at most 4."""
    starts = np.sort(np.array([first for first, _ in spans]))
    before = np.searchsorted(starts, right, side="left")
    return np.clip(before - np.searchsorted(starts, left, side="right"), 0, 4)


def _difference(running: np.ndarray, left: np.ndarray, right: np.ndarray, most: int) -> np.ndarray:
    """How much a running number grows from word ``left`` to word ``right``."""
    return np.clip(running[right] - running[left], 0, most)
