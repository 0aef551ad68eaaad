"""Labelled texts as the network learns from them: windows, labels of words, wanted links."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from analysis.statements import RuleFinder
from analysis.tagger.labels import ROLES, WordSpan, label_words
from analysis.tagger.linking import CHOICES, CONTENT, Choice
from analysis.tagger.words import Links, Window, Words, clip_links, cut_windows, read_words
from analysis.training.polnear import Labelled, LabelledText, bare_document

IGNORE = -100


@dataclass(frozen=True, slots=True)
class Sample:
    """One text ready for cutting, with the attributions of each annotator as word spans."""

    words: Words
    annotations: tuple[tuple[Links, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its labels (words, roles) and the attributions that lie in it."""

    words: Words
    window: Window
    labels: np.ndarray
    links: tuple[Links, ...]


def prepare(texts: Sequence[LabelledText], tokenizer: Tokenizer) -> list[Sample]:
    """Words, hints of the rules and word spans of labelled texts."""
    rules, samples = RuleFinder(), []
    for item in texts:
        hints = rules.find(bare_document(item.name, item.text))
        words = read_words(item.text, tokenizer, hints)
        samples.append(
            Sample(words, tuple(tuple(_links(words, a) for a in ann) for ann in item.annotations))
        )
    return samples


def _links(words: Words, labelled: Labelled) -> Links:
    roles = (labelled.source, labelled.cue, labelled.content)
    covered = ([words.covering(span) for span in spans] for spans in roles)
    return tuple([place for place in places if place] for places in covered)


def cut_examples(
    sample: Sample, size: int, draw: random.Random, hintless: float = 0.0
) -> Iterator[Example]:
    """Windows of one text; the first cut and the annotator are drawn.

    ``hintless`` is the share of windows without hints, so that none is relied on.
    """
    annotation, bare = draw.choice(sample.annotations), sample.words.without_hints()
    for window in cut_windows(sample.words, size, draw.randint(size // 3, size)):
        words = bare if draw.random() < hintless else sample.words
        links = clip_links(annotation, window)
        length = window.stop - window.first
        labels = [
            label_words({s for link in links for s in link[role]}, length)
            for role in range(len(ROLES))
        ]
        yield Example(words, window, np.stack(labels, axis=1), links)


def draw_batches(
    samples: Sequence[Sample], size: int, pieces_at_once: int, hintless: float, draw: random.Random
) -> Iterator[list[Example]]:
    """All texts once, in windows of like length, so that little is padded."""
    examples = [e for sample in samples for e in cut_examples(sample, size, draw, hintless)]
    draw.shuffle(examples)
    batches = []
    for start in range(0, len(examples), 256):
        batch: list[Example] = []
        for example in sorted(examples[start : start + 256], key=_pieces):
            if batch and (_pieces(example) + 2) * (len(batch) + 1) > pieces_at_once:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    draw.shuffle(batches)
    yield from batches


def _pieces(example: Example) -> int:
    return example.words.piece_count(example.window.first, example.window.stop)


def wanted_links(choice: Choice, kind: int, links: Sequence[Links]) -> list[int]:
    """Which column of the scores is right for each anchor: 0 none, 1 + index of a candidate.

    Spans count as the annotated ones that they share most words with. A content that nobody
    annotated has no cue and no source; whose words a cue nobody annotated marks is not asked.
    """
    anchor_role, candidate_role = CHOICES[kind]
    wanted = []
    for anchor in choice.anchors:
        best = max(links, key=lambda link: _likeness(anchor, link[anchor_role]), default=None)
        if best is None or _likeness(anchor, best[anchor_role]) == 0:
            wanted.append(0 if anchor_role == CONTENT else IGNORE)
            continue
        likeness = [_likeness(c, best[candidate_role]) for c in choice.candidates]
        top = int(np.argmax(likeness)) if likeness else 0
        wanted.append(top + 1 if likeness and likeness[top] > 0 else 0)
    return wanted


def _likeness(span: WordSpan, others: Sequence[WordSpan]) -> float:
    return max((_jaccard(span, other) for other in others), default=0.0)


def _jaccard(a: WordSpan, b: WordSpan) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, shared) / (a[1] - a[0] + b[1] - b[0] + 2 - max(0, shared))
