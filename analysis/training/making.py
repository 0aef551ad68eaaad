"""From the corpus to the folder that ships: train, calibrate on held-out texts, write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from analysis.evaluation.polnear import matches
from analysis.models import Attribution, Document
from analysis.statements import RuleFinder
from analysis.tagger.calibration import Calibration, fit_calibration
from analysis.tagger.combine import missed_by
from analysis.tagger.finder import TaggedFinder
from analysis.tagger.model import AttributionTagger
from analysis.tagger.reading import EVIDENCE
from analysis.tagger.weights import TaggerFacts, packaged_tokenizer, save_tagger
from analysis.training.polnear import LabelledText, bare_document, read_split
from analysis.training.tagger import Progress, Recipe, train

VERSION = "tagger-1"
_UNFITTED = Calibration((0.0,) * len(EVIDENCE), 0.0)


def make_tagger(polnear: Path, folder: Path, recipe: Recipe, note: Progress) -> TaggerFacts:
    """Train on PolNeAR under ``polnear`` and write weights and facts into ``folder``.

    ``note`` is called with lines that tell how training goes. Raises InputError when the corpus
    is not there.
    """
    model = train(polnear, recipe, lambda *_: None, note)
    held_out = [t for t in read_split(polnear / "train") if t.published >= recipe.validation_from]
    facts = calibrated(model, held_out, recipe)
    save_tagger(model, facts, folder)
    return facts


def calibrated(
    model: AttributionTagger, held_out: Sequence[LabelledText], recipe: Recipe
) -> TaggerFacts:
    """Facts to go with the weights, fitted on texts that they were not learned from."""
    made_by = asdict(recipe) | {"rules": RuleFinder.version}
    facts = TaggerFacts(VERSION, recipe.window, _UNFITTED, made_by=made_by)
    finder = TaggedFinder(model, facts, packaged_tokenizer())
    documents = [bare_document(t.name, t.text) for t in held_out]
    tagged = list(finder.find_with_evidence(documents))
    found = [[attribution for attribution, _ in here] for here in tagged]
    evidence = [
        why
        for text, here in zip(held_out, tagged, strict=True)
        for _ in text.annotations
        for _, why in here
    ]
    right = [v for text, here in zip(held_out, found, strict=True) for v in _verdicts(text, here)]
    fitted = fit_calibration(
        np.array(evidence).reshape(-1, len(EVIDENCE)), np.array(right, dtype=float)
    )
    wanted = sum(len(labelled) for text in held_out for labelled in text.annotations)
    confidence = np.array([fitted.confidence(why) for why in evidence])
    return replace(
        facts,
        calibration=fitted,
        least=best_threshold(confidence, np.array(right), wanted),
        missed=_share_of_missed(held_out, documents, found),
    )


def best_threshold(confidence: np.ndarray, right: np.ndarray, wanted: int) -> float:
    """The least confidence to keep, so that F1 of attributions is highest, in steps of 0.05."""
    steps = np.arange(0, 0.55, 0.05)
    f1 = [2 * right[confidence >= t].sum() / ((confidence >= t).sum() + wanted) for t in steps]
    return round(float(steps[int(np.argmax(f1))]), 2)


def _verdicts(text: LabelledText, found: Sequence[Attribution]) -> Iterator[bool]:
    """For each annotator, whether each attribution found is right."""
    for labelled in text.annotations:
        agreed = matches(labelled, found)
        yield from (agreed.get(i, False) for i in range(len(found)))


def _share_of_missed(
    held_out: Sequence[LabelledText],
    documents: Sequence[Document],
    found: Sequence[Sequence[Attribution]],
) -> float | None:
    """Of the attributions that only the rules find, the share of right ones; None under a half."""
    rules = RuleFinder()
    verdicts: list[bool] = []
    for text, document, tagged in zip(held_out, documents, found, strict=True):
        missed = missed_by(tagged, rules.find(document))
        verdicts += _verdicts(text, missed)
    share = sum(verdicts) / max(1, len(verdicts))
    return round(share, 2) if share >= 0.5 else None
