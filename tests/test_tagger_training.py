"""The corpus reader, the benchmark and a training run, on an invented corpus of three texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.errors import InputError
from analysis.evaluation.polnear import evaluate
from analysis.models import Attribution, Document, Span
from analysis.tagger import load_finder
from analysis.training.making import best_threshold, make_tagger
from analysis.training.polnear import read_split
from analysis.training.tagger import Recipe

TEXT = "Ana Öst said talks would go on. “Never,” said Bo."
ANNOTATIONS = """\
T1\tSource 0 7\tAna Öst
T2\tCue 8 12\tsaid
T3\tContent 13 30\ttalks would go on
T4\tAttribution 8 12\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
T5\tContent 32 40\t“Never,”
T6\tCue 41 45\tsaid
T7\tSource 46 48\tBo
E2\tAttribution:T6 Source:T7 Cue:T6 Content:T5
#1\tAnnotatorNotes T6\ta note
"""


class FixedFinder:
    """Finds what it is told to find."""

    version = "fixed"

    def __init__(self, *found: Attribution) -> None:
        self.found = found

    def find(self, document: Document) -> tuple[Attribution, ...]:
        return self.found


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for split in ("train", "dev"):
        for part in ("text", "attributions"):
            (tmp_path / split / part).mkdir(parents=True)
        for day in ("2016-01-05", "2016-02-05", "2016-09-05"):
            stem = f"gazette_{day}_talks"
            (tmp_path / split / "text" / f"{stem}.txt").write_bytes(TEXT.encode())
            path = tmp_path / split / "attributions" / f"{stem}_ab.ann"
            path.write_text(ANNOTATIONS, encoding="utf-8")
    return tmp_path


def test_annotations_are_read_with_date_and_spans(corpus: Path) -> None:
    first, *_ = read_split(corpus / "train")
    assert first.published == "2016-01-05"
    ((ana, bo),) = first.annotations
    assert [TEXT[slice(*span)] for span in (*ana.source, *ana.cue, *ana.content)] == [
        "Ana Öst",
        "said",
        "talks would go on",
    ]
    assert TEXT[slice(*bo.content[0])] == "“Never,”"


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no PolNeAR texts"):
        list(read_split(tmp_path))


RIGHT = Attribution(
    content=(Span(13, 30),), source=(Span(0, 7),), cue=(Span(8, 12),), confidence=1.0
)
WRONG_SOURCE = Attribution(
    content=(Span(32, 40),), source=(Span(0, 7),), cue=(Span(41, 45),), confidence=1.0
)


@pytest.mark.parametrize(
    ("found", "whole", "source_right", "error"),
    [
        ([RIGHT], 66.7, 100.0, 0.0),
        ([RIGHT, WRONG_SOURCE], 50.0, 50.0, 0.5),
        ([], 0.0, 0.0, 0.0),
    ],
    ids=["one of two", "one with a wrong source", "nothing"],
)
def test_benchmark_counts(
    corpus: Path, found: list[Attribution], whole: float, source_right: float, error: float
) -> None:
    scores = evaluate(corpus, FixedFinder(*found))
    assert scores.whole_overlap == pytest.approx(whole, abs=0.1)
    assert scores.source_right == pytest.approx(source_right)
    assert scores.calibration_error == pytest.approx(error)
    assert "whole overlap" in scores.report()


def test_begin_is_looser_than_exact(corpus: Path) -> None:
    longer = Attribution(content=(Span(13, 31),), source=(Span(0, 7),), cue=(Span(8, 12),))
    scores = evaluate(corpus, FixedFinder(longer))
    assert scores.roles["exact"]["content"] == 0
    assert scores.roles["begin"]["content"] == pytest.approx(66.7, abs=0.1)


def test_threshold_leaves_out_what_is_more_often_wrong() -> None:
    confidence = np.array([0.9, 0.8, 0.22, 0.21, 0.2, 0.12])
    right = np.array([True, True, False, False, False, False])
    assert best_threshold(confidence, right, wanted=2) == pytest.approx(0.25)
    assert best_threshold(confidence, np.ones(6, dtype=bool), wanted=6) == 0


def test_a_training_run_makes_a_folder_that_serves(corpus: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    recipe = Recipe(epochs=2, window=60)
    make_tagger(corpus, tmp_path / "data" / "models", recipe, notes.append)
    finder = load_finder(tmp_path / "data")
    assert finder.find(Document(id="x", name="x", text=TEXT, readable=TEXT)) is not None
    assert notes[0].startswith("2 texts to learn from, 1 to choose on")
