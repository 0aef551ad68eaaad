"""The demo briefs keep their rules and the pipeline finds what they tell."""

from __future__ import annotations

import functools

import pytest
from check_briefs import check_briefs

from analysis.evaluation import demo
from analysis.evaluation.scores import Evaluation
from analysis.settings import DATA


def test_the_briefs_keep_their_rules() -> None:
    assert check_briefs(DATA / "briefs", DATA / "facts" / "statements.csv") == []


@functools.lru_cache(maxsize=1)
def result() -> Evaluation:
    return demo.evaluate(DATA)


def test_enough_is_told() -> None:
    assert result().scores["found"]["n"] >= 300


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("found", 92, 0),
        ("speaker", 92, 5),
        ("country", 92, 3),
        ("addressee", 66, 4),
        ("date", 90, 4),
    ],
)
def test_the_pipeline_finds_what_the_briefs_tell(question, right, wrong) -> None:
    scores = result().scores[question]
    assert scores["right"] >= right
    assert scores["wrong"] <= wrong
