"""On whose site a transcript stands, and which offices named there are that state's own."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from analysis.models import Document
from analysis.settings import DATA


@cache
def _hosts() -> tuple[tuple[re.Pattern[str], str], ...]:
    path = DATA / "vocabulary" / "transcripts_hosts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            (re.compile(rf"(?:{row['pattern']})", re.IGNORECASE), row["country"])
            for row in csv.DictReader(file)
        )


@cache
def _organs() -> Mapping[str, re.Pattern[str]]:
    path = DATA / "vocabulary" / "transcripts_organs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["country"]: re.compile(row["pattern"]) for row in csv.DictReader(file)}


def is_organ(role: str, host: str | None) -> bool:
    """Whether an office is one of the state on whose site it is named without a country."""
    return host is not None and host in _organs() and bool(_organs()[host].search(role))


def host_of(document: Document) -> str | None:
    """The state or body on whose site the document stands; ``None`` for all other publishers."""
    try:
        site = (urlsplit(document.url).hostname or "").lower()
    except ValueError:
        site = ""
    for pattern, country in _hosts():
        if (site and pattern.search(site)) or (
            document.publisher and pattern.search(document.publisher)
        ):
            return country
    return None
