"""A synthetic archive: real sentences, multiplied, said by invented people on skewed days.

The first rows are the real sentences with their own vectors. Every further one mixes a sentence
with one of its nearest neighbours, words and vectors alike, and adds a little noise, so that the
archive is as clustered as the texts it was grown from. Few people say most, few countries and
papers fill most of the pages, the latest years are the fullest, weekends are quiet and some days
are loud. The same seed gives the same archive. All names are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.bench.sentences import Sentences
from analysis.store import text_hash
from analysis.store.bulk import ARTICLE, STATEMENT, statements_schema

SPEAKERS, PUBLISHERS, DAYS = 4_000, 60, 1_800
LAST_DAY = date(2025, 12, 31)
COUNTRIES = (
    *("US", "CN", "RU", "UA", "GB", "FR", "DE", "EU", "UN", "NATO", "IN", "BR", "TR", "PL", "IL"),
    *("IR", "JP", "KR", "SA", "ZA", "EG", "IT", "ES", "CA", "AU", "MX", "ID", "PK", "SE", "FI"),
)
_STATEMENTS = 12  # an article, in the mean
_ROWS = 8_192  # a batch
_NOISE = 0.15  # length of the noise beside a unit vector
_NEIGHBOURS = 4
_EPOCH = date(1970, 1, 1)
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aio"]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may speak, and how often: names, countries (``None``: unknown), weights, days."""

    names: np.ndarray
    countries: np.ndarray
    publishers: np.ndarray
    how_often: np.ndarray
    how_many_papers: np.ndarray
    how_full: np.ndarray  # weight of each of the last ``DAYS`` days


def make_cast(rng: np.random.Generator) -> Cast:
    """Invented people and papers with the skew of the news."""
    countries = rng.choice(np.array([*COUNTRIES, None]), SPEAKERS, p=_zipf(len(COUNTRIES) + 1))
    days = np.arange(DAYS)
    weekend = np.array([(LAST_DAY - timedelta(days=int(DAYS - 1 - d))).weekday() > 4 for d in days])
    how_full = np.exp(days / DAYS) * rng.lognormal(0, 0.6, DAYS) * np.where(weekend, 0.35, 1.0)
    return Cast(
        names=np.array([_name(rng, n) for n in range(SPEAKERS)], dtype=object),
        countries=countries,
        publishers=np.array([f"The {_word(rng)} {n}" for n in range(PUBLISHERS)], dtype=object),
        how_often=_zipf(SPEAKERS),
        how_many_papers=_zipf(PUBLISHERS),
        how_full=how_full / how_full.sum(),
    )


def _zipf(size: int) -> np.ndarray:
    weights = 1.0 / np.arange(1, size + 1)
    return np.asarray(weights / weights.sum())


def _word(rng: np.random.Generator) -> str:
    return "".join(rng.choice(_SYLLABLES, 3)).capitalize()


def _name(rng: np.random.Generator, number: int) -> str:
    return f"{_word(rng)} {_word(rng)}{number}"


def find_neighbours(vectors: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """For each vector four near ones, (n, 4): the nearest within a cell around a random pivot."""
    n = len(vectors)
    unit = vectors.astype(np.float32)
    pivots = unit[rng.choice(n, max(1, n // 200), replace=False)]
    cells = np.concatenate([(part @ pivots.T).argmax(1) for part in np.array_split(unit, 64)])
    near = np.repeat(np.arange(n)[:, None], _NEIGHBOURS, axis=1)
    order = np.argsort(cells, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(cells[order])) + 1):
        size = min(_NEIGHBOURS, len(members) - 1)
        if size > 0:
            likeness = unit[members] @ unit[members].T
            np.fill_diagonal(likeness, -2.0)
            best = np.argpartition(-likeness, size - 1, axis=1)[:, :size]
            near[members] = members[np.resize(best.T, (_NEIGHBOURS, len(members))).T]
    return near


def grow(sentences: Sentences, rows: int, model: str, seed: int = 1) -> Iterator[pa.RecordBatch]:
    """Rows of articles and ``rows`` statements (0: the real sentences alone), batch by batch."""
    rng = np.random.default_rng(seed)
    cast, near = make_cast(rng), find_neighbours(sentences.vectors, rng)
    total = rows or len(sentences)
    schema = statements_schema(sentences.vectors.shape[1])
    for start in range(0, total, _ROWS):
        places = np.arange(start, min(start + _ROWS, total))
        texts, vectors = _mixed(sentences, near, places, rng)
        columns = _statements(places, texts, cast, rng) | {"embedding_model": [model] * len(places)}
        yield _batch(columns, vectors, schema)
        articles = _articles(columns)
        yield _batch(articles, None, schema)


def _mixed(
    sentences: Sentences, near: np.ndarray, places: np.ndarray, rng: np.random.Generator
) -> tuple[list[str], np.ndarray]:
    """Words and vectors: of the real sentence while there are any, then of mixtures."""
    real = places < len(sentences)
    one = np.where(real, places % len(sentences), rng.integers(0, len(sentences), len(places)))
    other = near[one, rng.integers(0, _NEIGHBOURS, len(places))]
    share = np.where(real, 1.0, rng.uniform(0.5, 0.9, len(places))).astype(np.float32)[:, None]
    noise = rng.standard_normal((len(places), sentences.vectors.shape[1]), np.float32)
    noise *= np.where(real, 0.0, _NOISE / noise.shape[1] ** 0.5).astype(np.float32)[:, None]
    vectors = share * sentences.vectors[one].astype(np.float32) + noise
    vectors += (1 - share) * sentences.vectors[other].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [
        sentences.texts[a] if whole else _spliced(sentences.texts[a], sentences.texts[b])
        for a, b, whole in zip(one, other, real, strict=True)
    ]
    return texts, vectors


def _spliced(one: str, other: str) -> str:
    """The first half of a sentence and the second half of another."""
    first, second = one.split(), other.split()
    return " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])


def _statements(
    places: np.ndarray, texts: list[str], cast: Cast, rng: np.random.Generator
) -> dict[str, Any]:
    """Columns of statements, article by article."""
    n = len(places)
    article = np.repeat(np.arange(n), rng.geometric(1 / _STATEMENTS, n))[:n]
    day = rng.choice(DAYS, n, p=cast.how_full)[article]  # of publication
    # Two or three people fill an article.
    speaker = rng.choice(SPEAKERS, (n, 3), p=cast.how_often)[article, rng.integers(0, 3, n)]
    known = rng.random(n) > 0.04
    published = [LAST_DAY - timedelta(days=int(DAYS - 1 - d)) for d in day]
    said_on, precision, until = _days_of_saying(published, rng)
    hashes = [text_hash(text) for text in texts]
    names = _or_none(cast.names[speaker], known)
    return {
        "id": [f"s{place:09d}" for place in places],
        "article_id": [f"a{places[0]:09d}-{one}" for one in article],
        "record": [STATEMENT] * n,
        "text": texts,
        "telling": texts,
        "context": texts,
        "text_hash": hashes,
        "words_hash": hashes,  # mixtures differ in their words, if they differ at all
        "kind": rng.choice(["statement", "attitude", "document"], n, p=[0.97, 0.025, 0.005]),
        "mode": rng.choice(["indirect", "direct", "mixed"], n, p=[0.5, 0.35, 0.15]),
        "origin": ["extracted"] * n,
        "speaker": names,
        "speaker_kind": np.where(known, "person", "unknown"),
        "country": _or_none(cast.countries[speaker], known),
        "addressees": _lists(cast.names, cast.how_often, 0.15, rng, n),
        "mentions": _lists(cast.names, cast.how_often, 0.5, rng, n),
        "mentioned_countries": _lists(np.array(COUNTRIES), _zipf(len(COUNTRIES)), 0.5, rng, n),
        "said_on": said_on,
        "said_on_precision": precision,
        "said_until": until,
        "confidence": rng.uniform(0.5, 1.0, n).astype(np.float32),
        "published": published,
        "publisher": cast.publishers[rng.choice(PUBLISHERS, n, p=cast.how_many_papers)[article]],
        "searchable": [f"{t}\n{who}" if who else t for t, who in zip(texts, names, strict=True)],
    }


def _or_none(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    found = values.copy()
    found[~known] = None
    return found


def _lists(
    values: np.ndarray, weights: np.ndarray, share: float, rng: np.random.Generator, n: int
) -> list[list[str]]:
    """For a share of the rows one to three distinct values, none for the others."""
    sizes = np.where(rng.random(n) < share, rng.integers(1, 4, n), 0)
    drawn = rng.choice(values, (n, 3), p=weights)
    return [list(dict.fromkeys(row[:size])) for row, size in zip(drawn, sizes, strict=True)]


def _days_of_saying(
    published: list[date], rng: np.random.Generator
) -> tuple[list[date | None], list[str | None], list[date | None]]:
    days: list[date | None] = []
    precisions: list[str | None] = []
    ends: list[date | None] = []
    lags = rng.choice([0, 1, 2, 3, 30], len(published), p=[0.6, 0.25, 0.06, 0.04, 0.05])
    kinds = np.array(["day", "month", None], dtype=object)
    sorts = rng.choice(kinds, len(published), p=[0.9, 0.04, 0.06])
    for day, lag, precision in zip(published, lags, sorts, strict=True):
        said = day - timedelta(days=int(lag))
        end = said
        if precision == "month":
            said = said.replace(day=1)
            end = (said + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        days.append(said if precision else None)
        ends.append(end if precision else None)
        precisions.append(precision)
    return days, precisions, ends


def _articles(statements: dict[str, Any]) -> dict[str, Any]:
    """Columns of the article rows that go with these statements."""
    ids, first, counts = np.unique(
        np.array(statements["article_id"]), return_index=True, return_counts=True
    )
    return {
        "id": ids,
        "article_id": ids,
        "record": [ARTICLE] * len(ids),
        "fingerprint": ids,
        "published": [statements["published"][row] for row in first],
        "publisher": [statements["publisher"][row] for row in first],
        "name": [f"{one}.txt" for one in ids],
        "n_statements": counts,
    }


def _batch(columns: dict[str, Any], vectors: np.ndarray | None, schema: pa.Schema) -> Any:
    n = len(columns["id"])
    titles = [f"Article {one}" for one in columns["article_id"]]
    always: dict[str, Any] = {"title": titles, "language": ["en"] * n, "extractor": ["bench"] * n}
    always |= {"ingest_id": ["bench"] * n, "added_at": [datetime.now(UTC)] * n}
    columns = columns | always
    arrays = [
        pa.array(columns[field.name], type=field.type)
        if field.name in columns
        else pa.nulls(n, field.type)
        for field in schema
        if field.name != "embedding"
    ]
    kind = schema.field("embedding").type
    if vectors is None:
        arrays.append(pa.nulls(n, kind))
    else:
        flat = pa.array(vectors.astype(np.float16).reshape(-1))
        arrays.append(pa.FixedSizeListArray.from_arrays(flat, kind.list_size))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
