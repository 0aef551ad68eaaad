"""Counts for facets, timelines and the overview, from the narrow columns in memory.

Where those do not reach (a filter by ids, a column that is not among them), the engine reads the
rows that match and the same counting is done on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.models import Filters
from analysis.store.connection import in_words
from analysis.store.dictionary import Dictionary
from analysis.store.narrow import CODED, LISTS, NO_DAY, Narrow, NarrowColumns, of_table
from analysis.store.reading import scan
from analysis.store.records import Summary
from analysis.store.schema import NAME_COLUMNS, STATEMENTS
from analysis.store.selecting import can_select, selected
from analysis.store.where import where_articles, where_statements

Period = Literal["day", "week", "month", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")
_EPOCH = date(1970, 1, 1)


def count(columns: NarrowColumns, filters: Filters) -> int:
    """How many statements match."""
    if can_select(filters):
        return int(np.count_nonzero(selected(columns.now(), filters)))
    with in_words(columns.connection.uri):
        table = columns.connection.table(STATEMENTS)
        return int(table.count_rows(where_statements(filters)))


def facets(
    columns: NarrowColumns, column: str, filters: Filters, limit: int | None
) -> pd.DataFrame:
    """Values of a column and how many statements have each, most frequent first."""
    if column not in (*CODED, *NAME_COLUMNS):
        return _facets_of_any(columns, column, filters, limit)
    narrow, mask = _rows(columns, filters, [column])
    dictionary = narrow.dictionaries[column]
    if column in narrow.lists:
        lists = narrow.lists[column]
        codes = lists.codes[np.repeat(mask, lists.lengths)]
    else:
        codes = narrow.plain[column][mask]
    counts = np.bincount(codes, minlength=len(dictionary))
    seen = np.flatnonzero(counts)
    order = seen[np.lexsort([dictionary.ranks()[seen], -counts[seen]])][:limit]
    return pd.DataFrame(
        {"value": pd.Series(dictionary.values(order), dtype=object), "n": counts[order]}
    )


def _facets_of_any(
    columns: NarrowColumns, column: str, filters: Filters, limit: int | None
) -> pd.DataFrame:
    """The same for a column that is not held in memory."""
    values = scan(columns.connection, [column], where_statements(filters))[column]
    table = pa.table({"value": values}).group_by("value").aggregate([([], "count_all")])
    table = table.rename_columns(["value", "n"])
    table = table.sort_by([("n", "descending"), ("value", "ascending")]).slice(0, limit)
    found = pd.Series(table["value"].to_pylist(), dtype=object)
    return pd.DataFrame({"value": found, "n": table["n"].to_pandas()})


def by_period(
    columns: NarrowColumns, filters: Filters, period: Period, by: str | None
) -> pd.DataFrame:
    """Statements per period, and per value of ``by`` if given.

    Those whose date is less precise than the period are left out: nobody knows their day.
    """
    narrow, mask = _rows(columns, filters, ["said_on", "said_on_precision", *([by] if by else [])])
    fine = PERIODS[: PERIODS.index(period) + 1]
    mask = (
        mask
        & narrow.dictionaries["said_on_precision"].among(fine)[narrow.plain["said_on_precision"]]
    )
    mask &= narrow.plain["said_on"] != NO_DAY
    starts, which = _periods(narrow.plain["said_on"][mask], period)
    if not by:
        counts = np.bincount(which, minlength=len(starts))
        seen = np.flatnonzero(counts)
        return _period_frame(starts[seen], np.full(len(seen), None, dtype=object), counts[seen])
    dictionary = narrow.dictionaries[by]
    width = len(dictionary)
    pairs, counts = _count_pairs(which * width + narrow.plain[by][mask])
    row, code = np.divmod(pairs, width)
    order = np.lexsort([dictionary.ranks()[code], -counts, row])
    return _period_frame(starts[row[order]], dictionary.values(code[order]), counts[order])


def _periods(days: np.ndarray, period: Period) -> tuple[np.ndarray, np.ndarray]:
    """First days of all periods from the first day to the last, and which each day is in."""
    if not len(days):
        return np.zeros(0, "datetime64[D]"), np.zeros(0, np.int64)
    first = int(days.min())
    every = np.arange(first, int(days.max()) + 1, dtype=np.int32)
    floors = pc.floor_temporal(pa.array(every).cast(pa.date32()), unit=period)
    starts, place = np.unique(floors.cast(pa.date32()).cast(pa.int32()), return_inverse=True)
    return starts.astype("datetime64[D]"), place[days - first]


def _count_pairs(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct numbers and how often each occurs."""
    if not len(pairs) or pairs.max() > 8 * len(pairs) + 65_536:
        return np.unique(pairs, return_counts=True)
    counts = np.bincount(pairs)  # faster, where its table is not much longer than the data
    seen = np.flatnonzero(counts)
    return seen, counts[seen]


def _period_frame(starts: np.ndarray, values: np.ndarray, counts: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": pd.Series(starts.astype("datetime64[us]")),
            "value": pd.Series(values, dtype=object),
            "n": pd.Series(counts, dtype="int64"),
        }
    )


def _rows(
    columns: NarrowColumns, filters: Filters, wanted: Sequence[str]
) -> tuple[Narrow, np.ndarray]:
    """Narrow columns and which of their statements match; read from the table where need be."""
    held = (*CODED, *LISTS, "said_on")
    if can_select(filters) and all(name in held for name in wanted):
        narrow = columns.now()
        return narrow, selected(narrow, filters)
    table = scan(columns.connection, wanted, where_statements(filters), row_ids=True)
    words = [name for name in wanted if name != "said_on"]
    narrow = of_table(None, table, {name: Dictionary() for name in words})
    return narrow, np.ones(len(narrow), dtype=bool)


def summary(columns: NarrowColumns, model: str) -> Summary:
    """What the store holds."""
    narrow = columns.now()
    shown = selected(narrow, Filters())
    days = narrow.plain["said_on"][shown]
    dated = days[days != NO_DAY]
    speakers, countries, publishers = (
        narrow.plain[name][shown] for name in ("speaker", "country", "publisher")
    )
    articles = columns.connection.dataset(STATEMENTS).count_rows(where_articles(Filters()))
    curated = narrow.dictionaries["origin"].among(["curated"])[narrow.plain["origin"]]
    return Summary(
        articles=articles,
        statements=int(np.count_nonzero(shown)),
        speakers=_distinct(speakers),
        countries=_distinct(countries),
        first=_EPOCH + timedelta(days=int(dated.min())) if len(dated) else None,
        last=_EPOCH + timedelta(days=int(dated.max())) if len(dated) else None,
        undated=len(days) - len(dated),
        unattributed=int(np.count_nonzero(speakers == 0)),
        curated=int(np.count_nonzero(curated & shown)),
        publishers=_distinct(publishers),
        kinds=_tally(narrow, "kind"),
        origins=_tally(narrow, "origin"),
        model=model,
        last_added=_moment(narrow.plain["added_at"]),
    )


def _distinct(codes: np.ndarray) -> int:
    """How many different values, the missing one aside."""
    return int(np.count_nonzero(np.bincount(codes)[1:])) if len(codes) else 0


def _tally(narrow: Narrow, column: str) -> dict[str, int]:
    counts = np.bincount(narrow.plain[column])
    seen = np.flatnonzero(counts)
    values = narrow.dictionaries[column].values(seen)
    pairs = zip(values, counts[seen].tolist(), strict=True)
    return {str(value): n for value, n in sorted(pairs, key=lambda pair: -pair[1])}


def _moment(micros: np.ndarray) -> datetime | None:
    if not len(micros):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros.max()))
