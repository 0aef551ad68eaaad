"""The store: everything that knows LanceDB."""

from analysis.store.anchors import Anchor
from analysis.store.marks import CORRECTABLE, Correction, Note, SavedSearch, Star
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
from analysis.store.users import Users

__all__ = [
    "CORRECTABLE",
    "Anchor",
    "ArticleBatch",
    "Correction",
    "Ingest",
    "Note",
    "SavedSearch",
    "Star",
    "Store",
    "StoredArticle",
    "Summary",
    "UndoReport",
    "Users",
    "WriteReport",
    "fingerprint",
    "text_hash",
    "unit_vectors",
    "words",
    "words_hash",
]
