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
    """How the weights are made. ``minutes`` ends training by the clock instead of by epochs."""

    epochs: float = 8.0
    minutes: float | None = None
    window: int = 254
    pieces_at_once: int = 2048
    encoder_rate: float = 1.5e-4
    layer_decay: float = 0.9
    head_rate: float = 1e-3
    chain_rate: float = 1e-2
    heads_first: int = 100  # steps of each worker in which the encoder stays as packaged
    warm_up: int = 150  # steps after that until the encoder learns at its full rate
    dropout: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.99  # of the running average of the weights, by step
    longest_gradient: float = 100.0
    own_spans_after: float = 0.35  # part of the training after which links use found spans too
    hintless: float = 0.1  # part of the windows read without hints of the rules
    validation_from: str = "2016-08-24"
    seed: int = 7
    workers: int = 2


def batch_loss(model: AttributionTagger, examples: Sequence[Example], own_spans: bool) -> Tensor:
    """Negative log likelihood of labels and links, for every hundred words."""
    batch = make_batch([(e.words, e.window) for e in examples])
    labels = np.zeros((*batch.mask.shape, len(ROLES)), dtype=np.int64)
    for i, example in enumerate(examples):
        labels[i, : len(example.labels)] = example.labels
    vectors, emissions = model.read(batch)
    loss = model.chains.loss(emissions, torch.from_numpy(labels), batch.mask)
    found = model.chains.best(emissions, batch.mask).numpy() if own_spans else labels
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
    Several workers change the same weights without waiting for each other (Niu, Recht, Ré and
    Wright 2011, "Hogwild!"), so that two runs differ a little.
    """
    torch.manual_seed(recipe.seed)
    tokenizer = packaged_tokenizer()
    texts = [t for t in read_split(polnear / "train") if t.annotations]
    samples = prepare([t for t in texts if t.published < recipe.validation_from], tokenizer)
    held_out = prepare([t for t in texts if t.published >= recipe.validation_from], tokenizer)
    note(f"{len(samples)} texts to learn from, {len(held_out)} to choose on; {asdict(recipe)}")
    model = new_tagger(recipe.dropout)
    average = copy.deepcopy(model).eval()
    model.share_memory()
    began = time.time()
    spawn = torch.multiprocessing.get_context("spawn")
    others = [
        spawn.Process(target=_work, args=(model, samples, recipe, worker, began), daemon=True)
        for worker in range(1, recipe.workers)
    ]
    for process in others:
        process.start()

    losses: deque[float] = deque(maxlen=20)

    def after_step(step: int, epochs: float, done: float, loss: float) -> None:
        _update(average, model, min(recipe.average, (1 + step) / (10 + step)))
        losses.append(loss)
        if step % 20 == 0:
            minutes, mean = (time.time() - began) / 60, sum(losses) / len(losses)
            note(f"epoch {epochs:.2f} done {done:.3f} loss {mean:.2f} after {minutes:.1f} min")
        if step % 100 == 0:
            keep(average, "latest")

    def after_epoch(epoch: int) -> None:
        keep(average, f"epoch{epoch}")
        note(f"epoch {epoch}: {exact_scores(average, held_out, recipe)}")

    _work(model, samples, recipe, 0, began, after_step, after_epoch)
    for process in others:
        process.join()
    keep(model.eval(), "last")
    note(f"last weights: {exact_scores(model, held_out, recipe)}")
    note(f"averaged: {exact_scores(average, held_out, recipe)}")
    return average


def _work(
    model: AttributionTagger,
    samples: Sequence[Sample],
    recipe: Recipe,
    worker: int,
    began: float,
    after_step: Callable[[int, float, float, float], None] = lambda *_: None,
    after_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """One worker: its share of the windows of each epoch, until the recipe's end."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed + worker)
    draw = random.Random(recipe.seed)  # the same for all, so that they share out one epoch
    toss = random.Random(recipe.seed + worker)
    optimizer = torch.optim.AdamW(parameter_groups(model, recipe), weight_decay=0.0)
    rates = [group["lr"] for group in optimizer.param_groups]
    model.train()
    step = epoch = 0
    while True:
        batches = list(
            draw_batches(samples, recipe.window, recipe.pieces_at_once, recipe.hintless, draw)
        )[worker :: recipe.workers]
        for index, examples in enumerate(batches):
            epochs = epoch + index / len(batches)
            done = _part_done(recipe, began, epochs)
            if done >= 1:
                return
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * _rate(recipe, step, done, bool(group["encoder"]))
            _let_encoder_learn(model, step >= recipe.heads_first)
            own_spans = done > recipe.own_spans_after and toss.random() < 0.5
            loss = batch_loss(model, examples, own_spans)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), recipe.longest_gradient)
            optimizer.step()
            step += 1
            after_step(step, epochs, done, loss.item())
        epoch += 1
        after_epoch(epoch)


def parameter_groups(model: AttributionTagger, recipe: Recipe) -> list[dict[str, object]]:
    """Learning rates: lower for lower layers; word and place embeddings stay as packaged."""
    model.encoder.embeddings.requires_grad_(False)
    layers = list(model.encoder.encoder.layer)
    groups = [
        (layer, recipe.encoder_rate * recipe.layer_decay ** (len(layers) - 1 - depth))
        for depth, layer in enumerate(layers)
    ]
    groups += [(part, recipe.head_rate) for part in (model.marks, model.emission, model.linker)]
    groups += [(part, recipe.chain_rate) for part in (model.chains, model.hint_scores)]
    result: list[dict[str, object]] = []
    for part, rate in groups:
        heavy = [p for p in part.parameters() if p.ndim > 1 and part is not model.chains]
        light = [p for p in part.parameters() if p.ndim <= 1 or part is model.chains]
        kind = {"lr": rate, "encoder": part in layers}
        result.append({"params": heavy, "weight_decay": recipe.weight_decay, **kind})
        result.append({"params": light, **kind})
    return [group for group in result if group["params"]]


def _let_encoder_learn(model: AttributionTagger, learns: bool) -> None:
    """Nothing is passed back through an encoder that does not learn: a third of the work."""
    for part in (model.encoder.encoder, model.marks):
        part.requires_grad_(learns)


def _part_done(recipe: Recipe, began: float, epochs: float) -> float:
    if recipe.minutes is not None:
        return (time.time() - began) / 60 / recipe.minutes
    return epochs / recipe.epochs


def _rate(recipe: Recipe, step: int, done: float, encoder: bool) -> float:
    """Half a cosine down to nothing; the encoder waits for the heads, then warms up.

    Heads that know nothing yet pull all words into one direction, and the encoder would follow
    them until it tells no word from another.
    """
    slope = 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    waited = max(0, step - recipe.heads_first) / recipe.warm_up
    return slope * min(1.0, waited) if encoder else slope * min(1.0, (step + 1) / 20)


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
        best = model.chains.best(emissions, batch.mask).numpy()
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
