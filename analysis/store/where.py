"""Filters → the WHERE clause that Lance (DataFusion) and DuckDB both read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from analysis.models import Filters
from analysis.store.schema import ARTICLE, STATEMENT


def quoted(value: str) -> str:
    """A string as an SQL literal; NUL, which no SQL parser takes, is dropped."""
    return "'" + value.replace("\0", "").replace("'", "''") + "'"


def is_in(column: str, values: Iterable[str]) -> str:
    """``column`` is one of ``values``."""
    return f"{column} IN ({', '.join(quoted(value) for value in values)})"


def among(column: str, numbers: Iterable[int]) -> str:
    """The whole number ``column`` is one of these."""
    return f"{column} IN ({', '.join(map(str, numbers)) or 'NULL'})"


def any_in(column: str, values: Iterable[str]) -> str:
    """The list ``column`` holds at least one of ``values``."""
    return f"array_has_any({column}, [{', '.join(quoted(value) for value in values)}])"


def day(value: date) -> str:
    """A date as an SQL literal."""
    return f"date '{value.isoformat()}'"


def where_statements(filters: Filters) -> str:
    """Clause for the statements that ``filters`` lets through."""
    return " AND ".join([f"record = '{STATEMENT}'", *_clauses(filters)])


def where_articles(filters: Filters) -> str:
    """Clause for article rows: publishers and ids count, and the dates are those of publication."""
    clauses = [f"record = '{ARTICLE}'"]
    if filters.publishers:
        clauses.append(is_in("publisher", filters.publishers))
    if filters.article_ids:
        clauses.append(is_in("article_id", filters.article_ids))
    if filters.said_from:
        clauses.append(f"published >= {day(filters.said_from)}")
    if filters.said_to:
        clauses.append(f"published <= {day(filters.said_to)}")
    return " AND ".join(clauses)


def _clauses(filters: Filters) -> list[str]:
    return [*_of_actors(filters), *_of_dates(filters), *_of_records(filters)]


def _of_actors(filters: Filters) -> list[str]:
    clauses = []
    for column, values in (("country", filters.countries), ("speaker", filters.speakers)):
        if values:
            clauses.append(is_in(column, values))
    for column, values in (("country", filters.not_countries), ("speaker", filters.not_speakers)):
        if values:
            clauses.append(f"({column} IS NULL OR NOT ({is_in(column, values)}))")
    if filters.addressees:
        clauses.append(any_in("addressees", filters.addressees))
    if filters.mentions:
        either = (
            any_in(column, filters.mentions) for column in ("mentions", "mentioned_countries")
        )
        clauses.append(f"({' OR '.join(either)})")
    if filters.unattributed_only:
        clauses.append("speaker IS NULL")
    return clauses


def _of_dates(filters: Filters) -> list[str]:
    clauses = []
    if filters.said_from:
        clauses.append(f"said_until >= {day(filters.said_from)}")
    if filters.said_to:
        clauses.append(f"said_on <= {day(filters.said_to)}")
    if filters.undated_only:
        clauses.append("said_on IS NULL")
    return clauses


def _of_records(filters: Filters) -> list[str]:
    single = (
        ("publisher", filters.publishers),
        ("mode", filters.modes),
        ("kind", filters.kinds),
        ("origin", filters.origins),
        ("article_id", filters.article_ids),
        ("id", filters.ids),
    )
    return [is_in(column, values) for column, values in single if values]
