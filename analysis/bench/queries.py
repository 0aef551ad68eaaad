"""What people ask of a store, asked many times: by meaning, by words, with filters, for counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np

from analysis.bench.archive import LAST_DAY
from analysis.embeddings import Encoder
from analysis.models import Document, Filters, Statement
from analysis.search import search, similar
from analysis.store import ArticleBatch, Store
from analysis.store.counts import Period

FILTERS: dict[str, Filters] = {
    "none": Filters(),
    "wide": Filters(
        countries=("US", "CN", "RU", "UA", "GB"), said_from=date(LAST_DAY.year - 2, 1, 1)
    ),
    "narrow": Filters(
        countries=("BR",),
        said_from=date(LAST_DAY.year - 1, 1, 1),
        said_to=date(LAST_DAY.year - 1, 6, 30),
    ),
}
NEAREST = 10
_FACETS = ("country", "speaker", "addressees", "mentions", "publisher")
_TIMELINES: tuple[tuple[Period, str], ...] = (
    ("month", "country"),
    ("day", "country"),
    ("week", "speaker"),
)
_LENGTHS = (2, 4, 8, 20)  # words of a query
_WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that half of the questions, and 95 of 100, took at most."""

    what: str
    filters: str
    p50: float
    p95: float
    recall: float | None = None  # share of the exact ten nearest that were found


@dataclass(frozen=True, slots=True)
class Answers:
    """Timings, how many statements each filter leaves, and the ids found nearest by filter."""

    timings: tuple[Timing, ...]
    matching: dict[str, int]
    nearest: dict[str, list[list[str]]]


def time_each(
    what: str, filters: str, ask: Callable[[int], Any], times: int
) -> tuple[Timing, list[Any]]:
    """Ask ``times`` times, after a few that do not count; returns the answers too."""
    for number in range(min(_WARM_UP, times)):
        ask(number)
    took, answers = [], []
    for number in range(times):
        start = perf_counter()
        answers.append(ask(number))
        took.append(1000 * (perf_counter() - start))
    p50, p95 = np.percentile(took, [50, 95])
    return Timing(what, filters, float(p50), float(p95)), answers


def shorten(texts: Sequence[str]) -> list[str]:
    """Queries of 2, 4, 8 and 20 words in turn, from the middle of the texts."""
    queries = []
    for number, text in enumerate(texts):
        words = text.split()
        length = min(_LENGTHS[number % len(_LENGTHS)], len(words))
        start = (len(words) - length) // 2
        queries.append(" ".join(words[start : start + length]))
    return queries


def ask_all(store: Store, encoder: Encoder, texts: Sequence[str], vectors: np.ndarray) -> Answers:
    """Every kind of question, with every filter, once for each of the texts."""
    start = perf_counter()
    store.summary()
    first = 1000 * (perf_counter() - start)
    timings = [Timing("first count of a process", "none", first, first)]
    queries, times = shorten(texts), len(texts)
    found: dict[str, list[list[str]]] = {}
    matching = {}
    for name, filters in FILTERS.items():
        matching[name] = store.count(filters)
        timing, tables = time_each(
            "nearest ten vectors", name, _nearest(store, vectors, filters), times
        )
        found[name] = [table["id"].to_pylist() for table in tables]
        timings.append(timing)
        for what, ask in _questions(store, encoder, queries, filters):
            timings.append(time_each(what, name, ask, times)[0])
    timings.append(_after_commits(store, encoder))
    return Answers(tuple(timings), matching, found)


def _nearest(store: Store, vectors: np.ndarray, filters: Filters) -> Callable[[int], Any]:
    return lambda n: store.nearest(vectors[n], filters, NEAREST)


def _questions(
    store: Store, encoder: Encoder, queries: Sequence[str], filters: Filters
) -> list[tuple[str, Callable[[int], Any]]]:
    """What is asked with one filter; a search encodes its query, as it does for a visitor."""
    ids = list(store.statements(Filters(), ["id"], limit=len(queries))["id"])
    return [
        (
            "search by meaning",
            lambda n: search(store, encoder, queries[n], by="meaning", filters=filters),
        ),
        ("search by words", lambda n: search(store, None, queries[n], by="words", filters=filters)),
        ("search by both", lambda n: search(store, encoder, queries[n], filters=filters)),
        ("similar", lambda n: similar(store, ids[n % len(ids)], filters=filters)),
        ("facet", lambda n: store.facets(_FACETS[n % len(_FACETS)], filters)),
        ("timeline", lambda n: store.by_period(filters, *_TIMELINES[n % len(_TIMELINES)])),
        ("newest twenty", lambda n: store.statements(filters, limit=20)),
    ]


def _after_commits(store: Store, encoder: Encoder, times: int = 5) -> Timing:
    """The first count after a commit of one article, of each of some."""
    took = []
    for number in range(times):
        store.write([_article(number, encoder)], "bench")
        start = perf_counter()
        store.count()
        took.append(1000 * (perf_counter() - start))
    p50, p95 = np.percentile(took, [50, 95])
    return Timing("first count after a commit", "none", float(p50), float(p95))


def _article(number: int, encoder: Encoder) -> ArticleBatch:
    text = f"A statement that came in late, number {number}."
    document = Document(f"a-late-{number}", f"late-{number}.txt", text, text, published=LAST_DAY)
    statement = Statement(
        id=f"s-late-{number}", article_id=document.id, text=text, said_on=LAST_DAY
    )
    vectors = encoder.encode([text])
    return ArticleBatch(document, (statement,), vectors, f"late-{number}", encoder.name)
