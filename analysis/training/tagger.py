"""Training of the tagger on PolNeAR: from the packaged encoder and the corpus to weights.

The last texts of the train part by date are kept for choosing (``validation_from``); everything
else is read again each epoch, cut into other windows, with one annotator's labels drawn for each
text. The loss is the joint negative log likelihood of labels and links. Links are learned between
annotated spans first, then, half of the time, between the spans that the network itself finds.
"""

from __future__ import annotations

import copy
import math
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from analysis.tagger.labels import ROLES, WordSpan, read_spans
from analysis.tagger.linking import CHOICES, Choice, pair_up
from analysis.tagger.model import AttributionTagger, make_batch, window_words
from analysis.tagger.weights import new_tagger, packaged_tokenizer
from analysis.training.polnear import read_split
from analysis.training.samples import (
    IGNORE,
    Example,
    Sample,
    cut_examples,
    draw_batches,
    prepare,
    wanted_links,
)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """How the weights are made. Rates rise for ``warm_up`` of the training, then fall to zero."""

    epochs: float = 6.0
    window: int = 254
    pieces_at_once: int = 4096
    encoder_rate: float = 3e-4
    layer_decay: float = 0.95
    head_rate: float = 1e-3
    chain_rate: float = 1e-2
    warm_up: float = 0.08
    dropout: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.99  # of the running average of the weights, by step
    longest_gradient: float = 10.0
    own_spans_after: float = 0.35  # part of the training after which links use found spans too
    hintless: float = 0.1  # part of the windows read without hints of the rules
    validation_from: str = "2016-08-24"
    seed: int = 7


def batch_loss(model: AttributionTagger, examples: Sequence[Example], own_spans: bool) -> Tensor:
    """Negative log likelihood of labels and links, for every hundred words."""
    batch = make_batch([(e.words, e.window) for e in examples])
    labels = np.zeros((*batch.mask.shape, len(ROLES)), dtype=np.int64)
    for i, example in enumerate(examples):
        labels[i, : len(example.labels)] = example.labels
    vectors, emissions = model.read(batch)
    loss = model.chains.loss(emissions, torch.from_numpy(labels), batch.mask)
    found = model.chains.best(emissions, batch.mask) if own_spans else labels
    spans = [
        tuple(read_spans(found[i, : len(e.labels), role]) for role in range(len(ROLES)))
        for i, e in enumerate(examples)
    ]
    return 100 * (loss + link_loss(model, vectors, spans, examples)) / batch.mask.sum()


def link_loss(
    model: AttributionTagger,
    vectors: Tensor,
    spans: Sequence[tuple[list[WordSpan], ...]],
    examples: Sequence[Example],
) -> Tensor:
    """Negative log likelihood of the links between the given spans of each window."""
    choices = choices_of(examples, spans)
    total = vectors.new_zeros(())
    for kind, scores in enumerate(model.link(vectors, spans, choices)):
        wanted = [
            w
            for choice, e in zip(choices, examples, strict=True)
            for w in wanted_links(choice[kind], kind, e.links)
        ]
        if any(w != IGNORE for w in wanted):
            total = total + nn.functional.cross_entropy(
                scores, torch.tensor(wanted), ignore_index=IGNORE, reduction="sum"
            )
    return total


def choices_of(
    examples: Sequence[Example], spans: Sequence[tuple[list[WordSpan], ...]]
) -> list[list[Choice]]:
    """The pairs of every window, for each kind of link."""
    return [
        [pair_up(window_words(e.words, e.window), here, kind) for kind in range(len(CHOICES))]
        for e, here in zip(examples, spans, strict=True)
    ]


def train(
    polnear: Path, recipe: Recipe, keep: Callable[[AttributionTagger, str], None], note: Progress
) -> AttributionTagger:
    """Train on the ``train`` split under ``polnear``; the model with averaged weights.

    ``keep`` is called with the averaged model after every epoch; ``note`` with lines to read.
    """
    torch.manual_seed(recipe.seed)
    draw, toss = random.Random(recipe.seed), random.Random(recipe.seed)
    tokenizer = packaged_tokenizer()
    texts = [t for t in read_split(polnear / "train") if t.annotations]
    samples = prepare([t for t in texts if t.published < recipe.validation_from], tokenizer)
    held_out = prepare([t for t in texts if t.published >= recipe.validation_from], tokenizer)
    note(f"{len(samples)} texts to learn from, {len(held_out)} to choose on; {asdict(recipe)}")
    model = new_tagger(recipe.dropout)
    average = copy.deepcopy(model).eval()
    optimizer = torch.optim.AdamW(parameter_groups(model, recipe), weight_decay=0.0)
    full_rates = [group["lr"] for group in optimizer.param_groups]
    losses: deque[float] = deque(maxlen=20)
    began, step = time.time(), 0
    for epoch in range(math.ceil(recipe.epochs)):
        model.train()
        batches = list(
            draw_batches(samples, recipe.window, recipe.pieces_at_once, recipe.hintless, draw)
        )
        for index, examples in enumerate(batches):
            done = (epoch + index / len(batches)) / recipe.epochs
            if done >= 1:
                break
            for group, rate in zip(optimizer.param_groups, full_rates, strict=True):
                group["lr"] = rate * _part_of_rate(recipe, done)
            own_spans = done > recipe.own_spans_after and toss.random() < 0.5
            loss = batch_loss(model, examples, own_spans)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), recipe.longest_gradient)
            optimizer.step()
            step += 1
            _update(average, model, min(recipe.average, (1 + step) / (10 + step)))
            losses.append(loss.item())
            if step % 20 == 0:
                minutes, mean = (time.time() - began) / 60, sum(losses) / len(losses)
                note(f"step {step} done {done:.3f} loss {mean:.2f} after {minutes:.1f} min")
        keep(average, f"epoch{epoch + 1}")
        note(f"epoch {epoch + 1}: {exact_scores(average, held_out, recipe)}")
    return average


def parameter_groups(model: AttributionTagger, recipe: Recipe) -> list[dict[str, object]]:
    """Learning rates: lower for lower layers; word and place embeddings stay as packaged."""
    model.encoder.embeddings.requires_grad_(False)
    layers = list(model.encoder.encoder.layer)
    groups = [
        (layer, recipe.encoder_rate * recipe.layer_decay ** (len(layers) - 1 - depth))
        for depth, layer in enumerate(layers)
    ]
    groups += [(model.marks, recipe.encoder_rate)]  # faster, they drown the words they are added to
    groups += [(part, recipe.head_rate) for part in (model.emission, model.linker)]
    groups += [(part, recipe.chain_rate) for part in (model.chains, model.hint_scores)]
    result: list[dict[str, object]] = []
    for part, rate in groups:
        heavy = [p for p in part.parameters() if p.ndim > 1 and part is not model.chains]
        light = [p for p in part.parameters() if p.ndim <= 1 or part is model.chains]
        result.append({"params": heavy, "weight_decay": recipe.weight_decay, "lr": rate})
        result.append({"params": light, "lr": rate})
    return [group for group in result if group["params"]]


def _part_of_rate(recipe: Recipe, done: float) -> float:
    """Up in a straight line, then half a cosine down to nothing."""
    return min(done / recipe.warm_up, 0.5 * (1 + math.cos(math.pi * done)))


@torch.no_grad()
def _update(average: nn.Module, model: nn.Module, weight: float) -> None:
    for mean, current in zip(average.parameters(), model.parameters(), strict=True):
        if current.requires_grad:
            mean.lerp_(current, 1 - weight)


@torch.no_grad()
def exact_scores(model: AttributionTagger, samples: Sequence[Sample], recipe: Recipe) -> str:
    """Exact F1 of each role and the share of right links between annotated spans, in per cent."""
    hits, found, wanted = np.zeros(3), np.zeros(3), np.zeros(3)
    right, asked = np.zeros(len(CHOICES)), np.zeros(len(CHOICES))
    draw = random.Random(0)
    fixed = [e for s in samples for e in cut_examples(s, recipe.window, draw)]
    for start in range(0, len(fixed), 8):
        examples = fixed[start : start + 8]
        batch = make_batch([(e.words, e.window) for e in examples])
        vectors, emissions = model.read(batch)
        best = model.chains.best(emissions, batch.mask)
        gold = [tuple(read_spans(e.labels[:, r]) for r in range(3)) for e in examples]
        for i, example in enumerate(examples):
            for role in range(3):
                own = set(read_spans(best[i, : len(example.labels), role]))
                hits[role] += len(own & set(gold[i][role]))
                found[role] += len(own)
                wanted[role] += len(gold[i][role])
        choices = choices_of(examples, gold)
        for kind, scores in enumerate(model.link(vectors, gold, choices)):
            pairs = zip(choices, examples, strict=True)
            targets = [t for c, e in pairs for t in wanted_links(c[kind], kind, e.links)]
            right[kind] += (scores.argmax(1).numpy() == np.array(targets)).sum()
            asked[kind] += len(targets)
    f1 = 200 * hits / np.maximum(1, found + wanted)
    return f"exact {f1.round(1).tolist()} links {(100 * right / asked).round(1).tolist()}"
