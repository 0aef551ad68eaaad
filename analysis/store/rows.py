"""Records ↔ rows: articles and statements to Arrow, Arrow to frames, dicts and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.columns import COLUMNS
from analysis.models import Document, Span, Statement
from analysis.store.records import (
    ArticleBatch,
    StoredArticle,
    footnotes_from_json,
    footnotes_to_json,
    period_end,
    text_hash,
    text_key,
    words_hash,
)
from analysis.store.schema import (
    ARTICLE,
    DATE_COLUMNS,
    NAME_COLUMNS,
    SPAN_COLUMNS,
    STATEMENT,
    TEXTS_SCHEMA,
    statements_schema,
)

# Text columns that are never missing are pandas strings; the others hold None when missing.
_ALWAYS_TEXT = {c.name for c in COLUMNS if c.dtype == "str" and not c.missing.startswith("None")}
_OF_ARTICLE = ("title", "publisher", "published", "url", "language")


def to_rows(
    articles: Sequence[ArticleBatch], ingest_id: str, added_at: datetime, dimension: int
) -> pa.Table:
    """Rows of ``statements`` for these articles: one an article, one a statement."""
    rows: list[dict[str, Any]] = []
    vectors: list[np.ndarray | None] = []
    for article in articles:
        rows.append(_article_row(article))
        rows.extend(_statement_row(article.document, one) for one in article.statements)
        vectors.append(None)
        vectors.extend(article.embeddings)
        for row in rows[-len(article.statements) - 1 :]:
            row["embedding_model"] = article.model
    schema = statements_schema(dimension)
    for row in rows:
        row["ingest_id"] = ingest_id
        row["added_at"] = added_at
    arrays = {
        name: pa.array([row.get(name) for row in rows], type=schema.field(name).type)
        for name in schema.names
        if name != "embedding"
    }
    arrays["embedding"] = _vectors(vectors, dimension)
    return pa.table(arrays, schema=schema)


def _vectors(vectors: Sequence[np.ndarray | None], dimension: int) -> pa.Array:
    flat = np.zeros((len(vectors), dimension), dtype=np.float16)
    missing = np.array([vector is None for vector in vectors], dtype=bool)
    for row, vector in enumerate(vectors):
        if vector is not None:
            flat[row] = vector
    return pa.FixedSizeListArray.from_arrays(
        pa.array(flat.reshape(-1)), dimension, mask=pa.array(missing)
    )


def _article_row(article: ArticleBatch) -> dict[str, Any]:
    document = article.document
    return {
        "id": document.id,
        "article_id": document.id,
        "record": ARTICLE,
        "extractor": article.extractor,
        "fingerprint": article.fingerprint,
        "text_key": text_key(document),
        "name": document.name,
        "author": document.author,
        "published_from": document.published_from,
        "n_statements": len(article.statements),
        **{name: getattr(document, name) for name in _OF_ARTICLE},
    }


def _statement_row(document: Document, statement: Statement) -> dict[str, Any]:
    row = {name: getattr(statement, name) for name in Statement.__dataclass_fields__}
    for name in SPAN_COLUMNS:
        row[name] = [edge for span in row[name] for edge in span]
    row |= {name: getattr(document, name) for name in _OF_ARTICLE}
    row["record"] = STATEMENT
    if statement.said_on:
        row["said_until"] = period_end(statement.said_on, statement.said_on_precision)
    row["telling"] = statement.embedded
    row["text_hash"] = text_hash(statement.embedded)
    row["words_hash"] = words_hash(statement.embedded)
    row["searchable"] = searchable(row)
    return row


def searchable(row: Mapping[str, Any]) -> str:
    """The words that a search by words looks at: what was said, then who, to whom, about whom."""
    names = (
        row["speaker"],
        row["role"],
        row["organisation"],
        *(row["addressees"] or ()),
        *(row["mentions"] or ()),
    )
    parts = (row["telling"], row["key_phrase"], row["topic"], *dict.fromkeys(names))
    return "\n".join(part for part in parts if part)


def to_texts(articles: Iterable[ArticleBatch]) -> pa.Table:
    """Rows of ``texts`` for these articles, without repetition."""
    documents = {text_key(a.document): a.document for a in articles if a.document.text}
    return pa.table(
        {
            "key": list(documents),
            "text": [document.text for document in documents.values()],
            "readable": [document.readable for document in documents.values()],
            "footnotes": [footnotes_to_json(d.footnotes) for d in documents.values()],
        },
        schema=TEXTS_SCHEMA,
    )


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A pandas frame with the dtypes that ``analysis.columns`` documents."""
    return pd.DataFrame({name: _series(name, table[name]) for name in table.column_names})


def _series(name: str, column: pa.ChunkedArray) -> pd.Series:
    if name == "embedding":
        return pd.Series(list(unit_vectors(column)), dtype=object)
    if name in SPAN_COLUMNS:
        return pd.Series([_spans(flat) for flat in column.to_pylist()], dtype=object)
    if name in NAME_COLUMNS:
        return pd.Series([flat or [] for flat in column.to_pylist()], dtype=object)
    if name in DATE_COLUMNS or name == "period":
        return pd.Series(column.cast(pa.timestamp("us")).to_numpy(), dtype="datetime64[us]")
    if pa.types.is_timestamp(column.type):
        naive = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us"))
        return pd.Series(naive.to_numpy(), dtype="datetime64[us]")
    if pa.types.is_string(column.type):
        dtype: Any = "str" if name in _ALWAYS_TEXT else object
        values = column.to_pylist()
        return pd.Series([v or "" for v in values] if dtype == "str" else values, dtype=dtype)
    return column.to_pandas()


def to_matrix(column: pa.ChunkedArray) -> np.ndarray:
    """Vectors as float32 (n, dimension); a missing one is all zeros."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        return np.zeros((0, column.type.list_size), dtype=np.float32)
    flat = array.values.to_numpy(zero_copy_only=False)
    size = column.type.list_size
    start = array.offset * size
    matrix = flat[start : start + len(array) * size].reshape(len(array), size).astype(np.float32)
    matrix[array.is_null().to_numpy(zero_copy_only=False)] = 0.0
    return matrix


def unit_vectors(column: pa.ChunkedArray) -> np.ndarray:
    """The same, brought back to unit length after half precision."""
    matrix = to_matrix(column)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-6)


def _spans(flat: list[int] | None) -> list[tuple[int, int]]:
    edges = flat or []
    return list(zip(edges[::2], edges[1::2], strict=True))


def to_dicts(table: pa.Table) -> list[dict[str, Any]]:
    """One dict a row: plain Python values, ``None`` where missing, spans as pairs."""
    rows: list[dict[str, Any]] = table.to_pylist()
    for row in rows:
        for name in SPAN_COLUMNS:
            if name in row:
                row[name] = [Span(*pair) for pair in _spans(row[name])]
        for name in NAME_COLUMNS:
            if name in row:
                row[name] = row[name] or []
    return rows


def to_article(row: dict[str, Any], text: dict[str, Any] | None) -> StoredArticle:
    """An article from its row of ``statements`` and its row of ``texts``."""
    published: date | None = row["published"]
    document = Document(
        id=row["id"],
        name=row["name"] or "",
        text=text["text"] if text else "",
        readable=text["readable"] if text else "",
        title=row["title"] or "",
        published=published,
        published_from=row["published_from"] or "",
        publisher=row["publisher"] or "",
        author=row["author"] or "",
        url=row["url"] or "",
        language=row["language"] or "",
        footnotes=footnotes_from_json(text["footnotes"]) if text else (),
    )
    return StoredArticle(
        document=document,
        n_statements=row["n_statements"] or 0,
        fingerprint=row["fingerprint"] or "",
        extractor=row["extractor"] or "",
        embedding_model=row["embedding_model"] or "",
        ingest_id=row["ingest_id"] or "",
        added_at=row["added_at"],
    )
