"""The synthetic archive, and how its answers are timed and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from conftest import FakeEncoder

from analysis.bench import queries, rivals
from analysis.bench.archive import find_neighbours, grow
from analysis.bench.queries import FILTERS, Timing, ask_all, shorten
from analysis.bench.search import Measurement
from analysis.bench.sentences import Sentences, load_sentences
from analysis.errors import InputError
from analysis.models import Filters
from analysis.store import Store
from analysis.store.bulk import append

TEXT = "The minister said that talks number {n} would go on in {place} until peace is made. "
PLACES = ("Geneva", "Ankara", "Kyiv", "Beijing")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with 300 distinct sentences, some of them repeated, and a heading."""
    place = tmp_path_factory.mktemp("texts")
    for file in range(2):
        said = (TEXT.format(n=n, place=PLACES[n % 4]) for n in range(file * 150, file * 150 + 160))
        (place / f"{file}.txt").write_text("A heading\n\n" + "\n\n".join(said))
    return place


@pytest.fixture(scope="module")
def sentences(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Sentences:
    return load_sentences([folder], FakeEncoder(), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def grown(
    sentences: Sentences, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, pa.Table]]:
    """A store of 9,000 statements, and the rows that went in."""
    rows = pa.Table.from_batches(list(grow(sentences, 9_000, "fake")))
    with Store.open(str(tmp_path_factory.mktemp("grown") / "store"), create=True) as store:
        append(store, rows.to_batches(), "fake", 64)
        yield store, rows


def test_sentences_are_distinct_and_whole(sentences: Sentences) -> None:
    assert len(sentences) == len(set(sentences.texts)) == 310
    assert all(text.startswith("The minister") for text in sentences.texts)
    assert np.allclose(np.linalg.norm(sentences.vectors.astype(np.float32), axis=1), 1, atol=1e-3)


def test_vectors_are_encoded_once(folder: Path, tmp_path: Path) -> None:
    class Broken(FakeEncoder):
        def encode(self, texts: object) -> np.ndarray:
            raise AssertionError("encoded again")

    first = load_sentences([folder], FakeEncoder(), tmp_path)
    again = load_sentences([folder], Broken(), tmp_path)
    assert first.texts == again.texts
    assert (first.vectors == again.vectors).all()


def test_no_sentence_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing")
    with pytest.raises(InputError, match="no sentence"):
        load_sentences([tmp_path], FakeEncoder(), tmp_path / "cache")


def test_neighbours_are_near(sentences: Sentences) -> None:
    near = find_neighbours(sentences.vectors, np.random.default_rng(1))
    vectors = sentences.vectors.astype(np.float32)
    likeness = np.einsum("nd,nkd->nk", vectors, vectors[near])
    assert likeness.mean() > (vectors @ vectors.T).mean() + 0.05
    assert near.shape == (len(vectors), 4)


def test_the_first_rows_are_the_sentences_themselves(grown: tuple, sentences: Sentences) -> None:
    rows = grown[1].filter(pa.compute.equal(grown[1]["record"], "statement"))
    assert rows["text"].to_pylist()[:310] == list(sentences.texts)
    first = np.stack([np.array(v, np.float32) for v in rows["embedding"].to_pylist()[:310]])
    assert np.allclose(first, sentences.vectors.astype(np.float32), atol=1e-2)


def test_ids_are_unique_and_articles_count_their_statements(grown: tuple) -> None:
    rows = grown[1].to_pylist()
    assert len({row["id"] for row in rows}) == len(rows)
    counted = Counter(row["article_id"] for row in rows if row["record"] == "statement")
    said = {row["id"]: row["n_statements"] for row in rows if row["record"] == "article"}
    assert said == counted


@pytest.mark.parametrize("column", ["speaker", "country", "publisher"])
def test_few_say_most(grown: tuple, column: str) -> None:
    n = grown[0].facets(column, Filters(kinds=()))["n"]
    assert n.iloc[: max(1, len(n) // 10)].sum() > n.sum() / 4


def test_the_same_seed_gives_the_same_archive(sentences: Sentences, grown: tuple) -> None:
    again = pa.Table.from_batches(list(grow(sentences, 9_000, "fake")))
    assert again.drop_columns(["added_at"]).equals(grown[1].drop_columns(["added_at"]))


def test_queries_have_all_lengths(sentences: Sentences) -> None:
    assert {len(query.split()) for query in shorten(sentences.texts[:40])} == {2, 4, 8, 16}


def test_exact_answers_are_those_of_a_full_comparison(grown: tuple, sentences: Sentences) -> None:
    store = grown[0]
    vectors = sentences.vectors[:3].astype(np.float32)
    truth = rivals.exact_nearest(store, vectors)
    for name, filters in FILTERS.items():
        rows = store.statements(filters, ["id", "embedding"])
        if not len(rows):
            assert truth[name] == [[], [], []]
            continue
        scores = vectors @ np.stack(list(rows["embedding"])).T
        for row, found in enumerate(truth[name]):
            best = np.sort(scores[row])[::-1][: len(found)]
            own = scores[row][rows["id"].isin(found).to_numpy()]
            assert np.allclose(np.sort(own)[::-1], best, atol=1e-5)


@pytest.mark.parametrize(
    ("found", "truth", "share"),
    [
        ([["a", "b"]], [["a", "b"]], 1.0),
        ([["a", "c"], ["d"]], [["a", "b"], ["d"]], 2 / 3),
        ([[]], [["a"]], 0.0),
        ([[]], [[]], None),
    ],
    ids=["all", "some", "none found", "none there"],
)
def test_recall(found: list, truth: list, share: float | None) -> None:
    assert rivals.recall(found, truth) == share


def test_every_question_is_asked_with_every_filter(
    grown: tuple, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_WARM_UP", 0)
    vectors = sentences.vectors[:4].astype(np.float32)
    before = grown[0].count()
    answers = ask_all(grown[0], FakeEncoder(), sentences.texts[:4], vectors)
    asked = Counter(timing.what for timing in answers.timings)
    assert asked["nearest ten vectors"] == asked["search by both"] == asked["timeline"] == 3
    assert all(0 < timing.p50 <= timing.p95 for timing in answers.timings)
    assert answers.matching["none"] == before
    assert grown[0].count() == before + 5  # the commits after which it was counted
    assert [len(ids) for ids in answers.nearest["none"]] == [10] * 4


def test_report_has_a_line_for_each_timing() -> None:
    timings = (Timing("facet", "wide", 1.0, 2.0), Timing("nearest", "none", 3.0, 4.0, 0.987))
    measured = Measurement(
        statements=10,
        real_sentences=5,
        matching={"none": 10, "wide": 4},
        write_seconds=1.0,
        index_seconds=2.0,
        disk=3.0,
        build_peak=None,
        query_peak=100.0,
        load=0.5,
        cores=2,
        timings=timings,
        notes=(rivals.NO_FAISS,),
    )
    report = measured.report()
    for part in ("0.987", "wide", rivals.NO_FAISS, "unknown to build, 100 MB to ask"):
        assert part in report
