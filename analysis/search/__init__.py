"""Search by meaning, by words and by both; statements like a given one."""

from analysis.search.find import By, search, similar
from analysis.search.query import Query, parse_query

__all__ = ["By", "Query", "parse_query", "search", "similar"]
