"""Who said it, for which country, to whom, about whom and when: spans become statements."""

from analysis.resolve.alone import Identity, resolve_mention
from analysis.resolve.dates import DateMention, find_dates
from analysis.resolve.registry import Registry
from analysis.resolve.resolver import resolve_statements

__all__ = [
    "DateMention",
    "Identity",
    "Registry",
    "find_dates",
    "resolve_mention",
    "resolve_statements",
]
