"""The statements as a pandas frame: the door for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.models import Filters
from analysis.settings import Settings
from analysis.store import Store


def load_statements(
    filters: Filters | None = None,
    columns: Sequence[str] | None = None,
    limit: int | None = None,
    *,
    store: str | None = None,
) -> pd.DataFrame:
    """Statements as a frame, one row each, newest first; ``analysis.COLUMNS`` says what they mean.

    By default every documented column except the embedding, which is loaded when named:
    ``load_statements(columns=["text", "embedding"])`` gives float32 unit vectors. ``store`` is a
    folder or address; by default that of the settings. Raises ``StoreEmpty``.
    """
    with Store.open(store or Settings.from_environment().store) as opened:
        return opened.statements(filters, columns, limit)
