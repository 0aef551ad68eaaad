"""For work that is spread over machines: rows are built anywhere, one writer commits them.

Texts, most of an article's bytes, may be written by the machines themselves: they are content-
addressed, and nobody sees one before an article points to it. What makes an article visible is
one merge by the writer, as with any other write, because only a merge replaces former rows and
notices that another writer brought the same article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa

from analysis.store import writing
from analysis.store.connection import in_words, storage_options
from analysis.store.records import ArticleBatch, WriteReport
from analysis.store.rows import to_rows, to_texts
from analysis.store.schema import ARTICLE, STATEMENT, STATEMENTS, TEXTS
from analysis.store.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table's files go, for whoever writes them: address, format, storage options."""

    uri: str
    file_format: str
    options: dict[str, str] = field(default_factory=dict)


def place_of_texts(store: Store) -> Place:
    """Where the articles' texts go."""
    dataset = store._connection.dataset(TEXTS)
    with in_words(store.uri):
        return Place(dataset.uri, dataset.data_storage_version, storage_options(store.uri))


def held_fingerprints(store: Store) -> list[str]:
    """Fingerprints of all articles: a million of them are 64 MB."""
    if not store._has_statements():
        return []
    with in_words(store.uri):
        found = store._connection.dataset(STATEMENTS).to_table(
            columns=["fingerprint"], filter=f"record = '{ARTICLE}'"
        )
    return list(found["fingerprint"].to_pylist())


def held_texts(store: Store) -> list[str]:
    """Addresses of all texts, also of those that no article points to yet."""
    with in_words(store.uri):
        return list(store._connection.dataset(TEXTS).to_table(columns=["key"])["key"].to_pylist())


def build_rows(batch: Sequence[ArticleBatch], dimension: int) -> pa.Table:
    """Rows of articles and statements, to be given to ``write_rows``."""
    return to_rows(batch, "", datetime.now(UTC), dimension)


def build_texts(batch: Sequence[ArticleBatch]) -> pa.Table:
    """Rows of texts (key, text, readable, footnotes), without repetition."""
    return to_texts(batch)


def append_texts(store: Store, fragments: Sequence[Mapping[str, bytes]]) -> None:
    """Commit texts that were written as fragments; no article points to them yet.

    fragments: what lance-ray's ``LanceFragmentWriter`` answered, its columns fragment and schema.
    """
    if not fragments:
        return
    from lance_ray import LanceFragmentCommitter

    place = place_of_texts(store)

    def commit() -> None:
        committer = LanceFragmentCommitter(
            place.uri, mode="append", storage_options=place.options or None
        )
        committer.on_write_start()
        committer.on_write_complete([[(one["fragment"], one["schema"]) for one in fragments]])

    store._connection.retry(commit)


def write_rows(store: Store, rows: pa.Table, ingest_id: str) -> WriteReport:
    """Make articles visible in one commit, replacing their former versions.

    rows: what ``build_rows`` made of whole articles, whose texts are in already. Articles whose
    fingerprint is in are left alone. Raises what ``Store.write`` raises.
    """
    return writing.write_rows(store._connection, rows, ingest_id)


__all__ = [
    "ARTICLE",
    "STATEMENT",
    "Place",
    "append_texts",
    "build_rows",
    "build_texts",
    "held_fingerprints",
    "held_texts",
    "place_of_texts",
    "write_rows",
]
