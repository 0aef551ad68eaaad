"""Counts for facets, timelines and the overview: few columns read, the filter applied first."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.models import Filters
from analysis.store.connection import Connection
from analysis.store.reading import scan
from analysis.store.records import Summary
from analysis.store.rows import to_frame
from analysis.store.schema import NAME_COLUMNS, STATEMENT, STATEMENTS
from analysis.store.where import is_in, where_articles, where_statements

Period = Literal["day", "week", "month", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")


def facets(
    connection: Connection, column: str, filters: Filters, limit: int | None
) -> pd.DataFrame:
    """Values of a column and how many statements have each, most frequent first."""
    values = scan(connection, [column], where_statements(filters))[column]
    if column in NAME_COLUMNS:
        values = pc.list_flatten(values)
    table = pa.table({"value": values}).group_by("value").aggregate([([], "count_all")])
    table = table.rename_columns(["value", "n"])
    table = table.sort_by([("n", "descending"), ("value", "ascending")])
    table = table.slice(0, limit)
    values = pd.Series(table["value"].to_pylist(), dtype=object)
    return pd.DataFrame({"value": values, "n": table["n"].to_pandas()})


def by_period(
    connection: Connection, filters: Filters, period: Period, by: str | None
) -> pd.DataFrame:
    """Statements per period, and per value of ``by`` if given.

    Those whose date is less precise than the period are left out: nobody knows their day.
    """
    columns = ["said_on", by] if by else ["said_on"]
    fine = PERIODS[: PERIODS.index(period) + 1]
    where = f"{where_statements(filters)} AND {is_in('said_on_precision', fine)}"
    table = scan(connection, columns, where)
    starts = pc.floor_temporal(table["said_on"], unit=period).cast(pa.date32())
    keyed = {"period": starts} | ({"value": table[by]} if by else {})
    counts = pa.table(keyed).group_by(list(keyed)).aggregate([([], "count_all")])
    counts = counts.rename_columns([*keyed, "n"])
    if not by:
        counts = counts.append_column("value", pa.nulls(counts.num_rows, pa.string()))
    counts = counts.select(["period", "value", "n"])
    return to_frame(counts.sort_by([("period", "ascending"), ("n", "descending")]))


def summary(connection: Connection, model: str) -> Summary:
    """What the store holds, in one scan of narrow columns."""
    columns = ["kind", "origin", "speaker", "country", "publisher", "said_on", "added_at"]
    rows = scan(connection, columns, f"record = '{STATEMENT}'")
    shown = rows.filter(pc.equal(rows["kind"], "statement"))
    days = pc.min_max(shown["said_on"]).as_py()
    where = where_articles(Filters())
    return Summary(
        articles=connection.dataset(STATEMENTS).count_rows(where),
        statements=shown.num_rows,
        speakers=pc.count_distinct(shown["speaker"], mode="only_valid").as_py(),
        countries=pc.count_distinct(shown["country"], mode="only_valid").as_py(),
        first=_day(days["min"]),
        last=_day(days["max"]),
        undated=shown["said_on"].null_count,
        unattributed=shown["speaker"].null_count,
        curated=pc.sum(pc.equal(shown["origin"], "curated")).as_py() or 0,
        publishers=pc.count_distinct(shown["publisher"], mode="only_valid").as_py(),
        kinds=_counts(rows["kind"]),
        origins=_counts(rows["origin"]),
        model=model,
        last_added=pc.max(rows["added_at"]).as_py(),
    )


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    counts = {str(one["values"]): int(one["counts"]) for one in pc.value_counts(column).to_pylist()}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
