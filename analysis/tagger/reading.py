"""From words to linked spans: what the network finds in one or several texts.

Windows of several texts are read side by side, those of like length together. Each content
chooses its cue, each cue its source; contents of one cue make one attribution.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from analysis.tagger.labels import ROLES, WordSpan, read_spans
from analysis.tagger.linking import CHOICES, CONTENT, CUE, pair_up
from analysis.tagger.model import AttributionTagger, make_batch, window_words
from analysis.tagger.words import Window, Words, cut_windows

CUE_TO_SOURCE, CONTENT_TO_CUE, CONTENT_TO_SOURCE = range(len(CHOICES))


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in words of the text, with what the network thinks of it.

    ``evidence`` are log odds and counts for the calibration: see ``EVIDENCE``.
    """

    content: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None
    evidence: tuple[float, ...]


# What ``Found.evidence`` holds
EVIDENCE = (
    "log odds of the links from contents to cue",
    "log odds of the link from cue to source",
    "log odds of content borders, weakest",
    "log odds of the cue's words, weakest",
    "log odds of the source's words, weakest",
    "has a source",
    "logarithm of the number of words of the content",
)


@torch.inference_mode()
def read_texts(
    model: AttributionTagger, texts: Sequence[Words], size: int, pieces_at_once: int = 4096
) -> list[list[Found]]:
    """The attributions of each text, in windows of at most ``size`` word pieces."""
    windows = [(i, window) for i, words in enumerate(texts) for window in cut_windows(words, size)]
    found: list[list[Found]] = [[] for _ in texts]
    for group in _alike(windows, texts, pieces_at_once):
        for (i, _), here in zip(group, _read_group(model, group, texts), strict=True):
            found[i] += here
    return [sorted(here, key=_place) for here in found]


def _place(found: Found) -> WordSpan:
    return found.content[0] if found.content else found.cue or (0, 0)


def _alike(
    windows: list[tuple[int, Window]], texts: Sequence[Words], pieces_at_once: int
) -> Iterator[list[tuple[int, Window]]]:
    """Groups of windows of like length, so that little is padded."""
    size = [texts[i].piece_count(w.first, w.stop) + 2 for i, w in windows]
    group: list[tuple[int, Window]] = []
    for index in np.argsort(size, kind="stable"):
        if group and size[index] * (len(group) + 1) > pieces_at_once:
            yield group
            group = []
        group.append(windows[index])
    if group:
        yield group


def _read_group(
    model: AttributionTagger, group: Sequence[tuple[int, Window]], texts: Sequence[Words]
) -> Iterable[list[Found]]:
    batch = make_batch([(texts[i], window) for i, window in group])
    vectors, emissions = model.read(batch)
    labels = model.chains.best(emissions, batch.mask)
    lengths = [window.stop - window.first for _, window in group]
    spans = [
        tuple(read_spans(labels[k, :length, role]) for role in range(len(ROLES)))
        for k, length in enumerate(lengths)
    ]
    choices = [
        [pair_up(window_words(texts[i], window), here, kind) for kind in range(len(CHOICES))]
        for (i, window), here in zip(group, spans, strict=True)
    ]
    scores = [matrix.softmax(1).numpy() for matrix in model.link(vectors, spans, choices)]
    certainty = _log_odds(emissions, labels)
    row = [0] * len(CHOICES)
    for k, (_, window) in enumerate(group):
        links = []
        for kind, (anchor, candidate) in enumerate(CHOICES):
            count, columns = len(spans[k][anchor]), 1 + len(spans[k][candidate])
            links.append(scores[kind][row[kind] : row[kind] + count, :columns])
            row[kind] += count
        yield list(_assemble(spans[k], links, certainty[k], window.first))


def _log_odds(emissions: Tensor, labels: np.ndarray) -> np.ndarray:
    """Log odds of each chosen label before the chains are applied: (windows, words, roles)."""
    chosen = torch.from_numpy(labels).unsqueeze(-1)
    log = emissions.log_softmax(-1)
    own = log.gather(-1, chosen).squeeze(-1)
    others = log.scatter(-1, chosen, -1e4).logsumexp(-1)
    return (own - others).numpy()


def _assemble(
    spans: Sequence[list[WordSpan]], links: Sequence[np.ndarray], certainty: np.ndarray, shift: int
) -> Iterator[Found]:
    """Attributions of one window from its spans (one list for each role) and its links."""
    of_cue: dict[int, list[int]] = defaultdict(list)
    for content in range(len(spans[CONTENT])):
        of_cue[int(links[CONTENT_TO_CUE][content].argmax())].append(content)
    for content in of_cue.pop(0, []):  # no cue: the source alone says whose words they are
        choice = int(links[CONTENT_TO_SOURCE][content].argmax())
        yield _found(
            spans,
            certainty,
            shift,
            [content],
            None,
            choice,
            (0.0, float(_odds(links[CONTENT_TO_SOURCE][content, choice]))),
        )
    for column, contents in of_cue.items():
        cue = column - 1
        choice = int(links[CUE_TO_SOURCE][cue].argmax())
        certain = min(_odds(links[CONTENT_TO_CUE][c, column]) for c in contents)
        yield _found(
            spans,
            certainty,
            shift,
            contents,
            cue,
            choice,
            (certain, _odds(links[CUE_TO_SOURCE][cue, choice])),
        )
    for cue in set(range(len(spans[CUE]))) - {column - 1 for column in of_cue}:
        choice = int(links[CUE_TO_SOURCE][cue].argmax())
        yield _found(
            spans,
            certainty,
            shift,
            [],
            cue,
            choice,
            (0.0, _odds(links[CUE_TO_SOURCE][cue, choice])),
        )


def _found(
    spans: Sequence[list[WordSpan]],
    certainty: np.ndarray,
    shift: int,
    contents: Sequence[int],
    cue: int | None,
    choice: int,
    link_odds: tuple[float, float],
) -> Found:
    content = [spans[CONTENT][c] for c in contents]
    marks = [spans[CUE][cue]] if cue is not None else []
    source = [spans[0][choice - 1]] if choice else []
    words = sum(b - a + 1 for a, b in content)
    evidence = (
        *link_odds,
        min((certainty[place, CONTENT] for s in content for place in s), default=0.0),
        min((certainty[a : b + 1, CUE].min() for a, b in marks), default=0.0),
        min((certainty[a : b + 1, 0].min() for a, b in source), default=0.0),
        float(bool(source)),
        float(np.log1p(words)),
    )
    moved = [[(a + shift, b + shift) for a, b in here] for here in (content, marks, source)]
    return Found(
        tuple(moved[0]),
        moved[1][0] if marks else None,
        moved[2][0] if source else None,
        tuple(float(e) for e in evidence),
    )


def _odds(probability: float) -> float:
    p = min(max(float(probability), 1e-4), 1 - 1e-4)
    return float(np.log(p / (1 - p)))
