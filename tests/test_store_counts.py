"""Counts and listings from the narrow columns: equal to counting the rows one by one, always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import sample_batch, sample_document, sample_statement

from analysis.models import Filters
from analysis.store import Store, words_hash
from analysis.store.reading import ORDERS
from analysis.store.restricting import serialize

SPEAKERS = ["Mao Ning", "Wang Yi", "Élise Martin", "Antony Blinken", "o'Brien", None]
COUNTRIES = ["CN", "CN", "FR", "US", None]
PRECISIONS = ["day", "day", "day", "week", "month", "year"]
ARTICLES = 24

FILTERS = {
    "none": Filters(),
    "every kind": Filters(kinds=()),
    "attitudes": Filters(kinds=("attitude",)),
    "country": Filters(countries=("CN", "FR")),
    "unknown country": Filters(countries=("XX",)),
    "not a country": Filters(not_countries=("CN",)),
    "speaker": Filters(speakers=("Mao Ning",)),
    "not a speaker": Filters(not_speakers=("Mao Ning", "Wang Yi")),
    "addressee": Filters(addressees=("Wang Yi", "Nobody")),
    "mentions": Filters(mentions=("UA", "Antony Blinken")),
    "publisher": Filters(publishers=("Example Wire",)),
    "mode": Filters(modes=("direct", "mixed")),
    "origin": Filters(origins=("curated",)),
    "since": Filters(said_from=date(2024, 3, 1)),
    "until": Filters(said_to=date(2024, 2, 15)),
    "between": Filters(said_from=date(2024, 2, 10), said_to=date(2024, 2, 12)),
    "undated": Filters(undated_only=True),
    "unattributed": Filters(unattributed_only=True),
    "article": Filters(article_ids=("a3", "a4")),
    "ids": Filters(ids=("s3-1", "s4-2", "none")),
    "several": Filters(countries=("CN",), said_from=date(2024, 2, 1), modes=("direct",)),
}
by_filters = pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS.keys())


def random_article(number: int, seed: int) -> Any:
    rng = np.random.default_rng([number, seed])

    def one(values: list) -> Any:
        return values[int(rng.integers(len(values)))]

    def some(values: list) -> tuple:
        return tuple(dict.fromkeys(one(values) for _ in range(int(rng.integers(0, 4)))))

    def statement(place: int) -> Any:
        dated = rng.random() > 0.15
        day = date(2024, 1, 1) + timedelta(days=int(rng.integers(0, 120)))
        return sample_statement(
            id=f"s{number}-{place}",
            article_id=f"a{number}",
            text=f"Statement {place} of article {number}, take {seed}.",
            speaker=one(SPEAKERS),
            country=one(COUNTRIES),
            addressees=some(["Wang Yi", "Antony Blinken"]),
            mentions=some(["Wang Yi", "Antony Blinken", "Élise Martin"]),
            mentioned_countries=some(["UA", "CN", "US"]),
            mode=one(["direct", "indirect", "mixed"]),
            kind=one(["statement", "statement", "statement", "attitude"]),
            origin=one(["extracted", "extracted", "curated"]),
            said_on=day if dated else None,
            said_on_precision=one(PRECISIONS) if dated else None,
            confidence=float(rng.integers(0, 20)) / 20,
        )

    document = sample_document(
        f"Article {number}, take {seed}.",
        id=f"a{number}",
        published=one([date(2024, 4, 30), date(2024, 5, 1), None]),
        publisher=one(["Example Wire", "Example Daily", ""]),
    )
    return sample_batch(document, [statement(n) for n in range(int(rng.integers(1, 9)))])


def put(store: Store, numbers: range, seed: int) -> None:
    run = store.begin_ingest("test")
    store.write([random_article(number, seed) for number in numbers], run)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that was counted in between, and has had rows replaced since."""
    with Store.open(str(tmp_path_factory.mktemp("counts") / "store"), create=True) as store:
        put(store, range(ARTICLES // 2), 1)
        store.summary()
        put(store, range(ARTICLES // 2, ARTICLES), 1)
        store.facets("speaker")
        put(store, range(3, 9), 2)
        yield store


def plain(store: Store, filters: Filters) -> pd.DataFrame:
    """The rows themselves, by the engine's own filter."""
    return store.statements(filters)


def test_rows_of_the_fixture_were_replaced(grown: Store) -> None:
    texts = set(plain(grown, Filters(kinds=()))["text"])
    assert any("article 3, take 2" in text for text in texts)
    assert not any("article 3, take 1" in text for text in texts)


@by_filters
def test_count(grown: Store, filters: Filters) -> None:
    assert grown.count(filters) == len(plain(grown, filters))


@by_filters
def test_facets(grown: Store, filters: Filters) -> None:
    rows = plain(grown, filters)
    for column in ("country", "speaker", "publisher", "mode", "kind", "language"):
        expected = Counter(None if pd.isna(value) else value for value in rows[column])
        assert counted(grown.facets(column, filters)) == dict(expected), column
    for column in ("addressees", "mentions", "mentioned_countries", "reported_by"):
        expected = Counter(name for names in rows[column] for name in names)
        assert counted(grown.facets(column, filters)) == dict(expected), column


def counted(found: pd.DataFrame) -> dict:
    return dict(zip(found["value"], found["n"], strict=True))


@pytest.mark.parametrize("column", ["speaker", "country", "addressees", "title"])
def test_facets_come_by_number_then_by_name_the_missing_last(grown: Store, column: str) -> None:
    found = grown.facets(column)
    keys = [
        (-n, value is None, (value or "").encode())
        for value, n in zip(found["value"], found["n"], strict=True)
    ]
    assert keys == sorted(keys)
    assert grown.facets(column, limit=2).equals(found.head(2))


@by_filters
@pytest.mark.parametrize("period", ["day", "week", "month", "year"])
def test_periods(grown: Store, filters: Filters, period: Any) -> None:
    finer = ["day", "week", "month", "year"]
    rows = plain(grown, filters)
    rows = rows[rows["said_on_precision"].isin(finer[: finer.index(period) + 1])]
    starts = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}[period]
    first_days = rows["said_on"].dt.to_period(starts).dt.start_time
    for by in (None, "country", "speaker", "venue"):
        values = [None if pd.isna(v) else v for v in rows[by]] if by else [None] * len(rows)
        expected = Counter(zip(first_days, values, strict=True))
        found = grown.by_period(filters, period, by)
        pairs = zip(found["period"], found["value"], strict=True)
        assert dict(zip(pairs, found["n"], strict=True)) == dict(expected), by
        assert found["period"].is_monotonic_increasing
        assert str(found["period"].dtype) == "datetime64[us]"


@pytest.mark.parametrize("order", sorted(ORDERS))
@pytest.mark.parametrize("name", ["none", "every kind", "undated", "addressee", "ids"])
def test_the_first_of_a_listing_are_the_first_of_all(grown: Store, name: str, order: Any) -> None:
    filters = FILTERS[name]
    everything = list(grown.statements(filters, ["id"], order=order)["id"])
    for offset, limit in ((0, 5), (3, 4), (0, 500), (400, 5), (2, 0)):
        found = list(grown.statements(filters, ["id"], limit, offset, order)["id"])
        assert found == everything[offset : offset + limit]


def test_summary_counts_what_the_rows_hold(grown: Store) -> None:
    shown, every = plain(grown, Filters()), plain(grown, Filters(kinds=()))
    summary = grown.summary()
    assert summary.articles == ARTICLES
    assert summary.statements == len(shown)
    assert summary.speakers == shown["speaker"].nunique()
    assert summary.undated == shown["said_on"].isna().sum()
    assert summary.unattributed == shown["speaker"].isna().sum()
    assert summary.curated == (shown["origin"] == "curated").sum()
    assert summary.first == shown["said_on"].min().date()
    assert summary.last == shown["said_on"].max().date()
    assert summary.kinds == dict(Counter(every["kind"]))
    assert summary.last_added is not None


CHANGES = {
    "a commit": lambda store: put(store, range(50, 52), 1),
    "a replacement": lambda store: put(store, range(1, 3), 7),
    "compaction": lambda store: store.optimize(),
    "undo": lambda store: store.undo(store.history()[0].id),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_counts_follow_every_change_of_another_process(tmp_path: Path, change: Any) -> None:
    uri = str(tmp_path / "store")
    with Store.open(uri, create=True) as writer, Store.open(uri) as reader:
        for seed, numbers in enumerate([range(4), range(4, 8)]):
            put(writer, numbers, seed)
            reader.count()
        change(writer)
        rows = plain(reader, Filters())
        assert reader.count() == len(rows)
        assert reader.facets("mentions", limit=1)["n"].sum() == max(
            Counter(name for names in rows["mentions"] for name in names).values()
        )
        with Store.open(uri) as anew:
            assert reader.summary() == anew.summary()
            assert reader.facets("speaker").equals(anew.facets("speaker"))


@by_filters
@pytest.mark.parametrize("how", ["nearest", "matching", "with words"])
def test_searches_find_the_same_whether_narrow_columns_are_loaded(
    grown: Store, filters: Filters, how: str
) -> None:
    def found(store: Store) -> list:
        if how == "nearest":
            vector = sample_batch(sample_document(), [sample_statement()]).embeddings[0]
            table = store.nearest(vector, filters, 500)
        elif how == "with words":
            hashes = {words_hash(text) for text in plain(store, Filters(kinds=()))["text"]}
            return sorted(row["id"] for row in store.with_words(hashes, filters, ["id"]))
        else:
            table = store.matching(["statement", "take"], limit=500, filters=filters)
            # In rows that no index has taken in, the weight of a word depends on the others read.
            return sorted(table["id"].to_pylist())
        scores = [round(score, 4) for score in table["score"].to_pylist()]
        return sorted(zip(table["id"].to_pylist(), scores, strict=True))

    grown.count()
    with Store.open(grown.uri) as fresh:
        assert found(grown) == found(fresh)
        assert len(found(grown)) == len(plain(grown, filters))


ROW_IDS = {
    "none": [],
    "one": [5],
    "several files": [1, 7, (3 << 32) + 2, (9 << 32)],
    "many in one container": list(range(0, 60_000, 7)),
    "several containers": [*range(65_000, 66_000), *range(200_000, 290_000, 2)],
    "a full container": list(range(65_536)),
}


@pytest.mark.parametrize("row_ids", ROW_IDS.values(), ids=ROW_IDS.keys())
def test_sets_of_rows_are_written_as_roaring_bitmaps(row_ids: list[int]) -> None:
    assert list(read_treemap(serialize(np.array(row_ids, np.int64)))) == row_ids


def read_treemap(data: bytes) -> Iterator[int]:
    """The numbers in a serialised map from file to Roaring bitmap, read as its format says."""
    count, place = int.from_bytes(data[:4], "little"), 4
    for _ in range(count):
        file, size = np.frombuffer(data, "<u4", 2, place).tolist()
        yield from ((file << 32) + value for value in read_roaring(data[place + 8 :][:size]))
        place += 8 + size
    assert place == len(data)


def read_roaring(data: bytes) -> Iterator[int]:
    cookie, containers = np.frombuffer(data, "<u4", 2).tolist()
    assert cookie == 12346
    heads = np.frombuffer(data, "<u2", 2 * containers, 8).reshape(-1, 2).tolist()
    offsets = np.frombuffer(data, "<u4", containers, 8 + 4 * containers).tolist()
    for (key, fewer), (start, end) in zip(heads, pairwise([*offsets, len(data)]), strict=True):
        if fewer + 1 > 4096:
            bits = np.unpackbits(np.frombuffer(data[start:end], np.uint8), bitorder="little")
            low = np.flatnonzero(bits)
        else:
            low = np.frombuffer(data[start:end], "<u2")
        assert len(low) == fewer + 1
        yield from ((key << 16) + int(value) for value in low)
