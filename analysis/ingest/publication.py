"""Who published an article and when: from what is given, the file's name, its first lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from analysis.ingest.dates import parse_day
from analysis.settings import DATA

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2}-\d{2}-\d{2})(?!\d)")
_LABEL = re.compile(
    r"(?:first\s+)?(?:published|posted|date|issued|released?)(?:\s+(?:on|at))?\s*[:|]?\s+(?P<date>.+)",
    re.IGNORECASE,
)
# "BEIJING, May 3, 2023 (Agency) —": place, full date, then a dash or the agency in brackets
_PLACE = r"[A-Z][\w.’' \-]*"
_DATELINE = re.compile(
    rf"{_PLACE}(?:, {_PLACE})?, (?P<date>[^()–—]{{8,25}}?)\s*(?:\([^()]{{2,40}}\)|[–—]| - |--)"
)
_FIRST_LINES = 6
_DEBATE = re.compile(r"(?P<code>[A-Z]{2,3})_(?P<session>\d{1,3})_(?P<year>\d{4})")
_FIRST_SESSION = 1946  # of the General Assembly; one session a year since


@dataclass(frozen=True, slots=True)
class Speech:
    """Title and publisher of a speech whose file name says what it is; empty where it does not."""

    title: str = ""
    publisher: str = ""


def parse_published(written: Iterable[str]) -> tuple[date | None, str, str]:
    """The first of the dates given that can be read; its origin; what is wrong if none can be."""
    reason = ""
    for value in written:
        try:
            return parse_day(value), "metadata", ""
        except ValueError as error:
            reason = reason or f"publication date unknown: {error}"
    return None, "", reason


def find_published(stem: str, readable: str) -> tuple[date | None, str]:
    """A publication date that nobody gave: labelled in the first lines, else in the file's name."""
    if (day := _in_first_lines(readable)) is not None:
        return day, "text"
    for match in _IN_NAME.finditer(stem):
        try:
            return parse_day(match.group(1)), "file name"
        except ValueError:
            continue
    return None, ""


def describe_speech(stem: str) -> Speech:
    """The General Debate's file names, country_session_year: "CHN_77_2022"."""
    match = _DEBATE.fullmatch(stem)
    if not match or int(match["year"]) - int(match["session"]) != _FIRST_SESSION - 1:
        return Speech()
    country = _country_name(match["code"])
    if not country:
        return Speech()
    session = f"{match['session']}{_ordinal(int(match['session']))} session ({match['year']})"
    return Speech(f"{country}, General Debate, {session}", "United Nations")


def name_publisher(url: str) -> str:
    """Who publishes at an address: by the vocabulary of hosts, else the host itself.

    A host of ``data/vocabulary/columns_publishers.csv`` stands for its subdomains too.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    known, parts = _publishers(), host.split(".")
    for start in range(len(parts) - 1):
        if (name := known.get(".".join(parts[start:]))) is not None:
            return name
    return host.removeprefix("www.")


def _in_first_lines(readable: str) -> date | None:
    lines = [line.strip() for line in readable[:2000].split("\n") if line.strip()]
    for line in lines[:_FIRST_LINES]:
        written = _LABEL.fullmatch(line) or _DATELINE.match(line)
        try:
            return parse_day(written["date"] if written else line, foreign=False)
        except ValueError:
            continue
    return None


def _country_name(code: str) -> str:
    import pycountry

    if code in {"EU", "EUR"}:
        return "European Union"
    found = pycountry.countries.get(alpha_3=code)
    return str(getattr(found, "common_name", found.name)) if found else ""


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


@cache
def _publishers() -> Mapping[str, str]:
    path = DATA / "vocabulary" / "columns_publishers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["host"]: row["publisher"] for row in csv.DictReader(file)}
