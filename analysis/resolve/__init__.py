"""Who said it, for which country, to whom, about whom and when: spans become statements."""

from analysis.resolve.dates import DateMention, find_dates
from analysis.resolve.registry import Registry
from analysis.resolve.resolver import resolve_statements

__all__ = ["DateMention", "Registry", "find_dates", "resolve_statements"]
