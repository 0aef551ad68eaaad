"""The parts of the tagger that need no weights: words, labels, chains, links, confidence."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from analysis.models import Attribution, Span
from analysis.tagger.acts import kind_of_cue
from analysis.tagger.calibration import calibration_error, fit_calibration, reliability
from analysis.tagger.combine import add_from_rules
from analysis.tagger.crf import RoleChains
from analysis.tagger.labels import LABELS, label_words, may_begin, may_end, may_follow, read_spans
from analysis.tagger.linking import CHOICES, CUE, FACTS, SOURCE, pair_up
from analysis.tagger.weights import packaged_tokenizer
from analysis.tagger.words import Words, clip_links, cut_windows, read_words

TEXT = (
    "“We will not yield,” Minister Ana Öst said 😀 on Monday.\n\n"
    "Her counterpart’s office didn't comment.  He had “no idea” why, it added.\n"
    "A third paragraph, short."
)


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words(TEXT, packaged_tokenizer())


def test_words_point_into_the_text(words: Words) -> None:
    forms = [TEXT[words.span(i, i).start : words.span(i, i).end] for i in range(len(words))]
    assert "".join(forms) == "".join(TEXT.split())
    assert forms[:4] == ["“", "We", "will", "not"]


def test_words_know_paragraph_and_quotation(words: Words) -> None:
    forms = [TEXT[a:b] for a, b in zip(words.start, words.end, strict=True)]
    assert words.paragraph[forms.index("Her")] == 1
    assert words.paragraph[-1] == 2
    assert words.quoted[forms.index("yield")] == 1
    assert words.quoted[forms.index("said")] == 0
    assert words.quoted[forms.index("idea")] == 1
    assert words.quoted[forms.index("why")] == 0


@pytest.mark.parametrize(
    ("span", "covered"),
    [((0, 3), "“We"), ((22, 34), "Minister Ana"), ((24, 26), "Minister"), ((20, 21), None)],
    ids=["exact", "two words", "inside a word", "between words"],
)
def test_covering_words(words: Words, span: tuple[int, int], covered: str | None) -> None:
    place = words.covering(span)
    assert (place and TEXT[slice(*words.span(*place))]) == covered


@pytest.mark.parametrize("size", [5, 12, 30, 500])
def test_windows_share_out_the_words(words: Words, size: int) -> None:
    windows = list(cut_windows(words, size))
    assert [i for w in windows for i in range(w.first, w.stop)] == list(range(len(words)))
    assert all(words.piece_count(w.first, w.stop) <= size for w in windows)


def test_windows_end_with_paragraphs_where_they_can(words: Words) -> None:
    first, *_ = cut_windows(words, 25)
    assert words.paragraph[first.stop] == 1


def test_nothing_gives_no_window() -> None:
    empty = read_words(" \n ", packaged_tokenizer())
    assert len(empty) == 0
    assert list(cut_windows(empty, 10)) == []


@pytest.mark.parametrize(
    "spans",
    [[], [(0, 0)], [(0, 6)], [(0, 1), (2, 2), (3, 6)], [(1, 1), (2, 2)]],
    ids=["none", "one word", "all words", "side by side", "two single words"],
)
def test_labels_say_where_spans_are(spans: list[tuple[int, int]]) -> None:
    labels = label_words(spans, 7)
    assert read_spans(labels) == spans
    assert may_begin[labels[0]]
    assert may_end[labels[-1]]
    assert all(may_follow[a, b] for a, b in itertools.pairwise(labels))


def test_of_overlapping_spans_the_longer_is_kept() -> None:
    assert read_spans(label_words([(1, 2), (2, 5)], 7)) == [(2, 5)]


@pytest.fixture
def chains() -> RoleChains:
    torch.manual_seed(3)
    made = RoleChains()
    for weight in made.parameters():
        torch.nn.init.normal_(weight)
    return made


def _path_score(chains: RoleChains, emissions: torch.Tensor, role: int, path: tuple) -> float:
    step, begin, end = chains.scores()
    total = begin[role, path[0]] + end[role, path[-1]]
    total = total + sum(emissions[t, role, label] for t, label in enumerate(path))
    return float((total + sum(step[role, a, b] for a, b in itertools.pairwise(path))).detach())


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_chains_agree_with_counting_all_paths(chains: RoleChains, length: int) -> None:
    emissions = torch.randn(2, 4, 3, LABELS)
    mask = torch.ones(2, 4, dtype=torch.bool)
    mask[1, length:] = False
    best = chains.best(emissions, mask)
    labels = torch.zeros(2, 4, 3, dtype=torch.long)
    expected = 0.0
    for window, here in ((0, 4), (1, length)):
        for role in range(3):
            paths = list(itertools.product(range(LABELS), repeat=here))
            scores = [_path_score(chains, emissions[window], role, p) for p in paths]
            top = paths[int(np.argmax(scores))]
            assert tuple(best[window, :here, role].tolist()) == top
            expected += float(torch.logsumexp(torch.tensor(scores), 0))
            expected -= scores[paths.index((0,) * here)]
    assert float(chains.loss(emissions, labels, mask)) == pytest.approx(expected, rel=1e-4)


def test_best_labels_are_always_well_formed(chains: RoleChains) -> None:
    emissions = 20 * torch.randn(8, 30, 3, LABELS)
    for sequence in chains.best(emissions, torch.ones(8, 30, dtype=torch.bool)):
        for role in range(3):
            assert all(may_follow[a, b] for a, b in itertools.pairwise(sequence[:, role]))


def test_pairs_know_distance_and_order(words: Words) -> None:
    spans = ([(7, 9), (14, 17)], [(10, 10)], [(0, 6)])
    choice = pair_up(words, spans, CHOICES.index((CUE, SOURCE)))
    facts = dict(zip(FACTS, np.moveaxis(choice.facts, -1, 0), strict=True))
    assert choice.facts.shape == (1, 2, len(FACTS))
    assert facts["distance"][0, 0] < 8 < facts["distance"][0, 1]
    assert facts["rank by distance"][0].tolist() == [0, 1]
    assert (choice.facts >= 0).all()
    assert all((facts[name] < values).all() for name, values in FACTS.items())


def test_hints_of_the_rules_become_marks_and_links() -> None:
    hint = Attribution(source=(Span(0, 4),), cue=(Span(5, 9),), content=(Span(10, 25),))
    words = read_words("Öst said it is over now.", packaged_tokenizer(), [hint])
    assert words.hints[:, 0].tolist() == [1, 0, 0, 0, 0, 0, 0]
    choice = pair_up(words, ([(0, 0)], [(1, 1)], [(2, 5)]), CHOICES.index((CUE, SOURCE)))
    assert choice.facts[0, 0, list(FACTS).index("rules")] == 2
    assert words.without_hints().hint_links == ()
    window = next(iter(cut_windows(words, 3)))
    assert clip_links(words.hint_links, window)[0][0] == [(0, 0)]


def _attribution(content: tuple[int, int], cue: tuple[int, int]) -> Attribution:
    return Attribution(content=(Span(*content),), cue=(Span(*cue),), extractor="x")


@pytest.mark.parametrize(
    ("rule", "missed", "added"),
    [
        (_attribution((20, 40), (12, 18)), None, True),
        (_attribution((0, 50), (51, 55)), None, False),
        (_attribution((30, 70), (61, 66)), 0.7, False),
        (_attribution((100, 120), (90, 95)), 0.7, True),
        (_attribution((100, 120), (90, 95)), None, False),
    ],
    ids=["nested", "the same", "crossing", "missed", "missed but not wanted"],
)
def test_what_the_rules_add(rule: Attribution, missed: float | None, added: bool) -> None:
    tagged = [_attribution((0, 50), (51, 55))]
    found = add_from_rules(tagged, [rule], missed)
    assert len(found) == 1 + added
    assert [a.content for a in found] == sorted(a.content for a in found)


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("said", "statement"),
        ("according to", "statement"),
        ("has repeatedly warned", "statement"),
        ("believes", "attitude"),
        ("is said to want", "attitude"),
        ("did not say", "attitude"),
        ("declined to comment on", "attitude"),
        ("seemed", "attitude"),
        (":", "statement"),
        ("’s criticism of", "statement"),
    ],
)
def test_kind_of_cue(cue: str, kind: str) -> None:
    assert kind_of_cue(cue, (Span(0, len(cue)),), "indirect") == kind


def test_quoted_words_are_a_statement_whatever_the_cue() -> None:
    assert kind_of_cue("beamed", (Span(0, 6),), "direct") == "statement"


def test_calibration_learns_how_often_it_is_right() -> None:
    draw = np.random.default_rng(5)
    evidence = draw.normal(size=(4000, 2))
    chance = 1 / (1 + np.exp(-(1.5 * evidence[:, 0] - 0.5)))
    right = (draw.random(4000) < chance).astype(float)
    fitted = fit_calibration(evidence, right)
    confidence = np.array([fitted.confidence(row) for row in evidence])
    assert fitted.weights[0] == pytest.approx(1.5, abs=0.2)
    assert fitted.weights[1] == pytest.approx(0, abs=0.1)
    assert calibration_error(reliability(confidence, right)) < 0.03


def test_calibration_error_counts_the_distance() -> None:
    table = reliability(np.array([0.95, 0.95, 0.05, 0.05]), np.array([1, 0, 0, 0]))
    assert [row.count for row in table] == [2, 2]
    assert calibration_error(table) == pytest.approx(0.25)
