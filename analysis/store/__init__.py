"""The store: everything that knows LanceDB."""

from analysis.store.records import (
    ArticleBatch,
    Ingest,
    StoredArticle,
    Summary,
    WriteReport,
    fingerprint,
    text_hash,
    words,
    words_hash,
)
from analysis.store.rows import unit_vectors
from analysis.store.store import Store
from analysis.store.undo import UndoReport

__all__ = [
    "ArticleBatch",
    "Ingest",
    "Store",
    "StoredArticle",
    "Summary",
    "UndoReport",
    "WriteReport",
    "fingerprint",
    "text_hash",
    "unit_vectors",
    "words",
    "words_hash",
]
