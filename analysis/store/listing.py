"""Listings: the order is found on the narrow columns, the wide ones are read for what is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from analysis.models import Filters
from analysis.store.connection import in_words
from analysis.store.narrow import NarrowColumns
from analysis.store.reading import Ordering, take
from analysis.store.selecting import in_order, selected

LISTED = 2_000  # rows; above that, reading all that match is faster than taking one by one


def first_in_order(
    columns: NarrowColumns,
    names: Sequence[str],
    filters: Filters,
    order: Ordering,
    limit: int,
    offset: int = 0,
) -> pa.Table:
    """Some columns of the first statements that match; missing values come last."""
    narrow = columns.now()
    rows = np.flatnonzero(selected(narrow, filters))
    shown = in_order(narrow, rows, order, offset + limit)[offset:]
    row_ids = pa.chunked_array([narrow.row_ids[shown]])
    with in_words(columns.connection.uri):
        return take(narrow.dataset, row_ids, names)
