"""Filters and orders on the narrow columns: which statements, and which of them come first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from analysis.models import Filters
from analysis.store.narrow import DAYS, NO_DAY, Lists, Narrow

_EPOCH = date(1970, 1, 1).toordinal()


def can_select(filters: Filters) -> bool:
    """Whether the narrow columns know all that these filters ask for: ids they do not."""
    return not (filters.ids or filters.article_ids)


def selected(narrow: Narrow, filters: Filters) -> np.ndarray:
    """For each statement whether the filters let it through; as ``where_statements`` has it."""
    mask = np.ones(len(narrow), dtype=bool)
    _keep_words(mask, narrow, filters)
    _keep_names(mask, narrow, filters)
    _keep_days(mask, narrow, filters)
    return mask


def _keep_words(mask: np.ndarray, narrow: Narrow, filters: Filters) -> None:
    wanted = (
        ("country", filters.countries),
        ("speaker", filters.speakers),
        ("publisher", filters.publishers),
        ("mode", filters.modes),
        ("kind", filters.kinds),
        ("origin", filters.origins),
    )
    for column, values in wanted:
        if values:
            mask &= narrow.dictionaries[column].among(values)[narrow.plain[column]]
    unwanted = (("country", filters.not_countries), ("speaker", filters.not_speakers))
    for column, values in unwanted:
        if values:
            mask &= ~narrow.dictionaries[column].among(values)[narrow.plain[column]]
    if filters.unattributed_only:
        mask &= narrow.plain["speaker"] == 0


def _keep_names(mask: np.ndarray, narrow: Narrow, filters: Filters) -> None:
    if filters.addressees:
        mask &= _having(narrow, "addressees", filters.addressees)
    if filters.mentions:
        mask &= _having(narrow, "mentions", filters.mentions) | _having(
            narrow, "mentioned_countries", filters.mentions
        )


def _having(narrow: Narrow, column: str, values: Sequence[str]) -> np.ndarray:
    """For each statement whether its list holds one of these values."""
    lists: Lists = narrow.lists[column]
    hits = np.flatnonzero(narrow.dictionaries[column].among(values)[lists.codes])
    ends = np.cumsum(lists.lengths, dtype=np.int64)
    found = np.zeros(len(narrow), dtype=bool)
    found[np.searchsorted(ends, hits, side="right")] = True
    return found


def _keep_days(mask: np.ndarray, narrow: Narrow, filters: Filters) -> None:
    if filters.said_from:
        mask &= narrow.plain["said_until"] >= _number(filters.said_from)
    if filters.said_to:
        said_on = narrow.plain["said_on"]
        mask &= (said_on <= _number(filters.said_to)) & (said_on != NO_DAY)
    if filters.undated_only:
        mask &= narrow.plain["said_on"] == NO_DAY


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def in_order(
    narrow: Narrow, rows: np.ndarray, order: Sequence[tuple[str, str]], first: int
) -> np.ndarray:
    """The ``first`` of these places, in the order of the columns; missing values come last."""
    if first < 1:
        return rows[:0]
    # The places are in the order of the row ids already, so that these need not be compared.
    keys = [(name, way == "descending") for name, way in order if name != "_rowid"]
    chosen = np.sort(_first(narrow, rows, keys, first))
    compared = [_sort_key(narrow, chosen, name, descending) for name, descending in keys]
    return chosen[np.lexsort(compared[::-1])]


def _first(
    narrow: Narrow, rows: np.ndarray, keys: Sequence[tuple[str, bool]], first: int
) -> np.ndarray:
    """The ``first`` of these places, in no order; the later keys are read for ties only."""
    if first >= len(rows) or not keys:
        return rows[:first]
    values = _sort_key(narrow, rows, *keys[0])
    edge = np.partition(values, first - 1)[first - 1]
    below, ties = rows[values < edge], rows[values == edge]
    return np.concatenate([below, _first(narrow, ties, keys[1:], first - len(below))])


def _sort_key(narrow: Narrow, rows: np.ndarray, name: str, descending: bool) -> np.ndarray:
    """Numbers whose ascending order is the one that is wanted."""
    values = narrow.plain[name][rows]
    if name in narrow.dictionaries:
        ranks = narrow.dictionaries[name].ranks()
        keys = -ranks if descending else ranks.copy()
        keys[0] = len(ranks)
        found: np.ndarray = keys[values]
        return found
    if values.dtype == np.float32:
        return -values if descending else values
    if name in DAYS and not descending:
        values[values == NO_DAY] = np.iinfo(np.int32).max
    return ~values if descending else values  # ~ turns integers round, NO_DAY to the end
