"""Indexes and upkeep: made by the store itself when it grows, never asked for by a caller."""

from __future__ import annotations

from typing import Any

from lancedb.index import FTS

from analysis.store.connection import Connection
from analysis.store.schema import STATEMENTS

# Stop words stay in the index, so that a phrase in quotes is matched as it stands; the search
# itself drops them from loose words.
FULL_TEXT = FTS(
    with_position=True,
    base_tokenizer="simple",
    language="English",
    lower_case=True,
    stem=True,
    remove_stop_words=False,
    ascii_folding=True,
)


def create_full_text(table: Any) -> None:
    """The full-text index; on an empty table too, so that every later row is found by it."""
    table.create_index("searchable", config=FULL_TEXT, name="words", replace=False)


def refresh(connection: Connection) -> None:
    """After a write: let the indexes take in the new rows when there are many of them."""
    table = connection.table(STATEMENTS)
    connection.retry(lambda: table.optimize())
